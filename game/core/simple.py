"""Policies that need no thought: one that stays and one that plays at random."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from game.core.contract import Game, Level

SILENT = 7 / 8
"""Part of the ticks in which nothing is said at random: free speech is noise."""


class Stay:
    """Takes the seat and never moves."""

    observes = "state"

    def begin(self, game: Game, levels: Sequence[Level], seats: Sequence[int], seeds: Sequence[int]) -> None:
        """Take a seat in ``len(seats)`` rounds."""
        del levels, seeds
        self._rows = np.full((len(seats), game.choices), -np.inf, np.float32)
        self._rows[:, game.wait] = 0.0

    def renew(self, rows: np.ndarray[Any, Any], seeds: Sequence[int]) -> None:
        """Forget the rounds of some rows, which begin anew: there is nothing to forget."""

    def prefer(self, observations: np.ndarray[Any, Any]) -> np.ndarray[Any, np.dtype[np.float32]]:
        """Return that waiting is the only choice, for every row."""
        del observations
        return self._rows


class Random:
    """Likes a new action every tick, all that its seat has equally often, from its own dice, and seldom speaks."""

    observes = "state"

    def begin(self, game: Game, levels: Sequence[Level], seats: Sequence[int], seeds: Sequence[int]) -> None:
        """Take a seat in ``len(seats)`` rounds."""
        legal = [game.legal(level)[seat] for level, seat in zip(levels, seats, strict=True)]
        self._own = np.array([[choice in known for choice in range(game.choices)] for known in legal], bool)
        self._actions, self._messages = len(game.actions), len(game.messages)
        spoken = self._own.reshape(len(seats), 1 + self._messages, self._actions)[:, 1:, game.wait]
        self._spoken = [np.flatnonzero(row) + 1 for row in spoken]
        self._dice = [np.random.default_rng(seed) for seed in seeds]

    def renew(self, rows: np.ndarray[Any, Any], seeds: Sequence[int]) -> None:
        """Take new dice in some rows, whose rounds begin anew."""
        for row, seed in zip(rows.tolist(), seeds, strict=True):
            self._dice[row] = np.random.default_rng(seed)

    def prefer(self, observations: np.ndarray[Any, Any]) -> np.ndarray[Any, np.dtype[np.float32]]:
        """Return random preferences for each row, and none for what its seat does not have."""
        del observations
        likes = np.array([dice.random(self._actions) for dice in self._dice], np.float32)
        if self._messages:
            likes = self._with_messages(likes)
        return np.where(self._own, likes, np.float32(-np.inf))

    def _with_messages(self, likes: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        """Return preferences [B, C]: those for the actions [B, A], less 1 with any other message than the drawn one."""
        said = np.array([self._draw(*row) for row in zip(self._dice, self._spoken, strict=True)])
        other = said[:, None] != np.arange(1 + self._messages)
        wished: np.ndarray[Any, Any] = likes[:, None, :] - other[:, :, None].astype(np.float32)
        return wished.reshape(len(likes), -1)

    def _draw(self, dice: np.random.Generator, spoken: np.ndarray[Any, Any]) -> int:
        """Return the number of a message, 0 most of the time."""
        if dice.random() < SILENT or not len(spoken):
            return 0
        return int(dice.choice(spoken))
