"""A client that takes nothing, and one that sends without end: what they cost the others."""

from __future__ import annotations

import asyncio
import contextlib
import json
from typing import TYPE_CHECKING, Any

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from benchmarks.rows import row
from study.player import play

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.host import Host

RATE = 10.0
SETTLE = 3.0
FLOOD = 1_000
"""Messages a second."""


def hostile(host: Host, matches: int, seconds: float) -> Iterator[dict[str, Any]]:
    """Yield by how much one stalled and one flooding client move the others' ticks and the server's memory."""
    begun = host.tell(do="begin", matches=matches + 2, partner="", rate=RATE, level="cramped_room")
    tickets = begun["tickets"]
    before, after = asyncio.run(_beside(host, tickets, seconds))
    host.tell(do="end")
    moved = max(0.0, after["late p99"] - before["late p99"])
    name = f"{matches} matches beside one stalled and one flooding client"
    yield row(f"{name}: p99 moved by, ms", moved, 5)
    yield row(f"{name}: memory for the two, MiB", max(0.0, after["grown"] - before["grown"]), 2)


async def _beside(host: Host, tickets: list[str], seconds: float) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return how the server did in some seconds without, and as many with hostile clients."""
    good = tickets[:-4]
    tasks = [
        asyncio.create_task(play(host.address, token, seed=number, seconds=2 * seconds + 3 * SETTLE))
        for number, token in enumerate([*good, tickets[-3], tickets[-1]])
    ]
    await asyncio.sleep(SETTLE)
    before = await _stretch(host, seconds)
    bad = [asyncio.create_task(_stall(host, tickets[-4])), asyncio.create_task(_flood(host, tickets[-2]))]
    await asyncio.sleep(SETTLE)
    after = await _stretch(host, seconds)
    for task in bad:
        task.cancel()
    await asyncio.gather(*tasks, *bad, return_exceptions=True)
    return before, after


async def _stretch(host: Host, seconds: float) -> dict[str, Any]:
    """Return how a server did in some seconds, and by how many MiB it has grown."""
    loop = asyncio.get_running_loop()
    first = await loop.run_in_executor(None, lambda: host.tell(do="stats"))
    await asyncio.sleep(seconds)
    last = await loop.run_in_executor(None, lambda: host.tell(do="stats"))
    return last | {"grown": last["RSS MiB"] - first["RSS MiB"]}


async def _stall(host: Host, token: str) -> None:
    """Take a seat and nothing else, until the server has enough of it; then again, for ever."""
    while True:
        with contextlib.suppress(ConnectionClosed, OSError):
            async with connect(host.address, max_queue=1, ping_interval=None, close_timeout=0.1) as socket:
                await socket.send(json.dumps({"t": "hello", "token": token}))
                socket.transport.pause_reading()
                await asyncio.sleep(1e6)
        await asyncio.sleep(0.5)


async def _flood(host: Host, token: str) -> None:
    """Send a thousand messages a second, and come again whenever that ends."""
    number = 0
    while True:
        with contextlib.suppress(ConnectionClosed, OSError):
            async with connect(host.address, ping_interval=None, close_timeout=0.1) as socket:
                await socket.send(json.dumps({"t": "hello", "token": token}))
                while True:
                    for _ in range(FLOOD // 100):
                        number += 1
                        told = {"t": "key", "n": number, "slot": "use", "key": "use", "down": True, "at": 0, "tick": 0}
                        await socket.send(json.dumps(told))
                    await asyncio.sleep(0.01)
        await asyncio.sleep(0.1)
