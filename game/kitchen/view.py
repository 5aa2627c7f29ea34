"""What a cook sees as numbers: 26 lossless planes, and a compact vector of features."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy import float32, int64

from game.core.compile import kernel
from game.core.contract import Observation
from game.kitchen.state import (
    COUNTER,
    DISH,
    DISHES,
    FAR,
    FIRST_SOUP,
    FLOOR,
    NOTHING,
    ONION,
    ONION_COUNT,
    ONIONS,
    POT,
    SIZE,
    TOMATO,
    TOMATO_COUNT,
    TOMATOES,
    WINDOW,
)

if TYPE_CHECKING:
    from game.core.contract import Level

PLANES = 26
URGENT = 40
SEEN_POTS = 2
BLOCK = 46 + 2 * 2
"""Entries about one cook: the 46 of Overcooked-AI and the ticks cooked and idle room of its two nearest pots."""
TAIL = 4 + 30 + 1
"""Place (4), own last five actions (30), time left (1)."""


@kernel
def write_planes(level: Any, state: Any, seat: int, out: Any) -> None:
    """Write the view of ``seat`` as uint8 [width, height, 26], flat; equal to Overcooked-AI's lossless encoding."""
    width, height = int64(level.width), int64(level.height)
    for cell in range(width * height):
        for plane in range(PLANES):
            out[cell * PLANES + plane] = level.template[cell, plane]
    for cell in range(width * height):
        thing = int64(state.things[cell])
        if thing != NOTHING:
            at = (cell % width * height + cell // width) * PLANES
            pot = int64(level.pot_at[cell])
            if pot >= 0:
                write_pot(level, out, at, thing, int64(state.cooking[pot]))
            else:
                write_thing(out, at, thing)
    for cook in range(level.seats):
        own = cook == seat
        cell = int64(state.cell[cook])
        at = (cell % width * height + cell // width) * PLANES
        out[at + (0 if own else 1)] = 1
        out[at + (2 if own else 6) + int64(state.facing[cook])] = 1
        write_thing(out, at, int64(state.held[cook]))
    if int64(level.horizon) - int64(state.tick) < URGENT:
        for cell in range(width * height):
            out[cell * PLANES + 25] = 1


@kernel
def write_pot(level: Any, out: Any, at: int, soup: int, ticks: int) -> None:
    """Write the planes of a pot that holds something."""
    if ticks < 0:
        out[at + 16] = ONION_COUNT[soup]
        out[at + 17] = TOMATO_COUNT[soup]
    else:
        remaining = int64(level.cook_time[soup]) - ticks
        out[at + 18] = ONION_COUNT[soup]
        out[at + 19] = TOMATO_COUNT[soup]
        out[at + 20] = remaining
        out[at + 21] = remaining <= 0


@kernel
def write_thing(out: Any, at: int, thing: int) -> None:
    """Write the planes of a thing on a counter or in a hand; two of a kind in one place add up."""
    if thing >= FIRST_SOUP:
        out[at + 18] += ONION_COUNT[thing]
        out[at + 19] += TOMATO_COUNT[thing]
        out[at + 21] += 1
    elif thing == DISH:
        out[at + 22] += 1
    elif thing == ONION:
        out[at + 23] += 1
    elif thing == TOMATO:
        out[at + 24] += 1


@kernel
def write_features(level: Any, state: Any, seat: int, out: Any) -> None:
    """Write the compact vector of ``seat`` as float32: a block for each cook, own first, then place, past and time."""
    seats = int64(level.seats)
    width = int64(level.width)
    write_block(level, state, seat, out, 0)
    at = int64(BLOCK)
    for other in range(seats):
        if other != seat:
            write_block(level, state, other, out, at)
            at += BLOCK
    here = int64(state.cell[seat])
    there = int64(state.cell[1 - seat]) if seats == 2 else here
    out[at] = there % width - here % width
    out[at + 1] = there // width - here // width
    out[at + 2] = here % width
    out[at + 3] = here // width
    past = int64(state.recent[seat])
    for back in range(5):
        action = (past >> (3 * back)) & 7
        for kind in range(6):
            out[at + 4 + 6 * back + kind] = kind == action
    out[at + 34] = float32(int64(level.horizon) - int64(state.tick)) / float32(level.horizon)


@kernel
def write_block(level: Any, state: Any, cook: int, out: Any, at: int) -> None:
    """Write one cook's block: facing, held, way to the nearest of each kind, its soup, pots and walls."""
    here, facing, held = int64(state.cell[cook]), int64(state.facing[cook]), int64(state.held[cook])
    for entry in range(BLOCK):
        out[at + entry] = 0.0
    out[at + facing] = 1.0
    if held != NOTHING:
        kind = 1 if held >= FIRST_SOUP else (0 if held == ONION else (2 if held == DISH else 3))
        out[at + 4 + kind] = 1.0
    onion, tomato, dish, soup = 0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF
    window, empty, first, second = 0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF
    for cell in range(int64(level.width) * int64(level.height)):
        thing = int64(state.things[cell])
        tile = int64(level.tile[cell])
        key = int64(level.distance[facing, here, cell]) << 8 | cell
        far = tile == FLOOR or key >= FAR << 8
        key = 0xFFFF if far else key
        lies = tile == COUNTER
        onion = min(onion, key if tile == ONIONS or (lies and thing == ONION) else 0xFFFF)
        tomato = min(tomato, key if tile == TOMATOES or (lies and thing == TOMATO) else 0xFFFF)
        dish = min(dish, key if tile == DISHES or (lies and thing == DISH) else 0xFFFF)
        soup = min(soup, key if lies and thing >= FIRST_SOUP else 0xFFFF)
        window = min(window, key if tile == WINDOW else 0xFFFF)
        empty = min(empty, key if lies and thing == NOTHING else 0xFFFF)
        pot = key if tile == POT else 0xFFFF
        second = min(second, max(first, pot))
        first = min(first, pot)
    way(level, here, onion if held != ONION else 0xFFFF, out, at + 8)
    way(level, here, tomato if held != TOMATO else 0xFFFF, out, at + 10)
    way(level, here, dish if held != DISH else 0xFFFF, out, at + 12)
    way(level, here, soup if held < FIRST_SOUP else 0xFFFF, out, at + 14)
    shown = held if held >= FIRST_SOUP else (int64(state.things[soup & 127]) if soup != 0xFFFF else 0)
    out[at + 16] = ONION_COUNT[shown]
    out[at + 17] = TOMATO_COUNT[shown]
    way(level, here, window, out, at + 18)
    way(level, here, empty, out, at + 20)
    write_seen_pot(level, state, here, first, out, at + 22, at + 46)
    write_seen_pot(level, state, here, second, out, at + 32, at + 48)
    for side in range(4):
        out[at + 42 + side] = level.tile[level.ahead[side, here]] != FLOOR


@kernel
def way(level: Any, here: int, key: int, out: Any, at: int) -> None:
    """Write the offset (x, y) from ``here`` to the cell of a distance key; (0, 0) for none."""
    width = int64(level.width)
    cell = key & 127
    found = key != 0xFFFF
    out[at] = (cell % width - here % width) if found else 0
    out[at + 1] = (cell // width - here // width) if found else 0


@kernel
def write_seen_pot(level: Any, state: Any, here: int, key: int, out: Any, at: int, more: int) -> None:
    """Write the ten entries of a pot and, at ``more``, the ticks it has cooked and the room left in it."""
    if key == 0xFFFF:
        return
    cell = key & 127
    content = int64(state.things[cell])
    ticks = int64(state.cooking[level.pot_at[cell]])
    time = int64(level.cook_time[content])
    size = int64(SIZE[content])
    full = ticks >= 0 or size >= int64(level.largest)
    out[at] = 1.0
    out[at + 1] = content == NOTHING
    out[at + 2] = full
    out[at + 3] = 0 <= ticks < time
    out[at + 4] = content != NOTHING and ticks >= time
    out[at + 5] = ONION_COUNT[content]
    out[at + 6] = TOMATO_COUNT[content]
    out[at + 7] = time - ticks if ticks >= 0 else 0
    way(level, here, key, out, at + 8)
    out[more] = max(ticks, 0)
    out[more + 1] = 0 if full else int64(level.largest) - size


@kernel
def planes_rows(levels: Any, which: Any, states: Any, out: Any, first: int, last: int) -> None:
    """Write the planes of all seats of the rows ``first`` to ``last - 1`` into ``out`` [rows, seats, cells * 26]."""
    for row in range(first, last):
        level = levels[which[row]]
        for seat in range(level.seats):
            write_planes(level, states[row], seat, out[row, seat])


@kernel
def features_rows(levels: Any, which: Any, states: Any, out: Any, first: int, last: int) -> None:
    """Write the features of all seats of the rows ``first`` to ``last - 1`` into ``out`` [rows, seats, length]."""
    for row in range(first, last):
        level = levels[which[row]]
        for seat in range(level.seats):
            write_features(level, states[row], seat, out[row, seat])


def plane_shape(level: Level) -> tuple[int, ...]:
    """Return (width, height, 26)."""
    return (int(level.record.width), int(level.record.height), PLANES)


def feature_shape(level: Level) -> tuple[int, ...]:
    """Return the length of the feature vector."""
    return (level.seats * BLOCK + TAIL,)


def feature_names(level: Level) -> tuple[str, ...]:
    """Return a name for each entry of the feature vector."""
    pot = ("exists", "is_empty", "is_full", "is_cooking", "is_ready", "onions", "tomatoes", "time_left", "dx", "dy")
    ways = ("onion", "tomato", "dish", "soup")
    block = [f"facing_{side}" for side in ("north", "south", "east", "west")]
    block += [f"holds_{thing}" for thing in ("onion", "soup", "dish", "tomato")]
    block += [f"{kind}_{axis}" for kind in ways for axis in ("dx", "dy")]
    block += ["soup_onions", "soup_tomatoes", "window_dx", "window_dy", "counter_dx", "counter_dy"]
    block += [f"pot_{number}_{entry}" for number in (1, 2) for entry in pot]
    block += [f"wall_{side}" for side in ("north", "south", "east", "west")]
    block += [f"pot_{number}_{entry}" for number in (1, 2) for entry in ("ticks_cooked", "room")]
    cooks = ["own", *(f"other_{number}" for number in range(1, level.seats))]
    names = [f"{cook}_{entry}" for cook in cooks for entry in block]
    names += ["other_dx", "other_dy", "own_x", "own_y"]
    actions = ("north", "south", "east", "west", "stay", "interact")
    names += [f"past_{back}_{action}" for back in range(1, 6) for action in actions]
    return (*names, "time_left")


OBSERVATIONS = {
    "features": Observation(
        "Compact vector: the information of Overcooked-AI's 96 features, counters seen, pots, past and time",
        np.dtype(np.float32),
        feature_shape,
        -255.0,
        32767.0,
        feature_names,
        write_features,
        features_rows,
    ),
    "planes": Observation(
        "26 planes [width, height, 26], as Overcooked-AI's lossless encoding",
        np.dtype(np.uint8),
        plane_shape,
        0.0,
        255.0,
        None,
        write_planes,
        planes_rows,
    ),
}
