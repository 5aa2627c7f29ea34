"""Random levels: seeded, of three sizes, and solvable."""

from __future__ import annotations

from typing import Any

from numpy import uint64

from game.core.contract import NotationError, UnknownNameError
from game.core.dice import mix
from game.core.draws import Draws
from game.rescue.level import format_level, parse_level

TRIES = 500
"""Maps drawn before a wish is given up."""
SIZES = {"small": (13, 9), "standard": (19, 13), "large": (27, 17)}
LOOSE = {"small": 3, "standard": 6, "large": 12}
SPOTS = {"small": 2, "standard": 4, "large": 5}
"""Places for victims in each room."""
OPEN, RUBBLE, HEAVY = 50, 30, 20
"""Per cent of the doors."""
ROLES = ("scout", "digger", "medic", "scout", "digger", "medic")

Cell = tuple[int, int]


def generate(seed: int, size: str = "standard", robots: int = 4, **settings: Any) -> str:
    """Return the text of a random level; the same arguments give the same text anywhere and for ever.

    ``settings`` are lines of the header, such as ``comm="radio"``. Raises `NotationError` for what cannot be, and
    `UnknownNameError` for a size that there is not.
    """
    if size not in SIZES:
        raise UnknownNameError.of("size", size, tuple(SIZES))  # noqa: EM101 - a kind, not a message
    if not isinstance(seed, int) or not isinstance(robots, int) or not 1 <= robots <= len(ROLES):
        message = f"a random level has a seed and 1 to {len(ROLES)} robots, not {seed!r} and {robots!r}"
        raise NotationError(message)
    header = {"name": f"random_{seed}", "title": f"Random building {seed}", "light": 4, "critical": 2}
    header |= {"roles": " ".join(ROLES[:robots]), **settings}
    error = NotationError("no map was drawn")
    for attempt in range(TRIES):
        rows = draw_map(Draws(mix(uint64(seed % 2**64), uint64(attempt))), size, robots)
        text = "\n".join([*(f"{key}: {value}" for key, value in header.items()), "map:", *rows]) + "\n"
        try:
            return format_level(parse_level(text))
        except NotationError as found:
            error = found  # drawn so that somebody cannot be saved, or a setting is wrong
    raise error


def draw_map(dice: Draws, size: str, robots: int) -> list[str]:
    """Return the rows of a map: a lobby at the left, four rooms, seven doors, loose rubble and places for victims."""
    width, height = SIZES[size]
    first = width // 3 + dice.between(-1, 0)
    second = first + (width - first) // 2 + dice.between(-1, 0)
    middle = height // 2 + dice.between(-1, 1)
    cells = {(x, y): "." for x in range(width) for y in range(height)}
    cells |= {(x, y): "#" for x, y in cells if x in {0, first, second, width - 1} or y in {0, height - 1}}
    cells |= {(x, middle): "#" for x in range(first, width)}
    top, bottom = (2, middle - 2), (middle + 2, height - 3)
    halves = dice.pick((top, bottom), 2)
    _door(cells, dice, (first, dice.between(*halves[0])), kinds=".")
    _door(cells, dice, (first, dice.between(*halves[1])), kinds=".r")
    for rows in (top, bottom, dice.pick((top, bottom), 1)[0]):
        _door(cells, dice, (second, dice.between(*rows)), kinds=".rh")
    for low, high in ((first, second), (second, width - 1)):
        _door(cells, dice, (dice.between(low + 2, high - 2), middle), kinds=".rh")
    _furnish(cells, dice, size, ((first, second), (second, width - 1)), ((0, middle), (middle, height - 1)))
    for y in range(height // 2 - 1, height // 2 + 2):
        cells[1, y] = "C"
    lobby = [(x, y) for x in range(2, first - 1) for y in range(1, height - 1)]
    for number, cell in enumerate(dice.pick(lobby, robots), 1):
        cells[cell] = str(number)
    return ["".join(cells[x, y] for x in range(width)) for y in range(height)]


def _door(cells: dict[Cell, str], dice: Draws, place: Cell, *, kinds: str) -> None:
    """Make a door in a wall: open, blocked by rubble, or with heavy rubble before it, two sides of which are free."""
    chance = dice.below(OPEN + RUBBLE + HEAVY)
    kind = "." if chance < OPEN else "r" if chance < OPEN + RUBBLE else "h"
    x, y = place
    cells[place] = "r" if kind in kinds and kind == "r" else "+"
    if kind == "h" and kind in kinds:
        before = (x - 1, y) if cells[x, y - 1] == "#" else (x, y - 1 + 2 * dice.below(2))
        cells[before] = "h"


def _furnish(
    cells: dict[Cell, str], dice: Draws, size: str, columns: tuple[Cell, Cell], rows: tuple[Cell, Cell]
) -> None:
    """Put rubble and places for victims into the rooms, away from the doors."""
    rooms = [
        [(x, y) for x in range(left + 1, right) for y in range(top + 1, bottom) if _is_clear(cells, x, y)]
        for left, right in columns
        for top, bottom in rows
    ]
    for x, y in dice.pick([cell for room in rooms for cell in room], LOOSE[size]):
        cells[x, y] = "r"
    for room in rooms:
        for x, y in dice.pick([cell for cell in room if cells[cell] == "."], SPOTS[size]):
            cells[x, y] = "v"


def _is_clear(cells: dict[Cell, str], x: int, y: int) -> bool:
    """Tell whether a cell is floor and no door or heavy rubble is beside it."""
    around = [(x + dx, y + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)]
    return cells[x, y] == "." and not any(cells[cell] in "+h" for cell in around)
