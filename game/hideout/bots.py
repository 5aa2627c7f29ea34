"""Hideout's scripted players by name; the first is the usual team-mate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from game.hideout.compass import COMPASS, MOVES
from game.hideout.state import ACTIONS, NORTH

if TYPE_CHECKING:
    from collections.abc import Sequence

    from game.core.contract import Game, Level


class Sleeper:
    """Does anything at all, at random."""

    observes = "features"

    def begin(self, game: Game, levels: Sequence[Level], seats: Sequence[int], seeds: Sequence[int]) -> None:
        """Take a seat in ``len(seats)`` rounds."""
        del game, levels, seats
        self._dice = [np.random.default_rng(seed) for seed in seeds]

    def prefer(self, observations: np.ndarray[Any, Any]) -> np.ndarray[Any, np.dtype[np.float32]]:
        """Return a preference [B, 8] for each action."""
        del observations
        return np.array([dice.random(ACTIONS, np.float32) for dice in self._dice])


class Runner(Sleeper):
    """Goes wherever it is farthest from the nearest opponent that its team knows of."""

    def prefer(self, observations: np.ndarray[Any, Any]) -> np.ndarray[Any, np.dtype[np.float32]]:
        """Return a preference [B, 8]: for waiting, and for a step the more the farther it leads."""
        likes = np.full((len(observations), ACTIONS), -np.inf, np.float32)
        likes[:, 0] = observations[:, COMPASS + 13]
        free, gaps = observations[:, MOVES : MOVES + 4], observations[:, MOVES + 4 : MOVES + 8]
        likes[:, NORTH : NORTH + 4] = np.where(free > 0, gaps, -np.inf)
        return likes


class Patrol(Sleeper):
    """Goes after the nearest opponent that its team knows of, and else about at random."""

    def prefer(self, observations: np.ndarray[Any, Any]) -> np.ndarray[Any, np.dtype[np.float32]]:
        """Return a preference [B, 8] for each action."""
        likes = super().prefer(observations)
        likes[:, NORTH + 4 :] = -np.inf
        east, south = observations[:, COMPASS + 14], observations[:, COMPASS + 15]
        for number, wish in enumerate((south < 0, south > 0, east > 0, east < 0)):
            likes[wish, NORTH + number] = 2.0
        return likes


BOTS = {"runner": Runner, "patrol": Patrol, "sleeper": Sleeper}
