"""Captions: what happened lately in words, for those who do not hear it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from game.window.palette import INK, PAPER

if TYPE_CHECKING:
    from game.window.frame import Frame
    from game.window.lettering import Type

SIZE = 22
CAPTIONS = 22
"""Height of the strip for captions below the board; as much is left above, so that the board stays in the middle."""
MOST = 3
"""Captions in the line at most, the latest last."""


def captions(frame: Frame) -> list[str]:
    """Return the captions of what happened lately, each once, the latest last."""
    said = [frame.effects[happening.name].caption for _, happening in frame.recent if happening.name in frame.effects]
    latest = dict.fromkeys(reversed([caption for caption in said if caption]))
    return list(latest)[:MOST][::-1]


def paint_captions(surface: pygame.Surface, frame: Frame, area: pygame.Rect, letters: Type) -> None:
    """Write the captions in a line at the lower edge of an area."""
    words = "   ·   ".join(captions(frame))
    if not words:
        return
    words = letters.cut(words, SIZE, area.w - 32, end=True)
    box = pygame.Rect(0, 0, letters.wide(words, SIZE) + 24, SIZE + 6)
    box.midbottom = (area.centerx, area.bottom - 2)
    pygame.draw.rect(surface, INK, box, border_radius=9)
    letters.write(surface, words, (box.centerx, box.centery + 1), size=SIZE, colour=PAPER, anchor="center")
