"""The painter: a frame on a surface. It reads scenes and decides nothing."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pygame

from game.window.effects import paint_effects
from game.window.frame import Frame
from game.window.hud import BAR, paint_bar
from game.window.lettering import Type
from game.window.motion import place
from game.window.palette import INK, NIGHT, PAPER, YELLOW, seat_colour
from game.window.pictures import Look, badge, ground, is_flat, paint_sprite, paint_tile, pose

if TYPE_CHECKING:
    from game.core.scene import Scene, Sprite

SIDES = {"north": (0, -1), "south": (0, 1), "east": (1, 0), "west": (-1, 0)}


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
        for thing in sorted(frame.scene.sprites, key=lambda each: (pose(each.name).layer, each.y)):
            self._sprite(surface, frame, thing, board)
        paint_effects(surface, frame, self.letters, board.centre, board.cell)

    def thing(self, name: str, contents: tuple[str, ...], size: int) -> pygame.Surface:
        """Return the picture of a small thing."""
        return self.picture(Look(name, inside=contents), size)

    def picture(self, look: Look, size: int) -> pygame.Surface:
        """Return the picture of a sprite."""
        if (look, size) not in self._pictures:
            self._pictures[look, size] = paint_sprite(look, size)
        return self._pictures[look, size]

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
        names = {(each.x, each.y): each.name for each in scene.tiles}
        for x, y, name in ((each.x, each.y, each.name) for each in scene.tiles):
            front = "front" if is_flat(names.get((x, y + 1), name)) else ""
            look = Look(name, front=front, odd="odd" if (x + y) % 2 else "")
            edges = tuple(
                side
                for side, (right, down) in SIDES.items()
                if ground(name) != ground(names.get((x + right, y + down), name))
            )
            key = ("tile", look, edges, board.cell)
            if key not in self._pictures:
                self._pictures[key] = paint_tile(look, edges, board.cell)
            surface.blit(self._pictures[key], board.corner(x, y))

    def _sprite(self, surface: pygame.Surface, frame: Frame, thing: Sprite, board: Board) -> None:
        """Paint one sprite where it is by now, with its shadow and what it carries."""
        stands, cell = pose(thing.name), board.cell
        left, top = board.corner(*place(frame, thing))
        up = top - stands.lift * cell
        look = look_of(frame, thing)
        for name in (stands.ring if look.kind == "person" else "", stands.shadow):
            if name:
                surface.blit(self.picture(Look(name), cell), (left, up))
        held = self._held(thing, cell) if stands.hands else None
        hand = stands.hands.get(thing.facing) or stands.hands.get("south", (0.0, 0.0, 0.0))
        at = (left + hand[0] * cell, up + hand[1] * cell)
        if held and thing.facing == "north":
            surface.blit(held, at)
        surface.blit(self.picture(look, cell), (left, up))
        if held and thing.facing != "north":
            surface.blit(held, at)
        if 0 <= thing.progress < 1:
            x, y, radius = (each * cell for each in stands.progress)
            pie(surface, (left + x, up + y), radius, thing.progress)

    def _held(self, thing: Sprite, cell: int) -> pygame.Surface | None:
        """Return the picture of what a body carries."""
        hand = pose(thing.name).hands.get("south", (0.0, 0.0, 0.0))
        return self.thing(thing.carried[0], thing.carried[1:], round(cell * hand[2])) if thing.carried else None


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


def look_of(frame: Frame, thing: Sprite) -> Look:
    """Return the facts that a picture depends on; where there are teams, they give the colour and the badge."""
    body = thing.seat >= 0
    stands = pose(thing.name)
    number = thing.team if len(frame.scene.scores) > 1 else max(thing.seat, 0)
    kind = ("person" if thing.seat in frame.people else "partner") if body else ""
    inside = () if stands.hands else thing.carried
    where = "" if stands.layer else "lying"
    colour = seat_colour(number)
    return Look(thing.name, thing.facing, thing.state, where, kind, badge(number), inside=inside, body=colour)


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
    picture = paint_sprite(Look(f"badge/{badge(seat)}"), round(radius * 1.2))
    surface.blit(picture, picture.get_rect(center=(round(middle[0]), round(middle[1]))))
