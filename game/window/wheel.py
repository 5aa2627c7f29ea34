"""The wheel of messages: held open, it shows what can be said; a number or a direction chooses, letting go sends."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pygame

from game.window.keys import SAY
from game.window.palette import INK, MIST, PAPER, SLATE, YELLOW

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from game.core.contract import Game
    from game.window.lettering import Type

LOW = 190
"""Pixels from the middle of the wheel to the edges of its corner."""
REACH = 124
"""Pixels from the middle of the wheel to its words."""


class Wheel:
    """One person's wheel: the slots of its messages, and which of them is chosen."""

    def __init__(self, slots: Sequence[str]) -> None:
        self.slots = tuple(slots)
        self.chosen = -1
        """Place among the slots, or -1."""
        self.is_open = False

    def open(self) -> str:
        """Open the wheel with nothing chosen; nothing is said by that."""
        self.is_open, self.chosen = True, -1
        return ""

    def turn(self, step: int) -> None:
        """Choose the next or previous message, the first or last to begin with."""
        self.chosen = (self.chosen + step if self.chosen >= 0 or step > 0 else -1) % len(self.slots)

    def close(self) -> str:
        """Close the wheel; returns the slot that was chosen, or nothing."""
        said = self.slots[self.chosen] if self.is_open and self.chosen >= 0 else ""
        self.is_open, self.chosen = False, -1
        return said


def paint_wheels(surface: pygame.Surface, letters: Type, game: Game, wheels: Mapping[str, Wheel]) -> None:
    """Paint the wheel of everybody who holds it open, each in a lower corner of their own."""
    texts = {slot: message.text for slot, message in zip(SAY, game.messages, strict=False)}
    corners = (surface.get_width() - LOW, LOW) if len(wheels) == 1 else (LOW, surface.get_width() - LOW)
    for middle_x, wheel in zip(corners, wheels.values(), strict=False):
        if wheel.is_open:
            said = [(slot.removeprefix("say "), texts[slot]) for slot in wheel.slots]
            paint_wheel(surface, letters, wheel, said, (middle_x, surface.get_height() - LOW))


def paint_wheel(
    surface: pygame.Surface, letters: Type, wheel: Wheel, words: Sequence[tuple[str, str]], middle: tuple[int, int]
) -> None:
    """Paint an open wheel around a middle; ``words`` are the number and the text of each of its messages."""
    disc = pygame.Surface((2 * REACH + 140,) * 2, pygame.SRCALPHA)
    pygame.draw.circle(disc, (*INK, 170), disc.get_rect().center, REACH + 46)
    surface.blit(disc, disc.get_rect(center=middle))
    letters.write(surface, "say", middle, size=26, colour=MIST, anchor="center")
    for place, (number, text) in enumerate(words):
        turn = math.tau * place / len(words) - math.pi / 2
        at = (middle[0] + math.cos(turn) * REACH, middle[1] + math.sin(turn) * REACH * 0.86)
        _paint_message(surface, letters, (number, text), at, chosen=place == wheel.chosen)


def _paint_message(
    surface: pygame.Surface, letters: Type, words: tuple[str, str], at: tuple[float, float], *, chosen: bool
) -> None:
    """Paint one message with its number."""
    number, text = words
    wide = letters.wide(text, 24) + letters.wide(number, 22) + 34
    area = pygame.Rect(0, 0, wide, 36)
    area.center = (round(at[0]), round(at[1]))
    pygame.draw.rect(surface, YELLOW if chosen else PAPER, area, border_radius=18)
    pygame.draw.rect(surface, INK if chosen else SLATE, area, 2, border_radius=18)
    letters.write(surface, number, (area.x + 14, area.centery), size=22, colour=SLATE, anchor="midleft")
    letters.write(surface, text, (area.right - 12, area.centery + 1), size=24, colour=INK, anchor="midright")
