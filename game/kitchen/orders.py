"""What soups are ordered in a level, what they are worth and how long they cook."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from game.core.sheet import Sheet, split
from game.kitchen.settings import SETTINGS
from game.kitchen.state import FIRST_SOUP, GROWN, ONION, ONION_COUNT, SIZE, SOUPS, THINGS, TOMATO, TOMATO_COUNT

if TYPE_CHECKING:
    from collections.abc import Callable

    from game.core.contract import Level

USUAL = 20
"""Points of a soup and ticks it cooks where a level says nothing else."""
POUR = 3
"""Ingredients at which a pot starts by itself under old dynamics."""
ALL = tuple(sorted({"".join(sorted(name[0] for name in soup)) for soup in SOUPS}, key=lambda word: (len(word), word)))
"""The nine recipes, ``o`` onion and ``t`` tomato: ordered where a level orders nothing."""
EXCLUSIVE = (
    ("delivery_reward", "recipe_values", "onion_value", "tomato_value"),
    ("cook_time", "recipe_times", "onion_time", "tomato_time"),
)
"""Ways to say one thing: a constant, a list, or an amount for each ingredient."""


def read_orders(record: Any, sheet: Sheet) -> None:
    """Write cook times and values; raises `NotationError` naming the line."""
    values = sheet.values
    orders = values["orders"] or ALL
    _check(sheet)
    worth, time = _amount(values, EXCLUSIVE[0]), _amount(values, EXCLUSIVE[1])
    for code in range(THINGS):
        recipe = "o" * int(ONION_COUNT[code]) + "t" * int(TOMATO_COUNT[code])
        record.cook_time[code] = time(recipe)
        if recipe in orders:
            record.value[code] = worth(recipe) * (values["order_bonus"] if recipe in values["bonus"] else 1)
    for code in sorted(range(THINGS), key=lambda code: -int(SIZE[code])):
        record.best[code] = _best(record, code)


def _check(sheet: Sheet) -> None:
    """Refuse orders and amounts that contradict each other."""
    values = sheet.values
    orders = values["orders"] or ALL
    if values["dynamics"] == "old" and any(len(order) != POUR for order in orders):
        right = "list orders of three ingredients, as in 'ooo ttt': under old dynamics a pot starts at three"
        raise sheet.wrong(key="orders", what=f"{' '.join(orders)!r} must {right}")
    for bonus in values["bonus"]:
        if bonus not in orders:
            what = f"{bonus!r} must be one of the orders, which are {' '.join(orders)!r}"
            raise sheet.wrong(key="bonus", what=what)
    for constant, listed, *each in EXCLUSIVE:
        said = [key for key in (constant, listed) if values[key]] + [key for key in each if values[key]][:1]
        if len(said) > 1:
            raise sheet.wrong(key=said[1], what=f"and {said[0]} say the same thing in two ways; keep one of them")
        if values[listed] and len(values[listed]) != len(values["orders"]):
            count, needed = len(values[listed]), len(values["orders"])
            raise sheet.wrong(key=listed, what=f"has {count} amounts for {needed} listed orders; it needs one for each")


def _amount(values: dict[str, Any], keys: tuple[str, ...]) -> Callable[[str], int]:
    """Return a function from recipe to points or ticks, by the precedence: constant, list, per ingredient, 20."""
    constant, listed, onion, tomato = (values[key] for key in keys)
    by_recipe = dict(zip(values["orders"], listed, strict=False))

    def amount(recipe: str) -> int:
        each = onion * recipe.count("o") + tomato * recipe.count("t")
        return int(constant or by_recipe.get(recipe, 0) or each or USUAL)

    return amount


def _best(record: Any, code: int) -> int:
    """Return the points of the best soup that a pot's content can still become; larger contents are known."""
    if 0 < code < FIRST_SOUP:
        return 0
    grown = [int(GROWN[kind, code]) for kind in (ONION, TOMATO)] if SIZE[code] < record.largest else []
    return max([int(record.value[code]), *(int(record.best[soup]) for soup in grown)])


def orders_of(level: Level) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the ordered recipes and the ones that earn a bonus, each as letters: ``oot``; none listed is all nine."""
    return _orders(level.text)


@functools.lru_cache(maxsize=256)
def _orders(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the orders of a level's text, read once."""
    values = split(text, SETTINGS).values
    return values["orders"] or ALL, values["bonus"]
