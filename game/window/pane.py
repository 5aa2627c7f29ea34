"""The pane: a page of fixed size shown as large as it fits in a window of any size, and clicks brought back to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from game.window.desk import SIZE
from game.window.palette import NIGHT

if TYPE_CHECKING:
    from game.window.desk import Screen


def place(window: tuple[int, int]) -> pygame.Rect:
    """Return where the page lies in a window: in the middle, as large as it fits."""
    share = min(window[0] / SIZE[0], window[1] / SIZE[1])
    area = pygame.Rect(0, 0, max(1, round(SIZE[0] * share)), max(1, round(SIZE[1] * share)))
    area.center = (window[0] // 2, window[1] // 2)
    return area


def inward(event: pygame.event.Event, window: tuple[int, int]) -> pygame.event.Event:
    """Return an event with its place on the page rather than in the window."""
    if "pos" not in event.dict or window == SIZE:
        return event
    area = place(window)
    x, y = event.pos
    at = (round((x - area.x) * SIZE[0] / area.w), round((y - area.y) * SIZE[1] / area.h))
    return pygame.event.Event(event.type, {**event.dict, "pos": at})


class Pane:
    """Paints a screen into a window, by way of a canvas where the sizes differ."""

    def __init__(self, surface: pygame.Surface) -> None:
        self.surface = surface
        self._canvas = pygame.Surface(SIZE)

    def paint(self, screen: Screen) -> None:
        """Paint a screen."""
        if self.surface.get_size() == SIZE:
            screen.paint(self.surface)
            return
        screen.paint(self._canvas)
        area = place(self.surface.get_size())
        self.surface.fill(NIGHT)
        self.surface.blit(pygame.transform.smoothscale(self._canvas, area.size), area)
