"""The labs' tasks: what must be true in a tick for the hiders to get its point."""

from __future__ import annotations

from typing import Any

from numpy import int64

from game.core.compile import Number, kernel
from game.core.sight import is_clear
from game.hideout.state import BLUEPRINT, HIDERS, LOW, MAX_BOXES, RETURN, STRIDE


@kernel
def is_done(level: Any, state: Any) -> Number:
    """Tell whether the task of a lab is done in this tick."""
    if level.task == RETURN:
        return is_returned(level, state)
    if level.task == BLUEPRINT:
        return is_built(level, state)
    return is_sheltered(level, state)


@kernel
def is_returned(level: Any, state: Any) -> Number:
    """Tell whether the hiders have locked every box and stand where they began."""
    done = True
    for box in range(int64(level.boxes)):
        done = done and state.lock[box] == HIDERS + 1
    for hider in range(int64(level.hiders)):
        done = done and state.cell[hider] == state.home[hider]
    return done


@kernel
def is_built(level: Any, state: Any) -> Number:
    """Tell whether a box stands on every mark."""
    done = True
    for number in range(int64(level.marks)):
        thing = int64(state.thing_at[int64(level.flip[int64(state.variant), int64(level.mark_cell[number])])])
        done = done and bool(0 < thing <= MAX_BOXES)
    return done


@kernel
def is_sheltered(level: Any, state: Any) -> Number:
    """Tell whether no mark can be seen from the floor along the border of the board."""
    width, height, safe = int64(level.width), int64(level.height), True
    for number in range(int64(level.marks)):
        mark = int64(level.flip[int64(state.variant), int64(level.mark_cell[number])])
        for y in range(1, height - 1):
            for x in range(1, width - 1):
                cell = y * STRIDE + x
                edge = min(x, width - 1 - x, y, height - 1 - y) == 1
                if safe and edge and state.tile[cell] < LOW and state.blocks[cell] == 0:
                    safe = not is_clear(state.blocks, STRIDE, cell, mark)
    return safe
