"""The painter: a frame on a surface. It reads scenes and decides nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from game.window.captions import CAPTIONS, paint_captions
from game.window.effects import paint_effects
from game.window.fog import fog_picture, paint_blindfold
from game.window.frame import Frame
from game.window.hud import BAR, EYE, paint_bar
from game.window.lately import Lately
from game.window.lettering import Type
from game.window.motion import place
from game.window.palette import INK, NIGHT, PAPER, seat_colour
from game.window.pictures import Look, badge, is_edge, is_flat, look_of, paint_sprite, paint_tile, pose
from game.window.signs import fading, ghost, paint_bubble, paint_mark, pie

if TYPE_CHECKING:
    from game.core.scene import Scene, Sprite

SIDES = {"north": (0, -1), "south": (0, 1), "east": (1, 0), "west": (-1, 0)}
SOLE = 0.9
"""How far down a body touches the ground, in shares of its size."""
SIGNS = 2
"""The layer of poses from which on things hang over the fog."""
STEP = 0.26
"""How much higher a level of height is drawn, in cells."""
SPREAD = 0.22
"""How much larger a shadow is for each level of height."""


class Painter:
    """Paints frames and keeps the pictures of tiles and sprites for the next one."""

    def __init__(self, letters: Type | None = None) -> None:
        self.letters = letters or Type()
        self._pictures: dict[object, pygame.Surface] = {}
        self._lately = Lately()

    def paint(
        self, surface: pygame.Surface, frame: Frame, area: pygame.Rect | None = None, *, bar: bool = True
    ) -> None:
        """Paint a frame into ``area`` (the whole surface when left out), with the bar on top unless not wanted."""
        area = area or surface.get_rect()
        surface.fill(NIGHT, area)
        if bar:
            paint_bar(surface, frame, pygame.Rect(area.x, area.y, area.w, BAR), self)
            area = pygame.Rect(area.x, area.y + BAR, area.w, area.h - BAR)
        board = Board.fit(frame.scene, area.inflate(0, -2 * CAPTIONS) if frame.captions else area)
        edge = board.area(frame.scene)
        pygame.draw.rect(surface, INK, edge.inflate(14, 14), border_radius=10)
        if frame.scene.is_blind:
            paint_blindfold(surface, frame, edge, self.letters)
        else:
            self._board(surface, frame, board)
        if frame.scene.is_seen and not bar:
            surface.blit(self.thing("eye", (), EYE), (edge.right - EYE - 6, edge.top + 4))
        if frame.captions:
            paint_captions(surface, frame, area, self.letters)

    def _board(self, surface: pygame.Surface, frame: Frame, board: Board) -> None:
        """Paint cells, what lies and stands on them, fog, what hangs over all, and what is said and happens."""
        scene = frame.scene
        ground = self._lately.take(
            (scene.tiles, scene.columns, scene.rows, board.cell), lambda: self._ground(scene, board)
        )
        surface.blit(ground, (board.left, board.top))
        things = sorted(frame.scene.sprites, key=lambda each: (pose(each.name).layer, each.y, each.height))
        for thing in (each for each in things if pose(each.name).layer < SIGNS):
            self._sprite(surface, frame, thing, board)
        if frame.scene.fog:
            fog = self._lately.take(
                ("fog", frame.scene.fog, board.cell), lambda: fog_picture(frame.scene.fog, board.cell)
            )
            surface.blit(fog, (board.left, board.top))
        for thing in (each for each in things if pose(each.name).layer >= SIGNS):
            self._sprite(surface, frame, thing, board)
        for thing in (each for each in things if each.bubble):
            x, y = board.corner(*place(frame, thing))
            stands = pose(thing.name)
            up = board.cell * (stands.lift + (stands.size - 1) * SOLE + STEP * thing.height)
            head = pygame.Rect(round(x), round(y - up), board.cell, board.cell)
            paint_bubble(surface, self.letters, thing.bubble, head, board.area(frame.scene))
        if not frame.calm:
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

    def _ground(self, scene: Scene, board: Board) -> pygame.Surface:
        """Return the picture of all cells."""
        surface = pygame.Surface(board.area(scene).size)
        surface.fill(INK)
        self._tiles(surface, scene, Board(0, 0, board.cell))
        return surface

    def _tiles(self, surface: pygame.Surface, scene: Scene, board: Board) -> None:
        """Paint the cells."""
        names = {(each.x, each.y): each.name for each in scene.tiles}
        for x, y, name in ((each.x, each.y, each.name) for each in scene.tiles):
            front = "front" if is_flat(names.get((x, y + 1), name)) else ""
            look = Look(name, front=front, odd="odd" if (x + y) % 2 else "")
            edges = tuple(
                side for side, (right, down) in SIDES.items() if is_edge(name, names.get((x + right, y + down), name))
            )
            key = ("tile", look, edges, board.cell)
            if key not in self._pictures:
                self._pictures[key] = paint_tile(look, edges, board.cell)
            surface.blit(self._pictures[key], board.corner(x, y))

    def _sprite(self, surface: pygame.Surface, frame: Frame, thing: Sprite, board: Board) -> None:
        """Paint one sprite where it is by now, with its shadow, what it carries, its role and its work."""
        stands, look = pose(thing.name), look_of(frame, thing)
        cell = round(board.cell * stands.size)
        left, ground_top = board.corner(*place(frame, thing))
        left -= (cell - board.cell) / 2
        ground_top -= stands.lift * cell + (cell - board.cell) * SOLE
        top = ground_top - STEP * thing.height * board.cell
        if thing.age:
            surface.blit(self._ghost(thing, look, cell), (left, top))
            return
        self._footing(surface, thing, look, (left, ground_top), cell)
        held = self._held(thing, cell) if stands.hands else None
        hand = stands.hands.get(thing.facing) or stands.hands.get("south", (0.0, 0.0, 0.0))
        pictures = [(self.picture(look, cell), (left, top))]
        if held:
            behind = thing.facing == "north"
            pictures.insert(0 if behind else 1, (held, (left + hand[0] * cell, top + hand[1] * cell)))
        surface.blits(pictures)
        if thing.mark:
            x, y, radius = (each * cell for each in stands.mark)
            paint_mark(surface, self.letters, thing.mark, (left + x, top + y), radius)
        if 0 <= thing.progress < 1:
            x, y, radius = (each * cell for each in stands.progress)
            pie(surface, (left + x, top + y), radius, thing.progress)

    def _footing(self, surface: pygame.Surface, thing: Sprite, look: Look, at: tuple[float, float], cell: int) -> None:
        """Paint the ring of a person and the shadow, which is larger and further off the higher a body stands."""
        stands = pose(thing.name)
        if stands.ring and look.kind == "person":
            surface.blit(self.picture(Look(stands.ring), cell), at)
        if stands.shadow:
            size = round(cell * (1 + SPREAD * thing.height))
            shadow = self.picture(look._replace(name=stands.shadow, state="", inside=()), size)
            surface.blit(shadow, (at[0] - (size - cell) / 4, at[1] - (size - cell) * 0.8))

    def _ghost(self, thing: Sprite, look: Look, cell: int) -> pygame.Surface:
        """Return the picture of something that was seen some time ago, with the letter of its role."""
        key = ("ghost", look, thing.mark, cell, fading(thing.age))
        if key not in self._pictures:
            picture = self.picture(look, cell).copy()
            if thing.mark:
                x, y, radius = (each * cell for each in pose(thing.name).mark)
                paint_mark(picture, self.letters, thing.mark, (x, y), radius)
            self._pictures[key] = ghost(picture, fading(thing.age))
        return self._pictures[key]

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

    def area(self, scene: Scene) -> pygame.Rect:
        """Return where all cells of a scene are."""
        return pygame.Rect(self.left, self.top, self.cell * scene.columns, self.cell * scene.rows)

    def corner(self, x: float, y: float) -> tuple[float, float]:
        """Return the upper left corner of a cell."""
        return self.left + x * self.cell, self.top + y * self.cell

    def centre(self, x: float, y: float) -> tuple[float, float]:
        """Return the middle of a cell."""
        return self.corner(x + 0.5, y + 0.5)


def swatch(surface: pygame.Surface, seat: int, middle: tuple[float, float], radius: int = 12) -> None:
    """Paint the small mark of a seat: its colour and, for eyes that see no colours, its badge."""
    pygame.draw.circle(surface, PAPER, middle, radius + 2)
    pygame.draw.circle(surface, seat_colour(seat), middle, radius)
    picture = paint_sprite(Look(f"badge/{badge(seat)}"), round(radius * 1.2))
    surface.blit(picture, picture.get_rect(center=(round(middle[0]), round(middle[1]))))
