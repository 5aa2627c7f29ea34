"""The settings of a level: what a header may say, how each is read and written, and what a right value is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from game.core.settings import LONGEST_ROUND, NAMING, Setting, choice, numbers, spaced, whole

if TYPE_CHECKING:
    from collections.abc import Callable

MOST = 30_000
"""Points of a soup at most, bonus apart."""
SLOWEST = 255
"""Ticks a soup cooks at most: the planes that show them are bytes."""
THING = "onion|tomato|dish|soup [ot]{1,3}"
ORDERS = "different orders of one to three letters o (onion) and t (tomato), as in 'ooo oot'"


def _orders(text: str) -> tuple[str, ...]:
    """Return orders as words of sorted letters, each once."""
    words = () if text == "-" else tuple("".join(sorted(word)) for word in text.split())
    if len(set(words)) < len(words) or not all(re.fullmatch("[ot]{1,3}", word) for word in words):
        raise ValueError(text)
    return words


def _listed(pattern: str, apart: str) -> Callable[[str], tuple[str, ...]]:
    """Return a reader of entries that match a pattern, in one spelling."""

    def read(text: str) -> tuple[str, ...]:
        entries = [] if text == "-" else [" ".join(entry.split()) for entry in re.split(apart, text)]
        if not all(re.fullmatch(pattern, entry) for entry in entries):
            raise ValueError(text)
        return tuple(entries)

    return read


def _ingredient(high: int) -> Setting:
    """Return a setting that is an amount for each ingredient of a kind."""
    return whole(0, high // 3)


def _list(high: int) -> Setting:
    """Return a setting that is a list of amounts, one for each order."""
    right = f"whole numbers up to {high}, one for each of the orders, as in '20 10 5'"
    return Setting("-", right, numbers(high), spaced)


SETTINGS: dict[str, Setting] = {
    **NAMING,
    "dynamics": Setting("new", "old or new", choice("old", "new")),
    "ticks": whole(1, LONGEST_ROUND, "400"),
    "orders": Setting("-", ORDERS, _orders, spaced),
    "bonus": Setting("-", ORDERS, _orders, spaced),
    "delivery_reward": whole(0, MOST),
    "recipe_values": _list(MOST),
    "onion_value": _ingredient(MOST),
    "tomato_value": _ingredient(MOST),
    "cook_time": whole(0, SLOWEST),
    "recipe_times": _list(SLOWEST),
    "onion_time": _ingredient(SLOWEST),
    "tomato_time": _ingredient(SLOWEST),
    "order_bonus": whole(1, 100, "2"),
    "max_ingredients": whole(1, 3, "3"),
    "shaping": Setting("3 3 5", f"three whole numbers up to {MOST}, as in '3 3 5'", numbers(MOST), spaced),
    "random_positions": Setting("no", "yes or no", choice("yes", "no")),
    "random_objects": whole(0, 1000),
    "start_facing": Setting("-", "a letter N, S, E or W for each cook, as in 'N E'", _listed("[NSEW]", " +"), spaced),
    "start_held": Setting(
        "-",
        "for each cook - or a thing, with commas in between, as in '-, onion, dish, soup oot'",
        _listed(f"-|{THING}", ","),
        lambda entries: ", ".join(entries) or "-",
    ),
    "start_objects": Setting(
        "-",
        "things at cells x,y counted from 0, as in '3,0 soup oot cooking 5; 2,1 dish; 4,2 soup o; 5,0 soup ooo ready'",
        _listed(f"[0-9]{{1,3}},[0-9]{{1,3}} ({THING})( ready| cooking [0-9]{{1,3}})?", ";"),
        lambda entries: "; ".join(entries) or "-",
    ),
}
"""Every setting in the order in which a header has them."""
