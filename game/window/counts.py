"""Lines of the bar besides orders: a picture with a number, and words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from game.window.palette import MIST, PAPER, SLATE
from game.window.pictures import is_drawn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from game.window.draw import Painter

ICON, LETTERS, GAP = 34, 30, 8
HEIGHT = 44


def paint_counts(surface: pygame.Surface, board: Sequence[tuple[str, ...]], area: pygame.Rect, painter: Painter) -> int:
    """Paint the lines of the kinds "count" and "word" from the left on, as far as they fit; returns where they end."""
    x = area.x
    for kind, *words in board:
        if kind not in {"count", "word"}:
            continue
        wide = _wide(kind, words, painter)
        if x + wide > area.right - GAP:
            break
        box = pygame.Rect(x, area.centery - HEIGHT // 2, wide, HEIGHT)
        if kind == "count":
            _count(surface, words, box, painter)
        else:
            painter.letters.write(
                surface, " ".join(words), box.midleft, size=LETTERS - 4, colour=MIST, anchor="midleft"
            )
        x = box.right + GAP
    return x


def _wide(kind: str, words: list[str], painter: Painter) -> int:
    """Return the width of a line."""
    letters = painter.letters
    if kind == "word":
        return letters.wide(" ".join(words), LETTERS - 4)
    name, number = words[0], words[-1]
    return 20 + (ICON if is_drawn(name) else letters.wide(name, LETTERS - 8)) + letters.wide(number, LETTERS)


def _count(surface: pygame.Surface, words: list[str], box: pygame.Rect, painter: Painter) -> None:
    """Paint a number with the picture of what it counts, or with its name where there is no picture."""
    name, number = words[0], words[-1]
    pygame.draw.rect(surface, SLATE, box, border_radius=9)
    if is_drawn(name):
        surface.blit(painter.thing(name, (), ICON), (box.x + 5, box.centery - ICON // 2))
    else:
        at = (box.x + 8, box.centery + 1)
        painter.letters.write(surface, name, at, size=LETTERS - 8, colour=MIST, anchor="midleft")
    at = (box.right - 8, box.centery + 1)
    painter.letters.write(surface, number, at, size=LETTERS, colour=PAPER, anchor="midright")
