"""Made-up moments of every game, with everything in them that a scene can hold; run, it writes their pictures.

python tests/window/boards.py FOLDER
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pygame

from game.core.scene import Happening, Scene, Sprite, Tile
from game.core.telling import Effect
from game.window.draw import Painter
from game.window.frame import Frame

if TYPE_CHECKING:
    from collections.abc import Sequence

SIDES = ("north", "east", "south", "west")
RESCUE = (
    "###################",
    "#   #      #      #",
    "#cc d      r      #",
    "#cc #      #  o   #",
    "#cc #   o  #      #",
    "#   #      #      #",
    "#   ####h######d###",
    "#   #      #      #",
    "#   #      d   o  #",
    "#   r   o  #      #",
    "#   #      #      #",
    "#   #      #      #",
    "###################",
)
HIDEOUT = (
    "#############",
    "#       l   #",
    "#       l   #",
    "#           #",
    "#       l   #",
    "#   m   llll#",
    "#           #",
    "#           #",
    "#  m        #",
    "#           #",
    "#           #",
    "#           #",
    "#############",
)
NAMES = {
    "#": "wall",
    " ": "floor",
    "c": "clinic",
    "d": "door",
    "r": "rubble",
    "h": "heavy",
    "o": "rubble",
    "l": "low",
    "m": "mark",
    "g": "grass",
    "=": "road",
    "+": "middle",
}
EFFECTS = {
    "delivered": Effect("victim delivered", "delivery", "confetti"),
    "dug": Effect("rubble cleared", "drop", "dust"),
    "locked": Effect("box locked", "drop", "spark"),
    "pinged": Effect("ping", "ping", "ring"),
    "crash": Effect("crash", "bump", "spark"),
}
DELIVERED, DUG = Happening("delivered", 0, 2, 3, 3), Happening("dug", 2, 11, 2)
LOCKED, PINGED, CRASHED = Happening("locked", 0, 7, 3), Happening("pinged", 1, 3, 4), Happening("crash", 2, 6, 6, -5)


def tiles(rows: tuple[str, ...]) -> tuple[Tile, ...]:
    """Return the tiles of a map."""
    return tuple(Tile(NAMES[mark], column, row) for row, line in enumerate(rows) for column, mark in enumerate(line))


def rescue() -> Frame:
    """Return robots of every role that look for victims in fog."""
    sprites = (
        Sprite("victim", "v0", 6, 2, state="light"),
        Sprite("victim", "v1", 9, 4, state="critical"),
        Sprite("victim", "v2", 6, 4, state="stable"),
        Sprite("victim", "v3", 13, 3, state="dead", age=9),
        Sprite("victim", "v4", 14, 9, state="light", age=30),
        Sprite("robot", "s0", 5, 3, "east", seat=0, mark="S", bubble="come here"),
        Sprite("robot", "s1", 3, 4, "west", seat=1, mark="M", carried=("critical",)),
        Sprite("robot", "s2", 10, 2, "east", seat=2, mark="D", progress=0.6),
        Sprite("robot", "s3", 8, 5, "south", seat=3, mark="D", carried=("light",)),
        Sprite("robot", "s4", 7, 1, "north", seat=4, mark="S", carried=("stable",)),
        Sprite("robot", "s5", 5, 8, "south", seat=5, mark="M", bubble="heavy rubble, two needed"),
        Sprite("ping", "p0", 9, 4),
        Sprite("call", "c0", 6, 5, seat=0),
        Sprite("work", "w0", 11, 2, progress=0.6),
        Sprite("cursor", "u0", 13, 7, seat=3),
    )
    fog = tuple(
        "".join("2" if column < 11 and row < 7 else "1" if row < 9 else "0" for column in range(19))
        for row in range(13)
    )
    shown = tuple(tile for tile in tiles(RESCUE) if fog[tile.y][tile.x] != "0")
    board = (("count", "light", "3"), ("count", "critical", "1"), ("count", "dead", "1"), ("word", "radio"))
    scene = Scene(19, 13, shown, sprites, (), 80, 240, 7, board, fog)
    return Frame(scene, recent=((0.3, DELIVERED), (0.2, DUG)), people=frozenset({0}), effects=EFFECTS, captions=True)


def hideout() -> Frame:
    """Return two teams of two with boxes and ramps, one of them seen."""
    sprites = (
        Sprite("box", "b0", 8, 3, state="locked", team=0),
        Sprite("box", "b1", 5, 6, state="free"),
        Sprite("box", "b2", 3, 3, state="locked", team=1),
        Sprite("ramp", "r0", 6, 9, "north", state="free"),
        Sprite("ramp", "r1", 7, 5, "east", state="free"),
        Sprite("ramp", "r2", 9, 9, "west", state="locked", team=1),
        Sprite("ramp", "r3", 3, 10, "south", state="free"),
        Sprite("player", "p0", 10, 3, "west", 0, 0, bubble="hide!"),
        Sprite("player", "p1", 5, 6, "north", 0, 1, height=2),
        Sprite("player", "p2", 4, 8, "east", 1, 2, state="holds"),
        Sprite("player", "p3", 6, 9, "north", 1, 3, height=1),
        Sprite("player", "p4", 2, 6, "south", 0, 4, state="holds"),
        Sprite("player", "p5", 11, 8, "west", 1, 5, age=4),
    )
    fog = tuple("".join("1" if row + column > 18 else "2" for column in range(13)) for row in range(13))
    scene = Scene(
        *(13, 13, tiles(HIDEOUT), sprites, (), 60, 100, 20, (("count", "box", "2"),), fog),
        scores=(20, -20),
        phase="seek",
        phase_left=40,
        is_seen=True,
    )
    return Frame(scene, recent=((0.2, LOCKED), (0.3, PINGED)), people=frozenset({0, 3}), effects=EFFECTS, captions=True)


def blindfold() -> Frame:
    """Return what a seeker sees while the others hide."""
    scene = Scene(13, 13, (), (), (), 10, 100, 0, scores=(0, 0), phase="preparation", phase_left=30, is_blind=True)
    return Frame(scene)


def crossing() -> Frame:
    """Return eight cars at a crossing, and a crash."""
    rows = tuple(
        "".join("+" if {row, column} <= {6, 7} else "=" if {row, column} & {6, 7} else "g" for column in range(14))
        for row in range(14)
    )
    cars = [
        *((6, 2, "south", "left"), (7, 9, "north", "right"), (3, 7, "east", "straight"), (10, 6, "west", "")),
        *((6, 4, "south", "straight"), (7, 12, "north", ""), (1, 7, "east", "left"), (12, 6, "west", "right")),
    ]
    sprites = tuple(
        Sprite("car", f"car-{seat}", x, y, facing, seat, seat, state=state, bubble="after you" if seat == 2 else "")
        for seat, (x, y, facing, state) in enumerate(cars)
    )
    crash = Sprite("crash", "crash-0", 6, 6)
    scene = Scene(14, 14, tiles(rows), (*sprites, crash), (), 60, 200, 31, scores=(3, 4, 2, 5, 6, 1, 12, -5))
    return Frame(scene, recent=((0.2, CRASHED),), people=frozenset({1}), effects=EFFECTS, captions=True)


BOARDS = {"rescue": rescue, "hideout": hideout, "blindfold": blindfold, "crossing": crossing}


def write_boards(folder: Path, sizes: Sequence[tuple[int, int]]) -> None:
    """Write the pictures of all boards in some sizes."""
    for name, board in BOARDS.items():
        for size in sizes:
            surface = pygame.Surface(size)
            Painter().paint(surface, board())
            pygame.image.save(surface, folder / f"{name}-{size[0]}.png")


if __name__ == "__main__":
    write_boards(Path(sys.argv[1]), [(1280, 720), (800, 600)])
