"""Painting: it changes no state, moves things smoothly, and shows everything that a scene can hold."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pygame
import pytest
from boards import BOARDS, EFFECTS, crossing, hideout, rescue, write_boards

from game.core.scene import Happening, Scene, Sprite, Tile
from game.window.captions import captions
from game.window.draw import Board, Painter
from game.window.effects import BURSTS
from game.window.fog import fog_picture
from game.window.frame import Frame
from game.window.hud import BAR
from game.window.motion import place
from game.window.palette import NIGHT, PAPER
from game.window.pictures import look_of, paint_sprite
from game.window.signs import fading, ghost

if TYPE_CHECKING:
    from pathlib import Path

MAP = ("XXPXX", "O   O", "X   X", "XDXSX")
NAMES = {"X": "counter", "P": "pot", "O": "onions", "D": "dishes", "S": "window", " ": "floor"}
SIZE = (640, 480)
MACHADO = {
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.3039)),
}
"""How eyes without one kind of cone see linear red, green and blue (Machado, Oliveira and Fernandes 2009, table 1)."""


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


def painted(frame: Frame, size: tuple[int, int] = SIZE) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Return the picture of a frame, [width, height, 3]."""
    surface = pygame.Surface(size)
    Painter().paint(surface, frame)
    return pygame.surfarray.array3d(surface).astype(np.int64)


def board_area(frame: Frame) -> pygame.Rect:
    """Return where the cells of a frame are in its picture."""
    return Board.fit(frame.scene, pygame.Rect(0, BAR, SIZE[0], SIZE[1] - BAR)).area(frame.scene)


def bare(*sprites: Sprite, fog: tuple[str, ...] = (), **more: Any) -> Frame:
    """Return a room of floor, six by four, with some sprites."""
    tiles = tuple(Tile("floor", column, row) for row in range(4) for column in range(6))
    return Frame(Scene(6, 4, tiles, sprites, (), 0, 100, 0, fog=fog, **more))


def test_painting_leaves_the_scene_as_it_was_and_is_repeatable() -> None:
    delivery = Happening("soup_delivery", 1, 3, 3, 20)
    frame = Frame(scene(2, (delivery,)), scene(1), 0.5, ((0.3, delivery),), frozenset({0}))
    assert (painted(frame) == painted(frame)).all()
    assert frame.scene == scene(2, (delivery,))


@pytest.mark.parametrize("name", BOARDS)
def test_the_same_board_gives_the_same_picture_with_a_new_painter_and_with_an_old_one(name: str) -> None:
    frame, painter, surface = BOARDS[name](), Painter(), pygame.Surface(SIZE)
    for _ in range(2):
        painter.paint(surface, frame)
        assert (pygame.surfarray.array3d(surface) == painted(frame)).all()
    assert frame == BOARDS[name]()


def test_the_boards_are_written_as_pictures(tmp_path: Path) -> None:
    write_boards(tmp_path, [(320, 240)])
    assert {path.name for path in tmp_path.iterdir()} == {f"{name}-320.png" for name in BOARDS}


def test_a_cook_is_halfway_at_half_a_tick() -> None:
    now = scene(2)
    x, y = place(Frame(now, scene(1), 0.5), now.sprites[2])
    assert x == pytest.approx(1.5)
    assert y < 2


def test_a_bump_moves_out_and_back() -> None:
    now = scene(1, (Happening("bump", 0, 2, 2),))
    assert place(Frame(now, scene(1), 0.3), now.sprites[2])[0] > 1
    assert place(Frame(now, scene(1), 1.0), now.sprites[2])[0] == pytest.approx(1)


def test_in_calm_nothing_is_on_its_way() -> None:
    now = scene(2)
    assert place(Frame(now, scene(1), 0.5, calm=True), now.sprites[2]) == (2, 2)


@pytest.mark.parametrize("board", [rescue, hideout])
def test_fog_makes_nothing_brighter(board: Any) -> None:
    frame = board()
    signless = tuple(each for each in frame.scene.sprites if not each.bubble)
    foggy = replace(frame, scene=frame.scene._replace(sprites=signless), recent=())
    clear = replace(foggy, scene=foggy.scene._replace(fog=()))
    assert (painted(foggy) <= np.maximum(painted(clear), NIGHT) + 2).all()


def test_cells_never_seen_are_dark_and_remembered_ones_dimmed() -> None:
    picture = fog_picture(("0", "1", "2"), 30)
    alphas = [picture.get_at((15, 15 + 30 * row))[3] for row in range(3)]
    assert alphas == [255, pytest.approx(118, abs=2), 0]


def test_what_stands_in_the_dark_is_not_shown() -> None:
    fog = ("222222", "222222", "000000", "000000")
    hidden = bare(Sprite("box", "b", 2, 3, state="free"), fog=fog)
    assert (painted(hidden) == painted(bare(fog=fog))).all()


def test_a_ghost_fades_with_its_age() -> None:
    frame = bare(Sprite("player", "p", 2, 2, "south", 0, 0))
    picture = paint_sprite(look_of(frame, frame.scene.sprites[0]), 64)
    shades = [fading(age) for age in (1, 20, 40, 400)]
    strength = [int(pygame.surfarray.array_alpha(ghost(picture, shade)).sum()) for shade in shades]
    assert int(pygame.surfarray.array_alpha(picture).sum()) > strength[0] > strength[1] > strength[2] == strength[3] > 0


def test_the_role_of_a_ghost_can_be_read() -> None:
    body = Sprite("robot", "r", 2, 2, "south", 0, 0, age=6)
    assert (painted(bare(body._replace(mark="M"))) != painted(bare(body._replace(mark="S")))).any()


@pytest.mark.parametrize("cell", [(0, 0), (5, 0), (0, 3), (5, 3)])
def test_a_bubble_stays_on_the_board(cell: tuple[int, int]) -> None:
    silent = bare(Sprite("robot", "r", *cell, "south", 0, 0))
    body = silent.scene.sprites[0]._replace(bubble="heavy rubble, two needed")
    changed = (painted(bare(body)) != painted(silent)).any(axis=2)
    columns, rows = np.nonzero(changed.any(axis=1))[0], np.nonzero(changed.any(axis=0))[0]
    area = board_area(silent).inflate(4, 4)
    assert changed.any()
    assert area.contains(pygame.Rect(columns[0], rows[0], columns[-1] - columns[0], rows[-1] - rows[0]))


CHANGES = [
    ("a letter on the body", {"mark": "M"}),
    ("another letter", {"mark": "D"}),
    ("a clock of work", {"progress": 0.4}),
    ("a clock further on", {"progress": 0.7}),
    ("what it carries", {"carried": ("light",)}),
    ("height", {"height": 2}),
    ("another facing", {"facing": "west"}),
    ("what it says", {"bubble": "here"}),
    ("its age", {"age": 5}),
]


def test_all_that_a_sprite_can_be_is_shown_and_looks_different() -> None:
    body = Sprite("robot", "r", 2, 2, "south", 0, 0)
    pictures = {painted(bare(body._replace(**change))).tobytes() for _, change in [("", {}), *CHANGES]}
    assert len(pictures) == len(CHANGES) + 1


def test_what_stands_higher_is_drawn_higher() -> None:
    empty = painted(bare())
    tops = []
    for height in (0, 1, 2):
        changed = (painted(bare(Sprite("player", "p", 2, 2, "south", 0, 0, height=height))) != empty).any(axis=2)
        tops.append(int(np.nonzero(changed.any(axis=0))[0][0]))
    assert tops[0] > tops[1] > tops[2]


def test_a_person_has_a_ring() -> None:
    frame = bare(Sprite("player", "p", 2, 2, "south", 0, 0))
    assert (painted(replace(frame, people=frozenset({0}))) != painted(frame)).any()


@pytest.mark.parametrize("eyes", MACHADO)
@pytest.mark.parametrize("facing", ["north", "south"])
def test_teams_differ_in_shape_or_brightness_for_all_eyes(eyes: str, facing: str) -> None:
    grey = []
    for team in (0, 1):
        frame = bare(Sprite("player", "p", 2, 2, facing, team, team), scores=(0, 0))
        linear = (painted(frame) / 255) ** 2.2 @ np.array(MACHADO[eyes]).T
        grey.append(np.clip(linear, 0, 1) @ [0.2126, 0.7152, 0.0722])
    area = board_area(bare())
    differing = np.abs(grey[0] - grey[1])[area.left : area.right, area.top : area.bottom] > 0.1
    assert differing.sum() > 0.06 * Board.fit(bare().scene, area).cell ** 2


def test_mates_have_the_teams_colour_and_alone_everybody_their_own() -> None:
    bodies = [Sprite("player", f"p{seat}", seat, 1, "south", seat // 2, seat) for seat in range(4)]
    teams, single = bare(*bodies, scores=(0, 0)), bare(*bodies)
    assert [look_of(teams, each).body for each in bodies[:2]] == [look_of(teams, bodies[0]).body] * 2
    assert len({(look_of(teams, each).body, look_of(teams, each).badge) for each in bodies}) == 2
    assert len({look_of(teams, each).trim for each in bodies}) == 4
    assert len({look_of(single, each).body for each in bodies}) == 4


def test_a_lock_has_its_teams_colour() -> None:
    locks = [Sprite("box", "b", 1, 1, state="locked", team=team) for team in (0, 1)]
    assert len({look_of(bare(scores=(0, 0)), lock).body for lock in locks}) == 2


BARS: list[tuple[str, dict[str, Any]]] = [
    ("an eye that sees", {"is_seen": True}),
    ("a part of the round", {"phase": "seek"}),
    ("the time left of it", {"phase": "seek", "phase_left": 30}),
    ("points of two teams", {"scores": (3, -3)}),
    ("points of eight", {"scores": (1, 2, 3, 4, 5, 6, 7, 8)}),
    ("a count with a picture", {"board": (("count", "box", "2"),)}),
    ("a count without one", {"board": (("count", "moons", "2"),)}),
    ("a word", {"board": (("word", "radio"),)}),
]


def test_all_that_a_bar_can_say_is_shown_and_looks_different() -> None:
    bars = {painted(bare(**more))[:, :BAR].tobytes() for _, more in [("", {}), *BARS]}
    assert len(bars) == len(BARS) + 1


def test_the_eye_is_red() -> None:
    red, green, blue = np.moveaxis(painted(bare(is_seen=True))[:, :BAR], 2, 0)
    assert ((red > 180) & (green < 90) & (blue < 60)).sum() > 50
    red, green, blue = np.moveaxis(painted(bare())[:, :BAR], 2, 0)
    assert ((red > 180) & (green < 90) & (blue < 60)).sum() == 0


def test_without_a_bar_the_eye_is_on_the_board() -> None:
    pictures = []
    for is_seen in (False, True):
        surface = pygame.Surface(SIZE)
        Painter().paint(surface, bare(is_seen=is_seen), bar=False)
        pictures.append(pygame.surfarray.array3d(surface))
    assert (pictures[0] != pictures[1]).any()


def test_a_blindfold_shows_the_time_and_nothing_else() -> None:
    blind = {"is_blind": True, "phase": "preparation", "phase_left": 30}
    box = Sprite("box", "b", 2, 2, state="free")
    assert (painted(bare(box, **blind)) == painted(bare(**blind))).all()
    assert (painted(bare(**blind)) != painted(bare(**blind | {"phase_left": 12}))).any()
    area = board_area(bare())
    covered = painted(bare(**blind))[area.left : area.right, area.top : area.bottom]
    assert (covered.max(axis=2) < 90).mean() > 0.8


@pytest.mark.parametrize("burst", BURSTS)
def test_every_burst_shows_moves_and_ends(burst: str) -> None:
    effects = {"it": next(each for each in EFFECTS.values())._replace(burst=burst)}
    frame = replace(bare(), effects=effects)
    ages = [replace(frame, recent=((age, Happening("it", 0, 2, 2)),)) for age in (0.1, 0.3, 1.2)]
    pictures = [painted(each) for each in ages]
    assert (pictures[0] != pictures[1]).any()
    assert (pictures[1] != painted(frame)).any()
    assert (pictures[2] == painted(frame)).all()
    assert (painted(replace(ages[0], calm=True)) == painted(frame)).all()


def test_an_event_without_a_burst_shows_none_and_points_without_an_effect_are_confetti() -> None:
    quiet, won = Happening("it", 0, 2, 2), Happening("it", 0, 2, 2, 3)
    none = {"it": EFFECTS["dug"]._replace(burst="")}
    assert (painted(replace(bare(), recent=((0.2, quiet),))) == painted(bare())).all()
    assert (painted(replace(bare(), recent=((0.2, quiet),), effects=none)) == painted(bare())).all()
    points = painted(replace(bare(), recent=((0.2, won),), effects=none))
    assert (painted(replace(bare(), recent=((0.2, won),))) != points).any()


def test_captions_are_written_where_wanted_once_each_and_latest_last() -> None:
    lately = tuple((age, Happening(name, 0, 1, 1)) for age, name in ((0.4, "dug"), (0.2, "pinged"), (0.1, "dug")))
    frame = replace(bare(), recent=(*lately, (0.0, Happening("walked", 0, 1, 1))), effects=EFFECTS, calm=True)
    assert captions(frame) == ["ping", "rubble cleared"]
    assert (painted(frame) == painted(bare())).all()
    wanted = painted(replace(frame, captions=True))
    assert (wanted[:, -24:] == PAPER).all(axis=2).sum() > 100


def test_a_road_has_kerbs_on_the_side_of_the_grass_only() -> None:
    frame = replace(crossing(), scene=crossing().scene._replace(sprites=()), recent=(), captions=False)
    area = board_area(frame)
    cell = area.w // 14
    row = painted(frame)[area.left : area.right, area.top + 2 * cell + cell // 2]
    white = np.nonzero((row == PAPER).all(axis=1))[0] // cell
    assert set(white) == {6, 7}
    assert white.size <= 8
