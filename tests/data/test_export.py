"""What is written out tells the rounds as they were, and not who played them."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from pyarrow import parquet

import ai_partners
import game
from data.exports import EpisodeFiles, ExportError, TrajectoryFiles, export, form_of, log_export, pseudonym, ready
from data.recorder import Recorder
from data.rounds import list_rounds
from data.sitting import Sitting
from data.store import open_store, reading
from data.writer import Writer
from tests.data.playing import CARD, KITCHEN, SEATS, play, record

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def cooked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store with a round in which soups were served."""
    path = tmp_path_factory.mktemp("cooked") / "a.db"
    match = game.Round(KITCHEN, KITCHEN.load_level("cramped_room"), 1)
    cooks = [ai_partners.load("cook", KITCHEN) for _ in range(2)]
    with Writer(path) as writer:
        recorder = Recorder(writer, match, SEATS, tick_rate=6.0)
        for step in game.play(KITCHEN, match.level, cooks, 1):
            recorder.tick(step.joint_action, game.state_hash(step.state), 0.003)
            match.step(step.joint_action)
        recorder.input(0, "w", "north", 1.0, 7, "played")
        recorder.input(0, "d", "east", 1.1, 7, "replaced")
        recorder.finish(match.score)
    return path


def tables(path: Path, folder: Path, **choices: Any) -> tuple[Any, Any]:
    """Export to Parquet, and return the tables of ticks and of rounds."""
    with reading(path) as store:
        form = form_of(store, "parquet", ready(folder), **choices)
        assert [done.problem for done in export(store, folder, form, [row.id for row in list_rounds(store)])] == [""]
    return parquet.read_table(folder / "ticks-kitchen.parquet"), parquet.read_table(folder / "rounds.parquet")


def test_a_tidy_table_has_a_row_for_each_tick_and_seat_with_what_they_did_and_earned(
    cooked: Path, tmp_path: Path
) -> None:
    ticks, rounds = tables(cooked, tmp_path / "out")
    (played,) = rounds.to_pylist()
    rows = ticks.to_pylist()
    assert [(row["tick"], row["seat"]) for row in rows] == [(tick, seat) for tick in range(400) for seat in (0, 1)]
    assert rows[-1]["score"] == played["score"] > 0
    assert sum(row["reward_sparse"] for row in rows) == sum(row["reward"] for row in rows[::2]) == played["score"]
    served = sum(row["events"].count("soup_delivery") for row in rows)
    assert served * 20 == played["score"]
    assert {row["lateness"] for row in rows} == {3}
    assert [(row["tick"], row["seat"], row["key"]) for row in rows if row["key"]] == [(7, 0, "w")]
    assert {(row["kind"], row["partner"]) for row in rows} == {("person", "you"), ("partner", "cook")}


def test_a_tidy_table_is_pseudonymous_unless_asked_otherwise(cooked: Path, tmp_path: Path) -> None:
    with reading(cooked) as store:
        (row,) = list_rounds(store)
        (salt,) = store.execute("SELECT value FROM setting").fetchone()
    hidden, rounds = tables(cooked, tmp_path / "hidden")
    shown, exact = tables(cooked, tmp_path / "shown", identify=True)
    assert set(hidden["participant"].to_pylist()) == {pseudonym(salt, str(row.participants[0])), None}
    assert set(shown["participant"].to_pylist()) == set(row.participants)
    assert rounds["day"].to_pylist() == [row.started_at[:10]]
    assert exact["day"].to_pylist() == [row.started_at]
    everything = b"".join(path.read_bytes() for path in (tmp_path / "hidden").iterdir())
    assert str(row.participants[0]).encode() not in everything


def test_observations_are_what_each_seat_saw_before_it_acted(cooked: Path, tmp_path: Path) -> None:
    ticks, _ = tables(cooked, tmp_path / "out", observation="features")
    with reading(cooked) as store:
        (row,) = list_rounds(store)
    match = game.Round(KITCHEN, KITCHEN.load_level("cramped_room"), 1)
    seen = np.array(ticks.slice(0, 2)["observation"].to_pylist())
    assert np.array_equal(seen, [match.observe("features", seat) for seat in (0, 1)])
    words = (tmp_path / "out" / "dictionary.md").read_text()
    assert all(f"| `{name}` |" in words for name in ticks.column_names)
    assert "own_facing_north" in words
    assert row.ticks * 2 == ticks.num_rows


def test_planes_come_as_flat_lists_and_an_unknown_observation_is_told(cooked: Path, tmp_path: Path) -> None:
    ticks, _ = tables(cooked, tmp_path / "out", observation="planes")
    assert len(ticks["observation"][0]) == 5 * 4 * 26
    with reading(cooked) as store:
        folder = ready(tmp_path / "other")
        form = form_of(store, "parquet", folder, observation="feature")
        (done,) = export(store, folder, form, [list_rounds(store)[0].id])
    assert "did you mean 'features'" in done.problem


def test_a_trajectory_has_all_that_the_format_has(cooked: Path, tmp_path: Path) -> None:
    with reading(cooked) as store:
        (row,) = list_rounds(store)
        folder = ready(tmp_path / "out")
        list(export(store, folder, form_of(store, "overcooked", folder), [row.id]))
    told = json.loads((folder / f"{row.id}.json").read_text())
    assert set(told) == {
        "ep_states", "ep_actions", "ep_rewards", "ep_dones", "ep_infos", "ep_returns", "ep_lengths", "mdp_params",
        "env_params", "metadatas",
    }  # fmt: skip
    assert told["ep_lengths"] == [400]
    assert sum(told["ep_rewards"][0]) == told["ep_returns"][0] == row.score
    assert sum(sum(info["sparse_r_by_agent"]) for info in told["ep_infos"][0]) == row.score
    assert told["ep_dones"][0] == [False] * 399 + [True]
    assert told["mdp_params"][0]["start_player_positions"] == [[1, 2], [3, 1]]
    assert told["mdp_params"][0]["terrain"][2] == list("X   X")


def test_a_round_of_other_than_two_cooks_is_no_trajectory_and_the_others_are_written(tmp_path: Path) -> None:
    match = game.Round(KITCHEN, KITCHEN.load_level("four_square"), 1)
    with Writer(tmp_path / "a.db") as writer:
        recorder = Recorder(writer, match, (Sitting("partner", "stay"),) * 4)
        recorder.finish(0.0)
    two = record(tmp_path / "a.db", 3)
    with reading(tmp_path / "a.db") as store:
        folder = ready(tmp_path / "out")
        done = list(export(store, folder, TrajectoryFiles(folder), [recorder.id, two]))
    assert ["no kitchen round of 2 cooks" in one.problem for one in done] == [True, False]
    assert [path.stem for path in folder.iterdir()] == [two]


def test_a_round_that_cannot_be_read_does_not_keep_the_others_in(tmp_path: Path) -> None:
    bad, good = record(tmp_path / "a.db", 3), record(tmp_path / "a.db", 4)
    with open_store(tmp_path / "a.db") as store:
        store.conn.execute("UPDATE chunk SET joint_actions = '?' WHERE round = ?", [bad])
    with reading(tmp_path / "a.db") as store:
        folder = ready(tmp_path / "out")
        done = list(export(store, folder, EpisodeFiles(folder), [bad, good]))
    assert [bool(one.problem) for one in done] == [True, False]


def test_nothing_is_overwritten_and_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    record(tmp_path / "a.db", 3)
    with pytest.raises(ExportError, match="is not empty"):
        ready(tmp_path)
    with pytest.raises(ExportError, match="cannot be made"):
        ready(tmp_path / "a.db" / "out")
    with reading(tmp_path / "a.db") as store:
        folder = ready(tmp_path / "out")
        shutil.rmtree(folder)
        with pytest.raises(ExportError, match="cannot be written"):
            list(export(store, folder, EpisodeFiles(folder), [list_rounds(store)[0].id]))


def test_an_export_is_an_event(tmp_path: Path) -> None:
    record(tmp_path / "a.db", 3)
    with Writer(tmp_path / "a.db") as writer:
        log_export(writer, "jsonl", 1)
    with reading(tmp_path / "a.db") as store:
        last = list(store["event"].rows)[-1]
    assert (last["kind"], json.loads(last["content"])) == ("exported", {"format": "jsonl", "rounds": 1})


def test_a_card_is_named_by_the_hash_that_it_tells_itself(cooked: Path, tmp_path: Path) -> None:
    ticks, _ = tables(cooked, tmp_path / "out")
    with reading(cooked) as store:
        (row,) = store["partner"].rows
    assert row["card"] == CARD
    assert set(ticks["partner_hash"].to_pylist()) == {row["hash"], None}


def test_the_keys_of_a_round_that_is_played_on_are_numbered_on(tmp_path: Path) -> None:
    with Writer(tmp_path / "a.db") as writer:
        match = game.Round(KITCHEN, KITCHEN.load_level("cramped_room"), 1)
        recorder = Recorder(writer, match, SEATS)
        for _ in range(3):
            play(recorder, match, 2)
            writer.flush()
        recorder.finish(0.0)
    with reading(tmp_path / "a.db") as store:
        assert [row["number"] for row in store["input"].rows] == list(range(6))
        assert [row["tick"] for row in store["input"].rows] == list(range(6))
