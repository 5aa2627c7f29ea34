"""What a scripted player remembers from tick to tick: one record a row, and what is asked of it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy import int64, uint32

from game.core.compile import Number, kernel
from game.core.paths import is_on, put
from game.hideout.state import CELLS, MAX_DOORS, MAX_TEAM, STRIDE, THINGS

NONE = 255
"""No action, no thing, no cell."""
ANY = 4
"""Whatever side."""
KEPT = 16
"""Own last actions that are remembered."""
HALF = 0.5
MAX_SLOTS = 8
STUCK, PERPLEXED, DOUBTFUL = 4, 3, 25
"""Ticks of pushing at what does not give way until one wanders, of wandering, and of keeping away from there."""

MEMORY = np.dtype(
    (
        np.record,
        [
            ("seed", "<u8"),
            ("seat", "u1"),
            ("rank", "u1"),  # among the team
            ("clock", "<i4"),  # decisions so far
            ("done", "u1", (KEPT,)),
            # the round as it is now
            ("is_hider", "u1"),
            ("searching", "u1"),
            ("blind", "u1"),
            ("variant", "u1"),
            ("open_doors", "u1"),
            ("door", "u1", (MAX_DOORS,)),
            ("inward", "u1", (MAX_DOORS,)),
            ("home", "u1"),  # where it began
            ("slots", "u1"),  # where boxes belong: doors, or in a lab marks
            ("slot", "u1", (MAX_SLOTS,)),
            ("slot_side", "u1", (MAX_SLOTS,)),  # how a box must be held that is brought there
            ("here", "u1"),
            ("facing", "u1"),
            ("height", "u1"),
            ("holds", "u1"),  # 0, or the thing's number counted from 1
            ("thing", "u1", (THINGS,)),  # cells, or NONE
            ("owner", "i1", (THINGS,)),  # 1 locked by us, -1 by them
            ("mate", "u1", (MAX_TEAM - 1,)),  # cells, or NONE
            ("foe", "u1", (MAX_TEAM,)),  # cells where seen last
            ("foe_age", "u1", (MAX_TEAM,)),
            ("blocks", "u1", (CELLS,)),  # walls and known boxes
            ("floor", "<u4", (STRIDE,)),  # rows of bits: floor and open doors
            ("free", "<u4", (STRIDE,)),  # the same without things, team-mates and opponents in sight
            # what it wants
            ("action", "u1"),
            ("load", "u1"),  # the thing to bring to one of the ends, or NONE
            ("side", "u1"),  # how it must face then
            ("finish", "u1"),  # the action when it is there
            ("ends", "<u4", (STRIDE,)),  # where to go, or where to bring the thing
            ("choice", "u1"),  # the box it has chosen for its slot, or NONE
            ("still", "u1"),  # ticks in which steps led nowhere
            ("past", "<u2"),  # where it was and how it looked in the tick before
            ("doubt", "u1"),  # a cell on which something unseen must stand, or NONE
            ("doubt_until", "<i4"),
            ("topic", "u1"),  # what it said last
            ("spoke", "<i4"),  # when
            ("wander", "u1"),  # ticks to go about at random, for it is stuck
            ("target", "u1"),  # a cell it is on its way to, or NONE
            ("until", "<i4"),  # when it gives that up
        ],
    )
)


@kernel
def draw_free(memory: Any) -> None:
    """Write where one can walk: floor without things, team-mates and opponents in sight."""
    for y in range(STRIDE):
        memory.free[y] = memory.floor[y]
    for thing in range(THINGS):
        take(memory, int64(memory.thing[thing]))
    if memory.clock < memory.doubt_until:
        take(memory, int64(memory.doubt))
    for number in range(MAX_TEAM - 1):
        take(memory, int64(memory.mate[number]))
    for number in range(MAX_TEAM):
        if memory.foe_age[number] == 0:
            take(memory, int64(memory.foe[number]))


@kernel
def take(memory: Any, cell: Number) -> None:
    """Mark a cell as taken."""
    if cell != NONE:
        put(memory.free, cell & 15, cell >> 4, False)  # noqa: FBT003 - a kernel has no names


@kernel
def is_free(memory: Any, cell: Number) -> Number:
    """Tell whether one can walk on a cell."""
    return is_on(memory.free, cell & 15, cell >> 4)


@kernel
def thing_on(memory: Any, cell: Number) -> Number:
    """Return the thing known to be on a cell, or -1."""
    found = -1
    for thing in range(THINGS):
        if memory.thing[thing] == cell:
            found = thing
    return found


@kernel
def aim(memory: Any, cell: Number) -> None:
    """Add a cell to the ends."""
    memory.ends[cell >> 4] = uint32(memory.ends[cell >> 4]) | (uint32(1) << uint32(cell & 15))
