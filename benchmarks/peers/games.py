"""Any game of the catalogue, as a measured process.

``python games.py steps GAME LEVEL BATCH OBSERVATION`` or ``python games.py scenes GAME LEVEL``.
"""

import sys
from collections.abc import Callable
from itertools import cycle

import numpy as np

import game
from game.core.contract import Game, Level
from game.core.simple import Random

TICKS = 64


def joints(found: Game, level: Level, batch: int) -> np.ndarray:
    """Return random legal joint actions [TICKS, batch, seats]; seats that act seldom wait, and few speak."""
    chosen = np.full((TICKS, batch, level.seats), found.wait, np.int8)
    for seat, place in enumerate(found.seats(level)):
        if place.every == 1:
            policy = Random()
            policy.begin(found, [level] * batch, [seat] * batch, list(range(batch)))
            chosen[:, :, seat] = [policy.prefer(chosen[0]).argmax(axis=1) for _ in range(TICKS)]
    return chosen


def steps(name: str, level_name: str, batch: int, observation: str) -> Callable[[], int]:
    """Return a function that plays some ticks of a batch of rounds, every seat observed, and counts joint steps."""
    found = game.load(name)
    level = found.load_level(level_name)
    rounds, played = game.Batch(found, level, batch, 1, observation=observation), joints(found, level, batch)

    def run() -> int:
        for joint in played:
            rounds.step(joint)
        return TICKS * batch

    return run


def scenes(name: str, level_name: str) -> Callable[[], int]:
    """Return a function that plays ticks of a live round of random play with the picture of every seat."""
    found = game.load(name)
    level = found.load_level(level_name)
    played, match = cycle(joints(found, level, 1)[:, 0].tolist()), game.Round(found, level, 1)

    def run() -> int:
        nonlocal match
        for _ in range(TICKS):
            if match.is_over:
                match = game.Round(found, level, match.seed + 1)
            match.step(next(played))
            for seat in range(level.seats):
                found.scene(level, match.state, seat, match.outcome)
        return TICKS

    return run


if __name__ == "__main__":
    from worker import serve

    kind, *rest = sys.argv[1:]
    serve(scenes(*rest) if kind == "scenes" else steps(rest[0], rest[1], int(rest[2]), rest[3]))
