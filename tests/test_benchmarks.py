"""The harness of the benchmarks counts, judges and reports as it says; nothing here asserts a time."""

from __future__ import annotations

import dataclasses
import json
import sys
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

import game
from benchmarks import commands, games, simulator, start
from benchmarks.process import PEERS
from benchmarks.simulator import Contest, Row, contests, judge, run

if TYPE_CHECKING:
    from pathlib import Path

PEER = """
import json, sys
print("some talk")
print(json.dumps({"ready": True}), flush=True)
for line in sys.stdin:
    print(json.dumps({"steps": %d * float(line), "cpu": float(line), "wall": 2 * float(line)}), flush=True)
"""


def fake(folder: Path, name: str, rate: int) -> tuple[str, ...]:
    path = folder / name
    path.write_text(PEER % rate)
    return (str(path),)


def test_the_ratio_is_the_median_over_the_turns() -> None:
    row = judge(Contest("x", ("a",), ("b",), 3.0), [[10, 2], [12, 3], [60, 10]])
    assert (row.ours, row.peer, row.ratio, row.holds) == (12, 3, 5.0, True)


def test_bytes_of_a_copy_count_as_joint_steps_by_the_scale() -> None:
    row = judge(Contest("x", ("a",), ("b",), 0.5, scale=100), [[4, 1000]])
    assert (row.peer, row.ratio, row.holds) == (10, 0.4, False)


def test_a_limit_stands_where_there_is_no_peer() -> None:
    assert judge(Contest("x", ("a",), (), 1.0, limit=50), [[100]]).ratio == 2.0


@pytest.mark.parametrize(("clock", "ours"), [("cpu", 30), ("wall", 15)])
def test_two_processes_run_in_turn_on_the_clock_that_is_asked_for(tmp_path: Path, clock: str, ours: int) -> None:
    contest = Contest("x", fake(tmp_path, "a.py", 30), fake(tmp_path, "b.py", 10), 2.0, clock=clock)
    row = run(contest, sys.executable, turns=2, seconds=0.5)
    assert row == Row("x", ours, ours // 3, 3.0, 2.0, holds=True) or (isinstance(row, str) and "two cores" in row)


def test_a_peer_that_does_not_start_is_named_with_its_reason(tmp_path: Path) -> None:
    broken = tmp_path / "broken.py"
    broken.write_text("import nowhere_to_be_found")
    row = run(Contest("x", (str(broken),), (), 1.0, limit=1), sys.executable)
    assert isinstance(row, str)
    assert row.startswith("x: not measured")
    assert "nowhere_to_be_found" in row


def test_every_contest_has_a_name_of_its_own_and_programs_that_exist() -> None:
    names = [contest.name for contest in contests()]
    assert len(set(names)) == len(names)
    assert all((PEERS / words[0]).exists() for contest in contests() for words in contest.processes)


def test_json_has_one_object_a_line_with_exactly_the_promised_keys(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    contest = Contest("a toy", fake(tmp_path, "a.py", 30), fake(tmp_path, "b.py", 10), 2.0)
    broken = dataclasses.replace(contest, name="a broken toy", ours=(str(tmp_path / "none.py"),))
    monkeypatch.setattr(simulator, "contests", lambda: (contest, broken))
    monkeypatch.setattr(simulator, "TURNS", 1)
    done = CliRunner().invoke(commands.bench, ["simulator", "--json", "--only", "toy"])
    assert done.exit_code == 0
    assert [set(json.loads(line)) for line in done.stdout.splitlines()] == [
        {"name", "ours", "peer", "ratio", "goal", "holds"}
    ]
    assert "a broken toy: not measured" in done.stderr


def test_the_plain_form_says_whether_a_goal_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [Row("first start, seconds to the menu", 5.0, 20.0, 4.0, 1.0, holds=True)]
    monkeypatch.setattr(start, "starts", lambda: rows)
    done = CliRunner().invoke(commands.bench, ["simulator", "--only", "seconds to the menu"])
    assert done.stdout.split()[-1] == "holds"


def test_every_game_is_measured_on_its_standard_and_its_largest_level_with_scenes_and_observations() -> None:
    found = list(games.contests())
    names = [contest.name for contest in found]
    assert len(set(names)) == len(names)
    assert all((PEERS / contest.ours[0]).exists() and contest.limit > 0 for contest in found)
    for name in game.catalogue():
        own = [contest.ours[1:] for contest in found if contest.ours[2] == name]
        kinds, standard = game.load(name).observations, games.standard(game.load(name))
        assert {words[4] for words in own if words[0] == "steps" and words[2] == standard} == set(kinds)
        assert [words[0] for words in own].count("scenes") == 1


def test_the_kitchen_is_held_to_what_it_reached_and_others_to_their_goals() -> None:
    limits = {contest.name.partition(" / ")[0]: contest.limit for contest in games.contests("kitchen")}
    assert limits["kitchen: planes of all on cramped_room"] == 8_200_000
    assert games.GOALS == {"hideout": 400_000, "rescue": 150_000}


@pytest.mark.parametrize(
    "words", [("steps", "kitchen", "cramped_room", "8", "features"), ("scenes", "kitchen", "two_kinds")]
)
def test_a_game_is_measured_in_a_process_of_its_own(words: tuple[str, ...]) -> None:
    row = run(Contest("x", ("games.py", *words), (), 1.0, limit=1), sys.executable, turns=1, seconds=0.1)
    assert isinstance(row, Row)
    assert row.holds


def test_games_are_measured_by_a_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(games, "run", lambda contest, _: Row(contest.name, 2.0, 1.0, 2.0, 1.0, holds=True))
    done = CliRunner().invoke(commands.bench, ["games", "--only", "kitchen: features of all on cramped_room", "--json"])
    assert [json.loads(line)["ratio"] for line in done.stdout.splitlines()] == [2.0]


def test_the_learner_is_held_to_limits_row_by_row(monkeypatch: pytest.MonkeyPatch) -> None:
    from benchmarks import learning

    monkeypatch.setattr(learning, "self_play", lambda seed: (100.0 * seed, 5.0 + seed))
    monkeypatch.setattr(learning, "samples_a_second", lambda: 500_000.0)
    found = {row.name.partition(":")[0] + str(number): row for number, row in enumerate(learning.rows(""))}
    pace, reach, alone, decision = found.values()
    assert (pace.ours, pace.holds) == (200, False)
    assert (reach.ours, reach.holds) == (7.0, True)
    assert alone.holds
    assert decision.ours > 0


def test_training_runs_in_turn_with_a_peer_where_one_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    from benchmarks import learning

    turns = []
    monkeypatch.setattr(learning, "self_play", lambda seed: turns.append(seed) or (80.0, 10.0))
    monkeypatch.setattr(learning, "ippo", lambda *words: turns.append(words[1]) or (20.0, float("inf")))
    pace, reach = learning.rows("training: joint steps", "there")
    assert turns == [word for seed in range(5) for word in (seed, "there")]
    assert (pace.ratio, pace.goal, pace.holds) == (4.0, 4.0, True)
    assert reach.holds


def test_a_short_self_play_and_a_learner_alone_are_measured() -> None:
    from benchmarks import learning

    pace, spent = learning.self_play(0, most=5000)
    assert pace > 0
    assert spent > 0
    assert learning.samples_a_second(256, 128) > 0


def test_a_gpu_is_compared_with_one_core_case_by_case_where_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    import torch

    from benchmarks import devices

    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    assert list(devices.rows("planes")) == [
        "torch sees no GPU here, so there is nothing to compare; install a torch that has CUDA"
    ]
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(devices, "_rate", lambda _, hidden: 10.0 if hidden else 25.0)
    (row,) = devices.rows("planes")
    assert isinstance(row, Row)
    assert (row.ours, row.peer, row.ratio, row.holds) == (25, 10, 2.5, True)
    monkeypatch.undo()
    monkeypatch.setattr(devices, "SECONDS", 0.01)
    assert devices.measured("features, 64-64, 64 rows") > 0
