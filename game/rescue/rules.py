"""Rescue's rules: the start of a round and one tick of it.

A tick is moves, then verbs (use, ping, call, send), then the world (deliveries, deaths), then what everybody sees.
Moves and uses go robot by robot, and the first is the one with the number of the tick, so that the right of way goes
round.
"""

from __future__ import annotations

from typing import Any

from numpy import float32, int64, uint32

from game.core.compile import Number, kernel, scratch
from game.core.dice import roll
from game.core.messages import hush
from game.core.moves import rotate
from game.rescue.fog import forget, look
from game.rescue.signals import answer, signal
from game.rescue.state import (
    ABSENT,
    ACTIONS,
    BUMP,
    CALLED,
    CARRIED,
    CELLS,
    CRITICAL,
    DEAD,
    DELIVER_LIGHT,
    DIED,
    DUG,
    EVENT_COUNT,
    GONE,
    LIGHT,
    LYING,
    MAX_CELLS,
    MAX_ROBOTS,
    MAX_SEATS,
    MAX_SPOTS,
    MAX_VICTIMS,
    NEVER,
    NORTH,
    OPENED,
    OWN,
    PICKUP_CRITICAL,
    PICKUP_LIGHT,
    PING_BLOCKED,
    PING_VICTIM,
    STABILISED,
    STEP,
    TEAM,
    USE,
    WALKED,
    WEST,
    WIDTH,
)
from game.rescue.verbs import lying_at, use

PER_MILLE = float32(0.001)
PERCENT = float32(0.01)


@kernel
def start(level: Any, seed: Any, state: Any) -> None:
    """Write the first state of a round into ``state``; the dice say where victims lie that have no fixed place."""
    state.seed = seed
    state.tick = 0
    for robot in range(MAX_ROBOTS):
        state.cell[robot] = level.start_cell[robot]
        state.facing[robot] = 1
        state.load[robot] = 0
        state.rest[robot] = 0
        state.work[robot] = 0
        state.work_at[robot] = 0
        state.push_at[robot] = 0
        state.nudged[robot] = 0
        state.push_age[robot] = NEVER
        state.assigned_at[robot] = 0
        state.assigned_age[robot] = NEVER
    for seat in range(MAX_SEATS):
        state.ping_at[seat] = 0
        state.ping_kind[seat] = 0
        state.ping_to[seat] = 0
        state.call_at[seat] = 0
        state.call_to[seat] = 0
        state.ping_age[seat] = NEVER
        state.call_age[seat] = NEVER
    hush(state, MAX_SEATS)
    state.cursor = level.start_cell[0]
    state.chosen = 0
    state.rooms = 0
    for cell in range(MAX_CELLS):
        state.block[cell] = level.block[cell]
    place_victims(level, state)
    forget(level, state)


@kernel
def place_victims(level: Any, state: Any) -> None:
    """Lay the victims down: those of a fixed place, then the others on places drawn from those that are left."""
    taken = scratch(MAX_SPOTS)
    for spot in range(MAX_SPOTS):
        taken[spot] = 0
    for victim in range(MAX_VICTIMS):
        kind: Number = 0
        place: Number = 0
        if victim < int64(level.light) + int64(level.critical):
            kind = LIGHT if victim < int64(level.light) else CRITICAL
            place = draw_spot(level, state, taken, victim, kind)
            taken[place] = 1
        state.victim_at[victim] = level.spot_at[place] if kind > 0 else 0
        state.victim_is[victim] = kind
        state.victim_now[victim] = LYING if kind > 0 else ABSENT
        state.steady[victim] = 0
        state.found_tick[victim] = -1
        state.pinged_by[victim] = NEVER
        state.pinged_age[victim] = NEVER
    for kind in range(3):
        state.saved[kind] = 0
    state.left[0] = 0
    state.left[LIGHT] = level.light
    state.left[CRITICAL] = level.critical


@kernel
def draw_spot(level: Any, state: Any, taken: Number, victim: Number, kind: Number) -> Number:
    """Return a free place: the first one of this kind, else one drawn from those of no kind."""
    free: Number = 0
    for spot in range(int64(level.spots)):
        if taken[spot] == 0 and level.spot_is[spot] == kind:
            return spot
        free += int64(taken[spot] == 0 and level.spot_is[spot] == 0)
    pick: Number = roll(state.seed, 0, victim, free)
    for spot in range(int64(level.spots)):
        if taken[spot] == 0 and level.spot_is[spot] == 0:
            if pick == 0:
                return spot
            pick -= 1
    return 0


@kernel
def advance(level: Any, state: Any, joint_action: Any, outcome: Any) -> None:
    """Play one tick: moves, verbs, the world, what everybody sees, then rewards."""
    robots, seats = int64(level.robots), int64(level.seats)
    for seat in range(MAX_SEATS):
        for event in range(EVENT_COUNT):
            outcome.events[seat, event] = 0
    grow_old(level, state)
    before = scratch(MAX_ROBOTS)
    move(level, state, joint_action, outcome, before)
    cleared: Number = 0
    first: Number = int64(state.tick) % robots
    for turn in range(robots):
        robot = (first + turn) % robots
        if int64(joint_action[robot]) % ACTIONS == USE:
            cleared += use(level, state, robot, outcome)
        else:
            state.work[robot] = 0
    for seat in range(seats):
        signal(level, state, seat, int64(joint_action[seat]), outcome)
    for robot in range(robots):
        deliver(level, state, robot, outcome)
    if int64(state.tick) + 1 == int64(level.death):
        bury(level, state, outcome)
    look(level, state, before, cleared, outcome)
    answer(level, state, before, outcome)
    reward(level, outcome)
    state.tick += 1
    outcome.terminated = int64(state.left[LIGHT]) + int64(state.left[CRITICAL]) == 0


@kernel
def grow_old(level: Any, state: Any) -> None:
    """Let everything that has an age grow older by a tick."""
    for robot in range(int64(level.robots)):
        state.push_age[robot] = min(int64(state.push_age[robot]) + 1, NEVER)
        state.assigned_age[robot] = min(int64(state.assigned_age[robot]) + 1, NEVER)
        state.nudged[robot] = 0
    for seat in range(int64(level.seats)):
        state.ping_age[seat] = min(int64(state.ping_age[seat]) + 1, NEVER)
        state.call_age[seat] = min(int64(state.call_age[seat]) + 1, NEVER)
    for victim in range(MAX_VICTIMS):
        state.pinged_age[victim] = min(int64(state.pinged_age[victim]) + 1, NEVER)


@kernel
def move(level: Any, state: Any, joint_action: Any, outcome: Any, before: Number) -> None:
    """Turn and move the robots, and note in ``before`` where they were.

    A robot with a critical victim rests after each step. Who walks into a mate nudges it.
    """
    robots = int64(level.robots)
    wish, hoped = scratch(MAX_ROBOTS), scratch(MAX_ROBOTS)
    for robot in range(robots):
        here = int64(state.cell[robot])
        action = int64(joint_action[robot]) % ACTIONS
        before[robot], hoped[robot], wish[robot] = here, here, here
        if NORTH <= action <= WEST:
            state.facing[robot] = action - 1
            there = here + STEP[action - 1]
            hoped[robot] = there
            if state.block[there] == 0 and state.rest[robot] == 0 and lying_at(state, there) < 0:
                wish[robot] = there
    rotate(state.cell, wish, level.team, robots, int64(state.tick) % robots, 1)
    for robot in range(robots):
        walked = state.cell[robot] != before[robot]
        load = int64(state.load[robot])
        heavy = load > 0 and state.victim_is[load - 1] == CRITICAL
        rested = int64(state.rest[robot])
        state.rest[robot] = walked and heavy
        outcome.events[robot, WALKED] = walked
        if hoped[robot] != before[robot] and not walked and rested == 0:
            outcome.events[robot, BUMP] = 1
            nudge(state, robot, robots, int64(hoped[robot]))


@kernel
def nudge(state: Any, robot: Number, robots: Number, cell: Number) -> None:
    """Let a mate on a cell feel from which side it was walked into."""
    for mate in range(robots):
        if state.cell[mate] == cell and mate != robot:
            state.nudged[mate] = (int64(state.facing[robot]) ^ 1) + 1


@kernel
def deliver(level: Any, state: Any, robot: Number, outcome: Any) -> None:
    """Take the victim from a robot that stands on or beside the clinic."""
    load, cell = int64(state.load[robot]), int64(state.cell[robot])
    if load == 0 or not (uint32(level.ward[cell >> 5]) >> uint32(cell & (WIDTH - 1))) & uint32(1):
        return
    kind = int64(state.victim_is[load - 1])
    state.victim_now[load - 1] = GONE
    state.load[robot] = 0
    state.rest[robot] = 0
    state.left[kind] -= 1
    state.saved[kind] += 1
    outcome.events[robot, DELIVER_LIGHT + kind - LIGHT] = 1


@kernel
def bury(level: Any, state: Any, outcome: Any) -> None:
    """Let the critical victims die that nobody has stabilised; the event is its carrier's, else the first seat's."""
    for victim in range(MAX_VICTIMS):
        now = int64(state.victim_now[victim])
        if state.victim_is[victim] == CRITICAL and state.steady[victim] == 0 and LYING <= now <= CARRIED:
            state.left[CRITICAL] -= 1
            state.victim_now[victim] = DEAD if now == LYING else GONE
            carrier: Number = 0
            for robot in range(int64(level.robots)):
                if state.load[robot] == victim + 1:
                    state.load[robot] = 0
                    state.rest[robot] = 0
                    carrier = robot
            outcome.events[carrier, DIED] += 1


@kernel
def reward(level: Any, outcome: Any) -> None:
    """Write points to who delivers, the shaping of every robot, and each seat's reward as the level shares it."""
    seats = int64(level.seats)
    total = float32(0.0)
    for seat in range(MAX_SEATS):
        light, critical = int64(outcome.events[seat, DELIVER_LIGHT]), int64(outcome.events[seat, DELIVER_LIGHT + 1])
        points = float32(light * int64(level.points[LIGHT]) + critical * int64(level.points[CRITICAL]))
        outcome.streams[0, seat] = points
        outcome.streams[1, seat] = shaped(level, outcome, seat)
        total += points
    own = int64(level.own_share) if level.reward != TEAM else 0
    for seat in range(MAX_SEATS):
        shared = float32(100 - own) * total + float32(own) * outcome.streams[0, seat]
        outcome.reward[seat] = shared * PERCENT if own > 0 else total
        if level.reward == OWN:
            outcome.reward[seat] = outcome.streams[0, seat]
        if seat >= seats:
            outcome.reward[seat] = 0.0


@kernel
def shaped(level: Any, outcome: Any, seat: Number) -> Number:
    """Return the shaping of a seat in this tick, in points."""
    total = int64(level.shaping[0]) * int64(outcome.events[seat, CELLS])
    picked = int64(outcome.events[seat, PICKUP_LIGHT]) + int64(outcome.events[seat, PICKUP_CRITICAL])
    pinged = int64(outcome.events[seat, PING_VICTIM]) + int64(outcome.events[seat, PING_BLOCKED])
    total += int64(level.shaping[1]) * picked
    total += int64(level.shaping[2]) * int64(outcome.events[seat, STABILISED])
    total += int64(level.shaping[3]) * int64(outcome.events[seat, DUG])
    total += int64(level.shaping[4]) * int64(outcome.events[seat, OPENED])
    total -= int64(level.shaping[5]) * pinged + int64(level.shaping[6]) * int64(outcome.events[seat, CALLED])
    return float32(total) * PER_MILLE
