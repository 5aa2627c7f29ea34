"""Pools: mates whose places are taken by others while the training goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ai_partners.mates import Mate
from ai_partners.network import Network

if TYPE_CHECKING:
    from collections.abc import Callable

    from ai_partners.weights import WeightsCard
    from game.core.contract import Policy

Array = np.ndarray[Any, Any]


class Kept(NamedTuple):
    """Somebody in a pool."""

    done: float
    """Part of the training that was done when they came."""
    card: WeightsCard
    tensors: dict[str, Array]
    best: float = float("nan")
    """Points that they make with themselves, where that is known."""


class Pool:
    """Places for mates, some of whom are still to come."""

    def __init__(self, word: str, places: int) -> None:
        self.word, self.places = word, places
        self.kept: list[Kept] = []
        self.first: Kept | None = None
        """Who has the places that nobody has taken yet."""

    @property
    def latest(self) -> float:
        """Part of the training at which somebody came last; 0 where nobody has."""
        return max((one.done for one in self.kept), default=0.0)

    def name(self, place: int) -> str:
        """Return the name of the mate in a place."""
        return f"{self.word} {place + 1}"

    def mates(self, temperature: float, epsilon: float) -> list[Mate]:
        """Return a mate for each place: whoever has it when a round begins."""
        return [Mate(self.name(place), self._maker(place), temperature, epsilon) for place in range(self.places)]

    def add(self, one: Kept) -> int:
        """Let somebody in and return their place; of a full pool that one goes whose going is felt the least.

        That is the one, neither the first nor the last, whose neighbours came the nearest to each other, so that all
        of the training stays in the pool.
        """
        if len(self.kept) < self.places:
            self.kept.append(one)
            return len(self.kept) - 1
        order = sorted(range(len(self.kept)), key=lambda place: self.kept[place].done)
        times = [self.kept[place].done for place in order]
        gaps = [times[n + 1] - times[n - 1] for n in range(1, len(times) - 1)]
        place = order[1 + int(np.argmin(gaps))] if gaps else order[0]
        self.kept[place] = one
        return place

    def _maker(self, place: int) -> Callable[[], Policy]:
        """Return what makes the mate of a place."""

        def make() -> Policy:
            """Return it with an empty memory."""
            kept = self.kept[place] if place < len(self.kept) else self.first
            if kept is None:
                message = f"nobody has place {place + 1} of the pool of {self.word!r}"
                raise ValueError(message)
            return Network(kept.card, kept.tensors)

        return make
