"""The painter: a frame on a surface. It reads scenes and decides nothing."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pygame

from game.window import sprites
from game.window.effects import paint_effects
from game.window.frame import Frame
from game.window.hud import BAR, paint_bar
from game.window.lettering import Type
from game.window.palette import GREEN, INK, NIGHT, PAPER, YELLOW, seat_colour
from game.window.tiles import tile

if TYPE_CHECKING:
    from game.core.scene import Scene, Sprite

BUMP = 0.13
HOP = 0.08
LIFT = 0.12


class Painter:
    """Paints frames and keeps the pictures of tiles and sprites for the next one."""

    def __init__(self, letters: Type | None = None) -> None:
        self.letters = letters or Type()
        self._pictures: dict[object, pygame.Surface] = {}

    def paint(
        self, surface: pygame.Surface, frame: Frame, area: pygame.Rect | None = None, *, bar: bool = True
    ) -> None:
        """Paint a frame into ``area`` (the whole surface when left out), with the bar on top unless not wanted."""
        area = area or surface.get_rect()
        surface.fill(NIGHT, area)
        if bar:
            paint_bar(surface, frame, pygame.Rect(area.x, area.y, area.w, BAR), self)
            area = pygame.Rect(area.x, area.y + BAR, area.w, area.h - BAR)
        board = Board.fit(frame.scene, area)
        edge = pygame.Rect(board.left, board.top, board.cell * frame.scene.columns, board.cell * frame.scene.rows)
        pygame.draw.rect(surface, INK, edge.inflate(14, 14), border_radius=10)
        self._tiles(surface, frame.scene, board)
        for thing in sorted(frame.scene.sprites, key=lambda each: (each.seat >= 0, each.y)):
            self._sprite(surface, frame, thing, board)
        paint_effects(surface, frame, self.letters, board.centre, board.cell)

    def thing(self, name: str, contents: tuple[str, ...], size: int) -> pygame.Surface:
        """Return the picture of a small thing."""
        key = ("thing", name, contents, size)
        if key not in self._pictures:
            self._pictures[key] = sprites.thing(name, contents, size)
        return self._pictures[key]

    def small(self, scene: Scene, size: int) -> pygame.Surface:
        """Return a little picture of a scene of one cell."""
        key = ("small", scene, size)
        if key not in self._pictures:
            self._pictures[key] = self._little(scene, size)
        return self._pictures[key]

    def _little(self, scene: Scene, size: int) -> pygame.Surface:
        """Paint a scene of one cell."""
        surface = pygame.Surface((size, size))
        board = Board(0, 0, size)
        self._tiles(surface, scene, board)
        for thing in scene.sprites:
            self._sprite(surface, Frame(scene), thing, board)
        return surface

    def _tiles(self, surface: pygame.Surface, scene: Scene, board: Board) -> None:
        """Paint the cells."""
        floor = {(each.x, each.y) for each in scene.tiles if each.name == "floor"}
        for each in scene.tiles:
            key = ("tile", each.name, (each.x + each.y) % 2 == 1, (each.x, each.y + 1) in floor, board.cell)
            if key not in self._pictures:
                self._pictures[key] = tile(each.name, board.cell, odd=bool(key[2]), front=bool(key[3]))
            surface.blit(self._pictures[key], board.corner(each.x, each.y))

    def _sprite(self, surface: pygame.Surface, frame: Frame, thing: Sprite, board: Board) -> None:
        """Paint one sprite where it is by now, with what it carries."""
        person = thing.seat in frame.people
        inside = () if thing.seat >= 0 else thing.carried
        key = ("sprite", thing.name, thing.seat, thing.facing, thing.state, inside, person, board.cell)
        if key not in self._pictures:
            self._pictures[key] = sprites.sprite(thing, board.cell, person=person)
        x, y = place(frame, thing)
        left, top = board.corner(x, y)
        if thing.seat < 0:
            surface.blit(self._pictures[key], (left, top))
            _progress(surface, thing, board, (left, top))
            return
        self._cook(surface, thing, self._pictures[key], (left, top - LIFT * board.cell), person=person)

    def _cook(
        self, surface: pygame.Surface, thing: Sprite, picture: pygame.Surface, at: tuple[float, float], *, person: bool
    ) -> None:
        """Paint a cook, the ring of a person, and the thing in hand: behind the back when facing north."""
        cell = picture.get_width()
        across, down = sprites.LOOKS.get(thing.facing, (0.0, 1.0))
        held = None
        if thing.carried:
            held = self.thing(thing.carried[0], thing.carried[1:], round(cell * 0.56))
        hand = (at[0] + cell * (0.22 + across * 0.32), at[1] + cell * (0.46 if down >= 0 else 0.1))
        if person:
            ring = pygame.Rect(at[0] + cell * 0.14, at[1] + cell * 0.78, cell * 0.72, cell * 0.26)
            pygame.draw.ellipse(surface, INK, ring.inflate(4, 4), max(4, cell // 18))
            pygame.draw.ellipse(surface, PAPER, ring, max(2, cell // 28))
        if held and down < 0:
            surface.blit(held, hand)
        surface.blit(picture, at)
        if held and down >= 0:
            surface.blit(held, hand)


class Board:
    """Where cells lie on a surface."""

    def __init__(self, left: int, top: int, cell: int) -> None:
        self.left, self.top, self.cell = left, top, cell

    @classmethod
    def fit(cls, scene: Scene, area: pygame.Rect) -> Board:
        """Return the largest board for a scene in the middle of an area."""
        cell = max(8, min((area.w - 24) // scene.columns, (area.h - 24) // scene.rows, 128))
        left = area.x + (area.w - cell * scene.columns) // 2
        return cls(left, area.y + (area.h - cell * scene.rows) // 2, cell)

    def corner(self, x: float, y: float) -> tuple[float, float]:
        """Return the upper left corner of a cell."""
        return self.left + x * self.cell, self.top + y * self.cell

    def centre(self, x: float, y: float) -> tuple[float, float]:
        """Return the middle of a cell."""
        return self.corner(x + 0.5, y + 0.5)


def place(frame: Frame, thing: Sprite) -> tuple[float, float]:
    """Return the cell, in fractions, where a sprite is by now: on its way with a hop, or bumped and back."""
    before = None if frame.previous is None else _same(frame.previous, thing.key)
    if before is not None and (before.x, before.y) != (thing.x, thing.y):
        share = frame.alpha * frame.alpha * (3 - 2 * frame.alpha)
        x = before.x + (thing.x - before.x) * share
        y = before.y + (thing.y - before.y) * share
        return x, y - HOP * math.sin(math.pi * frame.alpha)
    if any(each.name == "bump" and each.seat == thing.seat >= 0 for each in frame.scene.happenings):
        across, down = sprites.LOOKS.get(thing.facing, (0.0, 0.0))
        out = BUMP * math.sin(math.pi * min(1.0, frame.alpha * 1.6))
        return thing.x + across * out, thing.y + down * out
    return thing.x, thing.y


def _same(scene: Scene, key: str) -> Sprite | None:
    """Return the sprite with a key."""
    return next((each for each in scene.sprites if each.key == key), None)


def _progress(surface: pygame.Surface, thing: Sprite, board: Board, at: tuple[float, float]) -> None:
    """Paint the ring of what is under way, or a tick mark when it is ready."""
    middle, radius = (at[0] + board.cell * 0.8, at[1] + board.cell * 0.2), board.cell * 0.16
    if thing.state == "ready":
        pygame.draw.circle(surface, INK, middle, radius + 2)
        pygame.draw.circle(surface, GREEN, middle, radius)
        points = [(-0.5, 0.0), (-0.1, 0.4), (0.5, -0.4)]
        mark = [(middle[0] + x * radius, middle[1] + y * radius) for x, y in points]
        pygame.draw.lines(surface, PAPER, False, mark, max(2, board.cell // 24))  # noqa: FBT003 - by position only
    elif thing.progress >= 0 and thing.state != "idle":
        pie(surface, middle, radius, thing.progress)


def pie(surface: pygame.Surface, middle: tuple[float, float], radius: float, share: float) -> None:
    """Paint a clock face filled to a share, clockwise from the top."""
    pygame.draw.circle(surface, INK, middle, radius + 2)
    steps = max(1, round(share * 32))
    turns = [math.tau * share * step / steps - math.pi / 2 for step in range(steps + 1)]
    rim = [(middle[0] + math.cos(turn) * radius, middle[1] + math.sin(turn) * radius) for turn in turns]
    if share > 0:
        pygame.draw.polygon(surface, YELLOW, [middle, *rim])


def swatch(surface: pygame.Surface, seat: int, middle: tuple[float, float], radius: int = 12) -> None:
    """Paint the small mark of a seat: its colour and, for eyes that see no colours, its badge."""
    pygame.draw.circle(surface, PAPER, middle, radius + 2)
    pygame.draw.circle(surface, seat_colour(seat), middle, radius)
    x, y, size = *middle, radius * 0.5
    shapes = (
        [(x + size * math.cos(turn), y + size * math.sin(turn)) for turn in (n * math.tau / 12 for n in range(12))],
        [(x - size, y - size), (x + size, y - size), (x + size, y + size), (x - size, y + size)],
        [(x, y - size * 1.2), (x + size * 1.1, y + size * 0.8), (x - size * 1.1, y + size * 0.8)],
        [(x, y - size * 1.3), (x + size * 1.1, y), (x, y + size * 1.3), (x - size * 1.1, y)],
    )
    pygame.draw.polygon(surface, PAPER, shapes[seat % len(shapes)])
