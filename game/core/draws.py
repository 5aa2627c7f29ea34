"""Chances drawn one after another from one seed: what draws a level, where rounds have their dice in the state."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from numpy import int64, uint64

from game.core.dice import below

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(slots=True)
class Draws:
    """A sequence of chances from one seed."""

    seed: Any
    """64 bits."""
    drawn: int = field(default=0)

    def below(self, count: int) -> int:
        """Return a whole number from 0 to ``count`` - 1."""
        self.drawn += 1
        return int(below(uint64(self.seed), uint64(self.drawn), int64(count)))

    def between(self, low: int, high: int) -> int:
        """Return a whole number from ``low`` to ``high``."""
        return low + self.below(high - low + 1)

    def pick(self, choices: Iterable[Any], count: int) -> list[Any]:
        """Return ``count`` different ones in random order, or all where there are fewer."""
        left = list(choices)
        return [left.pop(self.below(len(left))) for _ in range(min(count, len(left)))]
