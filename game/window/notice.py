"""A sentence at the lower edge of the window, whatever is shown above it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from game.window.palette import INK, ORANGE, PAPER

if TYPE_CHECKING:
    from game.window.lettering import Type

SIZES = (26, 22, 19, 17)
MOST = 3
"""Lines at most."""


def paint_notice(surface: pygame.Surface, letters: Type, sentence: str) -> None:
    """Paint a sentence, or nothing, as large as it fits in a few lines."""
    if not sentence:
        return
    width = surface.get_width() - 60
    size, lines = next(
        ((size, lines) for size in SIZES if len(lines := wrap(letters, sentence, size, width)) <= MOST),
        (SIZES[-1], wrap(letters, sentence, SIZES[-1], width)[:MOST]),
    )
    height = size * len(lines) + 16
    strip = pygame.Rect(0, surface.get_height() - height, surface.get_width(), height)
    pygame.draw.rect(surface, INK, strip)
    pygame.draw.rect(surface, ORANGE, (*strip.topleft, 10, height))
    for number, line in enumerate(lines):
        letters.write(surface, line, (30, strip.y + 8 + number * size), size=size, colour=PAPER)


def wrap(letters: Type, sentence: str, size: int, width: int) -> list[str]:
    """Return a sentence in lines of at most a width in pixels; a longer word stands alone."""
    lines: list[str] = []
    for word in sentence.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and letters.line(longer, size).get_width() <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
