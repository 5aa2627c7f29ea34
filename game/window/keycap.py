"""Pictures of keys: an arrow, a hand that takes and puts, a dot for staying, or a letter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from game.window.palette import INK, MIST, PAPER, SLATE

if TYPE_CHECKING:
    from game.core.contract import Action
    from game.window.lettering import Type

ARROWS = {"north": (0, -1), "south": (0, 1), "east": (1, 0), "west": (-1, 0)}


def paint_cap(surface: pygame.Surface, letters: Type, action: Action, area: pygame.Rect) -> None:
    """Paint the key cap of an action; waiting is a dim one."""
    rests = action.letter == "."
    pygame.draw.rect(surface, INK if rests else MIST, area, border_radius=8)
    pygame.draw.rect(surface, SLATE if rests else PAPER, area.inflate(-6, -6).move(0, -1), border_radius=6)
    colour, middle, reach = MIST if rests else INK, area.move(0, -1).center, area.h * 0.24
    if rests:
        pygame.draw.circle(surface, colour, middle, reach / 3)
    elif action.name in ARROWS:
        pygame.draw.polygon(surface, colour, _arrow(ARROWS[action.name], middle, reach))
    elif action.name == "interact":
        _hand(surface, middle, reach)
    else:
        letters.write(surface, action.letter, middle, size=round(reach * 3), colour=colour, anchor="center")


def _arrow(way: tuple[int, int], middle: tuple[int, int], reach: float) -> list[tuple[float, float]]:
    """Return the corners of an arrow head."""
    (across, down), (x, y) = way, middle
    return [
        (x + across * reach, y + down * reach),
        (x - across * reach * 0.7 - down * reach, y - down * reach * 0.7 + across * reach),
        (x - across * reach * 0.7 + down * reach, y - down * reach * 0.7 - across * reach),
    ]


def _hand(surface: pygame.Surface, middle: tuple[int, int], reach: float) -> None:
    """Paint an open hand."""
    x, y = middle
    palm = pygame.Rect(0, 0, round(reach * 1.5), round(reach * 1.1))
    palm.midtop = (x, round(y - reach * 0.05))
    pygame.draw.rect(surface, INK, palm, border_radius=round(reach * 0.4))
    for finger in range(4):
        left = palm.x + finger * palm.w / 4
        top = y - reach * (0.85 if finger in {0, 3} else 1.1)
        pygame.draw.rect(surface, INK, (left + 1, top, palm.w / 4 - 2, palm.y - top + 4), border_radius=2)
    pygame.draw.line(surface, INK, (palm.x, palm.centery), (palm.x - reach * 0.5, y - reach * 0.1), 4)
