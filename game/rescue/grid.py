"""The map of a level: its tiles, its rooms, where robots start and where victims may lie."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from game.core.contract import NotationError
from game.core.sheet import check_rectangle
from game.rescue.state import (
    CLINIC,
    CRITICAL,
    FLOOR,
    HEAVY,
    LIGHT,
    MAX_ROBOTS,
    MAX_ROWS,
    MAX_SPOTS,
    MAX_VICTIMS,
    NO_ROOM,
    RUBBLE,
    SYMBOLS,
    WALL,
    WIDTH,
)

if TYPE_CHECKING:
    from game.core.sheet import Sheet

ROBOTS = "1234567890"
SPOTS = {"l": LIGHT, "c": CRITICAL, "v": 0}
"""Where a victim lies, light or critical, and where one may lie."""
DEAD_ZONE = "~"
KNOWN = f"{SYMBOLS}{''.join(SPOTS)}{DEAD_ZONE}{ROBOTS}"
SMALLEST = 5
ROOMS = 32


def read_map(record: Any, sheet: Sheet) -> None:
    """Write the map; raises `NotationError` naming line and column."""
    check_rectangle(sheet, SMALLEST, WIDTH, MAX_ROWS)
    rows = sheet.rows
    record.width, record.height = len(rows[0]), len(rows)
    record.tile[:] = record.block[:] = WALL
    cells = {(x, y): symbol for y, row in enumerate(rows) for x, symbol in enumerate(row)}
    for (x, y), symbol in cells.items():
        where = f"line {sheet.first + y}, column {x + 1}"
        is_border = x in {0, len(rows[0]) - 1} or y in {0, len(rows) - 1}
        _tile(record, y * WIDTH + x, symbol, where, is_border=is_border)
    _robots(record, sheet, cells)
    _victims(record, sheet, cells)
    _bits(record, cells)
    _rooms(record)


def _tile(record: Any, cell: int, symbol: str, where: str, *, is_border: bool) -> None:
    """Write one tile."""
    if symbol not in KNOWN:
        message = f"{where}: {symbol!r} is no tile; a map has the symbols {' '.join(KNOWN)}"
        raise NotationError(message)
    tile = SYMBOLS.index(symbol) if symbol in SYMBOLS else FLOOR
    if is_border and tile != WALL:
        message = f"{where}: {symbol!r} stands on the border, which must be wall #"
        raise NotationError(message)
    record.tile[cell] = tile
    record.block[cell] = tile if tile in {WALL, RUBBLE, HEAVY} else 0


def _robots(record: Any, sheet: Sheet, cells: dict[tuple[int, int], str]) -> None:
    """Write where the robots start: each of the digits of the team once."""
    team = ROBOTS[: int(record.robots)]
    for number, digit in enumerate(ROBOTS[:MAX_ROBOTS]):
        places = [y * WIDTH + x for (x, y), symbol in cells.items() if symbol == digit]
        if len(places) != (digit in team):
            message = (
                f"line {sheet.first}: robot {digit} stands {len(places)} times on the map; the roles name "
                f"{len(team)} robots, so each of the digits {' '.join(team)} stands on it once and no other"
            )
            raise NotationError(message)
        if places:
            record.start_cell[number] = places[0]


def _victims(record: Any, sheet: Sheet, cells: dict[tuple[int, int], str]) -> None:
    """Write where victims may lie, and how many of each kind there are."""
    spots = sorted((-SPOTS[symbol], y * WIDTH + x) for (x, y), symbol in cells.items() if symbol in SPOTS)
    if not 1 <= len(spots) <= MAX_SPOTS:
        message = (
            f"line {sheet.first}: the map has {len(spots)} places for victims (l, c or v); 1 to {MAX_SPOTS} are right"
        )
        raise NotationError(message)
    record.spots = len(spots)
    for number, (kind, cell) in enumerate(spots):
        record.spot_at[number], record.spot_is[number] = cell, -kind
    fixed = {kind: sum(-one == kind for one, _ in spots) for kind in (LIGHT, CRITICAL)}
    drawn = sum(one == 0 for one, _ in spots)
    record.light = max(sheet.values["light"], fixed[LIGHT])
    record.critical = max(sheet.values["critical"], fixed[CRITICAL])
    total = int(record.light) + int(record.critical)
    if not 1 <= total <= MAX_VICTIMS or total > sum(fixed.values()) + drawn:
        message = (
            f"line {sheet.first}: {total} victims cannot lie on a map with {fixed[LIGHT]} l, {fixed[CRITICAL]} c and "
            f"{drawn} v; there are 1 to {MAX_VICTIMS}, and a place for each that light and critical ask for"
        )
        raise NotationError(message)


def _bits(record: Any, cells: dict[tuple[int, int], str]) -> None:
    """Write the sets of cells that the kernels read."""
    clinic = [(x, y) for (x, y), symbol in cells.items() if symbol == SYMBOLS[CLINIC]]
    beside = [(x + dx, y + dy) for x, y in clinic for dx, dy in ((0, 0), (0, 1), (0, -1), (1, 0), (-1, 0))]
    sets = {
        "wall": [place for place in cells if record.tile[place[1] * WIDTH + place[0]] == WALL],
        "rubble": [place for place, symbol in cells.items() if symbol == SYMBOLS[RUBBLE]],
        "heavy": [place for place, symbol in cells.items() if symbol == SYMBOLS[HEAVY]],
        "clinic": clinic,
        "ward": [place for place in beside if cells[place] not in SYMBOLS[WALL] + SYMBOLS[RUBBLE] + SYMBOLS[HEAVY]],
        "quiet": [place for place, symbol in cells.items() if symbol == DEAD_ZONE],
        "inside": [(x, y) for x, y in cells if 0 < x < record.width - 1 and 0 < y < record.height - 1],
    }
    for name, places in sets.items():
        for x, y in places:
            record[name][y] |= 1 << x
    record.all_linked = record.radius == 0 and not record.quiet.any()


def _rooms(record: Any) -> None:
    """Number the rooms: floor that hangs together without doors and rubble."""
    record.room[:] = NO_ROOM
    number = 0
    for cell in range(len(record.tile)):
        if record.tile[cell] not in {FLOOR, CLINIC} or record.room[cell] != NO_ROOM or number == ROOMS:
            continue
        edge = [cell]
        while edge:
            here = edge.pop()
            if record.tile[here] in {FLOOR, CLINIC} and record.room[here] == NO_ROOM:
                record.room[here] = number
                edge += [here - WIDTH, here + WIDTH, here - 1, here + 1]
        number += 1
