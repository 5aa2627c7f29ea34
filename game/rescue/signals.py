"""Signals: pings, calls, messages, and where the dispatcher sends whom."""

from __future__ import annotations

from typing import Any

from numpy import int64, uint32

from game.core.compile import Number, kernel
from game.core.messages import speak
from game.rescue.fog import is_linked, load_of
from game.rescue.state import (
    ACTIONS,
    ARRIVED,
    ASSIGNED,
    BLOCKED_PING,
    CALL,
    CALLED,
    CAME,
    EAST,
    MAX_ROWS,
    MAX_VICTIMS,
    NEVER,
    NORTH,
    PING,
    PING_BLOCKED,
    PING_VICTIM,
    REFUSED,
    SAID,
    SILENT,
    SOUTH,
    STEP,
    USE,
    VICTIM_PING,
    WEST,
    WIDTH,
)

FULL = 0xFFFFFFFF
LASTS = 20
"""Ticks for which a ping or a call shows the way."""
NEAR = 2
"""Columns and rows within which a robot has come, or is where it was sent."""
STALE = 60
"""Ticks after which a robot is no longer sent anywhere."""
STRIDE = 2
"""Cells that the dispatcher's cursor moves at once."""


@kernel
def signal(level: Any, state: Any, seat: Number, choice: Number, outcome: Any) -> None:
    """Do what a seat signals in a tick: what it says, then its ping or call, or all that a dispatcher does."""
    action, message = choice % ACTIONS, choice // ACTIONS
    audience = audience_of(level, state, seat)
    sent = speak(state, seat, message if level.comm != SILENT else 0, audience)
    outcome.events[seat, SAID] = sent
    if message > 0 and not sent:
        outcome.events[seat, REFUSED] = 1
    robots = int64(level.robots)
    if seat >= robots and NORTH <= action <= WEST:
        move_cursor(level, state, action - 1)
    elif seat >= robots and action == USE:
        send(level, state, seat, outcome)
    elif seat >= robots and action == CALL:
        state.chosen = (int64(state.chosen) + 1) % robots
    elif action == PING:
        ping(level, state, seat, audience, outcome)
    elif action == CALL:
        call(level, state, seat, audience, outcome)


@kernel
def audience_of(level: Any, state: Any, seat: Number) -> Number:
    """Return the seats that a seat's signals get to, one bit each; the dispatcher hears and reaches everybody."""
    seats, robots = int64(level.seats), int64(level.robots)
    bits: Number = 0
    for other in range(seats):
        dispatch = seat >= robots or other >= robots
        if other != seat and level.comm != SILENT and (dispatch or is_linked(level, state, seat, other)):
            bits |= 1 << other
    return bits


@kernel
def ping(level: Any, state: Any, seat: Number, audience: Number, outcome: Any) -> None:
    """Show the others the nearest victim one knows of, else the rubble one faces, and the map around oneself."""
    robots = int64(level.robots)
    here = int64(state.cell[seat]) if seat < robots else int64(state.cursor)
    victim = nearest_known(level, state, seat, here)
    cell: Number = here
    if victim >= 0:
        cell = int64(state.victim_at[victim])
    elif seat < robots:
        cell = here + STEP[int64(state.facing[seat])]
    blocked = victim < 0 and seat < robots and ((rubble_of(level, state, seat, cell >> 5)) >> uint32(cell & 31)) & 1
    soon = state.ping_age[seat] <= level.ping_pause
    if audience == 0 or soon or not (victim >= 0 or blocked):
        outcome.events[seat, REFUSED] = 1
        return
    state.ping_at[seat] = cell
    state.ping_kind[seat] = VICTIM_PING if victim >= 0 else BLOCKED_PING
    state.ping_age[seat] = 0
    state.ping_to[seat] = audience
    outcome.events[seat, PING_VICTIM if victim >= 0 else PING_BLOCKED] = 1
    if victim >= 0:
        state.pinged_by[victim] = seat
        state.pinged_age[victim] = 0
    for robot in range(robots):
        if (audience >> robot) & 1:
            show(level, state, seat, robot, victim)


@kernel
def knows(level: Any, state: Any, seat: Number) -> Number:
    """Return the victims that a seat believes to lie where they were found, one bit each; a dispatcher asks all."""
    found: Number = 0
    gone: Number = 0
    stable: Number = 0
    for robot in range(int64(level.robots)):
        if robot == seat or seat >= int64(level.robots):
            found |= int64(state.found[robot])
            gone |= int64(state.gone[robot])
            stable |= int64(state.stable[robot])
    if int64(state.tick) >= int64(level.death):
        for victim in range(int64(level.light), MAX_VICTIMS):
            gone |= (1 << victim) & ~stable
    return found & ~gone


@kernel
def nearest_known(level: Any, state: Any, seat: Number, here: Number) -> Number:
    """Return the nearest victim that a seat knows of, as the crow flies, or -1."""
    best: Number
    nearest: Number
    best, nearest = -1, 1 << 20
    lying = knows(level, state, seat)
    for victim in range(MAX_VICTIMS):
        cell = int64(state.victim_at[victim])
        away = abs((cell >> 5) - (here >> 5)) + abs((cell & 31) - (here & 31))
        if (lying >> victim) & 1 and away < nearest:
            best, nearest = victim, away
    return best


@kernel
def rubble_of(level: Any, state: Any, robot: Number, row: Number) -> Number:
    """Return the cells of a row in which a robot knows of rubble that is there yet, as far as it knows."""
    there = (uint32(level.rubble[row]) | uint32(level.heavy[row])) & uint32(state.known[robot, row])
    return there & ~uint32(state.opened[robot, row])


@kernel
def show(level: Any, state: Any, seat: Number, robot: Number, victim: Number) -> None:
    """Give a robot the victim of a ping, the sender's place, and its map within some cells around it."""
    if seat < int64(level.robots):
        state.mate_at[robot, seat] = state.cell[seat]
        state.mate_age[robot, seat] = 0
        state.mate_load[robot, seat] = load_of(state, seat)
        cell, radius = int64(state.cell[seat]), int64(level.ping_map)
        left: Number = (cell & (WIDTH - 1)) - radius
        columns: Number = min(2 * radius + 1, WIDTH)
        wide = (int64(1) << columns) - 1
        window = uint32((wide << left if left >= 0 else wide >> -left) & FULL)
        for row in range(MAX_ROWS):
            if abs(row - (cell >> 5)) <= radius:
                known, opened = uint32(state.known[seat, row]), uint32(state.opened[seat, row])
                state.known[robot, row] = uint32(state.known[robot, row]) | (known & window)
                state.opened[robot, row] = uint32(state.opened[robot, row]) | (opened & window)
    if victim >= 0:
        bit = 1 << victim
        age: Number = NEVER
        for witness in range(int64(level.robots)):
            if witness == seat or seat >= int64(level.robots):
                age = min(age, int64(state.found_age[witness, victim]))
        state.found[robot] = int64(state.found[robot]) | bit
        state.stable[robot] = int64(state.stable[robot]) | (bit & stable_for(level, state, seat))
        state.found_age[robot, victim] = min(int64(state.found_age[robot, victim]), age)


@kernel
def stable_for(level: Any, state: Any, seat: Number) -> Number:
    """Return the victims that a seat knows to be stabilised, one bit each."""
    stable: Number = 0
    for robot in range(int64(level.robots)):
        if robot == seat or seat >= int64(level.robots):
            stable |= int64(state.stable[robot])
    return stable


@kernel
def call(level: Any, state: Any, seat: Number, audience: Number, outcome: Any) -> None:
    """Ask the others to come to where one is."""
    if audience == 0 or state.call_age[seat] <= level.call_pause:
        outcome.events[seat, REFUSED] = 1
        return
    state.call_at[seat] = state.cell[seat]
    state.call_age[seat] = 0
    state.call_to[seat] = audience
    outcome.events[seat, CALLED] = 1


@kernel
def move_cursor(level: Any, state: Any, side: Number) -> None:
    """Move the dispatcher's cursor; it stays inside the border."""
    x = (int64(state.cursor) & (WIDTH - 1)) + STRIDE * (int64(side == EAST - 1) - int64(side == WEST - 1))
    y = (int64(state.cursor) >> 5) + STRIDE * (int64(side == SOUTH - 1) - int64(side == NORTH - 1))
    column: Number = min(max(x, 1), int64(level.width) - 2)
    row: Number = min(max(y, 1), int64(level.height) - 2)
    state.cursor = row * WIDTH + column


@kernel
def send(level: Any, state: Any, seat: Number, outcome: Any) -> None:
    """Send the chosen robot to the cursor and choose the next."""
    robot = int64(state.chosen)
    state.assigned_at[robot] = state.cursor
    state.assigned_age[robot] = 0
    state.chosen = (robot + 1) % int64(level.robots)
    outcome.events[seat, ASSIGNED] = 1


@kernel
def answer(level: Any, state: Any, before: Number, outcome: Any) -> None:
    """Count who came when called and who arrived where it was sent; old orders are forgotten."""
    for robot in range(int64(level.robots)):
        here, was = int64(state.cell[robot]), int64(before[robot])
        for seat in range(int64(level.seats)):
            heard = state.call_age[seat] < LASTS and (int64(state.call_to[seat]) >> robot) & 1
            if heard and here != was and is_near(here, int64(state.call_at[seat])):
                outcome.events[robot, CAME] |= not is_near(was, int64(state.call_at[seat]))
        if state.assigned_age[robot] < NEVER and is_near(here, int64(state.assigned_at[robot])):
            state.assigned_age[robot] = NEVER
            outcome.events[robot, ARRIVED] = 1
        elif state.assigned_age[robot] > STALE:
            state.assigned_age[robot] = NEVER


@kernel
def is_near(here: Number, there: Number) -> Number:
    """Tell whether two cells are at most two columns and two rows apart."""
    return abs((here >> 5) - (there >> 5)) <= NEAR and abs((here & 31) - (there & 31)) <= NEAR
