"""Loops over rows of rounds: the module-level functions whose machine code numba keeps on disk."""

from __future__ import annotations

from typing import Any

from numpy import uintp

from game.core.compile import Number, kernel
from game.core.turns import close
from game.hideout.opening import start
from game.hideout.rules import advance


@kernel
def start_rows(levels: Any, which: Any, states: Any, seeds: Any, first: Number, last: Number) -> None:
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
    first: Number,
    last: Number,
) -> None:
    """Play one tick of the rows ``first`` to ``last - 1``; a finished round starts anew with the row's next seed."""
    for row in range(uintp(first), uintp(last)):
        level, state, outcome = levels[which[row]], states[row], outcomes[row]
        advance(level, state, joint_actions[row], outcome)
        if close(level, state, outcome, row, seeds, ended, finals):
            start(level, seeds[row], state)
