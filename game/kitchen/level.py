"""Levels as text: a header, a map, and the record that the kernels read."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

import numpy as np

from game.core.contract import Level, NotationError, UnknownNameError
from game.kitchen.state import (
    COUNTER,
    DISHES,
    FAR,
    FIRST_SOUP,
    FLOOR,
    GROWN,
    LEVEL,
    MAX_CELLS,
    MAX_POTS,
    MAX_SEATS,
    NORTH,
    NOWHERE,
    ONION_COUNT,
    ONIONS,
    PLANES,
    POT,
    SEEN_HANDOVERS,
    SIZE,
    SOUPS,
    STAY,
    STEP_X,
    STEP_Y,
    SYMBOLS,
    THINGS,
    TOMATO_COUNT,
    TOMATOES,
    WINDOW,
)

FOLDER = Path(__file__).parent / "levels"
LONGEST = 65_536
NEEDED = {POT: "a pot P", DISHES: "a dish dispenser D", WINDOW: "a serving window S"}
DEFAULTS = {
    "name": "unnamed",
    "title": "",
    "dynamics": "new",
    "ticks": "400",
    "orders": "-",
    "bonus": "-",
    "delivery_reward": "0",
    "recipe_values": "-",
    "onion_value": "0",
    "tomato_value": "0",
    "cook_time": "0",
    "recipe_times": "-",
    "onion_time": "0",
    "tomato_time": "0",
    "order_bonus": "2",
    "max_ingredients": "3",
    "shaping": "3 3 5",
    "random_positions": "no",
    "random_objects": "0",
}
USUAL = 20
"""Points of a soup and ticks it cooks where a level says nothing else."""

Header = dict[str, tuple[int, str]]


def level_names() -> tuple[str, ...]:
    """Return the names of the levels that ship with the game."""
    return _names()


@functools.cache
def _names() -> tuple[str, ...]:
    """Return the names, read once from the folder."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.txt")))


def level_text(name: str) -> str:
    """Return a shipped level's text; raises `UnknownNameError`."""
    if name not in level_names():
        raise UnknownNameError.of("level", name, level_names())
    return (FOLDER / f"{name}.txt").read_text(encoding="utf-8")


def parse_level(text: str) -> Level:
    """Return the level that a text describes.

    Raises `NotationError` naming the line, what is wrong with it and what would be right.
    """
    if not isinstance(text, str) or len(text) > LONGEST or "\0" in text:
        message = f"a level is a text of at most {LONGEST} characters without NUL, such as docs/writing-a-level.md shows"
        raise NotationError(message)
    header, first, rows = _split(text.splitlines())
    records = np.zeros(1, LEVEL)
    record = records[0]
    _read_map(record, first, rows)
    _read_rules(record, header)
    _measure(record)
    _check_solvable(record, first)
    records.setflags(write=False)
    return Level("kitchen", header["name"][1], header["title"][1] or header["name"][1], text, records)


def _split(lines: list[str]) -> tuple[Header, int, list[str]]:
    """Return the header by key with its line numbers, the number of the map's first line, and its rows."""
    header: Header = {key: (0, value) for key, value in DEFAULTS.items()}
    for number, line in enumerate(lines, 1):
        key, colon, value = (part.strip() for part in line.partition(":"))
        if key == "map" and colon and not value:
            rows = [row for row in lines[number:] if row.strip()]
            return header, number + 1, rows
        if not line.strip():
            continue
        if not colon or key not in DEFAULTS:
            message = f"line {number}: {line[:60]!r} is not a setting; known: {', '.join(DEFAULTS)}, then 'map:'"
            raise NotationError(message)
        if header[key][0]:
            message = f"line {number}: {key!r} was already set on line {header[key][0]}; say it once"
            raise NotationError(message)
        header[key] = (number, value)
    message = "there is no line 'map:'; it stands between the settings and the rows of the map"
    raise NotationError(message)


def _read_map(record: Any, first: int, rows: list[str]) -> None:
    """Write the tiles, the neighbours, the pots and the start cells."""
    width, height = len(rows[0]) if rows else 0, len(rows)
    if not width >= 3 or not height >= 3 or width * height > MAX_CELLS:
        message = f"line {first}: the map is {width} x {height}; at least 3 x 3 and at most {MAX_CELLS} cells will do"
        raise NotationError(message)
    record.width, record.height = width, height
    record.pot_at[:] = -1
    starts: dict[int, int] = {}
    for y, row in enumerate(rows):
        if len(row) != width:
            message = f"line {first + y}: {row!r} has {len(row)} cells; every row must have {width} like the first"
            raise NotationError(message)
        for x, symbol in enumerate(row):
            where = f"line {first + y}, column {x + 1}"
            record.tile[y * width + x] = _tile(symbol, where)
            if record.tile[y * width + x] == FLOOR and (x in {0, width - 1} or y in {0, height - 1}):
                message = f"{where}: floor {symbol!r} on the border; the border must be counters or other fixtures"
                raise NotationError(message)
            if symbol.isdigit():
                if int(symbol) in starts:
                    message = f"{where}: cook {symbol} stands on the map twice; each number may appear once"
                    raise NotationError(message)
                starts[int(symbol)] = y * width + x
    _place(record, first, starts)
    _neighbours(record)


def _tile(symbol: str, where: str) -> int:
    """Return the tile of a map symbol."""
    if symbol in SYMBOLS:
        return SYMBOLS.index(symbol)
    if symbol in "123456789":
        return FLOOR
    message = f"{where}: {symbol!r} is no tile; use space X O T D P S or the digits 1 to {MAX_SEATS}"
    raise NotationError(message)


def _place(record: Any, first: int, starts: dict[int, int]) -> None:
    """Write the start cells and the pots, and see that everything a kitchen needs is there."""
    if sorted(starts) != list(range(1, len(starts) + 1)) or not 1 <= len(starts) <= MAX_SEATS:
        message = f"line {first}: the cooks {sorted(starts)} must be numbered 1, 2, ... up to at most {MAX_SEATS}"
        raise NotationError(message)
    record.seats = len(starts)
    for number, cell in starts.items():
        record.start_cell[number - 1] = cell
        record.start_facing[number - 1] = NORTH
    cells = record.tile[: int(record.width) * int(record.height)]
    lacking = [name for tile, name in NEEDED.items() if tile not in cells]
    if not {ONIONS, TOMATOES} & set(cells.tolist()):
        lacking.append("an onion dispenser O or a tomato dispenser T")
    pots = np.flatnonzero(cells == POT)
    if lacking or len(pots) > MAX_POTS:
        message = f"line {first}: the map needs {' and '.join(lacking) or f'at most {MAX_POTS} pots'}"
        raise NotationError(message)
    record.pots = len(pots)
    record.pot_cell[: len(pots)] = pots
    record.pot_at[pots] = np.arange(len(pots))
    record.start_cooking[:] = -1


def _neighbours(record: Any) -> None:
    """Write the cell ahead of every cell in each direction; the border's is the cell itself."""
    width, height = int(record.width), int(record.height)
    for cell in range(width * height):
        for side in range(4):
            x, y = cell % width + int(STEP_X[side]), cell // width + int(STEP_Y[side])
            record.ahead[side, cell] = y * width + x if 0 <= x < width and 0 <= y < height else cell


def _number(header: Header, key: str, low: int, high: int) -> int:
    """Return a whole number from the header."""
    line, text = header[key]
    if not text.lstrip("-").isdecimal() or not low <= int(text) <= high:
        message = f"line {line}: {key} {text!r} must be a whole number from {low} to {high}"
        raise NotationError(message)
    return int(text)


def _numbers(header: Header, key: str, count: int, example: str) -> list[int]:
    """Return a list of whole numbers from the header."""
    line, text = header[key]
    words = text.split()
    if len(words) != count or not all(word.isdecimal() and int(word) <= 30_000 for word in words):
        message = f"line {line}: {key} {text!r} must be {count} whole numbers up to 30000, as in {example!r}"
        raise NotationError(message)
    return [int(word) for word in words]


def _choice(header: Header, key: str, known: tuple[str, ...]) -> str:
    """Return a word from the header that must be one of ``known``."""
    line, text = header[key]
    if text not in known:
        message = f"line {line}: {key} {text!r} must be {' or '.join(known)}"
        raise NotationError(message)
    return text


def _recipes(header: Header, key: str) -> list[tuple[int, int]]:
    """Return recipes as (onions, tomatoes)."""
    line, text = header[key]
    if text == "-":
        return []
    found = [(word.count("o"), word.count("t")) for word in text.split()]
    for word, recipe in zip(text.split(), found, strict=True):
        if sum(recipe) != len(word) or not 1 <= len(word) <= 3:  # noqa: PLR2004
            message = f"line {line}: order {word!r} must be one to three letters o (onion) and t (tomato), as in 'oot'"
            raise NotationError(message)
    return found


def _read_rules(record: Any, header: Header) -> None:
    """Write the rule options, cook times and values."""
    record.horizon = _number(header, "ticks", 1, 1_000_000)
    record.old = _choice(header, "dynamics", ("old", "new")) == "old"
    record.largest = _number(header, "max_ingredients", 1, 3)
    record.shaping[:] = _numbers(header, "shaping", 3, "3 3 5")
    record.random_positions = _choice(header, "random_positions", ("yes", "no")) == "yes"
    record.random_objects = _number(header, "random_objects", 0, 1000)
    orders, bonus = _recipes(header, "orders"), _recipes(header, "bonus")
    ordered = orders or [(soup.count("onion"), soup.count("tomato")) for soup in SOUPS]
    if record.old and any(sum(recipe) != 3 for recipe in ordered):  # noqa: PLR2004
        message = f"line {header['orders'][0]}: under old dynamics every order has three ingredients, as in 'ooo ttt'"
        raise NotationError(message)
    worth = _table(header, orders, "delivery_reward", "recipe_values", "value")
    times = _table(header, orders, "cook_time", "recipe_times", "time")
    factor = _number(header, "order_bonus", 1, 1000)
    for code in range(THINGS):
        recipe = (int(ONION_COUNT[code]), int(TOMATO_COUNT[code]))
        record.cook_time[code] = times(recipe)
        if code >= FIRST_SOUP and recipe in ordered:
            record.value[code] = worth(recipe) * (factor if recipe in bonus else 1)
    for code in sorted(range(THINGS), key=lambda code: -int(SIZE[code])):
        grown = [int(GROWN[kind, code]) for kind in (1, 2)] if SIZE[code] < record.largest else []
        fits = code >= FIRST_SOUP or SIZE[code] == 0
        record.best[code] = max([int(record.value[code]), *(int(record.best[g]) for g in grown)]) if fits else 0


def _table(header: Header, orders: list[tuple[int, int]], constant: str, listed: str, kind: str) -> Any:
    """Return a function from recipe to points or ticks, by the precedence: constant, list, per ingredient, 20."""
    fixed = _number(header, constant, 0, 30_000)
    onion, tomato = _number(header, f"onion_{kind}", 0, 10_000), _number(header, f"tomato_{kind}", 0, 10_000)
    by_recipe: dict[tuple[int, int], int] = {}
    if header[listed][1] != "-":
        by_recipe = dict(zip(orders, _numbers(header, listed, len(orders), "20 10 5"), strict=True))

    def amount(recipe: tuple[int, int]) -> int:
        return fixed or by_recipe.get(recipe, 0) or onion * recipe[0] + tomato * recipe[1] or USUAL

    return amount


def _measure(record: Any) -> None:
    """Write what a tick looks up: where actions lead, distances in actions of one cook, and the fixed planes."""
    cells = np.arange(int(record.width) * int(record.height))
    ahead = record.ahead[:, cells]
    record.walk[:, cells] = cells
    record.walk[:STAY, cells] = np.where(record.tile[ahead] == FLOOR, ahead, cells)
    record.x[cells], record.y[cells] = cells % int(record.width), cells // int(record.width)
    _measure_distances(record, cells[record.tile[cells] == FLOOR])
    _look_ahead(record, cells)
    _draw_template(record, len(cells))


def _measure_distances(record: Any, floor: np.ndarray[Any, Any]) -> None:
    """Write the actions from each floor cell and facing until each cell is stood on or has been used.

    Places, ``cell * 4 + facing``, are reached in rounds: one more action in each, from all places at once.
    """
    number = np.zeros(MAX_CELLS, int)
    number[floor] = np.arange(len(floor))
    steps = np.zeros((len(floor), 4, len(floor), 4), np.float32)
    for side in range(4):
        steps[np.arange(len(floor)), :, number[record.walk[side, floor]], side] = 1
    leads = steps.reshape(4 * len(floor), 4 * len(floor))
    front = np.eye(len(leads), dtype=bool)
    taken = np.where(front, 0, FAR)
    for count in range(1, FAR):
        front = (front.astype(np.float32) @ leads > 0) & (taken == FAR)
        if not front.any():
            break
        taken[front] = count
    record.distance[:] = FAR
    by_place = taken.reshape(len(floor), 4, len(floor), 4).transpose(1, 0, 2, 3)
    far = np.full((4, len(floor), MAX_CELLS), FAR)
    far[:, :, floor] = by_place.min(axis=3)
    for side in range(4):
        for place, cell in enumerate(floor):
            used = record.ahead[side, cell]
            if record.tile[used] != FLOOR:
                far[:, :, used] = np.minimum(far[:, :, used], np.minimum(by_place[:, :, place, side] + 1, FAR))
    record.distance[:, floor] = far


def _look_ahead(record: Any, cells: np.ndarray[Any, Any]) -> None:
    """Write which counters can hold something, and what is nearest from each place and facing."""
    tile = record.tile[cells]
    sides = (record.tile[record.ahead[:, cells]] == FLOOR).sum(axis=0)
    in_use = (tile == COUNTER) & ((sides > 0) | (record.start_things[cells] > 0))
    record.counters = np.count_nonzero(in_use)
    record.counter_cell[: record.counters] = np.flatnonzero(in_use)
    keys = record.distance[:, :, cells].astype(np.uint16) * 256 + cells.astype(np.uint16)
    for kind, wanted in enumerate((ONIONS, TOMATOES, DISHES, WINDOW)):
        record.nearest[:, :, kind] = _soonest(keys, tile == wanted, 1)[:, :, 0]
    record.nearest[:, :, 4:] = _soonest(keys, tile == POT, 2)
    record.handover[:] = _soonest(keys, (tile == COUNTER) & (sides > 1), SEEN_HANDOVERS)


def _soonest(keys: np.ndarray[Any, Any], wanted: np.ndarray[Any, Any], count: int) -> np.ndarray[Any, Any]:
    """Return the ``count`` lowest keys [facing, from, count] of the wanted cells, padded with `NOWHERE`."""
    chosen = np.sort(keys[:, :, wanted], axis=-1)[:, :, :count]
    return np.pad(chosen, ((0, 0), (0, 0), (0, count - chosen.shape[-1])), constant_values=NOWHERE)


def _draw_template(record: Any, cells: int) -> None:
    """Write the planes of the map alone, column by column, as they are and with the plane of urgency."""
    record.first_plane[:cells] = (record.x * int(record.height) + record.y)[:cells].astype(int) * PLANES
    template = record.template[:, : cells * PLANES].reshape(2, cells, PLANES)
    for tile, plane in ((POT, 10), (COUNTER, 11), (ONIONS, 12), (TOMATOES, 13), (DISHES, 14), (WINDOW, 15)):
        template[:, record.first_plane[:cells][record.tile[:cells] == tile] // PLANES, plane] = 1
    template[1, :, PLANES - 1] = 1


def _check_solvable(record: Any, first: int) -> None:
    """Refuse a kitchen in which the cooks together cannot bring food to a pot and soup to a window."""
    cells = int(record.width) * int(record.height)
    use = [set(np.flatnonzero(record.distance[0, record.start_cell[seat], :cells] < FAR).tolist()) for seat in range(record.seats)]

    def carried(kinds: set[int]) -> set[int]:
        """Return all cells to which something from such a tile can be brought by hand and over counters."""
        reach: set[int] = set()
        spots = {cell for cell in range(cells) if record.tile[cell] in kinds}
        grew = True
        while grew:
            before = len(reach)
            for hands in use:
                if hands & (spots | {cell for cell in reach if record.tile[cell] == COUNTER}):
                    reach |= hands
            grew = len(reach) > before
        return reach

    pots = {cell for cell in range(cells) if record.tile[cell] == POT}
    fed = carried({ONIONS, TOMATOES}) & carried({DISHES}) & pots
    windows = {cell for cell in range(cells) if record.tile[cell] == WINDOW}
    if not fed or not carried({POT}) & windows:
        message = (
            f"line {first}: nobody can serve a soup here; the cooks must reach an ingredient, a dish, a pot and a "
            "window, together over shared counters if need be"
        )
        raise NotationError(message)
