"""Parties: who sits where, made from a recipe's mates for any game's seats and teams."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ai_partners.learn.rollouts import COPY, LEARNER, Party

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from game.core.contract import Seat

Array = np.ndarray[Any, Any]
SELF, COPY_NAME = "self", "copy"
FLOOR = 0.02
"""Weight that everybody has at least."""


class Invited(NamedTuple):
    """Somebody with a share of the rounds for a part of the training."""

    name: str
    share: float
    since: float = 0.0
    until: float = 1.0
    is_rival: bool = False
    """Whether they are the other teams, the learner having all seats of its own."""
    group: str = ""
    """Those of one group share their rounds by its sampler."""
    reward: float = 1.0
    """Weight of the game's reward in rounds with them."""
    best: float = math.nan
    """Points that they make with themselves, where that is known."""

    def is_there(self, part: float) -> bool:
        """Tell whether they play when a part of the training is done."""
        return self.since <= part < self.until


def parties(seats: Sequence[Seat], invited: Sequence[Invited]) -> tuple[list[Party], list[Invited]]:
    """Return all parties and for each of them who is there beside the learner, with that party's share.

    ``"self"`` fills every seat with the learner; a rival leaves it all seats of one team after the other; anybody else
    leaves it one seat after the other and takes the rest. Mate number ``k`` in a party is ``k + 1`` where ``k``
    counts only those that are neither ``"self"`` nor ``"copy"``.
    """
    found: list[Party] = []
    beside: list[Invited] = []
    number = 0
    for one in invited:
        number += one.name not in {SELF, COPY_NAME}
        entry = {SELF: LEARNER, COPY_NAME: COPY}.get(one.name, number)
        own = list(dict.fromkeys(_sittings(seats, one, entry)))
        found += own
        beside += [one._replace(share=one.share / len(own))] * len(own)
    return found, beside


def _sittings(seats: Sequence[Seat], one: Invited, entry: int) -> Iterator[Party]:
    """Yield the parties in which somebody sits."""
    for ego in range(len(seats)):
        if one.is_rival:
            yield Party(tuple(LEARNER if seat.team == seats[ego].team else entry for seat in seats))
        else:
            yield Party(tuple(LEARNER if seat == ego else entry for seat in range(len(seats))))


def assign(shares: Array, rows: int) -> Array:
    """Return a party's number for each row [rows]: as near to the shares as whole rows can be."""
    edges = np.cumsum(shares) / shares.sum() * rows
    return np.searchsorted(edges, np.arange(rows) + 0.5).clip(max=len(shares) - 1)


def by_rank(means: Array) -> Array:
    """Return weights [parties] by rank, as in MEP's second stage: who makes the fewest points gets the most.

    The worst gets 1, the second worst a half, the third a third; who has no number in ``means`` is worst.
    """
    order = np.argsort(np.argsort(np.nan_to_num(means, nan=-np.inf), kind="stable"), kind="stable")
    return np.asarray(1 / (1 + order))


def by_losses(wins: Array) -> Array:
    """Return weights [parties] of prioritised fictitious self-play: (1 - chance to win)^2, which meets the hard ones.

    The "hard" weighting of Vinyals et al. 2019 (doi 10.1038/s41586-019-1724-z); who has no number in ``wins`` counts
    as won by half, and nobody is forgotten altogether.
    """
    return np.asarray((1 - np.nan_to_num(wins, nan=0.5)) ** 2 + FLOOR)


def by_regret(means: Array, best: Array) -> Array:
    """Return weights [parties]: the points that a mate makes with itself and does not make with the learner.

    Who has no number yet is met as often as the worst.
    """
    regret = np.maximum(best - means, 0)
    most = np.nanmax(regret) if np.isfinite(regret).any() else 1.0
    return np.asarray(np.nan_to_num(regret, nan=most) + FLOOR * max(most, 1.0))
