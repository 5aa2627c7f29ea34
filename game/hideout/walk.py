"""Where a step leads: walking, climbing, pushing what stands in the way, and dragging what is held."""

from __future__ import annotations

from typing import Any

from numpy import int64

from game.core.compile import Number, kernel
from game.core.moves import standing
from game.hideout.opening import is_bare, lift_thing, put_thing
from game.hideout.state import EVENTS, FREE, HIGH, LOW, MAX_BOXES, STEPS

PUSH, DRAG, UNLOCK = EVENTS.index("push"), EVENTS.index("drag"), EVENTS.index("unlock")
REFUSED, CLIMB, DOWN, BUMP = (EVENTS.index(name) for name in ("refused", "climb", "down", "bump"))
FLOOR_HEIGHT, RAMP_HEIGHT, TOP = range(3)


@kernel
def walk(level: Any, state: Any, outcome: Any, seat: Number, side: Number) -> None:
    """Let a body take a step: it turns, and goes, climbs, pushes or drags if it can; else it bumps."""
    if state.holds[seat] != 0:
        drag(level, state, outcome, seat, side)
        return
    state.facing[seat] = side
    there = int64(state.cell[seat]) + int64(STEPS[side])
    tile, thing = int64(state.tile[there]), int64(state.thing_at[there]) - 1
    if tile == HIGH or standing(state.cell, int64(level.seats), there) >= 0:
        outcome.events[seat, BUMP] = 1
    elif thing < 0 and tile < LOW:
        go(state, outcome, seat, there, FLOOR_HEIGHT)
    elif thing >= MAX_BOXES:
        go(state, outcome, seat, there, RAMP_HEIGHT)
    elif state.height[seat] > FLOOR_HEIGHT:
        go(state, outcome, seat, there, TOP)
    elif thing >= 0:
        push(level, state, outcome, seat, side, thing)
    else:
        outcome.events[seat, BUMP] = 1


@kernel
def go(state: Any, outcome: Any, seat: Number, there: Number, height: Number) -> None:
    """Move a body to a cell and a height."""
    before = int64(state.height[seat])
    outcome.events[seat, CLIMB] = height > before
    outcome.events[seat, DOWN] = height < before
    state.cell[seat] = there
    state.height[seat] = height


@kernel
def push(level: Any, state: Any, outcome: Any, seat: Number, side: Number, thing: Number) -> None:  # noqa: PLR0913, PLR0917 - a kernel
    """Push a box one cell on if the cell behind it is free; the owners' push opens their lock."""
    cell = int64(state.thing_cell[thing])
    beyond = cell + int64(STEPS[side])
    team = int64(seat >= level.hiders)
    if state.holder[thing] != 0 or (state.lock[thing] != FREE and state.lock[thing] != team + 1):
        outcome.events[seat, REFUSED] = 1
    elif is_bare(state, beyond, int64(level.seats)):
        outcome.events[seat, PUSH] = 1
        outcome.events[seat, UNLOCK] = state.lock[thing] != FREE
        state.lock[thing] = FREE
        lift_thing(state, thing)
        put_thing(state, thing, beyond)
        state.cell[seat] = cell
    else:
        outcome.events[seat, BUMP] = 1


@kernel
def drag(level: Any, state: Any, outcome: Any, seat: Number, side: Number) -> None:
    """Move a body and what it holds one cell to a side, without turning, if both have room and nobody stands on it.

    A body that stands on the box it holds rides on it.
    """
    seats, thing, step = int64(level.seats), int64(state.holds[seat]) - 1, int64(STEPS[side])
    here, cell = int64(state.cell[seat]), int64(state.thing_cell[thing])
    there, beyond = here + step, cell + step
    rides = cell == here
    room = beyond == here or is_bare(state, beyond, seats)
    room = room and (rides or there == cell or is_bare(state, there, seats))
    if not room or (not rides and standing(state.cell, seats, cell) >= 0):
        outcome.events[seat, BUMP] = 1
        return
    lift_thing(state, thing)
    put_thing(state, thing, beyond)
    state.cell[seat] = there
    outcome.events[seat, DRAG] = 1
