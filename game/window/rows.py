"""The rows of the menu: what each says, where it lies, and how it is painted."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pygame

from game.window.draw import swatch
from game.window.palette import INK, MIST, PAPER, SLATE, YELLOW

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from game.window.lettering import Type

LEFT, TOP, WIDTH, HEIGHT, TALL, GAP = 40, 118, 510, 48, 74, 6
HALF = (WIDTH - GAP) // 2
LOW, HEAD = 44, 26
"""Height of a seat's row where there are many, and of the line with a team's name."""
FEW = 4
"""Seats of one team up to which every seat has a row of full width that tells about who sits there."""
SIZES = ((23, 20, 18), (30, 26, 23))
"""Heights of a value's letters in a narrow and in a wide row, the largest that fits."""
LABELS = ((22, 20, 18, 16), (26, 23))
"""The same of labels."""
BEFORE = 2
"""Rows before those of the seats."""


class Row(NamedTuple):
    """One choice."""

    label: str
    value: str
    about: str = ""
    """A line below the value."""
    mark: int = -1
    """Number of a seat's colour and badge, or -1."""


class Grid(NamedTuple):
    """Where everything lies."""

    areas: tuple[pygame.Rect, ...]
    heads: tuple[tuple[int, pygame.Rect], ...]
    """Teams, each with the place of its name."""
    is_tall: bool


def arrange(rows: Sequence[Row], teams: Sequence[int]) -> Grid:
    """Return where rows lie: game and level, then the seats, whose ``teams`` are given, then the rest in pairs."""
    areas = [pygame.Rect(LEFT, TOP + number * (HEIGHT + GAP), WIDTH, HEIGHT) for number in range(BEFORE)]
    top = TOP + BEFORE * (HEIGHT + GAP)
    is_tall = len(teams) <= FEW and len(set(teams)) <= 1
    seats, heads, top = _tall(len(teams), top) if is_tall else _columns(teams, top)
    areas += seats
    for number in range(len(rows) - len(areas)):
        place, line = number % 2, number // 2
        areas.append(pygame.Rect(LEFT + place * (HALF + GAP), top + line * (HEIGHT + GAP), HALF, HEIGHT))
    return Grid(tuple(areas), tuple(heads), is_tall)


Columns = tuple[list[pygame.Rect], list[tuple[int, pygame.Rect]], int]


def _tall(count: int, top: int) -> Columns:
    """Return places one below the other, and where the next row begins."""
    areas = [pygame.Rect(LEFT, top + number * (TALL + GAP), WIDTH, TALL) for number in range(count)]
    return areas, [], top + count * (TALL + GAP)


def _columns(teams: Sequence[int], top: int) -> Columns:
    """Return places in two columns, one for each team where there are two, with their heads."""
    known = sorted(set(teams))
    is_pair = len(known) == 2  # noqa: PLR2004 - columns
    heads = [(team, pygame.Rect(LEFT + place * (HALF + GAP), top, HALF, HEAD)) for place, team in enumerate(known)]
    top += HEAD if is_pair else 0
    filled, areas = [0, 0], []
    for number, team in enumerate(teams):
        column = known.index(team) if is_pair else int(number >= (len(teams) + 1) // 2)
        areas.append(pygame.Rect(LEFT + column * (HALF + GAP), top + filled[column] * (LOW + GAP - 1), HALF, LOW))
        filled[column] += 1
    return areas, heads if is_pair else [], top + max(filled) * (LOW + GAP - 1) + 1


def middle_of(area: pygame.Rect) -> int:
    """Return where the value of a row stands: what is left of it steps back, what is right of it on."""
    return (_arrow(area) + area.right - 16) // 2


def _arrow(area: pygame.Rect) -> int:
    """Return where the arrow that steps back lies."""
    return area.x + (142 if area.w == WIDTH else 112)


def paint_row(surface: pygame.Surface, letters: Type, row: Row, area: pygame.Rect, *, chosen: bool) -> None:
    """Paint a row with an arrow on each side of its value."""
    wide = area.w == WIDTH
    pygame.draw.rect(surface, SLATE if chosen else INK, area, border_radius=12)
    if chosen:
        pygame.draw.rect(surface, YELLOW, area, 3, border_radius=12)
    _paint_label(surface, letters, row, area)
    room = area.right - 16 - _arrow(area)
    about = letters.wrap(row.about, 18, room - 26, most=2) if area.h == TALL else []
    middle = (middle_of(area), area.centery - 9 * len(about))
    words = row.value.replace("_", " ")
    size = next((size for size in SIZES[wide] if letters.wide(words, size) <= room - 34), SIZES[wide][-1])
    letters.write(surface, letters.cut(words, size, room - 34), middle, size=size, colour=PAPER, anchor="center")
    for line, words in enumerate(about):
        at = (middle[0], middle[1] + 22 + line * 17)
        letters.write(surface, words, at, size=18, colour=MIST, anchor="center")
    for x, way in ((_arrow(area), -1), (area.right - 16, 1)):
        y = area.centery
        points = [(x - 6 * way, y - 11), (x + 8 * way, y), (x - 6 * way, y + 11)]
        pygame.draw.polygon(surface, YELLOW if chosen else MIST, points)


def paint_heads(surface: pygame.Surface, letters: Type, grid: Grid, names: Mapping[int, str]) -> None:
    """Write the names of the teams over their seats."""
    for team, area in grid.heads:
        letters.write(surface, names[team], (area.x + 4, area.centery), size=24, colour=YELLOW, anchor="midleft")


def _paint_label(surface: pygame.Surface, letters: Type, row: Row, area: pygame.Rect) -> None:
    """Paint what a row is about; in a narrow one the mark of a seat comes first."""
    wide, is_seat = area.w == WIDTH, row.mark >= 0
    left = area.x + (34 if is_seat and not wide else 16)
    room = _arrow(area) - 10 - left - (34 if is_seat and wide else 0)
    size = next((size for size in LABELS[wide] if letters.wide(row.label, size) <= room), LABELS[wide][-1])
    words = letters.cut(row.label, size, room)
    letters.write(surface, words, (left, area.centery), size=size, colour=MIST, anchor="midleft")
    if is_seat:
        swatch(surface, row.mark, (area.x + 112 if wide else area.x + 18, area.centery), 12 if wide else 9)
