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
        del levels, seats, seeds
        self._row = np.array([0.0 if action.letter == "." else -np.inf for action in game.actions], np.float32)

    def prefer(self, observations: np.ndarray[Any, Any]) -> np.ndarray[Any, np.dtype[np.float32]]:
        """Return that staying is the only choice, for every row."""
        return np.tile(self._row, (len(observations), 1))


class Random:
    """Likes a new action every tick, all equally often, from its own dice."""

    observes = "state"

    def begin(self, game: Game, levels: Sequence[Level], seats: Sequence[int], seeds: Sequence[int]) -> None:
        """Take a seat in ``len(seats)`` rounds."""
        del levels, seats
        self._actions = len(game.actions)
        self._dice = [np.random.default_rng(seed) for seed in seeds]

    def prefer(self, observations: np.ndarray[Any, Any]) -> np.ndarray[Any, np.dtype[np.float32]]:
        """Return random preferences for each row."""
        del observations
        return np.array([dice.random(self._actions) for dice in self._dice], np.float32)
