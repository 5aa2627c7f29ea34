"""What a person sees: every page paints at every size, with all its words on the surface, and a still is a file."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import pygame
import pytest
from boards import BOARDS

from game import Round, load
from game.core.contract import CrossplayError
from game.core.scene import Happening
from game.window.desk import SIZE, Desk
from game.window.draw import Painter, swatch
from game.window.editor import Editor
from game.window.frame import Frame
from game.window.keys import DEFAULTS
from game.window.lettering import Type
from game.window.match import Match
from game.window.menu import Menu
from game.window.pane import Pane, inward, place
from game.window.result import Result
from game.window.setup import SECOND, YOU, Setup, usual_seats
from game.window.still import write_still
from game.window.timeline import Timeline

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KITCHEN = load("kitchen")
SIZES = [(1120, 720), (800, 600), (1280, 720), (1920, 1080)]
LEVELS = ["cramped_room", "counter_circuit_o_1order", "you_shall_not_pass", "four_square", "soup_coordination"]


@pytest.fixture
def desk(levels: Path) -> Iterator[Desk]:
    """Return a desk with a partner that is only listed."""
    pygame.display.init()
    pygame.display.set_mode(SIZE)
    yield Desk({"walker": Walker}, None, DEFAULTS, levels)  # type: ignore[dict-item]
    pygame.quit()


class Walker:
    """A partner with something to say about itself."""

    summary = "Walks about without any aim, and is told here in so many words that two lines are not enough for them."

    def begin(self, *circumstances: Any) -> None:
        """Nothing to prepare."""


@pytest.fixture(autouse=True)
def unclipped(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Collect the words of which a part lies beyond the surface."""
    clipped: list[str] = []
    write = Type.write

    def watched(self: Type, surface: pygame.Surface, text: str, at: Any, **look: Any) -> pygame.Rect:
        area = write(self, surface, text, at, **look)
        if area.size != self.line(text, look.get("size", 28)).get_size():
            clipped.append(text)
        return area

    monkeypatch.setattr(Type, "write", watched)
    return clipped


@functools.cache
def played(level: str, ticks: int = 9) -> Timeline:
    """Return a short round in which everybody walks about."""
    line = Timeline(KITCHEN, KITCHEN.load_level(level), 1, ticks)
    while not line.is_over:
        line.step(tuple((line.round.tick + seat) % 6 for seat in range(line.level.seats)))
    return line


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("level", LEVELS)
def test_a_match_paints_at_every_size_with_all_words_on_it(
    size: tuple[int, int], level: str, unclipped: list[str]
) -> None:
    frame = played(level).frame(5.5, frozenset({0}), 6.0)
    delivery = Happening("soup_delivery", 0, frame.scene.columns - 1, 0, 110)
    for age in (0.05, 0.6, 1.09):
        shown = Frame(frame.scene, frame.previous, 0.5, ((age, delivery),), frozenset({0}))
        Painter().paint(pygame.Surface(size), shown)
    assert unclipped == []


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", BOARDS)
def test_every_games_board_paints_at_every_size_with_all_words_on_it(
    size: tuple[int, int], name: str, unclipped: list[str]
) -> None:
    Painter().paint(pygame.Surface(size), BOARDS[name]())
    assert unclipped == []


@pytest.mark.parametrize("width", [640, 800, 1120, 1920])
def test_nine_orders_fit_between_score_and_edge(width: int, unclipped: list[str]) -> None:
    text = KITCHEN.level_text("soup_coordination").replace("orders: oot ttt ot t o", "orders: -")
    level = KITCHEN.parse_level(text)
    scene = KITCHEN.scene(level, Round(KITCHEN, level, 0).state, -1)
    surface = pygame.Surface((width, 480))
    Painter().paint(surface, Frame(scene))
    bar = surface.subsurface((0, 0, 295, 72))
    assert len(scene.board) == 9
    assert unclipped == []
    assert (252, 249, 242) in {tuple(surface.get_at((x, 30))[:3]) for x in range(300, width)}
    assert all(tuple(bar.get_at((x, 66))[:3]) != (252, 249, 242) for x in range(295))


@pytest.mark.parametrize("level", LEVELS)
def test_menu_result_and_editor_keep_their_words_on_the_page(desk: Desk, level: str, unclipped: list[str]) -> None:
    line = played(level)
    setup = Setup("kitchen", level, (YOU, SECOND, "walker", "walker")[: line.level.seats])
    for screen in (Menu(desk, setup), Result(desk, setup, line), Editor(desk, KITCHEN, KITCHEN.level_text(level))):
        screen.paint(pygame.Surface(SIZE))
    assert unclipped == []


def test_countdown_and_pause_keep_their_words_on_the_page(desk: Desk, unclipped: list[str]) -> None:
    match = Match(desk, Setup("kitchen", "cramped_room", (YOU, "walker")))
    match.update(1.0)
    match.paint(pygame.Surface(SIZE))
    match.pause(paused=True)
    match.paint(pygame.Surface(SIZE))
    assert unclipped == []


def test_the_menu_says_which_keys_walk_and_what_a_partner_is(desk: Desk) -> None:
    rows = Menu(desk, Setup("kitchen", "cramped_room", (YOU, "walker"))).rows()
    assert [row.about for row in rows[2:4]] == ["W A S D to walk, E or Space to take, put and serve", Walker.summary]


def test_every_choice_of_the_menu_is_reached_by_keys_and_by_clicks(desk: Desk) -> None:
    menu = Menu(desk, Setup("kitchen", "cramped_room", (YOU, "walker")))
    for _ in range(len(menu.rows()) + 2):
        for key in (pygame.K_RIGHT, pygame.K_DOWN):
            menu.handle(pygame.event.Event(pygame.KEYDOWN, key=key))
        menu.paint(pygame.Surface(SIZE))
    changed = menu.setup()
    for number in range(len(menu.rows())):
        at = menu._row_area(number).move(-10, 0).midright  # noqa: SLF001
        menu.handle(pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=at, button=1))
    assert changed.level != "cramped_room"
    assert (changed.tick_rate, menu.setup().tick_rate) == (8.0, 4.0)


def test_somebody_sits_in_every_seat_from_the_start() -> None:
    assert usual_seats({}, 2) == (YOU, SECOND)
    assert usual_seats({"walker": Walker}, 3) == (YOU, "walker", "walker")  # type: ignore[dict-item]


def test_marks_of_seats_differ_in_shape() -> None:
    shapes = set()
    for seat in range(4):
        surface = pygame.Surface((40, 40))
        swatch(surface, seat, (20, 20), 16)
        shapes.add(bytes(tuple(surface.get_at((x, y))[:3]) == (252, 249, 242) for x in range(40) for y in range(40)))
    assert len(shapes) == 4


def test_lines_are_cut_and_wrapped_to_a_width() -> None:
    letters = Type()
    long = "a line that is much too long for the place"
    assert letters.cut("short", 20, 400) == "short"
    assert letters.cut(long, 20, 120).endswith("...")
    assert letters.cut(long, 20, 120, end=True).startswith("...")
    assert all(letters.wide(each, 20) <= 120 for each in letters.wrap(long, 20, 120))
    assert len(letters.wrap(long, 20, 120, most=2)) == 2


def test_a_still_is_written_and_wrong_ones_are_told(tmp_path: Path) -> None:
    episode = played("cramped_room").round.episode()
    path = write_still(episode, 4.5, tmp_path / "moment.png", (320, 240), people=frozenset({0}))
    assert pygame.image.load(path).get_size() == (320, 240)
    for tick, name, word in (
        (4, "moment.gif", r"\.png"),
        (10, "moment.png", "ticks 0 to 9"),
        (1, "no/m.png", "written"),
    ):
        with pytest.raises(CrossplayError, match=word):
            write_still(episode, tick, tmp_path / name)


@pytest.mark.parametrize("window", [(800, 600), (1280, 720), (1920, 1080), (500, 900)])
def test_the_page_fits_in_every_window_and_clicks_find_their_places(window: tuple[int, int], desk: Desk) -> None:
    area = place(window)
    assert pygame.Rect(0, 0, *window).contains(area)
    assert area.w / area.h == pytest.approx(SIZE[0] / SIZE[1], rel=0.01)
    play = pygame.Rect(580, 566, 320, 84).center
    at = (area.x + play[0] * area.w // SIZE[0], area.y + play[1] * area.h // SIZE[1])
    menu = Menu(desk)
    menu.handle(inward(pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=at, button=1), window))
    Pane(pygame.Surface(window)).paint(menu)
    assert isinstance(menu.choice, Setup)
