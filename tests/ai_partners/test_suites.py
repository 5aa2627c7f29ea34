"""Suites beyond proxies: cross-play and ratings, teams and their signals, people foretold, partners who switch."""

from __future__ import annotations

import functools
import json
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
import pytest
from click.testing import CliRunner

import game
from ai_partners import weights
from ai_partners.judge import crossplay, people, switching, teams
from ai_partners.judge import suite as suites
from ai_partners.judge.commands import evaluate
from ai_partners.judge.report import Wish, judge
from ai_partners.judge.suite import Cell, Entrant, Ledger, Quick, Suite, SuiteError
from ai_partners.mates import Mate
from game.core.rounds import bot_round
from game.core.simple import Random, Stay
from tests.ai_partners.trainable import KITCHEN, ROOM, card, tensors

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from game.core.contract import Policy

CROSS = Suite("Small.", "kitchen", ("cramped_room",), 100, "", 2, Quick(1, 0), (), "cross", "cross-play")
SWITCH = Suite("Small.", "kitchen", ("cramped_room",), 200, "hp-19", 2, Quick(1, 2), (), "switch", "switch")


def entrant(name: str, make: Callable[[], Policy], level: str = "cramped_room", seed: int = 0) -> Entrant:
    """Return somebody who is judged."""
    return Entrant(name, seed, f"{name}{seed}", level, Mate(name, make))


def test_everybody_plays_with_everybody_and_both_ways_round(tmp_path: Path) -> None:
    cook = KITCHEN.bots["cook"]
    there = [entrant("cook", cook), entrant("cook", cook, seed=1), entrant("stay", Stay)]
    cells = list(crossplay.play(CROSS, there, Ledger(tmp_path / "c.jsonl"), quick=False))
    assert len(cells) == 9
    found = crossplay.figures(CROSS, cells)["cramped_room"]
    matrix = np.array(found["matrix"])
    assert matrix[2, 2] == 0
    assert matrix[0, 0] > matrix[0, 2] > 0
    rows = {row["partner"]: row for row in found["rows"]}
    assert rows["cook"]["itself"] == rows["cook"]["other seeds"]
    assert rows["stay"]["other seeds"] is None
    assert "<svg" in crossplay.sections(CROSS, {"cramped_room": found})[0].drawn


def test_cross_play_needs_two(tmp_path: Path) -> None:
    with pytest.raises(SuiteError, match="needs two partners"):
        list(crossplay.play(CROSS, [entrant("stay", Stay)], Ledger(tmp_path / "c.jsonl"), quick=True))


def test_who_wins_more_is_rated_higher_on_that_side() -> None:
    points = {("a", "a 0"): 0.0, ("a", "b 0"): 20.0, ("b", "a 0"): -20.0, ("b", "b 0"): 0.0}
    cells = [Cell(one, one, 0, "corner_room", 0, other, (x,) * 10) for (one, other), x in points.items()]
    assert [crossplay.won(points) for points in ((3, 1), (-1, 2), (0, 0), (-2,))] == [1, 0.5, 0.5, 0]
    ratings = {row["partner"]: row for row in crossplay.ratings(cells)}
    assert ratings["a 0"]["as team 1"] > ratings["b 0"]["as team 1"]
    assert ratings["a 0"]["as team 2"] > ratings["b 0"]["as team 2"]


class Talker:
    """Wants to signal more in one round than in another, else to wait or to walk."""

    observes = "features"

    def begin(self, found: Any, levels: Any, seats: Any, seeds: Any) -> None:
        """Take seats."""

    def prefer(self, observations: np.ndarray[Any, Any]) -> np.ndarray[Any, np.dtype[np.float32]]:
        """Return log-probabilities: wait, walk, signal."""
        del observations
        return np.log(np.array([[0.2, 0.1, 0.7], [0.4, 0.5, 0.1]], np.float32))


@pytest.mark.parametrize(("kind", "talks"), [("off", (0.0, 0.0)), ("shuffled", (0.1, 0.7))])
def test_signals_are_left_out_or_made_when_another_round_would(kind: str, talks: tuple[float, float]) -> None:
    changed = teams.Changed(Talker(), np.array([False, False, True]), kind, 1.0)
    found = np.exp(changed.prefer(np.zeros((2, 1))))
    found /= found.sum(axis=1, keepdims=True)
    assert found[:, 2] == pytest.approx(talks, abs=1e-6)
    assert found[0, 0] / found[0, 1] == pytest.approx(2.0)


def test_a_team_is_told_by_points_ticks_and_metrics(tmp_path: Path) -> None:
    suite = Suite(
        "Small.",
        "rescue",
        ("first_steps",),
        0,
        "",
        4,
        Quick(2, 0),
        (),
        "r",
        "teams",
        signals=("ping", "call"),
        bots=True,
    )
    make = game.load("rescue").bots["specialist"]
    there = [entrant("specialist", make, "first_steps"), entrant("stay", Stay, "first_steps")]
    rows = teams.figures(suite, list(teams.play(suite, there, Ledger(tmp_path / "c.jsonl"), quick=True)))
    assert rows[0]["points, signals on"] == 5
    assert rows[1]["points, signals shuffled"] == rows[1]["points, signals off"] == 0
    assert 0 < rows[0]["metrics"]["first_seen"] <= 1
    assert [section.title for section in teams.sections(suite, rows)] == ["first steps", "first steps: what they did"]


def test_a_round_is_told_in_stretches_with_and_without_a_switch(tmp_path: Path) -> None:
    there = [entrant("cook", KITCHEN.bots["cook"])]
    cells = list(switching.play(SWITCH, there, Ledger(tmp_path / "c.jsonl"), quick=True))
    assert len(cells) == 8
    (row,) = switching.figures(cells)
    assert len(row["kept"]) == len(row["switched"]) == 2
    assert sum(row["kept"]) > 0
    assert "<svg" in switching.sections(SWITCH, [row])[0].drawn


def test_after_a_switch_the_other_one_plays() -> None:
    both = switching.Switched(Stay(), Random(), 3)
    both.begin(KITCHEN, [ROOM], [0], [0])
    seen = np.zeros((1, 1), KITCHEN.state)
    likes = [both.prefer(seen) for _ in range(5)]
    assert all(np.array_equal(likes[0], like) for like in likes[1:3])
    assert not np.array_equal(likes[0], likes[3])


SHORT = KITCHEN.lasting(ROOM, 260)


@functools.cache
def lives() -> people.Life:
    """Return what two cooks lived through."""
    episodes = []
    for seed in range(2):
        *_, match = bot_round(KITCHEN, SHORT, "cook", seed)
        episodes.append(match.episode())
    return people.lives(KITCHEN, ROOM, episodes)


def test_probabilities_are_scored_as_by_hand() -> None:
    chances = np.array([[[0.5, 0.5, 0.0]], [[0.2, 0.2, 0.6]], [[1.0, 0.0, 0.0]]])
    choices = np.array([[0], [2], [-1]])
    found = people.scores(chances, choices, 2)
    assert found["nll"] == pytest.approx(-(np.log(0.5) + np.log(0.6)) / 2, abs=1e-4)
    assert found["moving"] == pytest.approx(-np.log(0.5), abs=1e-4)
    assert found["brier"] == pytest.approx((0.5 + 0.04 + 0.04 + 0.16) / 2, abs=1e-4)
    assert found["accuracy"] == 1.0
    assert found["ece"] == pytest.approx((0.5 + 0.4) / 2, abs=1e-4)


def test_who_does_the_same_foretells_it_and_chance_does_not() -> None:
    life = lives()
    same, chance = entrant("cook", KITCHEN.bots["cook"]), entrant("random", Random)
    sure = people.scores(people.foretell(KITCHEN, same, life), life.choices, KITCHEN.wait)
    loose = people.scores(people.foretell(KITCHEN, chance, life), life.choices, KITCHEN.wait)
    assert sure["accuracy"] > 0.9 > loose["accuracy"]
    guesses = people.baselines(KITCHEN, life, life)
    assert guesses["Markov"]["nll"] < guesses["prior"]["nll"] < np.log(6) + 0.1


def test_the_next_event_is_the_one_that_comes_first() -> None:
    events = np.zeros((200, 1, 3), int)
    events[10, 0, 2] = events[50, 0, 0] = 1
    found = people.next_events(events)[:, 0]
    assert (found[0], found[10], found[11], found[50], found[51]) == (2, 2, 0, 0, -1)


def test_a_partner_is_told_by_subgoals_likeness_and_recovery() -> None:
    found = people.examine(KITCHEN, entrant("cook", KITCHEN.bots["cook"]), lives(), lives())
    assert found["subgoal"] < found["subgoal prior"]
    assert 0 <= found["events apart"] < 0.5
    assert abs(found["waiting"]) < 0.2
    assert min(found["from the start"], found["from people's states"]) > 0


def folder_of(folder: Path) -> Path:
    """Return a folder with a round of each half."""
    rows = ["round,seat,person,source"]
    for seed, half in enumerate(("test", "train")):
        *_, match = bot_round(KITCHEN, SHORT, "cook", seed)
        (folder / f"round{seed}.jsonl").write_text(game.format_episode(match.episode()))
        rows += [f"round{seed},{seat},{who}{seed},hh2019 {half} {seed}" for seat, who in enumerate("pq")]
    (folder / "people.csv").write_text("\n".join(rows))
    return folder


def test_the_people_suite_needs_people_and_reports_each_level(tmp_path: Path) -> None:
    suite = suites.load("people")
    weights.save(tmp_path, tensors(card()), card())
    wish = Wish((), [tmp_path / "small.json"], tmp_path / "out", quick=True)
    with pytest.raises(SuiteError, match="with --people"):
        list(judge(suite, wish))
    lines = list(judge(suite, wish._replace(people=folder_of(tmp_path))))
    assert [line.split()[1] for line in lines[:-1]] == ["prior", "Markov", "none"]
    page = (tmp_path / "out" / "people-quick.html").read_text()
    assert "cramped room" in page
    with pytest.raises(SuiteError, match="two halves"):
        list(judge(msgspec.structs.replace(suite, levels=("first_soup",)), wish._replace(people=folder_of(tmp_path))))


def test_parts_of_the_best_response_are_told_and_proxies_who_make_nothing_are_left_out() -> None:
    from ai_partners.judge import beside, figures

    suite = msgspec.structs.replace(CROSS, kind="proxies", responses="there", sanity=("stay",))
    table = [
        ("best response", "a", 100.0),
        ("best response", "b", 0.0),
        ("p", "a", 80.0),
        ("p", "b", 5.0),
        ("p", "stay", 1.0),
    ]
    cells = [Cell(who, who, 0, "cramped_room", seat, proxy, (x,)) for who, proxy, x in table for seat in range(2)]
    (row,) = figures.summary(suite, cells)
    assert row["levels"]["cramped_room"]["ratio"] == row["ratio"] == 0.8
    titles = [section.title for section in beside.sections(suite, [row])]
    assert titles[1:3] == ["Part of what the best response makes", "Beside partners who do nothing of use"]


def test_the_command_plays_a_game_of_two_teams(tmp_path: Path) -> None:
    asked = ["hideout", "--partner", "sleeper", "--partner", "runner", "--quick", "--out", str(tmp_path)]
    result = CliRunner().invoke(evaluate, asked)
    assert result.exit_code == 0, result.output
    found = json.loads((tmp_path / "hideout-quick.json").read_text())
    assert len(found["rows"]["corner_room"]["ratings"]) == 2
    wins = found["rows"]["corner_room"]["wins"]
    assert all(0 <= share <= 1 for row in wins for share in row)
    alone = {row["partner"]: row for row in found["rows"]["corner_room"]["metrics"]}
    assert set(alone) == {"sleeper 0", "runner 0"}
    assert all(0 <= row["sealed"] <= 1 and 0 <= row["seen"] <= 1 for row in alone.values())
