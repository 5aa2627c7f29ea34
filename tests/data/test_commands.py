"""The commands of the store, as they are typed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.testing import CliRunner, Result

from crossplay import main
from data.codebook import codebook
from data.commands import data
from data.store import open_store
from tests.data.playing import record
from tests.data.test_import import write_trajectory

if TYPE_CHECKING:
    import pytest

ROOT = Path(__file__).resolve().parents[2]


def run(store: Path, *words: str) -> Result:
    """Run a command of the store."""
    return CliRunner().invoke(main, ["data", *words, "--store", str(store)])


def test_a_listing_is_for_people_or_one_object_a_line(tmp_path: Path) -> None:
    identity = record(tmp_path / "a.db", 5)
    assert identity in run(tmp_path / "a.db", "list").stdout
    row = json.loads(run(tmp_path / "a.db", "list", "--json").stdout)
    assert (row["id"], row["ticks"], row["partners"], row["status"]) == (identity, 5, ["you", "cook"], "finished")


def test_a_round_is_shown_as_an_episode_file_and_replayed_as_text(tmp_path: Path) -> None:
    identity = record(tmp_path / "a.db", 5)
    shown = run(tmp_path / "a.db", "show", identity[:10])
    assert len(shown.stdout.splitlines()) == 7
    (tmp_path / "e.jsonl").write_text(shown.stdout)
    told = run(tmp_path / "a.db", "replay", identity, "--text").stdout.splitlines()
    assert told == CliRunner().invoke(main, ["replay", str(tmp_path / "e.jsonl"), "--text"]).stdout.splitlines()


def test_a_round_is_replayed_in_a_window(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    identity = record(tmp_path / "a.db", 5)
    seen: list[int] = []
    monkeypatch.setattr("game.window.app.watch", lambda episode: seen.append(len(episode.joint_actions)))
    assert run(tmp_path / "a.db", "replay", identity).exit_code == 0
    assert seen == [5]


def test_the_check_counts_and_tells_by_its_exit_code(tmp_path: Path) -> None:
    record(tmp_path / "a.db", 5)
    done = run(tmp_path / "a.db", "check")
    assert (done.exit_code, done.stdout) == (0, "1 rounds replay exactly, 0 do not\n")
    assert done.stderr.startswith("the last event is ")
    assert run(tmp_path / "a.db", "check", "--json").stdout == ""


def test_rounds_go_out_and_come_back_in(tmp_path: Path) -> None:
    identity = record(tmp_path / "a.db", 5)
    record(tmp_path / "a.db", 6)
    out = run(tmp_path / "a.db", "export", identity, "--out", str(tmp_path / "out"))
    assert (out.exit_code, out.stdout) == (0, f"1 rounds written to {tmp_path / 'out'}, 0 not\n")
    back = run(tmp_path / "b.db", "import", str(tmp_path / "out"), "--json")
    assert (back.exit_code, json.loads(back.stdout)["stored"]) == (0, 1)
    merged = run(tmp_path / "b.db", "merge", str(tmp_path / "a.db"))
    assert (merged.exit_code, merged.stdout) == (
        0,
        f"{tmp_path / 'a.db'}: 2 rounds and 0 sessions stored, 0 rounds there already, 0 remarks\n",
    )


def test_what_was_refused_is_told_beside_the_count_and_by_the_exit_code(tmp_path: Path) -> None:
    path = write_trajectory(tmp_path / "t.json", ep_rewards=[[20] * 40])
    done = run(tmp_path / "a.db", "import", str(path))
    assert (done.exit_code, "0 rounds stored" in done.stdout) == (1, True)
    assert "episode 0: it does not replay: at tick 0" in done.stderr
    record(tmp_path / "a.db", 5)
    refused = run(
        tmp_path / "a.db", "export", "--format", "parquet", "--observations", "x", "--out", str(tmp_path / "o")
    )
    assert (refused.exit_code, "there is no observation 'x'" in refused.stderr) == (1, True)


def test_a_merge_tells_what_it_did_not_take(tmp_path: Path) -> None:
    record(tmp_path / "a.db", 5)
    (tmp_path / "b.db").write_bytes((tmp_path / "a.db").read_bytes())
    with open_store(tmp_path / "b.db") as store:
        store.conn.execute("UPDATE seat SET name = 'expert'")
    done = run(tmp_path / "a.db", "merge", str(tmp_path / "b.db"))
    assert (done.exit_code, "is another one here" in done.stderr) == (1, True)


def test_a_choice_that_belongs_to_another_format_is_told(tmp_path: Path) -> None:
    record(tmp_path / "a.db", 5)
    done = run(tmp_path / "a.db", "export", "--identify", "--out", str(tmp_path / "out"))
    assert (done.exit_code, "go with --format parquet" in done.stderr) == (2, True)


def test_the_codebook_in_the_repository_is_the_one_of_the_schema() -> None:
    assert (ROOT / "data" / "README.md").read_text(encoding="utf-8") == codebook()
    assert CliRunner().invoke(main, ["data", "codebook"]).stdout == codebook()


def test_every_command_shows_an_example_and_stands_in_the_documentation() -> None:
    words = (ROOT / "docs" / "data.md").read_text(encoding="utf-8")
    for name, command in data.commands.items():
        assert isinstance(command, click.Command)
        assert f"Example: crossplay data {name}" in str(command.help).replace("\n", " ")
        assert f"crossplay data {name}" in words
