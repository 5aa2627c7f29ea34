"""What a seat sees as numbers: itself, a compass, who signals what, its mates and the cells around it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy import float32, int64, uint32, uintp

from game.core.compile import Number, kernel, scratch
from game.core.contract import Observation
from game.core.messages import heard
from game.core.paths import LARGEST, SIDES, toward
from game.rescue.compass import GOALS, KINDS, ROWS, flood, mark, recall
from game.rescue.fog import load_of
from game.rescue.signals import LASTS
from game.rescue.state import BLOCKED_PING, NEVER, SILENT, STEP, WIDTH

SIDE_NAMES = ("north", "south", "east", "west")
AHEAD = ("light", "critical", "stable", "rubble", "heavy")
OWN = (
    *("scout", "digger", "medic", "dispatcher", "x", "y"),
    *(f"facing_{side}" for side in SIDE_NAMES),
    *("carries_light", "carries_critical", "carries_stable", "rests", "work"),
    *("can_ping", "can_call", "left_light", "left_critical", "time_left", "time_to_death"),
    *(f"nudged_{side}" for side in SIDE_NAMES),
    *(f"free_{side}" for side in SIDE_NAMES),
    *(f"ahead_{kind}" for kind in AHEAD),
    *("ahead_mate", "ahead_half_open"),
)
WAY = ("known", "steps", *SIDE_NAMES, "here", "dx", "dy")
SLOTS = 3
SIGNALS = ("call", "ping", "sent")
TARGET = ("on", "dx", "dy", "steps", *SIDE_NAMES, "here", "age")
MATES = 3
MATE = ("known", "seen", "dx", "dy", "age", "scout", "digger", "medic", "light", "critical", "stable", "message")
MESSAGES = 7
CROP = 2
AROUND = tuple((dx, dy) for dy in range(-CROP, CROP + 1) for dx in range(-CROP, CROP + 1))
NAMES = (
    *OWN,
    *(f"{kind}_{part}" for kind in KINDS for part in WAY),
    *(f"{kind}_{part}" for kind in SIGNALS for part in TARGET),
    "ping_blocked",
    *(f"mate_{number}_{part}" for number in range(1, MATES + 1) for part in MATE),
    *(f"heard_{number}" for number in range(1, MESSAGES + 1)),
    *(f"{part}_{dx}_{dy}" for dx, dy in AROUND for part in ("blocked", "unknown", "taken")),
)
SIZE = len(NAMES)
AT_WAYS = len(OWN)
AT_SIGNALS = AT_WAYS + len(KINDS) * len(WAY)
AT_BLOCKED = AT_SIGNALS + len(SIGNALS) * len(TARGET)
AT_MATES = AT_BLOCKED + 1
AT_HEARD = AT_MATES + MATES * len(MATE)
AT_CROP = AT_HEARD + MESSAGES
AT_CARRIES, AT_NUDGED, AT_FREE, AT_AHEAD = 10, 21, 25, 29
OUTER = 1 / 32
"""What a cell counts in a distance."""
HIGH = 5.0
FAR = 96
SOON = 1000
"""Ticks left that are told apart at most."""
ONE = uint32(1)
NOWHERE = uint32(0xFFFFFFFF)
WAY_LENGTH, TARGET_LENGTH, MATE_LENGTH = len(WAY), len(TARGET), len(MATE)


@kernel
def write(level: Any, state: Any, seat: Number, out: Any) -> None:
    """Write the view of a seat as float32, every entry within -5 and 5."""
    for entry in range(uintp(SIZE)):
        out[entry] = 0.0
    robots = int64(level.robots)
    cell = int64(state.cell[seat]) if seat < robots else int64(state.cursor)
    known, opened, free = scratch(ROWS), scratch(ROWS), scratch(ROWS)
    goals, ways, ends = scratch(GOALS), scratch(8), scratch(8)
    recall(level, state, seat, known, opened)
    mark(level, state, seat, known, opened, free, goals)
    flood(free, goals, int64(level.height), cell, ways, ends)
    for kind in range(len(KINDS)):
        if ways[kind] != NOWHERE:
            write_way(out, AT_WAYS + kind * WAY_LENGTH, int64(ways[kind]), int64(ends[kind]), cell)
    write_own(level, state, seat, cell, out)
    write_signals(level, state, seat, cell, known, free, out)
    write_mates(level, state, seat, cell, out)
    if seat < robots:
        write_around(level, state, seat, cell, known, free, goals, out)


@kernel
def write_way(out: Any, at: Number, way: Number, end: Number, cell: Number) -> None:
    """Write a way of the compass: that there is one, its steps, the side of the first, and where it ends."""
    out[at] = 1.0
    out[at + 1] = float32(way // SIDES) * float32(OUTER)
    out[at + 2 + way % SIDES] = 1.0
    out[at + 7] = float32((end & (WIDTH - 1)) - (cell & (WIDTH - 1))) * float32(OUTER)
    out[at + 8] = float32((end >> 5) - (cell >> 5)) * float32(OUTER)


@kernel
def write_own(level: Any, state: Any, seat: Number, cell: Number, out: Any) -> None:
    """Write what a seat knows of itself and of the round."""
    out[int64(level.role[seat])] = 1.0
    out[4] = float32(cell & (WIDTH - 1)) * float32(OUTER)
    out[5] = float32(cell >> 5) * float32(OUTER)
    out[15] = float32(level.comm != SILENT and state.ping_age[seat] > level.ping_pause)
    out[16] = float32(level.comm != SILENT and state.call_age[seat] > level.call_pause)
    out[17] = float32(state.left[1]) * float32(0.25)
    out[18] = float32(state.left[2]) * float32(0.25)
    left: Number = min(int64(level.horizon) - int64(state.tick), SOON)
    dying: Number = min(max(int64(level.death) - int64(state.tick), 0), SOON)
    out[19] = float32(left) * float32(0.004)
    out[20] = float32(dying) * float32(0.004)
    if seat >= int64(level.robots):
        return
    out[6 + int64(state.facing[seat])] = 1.0
    load = load_of(state, seat)
    if load > 0:
        out[AT_CARRIES + load - 1] = 1.0
    out[13] = float32(state.rest[seat])
    out[14] = float32(state.work[seat]) * float32(0.25)
    if state.nudged[seat] > 0:
        out[AT_NUDGED + int64(state.nudged[seat]) - 1] = 1.0


@kernel
def write_signals(level: Any, state: Any, seat: Number, cell: Number, known: Number, free: Number, out: Any) -> None:
    """Write the ways to the last call, the last ping and to where a seat is sent, and what is said to it."""
    robots, places, ages = int64(level.robots), scratch(SLOTS), scratch(SLOTS)
    for slot in range(SLOTS):
        ages[slot] = NEVER
    for other in range(int64(level.seats)):
        message = heard(state, other, seat)
        if message > 0 and other != seat:
            out[AT_HEARD + message - 1] = 1.0
        called = (int64(state.call_to[other]) >> seat) & 1 and state.call_age[other] < LASTS
        if called and state.call_age[other] < ages[0]:
            places[0], ages[0] = state.call_at[other], state.call_age[other]
        pinged = (int64(state.ping_to[other]) >> seat) & 1 and state.ping_age[other] < LASTS
        if pinged and state.ping_age[other] < ages[1]:
            places[1], ages[1] = state.ping_at[other], state.ping_age[other]
            out[AT_BLOCKED] = float32(state.ping_kind[other] == BLOCKED_PING)
    if seat >= robots:
        places[2], ages[2] = state.cell[int64(state.chosen)], 0
    else:
        places[2], ages[2] = state.assigned_at[seat], state.assigned_age[seat]
    for slot in range(SLOTS):
        if ages[slot] < NEVER:
            at = AT_SIGNALS + slot * TARGET_LENGTH
            out[at + TARGET_LENGTH - 1] = float32(ages[slot]) * float32(0.05)
            write_target(level, known, free, cell, int64(places[slot]), out, at)


@kernel
def write_target(level: Any, known: Number, free: Number, cell: Number, there: Number, out: Any, at: Number) -> None:
    """Write where a cell lies and the way to it, counting on what is unknown to be free."""
    hopeful, ends = scratch(LARGEST), scratch(LARGEST)
    height = int64(level.height)
    for row in range(uintp(ROWS)):
        hopeful[row] = (uint32(free[row]) | ~uint32(known[row])) & uint32(level.inside[row])
        ends[row] = uint32(0)
    ends[there >> 5] = ONE << uint32(there & (WIDTH - 1))
    out[at] = 1.0
    out[at + 1] = float32((there & (WIDTH - 1)) - (cell & (WIDTH - 1))) * float32(OUTER)
    out[at + 2] = float32((there >> 5) - (cell >> 5)) * float32(OUTER)
    way = toward(hopeful, ends, height, cell & (WIDTH - 1), cell >> 5, FAR)
    if way >= 0:
        out[at + 3] = float32(int64(way) // SIDES) * float32(OUTER)
        out[at + 4 + int64(way) % SIDES] = 1.0


@kernel
def write_mates(level: Any, state: Any, seat: Number, cell: Number, out: Any) -> None:
    """Write the three nearest mates that a robot has seen, or the three robots that a dispatcher sends next."""
    robots = int64(level.robots)
    taken = 0
    for place in range(MATES):
        mate: Number = -1
        if seat >= robots:
            mate = (int64(state.chosen) + place) % robots if place < robots else -1
        else:
            mate = nearest_mate(state, seat, cell, robots, taken)
        if mate >= 0:
            taken |= 1 << mate
            write_mate(level, state, seat, mate, cell, out, AT_MATES + place * MATE_LENGTH)


@kernel
def nearest_mate(state: Any, seat: Number, cell: Number, robots: Number, taken: Number) -> Number:
    """Return the nearest mate by where it was last seen that is not taken yet, or -1; the lower seat where two are."""
    best: Number
    nearest: Number
    best, nearest = -1, 1 << 20
    for mate in range(robots):
        there = int64(state.mate_at[seat, mate])
        away = abs((there >> 5) - (cell >> 5)) + abs((there & 31) - (cell & 31))
        if mate != seat and not (taken >> mate) & 1 and state.mate_age[seat, mate] < NEVER and away < nearest:
            best, nearest = mate, away
    return best


@kernel
def write_mate(level: Any, state: Any, seat: Number, mate: Number, cell: Number, out: Any, at: Number) -> None:
    """Write what a seat knows of a mate."""
    witness = seat if seat < int64(level.robots) else mate
    there, age = int64(state.mate_at[witness, mate]), int64(state.mate_age[witness, mate])
    out[at] = 1.0
    out[at + 1] = float32(age == 0)
    out[at + 2] = float32((there & (WIDTH - 1)) - (cell & (WIDTH - 1))) * float32(OUTER)
    out[at + 3] = float32((there >> 5) - (cell >> 5)) * float32(OUTER)
    out[at + 4] = float32(age) * float32(0.0125)
    out[at + 5 + int64(level.role[mate])] = 1.0
    load = int64(state.mate_load[witness, mate])
    if load > 0:
        out[at + 7 + load] = 1.0
    out[at + 11] = float32(heard(state, mate, seat)) * float32(0.125)


@kernel
def write_around(
    level: Any, state: Any, seat: Number, cell: Number, known: Number, free: Number, goals: Number, out: Any
) -> None:
    """Write the cells around a robot, which of the four beside it are free, and what is ahead."""
    mates, lying = scratch(ROWS), scratch(ROWS)
    for row in range(uintp(ROWS)):
        mates[row] = uint32(0)
        lying[row] = uint32(goals[row]) | uint32(goals[uintp(ROWS) + row]) | uint32(goals[uintp(2 * ROWS) + row])
    for mate in range(int64(level.robots)):
        if mate != seat and state.mate_age[seat, mate] == 0:
            there = int64(state.mate_at[seat, mate])
            place = uintp(there >> 5)
            mates[place] = uint32(mates[place]) | (ONE << uint32(there & (WIDTH - 1)))
    x, y = cell & (WIDTH - 1), cell >> 5
    at: Number = AT_CROP
    for row in range(y - CROP, y + CROP + 1):
        for column in range(x - CROP, x + CROP + 1):
            if 0 <= row < ROWS and 0 <= column < WIDTH:
                spot, shift = uintp(row), uint32(column)
                is_known = (uint32(known[spot]) >> shift) & ONE
                is_lying = (uint32(lying[spot]) >> shift) & ONE
                is_free = (uint32(free[spot]) >> shift) & ONE
                out[at] = float32(is_known & ~is_free & ~is_lying & ONE)
                out[at + 1] = float32(ONE - is_known)
                out[at + 2] = float32(((uint32(mates[spot]) >> shift) & ONE) | is_lying)
            else:
                out[at + 1] = 1.0
            at += 3
    for side in range(4):
        there = cell + STEP[side]
        place, shift = uintp(there >> 5), uint32(there & (WIDTH - 1))
        out[AT_FREE + side] = float32((uint32(free[place]) & ~uint32(mates[place])) >> shift & ONE)
    write_ahead(level, state, seat, cell + STEP[int64(state.facing[seat])], mates, goals, out)


@kernel
def write_ahead(level: Any, state: Any, seat: Number, cell: Number, mates: Number, goals: Number, out: Any) -> None:
    """Write what is on the cell that a robot faces, and whether heavy rubble there waits for a second push."""
    place, shift = uintp(cell >> 5), uint32(cell & (WIDTH - 1))
    for kind in range(5):
        out[AT_AHEAD + kind] = float32((uint32(goals[uintp(kind * ROWS) + place]) >> shift) & ONE)
    out[AT_AHEAD + 5] = float32((uint32(mates[place]) >> shift) & ONE)
    for mate in range(int64(level.robots)):
        if mate != seat and state.push_at[mate] == cell and state.push_age[mate] < level.window:
            out[AT_AHEAD + 6] = 1.0


@kernel
def write_rows(levels: Any, which: Any, states: Any, out: Any, first: Number, last: Number) -> None:
    """Write the views of all seats of the rows ``first`` to ``last - 1``."""
    for row in range(uintp(first), uintp(last)):
        level, state = levels[which[row]], states[row]
        for seat in range(uintp(level.seats)):
            write(level, state, int64(seat), out[row, seat])


OBSERVATIONS = {
    "features": Observation(
        "Itself, the compass over the known map, signals, the nearest mates and the cells around it.",
        np.dtype(np.float32),
        lambda _: (SIZE,),
        -HIGH,
        HIGH,
        lambda _: NAMES,
        write,
        write_rows,
    )
}
