"""Joining a match of a server from the window: a seat by its code, and a connection that comes back by itself."""

from __future__ import annotations

import json
import queue
import re
import threading
import time
from http.cookiejar import CookieJar
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPCookieProcessor, Request, build_opener

from websockets.exceptions import WebSocketException
from websockets.sync.client import connect

from game.core.contract import CrossplayError

if TYPE_CHECKING:
    from collections.abc import Callable

    from websockets.sync.client import ClientConnection

LINK = re.compile(r"^/m/([A-Za-z]{5})/?$")
PASSING = frozenset({"too slow", "restart"})
"""Reasons for which a connection ends and may come back."""
RETRY = (0.2, 0.5, 1.0, 2.0)


class JoinError(CrossplayError):
    """A match that cannot be joined."""


def join(link: str, told: Callable[[str], None], seconds: float = 600.0) -> Connection:
    """Return the connection to a seat of the match behind a link such as ``http://HOST:PORT/m/CODE``.

    Waits until all people have come. Raises `JoinError` in one sentence for a link that is none, a match that is full
    and a server that does not answer.
    """
    parts = urlsplit(link)
    code = LINK.match(parts.path)
    if parts.scheme not in {"http", "https"} or not parts.netloc or code is None:
        message = f"{link!r} is no link to a match; one looks like http://127.0.0.1:8000/m/ABCDE"
        raise JoinError(message)
    base = f"{parts.scheme}://{parts.netloc}"
    opener = build_opener(HTTPCookieProcessor(CookieJar()))
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = _ask(opener, f"{base}/api/join/{code[1]}")
        if "token" in found:
            return Connection(base.replace("http", "ws", 1) + found["socket"], found["token"])
        told(f"waiting for {found['free']} more")
        time.sleep(1)
    message = f"nobody else came to {link} in {seconds:g} seconds"
    raise JoinError(message)


def _ask(opener: Any, address: str) -> dict[str, Any]:
    """Ask for a seat."""
    request = Request(address, b"{}", {"Content-Type": "application/json"})  # noqa: S310 - its scheme was looked at
    try:
        with opener.open(request, timeout=10) as answer:
            found: dict[str, Any] = json.loads(answer.read())
    except HTTPError as error:
        with error:
            words = re.search(r'role="alert">([^<]*)<', error.read().decode(errors="replace"))
        raise JoinError(words[1] if words else f"{address} answers {error.code}") from None
    except (URLError, OSError, ValueError) as error:
        message = f"{address} does not answer as a server of ours does ({error})"
        raise JoinError(message) from None
    return found


class Connection:
    """A seat on a server; messages come in by a thread of its own."""

    def __init__(self, address: str, token: str) -> None:
        self.state = "Connecting ..."
        self._address, self._token = address, token
        self._came: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
        self._socket: ClientConnection | None = None
        self._count, self._painted = 0, 0
        self._is_over = False
        self._thread = threading.Thread(target=self._run, name="guest", daemon=True)
        self._thread.start()

    def take(self) -> list[dict[str, Any]]:
        """Return the messages that have come since the last call."""
        found = []
        while not self._came.empty():
            found.append(self._came.get())
        return found

    def key(self, slot: str, key: str, tick: int, *, down: bool) -> None:
        """Send a key."""
        self._count += 1
        self._painted = tick
        told = {"t": "key", "n": self._count, "slot": slot, "key": key[:64], "down": down}
        self._send(told | {"at": time.monotonic() * 1000, "tick": tick})

    def leave(self) -> None:
        """Leave the match for good."""
        self._send({"t": "leave"})
        self.close()

    def close(self) -> None:
        """End the connection."""
        self._is_over = True
        if self._socket is not None:
            self._socket.close()

    def _send(self, told: dict[str, Any]) -> None:
        """Send a message, if there is a connection now."""
        if self._socket is not None:
            try:
                self._socket.send(json.dumps(told))
            except WebSocketException:
                self.state = "Connection lost, trying again ..."

    def _run(self) -> None:
        """Stay connected until the match is over."""
        tries = 0
        while not self._is_over:
            try:
                with connect(self._address, max_size=2**20) as socket:
                    self._socket, self._count, tries = socket, 0, 0
                    socket.send(json.dumps({"t": "hello", "token": self._token}))
                    for text in socket:
                        self._hear(json.loads(text))
            except (OSError, WebSocketException):
                self.state = "Connection lost, trying again ..."
            self._socket = None
            if not self._is_over:
                time.sleep(RETRY[min(tries, len(RETRY) - 1)])
                tries += 1

    def _hear(self, message: dict[str, Any]) -> None:
        """Take in a message."""
        if message["t"] == "welcome":
            self._token, self.state = message["token"], "connected"
        elif message["t"] == "ping":
            self._send({"t": "pong", "n": message["n"], "tick": self._painted, "focus": True})
            return
        elif message["t"] == "over" or (message["t"] == "bye" and message["why"] not in PASSING):
            self._is_over = True
        elif message["t"] == "bye":
            self.state = "Connection lost, trying again ..."
            return
        self._came.put(message)
