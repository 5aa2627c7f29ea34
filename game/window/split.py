"""Two boards side by side: what each of two opposing people may see, below one bar."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pygame

from game.window.hud import BAR, paint_bar
from game.window.palette import NIGHT, SLATE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from game.window.draw import Painter
    from game.window.frame import Frame


EYE = 44


def halves(area: pygame.Rect, count: int) -> list[pygame.Rect]:
    """Return where each of some boards lies below the bar."""
    width = area.w // count
    return [pygame.Rect(area.x + place * width, area.y + BAR, width, area.h - BAR) for place in range(count)]


def paint_split(surface: pygame.Surface, frames: Sequence[Frame], area: pygame.Rect, painter: Painter) -> None:
    """Paint a frame for each side, no one reaching into another's, with a line in between.

    The bar belongs to both, so the eye that tells a team that it is seen is painted on its own side.
    """
    surface.fill(NIGHT, area)
    shared = replace(frames[0], scene=frames[0].scene._replace(is_seen=False))
    paint_bar(surface, shared, pygame.Rect(area.x, area.y, area.w, BAR), painter)
    for place, (frame, half) in enumerate(zip(frames, halves(area, len(frames)), strict=True)):
        painter.paint(surface.subsurface(half), frame, bar=False)
        if frame.scene.is_seen:
            surface.blit(painter.thing("eye", (), EYE), (half.x + 12, half.y + 8))
        if place:
            pygame.draw.line(surface, SLATE, half.topleft, half.bottomleft, 4)
