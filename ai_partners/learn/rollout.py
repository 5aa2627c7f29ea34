"""What learning cells live through while rounds are played: the room to note it in, and a whole rollout of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import torch

if TYPE_CHECKING:
    from game.core.contract import Game

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True)
class Rollout:
    """What the learning cells (a row's seat that learns) lived through: T ticks of L cells."""

    seen: torch.Tensor
    """[T, L, ...]"""
    last: torch.Tensor
    """What they see after the last tick [L, ...]."""
    finals: torch.Tensor
    """What they saw at the ends of rounds that the horizon cut off [K, ...]; ``cut`` tells where."""
    cut: tuple[Array, Array]
    """Ticks [K] and cells [K] of those ends."""
    choices: Array
    """[T, L] int8"""
    others: Array
    """What the next seat did in the same tick [T, L] int8."""
    chances: Array
    """Logarithm of the probability of each choice when it was drawn [T, L] float32."""
    allowed: Array
    """Which choices each cell had [T, L, C], or [1, L, C] where that never changes, uint8."""
    rewards: Array
    """The game's own reward [T, L]."""
    streams: Array
    """Every reward stream apart [T, L, streams]."""
    events: Array
    """How often each event happened to the cell's seat [T, L, events] uint8."""
    ended: Array
    """Whether the cell's round ended with the tick [T, L]."""
    memory: torch.Tensor | None
    """The network's memory before the first tick [L, M]."""
    cells: Array
    """Row and seat of each cell [L, 2]."""
    weights: Array
    """Weight of the game's reward for each cell [L]."""

    draws: bool = False
    """Whether seats have drawn something, which they see."""

    @property
    def plain(self) -> Array:
        """What the game shows each cell, tick after tick, without what its seat has drawn [T * L, ...]."""
        seen: Array = self.seen.flatten(0, 1).numpy()
        return seen[:, :-1] if self.draws else seen

    @property
    def drawn(self) -> torch.Tensor:
        """What each cell's seat has drawn for its round [T, L]: the last entry of what it sees, where seats draw."""
        return self.seen[:, :, -1]


class Page(NamedTuple):
    """Room for what a rollout notes at each tick."""

    seen: torch.Tensor
    choices: Array
    others: Array
    chances: Array
    allowed: Array
    rewards: Array
    streams: Array
    events: Array
    ended: Array


def blank(game: Game, size: tuple[int, int], choices: int, like: torch.Tensor, *, changing: bool) -> Page:
    """Return room for ticks and learning cells, ``size`` of each, which see what is ``like`` [..., *shape].

    They have the first ``choices`` of the game's, not the same ones at all ticks where these are ``changing``.
    """
    ticks, cells = size
    return Page(
        torch.empty((ticks, cells, *like.shape[1:]), dtype=like.dtype),
        np.empty((ticks, cells), np.int8),
        np.empty((ticks, cells), np.int8),
        np.empty((ticks, cells), np.float32),
        np.empty((ticks if changing else 1, cells, choices), np.uint8),
        np.empty((ticks, cells), np.float32),
        np.empty((ticks, cells, len(game.streams)), np.float32),
        np.empty((ticks, cells, len(game.events)), np.uint8),
        np.empty((ticks, cells), np.uint8),
    )


def joined(cuts: list[tuple[int, Array, Array]], like: torch.Tensor) -> tuple[Array, Array, torch.Tensor]:
    """Return ticks [K], cells [K] and what was seen [K, ...] of all rounds that were cut off."""
    if not cuts:
        return np.zeros(0, np.int64), np.zeros(0, np.int64), torch.zeros((0, *like.shape[2:]), dtype=like.dtype)
    ticks = np.concatenate([np.full(len(cells), tick) for tick, cells, _ in cuts])
    seen = torch.from_numpy(np.concatenate([seen for _, _, seen in cuts]))
    return ticks, np.concatenate([cells for _, cells, _ in cuts]), seen
