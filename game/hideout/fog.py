"""What a team sees of the board: worked out for a picture, never during a tick."""

from __future__ import annotations

from typing import Any

from numpy import int64

from game.core.compile import Number, kernel, scratch
from game.core.sight import KNOWN, NOW, is_clear
from game.hideout.sight import ABOVE, is_ahead, is_blind
from game.hideout.state import CELLS, LOW, STRIDE


@kernel
def write_fog(level: Any, state: Any, seat: Number, lit: Any) -> None:
    """Write `NOW` for every cell that somebody of a seat's team sees, else `KNOWN`.

    Of the boxes only those that the team sees block the view here: one that it does not see tells nothing.
    """
    blocks = scratch(CELLS)
    team, hiders = int64(seat >= level.hiders), int64(level.hiders)
    for cell in range(CELLS):
        blocks[cell] = state.tile[cell] >= LOW
        lit[cell] = KNOWN
    for box in range(int64(level.boxes)):
        if state.known_age[team, box] == 0:
            blocks[int64(state.known_cell[team, box])] = 1
    if is_blind(level, state, seat):
        lit[int64(state.cell[seat])] = NOW
        return
    first, last = (hiders, int64(level.seats)) if team else (int64(0), hiders)
    for mate in range(first, last):
        light_up(level, state, mate, blocks, lit)


@kernel
def light_up(level: Any, state: Any, seat: Number, blocks: Any, lit: Any) -> None:
    """Write `NOW` for every cell that a seat sees."""
    here, high = int64(state.cell[seat]), state.height[seat] >= ABOVE
    for y in range(int64(level.height)):
        for x in range(int64(level.width)):
            cell = y * STRIDE + x
            if lit[cell] != NOW and is_ahead(level, state, seat, cell):
                if high:
                    clear = is_clear(level.high[int64(state.variant)], STRIDE, here, cell)
                else:
                    clear = is_clear(blocks, STRIDE, here, cell)
                if clear:
                    lit[cell] = NOW
