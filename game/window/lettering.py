"""Text on a surface, with its fonts and rendered lines kept for the next frame."""

from __future__ import annotations

import pygame

from game.window.palette import PAPER, Colour

KEPT = 500
"""Rendered lines kept at most."""


class Type:
    """Fonts by size; made after pygame has started and thrown away before it ends."""

    def __init__(self) -> None:
        pygame.font.init()
        self._fonts: dict[int, pygame.font.Font] = {}
        self._lines: dict[tuple[str, int, Colour], pygame.Surface] = {}

    def line(self, text: str, size: int, colour: Colour = PAPER) -> pygame.Surface:
        """Return one rendered line."""
        key = (text, size, colour)
        if len(self._lines) > KEPT:
            self._lines.clear()
        if key not in self._lines:
            self._lines[key] = self._font(size).render(text, True, colour)  # noqa: FBT003 - pygame takes it by position
        return self._lines[key]

    def wide(self, text: str, size: int) -> int:
        """Return the width of a line in pixels."""
        return self._font(size).size(text)[0]

    def cut(self, text: str, size: int, width: int, *, end: bool = False) -> str:
        """Return a line that fits a width, with dots for what is left out: the end, or the beginning to see the end."""
        if self.wide(text, size) <= width:
            return text
        dots = "..."
        while text and self.wide(text + dots, size) > width:
            text = text[1:] if end else text[:-1]
        return dots + text if end else text.rstrip() + dots

    def wrap(self, text: str, size: int, width: int, *, most: int = 99) -> list[str]:
        """Return the lines that a text takes within a width, broken between words; dots where ``most`` are too few."""
        lines = [""]
        for word in text.split():
            longer = f"{lines[-1]} {word}".lstrip()
            if self.wide(longer, size) <= width:
                lines[-1] = longer
            else:
                lines.append(self.cut(word, size, width))
        lines = [line for line in lines if line]
        return lines if len(lines) <= most else [*lines[: most - 1], self.cut(" ".join(lines[most - 1 :]), size, width)]

    def _font(self, size: int) -> pygame.font.Font:
        """Return the font of a size."""
        if size not in self._fonts:
            self._fonts[size] = pygame.font.Font(None, size)
        return self._fonts[size]

    def write(  # noqa: PLR0913 - what, where and how it looks
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
