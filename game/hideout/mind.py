"""What a scripted player knows: read from its vector alone into its memory, and brought up to the present.

A player that sees late knows by the clock how late, and works out from its own last actions where it is by now.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy import int64

from game.core.compile import Number, kernel
from game.core.paths import is_on, put
from game.hideout.compass import DOORS
from game.hideout.imagining import catch_up
from game.hideout.memory import ANY, DOUBTFUL, HALF, KEPT, MAX_SLOTS, NONE, PERPLEXED, STUCK, draw_free
from game.hideout.state import (
    BLUEPRINT,
    CELLS,
    DOOR,
    HIDE,
    LOCK,
    LOW,
    MAX_BOXES,
    MAX_DOORS,
    MAX_TEAM,
    NEVER,
    NORTH,
    OLDEST,
    RETURN,
    STEPS,
    STRIDE,
    THINGS,
    WEST,
)
from game.hideout.view import BOXES, OTHERS, SPAN


@kernel
def recall_rows(levels: Any, which: Any, vectors: Any, memories: Any) -> None:
    """Read every row's vector, and bring it up to the present."""
    for row in range(len(memories)):
        level, memory = levels[which[row]], memories[row]
        seen = recall(level, vectors[row], memory)
        notice_standing(memory)
        catch_up(level, memory, seen)
        draw_free(memory)
        memory.action = NONE
        memory.load = NONE
        memory.side = ANY
        memory.finish = LOCK
        for y in range(STRIDE):
            memory.ends[y] = 0


@kernel
def notice_standing(memory: Any) -> None:
    """Count the ticks in which a step was tried and nothing came of it; after some, wander for a while."""
    past = int64(memory.here) * 4 + int64(memory.facing)
    did = int64(memory.done[(int64(memory.clock) - 1) % KEPT])
    tried = memory.clock > 0 and NORTH <= did <= WEST and past == memory.past
    memory.still = int64(memory.still) + 1 if tried else 0
    memory.past = past
    if memory.still >= STUCK:
        memory.still = 0
        memory.wander = PERPLEXED
        memory.choice = NONE
        held = int64(memory.holds) - 1
        memory.doubt = int64(memory.thing[held] if held >= 0 else memory.here) + int64(STEPS[did - NORTH])
        memory.doubt_until = int64(memory.clock) + DOUBTFUL


@kernel
def cells_in(value: Number) -> Number:
    """Return an offset of the vector in cells."""
    return int64(np.floor(value * SPAN + HALF))


@kernel
def recall(level: Any, vector: Any, memory: Any) -> Number:
    """Read a vector, and return the tick it was seen at."""
    here: Number = cells_in(vector[9]) + STRIDE * cells_in(vector[10])
    memory.here = here
    memory.home = here if memory.clock == 0 else memory.home
    memory.is_hider = vector[0] > HALF
    memory.searching = vector[14] < HALF
    memory.blind = vector[15] > HALF
    memory.variant = int64(vector[12] > HALF) + 2 * int64(vector[13] > HALF)
    memory.height = int64(np.floor(vector[5] * 2 + HALF))
    for side in range(4):
        if vector[1 + side] > HALF:
            memory.facing = side
    read_doors(vector, memory, here)
    read_board(level, memory)
    find_slots(level, memory)
    read_things(vector, memory, here)
    read_others(vector, memory, here)
    return int64(level.horizon) - int64(np.floor(vector[17] * int64(level.horizon) + HALF))


@kernel
def read_doors(vector: Any, memory: Any, here: Number) -> None:
    """Read where the open doors are."""
    memory.open_doors = 0
    for number in range(MAX_DOORS):
        at = DOORS + 9 * number
        if vector[at] > HALF:
            memory.open_doors = number + 1
            memory.door[number] = here + cells_in(vector[at + 1]) + STRIDE * cells_in(vector[at + 2])
            east, south = vector[at + 3], vector[at + 4]
            memory.inward[number] = 2 if east > HALF else 3 if east < -HALF else 1 if south > HALF else 0


@kernel
def read_board(level: Any, memory: Any) -> None:
    """Write the walls and the floor, which everybody knows."""
    variant = int64(memory.variant)
    for y in range(STRIDE):
        memory.floor[y] = 0
    for cell in range(CELLS):
        tile: Number = int64(level.tile[variant, cell])
        for number in range(int64(memory.open_doors)):
            tile = DOOR if memory.door[number] == cell else tile
        memory.blocks[cell] = tile >= LOW
        if tile < LOW:
            put(memory.floor, cell & 15, cell >> 4, True)  # noqa: FBT003 - a kernel has no names


@kernel
def find_slots(level: Any, memory: Any) -> None:
    """Write where boxes belong: in the doors, held from inside; in a lab on the marks, or around them for a shelter."""
    memory.slots = 0
    if level.task == HIDE:
        for number in range(int64(memory.open_doors)):
            add_slot(memory, int64(memory.door[number]), int64(memory.inward[number]) ^ 1)
    elif level.task != RETURN:
        for number in range(int64(level.marks)):
            mark = int64(level.flip[int64(memory.variant), int64(level.mark_cell[number])])
            if level.task == BLUEPRINT:
                add_slot(memory, mark, ANY)
            else:
                for side in range(4):
                    add_slot(memory, mark + int64(STEPS[side]), ANY)


@kernel
def add_slot(memory: Any, cell: Number, side: Number) -> None:
    """Add a slot, if it is floor and there is room for one."""
    if memory.slots < MAX_SLOTS and is_on(memory.floor, cell & 15, cell >> 4):
        memory.slot[int64(memory.slots)] = cell
        memory.slot_side[int64(memory.slots)] = side
        memory.slots += 1


@kernel
def read_things(vector: Any, memory: Any, here: Number) -> None:
    """Read where boxes and ramps were seen last, and what one holds."""
    memory.holds = 0
    for thing in range(THINGS):
        at = BOXES + 6 * thing
        memory.thing[thing] = NONE
        memory.owner[thing] = 0
        if vector[at] > HALF:
            memory.thing[thing] = here + cells_in(vector[at + 1]) + STRIDE * cells_in(vector[at + 2])
            memory.owner[thing] = int64(vector[at + 4] > HALF) - int64(vector[at + 4] < -HALF)
            if vector[at + 5] > HALF:
                memory.holds = thing + 1
            if thing < MAX_BOXES:
                memory.blocks[int64(memory.thing[thing])] = 1


@kernel
def read_others(vector: Any, memory: Any, here: Number) -> None:
    """Read where team-mates are and where opponents were seen last."""
    for number in range(2 * MAX_TEAM - 1):
        at = OTHERS + 7 * number
        cell = here + cells_in(vector[at + 1]) + STRIDE * cells_in(vector[at + 2]) if vector[at] > HALF else NONE
        if number < MAX_TEAM - 1:
            memory.mate[number] = cell
        else:
            foe = number - MAX_TEAM + 1
            memory.foe[foe] = cell
            memory.foe_age[foe] = int64(np.floor(vector[at + 3] * OLDEST + HALF)) if cell != NONE else NEVER
