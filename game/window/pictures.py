"""Pictures of tiles and sprites, painted from the gallery."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from game.art.gallery import gallery
from game.art.shapes import Part, Pose, Row, find, mix
from game.window.brush import WHOLE, Brush
from game.window.palette import INK, MIST, PAPER, seat_colour, trim_colour

if TYPE_CHECKING:
    import pygame

    from game.art.shapes import Colour, Drawing
    from game.core.scene import Sprite
    from game.window.brush import Place
    from game.window.frame import Frame

BADGES = ("disc", "square", "triangle", "diamond")
PLAIN = Pose()
ANY = "*"
"""The kind of ground that is joined to all others: what is not known."""


class Look(NamedTuple):
    """The facts about a sprite that its picture depends on."""

    name: str
    facing: str = ""
    state: str = ""
    where: str = ""
    """``"lying"`` for a thing on a cell of its own, nothing for one that is carried, contained or listed."""
    kind: str = ""
    """``"person"`` or ``"partner"``, for a body."""
    badge: str = ""
    front: str = ""
    """``"front"`` for a tile above the ground, whose front is seen."""
    odd: str = ""
    """``"odd"`` for every other tile, as on a chess board."""
    inside: tuple[str, ...] = ()
    body: Colour = MIST
    trim: Colour = PAPER
    """What tells mates of one colour apart."""

    @property
    def first(self) -> str:
        """What is inside first."""
        return self.inside[0] if self.inside else ""


def badge(number: int) -> str:
    """Return the badge of a seat or a team; with the colours, which are four too, sixteen can be told apart."""
    return BADGES[(number + number // len(BADGES)) % len(BADGES)]


def pose(name: str) -> Pose:
    """Return how a sprite stands on its cell."""
    return gallery().poses.get(name, PLAIN)


def look_of(frame: Frame, thing: Sprite) -> Look:
    """Return the facts that a picture depends on; where there are teams, they give the colour and the badge."""
    body = thing.seat >= 0
    stands = pose(thing.name)
    number = thing.team if len(frame.scene.scores) > 1 else max(thing.seat, 0)
    kind = ("person" if thing.seat in frame.people else "partner") if body else ""
    inside = () if stands.hands else thing.carried
    where = "" if stands.layer else "lying"
    return Look(
        thing.name,
        thing.facing,
        thing.state,
        where,
        kind,
        badge(number),
        inside=inside,
        body=seat_colour(number),
        trim=trim_colour(max(thing.seat, 0)),
    )


def is_drawn(name: str) -> bool:
    """Return whether the gallery has a sprite by a name."""
    return name in gallery().sprites


def is_flat(tile: str) -> bool:
    """Return whether a tile is ground."""
    return tile in gallery().flat


def is_edge(tile: str, other: str) -> bool:
    """Return whether another kind of ground begins between a tile and the one beside it."""
    ground, beside = (gallery().joined.get(each, "") for each in (tile, other))
    return ground != beside and ANY not in {ground, beside}


def paint_tile(look: Look, edges: tuple[str, ...], size: int) -> pygame.Surface:
    """Return the picture of a cell with its edges, by side; an unknown one is a bare block."""
    tiles = gallery().tiles
    brush = Brush(size)
    drawing = find(tiles, look.name, (look.front, look.odd)) or find(tiles, "counter", (look.front,)) or ()
    _paint(brush, drawing, look, WHOLE)
    for side in edges:
        _paint(brush, tiles.get(f"{look.name}/{side}", ()), look, WHOLE)
    return brush.finish()


def paint_sprite(look: Look, size: int) -> pygame.Surface:
    """Return the picture of a sprite without what is painted beside it; an unknown one is a plain disc."""
    brush = Brush(size)
    _paint(brush, _drawing(look.name, (look.where, look.state, look.facing)), look, WHOLE)
    return brush.finish()


def _drawing(name: str, words: tuple[str, ...]) -> Drawing:
    """Return the drawing of a variant of a sprite or part."""
    sprites = gallery().sprites
    return find(sprites, name, words) or find(sprites, "unknown", words) or ()


def _paint(brush: Brush, drawing: Drawing, look: Look, place: Place) -> None:
    """Paint a drawing at a place."""
    dark = mix(look.body, INK, 0.35)
    slots = {"$body": look.body, "$light": mix(look.body, PAPER, 0.4), "$dark": dark, "$trim": look.trim}
    for element in drawing:
        if isinstance(element, Part):
            words = tuple(getattr(look, fact) for fact in element.by)
            inner = place.within(element.at, element.turn, flip=element.flip)
            _paint(brush, _drawing(element.name, words), look, inner)
        elif isinstance(element, Row):
            _paint_row(brush, element, look, place)
        else:
            brush.paint(element, gallery().colour(element.fill, slots), place)


def _paint_row(brush: Brush, row: Row, look: Look, place: Place) -> None:
    """Paint what is inside, side by side."""
    count = len(look.inside)
    for number, name in enumerate(look.inside):
        x = row.at[0] + (number - (count - 1) / 2) * row.step
        at = (x - row.size / 2, row.at[1] - row.size / 2, row.size)
        _paint(brush, _drawing(name, ()), Look(name), place.within(at))
