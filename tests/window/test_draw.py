"""Painting: it changes no state, and it moves things smoothly."""

from __future__ import annotations

import pygame
import pytest

from game.core.scene import Happening, Scene, Sprite, Tile
from game.window.draw import Painter
from game.window.frame import Frame
from game.window.motion import place

MAP = ("XXPXX", "O   O", "X   X", "XDXSX")
NAMES = {"X": "counter", "P": "pot", "O": "onions", "D": "dishes", "S": "window", " ": "floor"}


def scene(x: int = 1, happenings: tuple[Happening, ...] = ()) -> Scene:
    """Return a small kitchen with a cook at column ``x``."""
    tiles = tuple(Tile(NAMES[mark], column, row) for row, line in enumerate(MAP) for column, mark in enumerate(line))
    cooks = (
        Sprite("cook", "cook-0", x, 2, "east", 0, 0, ("onion",)),
        Sprite("cook", "cook-1", 3, 1, "south", 0, 1, ("soup", "onion", "onion", "tomato")),
    )
    pot = Sprite("pot", "pot-0", 2, 0, carried=("onion", "onion", "onion"), progress=0.6, state="cooking")
    lying = Sprite("tomato", "counter-9", 4, 2)
    board = (("order", "onion", "onion", "onion", "20"),)
    return Scene(5, 4, tiles, (pot, lying, *cooks), happenings, 10, 400, 20, board)


def test_painting_leaves_the_scene_as_it_was_and_is_repeatable() -> None:
    delivery = Happening("soup_delivery", 1, 3, 3, 20)
    frame = Frame(scene(2, (delivery,)), scene(1), 0.5, ((0.3, delivery),), frozenset({0}))
    pictures = []
    for _ in range(2):
        surface = pygame.Surface((800, 600))
        Painter().paint(surface, frame)
        pictures.append(pygame.image.tobytes(surface, "RGB"))
    assert pictures[0] == pictures[1]
    assert frame.scene == scene(2, (delivery,))


def test_a_cook_is_halfway_at_half_a_tick() -> None:
    now = scene(2)
    x, y = place(Frame(now, scene(1), 0.5), now.sprites[2])
    assert x == pytest.approx(1.5)
    assert y < 2


def test_a_bump_moves_out_and_back() -> None:
    now = scene(1, (Happening("bump", 0, 2, 2),))
    assert place(Frame(now, scene(1), 0.3), now.sprites[2])[0] > 1
    assert place(Frame(now, scene(1), 1.0), now.sprites[2])[0] == pytest.approx(1)
