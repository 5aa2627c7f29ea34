"""Who sees what: straight lines between cells, the same from both ends, and cones.

Cells are numbers ``y * width + x``. What blocks sight is an array with something other than 0 for each such cell;
the cells at both ends of a line never block it.
"""

from __future__ import annotations

from numpy import int64

from game.core.compile import Number, kernel

NEVER, KNOWN, NOW = range(3)
"""What a seat knows of a cell: nothing, what it saw once, what it sees now."""


@kernel
def is_clear(blocks: Number, width: Number, start: Number, end: Number) -> Number:
    """Tell whether two cells see each other: one of the two lines between them, there or back, meets nothing.

    A line is Bresenham's. There and back it may take other cells, so both are tried: seen means seen both ways.
    """
    return _is_open(blocks, width, start, end) or _is_open(blocks, width, end, start)


@kernel
def _is_open(blocks: Number, width: Number, start: Number, end: Number) -> Number:
    """Tell whether nothing stands on the line from a cell to another."""
    x, y = int64(start) % int64(width), int64(start) // int64(width)
    last_x, last_y = int64(end) % int64(width), int64(end) // int64(width)
    across, down = abs(last_x - x), abs(last_y - y)
    step_x, step_y = (1 if last_x > x else -1), (1 if last_y > y else -1)
    error = across - down
    for _ in range(across + down):
        twice = 2 * error
        if twice > -down:
            error -= down
            x += step_x
        if twice < across:
            error += across
            y += step_y
        if x == last_x and y == last_y:
            return True
        if blocks[y * int64(width) + x] != 0:
            return False
    return True


@kernel
def is_in_cone(width: Number, here: Number, facing: Number, there: Number) -> Number:
    """Tell whether a cell lies in the cone of 135 degrees ahead, or is one of the eight around.

    Facing is 0 north, 1 south, 2 east, 3 west. The edge of the cone is at 67.5 degrees, whose tangent is 2.414: a
    cell ``f`` ahead and ``s`` to the side is inside while ``5 s <= 12 f``.
    """
    x = int64(there) % int64(width) - int64(here) % int64(width)
    y = int64(there) // int64(width) - int64(here) // int64(width)
    if abs(x) <= 1 and abs(y) <= 1:
        return True
    ahead = -y if facing == 0 else y if facing == 1 else x if facing == 2 else -x  # noqa: PLR2004 - a side
    side = abs(x) if facing <= 1 else abs(y)
    return 5 * side <= 12 * ahead


@kernel
def is_in_disc(width: Number, here: Number, there: Number, radius: Number) -> Number:
    """Tell whether a cell is within ``radius`` cells as the crow flies, half a cell added for a rounder edge."""
    x = int64(there) % int64(width) - int64(here) % int64(width)
    y = int64(there) // int64(width) - int64(here) // int64(width)
    return x * x + y * y <= int64(radius) * (int64(radius) + 1)
