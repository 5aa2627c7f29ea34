"""The map of a level: its walls, doors, marks and areas, and where everybody and everything begins."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from game.core.contract import NotationError
from game.core.sheet import check_rectangle
from game.hideout.state import (
    CELLS,
    FLOOR,
    HIGH,
    LARGEST,
    LOW,
    MARK,
    MAX_BOXES,
    MAX_MARKS,
    MAX_PLACES,
    MAX_RAMPS,
    STEPS,
    STRIDE,
    SYMBOLS,
)

if TYPE_CHECKING:
    from game.core.sheet import Sheet

SMALLEST = 4
BODIES = "123456"
CLOSED = {"D": LOW}
THING_LIMITS = {"B": ("boxes", MAX_BOXES), "R": ("ramps", MAX_RAMPS), "x": ("marks", MAX_MARKS)}
THING_LIMITS |= {"D": ("places for doors", MAX_PLACES)}


def read_map(record: Any, sheet: Sheet) -> None:
    """Write everything about the map; raises `NotationError` naming line and column."""
    check_rectangle(sheet, SMALLEST, LARGEST, LARGEST)
    record.width, record.height = len(sheet.rows[0]), len(sheet.rows)
    found = _find(sheet)
    tiles = np.full(CELLS, HIGH, np.uint8)
    for symbol, cells in found.items():
        tiles[cells] = CLOSED.get(symbol, SYMBOLS.index(symbol) if symbol in SYMBOLS else FLOOR)
    record.tile[0], record.area[:] = tiles, _areas(tiles)
    _begin(record, sheet, found)
    _place_doors(record, sheet, found.get("D", []))
    _mirror(record)


def _find(sheet: Sheet) -> dict[str, list[int]]:
    """Return the cells of every symbol."""
    found: dict[str, list[int]] = {}
    width, height = len(sheet.rows[0]), len(sheet.rows)
    for y, row in enumerate(sheet.rows):
        for x, symbol in enumerate(row):
            where = f"line {sheet.first + y}, column {x + 1}"
            if symbol not in SYMBOLS + BODIES + "BR":
                message = f"{where}: {symbol!r} is no tile; use space # = D x B R or the digits 1 to {len(BODIES)}"
                raise NotationError(message)
            if symbol != "#" and (x in {0, width - 1} or y in {0, height - 1}):
                message = f"{where}: {symbol!r} on the border; the border must be high wall #"
                raise NotationError(message)
            found.setdefault(symbol, []).append(y * STRIDE + x)
    for symbol, (name, most) in THING_LIMITS.items():
        if len(found.get(symbol, [])) > most:
            message = f"line {sheet.first}: the map has {len(found[symbol])} {name} {symbol}; at most {most} fit"
            raise NotationError(message)
    return found


def _areas(tiles: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Return the number of the area of every floor cell: 1 the largest, then rooms in the order of the map."""
    areas, floor = np.zeros(CELLS, np.uint8), tiles <= MARK
    parts: list[list[int]] = []
    for cell in np.flatnonzero(floor).tolist():
        if not any(cell in part for part in parts):
            parts.append(_hanging_together(floor, cell))
    for number, part in enumerate(sorted(parts, key=len, reverse=True), 1):
        areas[part] = number
    return areas


def _hanging_together(floor: np.ndarray[Any, Any], cell: int) -> list[int]:
    """Return the floor cells that can be walked to from a cell."""
    part, reached = [cell], {cell}
    for here in part:
        for step in STEPS.tolist():
            if floor[here + step] and here + step not in reached:
                reached.add(here + step)
                part.append(here + step)
    return part


def _begin(record: Any, sheet: Sheet, found: dict[str, list[int]]) -> None:
    """Write where everybody and everything begins."""
    drawn = [symbol for symbol in BODIES if symbol in found]
    wanted = list(BODIES[: int(record.seats)])
    if drawn != wanted or any(len(found[symbol]) > 1 for symbol in drawn):
        hiders, seats = int(record.hiders), int(record.seats)
        message = (
            f"line {sheet.first}: the map must have each digit from 1 to {seats} once, hiders 1 to {hiders} and "
            f"seekers from {hiders + 1} on, not {' '.join(symbol * len(found[symbol]) for symbol in drawn) or 'none'}"
        )
        raise NotationError(message)
    for seat, symbol in enumerate(drawn):
        record.start_cell[seat] = found[symbol][0]
    boxes, ramps, marks = (found.get(symbol, []) for symbol in "BRx")
    record.boxes, record.ramps, record.marks = len(boxes), len(ramps), len(marks)
    record.start_thing[: len(boxes)] = boxes
    record.start_thing[MAX_BOXES : MAX_BOXES + len(ramps)] = ramps
    record.mark_cell[: len(marks)] = marks


def _place_doors(record: Any, sheet: Sheet, places: list[int]) -> None:
    """Write the places for doors and on which side of each the room lies: the smaller area."""
    record.places = len(places)
    for number, cell in enumerate(places):
        areas = [int(record.area[cell + step]) for step in STEPS.tolist()]
        opposite = [areas[side] and areas[side ^ 1] for side in range(4)]
        if not any(opposite):
            y, x = divmod(cell, STRIDE)
            message = f"line {sheet.first + y}, column {x + 1}: a door D needs floor on two opposite sides"
            raise NotationError(message)
        record.place_cell[number] = cell
        record.place_inward[number] = max(range(4), key=lambda side: areas[side] if opposite[side] else -1)


def _mirror(record: Any) -> None:
    """Write how the map lies in every variant."""
    width, height = int(record.width), int(record.height)
    for variant in range(4):
        for cell in range(CELLS):
            y, x = divmod(cell, STRIDE)
            inside = x < width and y < height
            x = width - 1 - x if variant & 1 and inside else x
            y = height - 1 - y if variant & 2 and inside else y
            record.flip[variant, cell] = y * STRIDE + x
        record.tile[variant] = record.tile[0][record.flip[variant]]
        record.high[variant] = record.tile[variant] == HIGH
