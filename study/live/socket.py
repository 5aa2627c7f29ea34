"""A player's connection: messages in, checked and counted; messages out, with only the newest picture waiting."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections import deque
from typing import TYPE_CHECKING, Any

from data.live import Sample
from study.live.allowance import Allowance
from study.live.direct import EXTENSION
from study.live.messages import Bye, Hello, Key, Leave, MessageError, Ping, Pong, read, write

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from study.live.direct import Direct
    from study.live.hub import Hub
    from study.live.match import Match

logger = logging.getLogger(__name__)
FIRST = 10.0
"""Seconds in which a connection must say who it is."""
BEHIND = 10.0
"""Seconds after which a connection that takes nothing any more is closed."""
WAITING = 64
"""Messages, besides pictures, that may wait for a connection."""
FLOOD, RATE = 240.0, 120.0
"""Messages of one connection that may come at once, and in a second in the long run; one with more is closed."""
EVERY = 1.0
"""Seconds between pings."""
POLICY = 1008
"""Close code of RFC 6455."""
MOST = 16_384
"""Bytes of a message beyond which the connection is closed before it is read."""


class Connection:
    """One WebSocket, as ASGI has it, with a short way out where there is one."""

    def __init__(self, send: Callable[[dict[str, Any]], Awaitable[None]], direct: Direct | None = None) -> None:
        self._send, self._direct = send, direct
        self._events: deque[bytes] = deque()
        self._picture: bytes | None = None
        self._wake = asyncio.Event()
        self._moved = time.monotonic()
        self._is_sending = False
        self.closing: tuple[int, str] | None = None
        self.is_done = False
        """Whether everything was said that is to be said, and the connection is over."""

    def post(self, data: bytes, *, is_picture: bool = False) -> None:
        """Send a message soon; of pictures only the newest."""
        if self._is_free and self._direct is not None and self._direct.write(data):
            self._moved = time.monotonic()
            return
        if is_picture:
            self._picture = data
        elif len(self._events) < WAITING:
            self._events.append(data)
        else:
            self.closing = (POLICY, "too slow")
        self._wake.set()

    def close(self, why: str, words: str) -> None:
        """Say why, and end the connection."""
        self._events.append(write(Bye(why, words)))
        self.closing = self.closing or (POLICY, why)
        self._wake.set()

    @property
    def _is_free(self) -> bool:
        """Whether nothing waits to be sent."""
        return not self._is_sending and not self._events and self._picture is None and self.closing is None

    @property
    def is_stuck(self) -> bool:
        """Whether nothing could be sent for long."""
        return time.monotonic() - self._moved > BEHIND and bool(self._events or self._picture)

    async def run(self) -> None:
        """Send what is posted until the connection closes."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._events:
                await self._put(self._events.popleft())
            if self._picture is not None:
                picture, self._picture = self._picture, None
                await self._put(picture)
            if self.closing is not None:
                code, why = self.closing
                await self._send({"type": "websocket.close", "code": code, "reason": why})
                return

    async def _put(self, data: bytes) -> None:
        """Send one message."""
        self._is_sending = True
        await self._send({"type": "websocket.send", "text": data.decode()})
        self._is_sending = False
        self._moved = time.monotonic()


class Player:
    """What is known of who is at the other end."""

    def __init__(self, hub: Hub, link: Connection) -> None:
        self.hub, self.link = hub, link
        self.match: Match | None = None
        self.seat = -1
        self._allowance = Allowance(FLOOD, RATE)
        self._pinged: dict[int, float] = {}
        self._number, self._second = 0, 0

    def take_in(self, text: str | bytes) -> bool:
        """Take in a message, and tell whether more may come; where not, the connection is closed with a sentence."""
        if self.link.closing is not None:
            return False
        try:
            self.take(text)
        except MessageError as error:
            self.link.close("invalid", str(error))
        return self.link.closing is None

    def take(self, text: str | bytes) -> None:
        """Take in a message; raises `MessageError` for what may not come."""
        now = time.monotonic()
        if not self._allowance.take(now):
            message = f"more than {RATE:g} messages a second came; this connection is closed"
            raise MessageError(message)
        message_ = read(text)
        if isinstance(message_, Hello):
            self._hello(message_)
        elif self.match is None:
            message = "the first message must be a hello with the token of a seat"
            raise MessageError(message)
        elif self._has_seat:
            self._act(message_, now)

    def ping(self) -> None:
        """Ask for an answer, and note the second that is over."""
        if self.match is None or self.match.is_over:
            return
        rtt = -1.0
        if self._has_seat:
            chair = self.match.chairs[self.seat]
            rtt = chair.rtt
            sample = Sample(
                self.match.id, self.seat, self._second, chair.rtt, chair.jitter, chair.painted,
                int(chair.is_focused), chair.slow,
            )  # fmt: skip
            self.hub.note(sample)
        self._second += 1
        self._number += 1
        self._pinged = {self._number: time.monotonic(), **dict(list(self._pinged.items())[:8])}
        self.link.post(write(Ping(self._number, round(rtt, 1))))

    def gone(self) -> None:
        """Note that the connection is over."""
        if self.match is None:
            return
        if self.link in self.match.watchers:
            self.match.watchers.remove(self.link)
        elif self.seat in self.match.chairs:
            self.match.chairs[self.seat].detach(self.link, time.monotonic())

    @property
    def _has_seat(self) -> bool:
        """Whether this connection is the newest in its seat."""
        return (
            self.match is not None and self.seat in self.match.chairs and self.match.chairs[self.seat].link is self.link
        )

    def _hello(self, hello: Hello) -> None:
        """Take the seat."""
        if self.match is not None:
            message = "this connection has its seat already"
            raise MessageError(message)
        found = self.hub.attach(hello.token, self.link)
        if found is None:
            self.link.close("unknown", "This seat is no longer yours, or the round is long over; load the page anew.")
            return
        self.match, self.seat = found

    def _act(self, message: Key | Pong | Leave, now: float) -> None:
        """Do what a seated player says."""
        match = self.match
        if match is None:
            return
        if isinstance(message, Key):
            match.press(self.seat, message, now)
        elif isinstance(message, Leave):
            self.hub.leave(match, self.seat)
        elif (sent := self._pinged.pop(message.n, None)) is not None:
            chair, rtt = match.chairs[self.seat], (now - sent) * 1000
            chair.jitter += (abs(rtt - chair.rtt) - chair.jitter) / 8 if chair.rtt >= 0 else 0.0
            chair.rtt, chair.painted, chair.is_focused, chair.slow = rtt, message.tick, message.focus, message.slow


async def serve(scope: dict[str, Any], receive: Any, send: Any, hub: Hub) -> None:
    """Talk to one player until either side ends it; raises nothing for whatever comes in."""
    await receive()
    if not _is_own(scope):
        await send({"type": "websocket.close", "code": POLICY})
        return
    await send({"type": "websocket.accept"})
    direct = scope.get("extensions", {}).get(EXTENSION)
    link = Connection(send, direct)
    player = Player(hub, link)
    if direct is not None:
        direct.taker = player.take_in
    sender = asyncio.create_task(link.run())
    reader = asyncio.create_task(_read(receive, player))
    pinger = asyncio.create_task(_ping(player))
    try:
        await asyncio.wait({sender, reader, pinger}, return_when=asyncio.FIRST_COMPLETED)
        if reader.done() and not sender.done() and link.closing is not None:
            await asyncio.wait({sender}, timeout=1)
    finally:
        if direct is not None:
            direct.taker = None
        link.is_done = True
        player.gone()
        for task in (sender, reader, pinger):
            task.cancel()
        for task in (sender, reader, pinger):
            with contextlib.suppress(asyncio.CancelledError, OSError, RuntimeError):
                await task


async def _read(receive: Callable[[], Awaitable[dict[str, Any]]], player: Player) -> None:
    """Take in messages until the other side is gone or says what it may not."""
    while True:
        event = await receive()
        if event["type"] == "websocket.disconnect":
            return
        if not player.take_in(event.get("text") or event.get("bytes") or b""):
            return


async def _ping(player: Player) -> None:
    """Ask for answers, and end a connection that does not say who it is or takes nothing."""
    began = time.monotonic()
    while True:
        await asyncio.sleep(EVERY)
        if player.match is None and time.monotonic() - began > FIRST:
            player.link.close("silent", f"no hello came within {FIRST:g} seconds")
        if player.link.is_stuck:
            return
        player.ping()


def _is_own(scope: dict[str, Any]) -> bool:
    """Tell whether a handshake comes from a page of this server, or from a program, which names no origin."""
    headers = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
    origin, host = headers.get(b"origin", ""), headers.get(b"host", "")
    return not origin or origin.partition("://")[2] == host
