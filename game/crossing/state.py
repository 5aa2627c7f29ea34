"""The crossing's records: what a state and a level hold, and what can be done, said and told.

A car that is not on the board stands in the garage of its seat, cell ``CELLS + seat``.
"""

from __future__ import annotations

import numpy as np

from game.core import messages
from game.core.contract import outcome_dtype

SEATS = 8
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
