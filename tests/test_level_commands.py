"""The commands of games and levels list, show, check, draw and convert."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from click.testing import CliRunner

import game
from game.commands import games, levels
from game.core import conformance

if TYPE_CHECKING:
    from pathlib import Path

    import click
    import pytest
    from click.testing import Result

KITCHEN = game.load("kitchen")


def run(command: click.Command, *arguments: object) -> Result:
    return CliRunner().invoke(command, [str(argument) for argument in arguments])


def test_bare_levels_lists_every_level_in_words_or_as_json() -> None:
    rows = [json.loads(line) for line in run(levels, "--json").stdout.splitlines()]
    assert tuple(row["name"] for row in rows) == KITCHEN.level_names()
    assert "four_square" in run(levels).stdout


def test_games_are_listed_in_words_or_as_json() -> None:
    listed = [json.loads(line)["name"] for line in run(games, "--json").stdout.splitlines()]
    assert tuple(listed) == game.catalogue()
    assert run(games).stdout.startswith("kitchen 1  ")


def test_a_level_that_is_shown_can_be_checked(tmp_path: Path) -> None:
    path = tmp_path / "mine.txt"
    path.write_text(run(levels, "show", "pass_it_on").stdout, encoding="utf-8")
    assert run(levels, "check", path).stdout.startswith("good   ")


def test_a_folder_is_checked_file_by_file_and_one_wrong_file_is_exit_code_one(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(KITCHEN.level_text("cramped_room"), encoding="utf-8")
    (tmp_path / "b.txt").write_text("map:\nXX\n", encoding="utf-8")
    result = run(levels, "check", tmp_path, "--json")
    assert [json.loads(line)["good"] for line in result.stdout.splitlines()] == [True, False]
    assert result.exit_code == 1
    assert "b.txt': line 2: the map is 2 x 1" in run(levels, "check", tmp_path).stdout


def test_rescue_draws_buildings_too_and_a_game_that_draws_none_says_who_does() -> None:
    text = run(
        levels, "random", "--game", "rescue", "--seed", 7, "--size", "small", "--robots", 2, "--comm", "radio"
    ).stdout
    level = game.load("rescue").parse_level(text)
    assert (level.seats, level.record.width, level.record.height) == (2, 13, 9)
    refused = run(levels, "random", "--game", "hideout").exception
    assert str(refused) == "levels of 'hideout' are not drawn at random; those of kitchen, rescue are"


def test_a_random_level_is_the_same_for_the_same_seed_and_wishes() -> None:
    wishes = ["random", "--seed", 7, "--seats", 3, "--apart", "--random-orders"]
    first = run(levels, *wishes).stdout
    assert first == run(levels, *wishes).stdout != run(levels, "random", "--seed", 8).stdout
    assert KITCHEN.parse_level(first).seats == 3


def test_a_level_converts_to_a_layout_and_back(tmp_path: Path) -> None:
    level, layout = tmp_path / "two_kinds.txt", tmp_path / "two_kinds.layout"
    level.write_text(KITCHEN.level_text("two_kinds"), encoding="utf-8")
    layout.write_text(run(levels, "convert", level).stdout, encoding="utf-8")
    again = KITCHEN.parse_level(run(levels, "convert", layout).stdout)
    assert again.records.tobytes() == KITCHEN.load_level("two_kinds").records.tobytes()


def test_checking_the_games_names_the_checks_they_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conformance, "checking", lambda _: iter([("looking_changes_nothing", "cramped_room")] * 2))
    result = run(games, "--check", "--json")
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert all(row["checks"] == ["looking_changes_nothing"] for row in rows)
    assert "kitchen cramped_room: looking_changes_nothing" in result.stderr


def test_every_command_shows_an_example_in_its_help() -> None:
    for command in (games, levels, *levels.commands.values()):
        shown = " ".join(run(command, "--help").stdout.split())
        assert f"Example: crossplay {'games' if command is games else 'levels'}" in shown
