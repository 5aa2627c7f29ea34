"""What scripted seekers want: to look everywhere, or to climb over the wall."""

from __future__ import annotations

from typing import Any

from numpy import int64, uint64

from game.core.compile import Number, kernel
from game.core.dice import below
from game.core.paths import is_on
from game.hideout.fleeing import roam
from game.hideout.hiding import room_of
from game.hideout.memory import ANY, NONE, aim
from game.hideout.routes import box_on, is_low_wall
from game.hideout.state import GRAB, MAX_BOXES, MAX_RAMPS, MAX_TEAM, NO_WAY, NORTH, STEPS, STRIDE, WAIT
from game.hideout.ways import way_to

FRESH = 12
"""Ticks for which a seeker goes where it saw somebody."""
FAR = 99


@kernel
def patrol_rows(levels: Any, which: Any, memories: Any) -> None:
    """Let everybody go after whom they saw of late, and else from place to place."""
    for row in range(len(memories)):
        patrol(levels[which[row]], memories[row])


@kernel
def climber_rows(levels: Any, which: Any, memories: Any) -> None:
    """Let everybody bring the ramp to a low wall and look over it, unless they see somebody already."""
    for row in range(len(memories)):
        if not climb(levels[which[row]], memories[row]):
            patrol(levels[which[row]], memories[row])


@kernel
def patrol(level: Any, memory: Any) -> None:
    """Decide to go after somebody, to push open a door that is not locked, or to go to some other place."""
    if memory.holds != 0:
        memory.action = GRAB
        return
    if not chase(level, memory) and not push_in(memory):
        area = below(memory.seed, uint64(int64(memory.clock) + 3_000_000), 2)
        roam(level, memory, ANY if area else 2)


@kernel
def chase(level: Any, memory: Any) -> Number:
    """Decide to go to the nearest opponent seen of late; beside it, look at it."""
    nearest, found = int64(FAR), int64(NONE)
    for number in range(MAX_TEAM):
        if memory.foe_age[number] < FRESH and memory.foe[number] != memory.here:
            way = way_to(level, memory, int64(memory.here), int64(memory.foe[number]))
            steps = (way >> 2) if way != NO_WAY else int64(FAR) - 1
            if steps < nearest:
                nearest, found = steps, int64(memory.foe[number])
    if found == NONE:
        return False
    for side in range(4):
        if int64(memory.here) + int64(STEPS[side]) == found:
            memory.action = WAIT if memory.facing == side else NORTH + side
    aim(memory, found)
    return True


@kernel
def push_in(memory: Any) -> Number:
    """Decide to push a box that is not locked out of a door, from outside."""
    for number in range(int64(memory.open_doors)):
        door, side = int64(memory.door[number]), int64(memory.inward[number])
        box = box_on(memory, door)
        outside = door - int64(STEPS[side])
        if box >= 0 and memory.owner[box] >= 0:
            if memory.here == outside:
                memory.action = NORTH + side
            else:
                aim(memory, outside)
            return True
    return False


@kernel
def climb(level: Any, memory: Any) -> Number:
    """Decide what to do next to get over a low wall with the nearest ramp that is not locked by the others."""
    for number in range(MAX_TEAM):
        if memory.foe_age[number] == 0:
            return False
    if memory.height > 0:
        return climb_on(level, memory)
    ramp = own_ramp(memory)
    if ramp == NONE or room_of(level, memory) > 1:
        return False
    cell = int64(memory.thing[ramp])
    if memory.holds == 0 and wall_beside(level, memory, cell) >= 0:
        aim(memory, cell)
        return True
    memory.load = ramp
    memory.finish = GRAB
    aim_beside_walls(level, memory)
    return True


@kernel
def own_ramp(memory: Any) -> Number:
    """Return a known ramp that the others have not locked, or `NONE`."""
    ramp: Number = int64(NONE)
    for thing in range(MAX_BOXES, MAX_BOXES + MAX_RAMPS):
        if memory.thing[thing] != NONE and memory.owner[thing] >= 0:
            ramp = int64(thing)
    return ramp


@kernel
def aim_beside_walls(level: Any, memory: Any) -> None:
    """Make the ends all cells outside the rooms that are beside the low wall of one."""
    for y in range(1, int64(level.height) - 1):
        for x in range(1, int64(level.width) - 1):
            there = y * STRIDE + x
            outside = level.area[int64(level.flip[int64(memory.variant), there])] == 1
            if outside and is_on(memory.floor, x, y) and wall_beside(level, memory, there) >= 0:
                aim(memory, there)


@kernel
def wall_beside(level: Any, memory: Any, cell: Number) -> Number:
    """Return the side on which a low wall of a room is beside a cell, with the room behind it, or -1."""
    for side in range(4):
        wall = cell + int64(STEPS[side])
        behind = (wall + int64(STEPS[side])) & 255
        if is_low_wall(level, memory, wall) and level.area[int64(level.flip[int64(memory.variant), behind])] > 1:
            return side
    return -1


@kernel
def climb_on(level: Any, memory: Any) -> Number:
    """Decide, on a ramp, to step on the wall beside it, and on the wall to jump down into the room."""
    here = int64(memory.here)
    side = wall_beside(level, memory, here)
    if memory.height == 1 and side >= 0:
        memory.action = NORTH + side
        return True
    for way in range(4):
        there = here + int64(STEPS[way])
        if level.area[int64(level.flip[int64(memory.variant), there])] > 1 and box_on(memory, there) < 0:
            memory.action = NORTH + way
            return True
    return False
