"""Parties: who sits where, made from a recipe's mates for any game's seats and teams."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ai_partners.learn.rollouts import COPY, LEARNER, Party

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from game.core.contract import Seat

SELF, COPY_NAME = "self", "copy"


def parties(seats: Sequence[Seat], mates: Sequence[tuple[str, float]]) -> tuple[list[Party], np.ndarray[Any, Any]]:
    """Return all parties with their shares [parties], adding up to 1.

    ``mates`` are names with shares: ``"self"`` fills every seat with the learner; anybody else leaves it one seat after
    the other of each team and takes the rest. Mate number ``k`` in a party is ``k + 1`` where ``k`` counts only
    those that are neither ``"self"`` nor ``"copy"``.
    """
    found: list[Party] = []
    shares: list[float] = []
    number = 0
    for name, share in mates:
        if name == SELF:
            found.append(Party((LEARNER,) * len(seats)))
            shares.append(share)
            continue
        number += name != COPY_NAME
        entry = COPY if name == COPY_NAME else number
        own = [
            Party(tuple(LEARNER if seat == ego else entry for seat in range(len(seats)))) for ego in range(len(seats))
        ]
        found += own
        shares += [share / len(own)] * len(own)
    return found, np.array(shares) / sum(shares)


def assign(shares: np.ndarray[Any, Any], rows: int) -> np.ndarray[Any, Any]:
    """Return a party's number for each row [rows]: as near to the shares as whole rows can be, each at least once."""
    edges = np.cumsum(shares) / shares.sum() * rows
    return np.searchsorted(edges, np.arange(rows) + 0.5).clip(max=len(shares) - 1)


def by_rank(shares: np.ndarray[Any, Any], means: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Return shares [parties] turned towards the parties that make the fewest points, by rank (as MEP's second stage).

    The worst keeps its share, the second worst half of it, the third a third; who has no number in ``means`` is worst.
    """
    order = np.argsort(np.argsort(np.nan_to_num(means, nan=-np.inf), kind="stable"), kind="stable")
    turned = shares / (1 + order)
    return np.asarray(turned / turned.sum())
