"""The simulator against its peers and the machine: every pair runs in turn on one core, in processes of their own."""

from __future__ import annotations

import os
import statistics
import sys
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.process import Process

if TYPE_CHECKING:
    from collections.abc import Iterator

TURNS = 7
SECONDS = 0.7
PLANES_BYTES = 2 * 5 * 4 * 26
"""Bytes of both seats' planes on cramped_room."""
LARGEST = "soup_coordination"
"""The 2020 level with the most floor; its planes are 2.75 times those of cramped_room."""


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison."""

    name: str
    ours: float
    """Joint steps (or what the name says) per CPU second; per wall second where two cores work."""
    peer: float
    ratio: float
    """Median over the turns of ours by the peer's, which ran just after."""
    goal: float
    holds: bool


@dataclass(frozen=True, slots=True)
class Contest:
    """Two processes to run in turn."""

    name: str
    ours: tuple[str, ...]
    peer: tuple[str, ...]
    """Empty where a fixed ``limit`` stands in the peer's place."""
    goal: float
    scale: float = 1.0
    """Units of the peer's count that make one of ours."""
    clock: str = "cpu"
    limit: float = 0.0

    @property
    def processes(self) -> tuple[tuple[str, ...], ...]:
        """The programs to start."""
        return (self.ours, self.peer) if self.peer else (self.ours,)


def contests() -> tuple[Contest, ...]:
    """Return every comparison with the goal that it is held against."""
    return (*_against_packages(), *_against_the_machine(), *_against_levels(), *_one_at_a_time())


def _ours(what: str, batch: int = 1024, level: str = "cramped_room", threads: int = 1) -> tuple[str, ...]:
    """Return our program as words."""
    return ("ours.py", what, level, str(batch), str(threads))


def _against_packages() -> Iterator[Contest]:
    """Yield the comparisons with other packages."""
    yield Contest("rules / overcooked_ai_py", _ours("rules"), ("overcooked.py", "rules"), 800)
    yield Contest("features of both / overcooked_ai_py", _ours("features"), ("overcooked.py", "features"), 1200)
    yield Contest("planes of both / overcooked_ai_py", _ours("planes"), ("overcooked.py", "planes"), 1000)
    for batch in (64, 256, 1024):
        peer = ("jaxmarl_overcooked.py", str(batch))
        yield Contest(f"planes of both / JaxMARL at its batch {batch}", _ours("planes"), peer, 12)


def _against_the_machine() -> Iterator[Contest]:
    """Yield the comparisons with copying as many bytes, and of two cores with one."""
    for batch, goal in ((1024, 0.45), (8192, 0.75)):
        peer = ("ours.py", "copy", str(batch * PLANES_BYTES))
        yield Contest(f"planes of both / copy, batch {batch}", _ours("planes", batch), peer, goal, PLANES_BYTES)
    for what in ("planes", "features"):
        two, one = (("ours.py", "together", what, "1024", number) for number in "21")
        yield Contest(f"{what} of both, two cores / one, a process each", two, one, 1.7, clock="wall")
        two, one = _ours(what, 8192, threads=2), _ours(what, 8192)
        yield Contest(f"{what} of both, two cores / one, a thread each", two, one, 1.7, clock="wall")


def _against_levels() -> Iterator[Contest]:
    """Yield the comparisons of larger levels with cramped_room, per joint step."""
    for level in ("counter_circuit_o_1order", LARGEST):
        for what in ("rules", "features", "planes"):
            yield Contest(f"{what} on {level} / cramped_room", _ours(what, level=level), _ours(what), 0.5)


def _one_at_a_time() -> Iterator[Contest]:
    """Yield what is held against a number of ticks a second."""
    yield Contest("rules, batch of one / 100,000 a second", _ours("rules", 1), (), 1.0, limit=100_000)
    yield Contest("features of both, batch of one / 100,000 a second", _ours("features", 1), (), 1.0, limit=100_000)
    for partner in ("cook", "stay"):
        words = ("ours.py", "play", "cramped_room", partner)
        yield Contest(f"play with two partners {partner!r} / 5,000 a second", words, (), 1.0, limit=5_000)


def run(contest: Contest, peer_python: str, *, turns: int = TURNS, seconds: float = SECONDS) -> Row | str:
    """Return the result of a contest, or a sentence when one of its processes does not start."""
    allowed = os.sched_getaffinity(0)
    cores = allowed if contest.clock == "wall" else {min(allowed)}
    if contest.clock == "wall" and len(allowed) < 2:  # noqa: PLR2004 - two cores
        return f"{contest.name}: not measured, it needs two cores and there is {len(allowed)}"
    with ExitStack() as stack:
        runners = []
        for words in contest.processes:
            python = sys.executable if words[0] == "ours.py" else peer_python
            runners.append(stack.enter_context(Process(words, python, cores)))
            if runners[-1].answer() is None:
                return f"{contest.name}: not measured, {words[0]} does not start: {runners[-1].complaint()}"
        measured = [[runner.rate(contest.clock, seconds) for runner in runners] for _ in range(turns)]
    return judge(contest, measured)


def judge(contest: Contest, measured: list[list[float]]) -> Row:
    """Return the row of a contest from the rates [turns, processes]."""
    ours = [turn[0] for turn in measured]
    peer = [turn[1] / contest.scale if contest.peer else contest.limit for turn in measured]
    ratio = statistics.median(own / other for own, other in zip(ours, peer, strict=True))
    middle = round(statistics.median(ours)), round(statistics.median(peer))
    return Row(contest.name, *middle, round(ratio, 3), contest.goal, ratio >= contest.goal)
