"""What a tick brings: points, rewards and shaping, and the verdict at the end of the preparation.

Each tick of the search gives one point: to the hiders when nobody of them is seen (in a lab: when its task is done),
else to the seekers. Rewards add up to nothing over all seats; they are worked out in sixths, which every team of one
to three shares evenly.
"""

from __future__ import annotations

from typing import Any

from numpy import int64

from game.core.compile import Number, kernel, scratch
from game.core.paths import LARGEST, is_on, put, reach
from game.hideout.sight import ABOVE
from game.hideout.state import (
    BY_SEAT,
    BY_TEAM,
    EVENTS,
    HIDE,
    HIDERS,
    LOW,
    MAX_BOXES,
    MAX_SEATS,
    SEEKERS,
    STREAMS,
    STRIDE,
)
from game.hideout.tasks import is_done

EVENT_COUNT = len(EVENTS)
STREAM_COUNT = len(STREAMS)
POINTS, SHAPED = range(STREAM_COUNT)
SEEN, HIDDEN, SEEN_FROM_ABOVE, FOUND = (EVENTS.index(name) for name in ("seen", "hidden", "seen_from_above", "found"))
SEALED, UNSEALED, BUILT, UNBUILT = (EVENTS.index(name) for name in ("sealed", "unsealed", "built", "unbuilt"))
RAMP_LOCKED, RAMP_INSIDE, RAMP_FREE = (EVENTS.index(name) for name in ("ramp_locked", "ramp_inside", "ramp_free"))
SIXTHS = 6
ROOM = 2
"""The first area that is a room."""


@kernel
def clear(outcome: Any) -> None:
    """Set an outcome to nothing happened."""
    for seat in range(MAX_SEATS):
        outcome.reward[seat] = 0.0
        for stream in range(STREAM_COUNT):
            outcome.streams[stream, seat] = 0.0
        for event in range(EVENT_COUNT):
            outcome.events[seat, event] = 0
    outcome.terminated = 0


@kernel
def count_tick(level: Any, state: Any, outcome: Any) -> None:
    """Give the point and the rewards of a tick of the search, after everybody has looked."""
    seats, hiders = int64(level.seats), int64(level.hiders)
    good = True
    for hider in range(hiders):
        seen = state.last_age[hider] == 0
        good = good and not seen
        if level.task == HIDE:
            outcome.events[hider, SEEN] = seen
            outcome.events[hider, HIDDEN] = not seen
            outcome.events[hider, SEEN_FROM_ABOVE] = is_seen_from_above(level, state, hider)
            note_found(level, state, outcome, hider)
    if level.task != HIDE:
        good = is_done(level, state)
        outcome.events[0, BUILT] = good
        outcome.events[0, UNBUILT] = not good
    state.points[HIDERS if good else SEEKERS] += 1
    outcome.streams[POINTS, 0 if good else hiders] = 1.0
    if level.reward == BY_TEAM or level.task != HIDE:
        reward_teams(outcome, hiders, seats, good)
    else:
        reward_seats(level, state, outcome)


@kernel
def is_seen_from_above(level: Any, state: Any, hider: Number) -> Number:
    """Tell whether a seeker on a wall or a box sees a hider."""
    found = False
    for seeker in range(int64(level.hiders), int64(level.seats)):
        found = found or (state.height[seeker] >= ABOVE and (int64(state.sees[seeker]) >> hider) & 1 != 0)
    return found


@kernel
def note_found(level: Any, state: Any, outcome: Any, hider: Number) -> None:
    """Count the first sight of a hider in the round, for each seeker that has it."""
    if state.last_age[hider] == 0 and not (int64(state.found) >> hider) & 1:
        state.found = int64(state.found) | (1 << hider)
        for seeker in range(int64(level.hiders), int64(level.seats)):
            outcome.events[seeker, FOUND] += (int64(state.sees[seeker]) >> hider) & 1


@kernel
def reward_teams(outcome: Any, hiders: Number, seats: Number, good: Number) -> None:
    """Give every hider 1 or -1, and the seekers together what the hiders lose."""
    value = SIXTHS if good else -SIXTHS
    for hider in range(hiders):
        outcome.reward[hider] = value / SIXTHS
    for seeker in range(hiders, seats):
        outcome.reward[seeker] = -value * hiders // (seats - hiders) / SIXTHS


@kernel
def reward_seats(level: Any, state: Any, outcome: Any) -> None:
    """Give every hider 1 or -1 for itself; who sees it shares what it loses, all seekers share what it wins.

    By the mean of the team everybody gets an equal part of what their team got.
    """
    seats, hiders = int64(level.seats), int64(level.hiders)
    total: Number = int64(0)
    for hider in range(hiders):
        watchers = int64(0)
        for seeker in range(hiders, seats):
            watchers += (int64(state.sees[seeker]) >> hider) & 1
        total += SIXTHS if watchers == 0 else -SIXTHS
        outcome.reward[hider] = 1.0 if watchers == 0 else -1.0
        for seeker in range(hiders, seats):
            if watchers == 0:
                outcome.reward[seeker] -= SIXTHS // (seats - hiders) / SIXTHS
            elif (int64(state.sees[seeker]) >> hider) & 1:
                outcome.reward[seeker] += SIXTHS // watchers / SIXTHS
    if level.reward != BY_SEAT:
        for seat in range(seats):
            outcome.reward[seat] = total / (hiders if seat < hiders else hiders - seats) / SIXTHS


@kernel
def judge_preparation(level: Any, state: Any, outcome: Any) -> None:
    """Count, for the first hider, whether the seekers can walk to any hider, and what became of the ramps.

    The shaped stream of every hider gets its share for each door that is closed, as much once more where that keeps all
    seekers out, and the other share for each ramp that they cannot use: once in a round, so nothing is gained by
    locking again and again.
    """
    sealed = is_sealed(level, state)
    outcome.events[0, SEALED] = sealed
    outcome.events[0, UNSEALED] = not sealed
    worth = int64(level.shaping[0]) * (int64(sealed) + closed_doors(state))
    variant = int64(state.variant)
    for thing in range(MAX_BOXES, MAX_BOXES + int64(level.ramps)):
        cell = int64(level.flip[variant, int64(state.thing_cell[thing])])
        locked, inside = state.lock[thing] == HIDERS + 1, level.area[cell] >= ROOM
        outcome.events[0, RAMP_LOCKED] += locked
        outcome.events[0, RAMP_INSIDE] += inside and not locked
        outcome.events[0, RAMP_FREE] += not locked and not inside
        worth += int64(level.shaping[1]) * int64(locked or inside)
    for hider in range(int64(level.hiders)):
        outcome.streams[SHAPED, hider] += worth


@kernel
def closed_doors(state: Any) -> Number:
    """Return in how many open doors a box stands that the hiders have locked."""
    closed = int64(0)
    for number in range(int64(state.open_doors)):
        thing = int64(state.thing_at[int64(state.door[number])]) - 1
        closed += int64(0 <= thing < MAX_BOXES and state.lock[thing] == HIDERS + 1)
    return closed


@kernel
def is_sealed(level: Any, state: Any) -> Number:
    """Tell whether no seeker can walk to any hider, where only boxes that the hiders locked stand in the way."""
    open_rows, found = scratch(LARGEST), scratch(LARGEST)
    rows, seats, hiders = int64(level.height), int64(level.seats), int64(level.hiders)
    for y in range(rows):
        open_rows[y] = 0
        for x in range(int64(level.width)):
            cell = y * STRIDE + x
            thing = int64(state.thing_at[cell]) - 1
            passes = thing >= MAX_BOXES or thing < 0 or state.lock[thing] != HIDERS + 1
            put(open_rows, x, y, state.tile[cell] < LOW and passes)
    sealed = True
    for seeker in range(hiders, seats):
        reach(open_rows, rows, int64(state.cell[seeker]) & 15, int64(state.cell[seeker]) >> 4, found)
        for hider in range(hiders):
            stands = int64(state.cell[hider])
            sealed = sealed and not is_on(found, stands & 15, stands >> 4)
    return sealed
