"""The chart of how scores grew in a round."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from game.window.palette import INK, MIST, PAPER, SLATE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from game.window.lettering import Type
    from game.window.palette import Colour

FULL = 20
"""Points up to which the chart reaches at least."""


def paint_chart(
    surface: pygame.Surface, letters: Type, lines: Sequence[tuple[Colour, Sequence[int]]], area: pygame.Rect
) -> None:
    """Paint the points at every tick, a line for each team, as large as there were points."""
    pygame.draw.rect(surface, INK, area, border_radius=12)
    letters.write(surface, "score over time", (area.centerx, area.y + 18), size=22, colour=MIST, anchor="center")
    plot = pygame.Rect(area.x + 24, area.y + 44, area.w - 48, area.h - 64)
    top = max(FULL, *(points for _, line in lines for points in line))
    low = min(0, *(points for _, line in lines for points in line))
    for share in (0.0, 0.5, 1.0):
        y = plot.bottom - share * plot.h
        pygame.draw.line(surface, SLATE, (plot.x, y), (plot.right, y))
        words = f"{low + (top - low) * share:g}"
        letters.write(surface, words, (plot.x, y - 14), size=18, colour=MIST)
    for colour, line in lines:
        step = plot.w / max(1, len(line) - 1)
        points = [
            (plot.x + tick * step, plot.bottom - (value - low) / (top - low) * plot.h)
            for tick, value in enumerate(line)
        ]
        if len(points) > 1:
            if len(lines) > 1:
                pygame.draw.lines(surface, PAPER, False, points, 6)  # noqa: FBT003 - by position only
            pygame.draw.lines(surface, colour, False, points, 4)  # noqa: FBT003 - by position only
