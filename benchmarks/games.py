"""Every game of the catalogue against what a learner and a live round need, each in a process of its own."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import game
from benchmarks.simulator import Contest, Row, run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from game.core.contract import Game

BATCH = 1024
ENOUGH = 100_000
"""Joint steps a second that a learner on one core can use up."""
GOALS = {"hideout": 400_000, "rescue": 150_000}
"""Joint steps a second with every seat observed, where a game is held to more."""
STANDARD = {"rescue": "five_rooms"}
"""The level that goals are meant for, where the first one is a lesson."""
BEFORE = {("kitchen", "features"): 2_500_000, ("kitchen", "planes"): 8_200_000}
"""What the kitchen reached on cramped_room when it was the only game, on two shared EPYC cores."""
NOISE = 0.9
"""The part of what it reached before that a shared machine lets it reach again."""
TICKS = 250
"""Live ticks a second with the scene of every seat: four milliseconds for each."""


def contests(only: str = "") -> Iterator[Contest]:
    """Yield what is measured: joint steps on the standard and on the largest level, and live ticks with scenes."""
    for name in game.catalogue():
        found = game.load(name)
        most = largest(found)
        levels = dict.fromkeys((standard(found), most))
        rows = [_steps(found, level, kind) for level in levels for kind in found.observations]
        yield from (row for row in (*rows, _scenes(found, most)) if only in row.name)


def _steps(found: Game, level: str, kind: str) -> Contest:
    """Return the contest of joint steps with one kind of observation."""
    before = BEFORE.get((found.name, kind)) if level == standard(found) else None
    limit = before or (GOALS.get(found.name, ENOUGH) if level == standard(found) else ENOUGH)
    words, goal = ("games.py", "steps", found.name, level, str(BATCH), kind), NOISE if before else 1.0
    return Contest(f"{found.name}: {kind} of all on {level} / {limit:,} a second", words, (), goal, limit=limit)


def _scenes(found: Game, level: str) -> Contest:
    """Return the contest of live ticks."""
    words = ("games.py", "scenes", found.name, level)
    return Contest(
        f"{found.name}: live ticks with all scenes on {level} / {TICKS} a second", words, (), 1.0, limit=TICKS
    )


def standard(found: Game) -> str:
    """Return the name of the level that goals are meant for."""
    return STANDARD.get(found.name, found.level_names()[0])


def largest(found: Game) -> str:
    """Return the name of the level with the most cells for all seats to look at."""
    return max(found.level_names(), key=lambda name: _sights(found, name))


def _sights(found: Game, name: str) -> int:
    """Return the number of cells times that of seats."""
    level = found.load_level(name)
    scene = found.scene(level, game.Round(found, level, 1).state, 0)
    return scene.columns * scene.rows * level.seats


def rows(only: str = "") -> Iterator[Row | str]:
    """Yield the result of every contest whose name holds ``only``, one after another on one core."""
    for contest in contests(only):
        yield run(contest, sys.executable)
