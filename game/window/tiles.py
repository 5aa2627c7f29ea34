"""The cells of a board, drawn by code: a lit top and, where the floor begins below, a darker front."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.window import food
from game.window.brush import Brush
from game.window.palette import DARK_STEEL, FLOORS, FRONT, GREEN, INK, MIST, PAPER, STEEL, TOP, mix

if TYPE_CHECKING:
    import pygame


def tile(name: str, size: int, *, odd: bool, front: bool) -> pygame.Surface:
    """Return the picture of a cell."""
    brush = Brush(size)
    if name == "floor":
        brush.box((0, 0, 1, 1), FLOORS[odd])
        return brush.finish()
    _block(brush, front=front)
    if name in {"onions", "tomatoes"}:
        _crate(brush, name)
    elif name == "dishes":
        _dishes(brush)
    elif name == "pot":
        _stove(brush)
    elif name == "window":
        _window(brush)
    return brush.finish()


def _block(brush: Brush, *, front: bool) -> None:
    """Paint a counter."""
    brush.box((0, 0, 1, 1), TOP)
    brush.box((0, 0, 1, 0.05), mix(TOP, PAPER, 0.3))
    if front:
        brush.box((0, 0.8, 1, 0.2), FRONT)
        brush.box((0, 0.95, 1, 0.05), mix(FRONT, INK, 0.3))


def _crate(brush: Brush, name: str) -> None:
    """Paint a crate full of one ingredient."""
    brush.box((0.08, 0.1, 0.84, 0.72), mix(FRONT, INK, 0.45), 0.06)
    paint = food.onion if name == "onions" else food.tomato
    for x, y in ((0.3, 0.4), (0.7, 0.4), (0.5, 0.5)):
        paint(brush, x, y, 0.15)
    brush.box((0.06, 0.58, 0.88, 0.28), mix(FRONT, INK, 0.3), 0.04)
    brush.box((0.08, 0.6, 0.84, 0.1), mix(TOP, PAPER, 0.25), 0.03)
    brush.box((0.08, 0.73, 0.84, 0.1), mix(TOP, PAPER, 0.15), 0.03)


def _dishes(brush: Brush) -> None:
    """Paint a stack of plates."""
    for height in (0.58, 0.5, 0.42):
        food.dish(brush, 0.5, height, 0.29)


def _stove(brush: Brush) -> None:
    """Paint a stove top; the pot itself is a sprite."""
    brush.box((0.04, 0.06, 0.92, 0.88), DARK_STEEL, 0.08)
    brush.oval((0.12, 0.5, 0.76, 0.4), STEEL)
    brush.oval((0.18, 0.54, 0.64, 0.32), INK)


def _window(brush: Brush) -> None:
    """Paint the place to deliver: a green mat with an arrow out."""
    brush.box((0.06, 0.06, 0.88, 0.74), mix(GREEN, INK, 0.35), 0.08)
    brush.box((0.1, 0.1, 0.8, 0.66), GREEN, 0.06)
    brush.shape([(0.5, 0.18), (0.76, 0.44), (0.6, 0.44), (0.6, 0.68), (0.4, 0.68), (0.4, 0.44), (0.24, 0.44)], PAPER)
    brush.line((0.2, 0.14), (0.8, 0.14), mix(PAPER, MIST, 0.3), 0.03)
