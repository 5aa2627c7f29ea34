"""Bursts and floating points, as a function of what happened and how long ago."""

from __future__ import annotations

import math
import random
from typing import TYPE_CHECKING

import pygame

from game.window.palette import GREEN, INK, MIST, ORANGE, PAPER, PINK, SKY, YELLOW

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from game.core.scene import Happening
    from game.window.frame import Frame
    from game.window.lettering import Type

LASTS = 1.1
GROWN, FADES = 0.15, 0.5
"""Seconds after which the points shrink and turn pale."""
PARTICLES = 26
CONFETTI = (ORANGE, SKY, GREEN, YELLOW, PINK)
Point = tuple[float, float]


def paint_effects(
    surface: pygame.Surface, frame: Frame, letters: Type, centre: Callable[[float, float], Point], cell: int
) -> None:
    """Paint the bursts of everything recent, and the points that it won or cost."""
    for age, happening in frame.recent:
        if not 0 <= age < LASTS:
            continue
        at = centre(happening.x, happening.y)
        burst = BURSTS.get(burst_of(frame, happening))
        if burst is not None:
            burst(surface, _dice(happening), at, age, cell)
        if happening.value:
            _points(surface, letters, f"{happening.value:+d}", (at[0], at[1] - cell * (0.3 + age)), (age, cell))


def burst_of(frame: Frame, happening: Happening) -> str:
    """Return the burst that the game gives an event; points that no effect tells of are worth confetti."""
    effect = frame.effects.get(happening.name)
    if effect is None:
        return "confetti" if happening.value > 0 else ""
    return effect.burst


def _dice(happening: Happening) -> random.Random:
    """Return dice that fall alike for the same happening."""
    return random.Random(f"{happening.name} {happening.x} {happening.y}")  # noqa: S311 - decoration


def _confetti(surface: pygame.Surface, dice: random.Random, at: Point, age: float, cell: int) -> None:
    """Paint paper in many colours that flies up and falls."""
    for _ in range(PARTICLES):
        angle, speed = dice.uniform(0, math.tau), dice.uniform(0.6, 2.2)
        colour, size = dice.choice(CONFETTI), cell * 0.07 * (1 - age / LASTS)
        x = at[0] + math.cos(angle) * speed * age * cell
        y = at[1] + (math.sin(angle) * speed * age - 0.8 * age + 1.6 * age * age) * cell
        if size < 1:
            continue
        pygame.draw.circle(surface, INK, (x, y), size + 1)
        pygame.draw.circle(surface, colour, (x, y), size)


def _dust(surface: pygame.Surface, dice: random.Random, at: Point, age: float, cell: int) -> None:
    """Paint puffs that leave along the ground and thin out."""
    share = age / 0.6
    for _ in range(9):
        angle, speed, size = dice.uniform(0, math.tau), dice.uniform(0.25, 0.55), dice.uniform(0.07, 0.13)
        radius = cell * size * (1 - share)
        if radius < 1:
            continue
        out = cell * speed * (1 - (1 - share) ** 2)
        x, y = at[0] + math.cos(angle) * out, at[1] + cell * 0.25 + math.sin(angle) * out * 0.6
        pygame.draw.circle(surface, INK, (x, y), radius + 1)
        pygame.draw.circle(surface, MIST, (x, y), radius)


def _spark(surface: pygame.Surface, dice: random.Random, at: Point, age: float, cell: int) -> None:
    """Paint short strokes that shoot out."""
    share = age / 0.5
    if share >= 1:
        return
    turn = dice.uniform(0, math.tau)
    near, far = cell * (0.2 + 0.4 * share), cell * (0.2 + 0.4 * share + 0.22 * (1 - share))
    for number in range(10):
        angle = turn + math.tau * number / 10
        way = (math.cos(angle), math.sin(angle))
        inner, outer = ((at[0] + way[0] * reach, at[1] + way[1] * reach) for reach in (near, far))
        pygame.draw.line(surface, INK, inner, outer, max(4, cell // 10))
        pygame.draw.line(surface, YELLOW, inner, outer, max(2, cell // 18))


def _ring(surface: pygame.Surface, dice: random.Random, at: Point, age: float, cell: int) -> None:  # noqa: ARG001
    """Paint a ring that grows."""
    share = age / 0.7
    if share >= 1:
        return
    radius, width = cell * (0.2 + 0.9 * share), max(1, round(cell * 0.09 * (1 - share)))
    pygame.draw.circle(surface, INK, at, radius + 2, width + 3)
    pygame.draw.circle(surface, YELLOW, at, radius, width)


BURSTS: Mapping[str, Callable[[pygame.Surface, random.Random, Point, float, int], None]] = {
    "confetti": _confetti,
    "dust": _dust,
    "spark": _spark,
    "ring": _ring,
}


def _points(surface: pygame.Surface, letters: Type, text: str, at: Point, when: tuple[float, int]) -> None:
    """Write the points won, floating up but not away, with a dark outline; ``when`` is the age and a cell's size."""
    age, cell = when
    size = max(30, round(cell * (0.5 if age < GROWN else 0.44)))
    room = surface.get_rect().inflate(-letters.wide(text, size) - 8, -size - 8)
    at = (min(max(at[0], room.left), room.right), min(max(at[1], room.top), room.bottom))
    for dx, dy in ((-2, 0), (2, 0), (0, -2), (0, 2)):
        letters.write(surface, text, (at[0] + dx, at[1] + dy), size=size, colour=INK, anchor="center")
    letters.write(surface, text, at, size=size, colour=YELLOW if age < FADES else PAPER, anchor="center")
