"""How a scripted player gets where it wants, and how it brings a thing there: planned anew at every tick.

To carry a thing is to hold it and move with it as one piece that does not turn. So the way of a piece is a way over the
cells on which both its parts have room, and a thing that must come to face another way in the end is first brought to
a cell where it can be taken hold of from the right side.
"""

from __future__ import annotations

from typing import Any

from numpy import int64, uint32, uint64

from game.core.compile import Number, kernel, scratch
from game.core.dice import below
from game.core.paths import HERE, is_on, put, reach, side_of, steps_of, toward
from game.hideout.memory import ANY, KEPT, NONE, aim, is_free, thing_on
from game.hideout.state import ACTIONS, CELLS, CHOICES, GRAB, LOCK, LOW, MAX_BOXES, MAX_TEAM, NORTH, STEPS, STRIDE, WAIT

SILENCE, BOX, CLOSED, RAMP, SEEN, TO_HIDE, LEFT, RIGHT = range(8)
QUIET = 10
"""Ticks between two messages at least."""
LONGEST = 200
"""Steps of a way at most."""
DETOUR = 100
"""What it costs, in steps, to move a thing only to take hold of it anew."""


@kernel
def carry_rows(memories: Any) -> None:
    """Let everybody with a thing to bring somewhere decide what to do about it, or where to go to take hold of it."""
    for row in range(len(memories)):
        memory = memories[row]
        if memory.wander > 0:
            memory.wander -= 1
            memory.action = stroll(memory)
        if memory.action == NONE and memory.load != NONE:
            carry(memory)


@kernel
def carry(memory: Any) -> None:
    """Decide how to go on with a thing: one action, or a place to go to."""
    thing = int64(memory.load)
    if memory.holds > 0 and memory.holds != thing + 1:
        memory.action = GRAB
        return
    here, cell, wanted = int64(memory.here), int64(memory.thing[thing]), int64(memory.side)
    room, pairs, goals, staging = scratch(STRIDE), scratch(STRIDE), scratch(STRIDE), scratch(STRIDE)
    spot = scratch(STRIDE)
    for y in range(STRIDE):
        room[y] = memory.free[y]
        spot[y] = 0
    put(room, cell & 15, cell >> 4, True)  # noqa: FBT003 - a kernel has no names
    put(room, here & 15, here >> 4, True)  # noqa: FBT003 - a kernel has no names
    if wanted != ANY:
        draw_pairs(room, wanted, pairs)
        end = first_of(memory.ends)
        reach(pairs, STRIDE, end & 15, end >> 4, staging)
    holding = memory.holds == thing + 1
    stays = is_way_round(memory, cell, wanted, spot) if holding else False
    best: Number = int64(LONGEST) * 4
    chosen, first = int64(ANY), int64(HERE)
    for side in range(4):
        stance = cell - int64(STEPS[side])
        if (holding and side != memory.facing) or not is_on(room, stance & 15, stance >> 4):
            continue
        draw_pairs(room, side, pairs)
        right = suits(wanted, side)
        for y in range(STRIDE):
            goals[y] = uint32(pairs[y]) & (uint32(memory.ends[y]) if right else uint32(staging[y]))
        if not right and not stays:
            put(goals, cell & 15, cell >> 4, False)  # noqa: FBT003 - a kernel has no names
        way = toward(pairs, goals, STRIDE, cell & 15, cell >> 4, LONGEST)
        put(spot, stance & 15, stance >> 4, True)  # noqa: FBT003 - a kernel has no names
        walk = toward(memory.free, spot, STRIDE, here & 15, here >> 4, LONGEST)
        put(spot, stance & 15, stance >> 4, False)  # noqa: FBT003 - a kernel has no names
        cost = steps_of(way) + (0 if holding else steps_of(walk)) + (0 if right else DETOUR)
        if way >= 0 and (walk >= 0 or holding) and cost < best:
            best, chosen, first = cost, int64(side), int64(side_of(way))
    settle(memory, cell, holding, chosen, first)


@kernel
def is_way_round(memory: Any, cell: Number, side: Number, spot: Any) -> Number:
    """Tell whether one could walk to where a thing can be held so that one looks to a side."""
    if side == ANY:
        return False
    stance, here = cell - int64(STEPS[side]), int64(memory.here)
    put(spot, stance & 15, stance >> 4, True)  # noqa: FBT003 - a kernel has no names
    way = toward(memory.free, spot, STRIDE, here & 15, here >> 4, LONGEST)
    put(spot, stance & 15, stance >> 4, False)  # noqa: FBT003 - a kernel has no names
    return way >= 0


@kernel
def suits(wanted: Number, found: Number) -> Number:
    """Tell whether something is what is wanted, or `ANY` is."""
    return True if wanted == ANY else wanted == found


@kernel
def settle(memory: Any, cell: Number, holding: Number, side: Number, first: Number) -> None:
    """Write what to do about a thing that is best held from a side and then moved to another, `HERE` if it is there."""
    arrived = first == HERE and suits(int64(memory.side), side)
    if side == ANY:
        memory.action = GRAB if holding else NONE
    elif holding:
        memory.action = NORTH + first if first != HERE else int64(memory.finish) if arrived else GRAB
    elif int64(memory.here) + int64(STEPS[side]) == cell:
        ready = int64(memory.finish) if arrived else GRAB
        memory.action = ready if memory.facing == side else NORTH + side
    if memory.action == NONE:
        for y in range(STRIDE):
            memory.ends[y] = 0
        if side != ANY:
            aim(memory, cell - int64(STEPS[side]))


@kernel
def first_of(rows: Any) -> Number:
    """Return the first cell of some rows, or 0."""
    for cell in range(CELLS):
        if is_on(rows, cell & 15, cell >> 4):
            return cell
    return 0


@kernel
def draw_pairs(room: Any, side: Number, pairs: Any) -> None:
    """Write where a thing can be that is held from behind by somebody who looks to a side."""
    for y in range(STRIDE):
        behind = uint32(room[y])
        if side == 0:
            behind = uint32(room[y + 1]) if y + 1 < STRIDE else uint32(0)
        elif side == 1:
            behind = uint32(room[y - 1]) if y > 0 else uint32(0)
        elif side == 2:  # noqa: PLR2004 - a side
            behind = uint32(behind << uint32(1))
        else:
            behind = uint32(behind >> uint32(1))
        pairs[y] = uint32(room[y]) & behind


@kernel
def go_rows(memories: Any, preferences: Any) -> None:
    """Let everybody who is not decided yet take the first step on their way, and write the preferences."""
    for row in range(len(memories)):
        memory = memories[row]
        if memory.action == NONE:
            here = int64(memory.here)
            way = toward(memory.free, memory.ends, STRIDE, here & 15, here >> 4, LONGEST)
            memory.action = stroll(memory) if way < 0 else WAIT if side_of(way) == HERE else NORTH + side_of(way)
        memory.done[int64(memory.clock) % KEPT] = memory.action
        chosen = int64(memory.action) + ACTIONS * say(memory)
        memory.clock += 1
        for choice in range(CHOICES):
            preferences[row, choice] = 1.0 if choice == chosen else 0.0


@kernel
def say(memory: Any) -> Number:
    """Return the message for what has changed, and nothing where all is as it was said last or that was just now."""
    topic = topic_of(memory)
    if memory.topic == topic or memory.clock < memory.spoke + QUIET:
        return SILENCE
    memory.topic = topic
    memory.spoke = memory.clock
    return topic


@kernel
def topic_of(memory: Any) -> Number:
    """Return what is worth a word: an opponent in sight and where, a box or a ramp in the hands, a door just closed."""
    for number in range(MAX_TEAM):
        if memory.foe_age[number] == 0:
            across = (int64(memory.foe[number]) & 15) - (int64(memory.here) & 15)
            if memory.topic < SEEN or abs(across) <= 1:
                return SEEN
            return LEFT if across < 0 else RIGHT
    if memory.holds > 0:
        return BOX if memory.action != LOCK and memory.holds <= MAX_BOXES else RAMP if memory.action != LOCK else CLOSED
    return TO_HIDE if memory.is_hider and memory.searching else SILENCE


@kernel
def stroll(memory: Any) -> Number:
    """Return a step to a random free side, or waiting."""
    if memory.holds != 0:
        return GRAB
    begin = below(memory.seed, uint64(int64(memory.clock)), 4)
    for turn in range(4):
        side = (begin + turn) & 3
        there = int64(memory.here) + int64(STEPS[side])
        if is_free(memory, there) and below(memory.seed, uint64(int64(memory.clock) + 1_000_000), 2) == 0:
            return NORTH + side
    return WAIT


@kernel
def is_low_wall(level: Any, memory: Any, cell: Number) -> Number:
    """Tell whether a cell is a low wall in this round."""
    return level.tile[int64(memory.variant), cell] == LOW and not is_on(memory.floor, cell & 15, cell >> 4)


@kernel
def box_on(memory: Any, cell: Number) -> Number:
    """Return the box known to be on a cell, or -1."""
    thing = thing_on(memory, cell)
    return thing if thing < MAX_BOXES else -1
