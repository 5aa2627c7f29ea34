"""Whether the cooks of a level can serve an ordered soup, each from where it starts, together over shared counters."""

from __future__ import annotations

from typing import Any

import numpy as np

from game.core.contract import NotationError
from game.kitchen.state import (
    COUNTER,
    DISHES,
    FAR,
    FIRST_SOUP,
    ONION_COUNT,
    ONIONS,
    POT,
    SIZE,
    THINGS,
    TOMATO_COUNT,
    TOMATOES,
    WINDOW,
)

POUR = 3
"""Ingredients at which a pot starts by itself under old dynamics."""


def check_solvable(record: Any, line: int) -> None:
    """Raise `NotationError` for a kitchen in which no soup that earns points can be cooked and served."""
    dishes = carried(record, cells_of(record, DISHES))
    onions, tomatoes = carried(record, cells_of(record, ONIONS)), carried(record, cells_of(record, TOMATOES))
    pots = {pot for pot in cells_of(record, POT) & dishes if can_cook(record, pot in onions, pot in tomatoes)}
    hands = [in_reach(record, seat) for seat in range(record.seats)]
    plated = set().union(*(reach for reach in hands if reach <= dishes and reach & pots))
    served = plated | carried(record, plated & cells_of(record, COUNTER))
    if not served & cells_of(record, WINDOW):
        message = (
            f"line {line}: nobody can serve a soup here; the cooks must reach the ingredients of an order, a dish, a "
            "pot and a window, together over shared counters if need be"
        )
        raise NotationError(message)


def can_cook(record: Any, onions: bool, tomatoes: bool) -> bool:  # noqa: FBT001 - the two kinds in their order
    """Tell whether a pot that gets onions, tomatoes or both can become a soup that earns points."""
    usual = SIZE[:THINGS] <= record.largest
    starts = SIZE[:THINGS] == POUR if record.old else usual
    fits = (onions | (ONION_COUNT == 0)) & (tomatoes | (TOMATO_COUNT == 0)) & (np.arange(THINGS) >= FIRST_SOUP)
    return bool(((record.value > 0) & usual & starts & fits).any())


def cells_of(record: Any, *kinds: int) -> set[int]:
    """Return the cells with tiles of some kinds."""
    cells = int(record.width) * int(record.height)
    return set(np.flatnonzero(np.isin(record.tile[:cells], kinds)).tolist())


def in_reach(record: Any, seat: int) -> set[int]:
    """Return the cells that a cook can stand on or use from its start cell."""
    cells = int(record.width) * int(record.height)
    return set(np.flatnonzero(record.distance[0, record.start_cell[seat], :cells] < FAR).tolist())


def carried(record: Any, sources: set[int]) -> set[int]:
    """Return the cells to which what is taken from ``sources`` can be brought, by hand and over counters."""
    waiting = [in_reach(record, seat) for seat in range(record.seats)]
    counters = cells_of(record, COUNTER)
    reach: set[int] = set()
    spots = set(sources)
    while hands := next((hands for hands in waiting if hands & spots), None):
        waiting.remove(hands)
        reach |= hands
        spots |= hands & counters
    return reach
