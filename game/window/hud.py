"""The bar on top of the board: time left, score and open orders."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pygame

from game.window.palette import INK, MIST, PAPER, SLATE, YELLOW

if TYPE_CHECKING:
    from collections.abc import Sequence

    from game.window.draw import Painter
    from game.window.frame import Frame

BAR = 72
CLOCK, SCORE, ORDERS = 14, 186, 300
"""Where the three parts begin."""
SIZES = (34, 30, 26, 22, 19, 16, 13)
"""Heights of the pictures on an order's card, tried from the largest on."""
GAP = 6
Order = tuple[str, ...]


def paint_bar(surface: pygame.Surface, frame: Frame, area: pygame.Rect, painter: Painter) -> None:
    """Paint the bar into its area."""
    surface.fill(INK, area)
    _clock(surface, frame, area, painter)
    _score(surface, frame, area, painter)
    place = pygame.Rect(area.x + ORDERS, area.y + 6, area.w - ORDERS - 12, area.h - 12)
    paint_orders(surface, frame.scene.board, place, painter)


def paint_orders(
    surface: pygame.Surface, board: Sequence[Order], area: pygame.Rect, painter: Painter, *, left: bool = False
) -> None:
    """Paint the open orders as cards in one row or two, as large as they fit; they begin at the right or left end."""
    orders = [words[1:] for words in board if words and words[0] == "order"]
    size, rows = _fit(orders, area, painter)
    height = min(size + 18, area.h) if len(rows) == 1 else size + 8
    top = area.centery - (len(rows) * (height + GAP) - GAP) // 2
    for row in rows:
        wide = sum(_wide(order, size, painter) + GAP for order in row) - GAP
        x = area.x if left else area.right - wide
        for order in row:
            card = pygame.Rect(x, top, _wide(order, size, painter), height)
            _order(surface, order, card, painter, size)
            x = card.right + GAP
        top += height + GAP


def _clock(surface: pygame.Surface, frame: Frame, area: pygame.Rect, painter: Painter) -> None:
    """Paint the time left as a ring and in minutes and seconds."""
    left = max(0, frame.scene.horizon - frame.scene.tick)
    share = left / max(1, frame.scene.horizon)
    ring = pygame.Rect(area.x + CLOCK, area.y + 14, BAR - 28, BAR - 28)
    pygame.draw.circle(surface, SLATE, ring.center, ring.w // 2, 8)
    if share > 0:
        pygame.draw.polygon(surface, YELLOW, _arc(ring, share))
    seconds = math.ceil(left / frame.tick_rate)
    at = (ring.right + 12, area.centery + 2)
    painter.letters.write(surface, f"{seconds // 60}:{seconds % 60:02d}", at, size=44, anchor="midleft")


def _arc(ring: pygame.Rect, share: float) -> list[tuple[float, float]]:
    """Return the outline of the part of a ring that is left, which ends at the top."""
    steps = max(2, round(share * 48))
    turns = [math.pi / 2 + math.tau * share * step / steps for step in range(steps + 1)]
    x, y, outer = ring.centerx, ring.centery, ring.w // 2
    rims = [[(x + math.cos(turn) * far, y - math.sin(turn) * far) for turn in turns] for far in (outer, outer - 8)]
    return rims[0] + rims[1][::-1]


def _score(surface: pygame.Surface, frame: Frame, area: pygame.Rect, painter: Painter) -> None:
    """Write the score."""
    x = area.x + SCORE
    painter.letters.write(surface, "SCORE", (x, area.y + 10), size=18, colour=MIST)
    painter.letters.write(surface, str(round(frame.scene.score)), (x, area.y + 26), size=50, colour=YELLOW)


def _fit(orders: list[Order], area: pygame.Rect, painter: Painter) -> tuple[int, list[list[Order]]]:
    """Return the largest picture size with which the cards fit, and the cards of each row."""
    for size in SIZES:
        rows = _rows(orders, size, area.w, painter)
        if len(rows) * (size + 8 + GAP) - GAP <= area.h:
            return size, rows
    return SIZES[-1], _rows(orders, SIZES[-1], area.w, painter)[:2]


def _rows(orders: list[Order], size: int, width: int, painter: Painter) -> list[list[Order]]:
    """Return the cards in rows of at most a width."""
    rows: list[list[Order]] = []
    left = 0
    for order in orders:
        wide = _wide(order, size, painter)
        if not rows or wide > left:
            rows.append([])
            left = width
        rows[-1].append(order)
        left -= wide + GAP
    return rows


def _wide(order: Order, size: int, painter: Painter) -> int:
    """Return the width of a card."""
    contents, value = _parts(order)
    step = round(size * 0.86)
    return 10 + len(contents) * step + (painter.letters.wide(value, _letters(size)) + 10 if value else 0)


def _letters(size: int) -> int:
    """Return the height of the letters beside pictures of a size."""
    return max(16, round(size * 0.9))


def _parts(order: Order) -> tuple[Order, str]:
    """Return the ingredients of an order and its points."""
    return (order[:-1], order[-1]) if order and order[-1].isdigit() else (order, "")


def _order(surface: pygame.Surface, order: Order, card: pygame.Rect, painter: Painter, size: int) -> None:
    """Paint one order as a card."""
    pygame.draw.rect(surface, PAPER, card, border_radius=8)
    contents, value = _parts(order)
    for number, name in enumerate(contents):
        at = (card.x + 4 + number * round(size * 0.86), card.centery - size // 2)
        surface.blit(painter.thing(name, (), size), at)
    at = (card.right - 8, card.centery + 1)
    painter.letters.write(surface, value, at, size=_letters(size), colour=INK, anchor="midright")
