"""What chance decides of a round: where cooks start, and what is in hands and pots then."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy import int64, uint64

from game.core.compile import Number, kernel
from game.core.dice import below
from game.kitchen.state import (
    DISH,
    FIRST_SOUP,
    FLOOR,
    FULL,
    GROWN,
    NOTHING,
    ONION,
    SIZE,
    TOMATO,
    TOMATOES,
)

HELD_AT_RANDOM = np.array([DISH] * 2 + [ONION] * 6 + [FIRST_SOUP] * 2, np.uint8)
"""What a cook holds at a random start, equally likely; any soup in the place of the first."""


@kernel
def scatter_cooks(level: Any, state: Any) -> None:
    """Put the cooks on distinct floor cells, every choice equally likely."""
    cells = int64(level.width) * int64(level.height)
    for seat in range(level.seats):
        free = 0
        for cell in range(cells):
            free += is_free(level, state, cell, seat)
        pick = below(state.seed, uint64(seat), free)
        for cell in range(cells):
            if is_free(level, state, cell, seat):
                if pick == 0:
                    state.cell[seat] = cell
                pick -= 1


@kernel
def is_free(level: Any, state: Any, cell: Number, seats: Number) -> Number:
    """Tell whether a cell is floor and none of the first ``seats`` cooks stands there."""
    free = level.tile[cell] == FLOOR
    for seat in range(seats):
        free = free and state.cell[seat] != cell
    return free


@kernel
def scatter_things(level: Any, state: Any) -> None:
    """Fill pots and hands at random, as Overcooked-AI's random starts do.

    Each pot is filled with the level's probability by one to three onions and, where room is left, tomatoes, and is
    then cooking with the same probability; each cook holds with it a dish, an onion or a soup (weights 2, 6, 2).
    """
    chance = int64(level.random_objects)
    for pot in range(level.pots):
        draw = 16 + pot * 8
        if below(state.seed, uint64(draw), 1000) < chance:
            content = random_soup(level, state.seed, draw + 1)
            state.things[level.pot_cell[pot]] = content
            begun = below(state.seed, uint64(draw + 3), 1000) < chance
            begun = begun or (level.old and SIZE[content] == FULL)
            state.cooking[pot] = 0 if begun else -1
    for seat in range(level.seats):
        draw = 128 + seat * 8
        if below(state.seed, uint64(draw), 1000) < chance:
            kind = int64(HELD_AT_RANDOM[below(state.seed, uint64(draw + 1), len(HELD_AT_RANDOM))])
            soup = random_soup(level, state.seed, draw + 2)
            state.held[seat] = soup if kind >= FIRST_SOUP else kind


@kernel
def random_soup(level: Any, seed: Any, draw: Number) -> Number:
    """Return a soup of one to three onions and then up to two tomatoes, as many as a pot of the level holds."""
    largest = int64(level.largest)
    onions = min(1 + below(seed, uint64(draw), 3), largest)
    tomatoes = min(below(seed, uint64(draw + 1), 3), largest - onions)
    content = int64(NOTHING)
    for _ in range(onions):
        content = int64(GROWN[ONION, content])
    for _ in range(tomatoes if has_tile(level, TOMATOES) else 0):
        content = int64(GROWN[TOMATO, content])
    return content


@kernel
def has_tile(level: Any, kind: Number) -> Number:
    """Tell whether the level has a tile of a kind."""
    found = False
    for cell in range(int64(level.width) * int64(level.height)):
        found = found or level.tile[cell] == kind
    return found
