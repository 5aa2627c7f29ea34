"""Playing and watching any game from the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

import game as games
from crossplay import main
from game.window import app
from game.window.setup import YOU, Setup

from duel import GAME  # isort: skip

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result


@pytest.fixture(autouse=True)
def duel(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a second game in the catalogue."""
    monkeypatch.setitem(games.GAMES, "duel", lambda: GAME)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Setup | None, str]]:
    """Return the match and the game with which a window would have opened."""
    found: list[tuple[Setup | None, str]] = []

    def run_window(partners: object, recorder: object, first: Setup | None, *, game: str) -> int:
        del partners, recorder
        found.append((first, game))
        return 0

    monkeypatch.setattr(app, "run_window", run_window)
    return found


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def test_a_round_of_any_game_is_played_without_a_window(tmp_path: Path) -> None:
    path = tmp_path / "round.jsonl"
    played = run(
        "play", "--headless", "--game", "duel", "--ticks", 20, "--seat", "3=random", "--no-store", "--out", path
    )
    assert played.stdout == "score 18 after 20 ticks on meadow with runner, runner, random, runner, stay\n"
    again = run("replay", path, "--text")
    assert again.exit_code == 0
    assert json.loads(path.read_text(encoding="utf-8").splitlines()[0])["game"] == "duel"


def test_a_game_alone_opens_its_menu(opened: list[tuple[Setup | None, str]]) -> None:
    assert run("play", "--game", "duel", "--no-store").exit_code == 0
    assert opened == [(None, "duel")]


def test_partners_that_nobody_named_react_as_late_as_the_game_has_it(opened: list[tuple[Setup | None, str]]) -> None:
    assert run("play", "--game", "duel", "--seat", "3=runner", "--no-store").exit_code == 0
    first = opened[0][0]
    assert first is not None
    assert first.seats == (YOU, "runner:delay=1", "runner", "runner:delay=2", "stay")


def test_films_and_pictures_are_made_as_a_seat_saw_it(tmp_path: Path) -> None:
    path, pictures = tmp_path / "round.jsonl", [tmp_path / "all.png", tmp_path / "one.png"]
    run("play", "--headless", "--game", "duel", "--ticks", 5, "--no-store", "--out", path)
    assert run("replay", path, "--picture", pictures[0]).exit_code == 0
    assert run("replay", path, "--picture", pictures[1], "--seat", 2).exit_code == 0
    assert pictures[0].read_bytes() != pictures[1].read_bytes()


WRONG = {
    "a seat that is not there": (("--seat", 6), 1, "there is no seat 6 in this round; it has the seats 1 to 5"),
    "a seat before the first": (("--seat", 0), 2, "0 is not in the range"),
}


@pytest.mark.parametrize(("words", "code", "sentence"), WRONG.values(), ids=WRONG)
def test_a_wrong_seat_is_told_in_one_line(words: tuple[object, ...], code: int, sentence: str, tmp_path: Path) -> None:
    path = tmp_path / "round.jsonl"
    run("play", "--headless", "--game", "duel", "--ticks", 2, "--no-store", "--out", path)
    result = run("replay", path, "--text", *words)
    assert (result.exit_code, sentence in result.stderr.splitlines()[-1]) == (code, True)


def test_a_partner_of_another_game_is_told_of() -> None:
    result = run("play", "--headless", "--game", "duel", "--seat", "planner", "--no-store")
    assert result.stderr == (
        "crossplay: partner 'planner' plays kitchen and not duel; there play: runner, stay, random\n"
    )
