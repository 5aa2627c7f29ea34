"""What a level editor must know about a game's levels, as data that the game declares."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class Paint(NamedTuple):
    """Something that can be put on a cell of the map."""

    symbol: str
    """Its character in a row of the map."""
    label: str
    tile: str
    """Name of the scene's tile."""
    sprite: str = ""
    """Name of the sprite that stands on it, if any."""
    seat: int = -1
    """The seat whose body starts here; such a paint stands on the map once."""


class Setting(NamedTuple):
    """A line of the header that a person may change."""

    key: str
    label: str
    kind: str
    """``"text"`` is typed, ``"choice"`` one of ``choices``, ``"number"`` goes up and down, ``"cards"`` are picked."""
    default: str
    choices: tuple[str, ...] = ()
    """Words to choose from; for cards each letter stands for a thing."""
    shown: tuple[str, ...] = ()
    """What a person reads for each choice; the words themselves where empty."""
    low: int = 0
    high: int = 0
    step: int = 1
    resets: tuple[str, ...] = ()
    """Keys of lines that lose their meaning, and go, when this one changes."""


@dataclass(frozen=True, slots=True)
class Editing:
    """How levels of a game are edited: a header of ``key: value`` lines, a line ``map:``, and rows of symbols."""

    paints: tuple[Paint, ...]
    settings: tuple[Setting, ...]
    floor: str
    """Symbol that fills the inside of an empty room."""
    wall: str
    """Symbol that fills its border."""
    most_cells: int
    empty: str
    """Text of an empty room."""
    things: Mapping[str, str]
    """Letter on a card -> name of the thing that is drawn."""
