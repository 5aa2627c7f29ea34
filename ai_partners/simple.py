"""Policies that need no thought: one that stays and one that plays at random."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from game.core.contract import Game, Level


class Stay:
    """Takes the seat and never moves."""

    observes = "state"

    def begin(self, game: Game, levels: Sequence[Level], seats: Sequence[int], seeds: Sequence[int]) -> None:
        """Take a seat in ``len(seats)`` rounds."""
        del levels, seeds
        self._rows = np.full((len(seats), game.choices), -np.inf, np.float32)
        self._rows[:, game.wait] = 0.0

    def prefer(self, observations: np.ndarray[Any, Any]) -> np.ndarray[Any, np.dtype[np.float32]]:
        """Return that waiting is the only choice, for every row."""
        del observations
        return self._rows


class Random:
    """Likes a new action every tick, all that its seat has equally often, from its own dice."""

    observes = "state"

    def begin(self, game: Game, levels: Sequence[Level], seats: Sequence[int], seeds: Sequence[int]) -> None:
        """Take a seat in ``len(seats)`` rounds."""
        legal = [game.legal(level)[seat] for level, seat in zip(levels, seats, strict=True)]
        self._own = np.array([[action in known for action in range(game.choices)] for known in legal], bool)
        self._dice = [np.random.default_rng(seed) for seed in seeds]

    def prefer(self, observations: np.ndarray[Any, Any]) -> np.ndarray[Any, np.dtype[np.float32]]:
        """Return random preferences for each row, and none for what its seat does not have."""
        del observations
        likes = np.array([dice.random(self._own.shape[1]) for dice in self._dice], np.float32)
        return np.where(self._own, likes, np.float32(-np.inf))
