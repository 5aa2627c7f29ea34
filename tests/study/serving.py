"""A server in a thread, and what tests do with it."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from typing import TYPE_CHECKING, Any

import msgspec

from study.design.reading import STARTER, parse_design
from study.live.plan import Plan, Terms
from study.server import Server
from study.walker import Browser
from study.web.settings import settings_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from study.design.reading import Source
    from study.live.hub import Hub, Ticket
    from study.live.match import Match

TERMS = Terms(wait=5, nobody="end", grace=0.5, gone="partner", countdown=0.05)
QUICK = (("ticks: 300", "ticks: 12"), ("ticks: 150", "ticks: 12"), ("ticks: 200", "ticks: 12"))


class Served:
    """A running server."""

    def __init__(self, store: Path, source: Source | None = None, pace: float = 1.0, **known: Any) -> None:
        self.store = store
        self.server = Server(settings_of(store, "127.0.0.1", 0, {}), lambda _: None, source, pace, **known)
        self._thread = threading.Thread(target=self.server.run, daemon=True)
        self._thread.start()
        assert self.server.wait()

    @property
    def base(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.server.bound}"

    @property
    def socket(self) -> str:
        """The address of its socket."""
        return f"ws://127.0.0.1:{self.server.bound}/ws"

    @property
    def hub(self) -> Hub:
        """Its hub."""
        assert self.server.service is not None
        return self.server.service.hub

    def browser(self) -> Browser:
        """Return a new browser."""
        return Browser(self.base)

    def begin(self, *seats: str, ticks: int = 30, rate: float = 30.0, **terms: Any) -> Match:
        """Begin a match on the cramped room."""
        plan = Plan("kitchen", "cramped_room", seats, 1, rate, ticks, msgspec.structs.replace(TERMS, **terms))
        return self.hub.matches[self.hub.begin(plan)]

    def ticket(self, match: Match, seat: int) -> str:
        """Return what opens a seat."""
        found: Ticket = self.hub.call(lambda: self.hub.ticket(match.id, seat))  # type: ignore[assignment]
        return found.token

    def close(self) -> None:
        """Stop it."""
        self.server.stop()
        self._thread.join(20)
        assert not self._thread.is_alive()


@contextlib.contextmanager
def serving(store: Path, source: Source | None = None, pace: float = 1.0, **known: Any) -> Iterator[Served]:
    """Serve for a while."""
    served = Served(store, source, pace, **known)
    try:
        yield served
    finally:
        served.close()


def starter(*changes: tuple[str, str]) -> Source:
    """Return the starter design with short rounds and some texts changed."""
    text = STARTER.read_text(encoding="utf-8")
    for old, new in (*QUICK, *changes):
        assert old in text, old
        text = text.replace(old, new)
    return parse_design(text, "study.yaml")


def run(coroutine: Any, seconds: float = 30) -> Any:
    """Run a coroutine in a loop of its own."""
    return asyncio.run(asyncio.wait_for(coroutine, seconds))
