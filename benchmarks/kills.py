"""A server killed in the middle of a match, again and again: what was lost, and how soon it plays on."""

from __future__ import annotations

import asyncio
import random
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.host import Host
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
        host = Host(store)
        begun = host.tell(do="begin", matches=matches, partner="", rate=RATE, level="cramped_room")
        tokens = begun["tickets"]
        for _ in range(times):
            lived, host, serving = _kill(store, host, tokens, dice.uniform(1.5, 3.5))
            tokens = [one.token for one in lived]
            with reading(store) as db:
                stored = {row.id: row.ticks for row in list_rounds(db)}
            again = asyncio.run(_look(host, tokens))
            yield _judged(lived, again, sorted(stored.values()), serving)
            tokens = [one.token for one in again]
        host.tell(do="end")
        host.kill()
        with reading(store) as db:
            wrongs = check(db)
            wrongs += [row.id for row in list_rounds(db) if len(read_round(db, row.id).hashes) != row.ticks]
        if wrongs:
            raise KillError(wrongs)


def _kill(store: Path, host: Host, tokens: list[str], after: float) -> tuple[list[Lived], Host, float]:
    """Kill a server while players play, start it again, and return what they saw until then."""

    async def playing() -> list[Lived]:
        tasks = [
            asyncio.create_task(play(host.address, token, seed=number, seconds=60))
            for number, token in enumerate(tokens)
        ]
        await asyncio.sleep(after)
        host.kill()
        return list(await asyncio.gather(*tasks))

    lived = asyncio.run(playing())
    began = time.monotonic()
    again = Host(store, host.port)
    return lived, again, time.monotonic() - began


async def _look(host: Host, tokens: list[str]) -> list[Lived]:
    """Return to the seats and play for some seconds."""
    tasks = [play(host.address, token, seed=n, seconds=3.5) for n, token in enumerate(tokens)]
    return list(await asyncio.gather(*tasks))


def _judged(lived: list[Lived], again: list[Lived], stored: list[int], serving: float) -> Killed:
    """Return what a kill came to; the matches' ticks are told apart by their number only, since all run alike."""
    kept, seen = max(one.kept for one in lived), max(one.ticks[-1][0] for one in lived if one.ticks)
    least = min(stored)
    went_on = all(one.ticks and one.ticks[-1][0] > one.ticks[0][0] >= least for one in again)
    slowest = min(one.kept for one in lived)
    return Killed(max(0, slowest - least, kept - stored[-1]), max(0, seen - stored[-1]), serving, went_on)
