"""A brush for shapes in the unit square: it paints four times too large and scales down, so that edges are smooth."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING, NamedTuple

import pygame

if TYPE_CHECKING:
    from game.art.shapes import Colour, Shape

OVERSIZE = 4
STEPS = 48
"""Corners of a whole turn."""
Point = tuple[float, float]


class Place(NamedTuple):
    """Where a unit square lies in another one: scaled, turned by quarters and perhaps flipped."""

    left: float = 0.0
    top: float = 0.0
    right: Point = (1.0, 0.0)
    """Where its side to the right leads."""
    down: Point = (0.0, 1.0)

    def point(self, x: float, y: float) -> Point:
        """Return a point of the inner square in the outer one."""
        return self.left + x * self.right[0] + y * self.down[0], self.top + x * self.right[1] + y * self.down[1]

    @property
    def scale(self) -> float:
        """The length of a side of the inner square."""
        return abs(self.right[0]) + abs(self.right[1])

    def within(self, at: tuple[float, float, float], turn: int = 0, *, flip: bool = False) -> Place:
        """Return the place of a square at (left, top, size) of this one, turned by quarters after it was flipped."""
        left, top, size = at
        across, along = (size, 0.0), (0.0, size)
        for _ in range(turn):
            across, along = along, (-across[0], -across[1])
        if flip:
            across = (-across[0], -across[1])
        middle = self.point(left + size / 2, top + size / 2)
        right, down = self._way(across), self._way(along)
        corner = (middle[0] - (right[0] + down[0]) / 2, middle[1] - (right[1] + down[1]) / 2)
        return Place(*corner, right, down)

    def _way(self, step: Point) -> Point:
        """Return a step of the inner square in the outer one."""
        x, y = step
        return x * self.right[0] + y * self.down[0], x * self.right[1] + y * self.down[1]


WHOLE = Place()


class Brush:
    """A transparent square canvas; coordinates run from 0 to 1."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._side = size * OVERSIZE
        self._surface = pygame.Surface((self._side, self._side), pygame.SRCALPHA)

    def paint(self, shape: Shape, colour: Colour, place: Place = WHOLE) -> None:
        """Paint a shape of a drawing that lies at a place."""
        if shape.alpha >= 1:
            self._paint(self._surface, shape, colour, place)
            return
        layer = pygame.Surface((self._side, self._side), pygame.SRCALPHA)
        self._paint(layer, shape, colour, place)
        layer.fill((255, 255, 255, round(shape.alpha * 255)), special_flags=pygame.BLEND_RGBA_MULT)
        self._surface.blit(layer, (0, 0))

    def finish(self) -> pygame.Surface:
        """Return the picture at its true size."""
        return pygame.transform.smoothscale(self._surface, (self.size, self.size))

    def _paint(self, surface: pygame.Surface, shape: Shape, colour: Colour, place: Place) -> None:
        """Paint a shape that covers what is below."""
        width = max(1, round(shape.width * place.scale * self._side))
        match shape.kind, shape.numbers:
            case "disc", (x, y, radius):
                pygame.draw.circle(surface, colour, self._at(place, (x, y)), radius * place.scale * self._side)
            case "oval", box:
                pygame.draw.ellipse(surface, colour, self._rect(place, box))
            case "box", box:
                corner = round(shape.radius * place.scale * self._side)
                pygame.draw.rect(surface, colour, self._rect(place, box), border_radius=corner)
            case "ring", box:
                pygame.draw.ellipse(surface, colour, self._rect(place, box), width)
            case "arc", box:
                pygame.draw.polygon(surface, colour, [self._at(place, each) for each in band(box, shape)])
            case "shape", numbers:
                pygame.draw.polygon(surface, colour, self._points(place, numbers))
            case "line", numbers:
                self._line(surface, colour, self._points(place, numbers), width)

    def _line(self, surface: pygame.Surface, colour: Colour, points: list[Point], width: int) -> None:
        """Paint a stroke whose corners are round."""
        for first, second in itertools.pairwise(points):
            pygame.draw.line(surface, colour, first, second, width)
        for corner in points[1:-1]:
            pygame.draw.circle(surface, colour, corner, width / 2)

    def _at(self, place: Place, point: Point) -> Point:
        """Return a point of a drawing on the canvas."""
        x, y = place.point(*point)
        return x * self._side, y * self._side

    def _points(self, place: Place, numbers: tuple[float, ...]) -> list[Point]:
        """Return the points of a drawing on the canvas."""
        return [self._at(place, point) for point in zip(numbers[::2], numbers[1::2], strict=True)]

    def _rect(self, place: Place, box: tuple[float, ...]) -> pygame.Rect:
        """Return a box of a drawing on the canvas."""
        left, top, width, height = box
        first, last = self._at(place, (left, top)), self._at(place, (left + width, top + height))
        x, y = min(first[0], last[0]), min(first[1], last[1])
        return pygame.Rect(round(x), round(y), round(abs(last[0] - first[0])), round(abs(last[1] - first[1])))


def band(box: tuple[float, ...], shape: Shape) -> list[Point]:
    """Return the outline of an arc: a stroke inside a part of an ellipse, in degrees clockwise from the top."""
    left, top, width, height = box
    start, end = (math.radians(degrees) for degrees in shape.turn)
    steps = max(2, round(abs(end - start) / math.tau * STEPS))
    turns = [start + (end - start) * step / steps for step in range(steps + 1)]
    x, y = left + width / 2, top + height / 2
    rims = [
        [(x + math.sin(turn) * (width / 2 - inset), y - math.cos(turn) * (height / 2 - inset)) for turn in turns]
        for inset in (0.0, shape.width)
    ]
    return rims[0] + rims[1][::-1]
