"""What is painted about a sprite: the clock of its work, the letter of its role, what it says, and its ghost."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pygame

from game.window.palette import INK, MIST, PAPER, YELLOW

if TYPE_CHECKING:
    from game.window.lettering import Type

FADED = 40
"""Ticks after which a ghost fades no further."""
FADES_BY = 8
"""Ticks between two shades of a ghost, so that few pictures are kept."""
PALEST = 0.5
Point = tuple[float, float]


def pie(surface: pygame.Surface, middle: Point, radius: float, share: float) -> None:
    """Paint a clock face filled to a share, clockwise from the top."""
    pygame.draw.circle(surface, INK, middle, radius + 2)
    steps = max(1, round(share * 32))
    turns = [math.tau * share * step / steps - math.pi / 2 for step in range(steps + 1)]
    rim = [(middle[0] + math.cos(turn) * radius, middle[1] + math.sin(turn) * radius) for turn in turns]
    if share > 0:
        pygame.draw.polygon(surface, YELLOW, [middle, *rim])


def paint_mark(surface: pygame.Surface, letters: Type, text: str, middle: Point, radius: float) -> None:
    """Paint the letter of a role on a light disc."""
    pygame.draw.circle(surface, INK, middle, radius + max(1, radius / 6))
    pygame.draw.circle(surface, PAPER, middle, radius)
    at = (middle[0] + 0.5, middle[1] + radius * 0.12)
    letters.write(surface, text, at, size=max(11, round(radius * 2.5)), colour=INK, anchor="center")


def paint_bubble(surface: pygame.Surface, letters: Type, text: str, head: pygame.Rect, board: pygame.Rect) -> None:
    """Paint what a body says above its head, inside the board; ``head`` is as large as a cell."""
    size = max(20, min(28, round(head.h * 0.55)))
    text = letters.cut(text, size, board.w - 16)
    box = pygame.Rect(0, 0, letters.wide(text, size) + 16, size + 6)
    box.midbottom = (head.centerx, head.top - 7)
    box.clamp_ip(board)
    x = min(max(head.centerx, box.left + 10), box.right - 10)
    tail = [(x - 6, box.bottom - 2), (x + 6, box.bottom - 2), (x, box.bottom + 7)]
    pygame.draw.rect(surface, INK, box.inflate(4, 4), border_radius=10)
    pygame.draw.polygon(surface, INK, [(tail[0][0] - 3, tail[0][1]), (tail[1][0] + 3, tail[1][1]), (x, tail[2][1] + 3)])
    pygame.draw.rect(surface, PAPER, box, border_radius=8)
    pygame.draw.polygon(surface, PAPER, tail)
    letters.write(surface, text, (box.centerx, box.centery + 1), size=size, colour=INK, anchor="center")


def fading(age: int) -> int:
    """Return the shade of a ghost of an age: 0 where it is seen now."""
    return -(-min(age, FADED) // FADES_BY)


def ghost(picture: pygame.Surface, shade: int) -> pygame.Surface:
    """Return the picture of what was seen some time ago: pale, with an outline that fades."""
    left = 1 - (1 - PALEST) * shade * FADES_BY / FADED
    pale = picture.copy()
    pale.fill((255, 255, 255, round(150 * left)), special_flags=pygame.BLEND_RGBA_MULT)
    outline = pygame.mask.from_surface(picture, 90).outline()
    if outline[1:]:
        pygame.draw.lines(pale, (*INK, round(230 * left)), True, outline, 3)  # noqa: FBT003 - by position only
        pygame.draw.lines(pale, (*MIST, round(255 * left)), True, outline, 1)  # noqa: FBT003 - by position only
    return pale
