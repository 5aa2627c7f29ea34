"""Checks of values that come from Overcooked-AI's files."""

from __future__ import annotations

import reprlib
from typing import Any

from game.core.contract import NotationError

LONGEST = 160
"""Characters of a value that a sentence quotes."""


def pair(value: Any, what: str) -> tuple[int, int]:
    """Return two whole numbers."""
    if isinstance(value, (list, tuple)) and len(value) == 2:  # noqa: PLR2004 - a pair
        first, second = value
        if isinstance(first, int) and isinstance(second, int):
            return first, second
    message = f"{what} is {short(value)}; it must be two whole numbers such as [3, 1]"
    raise NotationError(message)


def entry(data: Any, key: str, kind: type | tuple[type, ...], where: str) -> Any:
    """Return an entry that must be there and of a kind."""
    if not isinstance(data, dict) or not isinstance(data.get(key), kind):
        message = f"{where}, {short(data)}, must be an object with a good {key!r} as in Overcooked-AI's JSON"
        raise NotationError(message)
    return data[key]


def short(value: object) -> str:
    """Return a value as text that fits into a sentence."""
    text = reprlib.repr(value)
    return text if len(text) <= LONGEST else text[:LONGEST] + "..."
