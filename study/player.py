"""A player made of code: it speaks the browser's protocol over a real socket, for pilots, benchmarks and tests."""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import time
from typing import TYPE_CHECKING, NamedTuple

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

if TYPE_CHECKING:
    from websockets.asyncio.client import ClientConnection


class Lived(NamedTuple):
    """What a player saw of a match."""

    why: str
    """How it ended, or ``"cut"``."""
    ticks: list[tuple[int, float]]
    """Every picture that came: its tick and when."""
    effects: list[float]
    """Seconds from a key to the first picture that knows of it."""
    token: str
    """With which the seat can be taken again."""
    kept: int
    """Ticks that the server said are on the disk."""


async def play(  # noqa: PLR0913 - keyword-only circumstances
    address: str,
    token: str,
    *,
    seed: int = 0,
    every: float = 0.35,
    seconds: float = 1e9,
    is_leaving: bool = False,
) -> Lived:
    """Play a seat until the match is over, or for some seconds; then leave for good, or just cut the line.

    A key goes down and up about each ``every`` seconds. Raises `OSError` where nobody answers.
    """
    dice = random.Random(seed)  # noqa: S311 - decoration
    lived = Lived("cut", [], [], token, 0)
    pending: dict[int, float] = {}
    seen = [lived]
    async with connect(address, max_size=2**20, compression=None) as socket:
        await socket.send(json.dumps({"t": "hello", "token": token}))
        pressing = asyncio.create_task(_press(socket, dice, every, pending))
        try:
            await asyncio.wait_for(_look(socket, seen, pending), seconds)
        except TimeoutError:
            if is_leaving:
                await socket.send(json.dumps({"t": "leave"}))
        except ConnectionClosed:
            pass
        finally:
            pressing.cancel()
    return seen[0]


async def _look(socket: ClientConnection, seen: list[Lived], pending: dict[int, float]) -> None:
    """Take in what comes until the match is over; ``seen`` holds what was seen so far."""
    painted = 0
    async for text in socket:
        message, lived = json.loads(text), seen[0]
        kind = message["t"]
        if kind == "welcome":
            seen[0] = lived._replace(token=message["token"])
        elif kind == "tick":
            now = time.perf_counter()
            painted = message["scene"]["tick"]
            if not lived.ticks or lived.ticks[-1][0] != painted:
                lived.ticks.append((painted, now))
            seen[0] = lived._replace(kept=message["kept"])
            for number in [each for each in pending if each <= message["ack"]]:
                began = pending.pop(number)
                if message["stage"] == "playing":
                    lived.effects.append(now - began)
        elif kind == "ping":
            with contextlib.suppress(ConnectionClosed):  # what was said before the end is still to be read
                await socket.send(json.dumps({"t": "pong", "n": message["n"], "tick": painted, "focus": True}))
        elif kind in {"over", "bye"}:
            seen[0] = lived._replace(why=message["why"])
            return


async def _press(socket: ClientConnection, dice: random.Random, every: float, pending: dict[int, float]) -> None:
    """Press keys for ever, and note when."""
    number = 0
    await asyncio.sleep(every * dice.random())
    while True:
        slot = dice.choice(("north", "south", "east", "west", "use", "use"))
        for down in (True, False):
            number += 1
            if down:
                pending[number] = time.perf_counter()
            told = {"t": "key", "n": number, "slot": slot, "key": slot, "down": down, "at": 0, "tick": 0}
            await socket.send(json.dumps(told))
            await asyncio.sleep(every / 2)
