"""Backups: whole copies while the store is written to, and a store made from one again."""

from __future__ import annotations

import sqlite3
import threading
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

import game
from crossplay import main
from data.backup import back_up, backups, restore
from data.check import check
from data.recorder import Recorder
from data.rounds import list_rounds
from data.sitting import Sitting
from data.store import StoreError, reading
from data.studies import add_participant, erase
from data.writer import Writer

if TYPE_CHECKING:
    from pathlib import Path

GAME = game.load("kitchen")
LEVEL = GAME.load_level("cramped_room")
PERSON = "a0b1c2d3" * 4


def play(writer: Writer, seed: int, ticks: int = 400, who: str = "") -> str:
    """Play a round into a store and return its id."""
    round_ = game.Round(GAME, GAME.lasting(LEVEL, ticks), seed)
    first = Sitting("person", "you", "", who) if who else Sitting("partner", "stay")
    recorder = Recorder(writer, round_, [first, Sitting("partner", "stay")])
    while not round_.is_over:
        step = round_.step((seed % 6, 4))
        recorder.tick(step.joint_action, game.state_hash(step.state))
    recorder.finish(round_.score)
    return recorder.id


def test_a_copy_made_while_rounds_are_written_is_whole_and_becomes_a_store(tmp_path: Path) -> None:
    store, folder = tmp_path / "store.db", tmp_path / "copies"
    stop = threading.Event()
    with Writer(store) as writer:
        first = play(writer, 1)

        def write() -> None:
            seed = 2
            while not stop.is_set():
                play(writer, seed, 60)
                seed += 1

        thread = threading.Thread(target=write)
        thread.start()
        copies = [back_up(store, folder) for _ in range(5)]
        stop.set()
        thread.join()
        with pytest.raises(StoreError, match="in use"):
            restore(copies[0], store)
    for copy in copies:
        with reading(copy) as db:
            assert check(db) == []
            assert first in {row.id for row in list_rounds(db)}
    aside = restore(copies[0], store)
    assert aside is not None
    with reading(store) as new, reading(aside) as old, reading(copies[0]) as copy:
        assert {row.id for row in list_rounds(new)} == {row.id for row in list_rounds(copy)}
        assert {row.id for row in list_rounds(new)} <= {row.id for row in list_rounds(old)}
        assert check(old) == []
    with Writer(store) as writer:
        play(writer, 9, 20)
    with reading(store) as db:
        assert check(db) == []


def test_copies_go_when_there_are_too_many_and_when_somebody_is_forgotten(tmp_path: Path) -> None:
    store, folder = tmp_path / "store.db", tmp_path / "copies"
    with Writer(store) as writer:
        writer.do(lambda connection: add_participant(connection, PERSON))
        play(writer, 1, 30, PERSON)
        for _ in range(4):
            back_up(store, folder, keep=3)
        assert len(backups(store, folder)) == 3
        assert all(PERSON.encode() in path.read_bytes() for path in backups(store, folder))
        writer.alone(lambda connection: erase(connection, PERSON))
        last = back_up(store, folder, keep=3)
    assert backups(store, folder) == [last]
    assert PERSON.encode() not in last.read_bytes()


def test_what_is_no_backup_changes_nothing_and_is_told(tmp_path: Path) -> None:
    store, folder = tmp_path / "store.db", tmp_path / "copies"
    with Writer(store) as writer:
        play(writer, 1, 30)
    before = store.read_bytes()
    good = back_up(store, folder)
    half, text, wrong = tmp_path / "half.db", tmp_path / "text.db", tmp_path / "wrong.db"
    half.write_bytes(good.read_bytes()[: good.stat().st_size // 2])
    text.write_text("not a store", encoding="utf-8")
    wrong.write_bytes(good.read_bytes())
    connection = sqlite3.connect(wrong)
    connection.execute("UPDATE round SET score = 60")
    connection.commit()
    connection.close()
    for path in (half, text, wrong, tmp_path / "none.db", store):
        with pytest.raises(StoreError):
            restore(path, store)
    assert store.read_bytes() == before
    with pytest.raises(StoreError, match="there is no store"):
        back_up(tmp_path / "none.db", folder)
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(StoreError):
        back_up(store, tmp_path / "file")


def test_the_commands_copy_and_restore(tmp_path: Path) -> None:
    store, folder = tmp_path / "store.db", tmp_path / "copies"
    with Writer(store) as writer:
        play(writer, 1, 30)
    run = CliRunner()
    done = run.invoke(main, ["data", "backup", "--store", str(store), "--out", str(folder)])
    assert done.exit_code == 0, done.output
    new = tmp_path / "new.db"
    again = run.invoke(main, ["data", "restore", done.stdout.strip(), "--store", str(new)])
    assert (again.exit_code, "is made from" in again.stdout) == (0, True)
    assert run.invoke(main, ["data", "check", "--store", str(new)]).exit_code == 0
