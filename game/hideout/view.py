"""What a seat sees as numbers: one vector, egocentric, made from the map and from what the own team saw.

Nothing in it comes from what is out of the team's sight: opponents and things stand where they were seen last.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy import int64, uintp

from game.core.compile import Number, kernel
from game.core.contract import Observation
from game.core.messages import heard
from game.hideout.compass import write_compass, write_doors, write_moves
from game.hideout.sight import is_blind
from game.hideout.state import CELLS, MAX_BOXES, MAX_DOORS, MAX_TEAM, MESSAGES, NEVER, OLDEST, THINGS

if TYPE_CHECKING:
    from game.core.contract import Level

SPAN = 8.0
"""Offsets are in units of so many cells."""
SELF, MOVES, DOORS, COMPASS, OTHERS, BOXES, HEARD, CROP, LENGTH = np.cumsum(
    [0, 18, 8, 9 * MAX_DOORS, 20, 7 * (2 * MAX_TEAM - 1), 6 * THINGS, 7, 50]
).tolist()
"""Where each part of the vector begins, and its length."""
RADIUS = 2
SHADES = np.array([0.0, -0.5, -0.25, 0.5, 1.0], np.float32)
"""What each tile is in the crop."""


@kernel
def write_vector(level: Any, state: Any, seat: Number, out: Any) -> None:
    """Write the vector of a seat as float32."""
    blind = is_blind(level, state, seat)
    write_self(level, state, seat, out, blind)
    write_moves(level, state, seat, out, blind)
    write_doors(level, state, seat, out)
    write_compass(level, state, seat, out)
    write_crop(state, seat, out)
    write_others(level, state, seat, out, blind)
    write_things(level, state, seat, out)
    write_heard(level, state, seat, out)


@kernel
def write_self(level: Any, state: Any, seat: Number, out: Any, blind: Number) -> None:
    """Write who and where one is, what one holds, and the clock."""
    cell, hiders, tick = int64(state.cell[seat]), int64(level.hiders), int64(state.tick)
    variant, horizon, preparation = int64(state.variant), int64(level.horizon), int64(level.preparation)
    ours = hiders if seat < hiders else int64(level.seats)
    seen, sees = False, False
    for mate in range(0 if seat < hiders else hiders, ours):
        seen = seen or state.last_age[mate] == 0
        sees = sees or state.sees[mate] != 0
    out[0] = seat < hiders
    for side in range(4):
        out[1 + side] = state.facing[seat] == side
    out[5] = int64(state.height[seat]) / 2.0
    out[6] = state.holds[seat] != 0
    out[7] = seen and not blind
    out[8] = sees
    out[9] = (cell & 15) / SPAN
    out[10] = (cell >> 4) / SPAN
    out[11] = level.area[int64(level.flip[variant, cell])] > 1
    out[12] = variant & 1
    out[13] = variant >> 1
    out[14] = tick < preparation
    out[15] = blind
    out[16] = ((preparation if tick < preparation else horizon) - tick) / horizon
    out[17] = (horizon - tick) / horizon


@kernel
def write_others(level: Any, state: Any, seat: Number, out: Any, blind: Number) -> None:
    """Write the team-mates as they are and the opponents as they were seen last, and show both in the crop."""
    seats, hiders = int64(level.seats), int64(level.hiders)
    mates, foes = int64(0), int64(MAX_TEAM - 1)
    for entry in range(uintp(OTHERS), uintp(BOXES)):
        out[entry] = 0.0
    for other in range(seats):
        if other == seat:
            continue
        if (other < hiders) == (seat < hiders):
            if not blind:
                cell, facing, height = int64(state.cell[other]), int64(state.facing[other]), int64(state.height[other])
                write_body(state, seat, out, mates, cell, facing, height, int64(0), -0.5)
            mates += 1
        else:
            cell, facing = int64(state.last_cell[other]), int64(state.last_facing[other])
            height, age = int64(state.last_height[other]), int64(state.last_age[other])
            if age != NEVER:
                write_body(state, seat, out, foes, cell, facing, height, age, -1.0)
            foes += 1


@kernel
def write_body(
    state: Any,
    seat: Number,
    out: Any,
    slot: Number,
    cell: Number,
    facing: Number,
    height: Number,
    age: Number,
    shade: Number,
) -> None:
    """Write one body: that it is known, where, how long ago, how high and which way it looks."""
    at = OTHERS + 7 * slot
    here = int64(state.cell[seat])
    x, y = (cell & 15) - (here & 15), (cell >> 4) - (here >> 4)
    out[at] = 1.0
    out[at + 1] = x / SPAN
    out[at + 2] = y / SPAN
    out[at + 3] = age / OLDEST
    out[at + 4] = height / 2.0
    out[at + 5] = (facing == 2) - int64(facing == 3)  # noqa: PLR2004 - sides
    out[at + 6] = (facing == 1) - int64(facing == 0)
    if age == 0:
        show(out, x, y, shade)


@kernel
def show(out: Any, x: Number, y: Number, shade: Number) -> None:
    """Show something in the crop, if it lies in it."""
    if abs(x) <= RADIUS and abs(y) <= RADIUS:
        out[CROP + 25 + 5 * (y + RADIUS) + x + RADIUS] = shade


@kernel
def write_things(level: Any, state: Any, seat: Number, out: Any) -> None:
    """Write the things as the team saw them last, and show them in the crop."""
    here, team = int64(state.cell[seat]), int64(seat >= level.hiders)
    for thing in range(THINGS):
        at = BOXES + 6 * thing
        age = int64(state.known_age[team, thing])
        if age == NEVER:
            for entry in range(6):
                out[at + entry] = 0.0
            continue
        cell, owner = int64(state.known_cell[team, thing]), int64(state.known_lock[team, thing])
        x, y = (cell & 15) - (here & 15), (cell >> 4) - (here >> 4)
        out[at] = 1.0
        out[at + 1] = x / SPAN
        out[at + 2] = y / SPAN
        out[at + 3] = age / OLDEST
        out[at + 4] = int64(owner == team + 1) - int64(owner == 2 - team)
        out[at + 5] = state.holds[seat] == thing + 1
        show(out, x, y, 0.5 if thing < MAX_BOXES else 0.25)


@kernel
def write_heard(level: Any, state: Any, seat: Number, out: Any) -> None:
    """Write for each message whether somebody else says it so that the seat hears it."""
    for message in range(MESSAGES):
        out[HEARD + message] = 0.0
    for other in range(int64(level.seats)):
        said = heard(state, other, seat) if other != seat else 0
        if said > 0:
            out[HEARD + said - 1] = 1.0


@kernel
def write_crop(state: Any, seat: Number, out: Any) -> None:
    """Write the walls around, and an empty plane for what stands there."""
    here = int64(state.cell[seat])
    for y in range(5):
        for x in range(5):
            cell = (here + 16 * (y - RADIUS) + x - RADIUS) & (CELLS - 1)
            out[CROP + 5 * y + x] = SHADES[state.tile[cell]]
            out[CROP + 25 + 5 * y + x] = 0.0


@kernel
def vector_rows(levels: Any, which: Any, states: Any, out: Any, first: Number, last: Number) -> None:
    """Write the vectors of all seats of the rows ``first`` to ``last - 1`` into ``out`` [rows, seats, length]."""
    for row in range(uintp(first), uintp(last)):
        level, state = levels[which[row]], states[row]
        for seat in range(int64(level.seats)):
            write_vector(level, state, seat, out[row, seat])


def shape(level: Level) -> tuple[int, ...]:  # noqa: ARG001 - every level's vector is as long
    """Return the length of the vector."""
    return (LENGTH,)


def names(level: Level) -> tuple[str, ...]:  # noqa: ARG001 - every level's vector has the same names
    """Return a name for each entry of the vector."""
    sides = ("north", "south", "east", "west")
    own = ["is_hider", *(f"facing_{side}" for side in sides), "height", "holds", "is_seen", "sees", "x", "y", "in_room"]
    own += ["mirrored_x", "mirrored_y", "preparation", "is_blind", "phase_left", "time_left"]
    found = own + [f"{kind}_{side}" for kind in ("free", "gap") for side in sides]
    door = ("exists", "dx", "dy", "inward_east", "inward_south", "is_closed", "lock", "box_dx", "box_dy")
    found += [f"door_{number}_{entry}" for number in range(1, MAX_DOORS + 1) for entry in door]
    goals = ("door", "box", "ramp", "opponent", "task")
    found += [f"to_{goal}_{entry}" for goal in goals for entry in ("known", "steps", "east", "south")]
    body = ("known", "dx", "dy", "age", "height", "facing_east", "facing_south")
    others = [f"mate_{n}" for n in range(1, MAX_TEAM)] + [f"opponent_{n}" for n in range(1, MAX_TEAM + 1)]
    found += [f"{other}_{entry}" for other in others for entry in body]
    things = [f"box_{n + 1}" if n < MAX_BOXES else f"ramp_{n + 1 - MAX_BOXES}" for n in range(THINGS)]
    found += [f"{thing}_{entry}" for thing in things for entry in ("known", "dx", "dy", "age", "lock", "held")]
    found += [f"heard_{number}" for number in range(1, MESSAGES + 1)]
    crop = [f"{x:+d}_{y:+d}" for y in range(-RADIUS, RADIUS + 1) for x in range(-RADIUS, RADIUS + 1)]
    return (*found, *(f"{plane}_{cell}" for plane in ("wall", "there") for cell in crop))


OBSERVATIONS = {
    "features": Observation(
        "Egocentric vector: oneself, doors, compass, others and things as seen last, a crop, the clock, messages",
        np.dtype(np.float32),
        shape,
        -5.0,
        5.0,
        names,
        write_vector,
        vector_rows,
    )
}
