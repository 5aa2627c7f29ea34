"""What a driver sees as numbers, the board turned so that its own car came in driving north."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy import int64

from game.core.compile import Number, kernel
from game.core.contract import Observation
from game.core.messages import PAUSE, heard
from game.crossing.roads import BOARD, BOX, CELLS, FACES, LINE, SIDES, STEP_X, STEP_Y, TURNS
from game.crossing.rules import CLAIM, PATIENCE, WAVE
from game.crossing.state import MESSAGES, SEATS

BLINKS = tuple(f"blinks_{turn}" for turn in TURNS)
OWN = ("driven", "at_line", "in_box", *SIDES, *TURNS, *BLINKS, "promise", "stopped", "may_speak", "time_left")
OTHER = ("to_right", "ahead", "faces_right", "faces_ahead", *BLINKS, "waves", "claims", "stopped", "said")
NAMES = (*OWN, *(f"{name}_{number}" for number in range(1, SEATS) for name in OTHER))
"""The own car's entries, then those of the other cars, the nearest first; zeros where there is no car."""
PATIENT = 20
"""Ticks of standing still from which on all look the same."""


@kernel
def observe(level: Any, state: Any, seat: Number, out: Any) -> None:
    """Write the view of ``seat`` as float32 [94]; of others it has what all can see, and so never their turns."""
    for entry in range(len(NAMES)):
        out[entry] = 0.0
    out[len(OWN) - 1] = 1.0 - int64(state.tick) / int64(level.horizon)
    if state.cell[seat] >= CELLS:
        return
    write_own(state, seat, out)
    seats = int64(level.seats)
    for other in range(seats):
        far, nearer = distance(state, seat, other), 0
        for third in range(seats):
            rank = distance(state, seat, third)
            nearer += rank < far or (rank == far and third < other)
        if far < CELLS:
            write_other(state, seat, other, len(OWN) + nearer * len(OTHER), out)


@kernel
def write_own(state: Any, seat: Number, out: Any) -> None:
    """Write what a driver knows of its own car."""
    driven = int64(state.driven[seat])
    out[0], out[1], out[2] = driven / BOARD, driven == LINE, int64(state.cell[seat]) in BOX
    out[3 + int64(state.side[seat])] = 1.0
    out[7 + int64(state.turn[seat])] = 1.0
    if state.blinker[seat] > 0:
        out[9 + int64(state.blinker[seat])] = 1.0
    out[13] = int64(state.promise[seat]) / PATIENCE
    out[14] = patience(state, seat)
    out[15] = state.said[seat] == 0 or state.said_age[seat] + 1 >= PAUSE


@kernel
def write_other(state: Any, seat: Number, other: Number, at: Number, out: Any) -> None:
    """Write what ``seat`` sees of another car, from entry ``at`` on."""
    side = int64(state.side[seat])
    x, y = turned(int64(state.cell[seat]), side)
    its_x, its_y = turned(int64(state.cell[other]), side)
    faces = (int64(FACES[state.side[other], state.turn[other], state.driven[other]]) - side) % len(SIDES)
    out[at], out[at + 1] = (its_x - x) / BOARD, (y - its_y) / BOARD
    out[at + 2], out[at + 3] = STEP_X[faces], -STEP_Y[faces]
    if state.blinker[other] > 0:
        out[at + 3 + int64(state.blinker[other])] = 1.0
    out[at + 7], out[at + 8] = state.signal[other] == WAVE, state.signal[other] == CLAIM
    out[at + 9] = patience(state, other)
    out[at + 10] = heard(state, other, seat) / len(MESSAGES)


@kernel
def patience(state: Any, seat: Number) -> Number:
    """Return how long a car has not moved, as a share of `PATIENT` ticks."""
    stopped: Number = min(int64(state.stopped[seat]), PATIENT)
    return stopped / PATIENT


@kernel
def turned(cell: Number, side: Number) -> tuple[Number, Number]:
    """Return a cell's column and row on the board turned so that ``side`` is up."""
    x, y = cell % BOARD, cell // BOARD
    for _ in range(side):
        x, y = BOARD - 1 - y, x
    return x, y


@kernel
def distance(state: Any, seat: Number, other: Number) -> Number:
    """Return the cells between two cars, and `CELLS` for a car that is not on the board or one's own."""
    here, there = int64(state.cell[seat]), int64(state.cell[other])
    if seat == other or there >= CELLS:
        return CELLS
    return abs(here % BOARD - there % BOARD) + abs(here // BOARD - there // BOARD)


@kernel
def observe_rows(levels: Any, which: Any, states: Any, out: Any, first: Number, last: Number) -> None:
    """Write what every seat of the rows ``first`` to ``last - 1`` sees."""
    for row in range(first, last):
        for seat in range(levels[which[row]].seats):
            observe(levels[which[row]], states[row], seat, out[row, seat])


FEATURES = Observation(
    "the own car, and the others by distance, as if one had come in driving north",
    np.dtype(np.float32),
    lambda _: (len(NAMES),),
    -1.0,
    1.0,
    lambda _: NAMES,
    observe,
    observe_rows,
)
