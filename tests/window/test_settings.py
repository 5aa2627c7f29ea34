"""Settings: kept in a file, refused when they are wrong, and set on their page."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pygame
import pytest

from game.window import app, display
from game.window.desk import SIZE, Desk
from game.window.display import window_size
from game.window.keys import DEFAULTS
from game.window.palette import SETS, colours, seat_colour
from game.window.settings import USUAL, SettingsError, parse_settings, read_settings, write_settings
from game.window.settings_page import SettingsPage, areas

from players import click, down  # isort: skip

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(autouse=True)
def opened() -> None:
    """Let pygame know the names of keys."""
    pygame.display.init()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where settings are kept in this test."""
    return tmp_path / "here" / "settings.json"


@pytest.fixture
def desk() -> Iterator[Desk]:
    """Return a desk in a window."""
    with app.window():
        yield Desk({}, None, DEFAULTS)


@pytest.fixture
def page(desk: Desk, path: Path) -> SettingsPage:
    """Return the page, with the first key chosen."""
    return SettingsPage(desk, path)


def press(page: SettingsPage, *keys: int) -> None:
    """Press keys on the page."""
    for key in keys:
        page.handle(down(key))


def test_settings_are_read_as_written(path: Path) -> None:
    changed = replace(USUAL, muted=True, volume=3, calm=True, colours="high contrast", zoom=150, button=4)
    write_settings(path, changed)
    assert read_settings(path) == changed
    assert [each.name for each in path.parent.iterdir()] == ["settings.json"]


def test_without_a_file_the_usual_settings_hold_and_keys_of_older_versions_are_taken_over(path: Path) -> None:
    assert read_settings(path) == USUAL
    path.parent.mkdir()
    path.with_name("keys.json").write_text('{"first": {"north": ["i"]}}', encoding="utf-8")
    assert read_settings(path).bindings["first"] == dict(DEFAULTS["first"]) | {"north": ("i",)}


def test_keys_of_before_keep_their_place_and_those_of_new_slots_yield() -> None:
    old = {"first": {"interact": ["e"], "north": ["q"]}, "second": {"west": [","], "interact": ["0"]}}
    found = parse_settings({"bindings": old}).bindings
    assert (found["first"]["use"], found["first"]["north"], found["first"]["second"]) == (("e",), ("q",), ())
    assert (found["second"]["use"], found["second"]["third"], found["second"]["second"]) == (("0",), (), ("/", "."))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "Expecting property name"),
        ("[1]", r"\[1\] is no table of settings"),
        ('{"volumes": 3}', "no setting 'volumes'; known: bindings, button"),
        ('{"volume": 11}', "volume is 11; it can be 0 to 10"),
        ('{"volume": true}', "volume is True"),
        ('{"zoom": 99}', "zoom is 99; it can be 75, 100, 125, 150, 200"),
        ('{"colours": "loud"}', "it can be 'usual', 'high contrast', 'soft'"),
        ('{"bindings": [1]}', "are no bindings"),
        ('{"bindings": {"first": {"north": "w"}}}', "'w' is no list of keys"),
        ('{"bindings": {"first": {"north": ["hyper"]}}}', "no key 'hyper'"),
        ('{"bindings": {"first": {"north": [7]}}}', "no key 7"),
        ('{"bindings": {"first": {"north": ["s"]}}}', "'s' is set twice"),
        ('{"bindings": {"first": {"north": ["p"]}}}', "'p' is needed by the window"),
    ],
)
def test_a_damaged_file_is_told_in_a_sentence_and_left_alone(path: Path, text: str, words: str) -> None:
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=words):
        read_settings(path)
    assert path.read_text(encoding="utf-8") == text


def test_the_window_opens_with_the_usual_settings_when_the_file_is_damaged(
    path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path.parent.mkdir()
    path.write_text("{", encoding="utf-8")
    monkeypatch.setattr(app, "settings_path", lambda: path)
    with app.window():
        desk = app.furnish({}, None)
    assert desk.settings == USUAL
    assert "the usual ones are used" in desk.notice
    assert desk.notice in capsys.readouterr().err


def test_an_unwritable_place_is_told_and_the_settings_hold_anyway(page: SettingsPage, path: Path) -> None:
    path.parent.write_text("a file, and no folder", encoding="utf-8")
    page.place = (2, 2)
    press(page, pygame.K_RETURN)
    page.handle(click(areas()[3, -1].center))
    assert "cannot be kept" in page.sentence
    press(page, pygame.K_ESCAPE)
    assert page.desk.settings.calm


def test_a_key_is_set_by_pressing_it_and_kept_when_saved(page: SettingsPage, path: Path) -> None:
    press(page, pygame.K_RETURN, pygame.K_i)
    page.handle(click(areas()[3, -1].center))
    assert page.choice == "back"
    assert read_settings(path).bindings["first"]["north"] == ("i",)


def test_a_key_in_use_is_refused_until_another_is_pressed(page: SettingsPage) -> None:
    press(page, pygame.K_RETURN, pygame.K_s)
    assert page.sentence == "S is already 'down' of 'you': press another key, or Esc."
    press(page, pygame.K_m)
    assert page.sentence.startswith("M is needed by the window itself")
    press(page, pygame.K_ESCAPE)
    assert not page.waiting
    assert page.desk.settings == USUAL


def test_cancelling_brings_back_what_was(page: SettingsPage, path: Path) -> None:
    page.place = (2, 0)
    press(page, pygame.K_RIGHT)
    assert page.desk.sound.muted
    press(page, pygame.K_ESCAPE)
    assert not page.desk.sound.muted
    assert page.choice == "back"
    assert not path.exists()


def test_everything_can_be_reached_with_the_arrows(page: SettingsPage) -> None:
    seen = set()
    for _ in range(3):
        for _ in range(9):
            seen.add(page.place)
            press(page, pygame.K_DOWN)
        page.place = (page.place[0], 0)
        press(page, pygame.K_RIGHT) if page.place[0] < 2 else None
    page.place = (0, -1)
    for _ in range(4):
        seen.add(page.place)
        press(page, pygame.K_RIGHT)
    press(page, pygame.K_UP)
    assert page.place == (0, 7)
    assert {place for place in areas() if place[1] < 0} <= seen


def test_every_option_steps_on_and_back(page: SettingsPage) -> None:
    for row in range(7):
        page.place = (2, row)
        press(page, pygame.K_LEFT, pygame.K_RIGHT)
        if row != 3:
            press(page, pygame.K_SPACE)
    assert page.desk.settings.muted
    assert page.desk.settings.zoom == 125
    page.handle(click(areas()[1, -1].center))
    assert page.desk.settings == replace(USUAL, full_screen=True, zoom=125)


def test_a_click_on_the_left_half_of_an_option_steps_back(page: SettingsPage) -> None:
    page.handle(click(areas()[2, 1].midleft))
    page.handle(click((5, 5)))
    assert page.desk.settings.volume == 7


def test_the_page_shows_what_it_waits_for_and_which_gamepads_there_are(page: SettingsPage) -> None:
    surface = pygame.Surface(SIZE)
    pictures = []
    for change in (lambda: None, lambda: press(page, pygame.K_RETURN), lambda: page.desk.pads.names.update({1: "Pad"})):
        change()
        page.paint(surface)
        pictures.append(pygame.image.tobytes(surface, "RGB"))
    assert len(set(pictures)) == 3


def test_testing_the_sound_says_when_there_is_no_device(page: SettingsPage, monkeypatch: pytest.MonkeyPatch) -> None:
    page.handle(click(areas()[0, -1].center))
    assert page.sentence == ""
    monkeypatch.setattr(page.desk.sound, "_sounds", {})
    page.handle(click(areas()[0, -1].center))
    assert "no sound device" in page.sentence


def test_other_colours_hold_for_a_while() -> None:
    with colours("high contrast"):
        assert seat_colour(1) == SETS["high contrast"][1]
    assert seat_colour(1) == SETS["usual"][1]


def test_a_stored_setting_is_json_a_person_can_read(path: Path) -> None:
    write_settings(path, USUAL)
    assert json.loads(path.read_text(encoding="utf-8"))["bindings"]["first"]["north"] == ["w"]
    assert parse_settings({}) == USUAL


def test_the_window_grows_no_larger_than_the_desktop() -> None:
    assert window_size(150, (1920, 1200)) == (1680, 1080)
    assert window_size(200, (1920, 1200)) == (1920, 1200)


@pytest.mark.parametrize(("calls", "full"), [([(0, 0)], True), ([(840, 540)], False)])
def test_the_desktop_is_asked_for_the_size_that_is_set(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, calls: list[tuple[int, int]], *, full: bool
) -> None:
    asked: list[tuple[int, int]] = []
    monkeypatch.setattr(display, "is_dummy", lambda: False)
    monkeypatch.setattr(pygame.display, "get_desktop_sizes", lambda: [(1920, 1080)])
    monkeypatch.setattr(pygame.display, "set_mode", lambda size, _: asked.append(size))
    display.apply_display(replace(desk.settings, zoom=75, full_screen=full))
    assert asked == calls
