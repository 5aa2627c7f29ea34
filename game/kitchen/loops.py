"""Loops over rows of rounds: the module-level functions whose machine code numba keeps on disk."""

from __future__ import annotations

from typing import Any

from numpy import uint64

from game.core.compile import kernel
from game.core.dice import mix
from game.kitchen.rules import advance, start


@kernel
def start_rows(levels: Any, which: Any, states: Any, seeds: Any, first: int, last: int) -> None:
    """Write the first state of the rows ``first`` to ``last - 1``."""
    for row in range(first, last):
        start(levels[which[row]], seeds[row], states[row])


@kernel
def advance_rows(
    levels: Any,
    which: Any,
    states: Any,
    joint_actions: Any,
    outcomes: Any,
    seeds: Any,
    ended: Any,
    finals: Any,
    first: int,
    last: int,
) -> None:
    """Play one tick of the rows ``first`` to ``last - 1``; a finished round starts anew with the row's next seed."""
    for row in range(first, last):
        level = levels[which[row]]
        advance(level, states[row], joint_actions[row], outcomes[row])
        over = outcomes[row].terminated or states[row].tick >= level.horizon
        ended[row] = over
        if over:
            finals[row] = states[row]
            seeds[row] = mix(seeds[row], uint64(1))
            start(level, seeds[row], states[row])
