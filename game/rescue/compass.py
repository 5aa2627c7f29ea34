"""The compass: how far it is to the nearest goal of each kind over the cells that a seat knows, and the first step.

One flood from where the seat stands finds all kinds at once; the first step is traced back through the flood's layers.
Rows of bits stand one word further back than in a state, so that every row has one above and one below it.
"""

from __future__ import annotations

from typing import Any

from numpy import int64, uint32, uintp

from game.core.compile import Number, kernel, scratch
from game.core.paths import HERE, NO_WAY, SIDES
from game.rescue.signals import knows, stable_for
from game.rescue.state import LIGHT, MAX_ROWS, MAX_VICTIMS, WIDTH

ROWS = MAX_ROWS + 2
DEPTH = 72
"""Steps of the longest way that the compass finds."""
LAYERS = ROWS * DEPTH
LIGHTS, CRITICALS, STABLES, RUBBLES, HEAVIES, FRONTIER, CLINICS = range(7)
KINDS = ("light", "critical", "stable", "rubble", "heavy", "frontier", "clinic")
GOALS = len(KINDS) * ROWS
ONE = uint32(1)
ZERO = uint32(0)


@kernel
def recall(level: Any, state: Any, seat: Number, known: Number, opened: Number) -> None:
    """Write which cells a seat knows and which rubble it knows to be gone; a dispatcher has what the team has."""
    robots = int64(level.robots)
    for row in range(uintp(ROWS)):
        known[row] = ZERO
        opened[row] = ZERO
    if seat < robots:
        for row in range(uintp(MAX_ROWS)):
            known[row + uintp(1)] = state.known[seat, row]
            opened[row + uintp(1)] = state.opened[seat, row]
        return
    for row in range(uintp(MAX_ROWS)):
        known[row + uintp(1)] = state.team_known[row]
        for robot in range(robots):
            opened[row + uintp(1)] |= uint32(state.opened[robot, row])


@kernel
def mark(level: Any, state: Any, seat: Number, known: Number, opened: Number, free: Number, goals: Number) -> None:
    """Write the cells that are free to walk on, as far as a seat knows, and the goals of each kind."""
    for place in range(uintp(GOALS)):
        goals[place] = ZERO
    free[uintp(0)] = ZERO
    free[uintp(ROWS - 1)] = ZERO
    for row in range(uintp(MAX_ROWS)):
        at = row + uintp(1)
        here = uint32(known[at])
        rubble = uint32(level.rubble[row]) & here & ~uint32(opened[at])
        heavy = uint32(level.heavy[row]) & here & ~uint32(opened[at])
        free[at] = here & ~uint32(level.wall[row]) & ~rubble & ~heavy
        goals[uintp(RUBBLES * ROWS) + at] = rubble
        goals[uintp(HEAVIES * ROWS) + at] = heavy
        goals[uintp(CLINICS * ROWS) + at] = uint32(level.clinic[row])
    lying, stable = knows(level, state, seat), stable_for(level, state, seat)
    for victim in range(MAX_VICTIMS):
        if (lying >> victim) & 1:
            kind = LIGHTS if state.victim_is[victim] == LIGHT else STABLES if (stable >> victim) & 1 else CRITICALS
            cell = int64(state.victim_at[victim])
            bit, at = ONE << uint32(cell & (WIDTH - 1)), uintp((cell >> 5) + 1)
            goals[uintp(kind * ROWS) + at] = uint32(goals[uintp(kind * ROWS) + at]) | bit
            free[at] = uint32(free[at]) & ~bit
    for row in range(uintp(MAX_ROWS)):
        at = row + uintp(1)
        away = ~uint32(known[at]) & uint32(level.inside[row])
        near = (away << ONE) | (away >> ONE)
        if row > uintp(0):
            near |= ~uint32(known[at - uintp(1)]) & uint32(level.inside[row - uintp(1)])
        if row + uintp(1) < uintp(MAX_ROWS):
            near |= ~uint32(known[at + uintp(1)]) & uint32(level.inside[row + uintp(1)])
        goals[uintp(FRONTIER * ROWS) + at] = near & uint32(free[at])


@kernel
def flood(free: Number, goals: Number, cell: Number, ways: Number) -> None:
    """Write for each kind ``8 * steps + side`` of the way from a cell to its nearest goal, or all ones for none."""
    layers, near, seen, wanted = scratch(LAYERS), scratch(ROWS), scratch(ROWS), scratch(ROWS)
    y, bit = uintp((cell >> 5) + 1), ONE << uint32(cell & (WIDTH - 1))
    pending = 0
    for row in range(uintp(ROWS)):
        layers[row] = ZERO
        seen[row] = ZERO
    layers[y] = bit
    seen[y] = bit
    for kind in range(len(KINDS)):
        ways[kind] = uint32(0xFFFFFFFF)
        if uint32(goals[uintp(kind * ROWS) + y]) & bit:
            ways[kind] = HERE
        elif is_any(goals, kind):
            pending |= 1 << kind
    gather(goals, pending, wanted)
    for depth in range(1, DEPTH):
        if pending == 0 or not grow(layers, near, seen, uintp((depth - 1) * ROWS)):
            break
        if meets(near, wanted):
            pending = reach(layers, near, goals, ways, depth, pending)
            gather(goals, pending, wanted)
        settle(layers, near, seen, free, uintp(depth * ROWS))


@kernel
def reach(layers: Number, near: Number, goals: Number, ways: Number, depth: Number, pending: Number) -> Number:
    """Write the ways of the kinds that have a goal among the cells beside the last layer; return the kinds left."""
    for kind in range(len(KINDS)):
        if (pending >> kind) & 1:
            side = trace(layers, near, goals, uintp(kind * ROWS), depth)
            if side != NO_WAY:
                ways[kind] = SIDES * depth + side
                pending &= ~(1 << kind)
    return pending


@kernel
def is_any(goals: Number, kind: Number) -> Number:
    """Tell whether there is a goal of a kind."""
    total = ZERO
    for row in range(uintp(ROWS)):
        total |= uint32(goals[uintp(kind * ROWS) + row])
    return total != ZERO


@kernel
def gather(goals: Number, pending: Number, wanted: Number) -> None:
    """Write the goals of all kinds that are looked for yet."""
    for row in range(uintp(ROWS)):
        wanted[row] = ZERO
    for kind in range(len(KINDS)):
        if (pending >> kind) & 1:
            for row in range(uintp(ROWS)):
                wanted[row] = uint32(wanted[row]) | uint32(goals[uintp(kind * ROWS) + row])


@kernel
def grow(layers: Number, near: Number, seen: Number, at: Number) -> Number:
    """Write the cells beside a layer that were not seen; tell whether there are any."""
    total = ZERO
    near[uintp(0)] = ZERO
    near[uintp(ROWS - 1)] = ZERO
    for row in range(uintp(1), uintp(ROWS - 1)):
        here = uint32(layers[at + row])
        wide = (here << ONE) | (here >> ONE)
        wide |= uint32(layers[at + row - uintp(1)]) | uint32(layers[at + row + uintp(1)])
        wide &= ~uint32(seen[row])
        near[row] = wide
        total |= wide
    return total != ZERO


@kernel
def meets(near: Number, wanted: Number) -> Number:
    """Tell whether two sets of cells have one in common."""
    total = ZERO
    for row in range(uintp(ROWS)):
        total |= uint32(near[row]) & uint32(wanted[row])
    return total != ZERO


@kernel
def settle(layers: Number, near: Number, seen: Number, free: Number, at: Number) -> None:
    """Write the next layer: the free ones of the cells beside the last."""
    for row in range(uintp(ROWS)):
        grown = uint32(near[row]) & uint32(free[row])
        layers[at + row] = grown
        seen[row] = uint32(seen[row]) | grown


@kernel
def trace(layers: Number, near: Number, goals: Number, kind: Number, depth: Number) -> Number:
    """Return the side of the first step to the first goal beside the last layer, or -1 where there is none."""
    y = uintp(0)
    while y < uintp(ROWS) and not uint32(near[y]) & uint32(goals[kind + y]):
        y += uintp(1)
    if y == uintp(ROWS):
        return NO_WAY
    x = lowest(uint32(near[y]) & uint32(goals[kind + y]))
    side = HERE
    for back in range(depth):
        at = uintp((depth - 1 - back) * ROWS)
        if (uint32(layers[at + y + uintp(1)]) >> x) & ONE:
            side, y = 0, y + uintp(1)
        elif (uint32(layers[at + y - uintp(1)]) >> x) & ONE:
            side, y = 1, y - uintp(1)
        elif x > ZERO and (uint32(layers[at + y]) >> (x - ONE)) & ONE:
            side, x = 2, x - ONE
        else:
            side, x = 3, x + ONE
    return side


@kernel
def lowest(bits: Number) -> Number:
    """Return the number of the lowest bit that is set."""
    at = ZERO
    for half in (16, 8, 4, 2, 1):
        if not bits & ((ONE << uint32(half)) - ONE):
            bits >>= uint32(half)
            at += uint32(half)
    return at
