"""The bar on top of the board: time left, scores, the part of the round, an eye that sees, counts and open orders."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pygame

from game.window.counts import paint_counts
from game.window.fog import seconds_left
from game.window.palette import INK, MIST, PAPER, SLATE, YELLOW, seat_colour
from game.window.pictures import Look, badge

if TYPE_CHECKING:
    from collections.abc import Sequence

    from game.window.draw import Painter
    from game.window.frame import Frame

BAR = 72
CLOCK, SCORE, ORDERS = 14, 186, 300
"""Where clock and score begin, and what comes behind a score at the earliest."""
SIZES = (34, 30, 26, 22, 19, 16, 13)
"""Heights of the pictures on an order's card, tried from the largest on."""
GAP = 6
SPACE, EYE = 22, 52
FEW = 3
"""Scores that fit in one row in large figures."""
Order = tuple[str, ...]


def paint_bar(surface: pygame.Surface, frame: Frame, area: pygame.Rect, painter: Painter) -> None:
    """Paint the bar into its area."""
    surface.fill(INK, area)
    _clock(surface, frame, area, painter)
    x = _scores(surface, frame, area, painter)
    x = _phase(surface, frame, pygame.Rect(x, area.y, area.right - x, area.h), painter)
    if frame.scene.is_seen:
        picture = painter.thing("eye", (), EYE)
        surface.blit(picture, (x, area.centery - EYE // 2))
        x += EYE + SPACE
    x = paint_counts(surface, frame.scene.board, pygame.Rect(x, area.y, area.right - x, area.h), painter)
    paint_orders(surface, frame.scene.board, pygame.Rect(x, area.y + 6, area.right - x - 12, area.h - 12), painter)


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


def _scores(surface: pygame.Surface, frame: Frame, area: pygame.Rect, painter: Painter) -> int:
    """Write the score, or that of each team; returns where the bar goes on."""
    scene, x, write = frame.scene, area.x + SCORE, painter.letters.write
    write(surface, "SCORE", (x, area.y + 10), size=18, colour=MIST)
    if not scene.scores:
        write(surface, str(round(scene.score)), (x, area.y + 26), size=50, colour=YELLOW)
        return area.x + ORDERS
    few = len(scene.scores) <= FEW
    size, top = (38, area.y + 30) if few else (24, area.y + 24)
    right = x
    for team, points in enumerate(scene.scores):
        place, row = (team, 0) if few else divmod(team, 2)
        left = x + place * (96 if few else 60)
        middle = (left + size // 3, top + row * (size - 2) + size // 2 - 4)
        surface.blit(*_chip(painter, team, middle, size))
        at = (middle[0] + size // 2, middle[1] + 1)
        right = max(right, write(surface, str(points), at, size=size, colour=YELLOW, anchor="midleft").right)
    return max(area.x + ORDERS, right + SPACE)


def _chip(painter: Painter, team: int, middle: tuple[int, int], size: int) -> tuple[pygame.Surface, pygame.Rect]:
    """Return the picture of a team's colour and badge, and where it belongs."""
    picture = painter.picture(Look("chip", badge=badge(team), body=seat_colour(team)), round(size * 0.72))
    return picture, picture.get_rect(center=middle)


def _phase(surface: pygame.Surface, frame: Frame, area: pygame.Rect, painter: Painter) -> int:
    """Write what part of the round it is and for how long; returns where the bar goes on."""
    if not frame.scene.phase:
        return area.x
    write, left = painter.letters.write, seconds_left(frame.scene, frame.tick_rate)
    words = write(surface, frame.scene.phase.upper(), (area.x, area.y + 10), size=18, colour=MIST)
    if left < 0:
        return words.right + SPACE
    seconds = write(surface, str(left), (area.x, area.y + 28), size=44, colour=PAPER)
    return max(words.right, seconds.right) + SPACE


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
