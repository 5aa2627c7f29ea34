"""What seats draw for each round and then see, as the last entry of their observation, until the round ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

Array = np.ndarray[Any, Any]


def _nearness(dice: np.random.Generator, rounds: int, seats: int) -> Array:
    """Return a number from 0 to 1 for every seat [rounds, seats]."""
    return dice.random((rounds, seats), np.float32)


def _taste(dice: np.random.Generator, rounds: int, seats: int) -> Array:
    """Return 1 for one seat of each round and 0 for the others [rounds, seats]."""
    chosen = dice.integers(seats, size=rounds)
    return np.asarray(np.arange(seats) == chosen[:, None], np.float32)


KINDS: dict[str, Callable[[np.random.Generator, int, int], Array]] = {"nearness": _nearness, "taste": _taste}
"""What can be drawn: how near a seat is to people, and whether a seat is the one with a taste of its own."""


class Draws:
    """What the seats of ``rows`` rounds have drawn."""

    def __init__(self, kind: str, rows: int, seats: int) -> None:
        self._kind, self._seats = KINDS[kind], seats
        self._drawn = np.zeros((rows * seats, 1), np.float32)

    def renew(self, rows: Array, dice: np.random.Generator) -> None:
        """Let the seats of some rows draw anew."""
        self._drawn.reshape(-1, self._seats)[rows] = self._kind(dice, len(rows), self._seats)

    def append(self, seen: Array, cells: Array | slice = slice(None)) -> Array:
        """Return what cells see [N, I + 1], what they have drawn included."""
        return np.concatenate([seen, self._drawn[cells]], axis=1)
