"""Ways over the walls that everybody knows: looked up, not searched for, so that a seat's compass costs nothing.

The table of a level holds the way from every cell to every other through no door; one through a door is put together
from two, and none is known that goes through more.
"""

from __future__ import annotations

from typing import Any

from numpy import int64

from game.core.compile import Number, kernel, scratch
from game.hideout.state import CELLS, FARTHEST, LOW, MARK, NO_WAY, STEPS


@kernel
def measure(level: Any) -> None:
    """Write a level's table of ways: by layers from every cell that is not high wall."""
    queue, far = scratch(CELLS), scratch(CELLS)
    for end in range(CELLS):
        if level.tile[0, end] <= LOW:
            spread_from(level, end, queue, far)
            for cell in range(CELLS):
                level.ways[cell, end] = first_step(level, cell, end, far)
        else:
            for cell in range(CELLS):
                level.ways[cell, end] = NO_WAY


@kernel
def is_walkable(level: Any, cell: Number) -> Number:
    """Tell whether a cell of the map as drawn is floor and no place for a door."""
    return level.tile[0, cell] <= MARK


@kernel
def spread_from(level: Any, end: Number, queue: Number, far: Number) -> None:
    """Write into ``far`` the steps from every floor cell to ``end``, and `CELLS` where there is no way."""
    for cell in range(CELLS):
        far[cell] = CELLS
    far[end] = 0
    queue[0] = end
    first, last = 0, 1
    while first < last:
        here = int64(queue[first])
        first += 1
        for side in range(4):
            near = here + int64(STEPS[side])
            if 0 <= near < CELLS and is_walkable(level, near) and far[near] == CELLS:
                far[near] = int64(far[here]) + 1
                queue[last] = near
                last += 1


@kernel
def first_step(level: Any, cell: Number, end: Number, far: Number) -> Number:
    """Return the way from a cell, which need not be floor itself, to ``end``."""
    if cell == end:
        return 0
    best, found = int64(CELLS), 0
    for side in range(4):
        near = cell + int64(STEPS[side])
        if 0 <= near < CELLS and (near == end or is_walkable(level, near)) and far[near] < best:
            best, found = int64(far[near]), side
    return NO_WAY if best == CELLS else 4 * min(best + 1, int64(FARTHEST)) + found


@kernel
def way_to(level: Any, state: Any, start: Number, end: Number) -> Number:
    """Return ``4 * steps + side`` of the way from a cell to another in this round, or `NO_WAY`."""
    variant = int64(state.variant)
    here, there = int64(level.flip[variant, start]), int64(level.flip[variant, end])
    best = int64(level.ways[here, there])
    if best == NO_WAY:
        for number in range(int64(state.open_doors)):
            door = int64(level.flip[variant, int64(state.door[number])])
            before, after = int64(level.ways[here, door]), int64(level.ways[door, there])
            if max(before, after) < NO_WAY:
                way = min((before >> 2) + (after >> 2), int64(FARTHEST)) * 4 + (before & 3)
                best = min(best, way)
    if best == NO_WAY:
        return best
    turned = (variant & 1) if best & 2 else variant >> 1
    return best ^ turned
