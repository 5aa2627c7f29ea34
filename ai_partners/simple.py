"""Partners that need no thought: one that stays and one that plays at random."""

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
        self._stay = [action.name for action in game.actions].index("stay")

    def act(self, observations: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        """Return staying for every row."""
        return np.full(len(observations), self._stay, np.int8)


class Random:
    """Plays every action equally often, from its own dice."""

    observes = "state"

    def begin(self, game: Game, levels: Sequence[Level], seats: Sequence[int], seeds: Sequence[int]) -> None:
        """Take a seat in ``len(seats)`` rounds."""
        del levels
        self._actions = len(game.actions)
        self._dice = [np.random.default_rng([seed, seat]) for seed, seat in zip(seeds, seats, strict=True)]

    def act(self, observations: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        """Return one random action for each row."""
        del observations
        return np.array([dice.integers(self._actions) for dice in self._dice], np.int8)
