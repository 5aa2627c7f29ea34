"""A drawing as values: shapes in the unit square, places of other drawings in it, and colours by name."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Colour = tuple[int, int, int]


class Mix(NamedTuple):
    """A colour with a share of another one in it; each is a name, a slot such as ``"$body"``, or a mix."""

    first: Paint
    second: Paint
    share: float


Paint = str | Mix


class Shape(NamedTuple):
    """A filled or stroked shape."""

    kind: str
    """One of `KINDS`."""
    numbers: tuple[float, ...]
    """Disc: x, y, radius. Oval, box, ring, arc: left, top, width, height. Shape and line: x, y of every point."""
    fill: Paint
    alpha: float = 1.0
    """1 covers what is below, 0 is not seen."""
    width: float = 0.0
    """Of a line's, ring's or arc's stroke."""
    radius: float = 0.0
    """Of a box's corners."""
    turn: tuple[float, float] = (0.0, 360.0)
    """Of an arc: from and to, in degrees clockwise from the top."""


class Part(NamedTuple):
    """Another drawing at a place."""

    name: str
    by: tuple[str, ...] = ()
    """The facts that choose its variant."""
    at: tuple[float, float, float] = (0.0, 0.0, 1.0)
    """Left, top and size of its unit square."""
    turn: int = 0
    """Quarter turns clockwise."""
    flip: bool = False
    """Whether left and right are exchanged, before it is turned."""


class Row(NamedTuple):
    """The drawings of all that is inside, side by side."""

    at: tuple[float, float]
    """The middle of the row."""
    size: float
    step: float


Drawing = tuple[Shape | Part | Row, ...]


class Pose(NamedTuple):
    """How a sprite stands on its cell, in shares of a cell."""

    size: float = 1.0
    """How large its drawing is; all below is in shares of this size."""
    lift: float = 0.0
    """How far it is drawn above its cell."""
    layer: int = 0
    """0 lies on the ground, 1 stands on it, 2 hangs over everything."""
    shadow: str = ""
    """The drawing of its shadow, which stays on the ground."""
    ring: str = ""
    """The drawing on the ground that says that a person plays it."""
    progress: tuple[float, float, float] = (0.8, 0.2, 0.16)
    """x, y and radius of the clock of what is under way."""
    mark: tuple[float, float, float] = (0.5, 0.74, 0.15)
    """x, y and radius of the letter of its role."""
    hands: Mapping[str, tuple[float, float, float]] = {}
    """Left, top and size of what it carries, by facing; facing north it is behind the body."""


@dataclass(frozen=True, slots=True)
class Gallery:
    """All drawings; see docs/art.md."""

    palette: Mapping[str, Paint]
    seats: Mapping[str, tuple[Paint, ...]]
    """Sets of colours of the seats."""
    tiles: Mapping[str, Drawing]
    sprites: Mapping[str, Drawing]
    poses: Mapping[str, Pose]
    flat: frozenset[str]
    """Tiles that are ground: what stands above them shows its front."""
    joined: Mapping[str, str] = field(default_factory=dict)
    """By tile, the kind of ground it belongs to: its sides towards another kind are edges."""

    def colour(self, paint: Paint, slots: Mapping[str, Colour]) -> Colour:
        """Return the colour of a paint."""
        if isinstance(paint, Mix):
            first, second = self.colour(paint.first, slots), self.colour(paint.second, slots)
            return mix(first, second, paint.share)
        if paint.startswith("#"):
            return int(paint[1:3], 16), int(paint[3:5], 16), int(paint[5:7], 16)
        return slots[paint] if paint.startswith("$") else self.colour(self.palette[paint], slots)


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """Return ``first`` with ``share`` of ``second`` in it."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue


def variants(name: str, words: tuple[str, ...]) -> Iterator[str]:
    """Yield the names of the variants of a drawing from the most special on; an earlier word counts for more.

    ``("cook", ("ready", "north"))``: cook/ready/north, cook/ready, cook/north, cook.
    """
    said = [word for word in words if word]
    for chosen in range(2 ** len(said) - 1, -1, -1):
        kept = [word for place, word in enumerate(said) if chosen >> (len(said) - 1 - place) & 1]
        yield "/".join((name, *kept))


def find(drawings: Mapping[str, Drawing], name: str, words: tuple[str, ...]) -> Drawing | None:
    """Return the drawing of the most special variant that there is."""
    return next((drawings[each] for each in variants(name, words) if each in drawings), None)
