"""Who fetches and brings what: the errands of all cooks in one tick, the nearest first.

Every scripted cook works out the errands of all, by the same rule from the same state, and so they agree unasked.
An errand's score is the ticks until it is done, and ticks spent waiting count twice; the lowest goes first, what it is
for is claimed, and the others choose among what is left. Hands that hold something choose before empty ones.
"""

from __future__ import annotations

from typing import Any

from numpy import int64

from game.core.compile import Number, kernel
from game.kitchen.memory import LONG, NEVER, NONE, TO_POT, TO_WINDOW
from game.kitchen.state import (
    COUNTER,
    DISH,
    DISHES,
    FAR,
    FIRST_SOUP,
    FLOOR,
    NOTHING,
    ONION,
    ONIONS,
    POT,
    SIZE,
    TOMATO,
    TOMATOES,
    WINDOW,
)
from game.kitchen.survey import survey

HURRY_START, HURRY_SOUP, HURRY_DISH = 8, 6, 4
"""Ticks by which starting a pot, a soup on a counter and a dish go before ingredients."""
FULLER = 1
"""Ticks by which an ingredient already in a pot makes that pot go before others."""
WAITING = 2
"""Ticks that a tick of waiting counts for."""
HABIT = 2
"""Ticks by which a cook sticks to the errand it had."""
LOST, AWAY = 60, 4
"""Score of putting away what is of no use, and how much worse a hand-over counter is for that."""
HANDING, CLOSE = 2, 8
"""Ticks that a hand-over costs, and to the place where somebody would take the thing."""
TIDY = 300
"""Score of clearing a hand-over counter."""


@kernel
def assign_rows(levels: Any, states: Any, memories: Any) -> None:
    """Write the errand of every cook that is counted on, in every row."""
    for row in range(len(states)):
        level, state, memory = levels[row], states[row], memories[row]
        survey(level, state, memory)
        seats = int64(level.seats)
        for cook in range(seats):
            memory.to[cook] = NONE
            memory.end[cook] = NONE
            memory.wait[cook] = 0
            memory.done[cook] = 1 - int64(memory.counts[cook])
        for turn in range(2 * seats):
            best = int64(-1)
            for cook in range(seats):
                if not memory.done[cook] and (state.held[cook] == NOTHING) == (turn >= seats):
                    consider(level, state, memory, cook)
                    if best < 0 or int64(memory.score[cook]) < int64(memory.score[best]):
                        best = int64(cook)
            if best >= 0:
                memory.done[best] = 1
                claim(level, state, memory, best)
        for cook in range(seats):
            memory.last_to[cook] = memory.to[cook]
            memory.last_end[cook] = memory.end[cook]


@kernel
def consider(level: Any, state: Any, memory: Any, cook: Number) -> None:
    """Write the best errand that is left for a cook: full hands go to an end, empty ones first to a source."""
    memory.score[cook] = NEVER
    memory.to[cook] = NONE
    memory.end[cook] = NONE
    memory.wait[cook] = 0
    held = int64(state.held[cook])
    for start in range(int64(memory.spots) if held == NOTHING else 1):
        source = int64(memory.spot[start])
        thing = held
        if held == NOTHING:
            if not is_open(level, memory, cook, source):
                continue
            thing = offered(level, state, memory, cook, source)
        for finish in range(int64(memory.spots) if thing != NOTHING else 0):
            end = int64(memory.spot[finish])
            if not is_open(level, memory, cook, end) or (held == NOTHING and end == source):
                continue
            ticks = steps(level, state, cook, end) if held != NOTHING else along(level, state, cook, source, end)
            consider_end(level, state, memory, cook, end if held != NOTHING else source, thing, end, ticks)


@kernel
def is_open(level: Any, memory: Any, cook: Number, cell: Number) -> Number:
    """Tell whether a cook can use a fixture now, and for a counter that nobody else is on the way to it."""
    claimed = memory.taken[cell] == 1 and level.tile[cell] == COUNTER
    return memory.reach[cook, cell] == 1 and memory.shut[cell] == 0 and not claimed


@kernel
def offered(level: Any, state: Any, memory: Any, cook: Number, cell: Number) -> Number:
    """Return what empty hands can take from a fixture; offer to start a pot, or to clear a hand-over counter."""
    tile = int64(level.tile[cell])
    near = steps(level, state, cook, cell)
    thing = int64(state.things[cell]) if tile == COUNTER else source_of(tile)
    if tile == POT and memory.to_start[int64(level.pot_at[cell])] == 1 and not level.old:
        offer(memory, cook, near - HURRY_START, cell, cell, 0)
    elif tile == COUNTER and memory.room == 0 and NOTHING < thing < FIRST_SOUP and memory.lack[thing] < 0:
        offer(memory, cook, TIDY + near, cell, cell, 0)
    return thing


@kernel
def source_of(tile: Number) -> Number:
    """Return what a dispenser gives, or nothing."""
    thing = int64(NOTHING)
    if tile == ONIONS:
        thing = int64(ONION)
    elif tile == TOMATOES:
        thing = int64(TOMATO)
    elif tile == DISHES:
        thing = int64(DISH)
    return thing


@kernel
def consider_end(
    level: Any, state: Any, memory: Any, cook: Number, cell: Number, thing: Number, end: Number, ticks: Number
) -> None:
    """Offer to bring a thing, by way of ``cell``, to a pot, a window or a hand-over counter."""
    tile = int64(level.tile[end])
    free = tile == COUNTER and state.things[end] == NOTHING
    if free and cell == end:
        away = AWAY * (int64(memory.passes[TO_POT, cook, end]) + int64(memory.passes[TO_WINDOW, cook, end]))
        offer(memory, cook, LOST + ticks + away, cell, end, 0)
    if thing >= FIRST_SOUP:
        if tile == WINDOW or (free and memory.passes[TO_WINDOW, cook, end] == 1):
            offer(memory, cook, ticks - HURRY_SOUP, cell, end, 0)
    elif tile == POT:
        consider_pot(level, state, memory, cook, cell, thing, end, ticks)
    elif free and memory.crossing[end] and memory.hops[TO_POT, cook] == 0 and thing != DISH:
        if cell == end or level.tile[cell] != COUNTER:
            offer(memory, cook, ticks + across(level, state, memory, cook, thing, end), cell, end, 0)
    elif free and memory.passes[TO_POT, cook, end] == 1:
        brought = cell == end or memory.passes[TO_POT, cook, cell] == 0
        spare = int64(memory.room) > 1 or thing == DISH or memory.lack[DISH] <= 0
        if memory.lack[thing] > 0 and brought and spare:
            offer(memory, cook, ticks, cell, end, 0)


@kernel
def consider_pot(
    level: Any, state: Any, memory: Any, cook: Number, cell: Number, thing: Number, end: Number, ticks: Number
) -> None:
    """Offer to bring an ingredient or a dish to a pot that wants it, now or when its soup is ready."""
    hurry: Number
    pot = int64(level.pot_at[end])
    ready = int64(memory.ready_at[pot]) if thing == DISH else int64(memory.open_at[pot])
    later = thing != DISH and ready > 0
    wanted = ready < NEVER if thing == DISH else memory.want[pot, thing] > 0
    if not wanted or (later and is_alone(level, state, memory, cook)):
        return
    if memory.crossing[cell] and is_far_side(level, state, memory, cook, cell, end):
        return
    hurry = HURRY_DISH if thing == DISH else 0
    hurry += int64(0) if later else FULLER * int64(SIZE[int64(state.things[end])])
    wait = max(ready - ticks, 0)
    offer(memory, cook, ticks + WAITING * wait - hurry, cell, end, wait if cell == end else 0)


@kernel
def is_far_side(level: Any, state: Any, memory: Any, cook: Number, cell: Number, end: Number) -> Number:
    """Tell whether what lies on a crossing is for somebody else, on the side with the shorter way."""
    here, near, mine, least = int64(state.cell[cook]), int64(NEVER), int64(NEVER), int64(NEVER)
    for side in range(4):
        beside = int64(level.ahead[side, cell])
        if level.tile[beside] == FLOOR:
            leg = int64(level.distance[side ^ 1, beside, end])
            least = min(least, leg)
            if int64(level.distance[0, here, beside]) < near:
                near, mine = int64(level.distance[0, here, beside]), leg
    return mine >= least + LONG and is_met(level, state, memory, cook, cell, near)


@kernel
def across(level: Any, state: Any, memory: Any, cook: Number, thing: Number, end: Number) -> Number:
    """Return the ticks that a thing on a crossing has still to go on the far side, or NEVER where nobody wants it."""
    here, best = int64(state.cell[cook]), int64(NEVER)
    near, far = int64(NEVER), int64(0)
    for side in range(4):
        beside = int64(level.ahead[side, end])
        if level.tile[beside] == FLOOR:
            near = min(near, int64(level.distance[0, here, beside]))
            far = max(far, int64(level.distance[0, here, beside]))
    if far - near < LONG or not is_met(level, state, memory, cook, end, near):
        return best
    for side in range(4):
        beside = int64(level.ahead[side, end])
        if level.tile[beside] == FLOOR and int64(level.distance[0, here, beside]) == far:
            for pot in range(int64(level.pots)):
                ready = memory.want[pot, thing] > int64(memory.lying[thing])
                ticks = max(int64(level.distance[side, beside, int64(level.pot_cell[pot])]), int64(memory.open_at[pot]))
                best = min(best, int64(ticks + HANDING if ready else NEVER))
    return best


@kernel
def is_met(level: Any, state: Any, memory: Any, cook: Number, end: Number, near: Number) -> Number:
    """Tell whether another cook who is counted on is on the far side of a crossing, closer than the way round."""
    met: Number
    met = False
    for other in range(int64(level.seats)):
        if other != cook and memory.counts[other]:
            for side in range(4):
                beside = int64(level.ahead[side, end])
                if level.tile[beside] == FLOOR and int64(level.distance[0, int64(state.cell[cook]), beside]) > near:
                    met = met or int64(level.distance[0, int64(state.cell[other]), beside]) <= CLOSE
    return met


@kernel
def is_alone(level: Any, state: Any, memory: Any, cook: Number) -> Number:
    """Tell whether nobody else who is counted on could take the soups out of the pots."""
    alone = True
    for other in range(int64(level.seats)):
        busy = state.held[other] == ONION or state.held[other] == TOMATO
        if other != cook and memory.counts[other] == 1 and memory.hops[TO_POT, other] == 0 and not busy:
            alone = False
    return alone


@kernel
def offer(memory: Any, cook: Number, score: Number, cell: Number, end: Number, wait: Number) -> None:
    """Keep an errand if it is better than what was found before; ties go to the fixture that was found first."""
    habit = memory.last_to[cook] == cell and memory.last_end[cook] == end
    score -= HABIT if habit else 0
    if score < int64(memory.score[cook]):
        memory.score[cook] = score
        memory.to[cook] = cell
        memory.end[cook] = end
        memory.wait[cook] = wait


@kernel
def claim(level: Any, state: Any, memory: Any, cook: Number) -> None:
    """Take what a cook's errand is for off the list of what is wanted."""
    to, end = int64(memory.to[cook]), int64(memory.end[cook])
    if to == NONE:
        return
    thing = int64(state.held[cook])
    if thing == NOTHING:
        tile = int64(level.tile[to])
        thing = int64(state.things[to]) if tile == COUNTER else source_of(tile)
    memory.taken[to] = 1
    memory.taken[end] = 1
    pot = int64(level.pot_at[end])
    if pot >= 0 and thing == NOTHING:
        memory.to_start[pot] = 0
    elif pot >= 0 and thing == DISH:
        memory.ready_at[pot] = NEVER
    elif pot >= 0:
        memory.want[pot, thing] -= 1
    if thing < FIRST_SOUP:
        memory.lack[thing] -= 1
    if thing in (ONION, TOMATO) and memory.crossing[end]:
        memory.lying[thing] += 1
    memory.room -= pot < 0 and memory.passes[TO_POT, cook, end] == 1


@kernel
def steps(level: Any, state: Any, cook: Number, cell: Number) -> Number:
    """Return the ticks until a cook has used a fixture, if nobody is in the way."""
    return int64(level.distance[int64(state.facing[cook]), int64(state.cell[cook]), cell])


@kernel
def along(level: Any, state: Any, cook: Number, cell: Number, end: Number) -> Number:
    """Return the ticks until a cook has used one fixture and then another."""
    here, facing = int64(state.cell[cook]), int64(state.facing[cook])
    first = int64(level.distance[facing, here, cell])
    best = int64(NEVER)
    for side in range(4):
        beside = int64(level.ahead[side, cell])
        there = int64(level.distance[facing, here, beside])
        if level.tile[beside] == FLOOR and there < FAR:
            best = min(best, max(first, there + 1) + int64(level.distance[side ^ 1, beside, end]))
    return best
