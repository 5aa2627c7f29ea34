"""The picture as data: what one viewer may see, which every painter draws and no painter decides.

A scene is plain values (numbers, short strings, tuples), so it goes through JSON as it is. Cells are counted from the
upper left corner, x to the right and y downward.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, NamedTuple


class Sprite(NamedTuple):
    """One thing to draw."""

    name: str
    """What it is, from the game's sprite list: ``"cook"``, ``"onion"``, ``"pot"``."""
    key: str
    """Who it is: sprites with the same key in two scenes are one thing, so a painter can move it smoothly."""
    x: int
    y: int
    facing: str = ""
    """``"north"``, ``"south"``, ``"east"``, ``"west"`` or nothing."""
    team: int = 0
    seat: int = -1
    """The seat this body belongs to, or -1."""
    carried: tuple[str, ...] = ()
    """What it holds or contains, outermost first: ``("soup", "onion", "onion", "tomato")``."""
    progress: float = -1.0
    """Share done of what is under way, 0 to 1; negative when nothing is."""
    state: str = ""
    """A word about it: ``"idle"``, ``"cooking"``, ``"ready"``, ``"blocked"``."""
    age: int = 0
    """Ticks since it was last seen here: 0 is now, more is a ghost that fades."""
    height: int = 0
    """Levels above the floor."""
    bubble: str = ""
    """What it says: the text of a message."""
    mark: str = ""
    """A letter on its body: a role's, such as ``"M"`` for the medic."""


class Tile(NamedTuple):
    """One cell of the board."""

    name: str
    x: int
    y: int


class Happening(NamedTuple):
    """Something that took place in the tick before this scene: it drives sounds, particles and captions."""

    name: str
    seat: int
    x: int
    y: int
    value: int = 0
    """Points won, when it won any."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What one seat (or a spectator) may see at one tick."""

    columns: int
    rows: int
    tiles: tuple[Tile, ...]
    sprites: tuple[Sprite, ...]
    happenings: tuple[Happening, ...]
    tick: int
    horizon: int
    score: int
    board: tuple[tuple[str, ...], ...] = ()
    """Lines for the head-up display, each a tuple of words, the first of them its kind: ``"order"`` for the kitchen's
    open orders, ``"count"`` for a name with a number, ``"word"`` for a text."""
    fog: tuple[str, ...] = ()
    """A string for each row with ``"2"`` for a cell in sight, ``"1"`` for one that is only remembered and ``"0"`` for
    one never seen; nothing at all where there is no fog."""
    scores: tuple[int, ...] = ()
    """Points of each team, where there is more than one."""
    phase: str = ""
    """What part of the round it is, in a word or two, where a round has parts."""
    phase_left: int = -1
    """Ticks until that part ends."""
    is_seen: bool = False
    """Whether the viewer's team is in the other team's sight."""
    is_blind: bool = False
    """Whether the viewer sees nothing at all for now."""

    def as_json(self) -> dict[str, Any]:
        """Return the scene as JSON-ready values, every tile, sprite and happening as an object by field name."""
        named = {
            "tiles": [tile._asdict() for tile in self.tiles],
            "sprites": [sprite._asdict() for sprite in self.sprites],
            "happenings": [happening._asdict() for happening in self.happenings],
        }
        return {field.name: getattr(self, field.name) for field in fields(self)} | named
