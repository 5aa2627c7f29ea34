"""The things that move or change, drawn by code: cooks, what they carry, pots and food."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.window import food
from game.window.brush import Brush
from game.window.palette import INK, MIST, PAPER, SKY, SLATE, mix, seat_colour

if TYPE_CHECKING:
    import pygame

    from game.core.scene import Sprite

LOOKS = {"north": (0.0, -1.0), "south": (0.0, 1.0), "east": (1.0, 0.0), "west": (-1.0, 0.0)}
BADGES = ("disc", "square", "triangle", "diamond")
SKIN = (244, 204, 164)


def sprite(thing: Sprite, size: int, *, person: bool) -> pygame.Surface:
    """Return the picture of a sprite without what it carries."""
    brush = Brush(size)
    if thing.name == "pot":
        food.pot(brush, thing.carried, thing.state)
    elif thing.seat >= 0:
        body(brush, thing.seat, thing.facing, person=person)
    else:
        brush.oval((0.24, 0.6, 0.52, 0.2), (*INK, 70))
        _paint_thing(brush, thing.name, thing.carried, small=True)
    return brush.finish()


def thing(name: str, contents: tuple[str, ...], size: int) -> pygame.Surface:
    """Return the picture of something small: food, a dish, a soup."""
    brush = Brush(size)
    _paint_thing(brush, name, contents)
    return brush.finish()


def _paint_thing(brush: Brush, name: str, contents: tuple[str, ...], *, small: bool = False) -> None:
    """Paint a thing by name, small where it lies on a counter; an unknown one is a plain disc."""
    if name == "soup":
        food.soup(brush, contents)
    elif name == "dish":
        food.dish(brush)
    else:
        food.ingredient(brush, name, 0.5, 0.5 if small else 0.55, 0.19 if small else 0.28)


def body(brush: Brush, seat: int, facing: str, *, person: bool) -> None:
    """Paint a cook: a coloured body with a badge, a hat, and a round face for a person, a square one for a partner."""
    colour = seat_colour(seat)
    across, down = LOOKS.get(facing, (0.0, 1.0))
    brush.oval((0.2, 0.82, 0.6, 0.15), (*INK, 60))
    brush.box((0.24, 0.5, 0.52, 0.42), INK, 0.18)
    brush.box((0.27, 0.53, 0.46, 0.36), colour, 0.15)
    _face(brush, across, down, person=person)
    _hat(brush, colour)
    if down >= 0:
        badge(brush, seat, 0.5 + across * 0.1, 0.76)


def _face(brush: Brush, across: float, down: float, *, person: bool) -> None:
    """Paint the head; seen from behind it has no eyes."""
    if person:
        brush.disc(0.5, 0.42, 0.235, INK)
        brush.disc(0.5, 0.42, 0.205, SKIN)
    else:
        brush.box((0.265, 0.23, 0.47, 0.39), INK, 0.09)
        brush.box((0.295, 0.26, 0.41, 0.33), mix(MIST, PAPER, 0.4), 0.07)
    if down < 0:
        brush.box((0.34, 0.34, 0.32, 0.16), mix(SLATE, SKIN if person else MIST, 0.5), 0.07)
        return
    _eyes(brush, across, person=person)


def _eyes(brush: Brush, across: float, *, person: bool) -> None:
    """Paint two eyes that look where the cook faces."""
    if not person:
        brush.box((0.32 + across * 0.03, 0.36, 0.36, 0.15), INK, 0.05)
    for side in (-0.09, 0.09):
        x = 0.5 + side + across * 0.07
        if person:
            brush.disc(x, 0.44, 0.04, INK)
        else:
            brush.disc(x, 0.435, 0.045, SKY)


def _hat(brush: Brush, colour: tuple[int, int, int]) -> None:
    """Paint a cook's hat with a band in the seat's colour."""
    for x, y, radius in ((0.37, 0.16, 0.13), (0.5, 0.12, 0.12), (0.63, 0.16, 0.13)):
        brush.disc(x, y, radius, INK)
    brush.box((0.29, 0.15, 0.42, 0.16), INK, 0.03)
    for x, y, radius in ((0.37, 0.16, 0.105), (0.5, 0.12, 0.095), (0.63, 0.16, 0.105)):
        brush.disc(x, y, radius, PAPER)
    brush.box((0.315, 0.15, 0.37, 0.1), PAPER)
    brush.box((0.315, 0.22, 0.37, 0.07), colour)


def badge(brush: Brush, seat: int, x: float, y: float) -> None:
    """Paint the seat's badge: disc, square, triangle or diamond."""
    size, shape = 0.075, BADGES[seat % len(BADGES)]
    if shape == "disc":
        brush.disc(x, y, size, PAPER)
    elif shape == "square":
        brush.box((x - size, y - size, size * 2, size * 2), PAPER)
    elif shape == "triangle":
        brush.shape([(x, y - size), (x + size, y + size), (x - size, y + size)], PAPER)
    else:
        brush.shape([(x, y - size * 1.2), (x + size, y), (x, y + size * 1.2), (x - size, y)], PAPER)
