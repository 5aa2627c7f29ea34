"""The use key: what a robot does with the cell that it faces."""

from __future__ import annotations

from typing import Any

from numpy import int64, uint32

from game.core.compile import Number, kernel
from game.rescue.state import (
    ANSWERED,
    CARRIED,
    CRITICAL,
    DIG,
    DIGGER,
    DUG,
    HEAVY,
    LIGHT,
    LYING,
    MAX_VICTIMS,
    MEDIC,
    NEVER,
    OPENED,
    PICKUP_LIGHT,
    PUSH,
    REFUSED,
    RUBBLE,
    STABILISED,
    STABILISED_SOON,
    STEP,
    TREAT,
    WIDTH,
)

SOON = 25
"""Ticks from the first sight of a critical victim within which it is stabilised soon."""
FRESH = 40
"""Ticks after a ping within which helping its victim is an answer."""


@kernel
def lying_at(state: Any, cell: Number) -> Number:
    """Return the living victim that lies on a cell, or -1."""
    for victim in range(MAX_VICTIMS):
        if state.victim_now[victim] == LYING and state.victim_at[victim] == cell:
            return victim
    return -1


@kernel
def use(level: Any, state: Any, robot: Number, outcome: Any) -> Number:
    """Do what fits the cell ahead; tell whether rubble went away.

    Victims need empty hands. Rubble does not: who carries somebody may have no other way home.
    """
    cell = int64(state.cell[robot]) + STEP[int64(state.facing[robot])]
    victim = lying_at(state, cell)
    rubble = int64(state.block[cell])
    role = int64(level.role[robot])
    free = state.load[robot] == 0
    if not ((victim >= 0 and free) or rubble == HEAVY or (rubble == RUBBLE and role == DIGGER)):
        outcome.events[robot, REFUSED] = 1
        state.work[robot] = 0
        return 0
    if victim >= 0:
        if role == MEDIC and state.victim_is[victim] == CRITICAL and state.steady[victim] == 0:
            treat(level, state, robot, victim, outcome)
        else:
            pick_up(state, robot, victim, outcome)
        return 0
    if rubble == HEAVY:
        return push(level, state, robot, cell, outcome)
    outcome.events[robot, DIG] = 1
    if not is_done(state, robot, cell, int64(level.dig)):
        return 0
    outcome.events[robot, DUG] = 1
    return clear(state, cell)


@kernel
def is_done(state: Any, robot: Number, cell: Number, need: Number) -> Number:
    """Add a tick of work on a cell, begun anew on another, and tell whether that is enough."""
    again = state.work[robot] > 0 and state.work_at[robot] == cell
    work = int64(state.work[robot]) + 1 if again else 1
    state.work_at[robot] = cell
    state.work[robot] = 0 if work >= need else work
    return work >= need


@kernel
def treat(level: Any, state: Any, robot: Number, victim: Number, outcome: Any) -> None:
    """Stabilise a critical victim, which takes some ticks."""
    outcome.events[robot, TREAT] = 1
    if is_done(state, robot, int64(state.victim_at[victim]), int64(level.treat)):
        state.steady[victim] = 1
        outcome.events[robot, STABILISED] = 1
        found = int64(state.found_tick[victim])
        outcome.events[robot, STABILISED_SOON] = found < 0 or int64(state.tick) - found <= SOON
        thank(state, robot, victim, outcome)


@kernel
def pick_up(state: Any, robot: Number, victim: Number, outcome: Any) -> None:
    """Take a victim up."""
    state.victim_now[victim] = CARRIED
    state.load[robot] = victim + 1
    state.work[robot] = 0
    outcome.events[robot, PICKUP_LIGHT + int64(state.victim_is[victim]) - LIGHT] = 1
    thank(state, robot, victim, outcome)


@kernel
def thank(state: Any, robot: Number, victim: Number, outcome: Any) -> None:
    """Count help for a victim that another has pinged a while ago as an answer, once a ping."""
    by = int64(state.pinged_by[victim])
    if state.pinged_age[victim] <= FRESH and by not in (robot, NEVER):
        outcome.events[robot, ANSWERED] = 1
        state.pinged_by[victim] = NEVER


@kernel
def push(level: Any, state: Any, robot: Number, cell: Number, outcome: Any) -> Number:
    """Push heavy rubble, which goes away if another robot pushed it within the window; tell whether it did."""
    state.work[robot] = 0
    outcome.events[robot, PUSH] = 1
    state.push_at[robot] = cell
    state.push_age[robot] = 0
    for mate in range(int64(level.robots)):
        near = state.push_at[mate] == cell and int64(state.push_age[mate]) <= int64(level.window)
        if mate != robot and near and state.push_age[mate] < NEVER:
            outcome.events[robot, OPENED] = 1
            outcome.events[mate, OPENED] = 1
            return clear(state, cell)
    return 0


@kernel
def clear(state: Any, cell: Number) -> Number:
    """Take rubble away."""
    state.block[cell] = 0
    row = cell >> 5
    state.cleared[row] = uint32(state.cleared[row]) | (uint32(1) << uint32(cell & (WIDTH - 1)))
    return 1
