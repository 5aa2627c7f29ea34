"""Bursts and floating points, as a function of what happened and how long ago."""

from __future__ import annotations

import math
import random
from typing import TYPE_CHECKING

import pygame

from game.window.palette import GREEN, INK, ORANGE, PAPER, PINK, SKY, YELLOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from game.core.scene import Happening
    from game.window.frame import Frame
    from game.window.lettering import Type

LASTS = 1.1
GROWN, FADES = 0.15, 0.5
"""Seconds after which the points shrink and turn pale."""
PARTICLES = 26
CONFETTI = (ORANGE, SKY, GREEN, YELLOW, PINK)


def paint_effects(
    surface: pygame.Surface,
    frame: Frame,
    letters: Type,
    centre: Callable[[float, float], tuple[float, float]],
    cell: int,
) -> None:
    """Paint the bursts of everything recent that won points."""
    for age, happening in frame.recent:
        if happening.value and 0 <= age < LASTS:
            at = centre(happening.x, happening.y)
            _burst(surface, happening, at, age, cell)
            _points(surface, letters, f"+{happening.value}", (at[0], at[1] - cell * (0.3 + age)), (age, cell))


def _burst(surface: pygame.Surface, happening: Happening, at: tuple[float, float], age: float, cell: int) -> None:
    """Paint confetti; the same happening always bursts the same way."""
    dice = random.Random(f"{happening.name} {happening.x} {happening.y}")  # noqa: S311 - decoration
    for _ in range(PARTICLES):
        angle, speed = dice.uniform(0, math.tau), dice.uniform(0.6, 2.2)
        colour, size = dice.choice(CONFETTI), cell * 0.07 * (1 - age / LASTS)
        x = at[0] + math.cos(angle) * speed * age * cell
        y = at[1] + (math.sin(angle) * speed * age - 0.8 * age + 1.6 * age * age) * cell
        if size < 1:
            continue
        pygame.draw.circle(surface, INK, (x, y), size + 1)
        pygame.draw.circle(surface, colour, (x, y), size)


def _points(
    surface: pygame.Surface, letters: Type, text: str, at: tuple[float, float], when: tuple[float, int]
) -> None:
    """Write the points won, floating up but not away, with a dark outline; ``when`` is the age and a cell's size."""
    age, cell = when
    size = max(30, round(cell * (0.5 if age < GROWN else 0.44)))
    room = surface.get_rect().inflate(-letters.wide(text, size) - 8, -size - 8)
    at = (min(max(at[0], room.left), room.right), min(max(at[1], room.top), room.bottom))
    for dx, dy in ((-2, 0), (2, 0), (0, -2), (0, 2)):
        letters.write(surface, text, (at[0] + dx, at[1] + dy), size=size, colour=INK, anchor="center")
    letters.write(surface, text, at, size=size, colour=YELLOW if age < FADES else PAPER, anchor="center")
