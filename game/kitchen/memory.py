"""What a scripted cook knows of its kitchen and remembers from tick to tick: one record a row."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy import int64

from game.core.compile import kernel
from game.kitchen.state import (
    COUNTER,
    DISHES,
    FAR,
    FLOOR,
    MAX_CELLS,
    MAX_POTS,
    MAX_SEATS,
    NOTHING,
    ONION,
    ONION_COUNT,
    ONIONS,
    POT,
    SIZE,
    THINGS,
    TOMATO,
    TOMATO_COUNT,
    TOMATOES,
    WINDOW,
)

NEVER = 9_999
"""Ticks until what cannot happen."""
TO_POT, TO_WINDOW = 0, 1
"""The two ends to which things are handed on."""
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
            ("last_to", "u1", (MAX_SEATS,)),
            ("last_end", "u1", (MAX_SEATS,)),
            # worked out in every tick
            ("counts", "u1", (MAX_SEATS,)),  # 1: the cook is counted on
            ("want", "<i2", (MAX_POTS, 3)),  # ingredients by code that a pot, or its next soup, still wants
            ("open_at", "<i2", (MAX_POTS,)),  # ticks until the pot takes them
            ("ready_at", "<i2", (MAX_POTS,)),  # ticks until its soup wants a dish; NEVER: it does not
            ("to_start", "u1", (MAX_POTS,)),
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
    """Write what never changes during a round: who reaches what, hand-over counters, and which soups are worth making."""
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
    for content in range(THINGS):
        memory.goal[content] = best_goal(level, memory, content)
    for cook in range(int64(level.seats)):
        memory.trust[cook] = 1000
        memory.cell[cook] = NONE
        memory.last_to[cook] = NONE


@kernel
def learn_hops(level: Any, memory: Any, end: int, tile: int) -> None:
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
def reaches(level: Any, memory: Any, cook: int, tile: int) -> bool:
    """Tell whether a cook can use a fixture of a kind."""
    found = False
    for spot in range(int64(memory.spots)):
        cell = int64(memory.spot[spot])
        found = found or (level.tile[cell] == tile and memory.reach[cook, cell] == 1)
    return found


@kernel
def best_goal(level: Any, memory: Any, content: int) -> int:
    """Return the soup, of those that a pot's content can become, which earns most for its time."""
    best, most = int64(content), -1.0
    onions, tomatoes = anyone(level, memory, ONIONS), anyone(level, memory, TOMATOES)
    for soup in range(4, THINGS):
        more_onions = int64(ONION_COUNT[soup]) - int64(ONION_COUNT[content])
        more_tomatoes = int64(TOMATO_COUNT[soup]) - int64(TOMATO_COUNT[content])
        can = min(more_onions, more_tomatoes) >= 0 and SIZE[soup] <= level.largest and (content == NOTHING or content >= 4)
        can = can and (onions or more_onions == 0) and (tomatoes or more_tomatoes == 0)
        can = can and (SIZE[soup] == 3 or not level.old)
        rate = soup_rate(level, soup, more_onions + more_tomatoes)
        if can and rate > most:
            best, most = int64(soup), rate
    return best


@kernel
def soup_rate(level: Any, soup: int, more: int) -> float:
    """Return points a tick of a soup that wants so many more ingredients, a little for one that only clears a pot."""
    carrying = (more * (trip(level, ONIONS) if ONION_COUNT[soup] else trip(level, TOMATOES)) + trip(level, WINDOW)) / int64(
        level.seats
    )
    cooking = int64(level.cook_time[soup]) / int64(level.pots)
    return (int64(level.value[soup]) + 0.01) / (max(carrying, cooking) + min(carrying, cooking) / WORK_SHARE + 1)


@kernel
def trip(level: Any, tile: int) -> int:
    """Return about how many ticks go by for fetching from the nearest fixture of a kind to a pot, there and back."""
    nearest = int64(NEVER)
    for cell in range(int64(level.width) * int64(level.height)):
        if level.tile[cell] == tile:
            for side in range(4):
                beside = int64(level.ahead[side, cell])
                for pot in range(int64(level.pots)):
                    if level.tile[beside] == FLOOR:
                        nearest = min(nearest, int64(level.distance[side ^ 1, beside, int64(level.pot_cell[pot])]))
    return 2 * min(nearest, 12) + 2


@kernel
def anyone(level: Any, memory: Any, tile: int) -> bool:
    """Tell whether any cook can use a fixture of a kind."""
    found = False
    for cook in range(int64(level.seats)):
        found = found or reaches(level, memory, cook, tile)
    return found


