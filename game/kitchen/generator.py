"""Random levels: seeded, valid, and solvable by construction or by trying again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from numpy import uint64

from game.core.contract import NotationError, UnknownNameError
from game.core.dice import mix
from game.core.draws import Draws
from game.kitchen.level import format_level, parse_level
from game.kitchen.orders import ALL, POUR
from game.kitchen.state import MAX_CELLS, MAX_POTS, MAX_SEATS

TRIES = 2_000
"""Maps drawn before a wish is given up."""
STEPS = ((0, -1), (0, 1), (1, 0), (-1, 0))

Cell = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Wish:
    """What a random level is to be like."""

    width: int = 7
    height: int = 5
    """Cells, the border included."""
    seats: int = 2
    floor: int = 70
    """Per cent of the inner cells that are floor; the others are counters or fixtures."""
    onions: int = 2
    tomatoes: int = 0
    dishes: int = 1
    pots: int = 1
    windows: int = 1
    """Number of fixtures of each kind."""
    dynamics: str = "old"
    ticks: int = 400
    apart: bool = False
    """Whether the cooks work in two regions that share counters, and no way leads from one to the other."""
    random_orders: bool = False
    """Whether orders, points and cooking times are drawn too."""


def generate(seed: int, **wishes: Any) -> str:
    """Return the text of a random level; the same seed and wishes give the same text anywhere and for ever.

    ``wishes`` are the fields of `Wish`. Raises `NotationError` for one that cannot be, or where none of many maps that
    were drawn can be played.
    """
    if not isinstance(seed, int):
        message = f"seed {seed!r} of a random level must be a whole number"
        raise NotationError(message)
    wish = _checked(wishes)
    for attempt in range(TRIES):
        dice = Draws(mix(uint64(seed % 2**64), uint64(attempt)))
        rows = _draw_map(dice, wish)
        if rows is None:
            continue
        text = "\n".join([*_settings(dice, wish, seed), "map:", *rows]) + "\n"
        try:
            return format_level(parse_level(text))
        except NotationError:
            continue  # drawn so that nobody can serve: draw again
    message = (
        f"none of {TRIES} maps drawn for seed {seed} can be played; ask for more floor, more cells or fewer fixtures"
    )
    raise NotationError(message)


def _checked(wishes: dict[str, Any]) -> Wish:
    """Return the wishes, each within what a level can be."""
    for key in wishes:
        if key not in Wish.__slots__:
            raise UnknownNameError.of("wish", key, tuple(Wish.__slots__))  # noqa: EM101 - a kind, not a message
    most = MAX_CELLS // 3
    bounds = {"width": (3, most), "height": (3, most), "seats": (1, MAX_SEATS), "floor": (1, 100), "onions": (0, 9)}
    bounds |= {"tomatoes": (0, 9), "dishes": (1, 9), "pots": (1, MAX_POTS), "windows": (1, 9), "ticks": (1, 1_000_000)}
    for key, (low, high) in bounds.items():
        value = wishes.get(key, low)
        if not isinstance(value, int) or not low <= value <= high:
            message = f"{key} {value!r} of a random level must be a whole number from {low} to {high}"
            raise NotationError(message)
    wish = Wish(**wishes)
    if wish.dynamics not in {"old", "new"} or wish.onions + wish.tomatoes == 0 or wish.width * wish.height > MAX_CELLS:
        message = (
            f"a random level has old or new dynamics, onions or tomatoes, and at most {MAX_CELLS} cells, not {wish}"
        )
        raise NotationError(message)
    if wish.apart and wish.seats == 1:
        message = "a single cook cannot be apart; ask for two seats or more"
        raise NotationError(message)
    return wish


def _draw_map(dice: Draws, wish: Wish) -> list[str] | None:
    """Return the rows of a map, or None where the fixtures or the cooks found no room."""
    regions = _dig(dice, wish)
    walls = sorted({cell for region in regions for cell in _around(region)} - set().union(*regions))
    kinds = "O" * wish.onions + "T" * wish.tomatoes + "D" * wish.dishes + "P" * wish.pots + "S" * wish.windows
    places = dice.pick(walls, len(kinds))
    cooks = _stand(dice, wish, regions)
    if len(places) < len(kinds) or cooks is None:
        return None
    symbols = dict(zip(places, kinds, strict=True)) | {cell: " " for region in regions for cell in region}
    symbols |= {cell: str(number) for number, cell in enumerate(cooks, 1)}
    return ["".join(symbols.get((x, y), "X") for x in range(wish.width)) for y in range(wish.height)]


def _dig(dice: Draws, wish: Wish) -> list[set[Cell]]:
    """Return the regions of floor: each grows from a cell by its neighbours, and none comes to touch another."""
    inner = {(x, y) for x in range(1, wish.width - 1) for y in range(1, wish.height - 1)}
    wanted = max(1, round(len(inner) * wish.floor / 100))
    regions: list[set[Cell]] = [{cell} for cell in dice.pick(sorted(inner), 2 if wish.apart else 1)]
    while sum(map(len, regions)) < wanted:
        growing = [
            (number, cell)
            for number, region in enumerate(regions)
            for cell in sorted(_around(region) & inner - region)
            if not any(_around({cell}) & other for other in regions if other is not region)
        ]
        if not growing:
            break
        number, cell = growing[dice.below(len(growing))]
        regions[number].add(cell)
    return regions


def _around(cells: set[Cell]) -> set[Cell]:
    """Return the neighbours of some cells, among them cells of their own."""
    return {(x + dx, y + dy) for x, y in cells for dx, dy in STEPS}


def _stand(dice: Draws, wish: Wish, regions: list[set[Cell]]) -> list[Cell] | None:
    """Return where the cooks start, at least one in each region, or None where there is no room."""
    first = [dice.pick(sorted(region), 1)[0] for region in regions]
    if any(_around(one) & other for one in regions for other in regions if one is not other):
        return None
    rest = sorted(set().union(*regions) - set(first))
    cooks = [*first, *dice.pick(rest, wish.seats - len(first))]
    return dice.pick(cooks, wish.seats) if len(cooks) == wish.seats else None


def _settings(dice: Draws, wish: Wish, seed: int) -> list[str]:
    """Return the lines of the header."""
    lines = [
        f"name: random_{seed}",
        f"title: Random kitchen {seed}",
        f"dynamics: {wish.dynamics}",
        f"ticks: {wish.ticks}",
    ]
    kinds = "o" * (wish.onions > 0) + "t" * (wish.tomatoes > 0)
    if not wish.random_orders:
        return [*lines, "orders: " + " ".join(kind * POUR for kind in kinds)]
    possible = [order for order in ALL if set(order) <= set(kinds) and (wish.dynamics == "new" or len(order) == POUR)]
    orders = dice.pick(possible, 1 + dice.below(len(possible)))
    lines += [f"orders: {' '.join(orders)}", f"bonus: {' '.join(dice.pick(orders, dice.below(2))) or '-'}"]
    lines += [f"{name}_value: {5 + dice.below(20)}" for name in ("onion", "tomato")]
    return lines + [f"{name}_time: {2 + dice.below(14)}" for name in ("onion", "tomato")]
