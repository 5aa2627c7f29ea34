"""The levels that ship with a game: text files in its folder, found by name and never by path."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from game.core.contract import UnknownNameError

if TYPE_CHECKING:
    from pathlib import Path


@functools.cache
def shipped(folder: Path, first: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return the names of a folder's levels: those in ``first`` in that order, then the others by name."""
    found = {path.stem for path in folder.glob("*.txt")}
    return (*first, *sorted(found - set(first)))


def shipped_text(folder: Path, name: str) -> str:
    """Return a shipped level's text; raises `UnknownNameError`."""
    known = shipped(folder)
    if name not in known:
        raise UnknownNameError.of("level", name, known)  # noqa: EM101 - a kind, not a message
    return (folder / f"{name}.txt").read_text(encoding="utf-8")
