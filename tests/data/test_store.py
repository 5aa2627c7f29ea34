"""A stored round replays, an interrupted one up to where it stopped, and what is no store is refused."""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING

import pytest

import game
from data.check import check
from data.live import Sample, write_samples
from data.rounds import find_round, get_episode, list_rounds, read_round
from data.schema import APPLICATION, MIGRATIONS
from data.store import StoreError, open_store, own_store, reading
from data.writer import Writer
from tests.data.playing import CARD, KITCHEN, listed, record, recording

if TYPE_CHECKING:
    from pathlib import Path


def old_store(path: Path) -> None:
    """Make a store as version 1 made it, with a finished round and an interrupted one."""
    match = game.Round(KITCHEN, KITCHEN.load_level("cramped_room"), 1)
    header = game.format_episode(match.episode()).splitlines()[0]
    steps = [match.step((tick % 6, tick % 5)) for tick in range(30)]
    letters = [action.letter for action in KITCHEN.actions]
    connection = sqlite3.connect(path)
    connection.executescript(MIGRATIONS[0] + "PRAGMA user_version = 1;")
    for identity, names, score, at in (
        ("a", ["you", "cook"], 0.0, "2026-01-01"),
        ("b", ["cook", "you"], None, "2026-01-02"),
    ):
        row = (identity, header, "cramped_room", json.dumps(names), at, score)
        connection.execute("INSERT INTO round VALUES (?, ?, ?, ?, ?, ?)", row)
        for first in range(0, 30, 10):
            some = steps[first : first + 10]
            joints = " ".join("".join(letters[action] for action in step.joint_action) for step in some)
            hashes = " ".join(game.state_hash(step.state) for step in some)
            connection.execute("INSERT INTO chunk VALUES (?, ?, ?, ?)", (identity, first, joints, hashes))
    connection.commit()
    connection.close()


def test_a_stored_round_replays_to_every_stored_hash(tmp_path: Path) -> None:
    identity = record(tmp_path / "a.db", 25)
    with reading(tmp_path / "a.db") as store:
        assert [(row.ticks, row.score, row.status) for row in list_rounds(store)] == [(25, 0.0, "finished")]
        assert len(get_episode(store, identity).joint_actions) == 25
        assert check(store) == []


def test_the_ticks_the_keys_the_lateness_and_the_cards_are_kept(tmp_path: Path) -> None:
    identity = record(tmp_path / "a.db", 25)
    with reading(tmp_path / "a.db") as store:
        assert read_round(store, identity).lateness == (2,) * 25
        assert store["input"].count == 25
        assert [row["card"] for row in store["partner"].rows] == [CARD]
        assert [row["ticks"] for row in store["chunk"].rows] == [25]


def test_the_person_at_the_keyboard_is_one_participant(tmp_path: Path) -> None:
    for seed in (1, 2):
        record(tmp_path / "a.db", 5, seed)
    first, second = listed(tmp_path / "a.db")
    assert first.participants == second.participants
    assert [who is None for who in first.participants] == [False, True]


def test_a_round_left_early_is_listed_as_abandoned_and_an_open_one_as_being_played(tmp_path: Path) -> None:
    with recording(tmp_path / "a.db") as (recorder, _):
        assert [row.status for row in listed(tmp_path / "a.db")] == ["playing"]
        recorder.abandon()
        assert [row.status for row in listed(tmp_path / "a.db")] == ["abandoned"]


def test_a_store_of_version_one_opens_and_keeps_its_rounds(tmp_path: Path) -> None:
    old_store(tmp_path / "a.db")
    first, second = listed(tmp_path / "a.db")
    assert (first.id, first.ticks, first.score, first.status) == ("a", 30, 0.0, "finished")
    assert (second.id, second.ticks, second.score, second.status) == ("b", 30, None, "interrupted")
    assert first.partners == ("you", "cook")
    assert first.participants[0] == second.participants[1] is not None
    with reading(tmp_path / "a.db") as store:
        assert check(store) == []


def test_a_fresh_store_has_the_tables_of_a_migrated_one(tmp_path: Path) -> None:
    old_store(tmp_path / "old.db")
    with open_store(tmp_path / "old.db") as old, open_store(tmp_path / "new.db") as new:
        assert old.schema == new.schema
        assert new.execute("PRAGMA application_id").fetchone()[0] == APPLICATION


def test_a_store_is_in_wal_mode_syncs_fully_and_holds_to_foreign_keys(tmp_path: Path) -> None:
    with open_store(tmp_path / "a.db") as store:
        asked = [
            store.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
        strict = [table.strict for table in store.tables]
    assert asked == ["wal", 2, 1]
    assert all(strict)


def test_a_store_from_a_newer_program_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="version 99"):
        open_store(path)
    assert path.read_bytes() == before


def test_a_file_that_is_no_store_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    path.write_bytes(b"holiday pictures" * 100)
    with pytest.raises(StoreError, match="cannot be used as a store"):
        open_store(path)
    assert path.read_bytes() == b"holiday pictures" * 100


def test_a_database_of_another_program_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE bookmark (address TEXT)")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="belongs to another program"):
        open_store(path)
    assert path.read_bytes() == before


def test_a_store_that_is_only_to_be_read_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no store at"), reading(tmp_path / "typo.db"):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_round_is_found_by_the_beginning_of_its_id_unless_several_have_it(tmp_path: Path) -> None:
    identities = [record(tmp_path / "a.db", 3, seed) for seed in range(17)]
    with reading(tmp_path / "a.db") as store:
        assert find_round(store, identities[0][:12]) == identities[0]
        with pytest.raises(StoreError, match="no round 'x'"):
            find_round(store, "x")
        with pytest.raises(StoreError, match="no round '%'"):
            find_round(store, "%")
        with pytest.raises(StoreError, match="several rounds"):
            find_round(store, next(row for row in "0123456789abcdef" if sum(i[0] == row for i in identities) > 1))


def test_a_second_of_a_connection_whose_round_was_erased_is_dropped_and_others_are_kept(tmp_path: Path) -> None:
    known = record(tmp_path / "s.db", 3)
    samples = [Sample(each, 0, second, 20.0, 1.0, 3, 1, 0) for each in (known, "erased") for second in (0, 0, 1)]
    with Writer(tmp_path / "s.db") as writer:
        writer.put(lambda connection: write_samples(connection, samples))
    with reading(tmp_path / "s.db") as store:
        found = store.execute("SELECT round, second FROM net ORDER BY second").fetchall()
    assert found == [(known, 0), (known, 1)]


def test_an_unknown_round_is_told(tmp_path: Path) -> None:
    record(tmp_path / "a.db", 3)
    with reading(tmp_path / "a.db") as store, pytest.raises(StoreError, match="no round 'x'"):
        get_episode(store, "x")


def test_the_own_store_is_in_the_persons_data_folder() -> None:
    assert own_store().name == "store.db"
    assert own_store().parent.name == "crossplay"
