"""Mates: policies that decide for many seats of a batch at once, each seat's choices drawn as its mate draws them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ai_partners.draw import draw_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from game.core.batch import Batch
    from game.core.contract import Game, Level, Policy

Array = np.ndarray[Any, Any]


class Mate(NamedTuple):
    """Somebody in another seat, who does not learn."""

    name: str
    make: Callable[[], Policy]
    temperature: float = 0.0
    """0: always the preferred choice; else choices are drawn by exp(preference / temperature)."""
    epsilon: float = 0.0
    """Share of choices that are drawn uniformly from all that the seat has."""
    absent: float = 0.0
    """Share of the time in which its mind is elsewhere: for some seconds it waits or does its last deed again."""


ABSENCE = (20, 80)
"""Decisions at least and at most for which a mate's mind is elsewhere."""


class Mind:
    """A mate in all cells where it sits."""

    def __init__(self, mate: Mate, cells: Array) -> None:
        self.mate, self.cells = mate, cells
        self.policy = mate.make()
        self.may_stagger = hasattr(self.policy, "renew")
        self._noise = np.full(len(cells), mate.epsilon)
        self.away = np.zeros(len(cells), np.int64)
        """For how many more decisions the mind of each cell's mate is elsewhere."""
        self._deed = np.zeros(len(cells), np.int8)

    def begin(self, batch: Batch, dice: np.random.Generator) -> None:
        """Take the seats of rounds that all begin now."""
        rows, seats = np.divmod(self.cells, batch.seats)
        levels = [batch.chosen[which] for which in batch.which[rows].tolist()]
        seeds = dice.integers(2**63, size=len(rows)).tolist()
        self.policy.begin(batch.game, levels, seats.tolist(), seeds)
        self.away[:], self._deed[:] = 0, batch.game.wait

    def renew(self, batch: Batch, over: Array, dice: np.random.Generator) -> None:
        """Forget the rounds of some rows, which begin anew.

        Raises `ValueError` where a policy without ``renew`` is in the middle of other rounds.
        """
        mine = np.flatnonzero(np.isin(self.cells // batch.seats, over))
        if not len(mine):
            return
        self.away[mine] = 0
        self._deed[mine] = batch.game.wait
        if self.may_stagger:
            self.policy.renew(mine, dice.integers(2**63, size=len(mine)).tolist())  # type: ignore[attr-defined]
        elif len(mine) == len(self.cells):
            self.begin(batch, dice)
        else:
            message = f"mate {self.mate.name!r} cannot begin a round while others go on: its policy has no 'renew'"
            raise ValueError(message)

    def decide(self, batch: Batch, joint: Array, allowed: Array, dice: np.random.Generator) -> None:
        """Write its choices into ``joint`` [cells]."""
        kind = self.policy.observes
        seen = _seen_as(batch, kind)[self.cells]
        preferences = self.policy.prefer(seen)
        if self.mate.temperature:
            chances = np.empty(len(seen), np.float32)
            choices = np.empty(len(seen), np.int8)
            logits = np.maximum(preferences / np.float32(self.mate.temperature), np.float32(-1e9))
            draw_rows(logits, allowed, self._noise, dice.random((len(seen), 2), np.float32), choices, chances)
        else:
            choices = np.where(allowed, preferences, -np.inf).argmax(axis=1).astype(np.int8)
            self._err(choices, allowed, dice)
        if self.mate.absent:
            self._drift(choices, batch.game.wait, dice)
        if hasattr(self.policy, "chosen"):
            self.policy.chosen(choices)
        joint[self.cells] = choices

    def _err(self, choices: Array, allowed: Array, dice: np.random.Generator) -> None:
        """Replace a share of choices by uniform ones."""
        if self.mate.epsilon:
            wrong = np.flatnonzero(dice.random(len(choices)) < self.mate.epsilon)
            choices[wrong] = (dice.random(allowed[wrong].shape) * allowed[wrong]).argmax(axis=1)

    def _drift(self, choices: Array, wait: int, dice: np.random.Generator) -> None:
        """Replace the choices of those whose minds are elsewhere, and let others' minds go there."""
        usual = sum(ABSENCE) / 2
        goes = dice.random(len(choices)) < self.mate.absent / usual / max(1 - self.mate.absent, 1e-3)
        begins = np.flatnonzero(goes & (self.away == 0))
        self.away[begins] = dice.integers(ABSENCE[0], ABSENCE[1] + 1, len(begins))
        away = np.flatnonzero(self.away)
        choices[away] = np.where(dice.random(len(away)) < 0.5, wait, self._deed[away])  # noqa: PLR2004 - as often
        self.away[away] -= 1
        self._deed = np.where((choices == wait) | (self.away > 0), self._deed, choices)


def _seen_as(batch: Batch, kind: str) -> Array:
    """Return the states or an observation of every cell [cells, ...]."""
    if kind == "state":
        return np.repeat(batch.states, batch.seats)
    seen = batch.observations if kind == batch.observation else batch.observe(kind)
    return seen.reshape(-1, *seen.shape[2:])  # type: ignore[union-attr]


def choices_of(game: Game, levels: Sequence[Level]) -> Array:
    """Return which choices the seats of each level have [levels, seats, C], uint8."""
    legal = [game.legal(level) for level in levels]
    return np.array([[[c in known for c in range(game.choices)] for known in seats] for seats in legal], np.uint8)
