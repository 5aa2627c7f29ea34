"""The compass: how far it is to the nearest goal of each kind over the cells that a seat knows, and the first step.

One flood from where the seat stands finds all kinds at once; the first step is traced back through the flood's layers.
The borders of a board are walls, so no way leads over the edge of a row of bits.
"""

from __future__ import annotations

from typing import Any

from numpy import int64, uint32, uintp

from game.core.compile import Number, kernel, scratch
from game.core.paths import HERE, NO_WAY, SIDES
from game.rescue.signals import knows, stable_for
from game.rescue.state import LIGHT, MAX_ROWS, MAX_VICTIMS, WIDTH

ROWS = MAX_ROWS
PAD = 8
"""Words before and after the rows of a layer, so that every row has one above and one below it."""
PADDED = ROWS + 2 * PAD
DEPTH = 72
"""Steps of the longest way that the compass finds."""
LAYERS = ROWS * DEPTH
LIGHTS, CRITICALS, STABLES, RUBBLES, HEAVIES, FRONTIER, CLINICS = range(7)
KINDS = ("light", "critical", "stable", "rubble", "heavy", "frontier", "clinic")
GOALS = len(KINDS) * ROWS
MET, GROWN = 1, 2
ONE = uint32(1)
ZERO = uint32(0)


@kernel
def recall(level: Any, state: Any, seat: Number, known: Number, opened: Number) -> None:
    """Write which cells a seat knows and which rubble it knows to be gone; a dispatcher has what the team has."""
    robots = int64(level.robots)
    if seat < robots:
        for row in range(uintp(ROWS)):
            known[row] = state.known[seat, row]
            opened[row] = state.opened[seat, row]
        return
    for row in range(uintp(ROWS)):
        known[row] = state.team_known[row]
        opened[row] = ZERO
        for robot in range(robots):
            opened[row] = uint32(opened[row]) | uint32(state.opened[robot, row])


@kernel
def mark(level: Any, state: Any, seat: Number, known: Number, opened: Number, free: Number, goals: Number) -> None:
    """Write the cells that are free to walk on, as far as a seat knows, and the goals of each kind."""
    for place in range(uintp(GOALS)):
        goals[place] = ZERO
    for row in range(uintp(ROWS)):
        here = uint32(known[row])
        closed = uint32(here & ~uint32(opened[row]))
        rubble, heavy = uint32(uint32(level.rubble[row]) & closed), uint32(uint32(level.heavy[row]) & closed)
        free[row] = here & ~uint32(level.wall[row]) & ~rubble & ~heavy
        goals[uintp(RUBBLES * ROWS) + row] = rubble
        goals[uintp(HEAVIES * ROWS) + row] = heavy
        goals[uintp(CLINICS * ROWS) + row] = uint32(level.clinic[row])
    lying, stable = knows(level, state, seat), stable_for(level, state, seat)
    for victim in range(MAX_VICTIMS):
        if (lying >> victim) & 1:
            kind = LIGHTS if state.victim_is[victim] == LIGHT else STABLES if (stable >> victim) & 1 else CRITICALS
            cell = int64(state.victim_at[victim])
            bit, at = uint32(ONE << uint32(cell & (WIDTH - 1))), uintp(cell >> 5)
            goals[uintp(kind * ROWS) + at] = uint32(goals[uintp(kind * ROWS) + at]) | bit
            free[at] = uint32(free[at]) & ~bit
    dark, near = scratch(PADDED), scratch(ROWS)
    clear(dark)
    for row in range(uintp(ROWS)):
        dark[row + uintp(PAD)] = uint32(~uint32(known[row])) & uint32(level.inside[row])
    spread(dark, near)
    for row in range(uintp(ROWS)):
        goals[uintp(FRONTIER * ROWS) + row] = uint32(near[row]) & uint32(free[row])


@kernel
def clear(edge: Number) -> None:
    """Empty a padded set of cells."""
    for row in range(uintp(PADDED)):
        edge[row] = ZERO


@kernel
def spread(edge: Number, near: Number) -> None:
    """Write the cells beside those of a padded set."""
    for row in range(uintp(ROWS)):
        here = uint32(edge[row + uintp(PAD)])
        wide = uint32(uint32(here << ONE) | uint32(here >> ONE))
        near[row] = uint32(wide | uint32(edge[row + uintp(PAD - 1)]) | uint32(edge[row + uintp(PAD + 1)]))


@kernel
def flood(free: Number, goals: Number, height: Number, cell: Number, ways: Number, ends: Number) -> None:
    """Write for each kind ``8 * steps + side`` of the way to its nearest goal, all ones for none, and the goal."""
    layers, seen, wanted = scratch(LAYERS), scratch(ROWS), scratch(ROWS)
    y, bit = uintp(cell >> 5), uint32(ONE << uint32(cell & (WIDTH - 1)))
    tall = uintp(height)
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
            ends[kind] = cell
        elif is_any(goals, kind):
            pending |= 1 << kind
    gather(goals, pending, wanted)
    for depth in range(1, DEPTH):
        found = grow(layers, seen, wanted, free, tall, uintp((depth - 1) * ROWS))
        if found & MET:
            pending = arrive(layers, goals, tall, ways, ends, depth, pending)
            gather(goals, pending, wanted)
        if pending == 0 or not found & GROWN:
            break


@kernel
def grow(layers: Number, seen: Number, wanted: Number, free: Number, height: Number, at: Number) -> Number:
    """Write the layer after one; tell whether there is anything in it, and whether it meets what is wanted."""
    after = at + uintp(ROWS)
    layers[after] = ZERO
    layers[after + height - uintp(1)] = ZERO
    before, here = ZERO, uint32(layers[at + uintp(1)])
    met, grown = ZERO, ZERO
    for row in range(uintp(1), height - uintp(1)):
        below = uint32(layers[at + row + uintp(1)])
        near = uint32(uint32(uint32(here << ONE) | uint32(here >> ONE)) | uint32(before | below))
        before = here
        here = below
        met = uint32(met | uint32(near & uint32(wanted[row])))
        new = uint32(uint32(near & uint32(free[row])) & uint32(~uint32(seen[row])))
        seen[row] = uint32(uint32(seen[row]) | new)
        layers[after + row] = new
        grown = uint32(grown | new)
    return int64(met != ZERO) * MET | int64(grown != ZERO) * GROWN


@kernel
def arrive(
    layers: Number, goals: Number, height: Number, ways: Number, ends: Number, depth: Number, pending: Number
) -> Number:
    """Write the ways of the kinds that have a goal beside the layer before ``depth``; return the kinds left."""
    for kind in range(len(KINDS)):
        if (pending >> kind) & 1:
            end = beside(layers, goals, height, uintp(kind * ROWS), uintp((depth - 1) * ROWS))
            if end != NO_WAY:
                ends[kind] = end
                ways[kind] = SIDES * depth + trace(layers, uintp(end >> 5), uint32(end & (WIDTH - 1)), depth)
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
def beside(layers: Number, goals: Number, height: Number, kind: Number, at: Number) -> Number:
    """Return the first goal of a kind beside a layer, or -1."""
    for row in range(uintp(1), height - uintp(1)):
        here = uint32(layers[at + row])
        near = uint32(uint32(here << ONE) | uint32(here >> ONE))
        near = uint32(near | uint32(uint32(layers[at + row - uintp(1)]) | uint32(layers[at + row + uintp(1)])))
        bits = uint32(near & uint32(goals[kind + row]))
        if bits != ZERO:
            return int64(row) * WIDTH + int64(lowest(bits))
    return NO_WAY


@kernel
def trace(layers: Number, y: Number, x: Number, depth: Number) -> Number:
    """Return the side of the first step to a cell beside the layer before ``depth``."""
    side = HERE
    for back in range(depth):
        at = uintp((depth - 1 - back) * ROWS)
        if (uint32(layers[at + y + uintp(1)]) >> x) & ONE:
            side, y = 0, y + uintp(1)
        elif (uint32(layers[at + y - uintp(1)]) >> x) & ONE:
            side, y = 1, y - uintp(1)
        elif x > ZERO and (uint32(layers[at + y]) >> (x - ONE)) & ONE:
            side, x = 2, uint32(x - ONE)
        else:
            side, x = 3, uint32(x + ONE)
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
