"""Whatever ends a process, what was on the disk is listed, replays, and nothing but the last moment is missing."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from data.check import check
from data.rounds import list_rounds
from data.store import reading
from tests.data.playing import listed, record, recording

if TYPE_CHECKING:
    from pathlib import Path

PLAYER = """
import sys, time, pathlib
from data.writer import Writer
from tests.data.playing import begin, play
rate, ticks = float(sys.argv[2]), int(sys.argv[3])
with Writer(pathlib.Path(sys.argv[1])) as writer:
    recorder, match = begin(writer)
    match.step((4, 4)), recorder.tick((4, 4), "0" * 16)
    recorder, match = begin(writer)
    started = time.monotonic()
    for tick in range(ticks):
        time.sleep(max(0, started + tick / rate - time.monotonic()))
        play(recorder, match, 1)
        print(tick, time.monotonic(), flush=True)
    recorder.finish(match.score)
"""


def player(path: Path, rate: float, ticks: int) -> subprocess.Popen[str]:
    """Start a process that leaves one round open and records another in real time."""
    command = [sys.executable, "-c", PLAYER, str(path), str(rate), str(ticks)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


@pytest.mark.parametrize("last", [0, 1, 7])
def test_a_killed_process_loses_at_most_two_ticks_of_ten_a_second(tmp_path: Path, last: int) -> None:
    with player(tmp_path / "a.db", 10.0, 400) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if line.split()[0] == str(last):
                process.send_signal(signal.SIGKILL)
                break
        left = process.stdout.read().splitlines()
    told = int(left[-1].split()[0]) + 1 if left else last + 1
    assert process.returncode == -signal.SIGKILL
    row = listed(tmp_path / "a.db")[-1]
    assert row.status == "interrupted"
    assert row.score is None
    assert told - 2 <= row.ticks <= told


def test_what_was_played_a_fifth_of_a_second_before_a_kill_is_there(tmp_path: Path) -> None:
    times: dict[int, float] = {}
    with player(tmp_path / "a.db", 200.0, 4000) as process:
        assert process.stdout is not None
        for line in process.stdout:
            tick, at = line.split()
            times[int(tick)] = float(at)
            if tick == "150":
                process.send_signal(signal.SIGKILL)
                killed = time.monotonic()
                break
    stored = listed(tmp_path / "a.db")[-1].ticks
    assert all(tick < stored for tick, at in times.items() if at < killed - 0.2)


def test_a_killed_round_replays_up_to_there_and_is_closed_by_the_next_process_that_records(tmp_path: Path) -> None:
    with player(tmp_path / "a.db", 200.0, 4000) as process:
        assert process.stdout is not None
        next(line for line in process.stdout if line.startswith("60 "))
        process.kill()
    record(tmp_path / "a.db", 3)
    with reading(tmp_path / "a.db") as store:
        assert [row.status for row in list_rounds(store)] == ["interrupted", "interrupted", "finished"]
        kinds = [kind for (kind,) in store.execute("SELECT kind FROM event ORDER BY number").fetchall()]
        assert kinds == ["started", "started", "interrupted", "interrupted", "started", "finished"]
        assert [wrong for wrong in check(store) if "at tick 0" not in wrong] == []
    assert [path.name for path in tmp_path.iterdir()] == ["a.db"]


def test_a_round_that_another_process_plays_is_left_alone(tmp_path: Path) -> None:
    with player(tmp_path / "a.db", 200.0, 4000) as process:
        assert process.stdout is not None
        next(line for line in process.stdout if line.startswith("1 "))
        with recording(tmp_path / "a.db") as (recorder, match):
            assert [row.status for row in listed(tmp_path / "a.db")] == ["playing"] * 3
            recorder.finish(match.score)
        assert [row.status for row in listed(tmp_path / "a.db")] == ["playing", "playing", "finished"]
        process.kill()


def test_two_processes_record_into_one_store_and_nothing_is_lost(tmp_path: Path) -> None:
    processes = [player(tmp_path / "a.db", 400.0, 200) for _ in range(2)]
    for process in processes:
        process.communicate()
    rows = listed(tmp_path / "a.db")
    assert [row.ticks for row in rows if row.status == "finished"] == [200] * 2
    with reading(tmp_path / "a.db") as store:
        assert [wrong for wrong in check(store) if "at tick 0" not in wrong] == []
