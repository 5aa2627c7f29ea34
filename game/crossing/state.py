"""The crossing's roads as a table, and its records: what a state and a level hold.

Cells are numbered ``y * BOARD + x``. A car that is not on the board stands in the garage of its seat, ``CELLS + seat``.
"""

from __future__ import annotations

import numpy as np

from game.core import messages
from game.core.contract import outcome_dtype

SEATS = 8
BOARD = 14
CELLS = BOARD * BOARD
SIDES = ("north", "south", "east", "west")
QUARTERS = (0, 2, 3, 1)
"""Quarter turns to the left that lead from north to each side."""
TURNS = ("left", "right", "straight")
LINE = 5
"""Cells that a car has driven when the next one is in the box."""
LANE = BOARD // 2
"""The column of those who drive north, right of the middle."""


def roads() -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """Return the cells [side, turn, cells driven] of every way; from `CELLS` on the car has arrived."""
    north = [(LANE, y) for y in range(BOARD - 1, -1, -1)]
    left = [*north[: LINE + 3], *((x, LANE - 1) for x in range(LANE - 1, -1, -1))]
    right = [*north[: LINE + 2], *((x, LANE) for x in range(LANE + 1, BOARD))]
    table = np.full((len(SIDES), len(TURNS), BOARD + 2), CELLS, np.uint8)
    for turn, way in enumerate((left, right, north)):
        for driven, (column, row) in enumerate(way):
            x, y = column, row
            for quarters in range(4):
                table[QUARTERS.index(quarters), turn, driven] = y * BOARD + x
                x, y = y, BOARD - 1 - x
    return table


ROADS = roads()
ACTIONS = ("brake", "go", "wave", "claim")
MESSAGES = ("left", "right", "straight", "you first", "me first", "thanks", "sorry")
"""The first name the turns, in their order."""
EVENTS = ("arrival", "crash", "stop", "wave", "claim", "kept_claim", "broken_claim", "said", "lie")
COMMON = 100
"""Per cent of the reward that are the mean of all, where all drivers are one team."""
STREAMS = ("sparse", "shaped")
OUTCOME = outcome_dtype(SEATS, STREAMS, EVENTS)

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
            ("left", "u1", (SEATS,)),  # the cell from which it last left the board
            ("facing", "u1", (SEATS,)),
            ("side", "u1", (SEATS,)),  # the side it drives to before the box
            ("turn", "u1", (SEATS,)),
            ("driven", "u1", (SEATS,)),  # cells of its way
            ("blinker", "u1", (SEATS,)),  # 0 off, else the turn it shows and 1
            ("signal", "u1", (SEATS,)),  # the action of the last tick, where it is a wave or a claim
            ("promise", "u1", (SEATS,)),  # ticks left to keep a claim
            ("stopped", "u1", (SEATS,)),  # ticks since it last moved
            ("away", "u1", (SEATS,)),  # ticks until it may come in again
            *((name, kind, (SEATS,)) for name, kind in messages.FIELDS),
        ],
    )
)
