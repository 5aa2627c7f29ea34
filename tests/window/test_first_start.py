"""Making a game ready, with a page that shows how far it is; notices; gamepads; the loop around all pages."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pygame
import pytest

import game as games
from game.core.warm import Warmed, warm
from game.window import app
from game.window.desk import SIZE, Desk
from game.window.keys import DEFAULTS
from game.window.lettering import Type
from game.window.menu import Menu
from game.window.notice import paint_notice, wrap
from game.window.pads import Pads
from game.window.preparing import Preparing, prepare
from game.window.settings_page import SettingsPage
from game.window.showing import own_key
from game.window.warming import Warming

from players import Broken, Still, click, down  # isort: skip
from toy import GAME  # isort: skip

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """Return a desk in a window, with the tests' own small game."""
    monkeypatch.setitem(games.GAMES, "kitchen", lambda: GAME)
    with app.window():
        yield Desk({"still": Still}, None, DEFAULTS)


def test_warming_a_game_up_tells_each_step() -> None:
    assert list(warm(GAME, {"still": Still})) == [
        Warmed("", 0, 5),
        Warmed("level", 1, 5),
        Warmed("start", 2, 5),
        Warmed("scene", 3, 5),
        Warmed("advance", 4, 5),
        Warmed("partner still", 5, 5),
    ]


def test_the_kitchen_is_ready_with_its_observations_and_bots() -> None:
    kitchen = games.load("kitchen")
    names = [step.name for step in warm(kitchen)]
    assert {f"observation {name}" for name in kitchen.observations} < set(names)
    assert {f"bot {name}" for name in kitchen.bots} < set(names)


def test_the_page_goes_on_when_everything_is_ready(desk: Desk) -> None:
    surface = pygame.display.get_surface()
    assert prepare(surface, desk, GAME) == "ready"


def test_the_page_shows_how_far_it_is_and_says_that_it_takes_long_only_once(desk: Desk) -> None:
    page, surface, pictures = Preparing(desk, desk.warm(GAME)), pygame.Surface(SIZE), set()
    for now in (1.0, 1.2, 3.0, 31.0):
        page.update(now)
        page.paint(surface)
        pictures.add(pygame.image.tobytes(surface, "RGB"))
    assert len(pictures) == 4


def test_a_menu_waits_only_for_what_it_shows(desk: Desk) -> None:
    asked, goes_on = threading.Event(), threading.Event()

    def slow() -> Still:
        asked.set()
        goes_on.wait()
        return Still()

    desk.partners = {"slow": slow}
    warming = desk.warm(GAME)
    asked.wait()
    choices = [Preparing(desk, warming, menu=menu).choice for menu in (True, False)]
    busy = desk.is_warming
    goes_on.set()
    desk.close()
    assert (choices, busy, desk.is_warming) == (["ready", None], True, False)
    assert desk.warm(GAME) is warming
    assert Preparing(desk, warming).choice == "ready"


def test_a_step_that_fails_is_logged_and_the_menu_comes_anyway(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    desk.partners = {"broken": Broken}
    assert prepare(pygame.display.get_surface(), desk, GAME) == "ready"
    assert "preparing kitchen failed after 4 steps" in caplog.text


def test_closing_before_the_end_stops_after_a_step() -> None:
    asked, goes_on = threading.Event(), threading.Event()

    def slow() -> Still:
        asked.set()
        goes_on.wait()
        return Still()

    warming = Warming(GAME, {"slow": slow, "broken": Broken})
    asked.wait()
    warming.stop()
    goes_on.set()
    warming.close()
    assert (warming.step.name, warming.is_over) == ("partner slow", True)


def test_closing_the_window_while_preparing_ends_it(desk: Desk) -> None:
    pygame.event.post(pygame.event.Event(pygame.QUIT))
    assert app.run_window(desk.partners) == 0


def test_the_menu_leads_to_the_settings_and_back(desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    seen = []

    def show(surface: pygame.Surface, desk: Desk, screen: object) -> object:
        del surface, desk
        seen.append(type(screen))
        return ["settings", "back", "settings", "quit"][len(seen) - 1]

    monkeypatch.setattr(app, "show", show)
    monkeypatch.setattr(app, "settings_path", lambda: tmp_path / "settings.json")
    assert app.run_window(desk.partners) == 0
    assert seen == [Menu, SettingsPage, Menu, SettingsPage]


def test_the_button_and_the_key_for_settings(desk: Desk) -> None:
    for event in (down(pygame.K_F1), click((1000, 40))):
        menu = Menu(desk)
        menu.handle(event)
        assert menu.choice == "settings"


def test_mute_and_full_screen_work_on_every_page_that_takes_no_typing(desk: Desk, tmp_path: Path) -> None:
    page = SettingsPage(desk, tmp_path / "settings.json")
    assert own_key(desk, page, down(pygame.K_m))
    assert own_key(desk, page, down(pygame.K_F11))
    assert (desk.sound.muted, desk.settings.full_screen) == (True, True)
    page.waiting = True
    assert not own_key(desk, page, down(pygame.K_m))


def test_a_notice_is_wrapped_into_lines_that_fit() -> None:
    letters, surface = Type(), pygame.Surface((400, 200))
    sentence = "a sentence about a file " * 20
    lines = wrap(letters, sentence, 20, 340)
    assert all(letters.line(line, 20).get_width() <= 340 for line in lines)
    assert " ".join(lines) == sentence.strip()
    paint_notice(surface, letters, sentence)
    assert surface.get_at((2, 199)) != (0, 0, 0, 255)


def test_gamepads_come_and_go(desk: Desk) -> None:
    del desk
    pads = Pads()
    pads.handle(pygame.event.Event(pygame.JOYDEVICEADDED, device_index=77))
    pads.names[4] = "a pad"
    pads.handle(pygame.event.Event(pygame.JOYDEVICEREMOVED, instance_id=4))
    assert pads.names == {}


def test_a_gamepad_is_kept_open_under_its_name(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    class Stick:
        """The outside world: a gamepad."""

        def __init__(self, number: int) -> None:
            self.number = number

        def get_instance_id(self) -> int:
            """Return a number above the place it is plugged in."""
            return self.number + 10

        def get_name(self) -> str:
            """Return a name."""
            return "Blue pad"

    monkeypatch.setattr(pygame.joystick, "Joystick", Stick)
    desk.pads.handle(pygame.event.Event(pygame.JOYDEVICEADDED, device_index=1))
    assert desk.pads.names == {11: "Blue pad"}
