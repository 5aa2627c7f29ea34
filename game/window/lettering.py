"""Text on a surface, with its fonts and rendered lines kept for the next frame."""

from __future__ import annotations

import pygame

from game.window.palette import PAPER, Colour


class Type:
    """Fonts by size; made after pygame has started and thrown away before it ends."""

    def __init__(self) -> None:
        pygame.font.init()
        self._fonts: dict[int, pygame.font.Font] = {}
        self._lines: dict[tuple[str, int, Colour], pygame.Surface] = {}

    def line(self, text: str, size: int, colour: Colour = PAPER) -> pygame.Surface:
        """Return one rendered line."""
        key = (text, size, colour)
        if len(self._lines) > 500:
            self._lines.clear()
        if key not in self._lines:
            font = self._fonts.setdefault(size, pygame.font.Font(None, size))
            self._lines[key] = font.render(text, True, colour)  # noqa: FBT003 - pygame takes it by position
        return self._lines[key]

    def write(
        self,
        surface: pygame.Surface,
        text: str,
        at: tuple[float, float],
        *,
        size: int = 28,
        colour: Colour = PAPER,
        anchor: str = "topleft",
    ) -> pygame.Rect:
        """Write a line with its ``anchor`` (a name of a point of pygame's Rect) at a place."""
        picture = self.line(text, size, colour)
        return surface.blit(picture, picture.get_rect(**{anchor: (round(at[0]), round(at[1]))}))
