"""The crossing's roads as tables, and its records: what a state and a level hold.

Cells are numbered ``y * BOARD + x``. A car that is not on the board stands in the garage of its seat, ``CELLS + seat``.
"""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np

from game.core import messages
from game.core.contract import outcome_dtype

SEATS = 8
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
ACTIONS = ("brake", "go", "wave", "claim")
MESSAGES = ("left", "right", "straight", "you first", "me first", "thanks", "sorry")
"""The first name the turns, in their order."""
EVENTS = ("arrival", "crash", "stop", "wave", "claim", "kept_claim", "broken_claim", "said", "lie")
STREAMS = ("sparse", "shaped")
OUTCOME = outcome_dtype(SEATS, STREAMS, EVENTS)
COMMON = 100
"""Per cent of the reward that are the mean of all, where all drivers are one team."""

LEVEL = np.dtype(
    (
        np.record,
        [
            ("horizon", "<i4"),
            ("seats", "u1"),
            ("spawn", "u1"),  # per cent
            ("commit", "u1"),  # 1: a broken claim costs a point
            ("hidden", "u1"),  # 0: every blinker shows the turn from the start
            ("crash", "u1"),  # points that a crash costs
            ("mix", "u1"),  # per cent of a reward that are the mean of all
        ],
    )
)
STATE = np.dtype(
    (
        np.record,
        [
            ("seed", "<u8"),
            ("tick", "<i4"),
            ("points", "<i4", (SEATS,)),
            ("cell", "u1", (SEATS,)),
            ("side", "u1", (SEATS,)),  # the side to which it drives before the box
            ("turn", "u1", (SEATS,)),
            ("driven", "u1", (SEATS,)),  # cells of its way
            ("stopped", "u1", (SEATS,)),  # ticks since it last moved
            ("blinker", "u1", (SEATS,)),  # 0 off, else the turn it shows and 1
            ("signal", "u1", (SEATS,)),  # the action of the last tick, where it is a wave or a claim
            ("promise", "u1", (SEATS,)),  # ticks left to keep a claim
            ("left", "u1", (SEATS,)),  # the cell from which it last left the board
            ("pause", "u1", (SEATS,)),  # ticks until it may come in again
            *((name, kind, (SEATS,)) for name, kind in messages.FIELDS),
        ],
    )
)
