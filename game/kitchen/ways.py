"""What a cook sees with the ways it can take: the features, and for each kind of place which steps lead nearer.

Once as in an empty kitchen, and once round the other cooks as they stand now; the latter in 32 columns and 32 rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from numpy import float32, int64, uint32, uintp

from game.core.compile import Number, kernel, scratch
from game.core.paths import LARGEST, NO_WAY, SIDES, toward
from game.kitchen.features import (
    BLOCK,
    PAST,
    SIDE_NAMES,
    TAIL,
    feature_names,
    features_rows,
    past_names,
    write_features,
    write_past,
)
from game.kitchen.state import COUNTER, FAR, FIRST_SOUP, FLOOR, MAX_CELLS, POT, SIZE, WINDOW

if TYPE_CHECKING:
    from game.core.contract import Level

LYING = ("counter", "lying_onion", "lying_tomato", "lying_dish", "lying_soup")
"""Kinds of counters, in the order of the codes of what lies there."""
FIXTURES = ("onions", "tomatoes", "dishes")
"""In the order of their tiles' codes."""
POTS = ("pot_open", "pot_begun", "pot_cooking", "pot_ready")
PLACES = (*LYING, *FIXTURES, "window", *POTS)
FIRST_FIXTURE, THE_WINDOW, OPEN, BEGUN, COOKING, READY = 5, 8, 9, 10, 11, 12
FOUR = 4
ENTRIES = 2 + FOUR + 1 + FOUR
"""Of a kind: how near the nearest is, whether it is before one, and for each side whether a step there leads nearer;
then how near it is round the others, and on which side the way there begins."""
ROUND = 2 + FOUR


@kernel
def write_ways(level: Any, state: Any, seat: Number, out: Any) -> None:
    """Write the features of ``seat`` and then its ways as float32."""
    write_features(level, state, seat, out)
    write_more(level, state, seat, out)


@kernel
def ways_rows(levels: Any, which: Any, states: Any, out: Any, first: Number, last: Number) -> None:
    """Write features and ways of all seats of the rows ``first`` to ``last - 1`` into ``out`` [rows, seats, length]."""
    features_rows(levels, which, states, out, first, last)
    for row in range(uintp(first), uintp(last)):
        for seat in range(uintp(levels[which[row]].seats)):
            write_more(levels[which[row]], states[row], seat, out[row, seat])


@kernel
def write_more(level: Any, state: Any, seat: Number, out: Any) -> None:
    """Write, behind the features, the ways to each kind, which sides are taken, and what the others did of late."""
    seats = uintp(level.seats)
    at = seats * uintp(BLOCK) + uintp(TAIL)
    free = scratch(LARGEST)
    mark_free(level, state, seat, free)
    for place in range(len(PLACES)):
        write_place(level, state, seat, place, free, out, at + uintp(place * ENTRIES))
    at += uintp(len(PLACES) * ENTRIES)
    here = uintp(state.cell[seat])
    for side in range(uintp(FOUR)):
        out[at + side] = 0
    at_other = at + uintp(FOUR)
    for other in range(seats):
        if other != seat:
            for side in range(uintp(FOUR)):
                if state.cell[other] == level.walk[side, here]:
                    out[at + side] = 1
            write_past(state, other, out, at_other)
            at_other += uintp(6 * PAST)


@kernel
def write_place(level: Any, state: Any, seat: Number, place: Number, free: Any, out: Any, at: Number) -> None:
    """Write how near the nearest of a kind is, whether one faces it, which steps lead nearer, and the way round.

    ``free`` has the bits of the floor on which no other cook stands.
    """
    here, facing = uintp(state.cell[seat]), uintp(state.facing[seat])
    now, north, south, east, west = int64(FAR), int64(FAR), int64(FAR), int64(FAR), int64(FAR)
    ends = scratch(LARGEST)
    for y in range(uintp(LARGEST)):
        ends[y] = uint32(0)
    for cell in range(uintp(level.width) * uintp(level.height)):
        if is_a(level, state, cell, place):
            now = min(now, int64(level.distance[facing, here, cell]))
            north = min(north, int64(level.distance[0, uintp(level.walk[0, here]), cell]))
            south = min(south, int64(level.distance[1, uintp(level.walk[1, here]), cell]))
            east = min(east, int64(level.distance[2, uintp(level.walk[2, here]), cell]))
            west = min(west, int64(level.distance[3, uintp(level.walk[3, here]), cell]))
            if is_near_corner(level, cell):
                ends[uintp(level.y[cell])] |= uint32(1) << uint32(level.x[cell])
    out[at] = float32(1) / float32(1 + now) if now < FAR else float32(0)
    out[at + uintp(1)] = now == 1
    out[at + uintp(2)] = north < now
    out[at + uintp(3)] = south < now
    out[at + uintp(4)] = east < now
    out[at + uintp(5)] = west < now
    x, y = level.x[here], level.y[here]
    rows, way = min(int64(level.height), int64(LARGEST)), int64(NO_WAY)
    if now < FAR and is_near_corner(level, here):
        way = toward(free, ends, rows, x, y, MAX_CELLS)
    out[at + uintp(ROUND)] = float32(1) / float32(1 + way // SIDES) if way >= 0 else float32(0)
    for side in range(uintp(FOUR)):
        out[at + uintp(ROUND + 1) + side] = way >= 0 and way % SIDES == side


@kernel
def mark_free(level: Any, state: Any, seat: Number, free: Any) -> None:
    """Set the bits of all floor on which no other cook stands."""
    for y in range(uintp(LARGEST)):
        free[y] = uint32(0)
    for cell in range(uintp(level.width) * uintp(level.height)):
        if level.tile[cell] == FLOOR and is_near_corner(level, cell):
            free[uintp(level.y[cell])] |= uint32(1) << uint32(level.x[cell])
    for other in range(uintp(level.seats)):
        place = uintp(state.cell[other])
        if other != seat and is_near_corner(level, place):
            free[uintp(level.y[place])] &= ~(uint32(1) << uint32(level.x[place]))


@kernel
def is_near_corner(level: Any, cell: Number) -> Number:
    """Tell whether a cell lies on the part of the map that fits on a board of bits."""
    return level.x[cell] < LARGEST and level.y[cell] < LARGEST


@kernel
def is_a(level: Any, state: Any, cell: Number, place: Number) -> Number:
    """Tell whether a cell is a place of a kind now."""
    tile, thing = int64(level.tile[cell]), int64(state.things[cell])
    if place < FIRST_FIXTURE:
        return tile == COUNTER and min(thing, int64(FIRST_SOUP)) == place
    if place <= THE_WINDOW:
        return tile == WINDOW if place == THE_WINDOW else tile == COUNTER + 1 + place - FIRST_FIXTURE
    if tile != POT:
        return False
    ticks, size = int64(state.cooking[level.pot_at[cell]]), int64(SIZE[thing])
    if ticks < 0:
        return size < level.largest if place == OPEN else place == BEGUN and size > 0
    return place == (COOKING if ticks < level.cook_time[thing] else READY)


def ways_shape(level: Level) -> tuple[int, ...]:
    """Return the length of features and ways."""
    return (len(way_names(level)),)


def way_names(level: Level) -> tuple[str, ...]:
    """Return a name for each entry."""
    entries = ["near", "before", *(f"nearer_{side}" for side in SIDE_NAMES)]
    entries += ["round_near", *(f"round_{side}" for side in SIDE_NAMES)]
    names = [f"{place}_{entry}" for place in PLACES for entry in entries]
    names += [f"taken_{side}" for side in SIDE_NAMES]
    names += [name for other in range(1, level.seats) for name in past_names(f"other_{other}_past")]
    return (*feature_names(level), *names)
