"""Matches: keys to ticks, pauses, gamepads that go away, recorders and partners that fail."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pygame
import pytest

import game as games
from game.window import app
from game.window.desk import SIZE, Desk
from game.window.keys import DEFAULTS
from game.window.match import COUNTDOWN, Match
from game.window.settings import USUAL
from game.window.setup import SECOND, YOU, Setup

from players import Broken, Notes, Still, Unready, button, down, stick, up  # isort: skip
from toy import GAME  # isort: skip

if TYPE_CHECKING:
    from collections.abc import Iterator

RATE = 10.0
PARTNERS = {"still": Still, "broken": Broken, "unready": Unready}


@pytest.fixture(autouse=True)
def opened(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Play the tests' own small game in a window."""
    monkeypatch.setitem(games.GAMES, "kitchen", lambda: GAME)
    with app.window():
        yield


class Played:
    """A match whose clock the test moves."""

    def __init__(self, *seats: str, ticks: int = 4, notes: Notes | None = None, pads: tuple[int, ...] = ()) -> None:
        self.notes = notes or Notes()
        self.desk = Desk(PARTNERS, self.notes, DEFAULTS)
        self.desk.pads.names |= dict.fromkeys(pads, "a pad")
        self.match = Match(self.desk, Setup("kitchen", "cramped_room", seats, RATE, ticks, 1))
        self.now = 100.0
        self.match.update(self.now)

    def go(self, ticks: float) -> None:
        """Let time pass in one picture."""
        self.now += ticks / RATE
        self.match.update(self.now)

    def begin(self) -> None:
        """Let the countdown pass, and a quarter of a tick."""
        self.go(COUNTDOWN * RATE + 0.25)

    def press(self, *events: pygame.event.Event) -> None:
        """Let events happen."""
        for event in events:
            self.match.handle(event)


def test_every_key_is_told_to_the_recorder_with_the_tick_it_was_played_in() -> None:
    played = Played(YOU, "still")
    played.press(down(pygame.K_SPACE), up(pygame.K_SPACE))
    played.begin()
    played.press(down(pygame.K_w), down(pygame.K_d), up(pygame.K_w), down(pygame.K_z))
    played.go(1.1)
    played.press(up(pygame.K_d))
    played.go(1.0)
    assert played.notes.ticks == [(2, 4), (4, 4)]
    assert played.notes.fates == [
        ("space", "interact", 0, "early"),
        ("space", "interact", 0, "released"),
        ("w", "north", 0, "replaced"),
        ("w", "north", 0, "released"),
        ("z", "", 0, "unbound"),
        ("d", "east", 0, "played"),
        ("d", "east", 1, "released"),
    ]
    assert [each.seat for each in played.notes.keys] == [0, 0, 0, 0, -1, 0, 0]


def test_a_key_after_the_last_tick_is_late() -> None:
    played = Played("still", YOU, ticks=1)
    played.begin()
    played.go(1.0)
    played.press(down(pygame.K_w))
    played.go(1.2)
    assert played.match.choice == "over"
    assert played.notes.fates == [("w", "north", 1, "late")]
    assert played.notes.score == 0


def test_a_pause_stops_the_clock_and_forgets_keys() -> None:
    played = Played(YOU, "still")
    played.begin()
    played.press(down(pygame.K_d), down(pygame.K_ESCAPE), down(pygame.K_w))
    played.go(50)
    assert played.notes.ticks == []
    played.press(down(pygame.K_RETURN))
    played.go(1.0)
    assert played.notes.ticks == [(4, 4)]
    assert [fate[3] for fate in played.notes.fates] == ["paused", "paused", "paused"]


def test_lateness_is_what_passed_since_the_deadline_and_a_long_stall_moves_the_deadlines() -> None:
    played = Played(YOU, "still", ticks=20)
    played.begin()
    played.go(1.5)
    played.go(10)
    assert [round(late, 3) for late in played.notes.lateness] == [0.075, 0.975, 0.875, 0.775]
    played.go(0.5)
    assert len(played.notes.ticks) == 5
    played.go(1.0)
    assert len(played.notes.ticks) == 6


@pytest.mark.parametrize(("keys", "choice"), [((), "menu"), ((pygame.K_RIGHT,), "again")])
def test_a_match_that_is_left_is_abandoned(keys: tuple[int, ...], choice: str) -> None:
    played = Played(YOU, "still")
    played.begin()
    step = keys or (pygame.K_LEFT,)
    played.press(down(pygame.K_p), *(down(key) for key in step), down(pygame.K_RETURN))
    assert played.match.choice == choice
    played.match.close()
    assert played.notes.is_abandoned
    assert played.notes.score is None


def test_a_finished_match_is_not_abandoned() -> None:
    played = Played("still", "still", ticks=1)
    played.begin()
    played.go(1.0)
    played.go(1.5)
    played.match.close()
    assert (played.notes.score, played.notes.is_abandoned) == (0, False)


def test_a_recorder_that_fails_is_told_once_and_play_goes_on() -> None:
    played = Played(YOU, "still", notes=Notes(fails_at=1))
    played.begin()
    for _ in range(6):
        played.go(1.0)
    assert played.match.choice == "over"
    assert played.match.line.round.tick == 4
    assert played.desk.notice == "This round is not kept: the disk is full; make room and play again"
    assert (len(played.notes.ticks), played.notes.score) == (1, None)


@pytest.mark.parametrize(
    ("partner", "words"),
    [
        ("broken", "Partner 'broken' failed at tick 0 (RuntimeError: no idea what to do with 1 rows)"),
        ("unready", "Partner 'unready' failed as it took its seat (KeyError: 'kitchen')"),
    ],
)
def test_a_partner_that_fails_is_told_and_the_match_is_closed(
    partner: str, words: str, caplog: pytest.LogCaptureFixture
) -> None:
    played = Played(YOU, partner)
    played.begin()
    played.go(1.0)
    played.match.close()
    assert played.match.choice == "menu"
    assert played.desk.notice.startswith(words)
    assert "Traceback" in caplog.text
    assert played.notes.is_abandoned


def test_an_unplugged_gamepad_pauses_and_goes_on_when_it_is_back() -> None:
    played = Played(YOU, SECOND, pads=(3,))
    played.begin()
    played.press(pygame.event.Event(pygame.JOYDEVICEREMOVED, instance_id=3))
    assert played.match.paused
    assert played.match.why.startswith("The gamepad of 'second person' was unplugged: plug it in again, or press Enter")
    played.desk.pads.names = {8: "a pad"}
    played.press(pygame.event.Event(pygame.JOYDEVICEADDED, device_index=0))
    assert "is back" in played.match.why
    played.press(button(0, 8))
    assert not played.match.paused
    played.press(stick(1, 1.0, 8))
    played.go(1.0)
    assert played.notes.ticks == [(4, 1)]
    assert played.notes.keys[-1][:3] == (1, "stick", "south")


def test_play_goes_on_with_the_keyboard_when_the_gamepad_stays_away() -> None:
    played = Played(YOU, SECOND, pads=(3,))
    played.begin()
    played.press(pygame.event.Event(pygame.JOYDEVICEREMOVED, instance_id=3), down(pygame.K_RETURN))
    played.press(down(pygame.K_UP))
    played.go(1.0)
    assert played.notes.ticks == [(4, 0)]


def test_a_gamepad_of_nobody_pauses_nothing() -> None:
    played = Played("still", "still", pads=(3,))
    played.begin()
    played.press(pygame.event.Event(pygame.JOYDEVICEREMOVED, instance_id=3))
    played.press(pygame.event.Event(pygame.JOYDEVICEADDED, device_index=0))
    assert not played.match.paused


def test_a_window_that_loses_the_focus_pauses() -> None:
    played = Played(YOU, "still")
    played.press(pygame.event.Event(pygame.WINDOWFOCUSLOST))
    assert played.match.paused


def test_countdown_play_and_pause_look_different_and_the_keys_are_named() -> None:
    played, surface, pictures = Played(YOU, SECOND, pads=(3,)), pygame.Surface(SIZE), set()
    for deed in (lambda: None, played.begin, lambda: played.press(down(pygame.K_p))):
        deed()
        played.match.paint(surface)
        pictures.add(pygame.image.tobytes(surface, "RGB"))
    assert len(pictures) == 3
    assert [(card.keys, card.gamepad) for card in played.match.cards()] == [
        ((("W A S D", "walk"), ("E or Space", "take, put and serve")), ""),
        (
            (("arrow keys", "walk"), ("Right Ctrl or Enter", "take, put and serve")),
            "or the gamepad: stick or cross, and button 1",
        ),
    ]


def test_with_reduced_motion_a_picture_between_ticks_is_that_of_the_tick() -> None:
    played, pictures = Played(YOU, "still"), []
    played.desk.apply(replace(USUAL, calm=True))
    played.begin()
    played.press(down(pygame.K_d))
    played.go(1.0)
    for _ in range(2):
        played.go(0.3)
        surface = pygame.Surface(SIZE)
        played.match.paint(surface)
        pictures.append(pygame.image.tobytes(surface, "RGB"))
    assert pictures[0] == pictures[1]
