"""A partner: a policy in a seat, with its own dice, its reaction delay and its temperature, all told on its card."""

from __future__ import annotations

import hashlib
import json
from collections import deque
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from game.core.dice import mix

if TYPE_CHECKING:
    from collections.abc import Sequence

    from game.core.contract import Game, Level, Policy

SLOWEST = 30
"""Longest reaction delay, in ticks."""


@dataclass(frozen=True, slots=True)
class Card:
    """What there is to know about a partner; its hash names the partner in every stored round."""

    name: str
    summary: str
    kind: str
    """``"script"``, ``"search"``, ``"tape"``, ``"policy"``."""
    delay: int = 0
    """Ticks after which it sees what the others did."""
    temperature: float = 0.0
    """0: always the preferred action; else actions are drawn by exp(preference / temperature)."""
    source: str = ""
    """Hash of the weights, the tape or the code that decides."""

    @property
    def hash(self) -> str:
        """16 hexadecimal digits over everything on the card."""
        return hashlib.blake2b(json.dumps(asdict(self), sort_keys=True).encode(), digest_size=8).hexdigest()


class Partner:
    """Decides for one seat of many rounds at once."""

    def __init__(self, card: Card, policy: Policy) -> None:
        self.card, self.policy, self.observes = card, policy, policy.observes

    def begin(self, game: Game, levels: Sequence[Level], seats: Sequence[int], seeds: Sequence[int]) -> None:
        """Take a seat in ``len(seats)`` rounds that are about to start."""
        self.game, self.levels, self.seats = game, levels, seats
        own = [int(mix(np.uint64(seed), np.uint64(1000 + seat))) for seed, seat in zip(seeds, seats, strict=True)]
        self._dice = [np.random.default_rng(seed) for seed in own]
        self._seen: deque[np.ndarray[Any, Any]] = deque(maxlen=self.card.delay + 1)
        self._done: deque[np.ndarray[Any, Any]] = deque(maxlen=max(1, self.card.delay))
        self.policy.begin(game, levels, seats, own)

    def act(self, observations: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        """Return one int8 action [B] for each row of observations [B, ...]."""
        self._seen.append(observations.copy())
        preferences = self.policy.prefer(self._late() if self.card.delay else observations)
        actions = preferences.argmax(axis=1) if not self.card.temperature else self._draw(preferences)
        self._done.append(actions)
        return actions.astype(np.int8)

    def _late(self) -> np.ndarray[Any, Any]:
        """Return what was seen ``delay`` ticks ago; of states, what the own actions since then have made of it."""
        seen = self._seen[0].copy()
        if self.observes != "state":
            return seen
        stay = next(number for number, action in enumerate(self.game.actions) if action.letter == ".")
        outcome = np.zeros(1, self.game.outcome)[0]
        for done in list(self._done)[-(len(self._seen) - 1) :] if len(self._seen) > 1 else []:
            for row, (level, seat) in enumerate(zip(self.levels, self.seats, strict=True)):
                joint = np.full(level.seats, stay, np.int8)
                joint[seat] = done[row]
                self.game.advance(level.record, seen[row], joint, outcome)
        return seen

    def _draw(self, preferences: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        """Return actions drawn from the softmax of the preferences, each row from its own dice."""
        with np.errstate(over="ignore"):
            weights = np.exp((preferences - preferences.max(axis=1, keepdims=True)) / self.card.temperature)
        edges = np.cumsum(weights / weights.sum(axis=1, keepdims=True), axis=1)
        draws = np.array([dice.random() for dice in self._dice])
        return np.minimum((edges <= draws[:, None]).sum(axis=1), preferences.shape[1] - 1)
