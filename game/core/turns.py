"""What follows a tick in a loop over rows: whether a round is over, and what comes after it."""

from __future__ import annotations

from typing import Any

from numpy import int64, uint64

from game.core.compile import Number, kernel
from game.core.dice import mix


@kernel
def close(level: Any, state: Any, outcome: Any, row: Number, seeds: Any, ended: Any, finals: Any) -> Number:  # noqa: PLR0913, PLR0917 - a row of every table
    """Tell whether the round of a row is over, by its rules or its horizon; then the row's next seed is drawn.

    ``ended`` [rows] takes the answer and ``finals`` [rows] the last state; the game starts the next round from
    ``seeds[row]``.
    """
    over = (int64(outcome.terminated) != 0) | (int64(state.tick) >= int64(level.horizon))
    ended[row] = over
    if over:
        finals[row] = state
        seeds[row] = mix(seeds[row], uint64(1))
    return over
