"""The settings of a level: what a header may say, how each is read and written, and what a right value is."""

from __future__ import annotations

from game.core.settings import LONGEST_ROUND, NAMING, Setting, choice, numbers, spaced, whole
from game.hideout.state import BEGINNINGS, MAX_DOORS, MAX_TEAM, RAMPS, REWARDS, TASKS

LONGEST_PREPARATION = 90
"""Per cent of a round."""
DOORS = f"one or two whole numbers up to {MAX_DOORS}, the fewest and the most open doors of a round, as in '1 2'"


def _doors(text: str) -> tuple[int, ...]:
    """Return the fewest and the most doors."""
    values = numbers(MAX_DOORS)(text)
    if len(values) not in {1, 2} or list(values) != sorted(values):
        raise ValueError(text)
    return values


def _yes(default: str) -> Setting:
    """Return a setting that is yes or no."""
    return Setting(default, "yes or no", choice("yes", "no"))


def _word(*known: str) -> Setting:
    """Return a setting that is one of some words, usually the first."""
    return Setting(known[0], f"{', '.join(known[:-1])} or {known[-1]}", choice(*known))


SETTINGS: dict[str, Setting] = {
    **NAMING,
    "ticks": whole(1, LONGEST_ROUND, "100"),
    "hiders": whole(1, MAX_TEAM, "2"),
    "seekers": whole(1, MAX_TEAM, "2"),
    "preparation": whole(0, LONGEST_PREPARATION, "40"),
    "blind": _yes("yes"),
    "cone": _word("135", "360"),
    "doors": Setting("0 2", DOORS, _doors, spaced),
    "scatter": _yes("no"),
    "mirror": _yes("no"),
    "begin": _word(*BEGINNINGS),
    "begin_ramps": _word(*RAMPS),
    "surf": _yes("no"),
    "reward": _word(*REWARDS),
    "task": _word(*TASKS),
    "shaping": Setting("3 1", "two whole numbers up to 100, as in '3 1'", numbers(100), spaced),
}
"""Every setting in the order in which a header has them."""
