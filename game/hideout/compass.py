"""The compass of a seat: which steps are free, where they lead, the doors, and the way to the nearest of each kind."""

from __future__ import annotations

from typing import Any

from numpy import int64

from game.core.compile import Number, kernel
from game.hideout.state import HIGH, LOW, MAX_BOXES, MAX_DOORS, NEVER, NO_WAY, RETURN, STEPS, THINGS
from game.hideout.ways import way_to

MOVES, DOORS, COMPASS = 18, 26, 44
"""Where these parts begin in the vector."""
SPAN = 8.0
FAR = 32.0
"""Ways are in units of so many steps."""


@kernel
def write_moves(level: Any, state: Any, seat: Number, out: Any, blind: Number) -> None:
    """Write which steps are free as far as one knows, and how far from the nearest known opponent each leads."""
    here, team = int64(state.cell[seat]), int64(seat >= level.hiders)
    for side in range(4):
        there = here + int64(STEPS[side])
        free = is_step_free(state, seat, there)
        if not blind:
            free = free and not is_taken(level, state, seat, team, there)
        out[MOVES + side] = free
        out[MOVES + 4 + side] = gap(level, state, seat, there) / FAR if free else 0.0


@kernel
def is_step_free(state: Any, seat: Number, there: Number) -> Number:
    """Tell whether the map lets a body step on a cell."""
    tile = state.tile[there]
    return tile < LOW or (tile < HIGH and state.height[seat] > 0)


@kernel
def is_taken(level: Any, state: Any, seat: Number, team: Number, there: Number) -> Number:
    """Tell whether a body or a box is known to be on a cell beside a seat; from above boxes are steps."""
    taken = False
    for other in range(int64(level.seats)):
        mate = int64(other >= level.hiders) == team
        cell = int64(state.cell[other]) if mate else int64(state.last_cell[other])
        known = mate or state.last_age[other] == 0
        taken = taken or (known and cell == there and other != seat)
    if state.height[seat] == 0:
        for box in range(int64(level.boxes)):
            taken = taken or (state.known_age[team, box] != NEVER and state.known_cell[team, box] == there)
    return taken


@kernel
def gap(level: Any, state: Any, seat: Number, there: Number) -> Number:
    """Return the steps from a cell to the nearest opponent, where it was seen last; `FAR` if none is known."""
    nearest = int64(FAR)
    for other in range(int64(level.seats)):
        if (other < level.hiders) != (seat < level.hiders) and state.last_age[other] != NEVER:
            nearest = min(nearest, way_to(level, state, there, int64(state.last_cell[other])) >> 2)
    return nearest


@kernel
def write_doors(level: Any, state: Any, seat: Number, out: Any) -> None:
    """Write where the doors are, on which side the room lies, what is known to stand in them and the nearest box."""
    here, team = int64(state.cell[seat]), int64(seat >= level.hiders)
    for number in range(MAX_DOORS):
        at = DOORS + 9 * number
        for entry in range(9):
            out[at + entry] = 0.0
        if number < state.open_doors:
            door, side = int64(state.door[number]), int64(state.inward[number])
            out[at] = 1.0
            out[at + 1] = ((door & 15) - (here & 15)) / SPAN
            out[at + 2] = ((door >> 4) - (here >> 4)) / SPAN
            out[at + 3] = int64(side == 2) - int64(side == 3)  # noqa: PLR2004 - sides
            out[at + 4] = int64(side == 1) - int64(side == 0)
            write_stopper(level, state, team, out, door, at)


@kernel
def write_stopper(level: Any, state: Any, team: Number, out: Any, door: Number, at: Number) -> None:
    """Write what is known to stand in a door, and where the nearest known box is, seen from it."""
    nearest = int64(NO_WAY)
    for box in range(int64(level.boxes)):
        if state.known_age[team, box] != NEVER:
            cell, owner = int64(state.known_cell[team, box]), int64(state.known_lock[team, box])
            x, y = (cell & 15) - (door & 15), (cell >> 4) - (door >> 4)
            if abs(x) + abs(y) < nearest:
                nearest = abs(x) + abs(y)
                out[at + 5] = cell == door
                out[at + 6] = (int64(owner == team + 1) - int64(owner == 2 - team)) * int64(cell == door)
                out[at + 7] = x / SPAN
                out[at + 8] = y / SPAN


@kernel
def write_compass(level: Any, state: Any, seat: Number, out: Any) -> None:
    """Write the ways to the nearest door, known box, known ramp, known opponent, and to where the task is."""
    here, team = int64(state.cell[seat]), int64(seat >= level.hiders)
    door, box, ramp, foe = int64(NO_WAY), int64(NO_WAY), int64(NO_WAY), int64(NO_WAY)
    for number in range(int64(state.open_doors)):
        door = min(door, way_to(level, state, here, int64(state.door[number])))
    for thing in range(THINGS):
        if state.known_age[team, thing] != NEVER:
            way = way_to(level, state, here, int64(state.known_cell[team, thing]))
            if thing < MAX_BOXES:
                box = min(box, way)
            else:
                ramp = min(ramp, way)
    for other in range(int64(level.seats)):
        if (other < level.hiders) != (seat < level.hiders) and state.last_age[other] != NEVER:
            foe = min(foe, way_to(level, state, here, int64(state.last_cell[other])))
    write_way(out, COMPASS, door)
    write_way(out, COMPASS + 4, box)
    write_way(out, COMPASS + 8, ramp)
    write_way(out, COMPASS + 12, foe)
    write_way(out, COMPASS + 16, way_to_task(level, state, seat, team))


@kernel
def way_to_task(level: Any, state: Any, seat: Number, team: Number) -> Number:
    """Return the way to the nearest mark without a known box, or home where the task is to come back."""
    here, best = int64(state.cell[seat]), int64(NO_WAY)
    if level.task == RETURN:
        return way_to(level, state, here, int64(state.home[seat]))
    for number in range(int64(level.marks)):
        mark = int64(level.flip[int64(state.variant), int64(level.mark_cell[number])])
        bare = True
        for box in range(int64(level.boxes)):
            bare = bare and (state.known_age[team, box] == NEVER or state.known_cell[team, box] != mark)
        if bare:
            best = min(best, way_to(level, state, here, mark))
    return best


@kernel
def write_way(out: Any, at: Number, way: Number) -> None:
    """Write a way: that there is one, its steps, and the first of them."""
    steps, side = (way >> 2) * int64(way != NO_WAY), (way & 3) if 4 <= way < NO_WAY else 4  # noqa: PLR2004 - a step
    out[at] = way != NO_WAY
    out[at + 1] = steps / FAR
    out[at + 2] = int64(side == 2) - int64(side == 3)  # noqa: PLR2004 - sides
    out[at + 3] = int64(side == 1) - int64(side == 0)
