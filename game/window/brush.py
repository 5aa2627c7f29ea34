"""A brush that paints in the unit square, four times too large and then scaled down, so that edges are smooth."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

if TYPE_CHECKING:
    from collections.abc import Sequence

    from game.window.palette import Colour

OVERSIZE = 4


class Brush:
    """A transparent square canvas; coordinates run from 0 to 1."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._side = size * OVERSIZE
        self._surface = pygame.Surface((self._side, self._side), pygame.SRCALPHA)

    def disc(self, x: float, y: float, radius: float, colour: Colour) -> None:
        """Paint a filled circle."""
        pygame.draw.circle(self._surface, colour, (x * self._side, y * self._side), radius * self._side)

    def oval(self, box: tuple[float, float, float, float], colour: tuple[int, ...]) -> None:
        """Paint a filled ellipse in (left, top, width, height)."""
        pygame.draw.ellipse(self._surface, colour, self._rect(box))

    def box(self, box: tuple[float, float, float, float], colour: Colour, radius: float = 0.0) -> None:
        """Paint a filled rectangle in (left, top, width, height)."""
        pygame.draw.rect(self._surface, colour, self._rect(box), border_radius=round(radius * self._side))

    def shape(self, points: Sequence[tuple[float, float]], colour: Colour) -> None:
        """Paint a filled polygon."""
        pygame.draw.polygon(self._surface, colour, [(x * self._side, y * self._side) for x, y in points])

    def line(self, start: tuple[float, float], end: tuple[float, float], colour: Colour, width: float = 0.03) -> None:
        """Paint a straight stroke."""
        first, last = ((x * self._side, y * self._side) for x, y in (start, end))
        pygame.draw.line(self._surface, colour, first, last, max(1, round(width * self._side)))

    def ring(self, box: tuple[float, float, float, float], colour: Colour, width: float = 0.04) -> None:
        """Paint the outline of an ellipse."""
        pygame.draw.ellipse(self._surface, colour, self._rect(box), max(1, round(width * self._side)))

    def finish(self) -> pygame.Surface:
        """Return the picture at its true size."""
        return pygame.transform.smoothscale(self._surface, (self.size, self.size))

    def _rect(self, box: tuple[float, float, float, float]) -> pygame.Rect:
        left, top, width, height = box
        side = self._side
        return pygame.Rect(round(left * side), round(top * side), round(width * side), round(height * side))
