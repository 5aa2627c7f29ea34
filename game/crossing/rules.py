"""The crossing's rules: the start of a round and one tick of it.

In a tick everybody speaks and chooses, all cars move at once, what comes of it is settled in the order of seats, and
then new cars come in, also in that order.
"""

from __future__ import annotations

from typing import Any

from numpy import int64

from game.core.compile import Number, kernel, scratch
from game.core.dice import roll
from game.core.messages import hush, speak
from game.core.moves import NOBODY, flow, standing
from game.crossing.state import ACTIONS, BOARD, CELLS, EVENTS, LANE, LINE, ROADS, SEATS, SIDES, STREAMS, TURNS

BRAKE, GO, WAVE, CLAIM = range(len(ACTIONS))
ARRIVAL, CRASH, STOP, WAVED, CLAIMED, KEPT, BROKEN, SAID, LIED = range(len(EVENTS))
EVERYBODY = (1 << SEATS) - 1
PATIENCE = 4
"""Ticks in which who claims must be in the box, the tick of the claim included."""
PAUSE, TOW = 3, 10
"""Ticks off the board after an arrival and after a crash, until a new car may come in."""
STOPPED_COST = 3
"""Hundredths of a point that a tick without moving costs."""


@kernel
def start(level: Any, seed: Any, state: Any) -> None:
    """Write the first state of a round into ``state``: empty roads, and the first cars that come in."""
    state.seed = seed
    state.tick = 0
    hush(state, SEATS)
    for seat in range(SEATS):
        state.points[seat] = 0
        state.left[seat] = 0
        park(state, seat, 0)
    for seat in range(level.seats):
        come_in(level, state, seat)


@kernel
def park(state: Any, seat: Number, ticks: Number) -> None:
    """Take a car off the board for some ticks at least."""
    state.cell[seat] = CELLS + seat
    state.away[seat] = ticks
    state.facing[seat], state.side[seat], state.turn[seat] = 0, 0, 0
    state.driven[seat], state.stopped[seat] = 0, 0
    state.blinker[seat], state.signal[seat], state.promise[seat] = 0, 0, 0


@kernel
def come_in(level: Any, state: Any, seat: Number) -> None:
    """Let a new car come in on a random way, with the level's chance and if nobody stands where its road begins."""
    if state.cell[seat] < CELLS:
        return
    if state.away[seat] > 0:
        state.away[seat] -= 1
        return
    side = roll(state.seed, state.tick, 3 * seat, len(SIDES))
    turn = roll(state.seed, state.tick, 3 * seat + 1, len(TURNS))
    place = int64(ROADS[side, turn, 0])
    is_free = standing(state.cell, int64(level.seats), place) == NOBODY
    if is_free and roll(state.seed, state.tick, 3 * seat + 2, 100) < level.spawn:
        state.facing[seat], state.side[seat], state.turn[seat], state.cell[seat] = side, side, turn, place
        state.blinker[seat] = 0 if level.hidden else turn + 1


@kernel
def advance(level: Any, state: Any, joint_action: Any, outcome: Any) -> None:
    """Play one tick."""
    seats = int64(level.seats)
    wish, crashed = scratch(SEATS), scratch(SEATS)
    clear(outcome)
    for seat in range(seats):
        say(state, seat, int64(joint_action[seat]) // len(ACTIONS), outcome)
        wish[seat] = choose(state, seat, int64(joint_action[seat]) % len(ACTIONS), outcome)
    flow(state.cell, wish, crashed, seats)
    for seat in range(seats):
        if state.driven[seat] or state.cell[seat] < CELLS or crashed[seat]:
            settle(state, seat, int64(crashed[seat]), outcome)
    state.tick += 1
    for seat in range(seats):
        come_in(level, state, seat)
    reward(level, state, outcome)


@kernel
def clear(outcome: Any) -> None:
    """Begin a tick in which nothing has happened yet."""
    outcome.terminated = 0
    for seat in range(SEATS):
        outcome.reward[seat] = 0.0
        for stream in range(len(STREAMS)):
            outcome.streams[stream, seat] = 0.0
        for event in range(len(EVENTS)):
            outcome.events[seat, event] = 0


@kernel
def say(state: Any, seat: Number, message: Number, outcome: Any) -> None:
    """Let a seat say something; who names a turn while driving blinks that way, true or not."""
    sent = speak(state, seat, message, EVERYBODY)
    outcome.events[seat, SAID] = sent
    if sent and message <= len(TURNS) and state.cell[seat] < CELLS:
        state.blinker[seat] = message
        outcome.events[seat, LIED] = message != int64(state.turn[seat]) + 1


@kernel
def choose(state: Any, seat: Number, action: Number, outcome: Any) -> Number:
    """Let a driver act, and return the cell where its car wants to be: the next one of its way, or its own."""
    cell, driven = int64(state.cell[seat]), int64(state.driven[seat])
    if cell >= CELLS:
        return cell
    signals = action in (WAVE, CLAIM)
    state.signal[seat] = action if signals else 0
    outcome.events[seat, WAVED], outcome.events[seat, CLAIMED] = action == WAVE, action == CLAIM
    if signals:
        state.blinker[seat] = int64(state.turn[seat]) + 1
    if action == CLAIM and driven <= LINE and state.promise[seat] == 0:
        state.promise[seat] = PATIENCE
    if action in (GO, CLAIM):
        ahead = int64(ROADS[state.side[seat], state.turn[seat], driven + 1])
        return ahead if ahead < CELLS else CELLS + seat
    return cell


@kernel
def settle(state: Any, seat: Number, crashed: Number, outcome: Any) -> None:
    """Note what came of a car's wish: it has crashed, arrived, moved or stopped; and whether its claim is kept."""
    here = int64(ROADS[state.side[seat], state.turn[seat], state.driven[seat]])
    if crashed or state.cell[seat] >= CELLS:
        state.left[seat] = here
    if crashed:
        outcome.events[seat, CRASH] = 1
        park(state, seat, TOW)
    elif state.cell[seat] >= CELLS:
        outcome.events[seat, ARRIVAL] = 1
        park(state, seat, PAUSE)
    elif state.cell[seat] == here:
        outcome.events[seat, STOP] = 1
        state.stopped[seat] = min(int64(state.stopped[seat]) + 1, 255)
    else:
        state.facing[seat] = facing(int64(state.cell[seat]) - here)
        state.driven[seat] += 1
        state.stopped[seat] = 0
    if state.promise[seat] > 0:
        state.promise[seat] -= 1
        outcome.events[seat, KEPT] = state.driven[seat] > LINE
        outcome.events[seat, BROKEN] = state.driven[seat] <= LINE and state.promise[seat] == 0
        state.promise[seat] = 0 if outcome.events[seat, KEPT] else int64(state.promise[seat])


@kernel
def facing(step: Number) -> Number:
    """Return the number of the side to which a step from one cell to the next leads."""
    return 0 if step == -BOARD else 1 if step == BOARD else 2 if step == 1 else 3


@kernel
def is_box(cell: Number) -> Number:
    """Tell whether a cell is one of the four in the middle."""
    return LANE - 1 <= cell % BOARD <= LANE and LANE - 1 <= cell // BOARD <= LANE


@kernel
def reward(level: Any, state: Any, outcome: Any) -> None:
    """Give points for arrivals and take them for crashes and stops; part of the reward is the mean of all."""
    seats, mix, total = int64(level.seats), int64(level.mix), int64(0)
    for seat in range(seats):
        happened = outcome.events[seat]
        points = int64(happened[ARRIVAL]) - int64(level.crash) * int64(happened[CRASH])
        points -= int64(level.commit) * int64(happened[BROKEN])
        state.points[seat] += points
        outcome.streams[0, seat] = points
        outcome.streams[1, seat] = 0.05 * (state.cell[seat] < CELLS and state.stopped[seat] == 0)
        total += 100 * points - STOPPED_COST * int64(happened[STOP])
    for seat in range(seats):
        own = 100 * int64(outcome.streams[0, seat]) - STOPPED_COST * int64(outcome.events[seat, STOP])
        outcome.reward[seat] = ((100 - mix) * own * seats + mix * total) / (10000 * seats)
