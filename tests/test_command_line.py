"""The commands do what the README shows, and answer mistakes in one line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from click.testing import CliRunner

from crossplay import main

if TYPE_CHECKING:
    from pathlib import Path


def test_a_headless_round_is_written_and_replays_to_its_score(tmp_path: Path) -> None:
    path = str(tmp_path / "round.jsonl")
    played = CliRunner().invoke(main, ["play", "--headless", "--level", "coordination_ring", "--out", path, "--no-store"])
    again = CliRunner().invoke(main, ["replay", path, "--text"])
    assert played.exit_code == again.exit_code == 0
    assert played.stdout.split(" after")[0] == again.stdout.splitlines()[-1].split(" after")[0]


def test_a_headless_round_is_stored_and_the_store_replays_it(tmp_path: Path) -> None:
    store = ["--store", str(tmp_path / "store.db")]
    played = CliRunner().invoke(main, ["play", "--headless", *store])
    listed = json.loads(CliRunner().invoke(main, ["data", "list", "--json", *store]).stdout)
    assert played.stdout.startswith(f"score {listed['score']:g} after {listed['ticks']} ticks")
    assert "1 rounds replay exactly" in CliRunner().invoke(main, ["data", "check", *store]).stdout
    shown = CliRunner().invoke(main, ["data", "show", listed["id"], *store])
    assert len(shown.stdout.splitlines()) == listed["ticks"] + 2


def test_listings_are_one_json_object_a_line() -> None:
    for command in ("levels", "games", "partners"):
        lines = CliRunner().invoke(main, [command, "--json"]).stdout.splitlines()
        assert all("name" in json.loads(line) for line in lines)
        assert lines


def test_an_unknown_level_is_told_in_one_line_with_exit_code_one() -> None:
    result = CliRunner().invoke(main, ["play", "--headless", "--level", "cramped_rom", "--no-store"])
    assert result.exit_code == 1
    assert result.stderr.strip().splitlines()[-1].endswith("did you mean 'cramped_room'?")
