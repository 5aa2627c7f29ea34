"""Whatever is wrong with a store is told in one sentence, and nothing that was stored is lost or changed."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from click.testing import CliRunner

import game
from crossplay import main
from data.check import check
from data.recorder import Recorder
from data.rounds import list_rounds
from data.sitting import Sitting
from data.store import StoreError, open_store, reading
from data.writer import Writer
from tests.data.playing import KITCHEN, SEATS, begin, listed, play, record, recording

if TYPE_CHECKING:
    from collections.abc import Iterator


AS_NOBODY = """
import os, sys, pathlib
from data.store import StoreError
from data.writer import Writer
if os.geteuid() == 0:
    os.setgid(65534), os.setuid(65534)
try:
    Writer(pathlib.Path(sys.argv[1])).close()
except StoreError as error:
    print(error)
"""


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """Return a folder that other users can enter."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


def refusal(path: Path) -> str:
    """Return what a user without rights is told who wants to record."""
    command = [sys.executable, "-c", AS_NOBODY, str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_a_store_that_another_program_locks_is_told_and_keeps_its_rounds(tmp_path: Path) -> None:
    record(tmp_path / "a.db", 5)
    other = sqlite3.connect(tmp_path / "a.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StoreError, match="locked by another program"):
        Writer(tmp_path / "a.db", patience=0.05)
    other.close()
    assert [row.ticks for row in listed(tmp_path / "a.db")] == [5]


def test_a_lock_that_lasts_reaches_the_recorder_and_one_that_does_not_goes_unnoticed(tmp_path: Path) -> None:
    with Writer(tmp_path / "a.db", patience=0.2) as writer:
        recorder, match = begin(writer)
        other = sqlite3.connect(tmp_path / "a.db", isolation_level=None, check_same_thread=False)
        other.execute("BEGIN IMMEDIATE")
        threading.Timer(0.05, other.rollback).start()
        play(recorder, match, 5)
        recorder.finish(match.score)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="locked by another program"):
            begin(writer)
        with pytest.raises(StoreError, match="locked by another program"):
            writer.close()
        other.close()
    assert [row.ticks for row in listed(tmp_path / "a.db")] == [5]


def test_a_read_only_file_is_told(open_folder: Path) -> None:
    record(open_folder / "a.db", 5)
    (open_folder / "a.db").chmod(0o444)
    assert "is read-only" in refusal(open_folder / "a.db")
    assert [row.ticks for row in listed(open_folder / "a.db")] == [5]


def test_a_read_only_folder_is_told(open_folder: Path) -> None:
    open_folder.chmod(0o555)
    assert "cannot be opened" in refusal(open_folder / "a.db")
    assert "cannot be used as a store" in refusal(open_folder / "deeper" / "a.db")


def play_on(writer: Writer, recorder: Recorder, match: game.Round) -> None:
    """Play until something breaks."""
    while True:
        play(recorder, match, 10)
        writer.flush()


def test_a_full_disk_is_told_and_what_was_stored_before_is_safe(tmp_path: Path) -> None:
    record(tmp_path / "a.db", 5)
    pages = (tmp_path / "a.db").stat().st_size // 4096
    writer = Writer(tmp_path / "a.db", pages=pages + 2)
    recorder, match = begin(writer)
    with pytest.raises(StoreError, match="disk is full"):
        play_on(writer, recorder, match)
    with pytest.raises(StoreError, match="disk is full"):
        writer.close()
    assert [row.status for row in listed(tmp_path / "a.db")] == ["finished", "interrupted"]
    with reading(tmp_path / "a.db") as store:
        assert check(store) == []


@pytest.mark.parametrize("seed", range(6))
def test_garbage_in_the_middle_is_told_in_one_line_by_every_command(tmp_path: Path, seed: int) -> None:
    identity, *_ = [record(tmp_path / "a.db", 200, number) for number in range(5)]
    data = bytearray((tmp_path / "a.db").read_bytes())
    dice = np.random.default_rng(seed)
    start = int(dice.integers(4096, len(data) - 4096))
    data[start : start + 4096] = dice.bytes(4096)
    (tmp_path / "a.db").write_bytes(data)
    store = ["--store", str(tmp_path / "a.db")]
    for command in (["list"], ["check"], ["show", identity], ["export", "--out", str(tmp_path / "out")]):
        result = CliRunner().invoke(main, ["data", *command, *store])
        assert result.exception is None or isinstance(result.exception, SystemExit), command
    assert CliRunner().invoke(main, ["data", "check", *store]).exit_code == 1


def test_an_error_in_the_thread_reaches_the_next_call_whatever_it_is(tmp_path: Path) -> None:
    with Writer(tmp_path / "a.db") as writer:
        recorder, match = begin(writer)
        writer.put(lambda connection: connection.execute("no SQL").fetchone())
        with pytest.raises(StoreError, match="syntax error"):
            writer.flush()
        with pytest.raises(StoreError, match="syntax error"):
            play(recorder, match, 1)
        with pytest.raises(StoreError, match="syntax error"):
            recorder.finish(0.0)
        with pytest.raises(StoreError, match="syntax error"):
            writer.close()


def test_a_job_that_fails_takes_back_all_of_its_transaction(tmp_path: Path) -> None:
    def fail(connection: sqlite3.Connection) -> None:
        connection.execute("DELETE FROM round")
        raise ZeroDivisionError

    record(tmp_path / "a.db", 5)
    writer = Writer(tmp_path / "a.db")
    writer.put(fail)
    with pytest.raises(StoreError):
        writer.close()
    writer.close()
    assert [row.ticks for row in listed(tmp_path / "a.db")] == [5]


def test_what_a_recorder_is_not_made_for_is_told(tmp_path: Path) -> None:
    with recording(tmp_path / "a.db") as (recorder, match), Writer(tmp_path / "a.db") as writer:
        with pytest.raises(StoreError, match="'lost' is no disposition"):
            recorder.input(0, "w", "north", 0.0, 0, "lost")
        with pytest.raises(StoreError, match="1 sittings for 2 seats"):
            Recorder(writer, match, SEATS[:1])


def test_a_key_of_nobody_and_a_second_person_are_kept(tmp_path: Path) -> None:
    with Writer(tmp_path / "a.db") as writer:
        people = (Sitting("person", "you"), Sitting("person", "second person"))
        recorder, match = begin(writer, seats=people)
        recorder.input(-1, "q", "", -0.5, 0, "unbound")
        recorder.finish(match.score)
    with reading(tmp_path / "a.db") as store:
        assert [row["seat"] for row in store["input"].rows] == [None]
        assert [row["place"] for row in store["participant"].rows] == [1, 2]


CHANGES = {
    "UPDATE chunk SET joint_actions = 'Z' || substr(joint_actions, 2)": "has other letters",
    "UPDATE chunk SET joint_actions = joint_actions || ' ..'": "21 ticks and 20 hashes",
    "UPDATE chunk SET lateness = 'soon'": "cannot be read",
    "UPDATE round SET header = '{}'": "cannot be read",
    "UPDATE round SET header = replace(header, '\"version\": 1', '\"version\": 7')": "version 7",
    "UPDATE round SET header = replace(header, 'kitchen', 'kitchn')": "kitchen",
    "UPDATE round SET header = replace(header, 'XXPXX', 'XXXXX')": "does not replay",
    "UPDATE round SET score = 60": "scores 0",
    "UPDATE chunk SET joint_actions = replace(joint_actions, 'E', 'W')": "at tick 2",
    "UPDATE seat SET name = 'expert'": "changed after it was closed",
    "DELETE FROM round": "gone, and no event says",
    "DROP TRIGGER event_stays; UPDATE event SET at = '2020' WHERE number = 1": "event 1 (started) was changed",
    "DROP TRIGGER event_stays; UPDATE event SET content = '?' WHERE number = 1": "event 1 (started) cannot be read",
    "DROP TRIGGER event_remains; DELETE FROM event WHERE number = 1": "event 2 does not follow event 0",
    "PRAGMA foreign_keys = OFF; DELETE FROM participant": "points to a participant",
}


@pytest.mark.parametrize(("change", "told"), CHANGES.items())
def test_the_check_finds_every_change(tmp_path: Path, change: str, told: str) -> None:
    record(tmp_path / "a.db", 20)
    with open_store(tmp_path / "a.db") as store:
        store.conn.executescript(change)
    with reading(tmp_path / "a.db") as store:
        assert any(told in sentence for sentence in check(store)), check(store)


def test_events_can_be_neither_changed_nor_removed(tmp_path: Path) -> None:
    record(tmp_path / "a.db", 3)
    with open_store(tmp_path / "a.db") as store:
        for change in ("UPDATE event SET at = '2020'", "DELETE FROM event"):
            with pytest.raises(sqlite3.IntegrityError, match="events only grow"):
                store.conn.execute(change)


def test_events_hold_no_name_no_key_and_no_participant(tmp_path: Path) -> None:
    record(tmp_path / "a.db", 3)
    with reading(tmp_path / "a.db") as store:
        contents = [json.loads(row["content"]) for row in store["event"].rows]
        assert [sorted(content) for content in contents] == [["round"], ["round", "seal"]]


def test_two_writes_of_a_round_in_one_transaction_and_one_that_is_tried_again_keep_each_tick_once(
    tmp_path: Path,
) -> None:
    match = game.Round(KITCHEN, KITCHEN.load_level("cramped_room"), 1)
    with Writer(tmp_path / "a.db") as writer:
        recorder = Recorder(writer, match, [Sitting("partner", "stay")] * 2)

        def go_on(ticks: int) -> None:
            for _ in range(ticks):
                step = match.step((0, 4))
                recorder.tick(step.joint_action, game.state_hash(step.state))
                recorder.input(0, "W", "north", 0.1, step.tick, "played")

        def twice(connection: sqlite3.Connection) -> None:
            for ticks in (3, 2):
                go_on(ticks)
                recorder._write(connection)  # noqa: SLF001 - what falls into one transaction is a matter of time

        def fails(connection: sqlite3.Connection) -> None:
            twice(connection)
            message = "once more"
            raise RuntimeError(message)

        with pytest.raises(RuntimeError):
            writer.do(fails)
        writer.do(twice)
        go_on(5)
        recorder.abandon()
    with reading(tmp_path / "a.db") as store:
        (row,) = list_rounds(store)
        assert row.ticks == match.tick == 15
        assert check(store) == []
        assert [each["tick"] for each in store.query("SELECT tick FROM input ORDER BY number")] == list(range(15))
