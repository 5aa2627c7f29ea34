"""The settings of a level: what a header may say, how each is read and written, and what a right value is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

MOST = 30_000
"""Points of a soup at most, bonus apart."""
SLOWEST = 255
"""Ticks a soup cooks at most: the planes that show them are bytes."""
THING = "onion|tomato|dish|soup [ot]{1,3}"
NAME = "a few words of printable text"
ORDERS = "different orders of one to three letters o (onion) and t (tomato), as in 'ooo oot'"


class Setting(NamedTuple):
    """One line of the header."""

    default: str
    right: str
    """What a right value is, as the end of a sentence that begins "must be"."""
    read: Callable[[str], Any]
    """Gives the value of a text; raises `ValueError`."""
    show: Callable[[Any], str] = str
    """Gives the text of a value: reading it gives the value again."""


def _text(longest: int) -> Callable[[str], str]:
    """Return a reader of one line of plain text."""

    def read(text: str) -> str:
        if len(text) > longest or not text.isprintable():
            raise ValueError(text)
        return text

    return read


def _number(low: int, high: int) -> Callable[[str], int]:
    """Return a reader of a whole number in plain digits."""

    def read(text: str) -> int:
        if not re.fullmatch("[0-9]{1,9}", text) or not low <= int(text) <= high:
            raise ValueError(text)
        return int(text)

    return read


def _numbers(high: int) -> Callable[[str], tuple[int, ...]]:
    """Return a reader of whole numbers with spaces in between."""
    one = _number(0, high)
    return lambda text: () if text == "-" else tuple(one(word) for word in text.split())


def _choice(*known: str) -> Callable[[str], str]:
    """Return a reader of a word that must be one of ``known``."""

    def read(text: str) -> str:
        if text not in known:
            raise ValueError(text)
        return text

    return read


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


def _spaced(values: tuple[object, ...]) -> str:
    """Return values with spaces in between, ``-`` for none."""
    return " ".join(map(str, values)) or "-"


def _whole(low: int, high: int) -> Setting:
    """Return a setting that is a whole number, usually 0 or ``low``."""
    return Setting(str(low), f"a whole number from {low} to {high}", _number(low, high))


def _ingredient(high: int) -> Setting:
    """Return a setting that is an amount for each ingredient of a kind."""
    return _whole(0, high // 3)


def _list(high: int) -> Setting:
    """Return a setting that is a list of amounts, one for each order."""
    right = f"whole numbers up to {high}, one for each of the orders, as in '20 10 5'"
    return Setting("-", right, _numbers(high), _spaced)


SETTINGS: dict[str, Setting] = {
    "name": Setting("unnamed", NAME, _text(60)),
    "title": Setting("", NAME, _text(60)),
    "hint": Setting("", "one line of printable text, at most 200 characters", _text(200)),
    "dynamics": Setting("new", "old or new", _choice("old", "new")),
    "ticks": Setting("400", "a whole number from 1 to 1000000", _number(1, 1_000_000)),
    "orders": Setting("-", ORDERS, _orders, _spaced),
    "bonus": Setting("-", ORDERS, _orders, _spaced),
    "delivery_reward": _whole(0, MOST),
    "recipe_values": _list(MOST),
    "onion_value": _ingredient(MOST),
    "tomato_value": _ingredient(MOST),
    "cook_time": _whole(0, SLOWEST),
    "recipe_times": _list(SLOWEST),
    "onion_time": _ingredient(SLOWEST),
    "tomato_time": _ingredient(SLOWEST),
    "order_bonus": Setting("2", "a whole number from 1 to 100", _number(1, 100)),
    "max_ingredients": Setting("3", "a whole number from 1 to 3", _number(1, 3)),
    "shaping": Setting("3 3 5", f"three whole numbers up to {MOST}, as in '3 3 5'", _numbers(MOST), _spaced),
    "random_positions": Setting("no", "yes or no", _choice("yes", "no")),
    "random_objects": _whole(0, 1000),
    "start_facing": Setting("-", "a letter N, S, E or W for each cook, as in 'N E'", _listed("[NSEW]", " +"), _spaced),
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
