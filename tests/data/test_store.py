"""A stored round replays, an interrupted one up to where it stopped, and what is no store is refused."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import game
from data.store import Recorder, StoreError, check, get_episode, list_rounds, open_store

if TYPE_CHECKING:
    from pathlib import Path

    from sqlite_utils import Database

KITCHEN = game.load("kitchen")
KILLED = """
import sys, os, signal, pathlib, game
from data.store import Recorder, open_store
kitchen = game.load("kitchen")
match = game.Round(kitchen, kitchen.load_level("cramped_room"), 1)
recorder = Recorder(open_store(pathlib.Path(sys.argv[1])), match, ["you", "cook"])
for tick in range(37):
    step = match.step((tick % 6, tick % 5))
    recorder.tick(step.joint_action, game.state_hash(step.state))
os.kill(os.getpid(), signal.SIGKILL)
"""


def record(store: Database, ticks: int) -> Recorder:
    match = game.Round(KITCHEN, KITCHEN.load_level("cramped_room"), 1)
    recorder = Recorder(store, match, ["you", "cook"])
    for tick in range(ticks):
        step = match.step((tick % 6, tick % 5))
        recorder.tick(step.joint_action, game.state_hash(step.state))
    return recorder


def test_a_stored_round_replays_to_every_stored_hash(tmp_path: Path) -> None:
    with open_store(tmp_path / "a.db") as store:
        recorder = record(store, 25)
        recorder.finish(0.0)
        assert [(row.ticks, row.score) for row in list_rounds(store)] == [(25, 0.0)]
        assert len(get_episode(store, recorder.id).joint_actions) == 25
        assert check(store) == []


def test_a_changed_move_is_found(tmp_path: Path) -> None:
    with open_store(tmp_path / "a.db") as store:
        record(store, 20)
        store.conn.execute("UPDATE chunk SET joint_actions = replace(joint_actions, 'E', 'W') WHERE first_tick = 2")
        assert len(check(store)) == 1


def test_a_killed_round_is_listed_without_a_score_and_replays_up_to_there(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path / "a.db")], check=False)
    assert done.returncode == -signal.SIGKILL
    with open_store(tmp_path / "a.db") as store:
        assert [(row.ticks, row.score) for row in list_rounds(store)] == [(37, None)]
        assert check(store) == []


def test_a_store_from_a_newer_program_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(StoreError, match="version 99"):
        open_store(path)


def test_a_file_that_is_no_store_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    path.write_bytes(b"holiday pictures" * 100)
    with pytest.raises(StoreError, match="cannot be opened as a store"):
        open_store(path)
    assert path.read_bytes() == b"holiday pictures" * 100


def test_an_unknown_round_is_told(tmp_path: Path) -> None:
    with open_store(tmp_path / "a.db") as store, pytest.raises(StoreError, match="no round 'x'"):
        get_episode(store, "x")
