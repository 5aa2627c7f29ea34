"""What a scripted player knows and remembers from tick to tick: one record a row, read from its vector alone.

A player that sees late knows by the clock how late, and works out from its own last actions where it is by now.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy import int64, uint32

from game.core.compile import Number, kernel
from game.core.paths import is_on, put
from game.hideout.compass import DOORS
from game.hideout.state import (
    BLUEPRINT,
    CELLS,
    DOOR,
    GRAB,
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
def catch_up(level: Any, memory: Any, seen: Number) -> None:
    """Do again what was done since a tick, on what is known of it."""
    late = min(int64(memory.clock) - seen, int64(KEPT))
    if late <= 0 or (not memory.is_hider and not memory.searching):
        return
    draw_free(memory)
    for back in range(late, 0, -1):
        action = int64(memory.done[(int64(memory.clock) - back) % KEPT])
        if NORTH <= action <= WEST:
            imagine_step(level, memory, action - NORTH)
        elif action >= LOCK:
            imagine_hands(memory, action)


@kernel
def thing_on(memory: Any, cell: Number) -> Number:
    """Return the thing known to be on a cell, or -1."""
    found = -1
    for thing in range(THINGS):
        if memory.thing[thing] == cell:
            found = thing
    return found


@kernel
def carry_on(memory: Any, thing: Number, step: Number) -> None:
    """Move a thing that is known."""
    cell = int64(memory.thing[thing])
    memory.thing[thing] = cell + step
    put(memory.free, cell & 15, cell >> 4, True)  # noqa: FBT003 - a kernel has no names
    take(memory, cell + step)
    if thing < MAX_BOXES:
        memory.blocks[cell] = 0
        memory.blocks[cell + step] = 1


@kernel
def imagine_step(level: Any, memory: Any, side: Number) -> None:
    """Take a step in thought."""
    step, here = int64(STEPS[side]), int64(memory.here)
    there = here + step
    if memory.holds != 0:
        thing = int64(memory.holds) - 1
        cell = int64(memory.thing[thing])
        room = cell + step == here or is_free(memory, cell + step)
        if room and (cell == there or is_free(memory, there)):
            carry_on(memory, thing, step)
            memory.here = there
        return
    memory.facing = side
    thing = thing_on(memory, there)
    if thing >= 0 and thing < MAX_BOXES and memory.height == 0:
        if memory.owner[thing] >= 0 and is_free(memory, there + step):
            carry_on(memory, thing, step)
            memory.owner[thing] = 0
            memory.here = there
    elif is_free(memory, there) or (thing >= 0 or (memory.height > 0 and not level.high[int64(memory.variant), there])):
        memory.height = 1 if thing >= MAX_BOXES else 0 if is_on(memory.floor, there & 15, there >> 4) else 2
        memory.here = there


@kernel
def imagine_hands(memory: Any, action: Number) -> None:
    """Use the hands in thought."""
    held = int64(memory.holds)
    thing = held - 1 if held > 0 else thing_on(memory, int64(memory.here) + int64(STEPS[int64(memory.facing)]))
    if action == GRAB:
        memory.holds = 0 if held > 0 or thing < 0 or memory.owner[thing] < 0 else thing + 1
    elif thing >= 0 and memory.owner[thing] >= 0:
        memory.owner[thing] = int64(action == LOCK)
        memory.holds = 0 if action == LOCK else held


@kernel
def aim(memory: Any, cell: Number) -> None:
    """Add a cell to the ends."""
    memory.ends[cell >> 4] = uint32(memory.ends[cell >> 4]) | (uint32(1) << uint32(cell & 15))
