"""The editor's board and its palette: a draft as a scene, cells under the mouse, and paints to choose."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from game.core.scene import Scene, Sprite, Tile
from game.window.draft import SIDES
from game.window.draw import Board
from game.window.frame import Frame
from game.window.palette import INK, MIST, PAPER, SLATE, VERMILLION, YELLOW

if TYPE_CHECKING:
    from game.core.editing import Editing, Paint
    from game.window.desk import Desk
    from game.window.draft import Draft, Fault

AREA = pygame.Rect(262, 122, 500, 450)
PALETTE = pygame.Rect(16, 80, 196, 506)
ENTRY = 46
KEYS = "1234567890-="
STEPS = {"top": (512, 98), "bottom": (512, 594), "left": (236, 347), "right": (788, 347)}
UNKNOWN = "bare"


def scene_of(draft: Draft, editing: Editing) -> Scene:
    """Return the picture of a draft; a symbol that means nothing is a bare block."""
    by_symbol = {paint.symbol: paint for paint in editing.paints}
    cells = [
        (by_symbol.get(symbol), column, row)
        for row, line in enumerate(draft.rows)
        for column, symbol in enumerate(line)
    ]
    tiles = tuple(Tile(paint.tile if paint else UNKNOWN, column, row) for paint, column, row in cells)
    sprites = tuple(_sprite(paint, column, row) for paint, column, row in cells if paint and paint.sprite)
    columns, rows = draft.size
    return Scene(max(1, columns), max(1, rows), tiles, sprites, (), 0, 1, 0)


def cell_at(draft: Draft, editing: Editing, at: tuple[int, int]) -> tuple[int, int] | None:
    """Return the cell (column, row) under a place on the surface."""
    board = Board.fit(scene_of(draft, editing), AREA)
    column, row = (at[0] - board.left) // board.cell, (at[1] - board.top) // board.cell
    columns, rows = draft.size
    return (column, row) if 0 <= column < columns and 0 <= row < rows else None


def paint_at(editing: Editing, at: tuple[int, int]) -> int | None:
    """Return the number of the paint under a place on the surface."""
    number = (at[1] - PALETTE.y) // ENTRY
    return number if PALETTE.collidepoint(at) and number < len(editing.paints) else None


def step_at(at: tuple[int, int]) -> tuple[str, int] | None:
    """Return the side and the direction, +1 or -1, of the button for rows and columns under a place."""
    return next((key for key, area in _steps().items() if area.collidepoint(at)), None)


def paint_board(surface: pygame.Surface, desk: Desk, draft: Draft, editing: Editing, fault: Fault | None) -> None:
    """Paint the map with the cells at fault marked, and the buttons around it."""
    scene = scene_of(draft, editing)
    people = frozenset(paint.seat for paint in editing.paints if paint.seat == 0)
    desk.painter.paint(surface, Frame(scene, people=people), AREA, bar=False)
    board = Board.fit(scene, AREA)
    for column, row in fault.cells if fault else ():
        area = pygame.Rect(*board.corner(column, row), board.cell, board.cell)
        pygame.draw.rect(surface, VERMILLION, area, max(3, board.cell // 12))
        pygame.draw.line(surface, VERMILLION, area.topleft, (area.right - 1, area.bottom - 1), 3)
        pygame.draw.line(surface, VERMILLION, (area.right - 1, area.y), (area.x, area.bottom - 1), 3)
    for (_, way), area in _steps().items():
        pygame.draw.rect(surface, SLATE, area, border_radius=8)
        desk.letters.write(surface, "+" if way > 0 else "-", area.center, size=34, anchor="center")


def paint_palette(surface: pygame.Surface, desk: Desk, editing: Editing, chosen: int) -> None:
    """Paint the paints with their keys, pictures and names; the chosen one has a bright edge."""
    for number, paint in enumerate(editing.paints):
        area = pygame.Rect(PALETTE.x, PALETTE.y + number * ENTRY, PALETTE.w, ENTRY - 4)
        pygame.draw.rect(surface, SLATE if number == chosen else INK, area, border_radius=8)
        if number == chosen:
            pygame.draw.rect(surface, YELLOW, area, 3, border_radius=8)
        key = KEYS[number] if number < len(KEYS) else ""
        desk.letters.write(surface, key, (area.x + 14, area.centery), size=22, colour=MIST, anchor="center")
        scene = Scene(1, 1, (Tile(paint.tile, 0, 0),), (_sprite(paint, 0, 0),) if paint.sprite else (), (), 0, 1, 0)
        surface.blit(desk.painter.small(scene, 34), (area.x + 28, area.y + 4))
        desk.letters.write(surface, paint.label, (area.x + 70, area.centery), size=23, colour=PAPER, anchor="midleft")


def _sprite(paint: Paint, column: int, row: int) -> Sprite:
    """Return what stands on a cell."""
    facing = "south" if paint.seat >= 0 else ""
    state = "" if paint.seat >= 0 else "idle"
    return Sprite(paint.sprite, f"{paint.symbol}-{column}-{row}", column, row, facing, 0, paint.seat, state=state)


def _steps() -> dict[tuple[str, int], pygame.Rect]:
    """Return the buttons that add (+1) and remove (-1) rows and columns, by side."""
    areas = {}
    for side in SIDES:
        x, y = STEPS[side]
        across, down = (22, 0) if side in {"top", "bottom"} else (0, 22)
        for way in (1, -1):
            areas[side, way] = pygame.Rect(x - 18 + across * way, y - 18 + down * way, 36, 36)
    return areas
