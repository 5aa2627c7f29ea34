"""Partners are judged by frozen suites: every cell once, figures by hand, and a page that needs nothing else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from click.testing import CliRunner

from ai_partners import weights
from ai_partners.judge import figures
from ai_partners.judge import suite as suites
from ai_partners.judge.commands import evaluate
from ai_partners.judge.meetings import meet
from ai_partners.judge.suite import Cell, Ledger, Quick, Suite, SuiteError
from ai_partners.mates import Mate
from game.core.contract import UnknownNameError
from tests.ai_partners.trainable import KITCHEN, ROOM, card, tensors

if TYPE_CHECKING:
    from pathlib import Path

SMALL = Suite("A small suite.", "kitchen", ("cramped_room",), 60, "hp-19", 2, Quick(1, 1), ("stay",), "small")


def mate(name: str) -> Mate:
    """Return a scripted mate."""
    from game.core.simple import Random, Stay

    return Mate(name, {"cook": KITCHEN.bots["cook"], "stay": Stay, "random": Random}[name])


def test_a_meeting_gives_the_points_that_its_seats_make() -> None:
    met = meet(KITCHEN, KITCHEN.lasting(ROOM, 200), [mate("cook"), mate("stay")], 3, 0)
    assert met.points.shape == (3, 1)
    assert (met.points > 0).all()
    assert meet(KITCHEN, KITCHEN.lasting(ROOM, 200), [mate("stay"), mate("stay")], 3, 0).points.sum() == 0


def test_one_seed_gives_one_meeting() -> None:
    once, again = (meet(KITCHEN, KITCHEN.lasting(ROOM, 80), [mate("random"), mate("cook")], 4, 5) for _ in range(2))
    assert np.array_equal(once.events, again.events)


@pytest.mark.parametrize("name", [name for name in suites.names() if suites.load(name).proxies])
def test_a_suite_that_ships_has_proxies_for_all_its_levels(name: str) -> None:
    suite = suites.load(name)
    assert all(len(suites.proxies(suite, level)) >= 2 for level in suite.levels)
    assert all(mate.temperature == 1 for level in suite.levels for mate in suites.proxies(suite, level))


def test_an_interrupted_evaluation_plays_only_what_is_missing(tmp_path: Path) -> None:
    log, entrants = tmp_path / "cells.jsonl", suites.entrants_named("cook", SMALL)
    whole = list(suites.play(SMALL, entrants, Ledger(log), quick=True))
    lines = log.read_text().splitlines()
    log.write_text("\n".join(lines[:2]) + '\n{"partner": "co')
    again = list(suites.play(SMALL, entrants, Ledger(log), quick=True))
    assert again == whole
    assert [cell.proxy for cell in whole] == ["hp-0", "hp-0", "stay", "stay"]


def test_a_suite_without_proxies_and_a_partner_of_another_game_are_told() -> None:
    with pytest.raises(SuiteError, match="no proxies for level 'first_soup'"):
        suites.proxies(SMALL, "first_soup")
    with pytest.raises(UnknownNameError, match="did you mean 'hp-19'"):
        suites.load("hp19")


def cells(points: dict[tuple[int, int, str], float]) -> list[Cell]:
    """Return cells by seat, seed and proxy."""
    return [Cell("p", "h", seed, "cramped_room", seat, proxy, (x,)) for (seat, seed, proxy), x in points.items()]


def test_figures_are_those_by_hand() -> None:
    table = {(0, 0, "a"): 10.0, (0, 0, "b"): 30.0, (1, 0, "a"): 60.0, (1, 0, "b"): 100.0, (1, 0, "stay"): 5.0}
    (row,) = figures.summary(SMALL, cells(table))
    level = row["levels"]["cramped_room"]
    assert (level["mean"], level["seats"], level["seat_ratio"]) == (50.0, [20.0, 80.0], 0.25)
    assert (level["worst_proxy"], level["iqm"]) == (35.0, 45.0)
    assert row["sanity"] == {"stay": 5.0}
    assert level["interval"] == [35.0, 65.0]


def test_an_interval_is_a_point_where_all_are_alike() -> None:
    assert figures.interval(np.full((2, 3, 4), 7.0)) == (7.0, 7.0)


def test_the_command_lists_suites_and_writes_a_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def here(name: str) -> Suite:
        """Return the small suite, whatever is asked for."""
        del name
        return SMALL

    monkeypatch.setattr(suites, "load", here)
    weights.save(tmp_path / "files", tensors(card()), card(recipe="tiny"))
    words = ["small", "--partner", "cook", "--file", str(tmp_path / "files"), "--quick", "--out", str(tmp_path)]
    result = CliRunner().invoke(evaluate, words, catch_exceptions=False)
    report: dict[str, Any] = json.loads((tmp_path / "small-quick.json").read_text())
    assert [row["partner"] for row in report["rows"]] == ["cook", "none"] or len(report["rows"]) == 2
    assert report["ledger"]["rounds"] == 8
    page = (tmp_path / "small-quick.html").read_text()
    assert "<svg" in page
    assert "src=" not in page
    assert "small-quick.json" in result.stdout
    assert "A small suite." in CliRunner().invoke(evaluate, [], catch_exceptions=False).stdout


def test_a_partner_is_measured_and_adopted_into_the_zoo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from ai_partners.judge import adopting

    monkeypatch.setattr(suites, "names", lambda: ("small",))
    monkeypatch.setattr(suites, "load", lambda _: SMALL)
    weights.save(tmp_path, tensors(card()), card())
    found = adopting.adopt(tmp_path / "small.json", "pal", tmp_path / "zoo")
    assert set(found.scores) == {"self", "small"}
    assert weights.load(tmp_path / "zoo" / "kitchen" / "cramped_room" / "pal.json")[0] == found
