"""A server killed in the middle of a match, again and again: what was lost, and how soon it plays on."""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from data.check import check
from data.rounds import list_rounds, read_round
from data.store import reading
from study.player import Lived, play

if TYPE_CHECKING:
    from collections.abc import Iterator

RATE = 10.0


class KillError(Exception):
    """A store that a kill has damaged."""


class Killed(NamedTuple):
    """What one kill came to."""

    lost: int
    """Ticks that the server had said are on the disk, and that were not."""
    missing: int
    """Ticks that a player saw and that are not on the disk."""
    serving: float
    """Seconds until pages are served again."""
    went_on: bool
    """Whether the players' next pictures show the match as it was."""


def kills(times: int, matches: int, seed: int = 1) -> Iterator[Killed]:
    """Yield what each of some kills, at random moments of some matches of two, came to.

    Raises `KillError` where a round does not replay as it was played.
    """
    dice = random.Random(seed)  # noqa: S311 - moments
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "kill.db"
        process, port = start(store, 0)
        tell(process, {"do": "begin", "matches": matches, "partner": "", "rate": RATE, "level": "cramped_room"})
        tokens = heard(process)["tickets"]
        for _ in range(times):
            lived, process, serving = _kill(store, process, port, tokens, dice.uniform(1.5, 3.5))
            tokens = [one.token for one in lived]
            with reading(store) as db:
                stored = {row.id: row.ticks for row in list_rounds(db)}
            again = asyncio.run(_look(port, tokens))
            yield _judged(lived, again, sorted(stored.values()), serving)
            tokens = [one.token for one in again]
        tell(process, {"do": "end"})
        heard(process)
        process.kill()
        ended(process)
        with reading(store) as db:
            wrongs = check(db)
            wrongs += [row.id for row in list_rounds(db) if len(read_round(db, row.id).hashes) != row.ticks]
        if wrongs:
            raise KillError(wrongs)


def start(store: Path, port: int) -> tuple[subprocess.Popen[str], int]:
    """Start a server in a process of its own and return it with its port."""
    command = [sys.executable, "-m", "benchmarks.host", str(store), str(port)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # noqa: S603
    return process, int(heard(process)["port"])


def tell(process: subprocess.Popen[str], told: dict[str, Any]) -> None:
    """Say something to a server's process."""
    print(json.dumps(told), file=process.stdin, flush=True)


def ended(process: subprocess.Popen[str]) -> None:
    """Wait until a server's process is gone."""
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()


def heard(process: subprocess.Popen[str]) -> dict[str, Any]:
    """Return the next thing that a server's process says."""
    found: dict[str, Any] = json.loads(process.stdout.readline())  # type: ignore[union-attr]
    return found


def _kill(
    store: Path, process: subprocess.Popen[str], port: int, tokens: list[str], after: float
) -> tuple[list[Lived], subprocess.Popen[str], float]:
    """Kill a server while players play, start it again, and return what they saw until then."""

    async def playing() -> list[Lived]:
        tasks = [
            asyncio.create_task(play(f"ws://127.0.0.1:{port}/ws", token, seed=number, seconds=60))
            for number, token in enumerate(tokens)
        ]
        await asyncio.sleep(after)
        process.kill()
        return list(await asyncio.gather(*tasks))

    lived = asyncio.run(playing())
    ended(process)
    began = time.monotonic()
    again, _ = start(store, port)
    return lived, again, time.monotonic() - began


async def _look(port: int, tokens: list[str]) -> list[Lived]:
    """Return to the seats and play for some seconds."""
    tasks = [play(f"ws://127.0.0.1:{port}/ws", token, seed=n, seconds=3.5) for n, token in enumerate(tokens)]
    return list(await asyncio.gather(*tasks))


def _judged(lived: list[Lived], again: list[Lived], stored: list[int], serving: float) -> Killed:
    """Return what a kill came to; the matches' ticks are told apart by their number only, since all run alike."""
    kept, seen = max(one.kept for one in lived), max(one.ticks[-1][0] for one in lived if one.ticks)
    least = min(stored)
    went_on = all(one.ticks and one.ticks[-1][0] > one.ticks[0][0] >= least for one in again)
    slowest = min(one.kept for one in lived)
    return Killed(max(0, slowest - least, kept - stored[-1]), max(0, seen - stored[-1]), serving, went_on)
