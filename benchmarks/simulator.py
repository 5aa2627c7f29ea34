"""The simulator against its peers and the machine: every pair runs in turn on one core, in processes of their own."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

PEERS = Path(__file__).parent / "peers"
TURNS = 5
SECONDS = 1.0
PLANES_BYTES = 2 * 5 * 4 * 26
"""Bytes of both seats' planes on cramped_room."""
LARGEST = "soup_coordination"


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison."""

    name: str
    ours: float
    """Joint steps (or what the name says) per CPU second; per wall second where two cores work."""
    peer: float
    ratio: float
    goal: float
    holds: bool


@dataclass(frozen=True, slots=True)
class Contest:
    """Two processes to run in turn."""

    name: str
    ours: tuple[str, ...]
    peer: tuple[str, ...]
    goal: float
    scale: float = 1.0
    """Units of the peer's count that make one of ours."""
    clock: str = "cpu"
    limit: float = 0.0
    """Stands in the peer's place where there is none."""

    @property
    def processes(self) -> tuple[tuple[str, ...], ...]:
        """The programs to start."""
        return (self.ours, self.peer) if self.peer else (self.ours,)


def contests() -> tuple[Contest, ...]:
    """Return every comparison with the goal that it is held against."""
    room = ("ours.py", "planes", "cramped_room")
    rules = ("ours.py", "rules", "cramped_room", "1024")
    features = ("ours.py", "features", "cramped_room", "1024")
    return (
        Contest("rules / overcooked_ai_py", rules, ("overcooked.py", "rules"), 800),
        Contest("features of both / overcooked_ai_py", features, ("overcooked.py", "features"), 1200),
        Contest("planes of both / overcooked_ai_py", (*room, "1024"), ("overcooked.py", "planes"), 1000),
        *(
            Contest(f"planes of both / JaxMARL, batch {batch}", (*room, "1024"), ("jaxmarl_overcooked.py", str(batch)), 12)
            for batch in (64, 256, 1024)
        ),
        Contest("planes / copy, 1024", (*room, "1024"), ("ours.py", "copy", str(1024 * PLANES_BYTES)), 0.45, PLANES_BYTES),
        Contest("planes / copy, 8192", (*room, "8192"), ("ours.py", "copy", str(8192 * PLANES_BYTES)), 0.75, PLANES_BYTES),
        *(
            Contest(f"{what} on {level} / cramped_room", ("ours.py", what, level, "1024"), (
                "ours.py", what, "cramped_room", "1024"), 0.5)
            for level in ("counter_circuit_o_1order", LARGEST)
            for what in ("rules", "features", "planes")
        ),
        Contest("planes, two cores / one", (*room, "8192", "2"), (*room, "8192", "1"), 1.7, clock="wall"),
        Contest("batch of one / 100,000 a second", (*rules[:3], "1"), (), 1.0, limit=100_000),
        Contest("play with two cooks / 5,000 ticks a second", ("ours.py", "play", "cramped_room"), (), 1.0, limit=5_000),
    )


class Process:
    """A measured process."""

    def __init__(self, words: tuple[str, ...], python: str, cores: set[int]) -> None:
        program = [python, str(PEERS / words[0]), *words[1:]]
        path = os.pathsep.join([str(PEERS), str(PEERS.parent.parent)])
        single = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": path}
        self._process = subprocess.Popen(  # noqa: S603 - our own programs
            program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ | single
        )
        os.sched_setaffinity(self._process.pid, cores)

    def __enter__(self) -> Process:
        """Return this process."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the process."""
        self._process.kill()
        self._process.communicate()

    def answer(self) -> dict[str, Any] | None:
        """Return the next line of the process, or None when it ended instead."""
        stdout = self._process.stdout
        line = stdout.readline() if stdout is not None else ""
        while line and not line.startswith("{"):
            line = stdout.readline() if stdout is not None else ""
        found: dict[str, Any] | None = json.loads(line) if line else None
        return found

    def rate(self, clock: str) -> float:
        """Run for a turn and return steps per second of ``clock``."""
        if self._process.stdin is not None:
            print(SECONDS, file=self._process.stdin, flush=True)
        answer = self.answer()
        return answer["steps"] / answer[clock] if answer else 0.0


def run(contest: Contest, peer_python: str) -> Row | None:
    """Return the result of a contest, or None when one of its processes does not start."""
    cores = os.sched_getaffinity(0)
    cores = cores if contest.clock == "wall" else {min(cores)}
    pythons = [sys.executable if words[0] == "ours.py" else peer_python for words in contest.processes]
    with ExitStack() as stack:
        runners = [
            stack.enter_context(Process(words, python, cores))
            for words, python in zip(contest.processes, pythons, strict=True)
        ]
        if any(runner.answer() is None for runner in runners):
            return None
        turns = [[runner.rate(contest.clock) for runner in runners] for _ in range(TURNS)]
    ours = [turn[0] for turn in turns]
    peer = [turn[1] / contest.scale if contest.peer else contest.limit for turn in turns]
    ratio = statistics.median(own / other for own, other in zip(ours, peer, strict=True))
    holds = ratio >= contest.goal
    return Row(contest.name, round(statistics.median(ours)), round(statistics.median(peer)), ratio, contest.goal, holds)


def rows(peer_python: str = sys.executable, only: str = "") -> Iterator[Row | str]:
    """Yield every comparison, and a sentence for each whose peer is not installed."""
    for contest in contests():
        if only not in contest.name:
            continue
        row = run(contest, peer_python)
        yield row or f"{contest.name}: the peer does not start; install it with: pip install -e '.[bench]'"
