"""Who scores what with whom: every level of the kitchen, partners without training, both seats."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import ai_partners
import game

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

OTHERS = ("cook", "planner", "stay", "random")


class Pair(NamedTuple):
    """The points of one round."""

    level: str
    first: str
    """Who sits in the first seat."""
    others: str
    """Who sits in all other seats."""
    points: int


def pairs(partner: str, only: str = "", *, seed: int = 1) -> Iterator[Pair]:
    """Yield the points of ``partner`` with itself and in the first and the other seats beside every other partner.

    Raises `UnknownNameError` for a partner that is not known.
    """
    kitchen = game.load("kitchen")
    for name in kitchen.level_names():
        if only not in name:
            continue
        level = kitchen.load_level(name)
        tables = [(partner, partner)]
        if level.seats > 1:
            tables += [pair for other in OTHERS if other != partner for pair in ((partner, other), (other, partner))]
        for first, others in tables:
            points = _points(level, [first, *[others] * (level.seats - 1)], seed)
            yield Pair(name, first, others, points)


def _points(level: game.Level, names: Sequence[str], seed: int) -> int:
    """Return the points of a round."""
    kitchen = game.load("kitchen")
    actors = [ai_partners.load(name, kitchen) for name in names]
    return round(sum(float(step.outcome.streams[0].sum()) for step in game.play(kitchen, level, actors, seed)))
