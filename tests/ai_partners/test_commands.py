"""The commands list the partners and show a card."""

from __future__ import annotations

import dataclasses
import json

import pytest
from click.testing import CliRunner

import game
from ai_partners.commands import partners
from game.core.contract import UnknownNameError
from tests.core import convoy


def run(*words: str) -> str:
    result = CliRunner().invoke(partners, words, catch_exceptions=False)
    assert result.exit_code == 0
    return result.stdout


def test_the_partners_are_listed_with_kind_and_games_and_tapes_among_them() -> None:
    rows = [json.loads(line) for line in run("--json").splitlines()]
    assert {"cook", "stay", "random", "tape:FILE"} <= {row["name"] for row in rows}
    assert all(set(row) - {"levels"} == {"name", "kind", "summary", "games"} and row["games"] for row in rows)
    assert all(("levels" in row) == (row["kind"] == "policy") for row in rows)
    assert all(row["games"] == list(game.catalogue()) for row in rows if row["name"] in {"stay", "random", "tape:FILE"})


def test_partners_of_one_name_in_two_games_are_two_partners(monkeypatch: pytest.MonkeyPatch) -> None:
    chef = dataclasses.replace(convoy.GAME, bots={"cook": convoy.Sweeper})
    monkeypatch.setitem(game.GAMES, "convoy", lambda: chef)
    rows = [json.loads(line) for line in run("--json").splitlines()]
    assert [row["games"] for row in rows if row["name"] == "cook"] == [["kitchen"], ["convoy"]]
    assert [row["summary"] for row in rows if row["name"] == "cook"][1].startswith("Runs round the ring")


def test_the_list_for_people_has_a_line_for_each() -> None:
    assert any(line.startswith("cook ") and "script" in line for line in run("--game", "kitchen").splitlines())


def test_a_card_is_shown_with_its_hash() -> None:
    card = json.loads(run("show", "cook:delay=2", "--json"))
    assert (card["name"], card["delay"], len(card["hash"])) == ("cook", 2, 16)
    assert f"hash         {card['hash']}" in run("show", "cook:delay=2").splitlines()


def test_an_unknown_game_is_told() -> None:
    with pytest.raises(UnknownNameError, match="did you mean 'kitchen'"):
        run("--game", "kichen")
