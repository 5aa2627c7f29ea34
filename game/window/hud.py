"""The bar on top of the board: time left, score and open orders."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pygame

from game.window.palette import INK, MIST, PAPER, SLATE, YELLOW

if TYPE_CHECKING:
    from game.window.draw import Painter
    from game.window.frame import Frame

BAR = 72


def paint_bar(surface: pygame.Surface, frame: Frame, area: pygame.Rect, painter: Painter) -> None:
    """Paint the bar into its area."""
    surface.fill(INK, area)
    _clock(surface, frame, area, painter)
    _score(surface, frame, area, painter)
    right = area.right - 12
    for order in frame.scene.board:
        if order and order[0] == "order":
            right = _order(surface, order[1:], pygame.Rect(right - 150, area.y + 8, 150, BAR - 16), painter) - 10


def _clock(surface: pygame.Surface, frame: Frame, area: pygame.Rect, painter: Painter) -> None:
    """Paint the time left as a ring and in minutes and seconds."""
    left = max(0, frame.scene.horizon - frame.scene.tick)
    share = left / max(1, frame.scene.horizon)
    ring = pygame.Rect(area.x + 14, area.y + 14, BAR - 28, BAR - 28)
    pygame.draw.circle(surface, SLATE, ring.center, ring.w // 2, 7)
    if share > 0:
        pygame.draw.arc(surface, YELLOW, ring, math.pi / 2, math.pi / 2 + math.tau * share, 7)
    seconds = math.ceil(left / frame.tick_rate)
    at = (ring.right + 12, area.centery + 2)
    painter.letters.write(surface, f"{seconds // 60}:{seconds % 60:02d}", at, size=44, anchor="midleft")


def _score(surface: pygame.Surface, frame: Frame, area: pygame.Rect, painter: Painter) -> None:
    """Write the score."""
    x = area.x + 200
    painter.letters.write(surface, "SCORE", (x, area.y + 10), size=18, colour=MIST)
    painter.letters.write(surface, str(round(frame.scene.score)), (x, area.y + 26), size=50, colour=YELLOW)


def _order(surface: pygame.Surface, words: tuple[str, ...], card: pygame.Rect, painter: Painter) -> int:
    """Paint one order as a card; returns the card's left edge."""
    pygame.draw.rect(surface, PAPER, card, border_radius=8)
    *contents, value = words if words and words[-1].isdigit() else (*words, "")
    for number, name in enumerate(contents):
        surface.blit(painter.thing(name, (), 34), (card.x + 6 + number * 30, card.y + 10))
    painter.letters.write(surface, value, (card.right - 10, card.centery), size=30, colour=INK, anchor="midright")
    return card.left
