"""Who sees whom and what: cones, straight lines, and what each team remembers."""

from __future__ import annotations

from typing import Any

from numpy import int64

from game.core.compile import Number, kernel
from game.core.sight import is_clear, is_in_cone
from game.hideout.state import HIDERS, MAX_BOXES, NEVER, OLDEST, SEEKERS, STRIDE, THINGS

ABOVE = 2
"""The height from which, and to which, only high walls block the sight."""


@kernel
def is_blind(level: Any, state: Any, seat: Number) -> Number:
    """Tell whether a seat is blindfolded: a seeker during the preparation."""
    return seat >= level.hiders and level.blind != 0 and state.tick < level.preparation


@kernel
def is_ahead(level: Any, state: Any, seat: Number, cell: Number) -> Number:
    """Tell whether a cell lies in the cone of a seat."""
    return level.cone == 0 or is_in_cone(STRIDE, int64(state.cell[seat]), int64(state.facing[seat]), cell)


@kernel
def is_line(level: Any, state: Any, start: Number, end: Number, height: Number) -> Number:
    """Tell whether nothing stands between two cells for somebody at a height at one of them."""
    if height >= ABOVE:
        return is_clear(level.high[int64(state.variant)], STRIDE, start, end)
    return is_clear(state.blocks, STRIDE, start, end)


@kernel
def forget_all(state: Any) -> None:
    """Let neither team know of anything."""
    for seat in range(len(state.last_age)):
        state.sees[seat] = 0
        state.last_cell[seat] = 0
        state.last_age[seat] = NEVER
        state.last_facing[seat] = 0
        state.last_height[seat] = 0
    for team in range(2):
        for thing in range(THINGS):
            state.known_cell[team, thing] = 0
            state.known_age[team, thing] = NEVER
            state.known_lock[team, thing] = 0


@kernel
def look(level: Any, state: Any) -> None:
    """Let everybody look once: write who sees whom, and what each team saw last and when."""
    seats, hiders = int64(level.seats), int64(level.hiders)
    for seat in range(seats):
        state.sees[seat] = 0
        state.last_age[seat] = older(int64(state.last_age[seat]))
    blind = is_blind(level, state, hiders)
    for hider in range(hiders):
        for seeker in range(hiders, seats):
            look_at_each_other(level, state, hider, seeker, blind)
    look_at_things(level, state, HIDERS, int64(0), hiders)
    if not blind:
        look_at_things(level, state, SEEKERS, hiders, seats)


@kernel
def older(age: Number) -> Number:
    """Return an age one tick later; what was never seen stays so."""
    return age if age >= OLDEST else age + 1


@kernel
def look_at_each_other(level: Any, state: Any, hider: Number, seeker: Number, blind: Number) -> None:
    """Write whether a hider and a seeker see each other; the line is the same for both."""
    here, there = int64(state.cell[hider]), int64(state.cell[seeker])
    out = is_ahead(level, state, hider, there)
    back = not blind and is_ahead(level, state, seeker, here)
    height = max(int64(state.height[hider]), int64(state.height[seeker]))
    if (out or back) and is_line(level, state, here, there, height):
        if out:
            state.sees[hider] = int64(state.sees[hider]) | (1 << seeker)
            note(state, seeker)
        if back:
            state.sees[seeker] = int64(state.sees[seeker]) | (1 << hider)
            note(state, hider)


@kernel
def note(state: Any, body: Number) -> None:
    """Let the other team know of a body as it is now."""
    state.last_cell[body] = state.cell[body]
    state.last_age[body] = 0
    state.last_facing[body] = state.facing[body]
    state.last_height[body] = state.height[body]


@kernel
def look_at_things(level: Any, state: Any, team: Number, first: Number, last: Number) -> None:
    """Write which things the seats ``first`` to ``last - 1`` of a team see, and forget what is not where it was."""
    for thing in range(THINGS):
        if thing < level.boxes or MAX_BOXES <= thing < MAX_BOXES + int64(level.ramps):
            cell, seen = int64(state.thing_cell[thing]), False
            for seat in range(first, last):
                if not seen and is_ahead(level, state, seat, cell):
                    seen = is_line(level, state, int64(state.cell[seat]), cell, int64(state.height[seat]))
            if seen:
                state.known_cell[team, thing] = cell
                state.known_age[team, thing] = 0
                state.known_lock[team, thing] = state.lock[thing]
            elif state.known_age[team, thing] != NEVER:
                gone = is_beside(state, int64(state.known_cell[team, thing]), first, last)
                state.known_age[team, thing] = NEVER if gone else older(int64(state.known_age[team, thing]))


@kernel
def is_beside(state: Any, cell: Number, first: Number, last: Number) -> Number:
    """Tell whether one of some seats stands on a cell or on one of the eight around it."""
    near = False
    for seat in range(first, last):
        here = int64(state.cell[seat])
        near = near or (abs((here & 15) - (cell & 15)) <= 1 and abs((here >> 4) - (cell >> 4)) <= 1)
    return near
