"""The planner as a policy: one mind a row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ai_partners.planner.mind import EFFORT, Mind
from game.core.episode import Round
from game.kitchen.cook import Cook

if TYPE_CHECKING:
    from collections.abc import Sequence

    from game.core.contract import Game, Level


class Planner:
    """Searches ahead for all cooks together, follows what the others really do, and gives way."""

    observes = "state"

    def __init__(self, effort: int = EFFORT) -> None:
        """``effort`` is the number of successors looked at per decision: a thousand take about 0.3 ms."""
        self.effort = effort

    def begin(self, game: Game, levels: Sequence[Level], seats: Sequence[int], seeds: Sequence[int]) -> None:
        """Take a seat in ``len(seats)`` rounds; only the scripted cook that it may turn into throws dice."""
        self._minds = [Mind(level.record, seat, self.effort) for level, seat in zip(levels, seats, strict=True)]
        self._cook = Cook()
        for level in levels[:1]:  # what is compiled is loaded now, not in the first decision
            self._cook.begin(game, [level], [0], [0])
            self._cook.prefer(Round(game, level, 0).observe("state", 0))
        self._cook.begin(game, levels, seats, seeds)

    def prefer(self, observations: np.ndarray[Any, Any]) -> np.ndarray[Any, np.dtype[np.float32]]:
        """Return a preference [B, 6] for each action of each state record [B]."""
        self._cook.prefer(observations)
        rows = zip(self._minds, observations, self._cook.foreseen, strict=True)
        return np.stack([mind.choose(state, scripted) for mind, state, scripted in rows])
