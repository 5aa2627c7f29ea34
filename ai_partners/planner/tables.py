"""What the planner computes once per level: ways of cooks and of things, and what work and pot time are worth."""

from __future__ import annotations

from typing import Any

import numpy as np

from game.core.compile import kernel
from game.kitchen.state import (
    COUNTER,
    DISH,
    DISHES,
    FAR,
    FIRST_SOUP,
    FLOOR,
    GROWN,
    MAX_CELLS,
    MAX_POTS,
    NOTHING,
    ONION,
    ONION_COUNT,
    ONIONS,
    SIZE,
    THINGS,
    TOMATO,
    TOMATO_COUNT,
    TOMATOES,
    WINDOW,
)

int64: Any = np.int64
"""Integers of the kernels, which mix them with Python's own."""
OUT = MAX_POTS
"""Column of the nearest window; the columns before it are the pots."""
SERVE = 0
"""Row of `work` that holds the way of a soup from its pot to a window; the others go by the thing's code."""
POINT = 1000
"""Worths are integers in thousandths of a point, so that every machine searches alike."""
TURNAROUND = 8
"""Ticks in which a pot stands between two soups, as a first guess for the prices."""
POT_SHARE = 0.6
"""Share of a soup's points that pays for the pot's time; the rest pays for the cooks'. Tried: 0.2 to 0.9."""

HALF = 60
"""Cells whose bits one number of a kernel holds."""

TABLES = np.dtype(
    (
        np.record,
        [
            ("distance", "u1", (4, MAX_CELLS, MAX_CELLS)),  # [facing, from, to]: actions until `to` has been used
            ("lie", "<i2", (MAX_CELLS, OUT + 1)),  # from picking a thing up at a fixture until it was used there
            ("carry", "<i2", (4, MAX_CELLS, OUT + 1)),  # from holding it at a place, over counters where that is nearer
            ("fetch", "<i2", (4, MAX_CELLS, 4)),  # actions until a dispenser of the thing has been used
            ("work", "<i4", (4, MAX_POTS)),  # cook ticks for a thing into a pot and back, and to serve from it
            ("back", "<i4", (4, MAX_POTS)),  # the part of it that is the way back with empty hands
            ("home", "<i4"),  # the way back from a window
            ("counters", "<i4"),
            ("counter", "u1", (MAX_CELLS,)),  # the counters that can be used
            ("queue", "<i8", (4 * MAX_CELLS,)),  # room to measure in
            ("price_work", "<i8"),  # worth of one tick of a cook
            ("price_pot", "<i8"),  # worth of one tick of a pot
            ("idle", "<i8", (MAX_POTS, THINGS)),  # worth of a pot that is not cooking, by its content
            ("shortest", "<i4", (THINGS,)),  # ticks in which the content can at best be cooked
        ],
    )
)


def build(level: Any) -> np.ndarray[Any, Any]:
    """Return the tables of a level record, shape (1,)."""
    tables = np.zeros(1, TABLES)
    fill(level, tables[0], 0, 0, True)  # noqa: FBT003 - kernels have no keywords
    _price(level, tables[0])
    return tables


def vary(level: Any, tables: Any, blocked: int, *, chains: bool) -> np.ndarray[Any, Any]:
    """Return tables, shape (1,), with the same prices and other ways.

    ``blocked`` has a bit for each cell that is taken for a wall. Without ``chains`` things are never handed over.
    """
    varied = np.zeros(1, TABLES)
    varied[0] = tables
    low, high = blocked & (1 << HALF) - 1, blocked >> HALF
    fill(level, varied[0], low, high, chains)
    return varied


@kernel
def fill(level: Any, tables: Any, low: Any, high: Any, chains: Any) -> None:  # noqa: C901 - five loops in a row
    """Write the ways; ``low`` and ``high`` have bits for cells that count as walls, `HALF` a number."""
    cells = int64(level.width) * int64(level.height)
    clear(tables, cells)
    for cell in range(cells):
        for side in range(4):
            if level.tile[cell] == FLOOR and not is_wall(low, high, cell):
                measure(level, tables, low, high, cell, side)
    for cell in range(cells):
        for column in range(OUT + 1):
            tables.lie[cell, column] = FAR
            if level.tile[cell] != FLOOR:
                tables.lie[cell, column] = min(FAR, 1 + after(level, tables, cell, column))
        if level.tile[cell] == COUNTER and is_used(level, cell):
            tables.counter[tables.counters] = cell
            tables.counters += 1
    for _ in range(4 if chains else 0):
        relay(level, tables, cells)
    for place in range(4 * cells):
        if level.tile[place >> 2] == FLOOR:
            hold(level, tables, place >> 2, place & 3, chains)


@kernel
def clear(tables: Any, cells: Any) -> None:
    """Write that nothing can be reached and no counter used."""
    tables.counters = 0
    for cell in range(cells):
        for side in range(4):
            for there in range(cells):
                tables.distance[side, cell, there] = FAR


@kernel
def is_wall(low: Any, high: Any, cell: Any) -> Any:
    """Tell whether a floor cell counts as a wall."""
    return (low >> cell & 1 if cell < HALF else high >> (cell - HALF) & 1) == 1


@kernel
def is_used(level: Any, cell: Any) -> Any:
    """Tell whether a fixture has floor before it."""
    found = False
    for side in range(4):
        found = found or level.tile[int64(level.ahead[side, cell])] == FLOOR
    return found


@kernel
def measure(  # noqa: PLR0913, PLR0917 - kernels pass arrays and numbers, not objects
    level: Any, tables: Any, low: Any, high: Any, start: Any, facing: Any
) -> None:
    """Write the actions from one place until each cell is stood on or has been used, breadth first."""
    first = 0
    last = 1
    tables.queue[0] = (start << 2 | facing) << 8
    cells = int64(level.width) * int64(level.height)
    for cell in range(cells):
        for side in range(4):
            tables.carry[side, cell, 0] = 0
    tables.carry[facing, start, 0] = 1
    while first < last:
        place = tables.queue[first] >> 8
        taken = tables.queue[first] & 255
        first += 1
        cell = place >> 2
        side = place & 3
        ahead = int64(level.ahead[side, cell])
        if level.tile[ahead] != FLOOR:
            tables.distance[facing, start, ahead] = min(int64(tables.distance[facing, start, ahead]), taken + 1)
        tables.distance[facing, start, cell] = min(int64(tables.distance[facing, start, cell]), taken)
        for turn in range(4):
            there = int64(level.ahead[turn, cell])
            there = there if level.tile[there] == FLOOR and not is_wall(low, high, there) else cell
            if tables.carry[turn, there, 0] == 0:
                tables.carry[turn, there, 0] = 1  # a mark: the ways to carry are written later
                tables.queue[last] = (there << 2 | turn) << 8 | min(taken + 1, FAR - 2)
                last += 1


@kernel
def after(level: Any, tables: Any, cell: Any, column: Any) -> Any:
    """Return the actions from having used a fixture until a pot or the nearest window has been used."""
    best = int64(FAR)
    for side in range(4):
        place = int64(level.ahead[side ^ 1, cell])
        if level.tile[place] == FLOOR:
            best = min(best, direct(level, tables, place, side, column))
    return best


@kernel
def direct(level: Any, tables: Any, place: Any, side: Any, column: Any) -> Any:
    """Return the actions of one cook from a place until a pot or the nearest window has been used."""
    best = int64(FAR)
    if column < OUT:
        if column < level.pots:
            best = int64(tables.distance[side, place, int64(level.pot_cell[column])])
    else:
        for cell in range(int64(level.width) * int64(level.height)):
            if level.tile[cell] == WINDOW:
                best = min(best, int64(tables.distance[side, place, cell]))
    return best


@kernel
def relay(level: Any, tables: Any, cells: Any) -> None:
    """Shorten the ways of lying things by putting them on one more counter for somebody else."""
    for cell in range(cells):
        if level.tile[cell] == FLOOR:
            continue
        for side in range(4):
            place = int64(level.ahead[side ^ 1, cell])
            if level.tile[place] != FLOOR:
                continue
            for number in range(int64(tables.counters)):
                over = int64(tables.counter[number])
                way = 1 + int64(tables.distance[side, place, over])
                for column in range(OUT + 1):
                    tables.lie[cell, column] = min(
                        int64(tables.lie[cell, column]), way + int64(tables.lie[over, column])
                    )


@kernel
def hold(level: Any, tables: Any, cell: Any, side: Any, chains: Any) -> None:
    """Write the ways of a thing held at a place, and the ways to the dispensers."""
    for column in range(OUT + 1):
        best = direct(level, tables, cell, side, column)
        for number in range(int64(tables.counters) if chains else 0):
            over = int64(tables.counter[number])
            best = min(best, int64(tables.distance[side, cell, over]) + int64(tables.lie[over, column]))
        tables.carry[side, cell, column] = min(best, int64(FAR))
    for thing in range(4):
        tables.fetch[side, cell, thing] = FAR
    for there in range(int64(level.width) * int64(level.height)):
        tile = level.tile[there]
        thing = ONION if tile == ONIONS else (TOMATO if tile == TOMATOES else (DISH if tile == DISHES else NOTHING))
        best = min(int64(tables.fetch[side, cell, thing]), int64(tables.distance[side, cell, there]))
        tables.fetch[side, cell, thing] = best


def _price(level: Any, tables: Any) -> None:
    """Write what a soup costs in work and pot time, and from the best soup the prices of both.

    The prices are those of a kitchen that makes its best soup over and over: work and pot time together cost what the
    soup brings.
    """
    sources = {ONION: ONIONS, TOMATO: TOMATOES, DISH: DISHES}
    cells = int(level.width) * int(level.height)
    for pot in range(level.pots):
        for thing, tile in sources.items():
            ways = [int(tables.lie[cell, pot]) - 1 for cell in range(cells) if level.tile[cell] == tile]
            way = min(ways, default=FAR)
            tables.back[thing, pot] = way if thing != DISH else 0
            tables.work[thing, pot] = min(FAR, way + int(tables.back[thing, pot]))
        tables.back[SERVE, pot] = max(0, int(tables.lie[level.pot_cell[pot], OUT]) - 1)
        tables.work[SERVE, pot] = 2 * tables.back[SERVE, pot]
    tables.home = min(tables.back[SERVE, : level.pots])
    best_rate, prices = 0.0, (1.0, 1.0)
    for soup in range(FIRST_SOUP, THINGS):
        for pot in range(level.pots):
            points, work = int(level.value[soup]) * POINT, _work(tables, NOTHING, soup, pot)
            busy = int(level.cook_time[soup]) + TURNAROUND
            rate = points / max(busy / int(level.pots), work / int(level.seats))
            if work < FAR and rate > best_rate:
                best_rate, prices = rate, ((1 - POT_SHARE) * points / work, POT_SHARE * points / busy)
    tables.price_work, tables.price_pot = (max(1, int(price)) for price in prices)
    _worths(level, tables)


def _work(tables: Any, content: int, soup: int, pot: int) -> int:
    """Return the cook ticks from a pot's content to the delivered soup."""
    onions = int(ONION_COUNT[soup]) - int(ONION_COUNT[content])
    tomatoes = int(TOMATO_COUNT[soup]) - int(TOMATO_COUNT[content])
    work = tables.work[:, pot].astype(int)
    needed = onions * work[ONION] * (onions > 0) + tomatoes * work[TOMATO] * (tomatoes > 0)
    return int(needed + work[DISH] + work[SERVE])


def _worths(level: Any, tables: Any) -> None:
    """Write the worth of a pot by its content: what the best soup brings less what is still to be paid for it."""
    tables.shortest[:] = FAR
    for content in range(THINGS):
        for pot in range(level.pots):
            tables.idle[pot, content] = -(10**6)
        if content in {ONION, TOMATO, DISH}:
            continue
        for soup in range(FIRST_SOUP, THINGS):
            if not _becomes(content, soup) or SIZE[soup] > level.largest or (level.old and SIZE[soup] != 3):  # noqa: PLR2004
                continue
            time = int(level.cook_time[soup])
            tables.shortest[content] = min(int(tables.shortest[content]), time)
            press = 0 if level.old else 2
            for pot in range(level.pots):
                spent = tables.price_work * (_work(tables, content, soup, pot) + press) + tables.price_pot * time
                worth = int(level.value[soup]) * POINT - int(spent)
                tables.idle[pot, content] = max(int(tables.idle[pot, content]), worth)


def _becomes(content: int, soup: int) -> bool:
    """Tell whether a pot's content is the beginning of a soup or the soup."""
    reached = {content}
    for _ in range(3):
        reached |= {int(GROWN[kind, code]) for code in reached for kind in (ONION, TOMATO)} - {0}
    return soup in reached
