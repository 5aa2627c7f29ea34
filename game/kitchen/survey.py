"""What the kitchen lacks in one tick: what every pot wants and when, and what the hand-over counters could do with."""

from __future__ import annotations

from typing import Any

from numpy import int64

from game.core.compile import Number, kernel
from game.kitchen.memory import NEVER, TO_POT
from game.kitchen.routes import shut_off
from game.kitchen.state import (
    DISH,
    FIRST_SOUP,
    NOTHING,
    ONION,
    ONION_COUNT,
    TOMATO,
    TOMATO_COUNT,
)

FILLING = 10
"""Ticks in which the last ingredients, already carried, are taken to be in the pot."""


@kernel
def survey(level: Any, state: Any, memory: Any) -> None:
    """Write what every pot wants and when, and what is lacking on the hand-over counters."""
    cell: Number
    shut_off(level, state, memory)
    for cell in range(128):
        memory.taken[cell] = 0
    for thing in range(4):
        memory.lack[thing] = 0
    for thing in range(3):
        memory.lying[thing] = 0
    carried = int64(0)
    for cook in range(int64(level.seats)):
        carried += memory.counts[cook] == 1 and (state.held[cook] == ONION or state.held[cook] == TOMATO)
    for pot in range(int64(level.pots)):
        survey_pot(level, state, memory, pot, carried)
        memory.lack[ONION] += int64(memory.want[pot, ONION])
        memory.lack[TOMATO] += int64(memory.want[pot, TOMATO])
        memory.lack[DISH] += memory.ready_at[pot] < NEVER
    memory.room = 0
    for spot in range(int64(memory.spots)):
        cell = int64(memory.spot[spot])
        shared = False
        for cook in range(int64(level.seats)):
            shared = shared or memory.passes[TO_POT, cook, cell] == 1
        lying = int64(state.things[cell])
        if memory.crossing[cell] and lying <= TOMATO:
            memory.lying[lying] += 1
        if shared and lying < FIRST_SOUP:
            memory.lack[lying] -= 1
            memory.room += lying == NOTHING


@kernel
def survey_pot(level: Any, state: Any, memory: Any, pot: Number, carried: Number) -> None:
    """Write what one pot wants: the rest of its soup, or once that is complete the whole of the next."""
    content = int64(state.things[int64(level.pot_cell[pot])])
    cooking = int64(state.cooking[pot])
    goal = int64(memory.goal[content])
    if cooking >= 0:
        goal = content
    missing_onions = int64(ONION_COUNT[goal]) - int64(ONION_COUNT[content])
    missing_tomatoes = int64(TOMATO_COUNT[goal]) - int64(TOMATO_COUNT[content])
    missing = missing_onions + missing_tomatoes
    memory.to_start[pot] = cooking < 0 and missing == 0 and content != NOTHING
    memory.open_at[pot] = 0
    memory.ready_at[pot] = NEVER
    if content != NOTHING and missing <= carried:
        left = int64(level.cook_time[goal]) - max(cooking, int64(0))
        memory.ready_at[pot] = left + (FILLING if missing > 0 else 0)
    if missing == 0 and content != NOTHING:
        following = int64(memory.goal[NOTHING])
        missing_onions, missing_tomatoes = int64(ONION_COUNT[following]), int64(TOMATO_COUNT[following])
        memory.open_at[pot] = int64(memory.ready_at[pot]) + 2
    memory.want[pot, ONION] = missing_onions
    memory.want[pot, TOMATO] = missing_tomatoes
