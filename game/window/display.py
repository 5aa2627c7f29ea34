"""The window on the desktop: its size, and full screen."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pygame

from game.window.desk import SIZE

if TYPE_CHECKING:
    from game.window.settings import Settings


def open_display() -> pygame.Surface:
    """Open the window; a pane fits the page into whatever size it is given."""
    return pygame.display.set_mode(SIZE, 0 if is_dummy() else pygame.RESIZABLE)


def apply_display(settings: Settings) -> None:
    """Give the window the size that is set, where there is a desktop."""
    if is_dummy() or not pygame.display.get_init():
        return
    is_full = pygame.display.is_fullscreen()  # set_mode changes the surface in place
    if settings.full_screen and not is_full:
        pygame.display.set_mode((0, 0), pygame.FULLSCREEN)
        return
    size = window_size(settings.zoom, pygame.display.get_desktop_sizes()[0])
    if not settings.full_screen and (is_full or pygame.display.get_window_size() != size):
        pygame.display.set_mode(size, pygame.RESIZABLE)


def window_size(zoom: int, desktop: tuple[int, int]) -> tuple[int, int]:
    """Return the size of the window in pixels, no larger than the desktop."""
    width, height = (min(side * zoom // 100, most) for side, most in zip(SIZE, desktop, strict=True))
    return width, height


def is_dummy() -> bool:
    """Tell whether windows are only pretended."""
    return os.environ.get("SDL_VIDEODRIVER", "") == "dummy"
