"""After a round: the result with its sentences and numbers, a series with sides swapped, and views of a replay."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pygame
import pytest

import game as games
from game.window import app
from game.window.desk import SIZE, Desk
from game.window.film import write_film
from game.window.keys import DEFAULTS
from game.window.rematch import rematch
from game.window.replay import VIEW, Replay
from game.window.result import Result
from game.window.series import Series
from game.window.setup import SECOND, YOU, Setup
from game.window.still import write_still
from game.window.timeline import Mark, Timeline

from duel import GAME  # isort: skip
from players import Still, click, down  # isort: skip

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

EAST, WEST, DIG, BARK, SAY = 3, 4, 5, 6, 7
SETUP = Setup("duel", "meadow", (YOU, "runner", "runner", "runner", "stay"), 6.0, 20, 1)


@pytest.fixture(autouse=True)
def desk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """Return a desk in a window."""
    monkeypatch.setitem(games.GAMES, "duel", lambda: GAME)
    with app.window():
        yield Desk({"runner": Still}, None, DEFAULTS)  # type: ignore[dict-item]


def line(*joints: tuple[int, ...]) -> Timeline:
    """Return a round of some ticks."""
    found = Timeline(GAME, GAME.load_level("meadow"), 1, max(1, len(joints)))
    for joint in joints:
        found.step(joint)
    return found


MEET = [*[(EAST, 0, WEST, 0, 0)] * 3, (EAST, 0, WEST, 0, SAY)]
CATCH = line(*MEET, (BARK, 0, WEST, DIG, 0), (EAST, 0, WEST, DIG, 0))


@pytest.mark.parametrize(
    ("seats", "verdict"),
    [
        pytest.param((YOU, "a", "b", "c", "stay"), "you lose", id="one person"),
        pytest.param((YOU, SECOND, "b", "c", "stay"), "you lose", id="team-mates"),
        pytest.param(("a", "b", "c", YOU, "stay"), "you win", id="the other side"),
        pytest.param((YOU, "a", SECOND, "c", "stay"), "Hares win", id="opponents"),
        pytest.param(("a", "b", "c", "d", "stay"), "Hares win", id="nobody"),
    ],
)
def test_the_result_tells_who_won_as_the_people_see_it(desk: Desk, seats: tuple[str, ...], verdict: str) -> None:
    page = Result(desk, replace(SETUP, seats=seats), CATCH)
    assert (page.headline(), page.verdict()) == ("Foxes 1 : 5 Hares", verdict)


def test_the_result_has_the_sentences_and_the_numbers_of_the_game(desk: Desk) -> None:
    page, surface = Result(desk, SETUP, CATCH), pygame.Surface(SIZE)
    page.paint(surface)
    assert page.told[1:] == ("Hares dug 2 times.", "That was Meadow.")
    assert page.numbers == [("times dug", "2"), ("barks for each catch", "1")]
    assert Result(desk, SETUP, line()).told == ()


def test_a_round_of_a_series_is_followed_by_one_with_sides_swapped(desk: Desk) -> None:
    first = replace(SETUP, series=Series(2, 0), reaction="as usual")
    page = Result(desk, first, CATCH)
    assert page.standing() == "Round 1 of 2: you won 0, the others 1 (1 : 5 points). Next round: you are the hares."
    second = rematch(first, CATCH)
    assert second.seats == ("runner:delay=2", "runner:delay=2", YOU, "runner:delay=1", "stay")
    assert (second.seed, second.series.points) == (2, ((1, 5),))
    assert Result(desk, second, CATCH).standing().endswith("(6 : 6 points). The series is over: a draw.")
    third = rematch(second, CATCH)
    assert (third.seats[0], third.series) == (YOU, Series(2, 0))


def test_a_plain_round_is_followed_by_the_same_with_other_dice() -> None:
    assert rematch(SETUP, CATCH) == replace(SETUP, seed=2)
    named = replace(SETUP, series=Series(6, 0))
    assert rematch(named, CATCH).seats == ("runner", "runner", YOU, "runner", "stay")


def test_the_button_for_the_next_round_says_so(desk: Desk) -> None:
    page = Result(desk, replace(SETUP, series=Series(2, 0)), CATCH)
    page.handle(down(pygame.K_RETURN))
    assert page.choice == "again"
    assert page._buttons[0].text == "Next round"  # noqa: SLF001


def test_v_and_its_button_go_through_everybodys_sight(desk: Desk) -> None:
    replay, words, surface = Replay(desk, CATCH, frozenset({0}), 6.0), [], pygame.Surface(SIZE)
    for _ in replay.views:
        words.append(replay.view_words())
        replay.at = 6.0
        replay.paint(surface)
        replay.handle(down(pygame.K_v))
    replay.handle(click(VIEW.center))
    assert words[:4] == ["everything", "what the foxes see", "what the hares see", "what fox 1 sees"]
    assert (words[-1], replay.viewers) == ("what coach sees", (0, 1, 4))


def test_marks_of_a_game_are_what_wins_points_and_what_can_be_seen_or_heard() -> None:
    met = line(*MEET, (BARK, 0, WEST, 0, 0), *[(EAST, 0, 0, 0, 0)] * 3)
    assert [mark for mark in met.marks() if mark.tick < 6] == [
        Mark(4, "points", "a hare is caught", 0),
        Mark(5, "effect", "a fox barks", 0),
    ]


def test_films_and_pictures_show_what_a_seat_sees(tmp_path: Path) -> None:
    episode = CATCH.round.episode()
    shown = [
        write_still(episode, 1, tmp_path / f"{number}.png", (320, 240), viewers=viewers).read_bytes()
        for number, viewers in enumerate([(), (0,), (3,)])
    ]
    assert len(set(shown)) == 3
    films = [
        write_film(episode, tmp_path / f"{len(seats)}.gif", size=(160, 120), viewers=seats) for seats in ((), (0,))
    ]
    assert films[0].read_bytes() != films[1].read_bytes()
