"""Nonsense without end: messages on sockets and forms on pages, after which nothing may have failed unnoticed."""

from __future__ import annotations

import asyncio
import contextlib
import http
import http.client
import json
import random
import re
import time
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from benchmarks.host import Host

if TYPE_CHECKING:
    from collections.abc import Iterator

RATE = 10.0
TOGETHER = 8
"""Connections at once."""
BESIDE = 200
"""Messages a connection sends at most, which is below what counts as a flood."""
PAGES = (
    "/", "/games/{}", "/m/{}", "/m/{}/join", "/m/{}/leave", "/m/{}/state", "/matches", "/join", "/api/join/{}",
    "/study", "/study/{}", "/study/room", "/study/after", "/study/done", "/study/withdraw", "/study/preview",
    "/levels/kitchen/{}", "/levels/{}/x.json", "/experimenter/login", "/experimenter/{}", "/experimenter/rounds/{}",
    "/static/{}",
)  # fmt: skip
FIELDS = (
    "csrf_token", "game", "level", "seat-0", "seat-1", "rate", "code", "agree", "rtt", "password", "partner", "state",
)  # fmt: skip
WORDS = (
    "", "0", "-1", "1e999", "NaN", "null", "' OR 1=1 --", "<script>alert(1)</script>", "../../etc/passwd", "%00",
    "\x00", "\ud7ff\U0001f600", "kitchen", "cramped_room", "person", "a" * 5_000, "=cmd|' /C calc'!A0", "{{7*7}}",
    "%s%n", "\U0001f642" * 50,
)  # fmt: skip
VALUES = (None, -1, 2**70, 1e308, [], {}, "x" * 3_000, True, "\x00")
SLOTS = ("north", "use", "say 1", "nowhere", "")
SELDOM, OFTEN, MOSTLY = 0.02, 0.7, 0.9


class Fuzzed(NamedTuple):
    """What came of it."""

    messages: int
    forms: int
    errors: int
    """What the server logged as an error."""
    answers: int
    """Pages answered with 500 and above, or not at all."""
    plays: bool
    """Whether a match of others went on all the while."""


def fuzz(messages: int, forms: int, seed: int = 1) -> Fuzzed:
    """Send so many messages and forms to a server of its own, and return what came of it."""
    with Host() as host:
        watched = host.tell(do="begin", matches=1, partner="cook", rate=RATE, level="cramped_room")
        sent, plays = asyncio.run(_messages(host, messages, seed, watched))
        answers = sum(_forms(host, forms, seed))
        host.tell(do="end")
        errors = int(host.tell(do="stats")["errors"])
    return Fuzzed(sent, forms, errors, answers, plays)


async def _messages(host: Host, count: int, seed: int, watched: dict[str, Any]) -> tuple[int, bool]:
    """Send messages over many connections, some at once; tells how many, and whether a match beside them went on."""
    loop = asyncio.get_running_loop()
    terms = {"grace": 600.0, "wait": 3600.0}
    begun = await loop.run_in_executor(
        None,
        lambda: host.tell(do="begin", matches=TOGETHER, partner="stay", rate=RATE, level="cramped_room", terms=terms),
    )
    quiet = asyncio.create_task(_stay(host, watched["tickets"][0]))
    before = await loop.run_in_executor(None, lambda: host.tell(do="state", match=watched["matches"][0]))
    began = time.monotonic()
    jobs = [
        _one(host, begun["matches"][lane], begun["tickets"][lane], count // TOGETHER, random.Random(f"{seed} {lane}"))  # noqa: S311 - nonsense
        for lane in range(TOGETHER)
    ]
    sent = sum(await asyncio.gather(*jobs))
    seconds = time.monotonic() - began
    after = await loop.run_in_executor(None, lambda: host.tell(do="state", match=watched["matches"][0]))
    quiet.cancel()
    await asyncio.gather(quiet, return_exceptions=True)
    return sent, after["tick"] - before["tick"] >= 0.9 * RATE * seconds - 50


async def _stay(host: Host, token: str) -> None:
    """Sit in a match and press nothing."""
    async with connect(host.address, compression=None) as socket:
        await socket.send(json.dumps({"t": "hello", "token": token}))
        async for text in socket:
            told = json.loads(text)
            if told["t"] == "ping":
                await socket.send(json.dumps({"t": "pong", "n": told["n"], "tick": 0, "focus": True}))


async def _one(host: Host, match: str, token: str, count: int, dice: random.Random) -> int:
    """Send so many messages, over a new connection whenever the server has enough of one."""
    loop, sent = asyncio.get_running_loop(), 0
    while sent < count:
        sent += 1
        with contextlib.suppress(ConnectionClosed, InvalidStatus, OSError):
            async with connect(host.address, compression=None, ping_interval=None, close_timeout=0.2) as socket:
                await socket.send(json.dumps({"t": "hello", "token": token}))
                async for text in socket:
                    told = json.loads(text)
                    if told["t"] == "welcome":
                        token = told["token"]
                        break
                for number in range(min(BESIDE, count - sent)):
                    await socket.send(message(dice, number))
                    sent += 1
        if dice.random() < SELDOM:
            told = await loop.run_in_executor(None, lambda: host.tell(do="ticket", match=match, seat=0))
            token = told["ticket"]
    return sent


def message(dice: random.Random, number: int) -> str | bytes:
    """Return a message that is right, in half of all cases, so that a connection lives for a while; else nonsense."""
    key = {"t": "key", "n": number, "slot": dice.choice(SLOTS), "key": "Space", "down": True, "at": 1.5, "tick": 3}
    others = ({"t": "pong", "n": number, "tick": 1, "focus": True}, {"t": "hello", "token": "x"}, {"t": "leave"})
    told: dict[str, Any] = dice.choice((key, key, *others))
    text = json.dumps(told)
    wrong = bytearray(text.encode())
    wrong[dice.randrange(len(wrong))] = dice.randrange(256)
    nonsense = (
        json.dumps(told | {dice.choice(sorted(told)): dice.choice(VALUES)}),
        json.dumps(told | {dice.choice(("__class__", "admin", "T", "")): 1}),
        text[: dice.randrange(len(text))],
        "[" * dice.randrange(1, 4_000),
        dice.randbytes(dice.randrange(0, 400)),
        bytes(wrong),
    )
    return dice.choice((*[json.dumps(key)] * len(nonsense), *nonsense))


def _forms(host: Host, count: int, seed: int) -> Iterator[int]:
    """Send forms, and yield 1 for each that is answered with 500 and above, or not at all."""
    dice = random.Random(seed)  # noqa: S311 - nonsense
    line = http.client.HTTPConnection("127.0.0.1", host.port, timeout=30)
    cookie, token = "", ""
    for number in range(count):
        if number % 50 == 0:
            line.request("GET", "/study")
            answer = line.getresponse()
            found = re.search(r'name="csrf_token" value="([^"]+)"', answer.read().decode())
            cookie, token = (answer.getheader("Set-Cookie") or "").partition(";")[0], found[1] if found else ""
        path = dice.choice(PAGES).format(urlencode({"": dice.choice(WORDS)})[1:][:200])
        form = {name: dice.choice(WORDS) for name in dice.sample(FIELDS, 4)}
        if dice.random() < OFTEN:
            form["csrf_token"] = token
        body = urlencode(form, errors="replace") if dice.random() < MOSTLY else dice.randbytes(300)
        headers = {
            "Cookie": cookie,
            "Content-Type": dice.choice(("application/x-www-form-urlencoded", "application/json")),
        }
        try:
            line.request(dice.choice(("GET", "POST", "POST", "POST", "PUT", "HEAD")), path, body, headers)
            answer = line.getresponse()
            answer.read()
            yield int(answer.status >= http.HTTPStatus.INTERNAL_SERVER_ERROR)
        except (http.client.HTTPException, OSError):
            line.close()
            yield 1
    line.close()
