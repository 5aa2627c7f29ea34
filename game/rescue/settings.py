"""The settings of a level: what a header may say, how each is read and written, and what a right value is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.core.settings import LONGEST_ROUND, NAMING, Setting, choice, numbers, spaced, whole
from game.rescue.state import COMMS, MAX_ROBOTS, MAX_VICTIMS, MAX_VIEW, REWARDS, ROLES

if TYPE_CHECKING:
    from collections.abc import Callable

PER_MILLE = 10_000
"""Shaping of one event at most, in thousandths of a point."""


def _roles(text: str) -> tuple[str, ...]:
    """Return the roles of one to ten robots."""
    words = tuple(text.split())
    if not 1 <= len(words) <= MAX_ROBOTS or not set(words) <= set(ROLES[:3]):
        raise ValueError(text)
    return words


def _row(length: int, low: int, high: int) -> Callable[[str], tuple[int, ...]]:
    """Return a reader of exactly ``length`` whole numbers from ``low`` to ``high``."""

    def read(text: str) -> tuple[int, ...]:
        found = numbers(high)(text)
        if len(found) != length or min(found) < low:
            raise ValueError(text)
        return found

    return read


def _radii(default: str) -> Setting:
    """Return a setting that is a radius for scouts, diggers and medics."""
    right = f"three whole numbers from 1 to {MAX_VIEW} for scout, digger and medic, as in '{default}'"
    return Setting(default, right, _row(3, 1, MAX_VIEW), spaced)


SHAPING = "20 300 500 200 300 10 5"
SETTINGS: dict[str, Setting] = {
    **NAMING,
    "ticks": whole(1, LONGEST_ROUND, "240"),
    "roles": Setting(
        "scout digger medic scout",
        f"one to {MAX_ROBOTS} of the words scout, digger and medic, as in 'scout digger medic'",
        _roles,
        spaced,
    ),
    "dispatcher": Setting("no", "yes or no", choice("yes", "no")),
    "comm": Setting("ping", "silent, ping or radio", choice(*COMMS)),
    "radio_radius": whole(0, 60),
    "light": whole(0, MAX_VICTIMS),
    "critical": whole(0, MAX_VICTIMS),
    "death": whole(1, LONGEST_ROUND, "160"),
    "dig": whole(1, 20, "2"),
    "treat": whole(1, 20, "2"),
    "window": whole(0, 60, "4"),
    "view": _radii("5 3 3"),
    "detect": _radii("5 1 1"),
    "ping_pause": whole(0, 200, "10"),
    "ping_map": whole(0, 31, "6"),
    "call_pause": whole(0, 200, "8"),
    "reward": Setting("team", "team, own or mixed", choice(*REWARDS)),
    "own_share": whole(0, 100, "50"),
    "points": Setting("1 3", "two whole numbers up to 100, light and critical, as in '1 3'", _row(2, 0, 100), spaced),
    "shaping": Setting(
        SHAPING,
        f"seven whole numbers up to {PER_MILLE}, in thousandths of a point, as in '{SHAPING}'",
        _row(7, 0, PER_MILLE),
        spaced,
    ),
}
"""Every setting in the order in which a header has them."""
