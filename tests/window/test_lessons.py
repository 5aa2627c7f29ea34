"""The tutorial: one sentence at a time, with the keys of the learner, until each thing was done once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame
import pytest

import game as games
from game.window import app
from game.window.desk import SIZE, Desk
from game.window.keys import DEFAULTS
from game.window.lessons import Lessons, lesson_setup
from game.window.match import COUNTDOWN, Match
from game.window.setup import YOU, Setup

from duel import GAME  # isort: skip
from players import Notes, Still, down  # isort: skip
from toy import GAME as TOY  # isort: skip

if TYPE_CHECKING:
    from collections.abc import Iterator

EAST, DIG = 3, 5


class Waiting(Still):
    """A partner that waits, in this game."""

    def act(self, observations: object) -> object:
        """Wait."""
        return super().act(observations) * 0  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def desk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """Return a desk in a window."""
    monkeypatch.setitem(games.GAMES, "duel", lambda: GAME)
    monkeypatch.setitem(games.GAMES, "kitchen", lambda: TOY)
    with app.window():
        yield Desk({"runner": Waiting, "stay": Waiting}, Notes(), DEFAULTS)  # type: ignore[dict-item]


def lessons() -> Lessons:
    """Return the lessons of the game."""
    assert GAME.tutorial is not None
    return Lessons(GAME, GAME.tutorial, DEFAULTS["first"])


def test_keys_stand_in_the_sentence_as_they_are_printed() -> None:
    pieces = lessons().pieces
    assert " ".join(piece.text for piece in pieces) == "Walk with W A S D ."
    assert [piece.text for piece in pieces if piece.is_key] == ["W A S D"]


def test_a_step_ends_with_its_event_or_its_action_of_the_learner_only() -> None:
    steps, nothing = lessons(), [[0, 0, 0]] * 5
    assert [steps.see((EAST, 0, 0, 0, 0), nothing), steps.see((0, 0, EAST, 0, 0), nothing)] == [False, True]
    dug = [[0, 0, 0], [0, 0, 0], [0, 1, 0], [0, 1, 0], [0, 0, 0]]
    assert [steps.see((0, 0, DIG, 0, 0), nothing), steps.see((0, 0, DIG, 0, 0), dug)] == [False, True]
    assert steps.is_over
    assert not steps.see((0, 0, DIG, 0, 0), dug)


def test_the_learner_sits_beside_the_bot_of_the_tutorial(desk: Desk) -> None:
    setup = lesson_setup(GAME, desk.partners_of(GAME), 6.0)
    assert setup is not None
    assert setup.seats == ("runner", "runner", YOU, "runner", "stay")
    assert lesson_setup(TOY, {}, 6.0) is None


def test_the_last_step_stops_the_round_and_leads_to_play_and_nothing_is_recorded(desk: Desk) -> None:
    setup, surface = lesson_setup(GAME, desk.partners_of(GAME), 10.0), pygame.Surface(SIZE)
    assert setup is not None
    match, pictures = Match(desk, setup, lessons()), set()
    match.update(100.0)
    for tick, key in enumerate((pygame.K_d, pygame.K_e, pygame.K_w, pygame.K_w)):
        match.update(100.0 + COUNTDOWN + tick / 10 + 0.05)
        match.handle(down(key))
        match.paint(surface)
        pictures.add(pygame.image.tobytes(surface, "RGB"))
    assert match.is_learnt
    assert match.line.round.tick == 2
    match.handle(down(pygame.K_RETURN))
    assert match.choice == "play"
    assert isinstance(desk.recorder, Notes)
    assert desk.recorder.setup is None
    assert len(pictures) == 3


@pytest.mark.parametrize(
    ("answers", "end"),
    [
        pytest.param(["again", "over", "play"], "duel", id="played after two more rounds"),
        pytest.param(["menu"], "menu", id="back to the menu"),
        pytest.param(["quit"], "quit", id="closed"),
    ],
)
def test_the_menu_leads_to_the_lessons_and_on(
    monkeypatch: pytest.MonkeyPatch, desk: Desk, answers: list[str], end: str
) -> None:
    chosen, seen = Setup("duel", "meadow", (YOU, "runner", "runner", "runner", "stay")), iter(answers)
    monkeypatch.setattr(app, "show", lambda *page: next(seen))  # noqa: ARG005 - whatever the page
    monkeypatch.setattr(app, "prepare", lambda *page: "ready")  # noqa: ARG005
    choice = app._learn(pygame.display.get_surface(), desk, chosen)  # noqa: SLF001
    assert (choice.game if isinstance(choice, Setup) else choice) == end
