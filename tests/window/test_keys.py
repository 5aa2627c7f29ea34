"""The rules from keys to actions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from game.window.keys import DEFAULTS, Hands, Inputs, read_bindings, write_bindings

if TYPE_CHECKING:
    from pathlib import Path


def test_a_tap_shorter_than_a_tick_counts_once() -> None:
    hands = Hands()
    hands.press("north")
    hands.release("north")
    assert [hands.take(), hands.take()] == ["north", ""]


def test_the_latest_press_wins_and_the_older_key_goes_on_when_it_is_let_go() -> None:
    hands = Hands()
    hands.press("north")
    hands.press("east")
    assert [hands.take(), hands.take()] == ["east", "east"]
    hands.release("east")
    assert hands.take() == "north"


def test_interact_needs_a_fresh_press() -> None:
    hands = Hands()
    hands.press("interact")
    assert [hands.take(), hands.take()] == ["interact", ""]


def test_two_people_and_one_person_on_a_keyboard() -> None:
    pygame.display.init()
    up = pygame.event.Event(pygame.KEYDOWN, key=pygame.K_UP)
    two, one = Inputs(DEFAULTS, ("first", "second")), Inputs(DEFAULTS, ("first",))
    assert two.handle(up) == ("second", "north")
    assert one.handle(up) == ("first", "north")


def test_bindings_are_read_as_written(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    changed = DEFAULTS | {"first": DEFAULTS["first"] | {"north": ("i",)}}
    write_bindings(path, changed)
    assert read_bindings(path) == changed
