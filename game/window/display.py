"""The window on the desktop: its size, and full screen."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pygame

from game.window.desk import SIZE

if TYPE_CHECKING:
    from game.window.settings import Settings


def open_display() -> pygame.Surface:
    """Open the window, which can then be given any size."""
    return pygame.display.set_mode(SIZE, pygame.RESIZABLE)


def apply_display(settings: Settings) -> None:
    """Give the window the size that is set, where there is a desktop."""
    if is_dummy() or not pygame.display.get_init():
        return
    if settings.full_screen != pygame.display.is_fullscreen():
        pygame.display.toggle_fullscreen()
    if not settings.full_screen:
        pygame.Window.from_display_module().size = window_size(settings.zoom)


def window_size(zoom: int) -> tuple[int, int]:
    """Return the size of the window in pixels."""
    return SIZE[0] * zoom // 100, SIZE[1] * zoom // 100


def is_dummy() -> bool:
    """Tell whether windows are only pretended."""
    return os.environ.get("SDL_VIDEODRIVER", "") == "dummy"
