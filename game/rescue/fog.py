"""Fog: what each robot sees at a tick and what it knows, from its own eyes and from others."""

from __future__ import annotations

from typing import Any

from numpy import int64, uint32

from game.core.compile import Number, kernel
from game.core.sight import is_in_disc
from game.rescue.outlook import row_in_sight
from game.rescue.state import (
    CELLS,
    CELLS_FIRST,
    CRITICAL,
    DEAD,
    FOUND,
    LYING,
    MAX_ROBOTS,
    MAX_ROWS,
    MAX_VICTIMS,
    NEVER,
    NO_ROOM,
    RADIO,
    ROOM,
    WIDTH,
)

ONE = uint32(1)
LOAD_STABLE = 3


@kernel
def forget(level: Any, state: Any) -> None:
    """Begin a round: everybody knows the clinic and what is in sight of the start, and nothing else."""
    for robot in range(MAX_ROBOTS):
        state.found[robot] = 0
        state.gone[robot] = 0
        state.stable[robot] = 0
        for victim in range(MAX_VICTIMS):
            state.found_age[robot, victim] = NEVER
        for mate in range(MAX_ROBOTS):
            state.mate_at[robot, mate] = 0
            state.mate_age[robot, mate] = NEVER
            state.mate_load[robot, mate] = 0
    for row in range(MAX_ROWS):
        state.cleared[row] = 0
        state.team_known[row] = level.clinic[row]
        for robot in range(MAX_ROBOTS):
            state.seen[robot, row] = 0
            state.known[robot, row] = level.clinic[row] if robot < int64(level.robots) else uint32(0)
            state.opened[robot, row] = 0
    for robot in range(int64(level.robots)):
        gaze(level, state, robot)
        learn(state, robot)
        notice(level, state, robot)
        enter(level, state, robot)
    share(level, state)
    meet(level, state)


@kernel
def look(level: Any, state: Any, before: Number, cleared: Number, outcome: Any) -> None:
    """Let everybody see what there is to see after a tick, tell each other, and count what is new."""
    fresh = False
    for robot in range(int64(level.robots)):
        if cleared > 0 or before[robot] != state.cell[robot]:
            fresh = True
            gaze(level, state, robot)
            new = learn(state, robot)
            outcome.events[robot, CELLS] = min(new & 0xFFFF, NEVER)
            outcome.events[robot, CELLS_FIRST] = min(new >> 16, NEVER)
            outcome.events[robot, ROOM] = enter(level, state, robot)
        outcome.events[robot, FOUND] = notice(level, state, robot)
    if fresh or not level.all_linked:
        share(level, state)
    meet(level, state)


@kernel
def gaze(level: Any, state: Any, robot: Number) -> None:
    """Write what a robot sees now: from the level's table, or by lines of sight where rubble near it is gone."""
    cell, radius, table = int64(state.cell[robot]), int64(level.sees[robot]), int64(level.table[robot])
    left: Number = (cell & (WIDTH - 1)) - radius
    wide = (ONE << uint32(2 * radius + 1)) - ONE
    window = wide << uint32(left) if left >= 0 else wide >> uint32(-left)
    first: Number = max((cell >> 5) - radius, 0)
    last: Number = min((cell >> 5) + radius, int64(level.height) - 1)
    changed = uint32(0)
    for row in range(MAX_ROWS):
        state.seen[robot, row] = 0
    for row in range(first, last + 1):
        state.seen[robot, row] = level.sight[table, cell, row - (cell >> 5) + radius]
        changed |= uint32(state.cleared[row]) & window
    if changed:
        for row in range(first, last + 1):
            state.seen[robot, row] = row_in_sight(level, state.block, cell, radius, row)


@kernel
def learn(state: Any, robot: Number) -> Number:
    """Add what a robot sees to what it knows; return how many cells are new to it, and above 16 bits, to the team."""
    new = 0
    for row in range(MAX_ROWS):
        seen = uint32(state.seen[robot, row])
        own = seen & ~uint32(state.known[robot, row])
        state.opened[robot, row] = uint32(state.opened[robot, row]) | (seen & uint32(state.cleared[row]))
        if own:
            first = own & ~uint32(state.team_known[row])
            new += count(own) + (count(first) << 16)
            state.known[robot, row] = uint32(state.known[robot, row]) | own
            state.team_known[row] = uint32(state.team_known[row]) | own
    return new


@kernel
def count(bits: Number) -> Number:
    """Return how many of 32 bits are set."""
    pairs = int64(bits)
    pairs -= (pairs >> 1) & 0x55555555
    pairs = (pairs & 0x33333333) + ((pairs >> 2) & 0x33333333)
    pairs = (pairs + (pairs >> 4)) & 0x0F0F0F0F
    return ((pairs * 0x01010101) & 0xFFFFFFFF) >> 24


@kernel
def enter(level: Any, state: Any, robot: Number) -> Number:
    """Tell whether a robot is the first of its team in a room."""
    room = int64(level.room[int64(state.cell[robot])])
    if room == NO_ROOM or (int64(state.rooms) >> room) & 1:
        return 0
    state.rooms = int64(state.rooms) | (1 << room)
    return 1


@kernel
def notice(level: Any, state: Any, robot: Number) -> Number:
    """Let a robot see the victims it can notice, or that one is gone; return how many are new to the team."""
    here, radius, new = int64(state.cell[robot]), int64(level.detects[robot]), 0
    for victim in range(int64(level.light) + int64(level.critical)):
        cell, bit = int64(state.victim_at[victim]), 1 << victim
        age = int64(state.found_age[robot, victim])
        state.found_age[robot, victim] = min(age + 1, NEVER)
        sees = (uint32(state.seen[robot, cell >> 5]) >> uint32(cell & (WIDTH - 1))) & ONE
        if sees and is_in_disc(WIDTH, here, cell, radius):
            if state.victim_now[victim] in (LYING, DEAD):
                state.found[robot] = int64(state.found[robot]) | bit
                state.stable[robot] = int64(state.stable[robot]) | (bit if state.steady[victim] else 0)
                state.found_age[robot, victim] = 0
                if state.found_tick[victim] < 0:
                    state.found_tick[victim] = state.tick
                    new += 1
            else:
                state.gone[robot] = int64(state.gone[robot]) | bit
    return new


@kernel
def is_linked(level: Any, state: Any, robot: Number, other: Number) -> Number:
    """Tell whether a signal gets from one robot to another: near enough, and neither in a dead zone."""
    if level.all_linked:
        return True
    here, there = int64(state.cell[robot]), int64(state.cell[other])
    quiet = uint32(level.quiet[here >> 5]) >> uint32(here & (WIDTH - 1))
    quiet |= uint32(level.quiet[there >> 5]) >> uint32(there & (WIDTH - 1))
    near = level.radius == 0 or is_in_disc(WIDTH, here, there, int64(level.radius))
    return near and not quiet & ONE


@kernel
def share(level: Any, state: Any) -> None:
    """Let robots that are linked by radio know what each other knows; maps travel on from robot to robot."""
    robots = int64(level.robots) if level.comm == RADIO else 0
    for turn in range(robots * robots):
        robot, other = turn // robots, turn % robots
        if robot != other and is_linked(level, state, robot, other):
            tell(level, state, robot, other)


@kernel
def tell(level: Any, state: Any, robot: Number, other: Number) -> None:
    """Add all that a robot knows to what another knows."""
    for row in range(int64(level.height)):
        state.known[other, row] = uint32(state.known[other, row]) | uint32(state.known[robot, row])
        state.opened[other, row] = uint32(state.opened[other, row]) | uint32(state.opened[robot, row])
    state.found[other] = int64(state.found[other]) | int64(state.found[robot])
    state.gone[other] = int64(state.gone[other]) | int64(state.gone[robot])
    state.stable[other] = int64(state.stable[other]) | int64(state.stable[robot])
    for victim in range(MAX_VICTIMS):
        age = min(int64(state.found_age[other, victim]), int64(state.found_age[robot, victim]))
        state.found_age[other, victim] = age


@kernel
def meet(level: Any, state: Any) -> None:
    """Note where each robot sees its mates, or hears from them by radio, and how long ago that was."""
    robots = int64(level.robots)
    for mate in range(robots):
        cell, load = int64(state.cell[mate]), load_of(state, mate)
        for robot in range(robots):
            sees = (uint32(state.seen[robot, cell >> 5]) >> uint32(cell & (WIDTH - 1))) & ONE
            if sees or robot == mate or (level.comm == RADIO and is_linked(level, state, robot, mate)):
                state.mate_at[robot, mate] = cell
                state.mate_age[robot, mate] = 0
                state.mate_load[robot, mate] = load
            else:
                state.mate_age[robot, mate] = min(int64(state.mate_age[robot, mate]) + 1, NEVER)


@kernel
def load_of(state: Any, robot: Number) -> Number:
    """Return what a robot carries: 0 nothing, 1 a light victim, 2 a critical one, 3 a stabilised one."""
    load = int64(state.load[robot])
    if load == 0:
        return 0
    kind = int64(state.victim_is[load - 1])
    return LOAD_STABLE if kind == CRITICAL and state.steady[load - 1] else kind
