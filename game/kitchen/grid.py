"""The map of a level: its tiles, neighbours, pots and start cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from game.core.contract import NotationError
from game.kitchen.state import (
    DISHES,
    FLOOR,
    MAX_CELLS,
    MAX_POTS,
    MAX_SEATS,
    NORTH,
    ONIONS,
    POT,
    STEP_X,
    STEP_Y,
    SYMBOLS,
    TOMATOES,
    WINDOW,
)

if TYPE_CHECKING:
    from game.core.sheet import Sheet

NEEDED = {POT: "a pot P", DISHES: "a dish dispenser D", WINDOW: "a serving window S"}
COOKS = "123456789"
SMALLEST = 3


def read_map(record: Any, sheet: Sheet) -> None:
    """Write the tiles, the neighbours, the pots and the start cells; raises `NotationError` naming line and column."""
    rows = sheet.rows
    width, height = len(rows[0]) if rows else 0, len(rows)
    if width < SMALLEST or height < SMALLEST or width * height > MAX_CELLS:
        message = (
            f"line {sheet.first}: the map is {width} x {height}; it needs at least {SMALLEST} x {SMALLEST} cells "
            f"and has room for at most {MAX_CELLS} cells"
        )
        raise NotationError(message)
    record.width, record.height = width, height
    starts: dict[int, int] = {}
    for y, row in enumerate(rows):
        if len(row) != width:
            message = (
                f"line {sheet.first + y}: {row[:60]!r} has {len(row)} cells; every row must have {width} like the first"
            )
            raise NotationError(message)
        for x, symbol in enumerate(row):
            where = f"line {sheet.first + y}, column {x + 1}"
            record.tile[y * width + x] = _tile(symbol, where, is_border=x in {0, width - 1} or y in {0, height - 1})
            if symbol in COOKS:
                _note(starts, int(symbol), y * width + x, where)
    _seat(record, sheet.first, starts)
    _furnish(record, sheet.first)
    _neighbours(record)


def _tile(symbol: str, where: str, *, is_border: bool) -> int:
    """Return the tile of a map symbol."""
    tile = FLOOR if symbol in COOKS else SYMBOLS.find(symbol)
    if tile < 0:
        message = f"{where}: {symbol!r} is no tile; use space X O T D P S or the digits 1 to {MAX_SEATS}"
        raise NotationError(message)
    if tile == FLOOR and is_border:
        message = f"{where}: floor {symbol!r} on the border; the border must be counters or other fixtures"
        raise NotationError(message)
    return tile


def _note(starts: dict[int, int], number: int, cell: int, where: str) -> None:
    """Take down where a cook starts."""
    if number in starts:
        message = f"{where}: cook {number} stands on the map twice; each number may appear once"
        raise NotationError(message)
    starts[number] = cell


def _seat(record: Any, first: int, starts: dict[int, int]) -> None:
    """Write the start cells."""
    if sorted(starts) != list(range(1, len(starts) + 1)) or not 1 <= len(starts) <= MAX_SEATS:
        message = f"line {first}: the cooks {sorted(starts)} must be numbered 1, 2, ... up to at most {MAX_SEATS}"
        raise NotationError(message)
    record.seats = len(starts)
    for number, cell in starts.items():
        record.start_cell[number - 1] = cell
        record.start_facing[number - 1] = NORTH


def _furnish(record: Any, first: int) -> None:
    """Write the pots, and see that everything a kitchen needs is there."""
    cells = record.tile[: int(record.width) * int(record.height)]
    lacking = [name for tile, name in NEEDED.items() if tile not in cells]
    if ONIONS not in cells and TOMATOES not in cells:
        lacking.append("an onion dispenser O or a tomato dispenser T")
    pots = np.flatnonzero(cells == POT)
    if lacking or len(pots) > MAX_POTS:
        message = f"line {first}: the map needs {' and '.join(lacking) or f'at most {MAX_POTS} pots, not {len(pots)}'}"
        raise NotationError(message)
    record.pots = len(pots)
    record.pot_cell[: len(pots)] = pots
    record.pot_at[:] = -1
    record.pot_at[pots] = np.arange(len(pots))
    record.start_cooking[:] = -1


def _neighbours(record: Any) -> None:
    """Write the cell ahead of every cell in each direction; the border's is the cell itself."""
    width, height = int(record.width), int(record.height)
    for cell in range(width * height):
        for side in range(4):
            x, y = cell % width + int(STEP_X[side]), cell // width + int(STEP_Y[side])
            record.ahead[side, cell] = y * width + x if 0 <= x < width and 0 <= y < height else cell
