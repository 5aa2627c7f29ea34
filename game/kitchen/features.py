"""The compact vector of features: what a cook sees as numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy import float32, int64, uint16, uintp

from game.core.compile import Number, kernel
from game.kitchen.state import (
    COUNTER,
    DISH,
    FIRST_SOUP,
    NOTHING,
    NOWHERE,
    ONION,
    ONION_COUNT,
    SEEN_HANDOVERS,
    SIZE,
    THINGS,
    TOMATO,
    TOMATO_COUNT,
)

if TYPE_CHECKING:
    from game.core.contract import Level

SEEN_POTS = 2
BLOCK = 46 + 2 * 2
"""Entries about one cook: the 46 of Overcooked-AI and the ticks cooked and idle room of its two nearest pots."""
PAST = 5
TAIL = 4 + 6 * PAST + 1 + 6 * SEEN_HANDOVERS
"""Place (4), own last five actions (30), time left (1), the nearest hand-over counters with what lies there (24)."""

HANDS = np.zeros((THINGS, 4), np.float32)
"""[thing] the entries that tell what a cook holds or what lies on a counter: onion, soup, dish, tomato."""
HANDS[[ONION, DISH, TOMATO], [0, 2, 3]] = 1
HANDS[FIRST_SOUP:, 1] = 1
HANDOVER = ("dx", "dy", "onion", "soup", "dish", "tomato")
ONE_OF_SIX = np.eye(8, 6, dtype="<f4")
SIDE_NAMES = ("north", "south", "east", "west")


@kernel
def write_features(level: Any, state: Any, seat: Number, out: Any) -> None:
    """Write the compact vector of ``seat`` as float32: a block for each cook, own first, then what only it sees."""
    seats = uintp(level.seats)
    write_block(level, state, seat, out, uintp(0))
    for other in range(seats):
        if other != seat:
            write_block(level, state, other, out, place_of(other, seat))
    write_tail(level, state, seat, out, seats * uintp(BLOCK))


@kernel
def place_of(cook: Number, seat: Number) -> Number:
    """Return where the block of a cook begins in the vector of a seat: own first, then the others in order."""
    return uintp(BLOCK) * (uintp(0) if cook == seat else uintp(cook) + uintp(cook < seat))


@kernel
def write_tail(level: Any, state: Any, seat: Number, out: Any, at: Number) -> None:
    """Write place, past, time left and the hand-over counters of a seat."""
    here, facing = uintp(state.cell[seat]), uintp(state.facing[seat])
    x, y = int64(level.x[here]), int64(level.y[here])
    partner = uintp(state.cell[uintp(1) - seat if level.seats == 2 else seat])  # noqa: PLR2004 - a pair
    out[at] = int64(level.x[partner]) - x
    out[at + uintp(1)] = int64(level.y[partner]) - y
    out[at + uintp(2)] = x
    out[at + uintp(3)] = y
    write_past(state, seat, out, at + uintp(4))
    out[at + uintp(34)] = float32(int64(level.horizon) - int64(state.tick)) / float32(level.horizon)
    for slot in range(uintp(SEEN_HANDOVERS)):
        begin = at + uintp(35) + uintp(6) * slot
        key = int64(level.handover[facing, here, slot])
        thing = uintp(state.things[key & 127]) * uintp(key < NOWHERE)
        write_way(level, x, y, key, out, begin)
        for entry in range(uintp(4)):
            out[begin + uintp(2) + entry] = HANDS[thing, entry]


@kernel
def write_past(state: Any, cook: Number, out: Any, at: Number) -> None:
    """Write a cook's last five actions, the latest first, six entries each."""
    past = uintp(state.recent[cook])
    for back in range(uintp(PAST)):
        action = (past >> (uintp(3) * back)) & uintp(7)
        for kind in range(uintp(6)):
            out[at + uintp(6) * back + kind] = ONE_OF_SIX[action, kind]


@kernel
def write_block(level: Any, state: Any, cook: Number, out: Any, at: Number) -> None:
    """Write one cook's block: facing, held, way to the nearest of each kind, its soup, pots and walls."""
    here, facing, held = uintp(state.cell[cook]), uintp(state.facing[cook]), uintp(state.held[cook])
    x, y = int64(level.x[here]), int64(level.y[here])
    onion, tomato, dish, soup, empty = nearest_lying(level, state, facing, here)
    onion = unless(held == ONION, min(onion, int64(level.nearest[facing, here, 0])))
    tomato = unless(held == TOMATO, min(tomato, int64(level.nearest[facing, here, 1])))
    dish = unless(held == DISH, min(dish, int64(level.nearest[facing, here, 2])))
    lying = uintp(state.things[soup & 127]) * uintp(soup < NOWHERE)
    shown = held if held >= FIRST_SOUP else lying
    soup = unless(held >= FIRST_SOUP, soup)
    for entry in range(uintp(4)):
        out[at + entry] = ONE_OF_SIX[facing, entry]
        out[at + uintp(4) + entry] = HANDS[held, entry]
        out[at + uintp(42) + entry] = int64(level.walk[entry, here]) == here
    write_way(level, x, y, onion, out, at + uintp(8))
    write_way(level, x, y, tomato, out, at + uintp(10))
    write_way(level, x, y, dish, out, at + uintp(12))
    write_way(level, x, y, soup, out, at + uintp(14))
    out[at + uintp(16)] = ONION_COUNT[shown]
    out[at + uintp(17)] = TOMATO_COUNT[shown]
    write_way(level, x, y, int64(level.nearest[facing, here, 3]), out, at + uintp(18))
    write_way(level, x, y, empty, out, at + uintp(20))
    for number in range(uintp(SEEN_POTS)):
        key = int64(level.nearest[facing, here, uintp(4) + number])
        write_seen_pot(level, state, key, out, at + uintp(22) + uintp(10) * number, at + uintp(46) + uintp(2) * number)
        write_way(level, x, y, key, out, at + uintp(30) + uintp(10) * number)


@kernel
def unless(condition: Number, key: Number) -> Number:
    """Return a distance key, or `NOWHERE` under a condition."""
    return int64(NOWHERE) if condition else int64(key)


@kernel
def nearest_lying(level: Any, state: Any, facing: Number, here: Number) -> tuple[Number, ...]:
    """Return the keys of the nearest onion, tomato, dish, soup and nothing on a counter.

    Five minima over all cells at once, in 16 bits throughout and without branches, so that the compiler compares
    sixteen cells in one go.
    """
    none = uint16(0xFFFF)
    onion, tomato, dish, soup, empty = none, none, none, none, none
    for cell in range(uintp(level.width) * uintp(level.height)):
        thing = int64(state.things[cell])
        far = uint16(uint16(level.distance[facing, here, cell]) << uint16(8))
        key = uint16(far | uint16(cell)) if level.tile[cell] == COUNTER else none
        an_onion = key if thing == ONION else none
        a_tomato = key if thing == TOMATO else none
        a_dish = key if thing == DISH else none
        a_soup = key if thing >= FIRST_SOUP else none
        nothing = key if thing == NOTHING else none
        onion = min(onion, an_onion)
        tomato = min(tomato, a_tomato)
        dish = min(dish, a_dish)
        soup = min(soup, a_soup)
        empty = min(empty, nothing)
    return int64(onion), int64(tomato), int64(dish), int64(soup), int64(empty)


@kernel
def write_way(level: Any, x: Number, y: Number, key: Number, out: Any, at: Number) -> None:
    """Write the offset from (x, y) to the cell of a distance key; (0, 0) where it cannot be reached."""
    cell = key & 127
    east, south = int64(level.x[cell]) - x, int64(level.y[cell]) - y
    out[at] = east if key < NOWHERE else 0
    out[at + uintp(1)] = south if key < NOWHERE else 0


@kernel
def write_seen_pot(level: Any, state: Any, key: Number, out: Any, at: Number, more: Number) -> None:
    """Write the first eight entries of a pot and, at ``more``, the ticks it has cooked and the room left in it."""
    cell = uintp(key & 127)
    exists = int64(key < NOWHERE)
    content, pot = uintp(state.things[cell]), int64(level.pot_at[cell])
    ticks, time = int64(state.cooking[pot]), int64(level.cook_time[content])
    size: Number = int64(SIZE[content])
    begun = int64(ticks >= 0)
    full = begun | int64(size >= int64(level.largest))
    out[at] = exists
    out[at + uintp(1)] = exists & int64(content == NOTHING)
    out[at + uintp(2)] = exists & full
    out[at + uintp(3)] = exists & begun & int64(ticks < time)
    out[at + uintp(4)] = exists & int64(content != NOTHING) & int64(ticks >= time)
    out[at + uintp(5)] = exists * int64(ONION_COUNT[content])
    out[at + uintp(6)] = exists * int64(TOMATO_COUNT[content])
    out[at + uintp(7)] = exists * begun * (time - ticks)
    out[more] = exists * begun * ticks
    out[more + uintp(1)] = exists * (1 - full) * (int64(level.largest) - size)


@kernel
def features_rows(levels: Any, which: Any, states: Any, out: Any, first: Number, last: Number) -> None:
    """Write the features of all seats of the rows ``first`` to ``last - 1`` into ``out`` [rows, seats, length].

    A cook's block is worked out once, in its own vector, and copied to the vectors of the others.
    """
    for row in range(uintp(first), uintp(last)):
        level, state = levels[which[row]], states[row]
        seats = uintp(level.seats)
        for cook in range(seats):
            write_block(level, state, cook, out[row, cook], uintp(0))
            write_tail(level, state, cook, out[row, cook], seats * uintp(BLOCK))
        for cook in range(seats):
            for seat in range(seats):
                if seat != cook:
                    copy_block(out[row, cook], out[row, seat], place_of(cook, seat))


@kernel
def copy_block(source: Any, out: Any, at: Number) -> None:
    """Copy a cook's block from the beginning of its own vector."""
    for entry in range(uintp(BLOCK)):
        out[at + entry] = source[entry]


def feature_shape(level: Level) -> tuple[int, ...]:
    """Return the length of the feature vector."""
    return (level.seats * BLOCK + TAIL,)


def feature_names(level: Level) -> tuple[str, ...]:
    """Return a name for each entry of the feature vector."""
    pot = ("exists", "is_empty", "is_full", "is_cooking", "is_ready", "onions", "tomatoes", "time_left", "dx", "dy")
    ways = ("onion", "tomato", "dish", "soup")
    block = [f"facing_{side}" for side in SIDE_NAMES]
    block += [f"holds_{thing}" for thing in ("onion", "soup", "dish", "tomato")]
    block += [f"{kind}_{axis}" for kind in ways for axis in ("dx", "dy")]
    block += ["soup_onions", "soup_tomatoes", "window_dx", "window_dy", "counter_dx", "counter_dy"]
    block += [f"pot_{number}_{entry}" for number in (1, 2) for entry in pot]
    block += [f"wall_{side}" for side in SIDE_NAMES]
    block += [f"pot_{number}_{entry}" for number in (1, 2) for entry in ("ticks_cooked", "room")]
    cooks = ["own", *(f"other_{number}" for number in range(1, level.seats))]
    names = [f"{cook}_{entry}" for cook in cooks for entry in block]
    names += ["other_dx", "other_dy", "own_x", "own_y"]
    names += [*past_names("past"), "time_left"]
    return (*names, *(f"handover_{slot}_{entry}" for slot in range(1, SEEN_HANDOVERS + 1) for entry in HANDOVER))


def past_names(whose: str) -> list[str]:
    """Return a name for each entry of somebody's last five actions."""
    return [f"{whose}_{back}_{action}" for back in range(1, PAST + 1) for action in (*SIDE_NAMES, "stay", "interact")]
