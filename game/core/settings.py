"""Settings of a level, for the header of any game's levels: how each is read and written, and what a right value is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST_ROUND = 1_000_000
"""Ticks of a round at most."""


class Setting(NamedTuple):
    """One line of the header."""

    default: str
    right: str
    """What a right value is, as the end of a sentence that begins "must be"."""
    read: Callable[[str], Any]
    """Gives the value of a text; raises `ValueError`."""
    show: Callable[[Any], str] = str
    """Gives the text of a value: reading it gives the value again."""


def text(longest: int) -> Callable[[str], str]:
    """Return a reader of one line of plain text."""

    def read(text: str) -> str:
        if len(text) > longest or not text.isprintable():
            raise ValueError(text)
        return text

    return read


def number(low: int, high: int) -> Callable[[str], int]:
    """Return a reader of a whole number in plain digits."""

    def read(text: str) -> int:
        if not re.fullmatch("[0-9]{1,9}", text) or not low <= int(text) <= high:
            raise ValueError(text)
        return int(text)

    return read


def numbers(high: int) -> Callable[[str], tuple[int, ...]]:
    """Return a reader of whole numbers with spaces in between."""
    one = number(0, high)
    return lambda text: () if text == "-" else tuple(one(word) for word in text.split())


def choice(*known: str) -> Callable[[str], str]:
    """Return a reader of a word that must be one of ``known``."""

    def read(text: str) -> str:
        if text not in known:
            raise ValueError(text)
        return text

    return read


def spaced(values: tuple[object, ...]) -> str:
    """Return values with spaces in between, ``-`` for none."""
    return " ".join(map(str, values)) or "-"


def whole(low: int, high: int, default: str = "") -> Setting:
    """Return a setting that is a whole number, usually ``low``."""
    return Setting(default or str(low), f"a whole number from {low} to {high}", number(low, high))


NAME = "a few words of printable text"
NAMING: dict[str, Setting] = {
    "name": Setting("unnamed", NAME, text(60)),
    "title": Setting("", NAME, text(60)),
    "hint": Setting("", "one line of printable text, at most 200 characters", text(200)),
}
"""What every level says first."""
