"""What a seat does not see: fog that darkens cells, and a blindfold over the whole board."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pygame

from game.window.palette import INK, NIGHT, PAPER, YELLOW

if TYPE_CHECKING:
    from game.core.scene import Scene
    from game.window.frame import Frame
    from game.window.lettering import Type

DARKNESS = {"2": 0, "1": 118, "0": 255}
"""How much of a cell fog covers, of 255."""
SOFT = 4
"""Points of the fog's picture in a cell before it is scaled up: its edges are as soft as one of them."""


def fog_picture(fog: tuple[str, ...], cell: int) -> pygame.Surface:
    """Return fog as a picture of the board's size: its edges are smooth, the middle of a cell is as dark as it is."""
    cells = np.array([[DARKNESS.get(mark, 0) for mark in row] for row in fog], np.uint8)
    points = cells.repeat(SOFT, axis=0).repeat(SOFT, axis=1).T
    small = pygame.Surface(points.shape, pygame.SRCALPHA)
    small.fill((*NIGHT, 0))
    alpha = pygame.surfarray.pixels_alpha(small)
    alpha[:] = points
    del alpha  # unlocks the surface
    return pygame.transform.smoothscale(small, (cell * cells.shape[1], cell * cells.shape[0]))


def paint_blindfold(surface: pygame.Surface, frame: Frame, board: pygame.Rect, letters: Type) -> None:
    """Cover the board and say for how long."""
    shade = pygame.Surface(board.size, pygame.SRCALPHA)
    shade.fill((*INK, 244))
    surface.blit(shade, board)
    x, y = board.center
    band = pygame.Rect(0, 0, min(260, board.w - 20), 54)
    band.center = (x, y - 50)
    pygame.draw.rect(surface, PAPER, band.inflate(6, 6), border_radius=16)
    pygame.draw.rect(surface, NIGHT, band, border_radius=13)
    for side in (-1, 1):
        middle = (x + side * band.w // 4, band.centery)
        pygame.draw.lines(surface, PAPER, False, _lid(middle), 5)  # noqa: FBT003 - by position only
    letters.write(surface, frame.scene.phase, (x, y + 24), size=34, anchor="center")
    left = seconds_left(frame.scene, frame.tick_rate)
    if left >= 0:
        letters.write(surface, str(left), (x, y + 74), size=64, colour=YELLOW, anchor="center")


def seconds_left(scene: Scene, tick_rate: float) -> int:
    """Return the seconds until this part of the round ends; -1 where it has no end of its own."""
    return -1 if scene.phase_left < 0 else math.ceil(scene.phase_left / tick_rate)


def _lid(middle: tuple[int, int]) -> list[tuple[int, int]]:
    """Return the line of a closed eye."""
    x, y = middle
    return [(x - 22, y - 6), (x - 12, y + 5), (x, y + 9), (x + 12, y + 5), (x + 22, y - 6)]
