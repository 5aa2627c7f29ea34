"""Ways through the kitchen around the other cooks."""

from __future__ import annotations

from typing import Any

from numpy import int64

from game.core.compile import Number, kernel
from game.kitchen.memory import NEVER, NONE, STILL, learn_goals
from game.kitchen.state import FLOOR, INTERACT, ONIONS, STAY, TOMATOES, WINDOW

PASSING, STANDING = 2, 12
"""Ticks that a way through another cook's cell is taken to cost: one who walks, and one who stands still."""
AHEAD = 12
"""Cells of a way that are kept free for it."""

MOST_STEPS = 1000
"""Cells looked at in one search at most: far more than any way needs, so that no search is endless."""


@kernel
def route_rows(levels: Any, states: Any, memories: Any) -> None:
    """Write every cook's way to its fixture, and what it would do now if nobody had to give way."""
    for row in range(len(states)):
        for cook in range(int64(levels[row].seats)):
            route(levels[row], states[row], memories[row], cook)


@kernel
def route(level: Any, state: Any, memory: Any, cook: Number) -> None:
    """Write the presses from every cell until a cook's fixture can be used, its way there and what it would do now."""
    cell: Number
    target = int64(memory.to[cook])
    memory.action[cook] = STAY
    for cell in range(int64(level.width) * int64(level.height)):
        memory.togo[cook, cell] = NEVER
        memory.path[cook, cell] = 0
    if target == NONE:
        return
    spread(level, state, memory, cook, target)
    cell, facing = int64(state.cell[cook]), int64(state.facing[cook])
    for step in range(AHEAD):
        memory.path[cook, cell] = 1
        arrived = int64(level.ahead[facing, cell]) == target
        side = int64(INTERACT) if arrived else descend(level, state, memory, cook, cell, target)
        if step == 0:
            memory.action[cook] = side
        if side >= STAY:
            return
        ahead = int64(level.ahead[side, cell])
        cell = ahead if level.tile[ahead] == FLOOR else cell
        facing = side


@kernel
def spread(level: Any, state: Any, memory: Any, cook: Number, target: Number) -> None:
    """Write ``togo`` from a fixture outwards; cells where others stand cost more."""
    head, tail = int64(0), int64(0)
    for side in range(4):
        beside = int64(level.ahead[side, target])
        if level.tile[beside] == FLOOR:
            memory.togo[cook, beside] = 1
            memory.queue[tail & 127] = beside
            tail += 1
    while head < tail < MOST_STEPS:
        cell = int64(memory.queue[head & 127])
        head += 1
        toll = occupied(level, state, memory, cook, cell)
        for side in range(4):
            before = int64(level.ahead[side, cell])
            straight = int64(level.ahead[side ^ 1, cell]) == target
            cost = 1 + toll + (0 if straight else int64(memory.togo[cook, cell]))
            if level.tile[before] == FLOOR and cost < int64(memory.togo[cook, before]):
                memory.togo[cook, before] = cost
                memory.queue[tail & 127] = before
                tail += 1


@kernel
def occupied(level: Any, state: Any, memory: Any, cook: Number, cell: Number) -> Number:
    """Return what it costs that somebody else is on a cell."""
    toll = int64(0)
    for other in range(int64(level.seats)):
        if other != cook and int64(state.cell[other]) == cell:
            stands = memory.still[other] >= STILL or memory.counts[other] == 0
            toll = int64(STANDING) if stands else int64(PASSING)
    return toll


@kernel
def descend(level: Any, state: Any, memory: Any, cook: Number, cell: Number, target: Number) -> Number:
    """Return the direction of the shortest way from a cell to a fixture, or STAY where there is none."""
    best, least = int64(STAY), int64(NEVER)
    for side in range(4):
        there = int64(level.ahead[side, cell])
        cost = int64(NEVER)
        if there == target:
            cost = int64(1)
        elif level.tile[there] == FLOOR:
            straight = int64(level.ahead[side, there]) == target
            cost = int64(1) + (int64(0) if straight else int64(memory.togo[cook, there]))
            cost += occupied(level, state, memory, cook, there)
        if cost < least:
            best, least = int64(side), cost
    return best


@kernel
def refuge(level: Any, state: Any, memory: Any, cook: Number, other: Number) -> Number:
    """Return the first direction to the nearest cell off another cook's way, not through anybody; STAY for none."""
    cell: Number
    start = int64(state.cell[cook])
    for cell in range(int64(level.width) * int64(level.height)):
        memory.first[cell] = NONE
    memory.first[start] = STAY
    memory.queue[0] = start
    head, tail = int64(0), int64(1)
    while head < tail:
        cell = int64(memory.queue[head])
        head += 1
        if cell != start and memory.path[other, cell] == 0:
            return int64(memory.first[cell])
        for side in range(4):
            there = int64(level.ahead[side, cell])
            if level.tile[there] != FLOOR or memory.first[there] != NONE or is_body(level, state, cook, there):
                continue
            memory.first[there] = side if cell == start else memory.first[cell]
            memory.queue[tail] = there
            tail += 1
    return int64(STAY)


@kernel
def is_body(level: Any, state: Any, cook: Number, cell: Number) -> Number:
    """Tell whether another cook stands on a cell."""
    found = False
    for other in range(int64(level.seats)):
        found = found or (other != cook and int64(state.cell[other]) == cell)
    return found


@kernel
def shut_off(level: Any, state: Any, memory: Any) -> None:
    """Mark the fixtures that cooks who are not counted on keep this one from, and choose soups by what is left.

    If what is left is no whole kitchen, only those who stand still shut anything off.
    """
    flood(level, state, memory, 0)
    if not is_kitchen(level, memory):
        flood(level, state, memory, STILL)
    kinds = int64(0)
    for spot in range(int64(memory.spots)):
        cell = int64(memory.spot[spot])
        if not memory.shut[cell]:
            kinds |= int64(level.tile[cell] == ONIONS) | 2 * int64(level.tile[cell] == TOMATOES)
    if kinds != int64(memory.kinds):
        learn_goals(level, memory, kinds)


@kernel
def flood(level: Any, state: Any, memory: Any, still: Number) -> None:
    """Mark what this cook reaches in principle, but not past those who have stood in the way for long."""
    cell: Number
    seat = int64(memory.seat)
    for cell in range(int64(level.width) * int64(level.height)):
        memory.first[cell] = NONE
        memory.shut[cell] = memory.reach[seat, cell]
    for cook in range(int64(level.seats)):
        if not memory.counts[cook] and memory.still[cook] >= still:
            memory.first[int64(state.cell[cook])] = 0
    memory.queue[0] = state.cell[seat]
    memory.first[int64(state.cell[seat])] = 0
    head, tail = int64(0), int64(1)
    while head < tail:
        cell = int64(memory.queue[head])
        head += 1
        for side in range(4):
            there = int64(level.ahead[side, cell])
            if level.tile[there] != FLOOR:
                memory.shut[there] = 0
            elif memory.first[there] == NONE:
                memory.first[there] = 0
                memory.queue[tail] = there
                tail += 1


@kernel
def is_kitchen(level: Any, memory: Any) -> Number:
    """Tell whether all that a soup needs, and this cook reaches at all, is open to it."""
    seat = int64(memory.seat)
    lacking, found = int64(0), int64(0)
    for spot in range(int64(memory.spots)):
        cell = int64(memory.spot[spot])
        kind = min(int64(level.tile[cell]), int64(WINDOW))
        kind = int64(ONIONS) if kind == TOMATOES else kind
        if memory.reach[seat, cell]:
            lacking |= 1 << kind
            found |= (1 << kind) * (1 - int64(memory.shut[cell]))
    return lacking == found
