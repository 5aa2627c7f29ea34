"""Where rounds of training begin: in the level's own start, at random play, in remembered or in people's states."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from game.core.episode import replay
from game.core.rounds import random_play

if TYPE_CHECKING:
    from collections.abc import Iterable

    from game.core.batch import Batch
    from game.core.contract import Game, Level
    from game.core.episode import Episode

Array = np.ndarray[Any, Any]


class Starts:
    """Puts a share of the rounds that begin into states that it keeps, by level; a resource of one training.

    A round that begins in the middle keeps the clock of its state, so it ends when that one would have ended.
    """

    def __init__(self, game: Game, levels: int, share: float, *, remembered: float = 0.0, room: int = 20_000) -> None:
        self._share, self._remembered, self._room = share, remembered, room
        self._kept = [np.zeros(0, game.state) for _ in range(levels)]
        self._lately = [np.zeros(0, game.state) for _ in range(levels)]

    def add(self, which: int, states: Array) -> None:
        """Keep states of level number ``which`` for good."""
        self._kept[which] = np.concatenate([self._kept[which], states])

    def remember(self, batch: Batch, dice: np.random.Generator, chance: float = 0.02) -> None:
        """Keep some of the states that the rounds of a batch are in now; the oldest are forgotten."""
        rows = np.flatnonzero(dice.random(batch.count) < chance)
        for which in np.unique(batch.which[rows]).tolist():
            new = batch.states[rows[batch.which[rows] == which]]
            self._lately[which] = np.concatenate([self._lately[which], new])[-self._room :]

    def place(self, batch: Batch, over: Array, dice: np.random.Generator) -> Array:
        """Put some of the rows ``over``, whose rounds begin, into states kept; return those rows."""
        draws = dice.random(len(over))
        chosen = draws < self._share + self._remembered
        pairs = zip(over[chosen].tolist(), (draws[chosen] >= self._share).tolist(), strict=True)
        placed = [row for row, lately in pairs if self._pick(batch, row, dice, lately=lately)]
        if placed:
            batch.look()
        return np.array(placed, np.int64)

    def _pick(self, batch: Batch, row: int, dice: np.random.Generator, *, lately: bool) -> bool:
        """Put one row into a state drawn from those kept for its level; tell whether there was one."""
        pool = (self._lately if lately else self._kept)[batch.which[row]]
        if not len(pool):
            return False
        seed = batch.states["seed"][row]
        batch.states[row] = pool[dice.integers(len(pool))]
        batch.states["seed"][row] = seed
        return True


def random_states(game: Game, level: Level, count: int, seed: int) -> Array:
    """Return states [about ``count``] that random play runs into, at all ticks of a round."""
    found = []
    for number in range(max(1, count // level.horizon)):
        found += [match.state.copy() for match in random_play(game, level, level.horizon - 1, seed + number)]
    return np.array(found, game.state)[:count]


def episode_states(game: Game, level: Level, episodes: Iterable[Episode], every: int = 10) -> Array:
    """Return each ``every``-th state of episodes, with clocks that leave at least a tenth of the level's round."""
    found = []
    for episode in episodes:
        found += [step.state.copy() for number, step in enumerate(replay(game, episode)) if number % every == 0]
    states = np.array(found, game.state)
    states["tick"] %= max(1, level.horizon * 9 // 10)
    return states
