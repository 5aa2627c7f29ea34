"""What can be seen from each cell before any rubble is cleared, worked out once for a level."""

from __future__ import annotations

from typing import Any

from numpy import int64, uint32

from game.core.compile import Number, kernel
from game.core.sight import is_clear, is_in_disc
from game.rescue.state import MAX_VIEWS, VIEW_ROWS, WALL, WIDTH

ONE = uint32(1)


@kernel
def fill_sight(level: Any) -> None:
    """Write the tables of sight, one for each radius, with a row of bits for each row of a robot's window."""
    for table in range(MAX_VIEWS):
        radius = int64(level.radii[table])
        if radius > 0:
            for y in range(int64(level.height)):
                for x in range(int64(level.width)):
                    cell = y * WIDTH + x
                    if level.block[cell] != WALL:
                        for row in range(VIEW_ROWS):
                            bits = uint32(0)
                            if row <= 2 * radius:
                                bits = row_in_sight(level, level.block, cell, radius, y + row - radius)
                            level.sight[table, cell, row] = bits


@kernel
def row_in_sight(level: Any, block: Number, cell: Number, radius: Number, y: Number) -> Number:
    """Return the bits of the cells of row ``y`` that are seen from a cell: near enough, and on a clear line."""
    bits = uint32(0)
    if y < 0 or y >= int64(level.height):
        return bits
    middle = int64(cell) & (WIDTH - 1)
    for x in range(max(middle - radius, 0), min(middle + radius + 1, int64(level.width))):
        there = y * WIDTH + x
        if is_in_disc(WIDTH, cell, there, radius) and is_clear(block, WIDTH, cell, there):
            bits |= ONE << uint32(x)
    return bits
