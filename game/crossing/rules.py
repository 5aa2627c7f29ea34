"""The crossing's rules: the start of a round and one tick of it.

In a tick everybody speaks and acts, all cars move at once, what comes of it is settled, and new cars come in. Only
the last needs an order, for two may want to come in on one cell: it goes round from a seat that is drawn by lot.
"""

from __future__ import annotations

from typing import Any

from numpy import int64

from game.core.compile import Number, kernel, scratch
from game.core.dice import roll
from game.core.messages import hush, speak
from game.core.moves import NOBODY, flow, standing
from game.crossing.roads import AWAY, CELLS, LINE, ROADS, SIDES, TURNS
from game.crossing.state import ACTIONS, EVENTS, SEATS

BRAKE, GO, WAVE, CLAIM = range(len(ACTIONS))
ARRIVAL, CRASH, STOP, WAVED, CLAIMED, KEPT, BROKEN, SAID, LIED = range(len(EVENTS))
EVERYBODY = (1 << SEATS) - 1
PATIENCE = 4
"""Ticks in which who claims must be in the box, the tick of the claim included."""
REST, TOW = 3, 10
"""Ticks off the board after an arrival and after a crash, at least."""
STOP_COST = 3
"""Hundredths of a point that a tick without moving costs."""


@kernel
def start(level: Any, seed: Any, state: Any) -> None:
    """Write the first state of a round into ``state``: empty roads, and the first cars that come in."""
    state.seed, state.tick = seed, 0
    hush(state, SEATS)
    for seat in range(SEATS):
        state.points[seat], state.left[seat] = 0, 0
        park(state, seat, 0)
    let_in(level, state)


@kernel
def park(state: Any, seat: Number, ticks: Number) -> None:
    """Take a car off the board for some ticks at least."""
    state.cell[seat], state.pause[seat] = CELLS + seat, ticks
    state.side[seat], state.turn[seat], state.driven[seat], state.stopped[seat] = 0, 0, AWAY, 0
    state.blinker[seat], state.signal[seat], state.promise[seat] = 0, 0, 0


@kernel
def let_in(level: Any, state: Any) -> None:
    """Let new cars come in one after another, from a seat on that is drawn by lot."""
    seats = int64(level.seats)
    first = roll(state.seed, state.tick, 3 * SEATS, seats)
    for turn in range(seats):
        come_in(level, state, (first + turn) % seats)


@kernel
def come_in(level: Any, state: Any, seat: Number) -> None:
    """Let a new car come in on a random way, with the level's chance and if nobody stands where its road begins."""
    wait = int64(state.pause[seat])
    state.pause[seat] = max(wait - 1, 0)
    if state.cell[seat] < CELLS or wait > 0 or roll(state.seed, state.tick, 3 * seat, 100) >= level.spawn:
        return
    side = roll(state.seed, state.tick, 3 * seat + 1, len(SIDES))
    turn = roll(state.seed, state.tick, 3 * seat + 2, len(TURNS))
    place = int64(ROADS[side, turn, 0])
    if standing(state.cell, int64(level.seats), place) == NOBODY:
        state.cell[seat], state.side[seat], state.turn[seat], state.driven[seat] = place, side, turn, 0
        state.blinker[seat] = 0 if level.hidden else turn + 1


@kernel
def advance(level: Any, state: Any, joint_action: Any, outcome: Any) -> None:
    """Play one tick."""
    seats = int64(level.seats)
    wish, crashed = scratch(SEATS), scratch(SEATS)
    for seat in range(seats):
        choice = int64(joint_action[seat])
        say(state, seat, choice // len(ACTIONS), outcome)
        wish[seat] = act(state, seat, choice % len(ACTIONS), outcome)
    flow(state.cell, wish, crashed, seats)
    for seat in range(seats):
        settle(state, seat, int64(crashed[seat]), outcome)
    state.tick += 1
    let_in(level, state)
    outcome.terminated = 0
    reward(level, state, outcome)


@kernel
def say(state: Any, seat: Number, message: Number, outcome: Any) -> None:
    """Let a seat say something; a driver who names a turn blinks that way, true or not."""
    sent = speak(state, seat, message, EVERYBODY)
    names = sent and message <= len(TURNS) and state.cell[seat] < CELLS
    if names:
        state.blinker[seat] = message
    outcome.events[seat, SAID] = sent
    outcome.events[seat, LIED] = names and message != int64(state.turn[seat]) + 1


@kernel
def act(state: Any, seat: Number, action: Number, outcome: Any) -> Number:
    """Let a driver act, and return the cell where its car wants to be: the next one of its way, or its own."""
    cell, driven = int64(state.cell[seat]), int64(state.driven[seat])
    signal = action if cell < CELLS and action in (WAVE, CLAIM) else 0
    outcome.events[seat, WAVED], outcome.events[seat, CLAIMED] = signal == WAVE, signal == CLAIM
    state.signal[seat] = signal
    if signal:
        state.blinker[seat] = int64(state.turn[seat]) + 1
    if signal == CLAIM and driven <= LINE and state.promise[seat] == 0:
        state.promise[seat] = PATIENCE
    if cell >= CELLS or action in (BRAKE, WAVE):
        return cell
    ahead = int64(ROADS[state.side[seat], state.turn[seat], driven + 1])
    return ahead if ahead < CELLS else CELLS + seat


@kernel
def settle(state: Any, seat: Number, crashed: Number, outcome: Any) -> None:
    """Note what came of a car's wish: whether it crashed, arrived, stopped or moved, and whether its claim is kept."""
    here, there = int64(ROADS[state.side[seat], state.turn[seat], state.driven[seat]]), int64(state.cell[seat])
    moved, stops = here < CELLS and there != here, here < CELLS and there == here and not crashed
    arrives = moved and there >= CELLS
    state.driven[seat] += moved
    state.stopped[seat] = min(int64(state.stopped[seat]) + 1, 255) if stops else 0
    promise, is_in = int64(state.promise[seat]), state.driven[seat] > LINE
    state.promise[seat] = 0 if is_in else max(promise - 1, 0)
    outcome.events[seat, KEPT] = promise > 0 and is_in
    outcome.events[seat, BROKEN] = promise == 1 and not is_in and not crashed
    outcome.events[seat, ARRIVAL], outcome.events[seat, CRASH], outcome.events[seat, STOP] = arrives, crashed, stops
    if arrives or crashed:
        state.left[seat] = here
        park(state, seat, TOW if crashed else REST)


@kernel
def reward(level: Any, state: Any, outcome: Any) -> None:
    """Give points for arrivals and take them for crashes and broken claims; part of the reward is the mean of all."""
    seats, mix, total = int64(level.seats), int64(level.mix), int64(0)
    for seat in range(seats):
        points = (
            int64(outcome.events[seat, ARRIVAL])
            - int64(level.crash) * int64(outcome.events[seat, CRASH])
            - int64(level.commit) * int64(outcome.events[seat, BROKEN])
        )
        state.points[seat] += points
        outcome.streams[0, seat] = points
        outcome.streams[1, seat] = 0.05 * (0 < int64(state.driven[seat]) < AWAY and state.stopped[seat] == 0)
        total += worth(outcome, seat)
    for seat in range(seats):
        outcome.reward[seat] = ((100 - mix) * worth(outcome, seat) * seats + mix * total) / (10000 * seats)


@kernel
def worth(outcome: Any, seat: Number) -> Number:
    """Return what a tick was worth to a driver alone, in hundredths of a point."""
    return 100 * int64(outcome.streams[0, seat]) - STOP_COST * int64(outcome.events[seat, STOP])
