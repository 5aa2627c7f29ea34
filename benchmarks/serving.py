"""How a server holds up: a hundred players in fifty matches, partners in many matches, and how far it goes."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.host import Host
from benchmarks.hostile import hostile
from benchmarks.large import large
from benchmarks.rows import row
from benchmarks.visits import crowd, returns, seen
from study.player import Lived, play

if TYPE_CHECKING:
    from collections.abc import Iterator

RATE = 10.0
SECONDS = 20.0
LADDER = (100, 150, 200, 300, 400, 600, 800, 1000, 1200, 1600)
"""Matches of two players at once, one step after the other until one is late."""
PEER = 10
"""Games at most of Overcooked-AI's demo, whose config.json fixes it."""


def rows(*, quick: bool = False) -> Iterator[dict[str, Any]]:
    """Yield what was measured, each with its limit and whether it holds."""
    seconds = 6.0 if quick else SECONDS
    with Host(is_pinned=True) as host:
        people = _load(host, 5 if quick else 50, "", seconds)
        name = f"{people['clients']} players in {people['matches']} matches at {RATE:g} Hz"
        yield row(f"{name}: tick lateness p99, ms", people["late p99"], 15)
        yield row(f"{name}: rate error, %", people["rate error"], 0.1)
        yield row(f"{name}: key to effect p50, ms", people["effect p50"], 60)
        yield row(f"{name}: key to effect p99, ms", people["effect p99"], 120)
        yield row(f"{name}: CPU seconds a second", people["CPU"], 1)
        for matches in (20,) if quick else (200, 250):
            partners = _load(host, matches, "ours", seconds)
            name = f"{matches} players each with a trained partner"
            yield row(f"{name}: tick lateness p99, ms", partners["late p99"], 25)
            yield row(f"{name}: late decisions, %", partners["late decisions"], 0.1)
        most, told = 0, {"late p99": 0.0}
        for matches in (10,) if quick else LADDER:
            found = _load(host, matches, "", 8.0)
            if found["late p99"] > 50:  # noqa: PLR2004 - milliseconds
                told = found
                break
            most, told = matches, found
        yield {
            "name": f"matches of two players within 50 ms p99 (then {told['late p99']:.0f} ms)", "ours": most,
            "limit": PEER, "ratio": most / PEER, "holds": most >= PEER,
        }  # fmt: skip
        yield from hostile(host, 5 if quick else 50, seconds)
        yield from returns(host, 10 if quick else 100)
        yield from crowd(host, 20 if quick else 200)
        yield from seen(host, 5 if quick else 20)
    yield from large(4 if quick else 1024, 5 if quick else 50)


def _load(host: Host, matches: int, partner: str, seconds: float) -> dict[str, Any]:
    """Return what some matches came to in some seconds, after two to settle."""
    tickets = host.tell(do="begin", matches=matches, partner=partner, rate=RATE, level="cramped_room")["tickets"]
    lived, before, after = asyncio.run(_play(host, tickets, seconds))
    host.tell(do="end")
    effects = np.array([each for one in lived for each in one.effects] or [0.0]) * 1000
    errors = [_error(one) for one in lived if len(one.ticks) > 20]  # noqa: PLR2004 - two seconds
    return after | {
        "matches": matches,
        "clients": len(tickets),
        "effect p50": float(np.percentile(effects, 50)),
        "effect p99": float(np.percentile(effects, 99)),
        "rate error": float(np.max(errors)) if errors else 0.0,
        "CPU": (after["CPU seconds"] - before["CPU seconds"]) / seconds,
        "late decisions": 100 * after["late decisions"] / max(after["decided"], 1),
    }


async def _play(host: Host, tickets: list[str], seconds: float) -> tuple[list[Lived], dict[str, Any], dict[str, Any]]:
    """Let players play, and ask the server how it did."""
    loop = asyncio.get_running_loop()
    tasks = [
        asyncio.create_task(play(host.address, token, seed=number, seconds=seconds + 5))
        for number, token in enumerate(tickets)
    ]
    await asyncio.sleep(4)
    before = await loop.run_in_executor(None, lambda: host.tell(do="stats"))
    await asyncio.sleep(seconds)
    after = await loop.run_in_executor(None, lambda: host.tell(do="stats"))
    return list(await asyncio.gather(*tasks)), before, after


def _error(lived: Lived) -> float:
    """Return by how many per cent the ticks came faster or slower than they should, over the whole time."""
    ticks, times = zip(*lived.ticks[10:], strict=True)
    slope = float(np.polyfit(np.array(times) - times[0], np.array(ticks, float), 1)[0])
    return abs(slope / RATE - 1) * 100
