"""Merged stores hold each round once, keep their people apart, and tell what does not fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from data.check import check
from data.imports import import_path
from data.merge import merge
from data.store import StoreError, open_store, reading
from data.writer import Writer
from tests.data.playing import listed, record, recording
from tests.data.test_import import write_trajectory

if TYPE_CHECKING:
    from pathlib import Path


def test_rounds_of_both_stores_are_there_once_and_their_people_apart(tmp_path: Path) -> None:
    here, there = record(tmp_path / "a.db", 20), record(tmp_path / "b.db", 30)
    before = (tmp_path / "b.db").read_bytes()
    with Writer(tmp_path / "a.db") as writer:
        first, second = (merge(writer, tmp_path / "b.db") for _ in range(2))
    assert (first.stored, first.known, first.told) == (1, 0, ())
    assert (second.stored, second.known, second.told) == (0, 1, ())
    rows = listed(tmp_path / "a.db")
    assert {row.id for row in rows} == {here, there}
    assert len({row.participants[0] for row in rows}) == 2
    with reading(tmp_path / "a.db") as store:
        assert check(store) == []
        assert sorted((row["place"] for row in store["participant"].rows), key=str) == [1, None]
        assert store["input"].count == 50
    assert (tmp_path / "b.db").read_bytes() == before


def test_a_round_that_was_imported_in_both_is_there_once(tmp_path: Path) -> None:
    path = write_trajectory(tmp_path / "t.json")
    for name in ("a.db", "b.db"):
        with Writer(tmp_path / name) as writer:
            list(import_path(writer, path))
    with Writer(tmp_path / "a.db") as writer:
        done = merge(writer, tmp_path / "b.db")
    assert (done.stored, done.known) == (0, 1)


def test_a_round_that_differs_is_told_and_the_one_here_is_kept(tmp_path: Path) -> None:
    identity = record(tmp_path / "a.db", 20)
    (tmp_path / "b.db").write_bytes((tmp_path / "a.db").read_bytes())
    with open_store(tmp_path / "b.db") as store:
        store.conn.execute("UPDATE seat SET name = 'expert'")
    with Writer(tmp_path / "a.db") as writer:
        done = merge(writer, tmp_path / "b.db")
    assert done.told == (f"round {identity} is another one here; the one here was kept",)
    assert listed(tmp_path / "a.db")[0].partners == ("you", "cook")


def test_a_round_that_does_not_replay_is_not_taken(tmp_path: Path) -> None:
    record(tmp_path / "a.db", 20)
    record(tmp_path / "b.db", 20)
    with open_store(tmp_path / "b.db") as store:
        store.conn.execute("UPDATE chunk SET joint_actions = replace(joint_actions, 'E', 'W')")
    record(tmp_path / "b.db", 10)
    with open_store(tmp_path / "b.db") as store:
        store.conn.execute("UPDATE chunk SET joint_actions = '?' WHERE ticks = 10")
    with Writer(tmp_path / "a.db") as writer:
        done = merge(writer, tmp_path / "b.db")
    assert (done.stored, len(done.told)) == (0, 2)
    assert "differs from what was played at tick 2" in done.told[0]
    assert "does not replay" in done.told[1]


def test_a_round_that_is_still_played_is_not_taken(tmp_path: Path) -> None:
    record(tmp_path / "a.db", 3)
    with recording(tmp_path / "b.db"), Writer(tmp_path / "a.db") as writer:
        done = merge(writer, tmp_path / "b.db")
    assert (done.stored, len(done.told)) == (0, 1)
    assert "is still being played" in done.told[0]
    with Writer(tmp_path / "a.db") as writer:
        assert merge(writer, tmp_path / "b.db").stored == 1
    assert sorted(row.status for row in listed(tmp_path / "a.db")) == ["finished", "interrupted"]


def test_what_is_no_other_store_is_told(tmp_path: Path) -> None:
    record(tmp_path / "a.db", 3)
    (tmp_path / "b.db").write_bytes(b"holiday pictures" * 100)
    with Writer(tmp_path / "a.db") as writer:
        with pytest.raises(StoreError, match="is the store itself"):
            merge(writer, tmp_path / "a.db")
        with pytest.raises(StoreError, match="there is no store"):
            merge(writer, tmp_path / "c.db")
        with pytest.raises(StoreError, match="no SQLite file"):
            merge(writer, tmp_path / "b.db")
