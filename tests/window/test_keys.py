"""The rules from keys to actions, and what becomes of every key."""

from __future__ import annotations

import pygame
import pytest

from game.window.inputs import Inputs
from game.window.keys import DEFAULTS, Hands, conflicts
from game.window.slots import slots_of, words

from toy import GAME  # isort: skip
from players import button, down, stick, up  # isort: skip


COOK = slots_of(GAME, GAME.roles[0])


@pytest.fixture(autouse=True)
def display() -> None:
    pygame.display.init()


def fates(hands: Hands | Inputs) -> list[tuple[str, str]]:
    """Return what became of the keys pressed, in short."""
    return [(fate.press.action, fate.disposition) for fate in hands.fates]


def test_a_tap_shorter_than_a_tick_counts_once() -> None:
    hands = Hands()
    hands.press("north")
    hands.release("north")
    assert [hands.take(), hands.take()] == ["north", ""]
    assert fates(hands) == [("north", "released"), ("north", "played")]


def test_the_latest_press_wins_and_the_older_key_goes_on_when_it_is_let_go() -> None:
    hands = Hands()
    hands.press("north")
    hands.press("east")
    assert [hands.take(), hands.take()] == ["east", "east"]
    hands.release("east")
    assert hands.take() == "north"
    assert fates(hands) == [("north", "replaced"), ("east", "played"), ("east", "released")]


def test_interact_needs_a_fresh_press() -> None:
    hands = Hands()
    hands.press("interact")
    assert [hands.take(), hands.take()] == ["interact", ""]


def test_a_direction_held_from_the_countdown_on_counts_from_the_first_tick_and_a_tap_does_not() -> None:
    inputs = Inputs(DEFAULTS, {"first": COOK})
    inputs.handle(down(pygame.K_w), -1.0, "early")
    inputs.handle(down(pygame.K_e), -0.5, "early")
    assert inputs.take("first") == "north"
    assert fates(inputs) == [("north", "early"), ("interact", "early")]


def test_a_pause_forgets_what_was_pressed_and_says_so() -> None:
    inputs = Inputs(DEFAULTS, {"first": COOK})
    inputs.handle(down(pygame.K_d))
    inputs.clear()
    assert inputs.take("first") == ""
    assert fates(inputs) == [("east", "paused")]


def test_two_people_and_one_person_on_a_keyboard() -> None:
    two, one = Inputs(DEFAULTS, {"first": COOK, "second": COOK}), Inputs(DEFAULTS, {"first": COOK})
    for inputs in (two, one):
        inputs.handle(down(pygame.K_UP))
    assert (two.take("second"), one.take("first")) == ("north", "north")


def test_a_key_that_does_nothing_is_unbound_and_nobodys() -> None:
    inputs = Inputs(DEFAULTS, {"first": COOK})
    for event in (down(pygame.K_z), up(pygame.K_z), button(9, 0)):
        inputs.handle(event)
    assert [(fate.person, fate.press.key, fate.disposition) for fate in inputs.drain()] == [
        ("", "z", "unbound"),
        ("", "button 9", "unbound"),
    ]
    assert inputs.drain() == ()


def test_a_stick_goes_down_and_up_once_outside_its_dead_zone() -> None:
    inputs = Inputs(DEFAULTS, {"first": COOK}, button=2)
    for value in (0.2, 0.7, 0.9, -0.8):
        inputs.handle(stick(0, value, 5))
    inputs.handle(button(2, 5))
    assert inputs.take("first") == "interact"
    assert fates(inputs) == [
        ("east", "released"),
        ("east", "replaced"),
        ("west", "replaced"),
        ("interact", "played"),
    ]


def test_a_cross_walks_up_and_down() -> None:
    inputs = Inputs(DEFAULTS, {"first": COOK})
    inputs.handle(pygame.event.Event(pygame.JOYHATMOTION, hat=0, value=(0, 1), instance_id=3))
    assert inputs.take("first") == "north"
    inputs.handle(pygame.event.Event(pygame.JOYHATMOTION, hat=0, value=(0, -1), instance_id=3))
    assert inputs.take("first") == "south"


def test_the_first_gamepad_is_the_second_persons_and_the_next_the_firsts() -> None:
    inputs = Inputs(DEFAULTS, {"first": COOK, "second": COOK})
    inputs.plug((7, 3))
    assert inputs.owners == {7: "second", 3: "first"}


def test_a_gamepad_plugged_in_goes_to_who_lost_one() -> None:
    inputs = Inputs(DEFAULTS, {"first": COOK, "second": COOK})
    inputs.plug((7, 3))
    assert inputs.unplug(3) == "first"
    assert inputs.unplug(99) == ""
    inputs.plug((7, 11))
    assert inputs.owners == {7: "second", 11: "first"}
    assert inputs.missing == []


def test_keys_set_twice_and_keys_of_the_window_are_conflicts() -> None:
    changed = DEFAULTS | {"first": dict(DEFAULTS["first"]) | {"north": ("s",), "east": ("escape",)}}
    assert conflicts(DEFAULTS) == ()
    assert conflicts(changed) == (
        "'s' is set twice (first person: north, first person: south)",
        "'escape' is needed by the window",
    )


def test_the_words_for_keys_are_those_of_the_bindings() -> None:
    assert words(DEFAULTS["first"], COOK) == "W A S D to walk, E or Space to take, put and serve"
    assert words(DEFAULTS["second"], COOK) == "arrow keys to walk, Right Ctrl or Enter to take, put and serve"
