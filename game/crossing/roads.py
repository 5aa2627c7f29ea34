"""The crossing's roads as tables: every way across the board, cell by cell.

Cells are numbered ``y * BOARD + x``; numbers from `CELLS` on are off the board.
"""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np

BOARD = 14
CELLS = BOARD * BOARD
SIDES = ("north", "west", "south", "east")
"""Each is a quarter turn to the left of the one before."""
TURNS = ("left", "right", "straight")
LINE = 5
"""Cells that a car has driven when the next one is in the box."""
LANES = (BOARD // 2 - 1, BOARD // 2)
"""The columns, and the rows, of the roads: one drives on the right."""
BOX = tuple(y * BOARD + x for y in LANES for x in LANES)
"""The cells of the middle, where roads meet."""
AWAY = BOARD + 1
"""Cells driven by a car that is not on the board: more than any way has."""
GATES = ((LANES[1], BOARD - 1), (BOARD - 1, LANES[0]), (LANES[0], 0), (0, LANES[1]))
"""By side, the column and row where those who drive there come in."""
STEP_X, STEP_Y = (0, -1, 0, 1), (-1, 0, 1, 0)
BENDS = ((LINE + 2, 1), (LINE + 1, 3), (AWAY, 0))
"""By turn, the cells driven before it and its quarter turns to the left."""


def roads() -> tuple[np.ndarray[Any, np.dtype[np.uint8]], ...]:
    """Return for [side, turn, cells driven] the cell, from `CELLS` on arrived, and the side to which the car faces."""
    cells = np.full((len(SIDES), len(TURNS), AWAY + 1), CELLS, np.uint8)
    faces = np.zeros_like(cells)
    for side, turn in itertools.product(range(len(SIDES)), range(len(TURNS))):
        (x, y), face, driven, (bend, quarters) = GATES[side], side, 0, BENDS[turn]
        while 0 <= x < BOARD and 0 <= y < BOARD:
            cells[side, turn, driven], faces[side, turn, driven] = y * BOARD + x, face
            face = (face + quarters * (driven == bend)) % len(SIDES)
            x, y, driven = x + STEP_X[face], y + STEP_Y[face], driven + 1
    return cells, faces


ROADS, FACES = roads()
