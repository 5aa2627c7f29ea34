"""What a scripted cook knows of its kitchen and remembers from tick to tick: one record a row."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy import int64

from game.core.compile import Number, kernel
from game.kitchen.state import (
    COUNTER,
    DISHES,
    FAR,
    FIRST_SOUP,
    FLOOR,
    MAX_CELLS,
    MAX_POTS,
    MAX_SEATS,
    NOTHING,
    ONION_COUNT,
    ONIONS,
    POT,
    SIZE,
    THINGS,
    TOMATO_COUNT,
    TOMATOES,
    WINDOW,
)

NEVER = 9_999
"""Ticks until what cannot happen."""
TO_POT, TO_WINDOW = 0, 1
"""The two ends to which things are handed on."""
LONG, LONGEST = 5, 12
"""Ticks on foot from which a counter is a crossing, and that a way between fixtures is taken to last at most."""
AUTOMATIC = 3
"""Ingredients with which a pot starts by itself under old dynamics."""
CLEARED = 0.01
"""Points that clearing a pot is worth."""
NONE = 255
"""No cell."""
STILL = 5
"""Ticks without a change after which a cook counts as standing."""
WORK_SHARE = 4
"""Of cooking and carrying, the shorter counts by one part in so many: mostly they go on at the same time."""

MEMORY = np.dtype(
    (
        np.record,
        [
            ("seed", "<u8"),
            ("seat", "u1"),
            ("known", "u1"),  # 1: the kitchen has been learned
            # learned once
            ("spots", "u1"),
            ("spot", "u1", (MAX_CELLS,)),  # fixtures beside floor
            ("reach", "u1", (MAX_SEATS, MAX_CELLS)),  # 1: the cook can use the fixture
            ("hops", "u1", (2, MAX_SEATS)),  # hand-overs from a cook until a thing can be used at an end; FAR: never
            ("passes", "u1", (2, MAX_SEATS, MAX_CELLS)),  # 1: a counter that brings a thing nearer to an end
            ("trip", "<i2", (2,)),  # ticks for an ingredient and for a dish and a soup, there and back
            ("crossing", "u1", (MAX_CELLS,)),  # 1: a counter between two places that are far apart on foot
            ("kinds", "u1"),  # ingredients that can be had now: 1 onions, 2 tomatoes
            ("goal", "u1", (THINGS,)),  # the soup worth making of a pot's content
            # remembered from the tick before
            ("cell", "u1", (MAX_SEATS,)),
            ("facing", "u1", (MAX_SEATS,)),
            ("held", "u1", (MAX_SEATS,)),
            ("foreseen", "u1", (MAX_SEATS,)),  # what each cook was thought to do
            ("trust", "<i2", (MAX_SEATS,)),  # per mille
            ("still", "<i2", (MAX_SEATS,)),  # ticks without a change
            ("away", "<i2", (MAX_SEATS,)),  # ticks for which a cook is not counted on
            ("pressed", "<i2", (MAX_SEATS,)),  # ticks for which a cook has pushed against this one
            ("stuck", "<i2"),
            ("barren", "<i2"),  # ticks on the way to something without a change in its hands
            ("last_to", "u1", (MAX_SEATS,)),
            ("last_end", "u1", (MAX_SEATS,)),
            # worked out in every tick
            ("counts", "u1", (MAX_SEATS,)),  # 1: the cook is counted on
            ("want", "<i2", (MAX_POTS, 3)),  # ingredients by code that a pot, or its next soup, still wants
            ("open_at", "<i2", (MAX_POTS,)),  # ticks until the pot takes them
            ("ready_at", "<i2", (MAX_POTS,)),  # ticks until its soup wants a dish; NEVER: it does not
            ("to_start", "u1", (MAX_POTS,)),
            ("lying", "<i2", (3,)),  # ingredients by code on crossings
            ("lack", "<i2", (4,)),  # things by code that those who reach no pot should bring
            ("room", "<i2"),  # free hand-over counters
            ("shut", "u1", (MAX_CELLS,)),  # 1: somebody stands before it and will not go
            ("taken", "u1", (MAX_CELLS,)),  # 1: somebody goes there
            ("done", "u1", (MAX_SEATS,)),  # 1: has an errand, or none to have
            ("score", "<i2", (MAX_SEATS,)),
            ("to", "u1", (MAX_SEATS,)),  # the fixture to use now; NONE: nothing to do
            ("end", "u1", (MAX_SEATS,)),  # the fixture after it
            ("wait", "<i2", (MAX_SEATS,)),  # ticks to spare before the way to it must begin
            ("togo", "<i2", (MAX_SEATS, MAX_CELLS)),  # presses from a cell until `to` can be used
            ("path", "u1", (MAX_SEATS, MAX_CELLS)),  # 1: on the way
            ("action", "u1", (MAX_SEATS,)),
            ("queue", "u1", (MAX_CELLS,)),
            ("first", "u1", (MAX_CELLS,)),
        ],
    )
)


@kernel
def learn(level: Any, state: Any, memory: Any) -> None:
    """Write what never changes during a round: who reaches what, hand-over counters, and soups worth making."""
    cell: Number
    memory.known = 1
    count = int64(0)
    for cell in range(int64(level.width) * int64(level.height)):
        beside = False
        for side in range(4):
            beside = beside or level.tile[int64(level.ahead[side, cell])] == FLOOR
        if level.tile[cell] != FLOOR and beside:
            memory.spot[count] = cell
            count += 1
        for cook in range(int64(level.seats)):
            far = level.distance[0, int64(state.cell[cook]), cell] == FAR
            memory.reach[cook, cell] = level.tile[cell] != FLOOR and beside and not far
    memory.spots = count
    learn_hops(level, memory, TO_POT, POT)
    learn_hops(level, memory, TO_WINDOW, WINDOW)
    memory.trip[0] = min(trip(level, ONIONS), trip(level, TOMATOES))
    memory.trip[1] = trip(level, DISHES) + trip(level, WINDOW)
    for spot in range(count):
        cell = int64(memory.spot[spot])
        memory.crossing[cell] = level.tile[cell] == COUNTER and is_crossing(level, cell)
    for cook in range(int64(level.seats)):
        memory.trust[cook] = 1000
        memory.cell[cook] = NONE
        memory.last_to[cook] = NONE


@kernel
def learn_hops(level: Any, memory: Any, end: Number, tile: Number) -> None:
    """Write over how many counters a thing goes from each cook to an end, and which counters bring it nearer."""
    seats = int64(level.seats)
    for cook in range(seats):
        memory.hops[end, cook] = 0 if reaches(level, memory, cook, tile) else FAR
    for hop in range(1, seats):
        for cook in range(seats):
            for spot in range(int64(memory.spots)):
                cell = int64(memory.spot[spot])
                if level.tile[cell] != COUNTER or not memory.reach[cook, cell]:
                    continue
                for other in range(seats):
                    if not memory.reach[other, cell] or int64(memory.hops[end, other]) != hop - 1:
                        continue
                    memory.hops[end, cook] = min(int64(memory.hops[end, cook]), hop)
                    if memory.hops[end, cook] == hop:
                        memory.passes[end, cook, cell] = 1


@kernel
def reaches(level: Any, memory: Any, cook: Number, tile: Number) -> Number:
    """Tell whether a cook can use a fixture of a kind."""
    found = False
    for spot in range(int64(memory.spots)):
        cell = int64(memory.spot[spot])
        found = found or (level.tile[cell] == tile and memory.reach[cook, cell] == 1)
    return found


@kernel
def is_crossing(level: Any, cell: Number) -> Number:
    """Tell whether the way on foot from one side of a counter to another is long."""
    far: Number
    far = False
    for one in range(4):
        for other in range(4):
            here, there = int64(level.ahead[one, cell]), int64(level.ahead[other, cell])
            if level.tile[here] == FLOOR and level.tile[there] == FLOOR:
                far = far or LONG <= int64(level.distance[0, here, there]) < FAR
    return far


@kernel
def trip(level: Any, tile: Number) -> Number:
    """Return about how many ticks go by for a way from the nearest fixture of a kind to a pot, there and back."""
    nearest = int64(LONGEST)
    for cell in range(int64(level.width) * int64(level.height)):
        for side in range(4):
            beside = int64(level.ahead[side, cell])
            if level.tile[cell] == tile and level.tile[beside] == FLOOR:
                for pot in range(int64(level.pots)):
                    nearest = min(nearest, int64(level.distance[side ^ 1, beside, int64(level.pot_cell[pot])]))
    return 2 * nearest + 2


@kernel
def learn_goals(level: Any, memory: Any, kinds: Number) -> None:
    """Write which soup is worth making of every content, with the ingredients that can be had."""
    memory.kinds = kinds
    for content in range(THINGS):
        memory.goal[content] = best_goal(level, memory, content, kinds)


@kernel
def best_goal(level: Any, memory: Any, content: Number, kinds: Number) -> Number:
    """Return the soup, of those that a pot's content can become, which earns most for its time."""
    best, most = int64(content), -1.0
    for soup in range(FIRST_SOUP, THINGS):
        onions = int64(ONION_COUNT[soup]) - int64(ONION_COUNT[content])
        tomatoes = int64(TOMATO_COUNT[soup]) - int64(TOMATO_COUNT[content])
        can = min(onions, tomatoes) >= 0 and (content == NOTHING or content >= FIRST_SOUP)
        can = can and (onions == 0 or kinds & 1 > 0) and (tomatoes == 0 or kinds & 2 > 0)
        can = can and SIZE[soup] <= level.largest and (SIZE[soup] == AUTOMATIC or not level.old)
        rate = soup_rate(level, memory, soup, onions + tomatoes)
        if can and rate > most:
            best, most = int64(soup), rate
    return best


@kernel
def soup_rate(level: Any, memory: Any, soup: Number, more: Number) -> float:
    """Return points a tick of a soup that wants so many more ingredients; a worthless one clears a pot at least."""
    carrying = (more * int64(memory.trip[0]) + int64(memory.trip[1])) / int64(level.seats)
    cooking = int64(level.cook_time[soup]) / int64(level.pots)
    points = int64(level.value[soup]) + CLEARED
    worth: float = points / (max(carrying, cooking) + min(carrying, cooking) / WORK_SHARE + 1)
    return worth
