"""Ways over a board as bits: a row of cells is one 32-bit word, so one step of every cell at once is a few shifts.

Boards are at most 32 cells wide and 32 high. Rows are words with bit ``x`` for the cell in column ``x``. A way is
looked for from all its ends at once backward to where it begins: the last step taken is then the first one to go.
"""

from __future__ import annotations

from numpy import int64, uint32, uintp

from game.core.compile import Number, kernel, scratch

LARGEST = 32
NORTH, SOUTH, EAST, WEST, HERE = range(5)
SIDES = 8
NO_WAY = -1
ONE = uint32(1)
ZERO = uint32(0)
PAD = uintp(8)
"""Rows of zeros before and after a board's own."""
PADDED = 48


@kernel
def toward(open_rows: Number, ends: Number, rows: Number, x: Number, y: Number, most: Number) -> Number:  # noqa: PLR0913, PLR0917 - a board and a place
    """Return ``8 * steps + side`` of the shortest way from a cell to the nearest of ``ends``, -1 where there is none.

    ``open_rows`` and ``ends`` [rows] have bits for cells that can be walked on and for where to go. Ends need not be
    open themselves, so a way up to a closed door counts the step at the door. The side of the first step is 0 north,
    1 south, 2 east, 3 west, in this order of preference, or 4 on an end. No way of more than ``most`` steps is found.
    """
    if is_on(ends, x, y):
        return HERE
    edge, grown, fresh = scratch(PADDED), scratch(PADDED), scratch(LARGEST)
    for row in range(uintp(PADDED)):
        edge[row] = ZERO
        grown[row] = ZERO
    for row in range(uintp(LARGEST)):
        fresh[row] = ZERO
    for row in range(uintp(rows)):
        edge[row + PAD] = uint32(ends[row])
        fresh[row] = uint32(open_rows[row]) & ~uint32(ends[row])
    place, at = uintp(y) + PAD, uint32(x)
    for steps in range(1, most + 1):
        side = touching(edge, place, at) if steps & 1 else touching(grown, place, at)
        if side != HERE:
            return SIDES * steps + side
        any_grown = advance(edge, grown, fresh) if steps & 1 else advance(grown, edge, fresh)
        if any_grown == ZERO:
            return NO_WAY
    return NO_WAY


@kernel
def advance(edge: Number, grown: Number, fresh: Number) -> Number:
    """Write into ``grown`` the ``fresh`` cells beside ``edge``, both padded, and return any of them.

    They are fresh no more. All rows at once, with rows of zeros above and below: one instruction does several of them.
    """
    found = ZERO
    for row in range(uintp(LARGEST)):
        here = uint32(edge[row + PAD])
        near = uint32(uint32(here << ONE) | uint32(here >> ONE))
        near = uint32(near | uint32(uint32(edge[row + PAD - uintp(1)]) | uint32(edge[row + PAD + uintp(1)])))
        near = uint32(near & uint32(fresh[row]))
        grown[row + PAD] = near
        fresh[row] = uint32(uint32(fresh[row]) & uint32(~near))
        found = uint32(found | near)
    return found


@kernel
def touching(cells: Number, place: Number, x: Number) -> Number:
    """Return the first side (north, south, east, west) on which one of padded ``cells`` lies beside one, or `HERE`."""
    if (uint32(cells[place - uintp(1)]) >> x) & ONE:
        return NORTH
    if (uint32(cells[place + uintp(1)]) >> x) & ONE:
        return SOUTH
    row = uint32(cells[place])
    if x < LARGEST - 1 and (row >> uint32(x + ONE)) & ONE:
        return EAST
    return WEST if (uint32(row << ONE) >> x) & ONE else HERE


@kernel
def reach(open_rows: Number, rows: Number, x: Number, y: Number, found: Number) -> None:
    """Write into ``found`` [rows] the cells that can be walked to from a cell, itself included."""
    edge, grown = scratch(LARGEST), scratch(LARGEST)
    for row in range(rows):
        edge[row] = uint32(0)
        found[row] = uint32(0)
    edge[y] = ONE << uint32(x)
    found[y] = edge[y]
    while spread(edge, open_rows, found, grown, rows):
        for row in range(rows):
            edge[row] = grown[row]


@kernel
def spread(edge: Number, open_rows: Number, seen: Number, grown: Number, rows: Number) -> Number:
    """Write into ``grown`` the open cells beside ``edge`` that were not ``seen``, add them to it, and tell if any."""
    any_grown = uint32(0)
    for row in range(rows):
        here = uint32(edge[row])
        near = (here << ONE) | (here >> ONE)
        if row > 0:
            near |= uint32(edge[row - 1])
        if row + 1 < rows:
            near |= uint32(edge[row + 1])
        near &= uint32(open_rows[row]) & ~uint32(seen[row])
        grown[row] = near
        any_grown |= near
    for row in range(rows):
        seen[row] = uint32(seen[row]) | uint32(grown[row])
    return any_grown != 0


@kernel
def is_on(cells: Number, x: Number, y: Number) -> Number:
    """Tell whether a cell's bit is set."""
    return ((uint32(cells[y]) >> uint32(x)) & ONE) != 0


@kernel
def put(cells: Number, x: Number, y: Number, value: Number) -> None:
    """Set or clear a cell's bit."""
    bit = ONE << uint32(x)
    cells[y] = (uint32(cells[y]) | bit) if value else (uint32(cells[y]) & ~bit)


@kernel
def steps_of(way: Number) -> Number:
    """Return the steps of a way that `toward` found, or -1."""
    return int64(way) // SIDES if way >= 0 else NO_WAY


@kernel
def side_of(way: Number) -> Number:
    """Return the side of the first step of a way that `toward` found, or `HERE`."""
    return int64(way) % SIDES if way >= 0 else HERE
