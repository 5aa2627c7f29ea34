"""A forgotten person is gone from the bytes of the file, and the events still prove everything else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from crossplay import main
from data.check import check
from data.exports import EpisodeFiles, export, ready
from data.forget import forget
from data.imports import import_path
from data.merge import merge
from data.sitting import PERSON, Sitting
from data.store import StoreError, reading
from data.writer import Writer
from tests.data.playing import begin, listed, play, record

if TYPE_CHECKING:
    from pathlib import Path

    from data.recorder import Recorder

SOMEONE = "0f3c5a6b7c8d9eaf0f3c5a6b7c8d9eaf"


def record_secret(path: Path) -> Recorder:
    """Record a round by a participant whose traces are easily found."""
    with Writer(path) as writer:
        writer.put(
            lambda connection: connection.execute("INSERT INTO participant VALUES (?, '2026', NULL)", (SOMEONE,))
        )
        row = (SOMEONE, "name", "Rumpelstiltskin")
        writer.put(lambda connection: connection.execute("INSERT INTO personal VALUES (?, ?, ?)", row))
        seats = (Sitting(PERSON, "Rumpelstiltskin", participant=SOMEONE), Sitting("partner", "cook", "{}"))
        recorder, match = begin(writer, 31337, seats)
        play(recorder, match, 60)
        recorder.input(0, "left-handed key", "north", 1.0, 5, "played")
        recorder.finish(match.score)
    return recorder


def everything(folder: Path) -> bytes:
    """Return the bytes of all files of a folder."""
    return b"".join(path.read_bytes() for path in folder.iterdir() if path.is_file())


def test_nothing_of_a_forgotten_person_is_left_in_the_bytes(tmp_path: Path) -> None:
    record(tmp_path / "a.db", 30, 1)
    recorder = record_secret(tmp_path / "a.db")
    with reading(tmp_path / "a.db") as store:
        (chunk,) = store.query("SELECT * FROM chunk WHERE round = ?", [recorder.id])
    traces = [SOMEONE, "Rumpelstiltskin", "left-handed key", "31337", chunk["joint_actions"], chunk["state_hashes"]]
    before = everything(tmp_path)
    assert [trace for trace in traces if trace.encode() not in before] == []
    assert forget(tmp_path / "a.db", SOMEONE) == 1
    after = everything(tmp_path)
    assert [trace for trace in traces if trace.encode() in after] == []
    assert [word for word in chunk["state_hashes"].split()[30:] if word.encode() in after] == []


def test_the_other_rounds_and_the_chain_of_events_stay_whole(tmp_path: Path) -> None:
    kept = record(tmp_path / "a.db", 30)
    record_secret(tmp_path / "a.db")
    forget(tmp_path / "a.db", SOMEONE)
    assert [row.id for row in listed(tmp_path / "a.db")] == [kept]
    with reading(tmp_path / "a.db") as store:
        assert check(store) == []
        assert [row["kind"] for row in store["event"].rows][-1] == "forgotten"


def test_a_copy_that_came_in_by_a_file_goes_too(tmp_path: Path) -> None:
    recorder = record_secret(tmp_path / "b.db")
    with reading(tmp_path / "b.db") as store:
        folder = ready(tmp_path / "out")
        list(export(store, folder, EpisodeFiles(folder), [recorder.id]))
    with Writer(tmp_path / "a.db") as writer:
        assert [done.stored for done in import_path(writer, folder)] == [1]
        assert merge(writer, tmp_path / "b.db").stored == 1
    assert forget(tmp_path / "a.db", SOMEONE) == 2
    assert listed(tmp_path / "a.db") == []


def test_a_forgotten_person_does_not_come_back_by_a_merge(tmp_path: Path) -> None:
    record_secret(tmp_path / "a.db")
    (tmp_path / "b.db").write_bytes((tmp_path / "a.db").read_bytes())
    forget(tmp_path / "a.db", SOMEONE)
    with Writer(tmp_path / "a.db") as writer:
        done = merge(writer, tmp_path / "b.db")
        assert (done.stored, len(done.told)) == (0, 1)
        assert "forgotten here" in done.told[0]
    with Writer(tmp_path / "b.db") as writer:
        (told,) = merge(writer, tmp_path / "a.db").told
        assert told.startswith(f"participant {SOMEONE} was forgotten there")


def test_nobody_is_forgotten_while_another_program_has_the_store_open(tmp_path: Path) -> None:
    record_secret(tmp_path / "a.db")
    with reading(tmp_path / "a.db") as store:
        assert store["round"].count == 1
        with pytest.raises(StoreError, match="locked by another program"):
            forget(tmp_path / "a.db", SOMEONE, patience=0.05)
    assert len(listed(tmp_path / "a.db")) == 1


def test_the_command_asks_first_and_tells_an_unknown_participant(tmp_path: Path) -> None:
    record(tmp_path / "a.db", 5)
    store = ["--store", str(tmp_path / "a.db")]
    row = json.loads(CliRunner().invoke(main, ["data", "list", "--json", *store]).stdout)
    (who,) = (who for who in row["participants"] if who)
    assert CliRunner().invoke(main, ["data", "forget", who, *store], input="n\n").exit_code == 1
    assert len(listed(tmp_path / "a.db")) == 1
    unknown = CliRunner().invoke(main, ["data", "forget", "nobody", "--yes", *store])
    assert (unknown.exit_code, "no participant 'nobody'" in unknown.stderr) == (1, True)
    done = CliRunner().invoke(main, ["data", "forget", who, *store], input="y\n")
    assert done.stdout == "forgotten, with 1 rounds\n"
    assert listed(tmp_path / "a.db") == []
