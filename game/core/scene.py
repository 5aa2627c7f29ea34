"""The picture as data: what one viewer may see, which every painter draws and no painter decides.

A scene is plain values (numbers, short strings, tuples), so it goes through JSON as it is. Cells are counted from the
upper left corner, x to the right and y downward.
"""

from __future__ import annotations

import functools
from collections import namedtuple
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence


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


class Scene(NamedTuple):
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
        return self._asdict() | named


def unpacked(record: Any) -> Any:
    """Return a record's fields as attributes that are quick to read: a record takes microseconds for each.

    Even its methods do, since it looks for a field of their name first; those of its base class do not.
    """
    return _fields(_dtype_of(record).names)._make(np.void.item(record))


_dtype_of: Any = np.generic.dtype.__get__


@functools.cache
def _fields(names: tuple[str, ...]) -> Any:
    """Return the tuple that has a record's fields by name."""
    return namedtuple("_Fields", names)  # noqa: PYI024 - its names are known only when it runs


def merged(scenes: Sequence[Scene]) -> Scene:
    """Return what several viewers of one team see together, of one tick; at least one scene.

    A cell is as bright as for who sees it best, and the tile is that viewer's; of a thing that several know, the
    freshest sight counts, and among equally fresh ones one with words to read. The team is seen when one of them is,
    and blind only when all are.
    """
    first = scenes[0]
    if len(scenes) == 1:
        return first
    fog = _brightest(scenes)
    return first._replace(
        tiles=_best_tiles(scenes, fog),
        sprites=_freshest(scenes),
        happenings=tuple(dict.fromkeys(each for scene in scenes for each in scene.happenings)),
        board=tuple(dict.fromkeys(line for scene in scenes for line in scene.board)),
        fog=fog,
        is_seen=any(scene.is_seen for scene in scenes),
        is_blind=all(scene.is_blind for scene in scenes),
    )


def _brightest(scenes: Sequence[Scene]) -> tuple[str, ...]:
    """Return the fog that is left: none where one viewer has none."""
    if not all(scene.fog for scene in scenes):
        return ()
    rows = zip(*(scene.fog for scene in scenes), strict=True)
    return tuple("".join(map(max, zip(*row, strict=True))) for row in rows)


def _best_tiles(scenes: Sequence[Scene], fog: tuple[str, ...]) -> tuple[Tile, ...]:
    """Return each cell's tile as the first viewer knows it for whom it is as bright as for anybody."""
    found: dict[tuple[int, int], Tile] = {}
    for scene in scenes:
        for tile in scene.tiles:
            if not scene.fog or (fog and scene.fog[tile.y][tile.x] == fog[tile.y][tile.x]):
                found.setdefault((tile.x, tile.y), tile)
    return tuple(found.values())


def _freshest(scenes: Sequence[Scene]) -> tuple[Sprite, ...]:
    """Return every sprite once, by its key."""
    found: dict[str, Sprite] = {}
    for sprite in (each for scene in scenes for each in scene.sprites):
        known = found.get(sprite.key)
        if known is None or (sprite.age, not sprite.bubble) < (known.age, not known.bubble):
            found[sprite.key] = sprite
    return tuple(found.values())
