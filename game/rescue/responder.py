"""A scripted robot that goes by the compass alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from game.rescue.view import NAMES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from game.core.contract import Game, Level

AT = {name: number for number, name in enumerate(NAMES)}


class Specialist:
    """Delivers, then does what its role is for, then explores."""

    observes = "features"

    def begin(self, game: Game, levels: Sequence[Level], seats: Sequence[int], seeds: Sequence[int]) -> None:
        """Take a seat in ``len(seats)`` rounds."""
        del levels, seats
        self._choices = game.choices
        self._rngs = [np.random.default_rng(seed) for seed in seeds]

    def prefer(self, observations: np.ndarray[Any, Any]) -> np.ndarray[Any, np.dtype[np.float32]]:
        """Return a preference [B, C]."""
        wishes = np.zeros((len(observations), self._choices), np.float32)
        wishes[:, 0] = 0.5
        frontier = observations[:, AT["frontier_north"] : AT["frontier_west"] + 1]
        wishes[:, 1:5] = frontier
        return wishes
