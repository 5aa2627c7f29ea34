"""Where rounds of training begin: in the level's own start, or in states of others' play that are kept for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ai_partners.mates import Mate, Mind, choices_of
from game.core.batch import Batch
from game.core.episode import replay
from game.core.rounds import random_play

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ai_partners.learn.ppo import Schedule
    from game.core.contract import Game, Level
    from game.core.episode import Episode

Array = np.ndarray[Any, Any]
REMEMBERED = "remembered"
"""The kind of states that training itself has seen lately."""
ROWS = 32
SPARSE = 0.3
"""Share of the ticks of scripted rounds whose states are kept."""


class Starts:
    """Puts a share of the rounds that begin into states that it keeps, by kind and level; a resource of one training.

    A round that begins in the middle keeps the clock of its state, so it ends when that one would have ended.
    """

    def __init__(self, levels: int, shares: Mapping[str, Schedule], *, room: int = 20_000) -> None:
        self.done = 0.0
        """Part of the training that is done, by which the shares go."""
        self._shares, self._room, self._levels = dict(shares), room, levels
        self._kept: dict[tuple[str, int], Array] = {}

    def add(self, kind: str, which: int, states: Array) -> None:
        """Keep states of a kind for level number ``which``; the oldest of too many are forgotten."""
        known = self._kept.get((kind, which))
        self._kept[kind, which] = (states if known is None else np.concatenate([known, states]))[-self._room :]

    def remember(self, batch: Batch, dice: np.random.Generator, chance: float = 0.02) -> None:
        """Keep some of the states that the rounds of a batch are in now, where that is wanted."""
        if REMEMBERED not in self._shares:
            return
        rows = np.flatnonzero(dice.random(batch.count) < chance)
        for which in np.unique(batch.which[rows]).tolist():
            self.add(REMEMBERED, which, batch.states[rows[batch.which[rows] == which]])

    def place(self, batch: Batch, over: Array, dice: np.random.Generator) -> Array:
        """Put some of the rows ``over``, whose rounds begin, into states kept; return those rows."""
        edges = np.cumsum([share.at(self.done) for share in self._shares.values()])
        drawn = np.searchsorted(edges, dice.random(len(over)), side="right")
        kinds = (*self._shares, "")
        placed = [r for r, k in zip(over.tolist(), drawn.tolist(), strict=True) if self._pick(batch, r, kinds[k], dice)]
        if placed:
            batch.look()
        return np.array(placed, np.int64)

    def _pick(self, batch: Batch, row: int, kind: str, dice: np.random.Generator) -> bool:
        """Put one row into a state drawn from those of a kind for its level; tell whether there was one."""
        pool = self._kept.get((kind, int(batch.which[row])))
        if pool is None or not len(pool):
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


def scripted_states(game: Game, level: Level, count: int, seed: int) -> Array:
    """Return states [about ``count``] of rounds that the game's usual bots play in all seats, at all ticks.

    Raises `ValueError` for a game without bots.
    """
    if not game.bots:
        message = f"game {game.name!r} has no bots whose rounds others could begin in"
        raise ValueError(message)
    batch, dice = Batch(game, level, ROWS, seed), np.random.default_rng(seed)
    usual = [game.usual.get(seat.role, next(iter(game.bots))) for seat in game.seats(level)]
    minds = [Mind(Mate(who, game.bots[who]), np.arange(ROWS) * level.seats + n) for n, who in enumerate(usual)]
    legal = choices_of(game, [level])[batch.which].reshape(-1, game.choices)
    found: list[Array] = []
    while sum(map(len, found)) < count:
        batch.restart()
        going = np.ones(ROWS, bool)
        for mind in minds:
            mind.begin(batch, dice)
        for _ in range(level.horizon - 1):
            joint = np.full(ROWS * level.seats, game.wait, np.int8)
            for mind in minds:
                mind.decide(batch, joint, legal[mind.cells], dice)
            batch.step(joint.reshape(ROWS, level.seats))
            going &= batch.ended == 0
            kept = np.flatnonzero(going & (dice.random(ROWS) < SPARSE))
            found.append(batch.states[kept].copy())
            if not going.any():
                break
    states = np.concatenate(found)
    return states[dice.permutation(len(states))[:count]]


def varied_states(game: Game, level: Level, variants: Iterable[Mapping[str, str]], count: int, seed: int) -> Array:
    """Return first states [about ``count``] of a level with other settings, as many of each variant.

    Raises `NotationError` for settings that the game does not have.
    """
    found = []
    dice = np.random.default_rng(seed)
    for settings in variants:
        other = game.parse_level(_varied(level.text, settings))
        states = np.zeros(count, game.state)
        for row in range(count):
            game.start(other.record, np.uint64(dice.integers(2**63)), states[row])
        found.append(states)
    return np.concatenate(found)


def _varied(text: str, settings: Mapping[str, str]) -> str:
    """Return a level's text with other values for some settings, which stand before all others."""
    kept = [line for line in text.splitlines() if line.partition(":")[0].strip() not in settings]
    return "\n".join([*(f"{key}: {value}" for key, value in settings.items()), *kept]) + "\n"


def episode_states(game: Game, level: Level, episodes: Iterable[Episode], every: int = 10) -> Array:
    """Return each ``every``-th state of episodes, with clocks that leave at least a tenth of the level's round."""
    found = []
    for episode in episodes:
        found += [step.state.copy() for number, step in enumerate(replay(game, episode)) if number % every == 0]
    states = np.array(found, game.state)
    states["tick"] %= max(1, level.horizon * 9 // 10)
    return states
