"""uvicorn's WebSocket, with a short way in and out: no queue, no dictionary, no task to be woken for a message.

A live match has ten messages a second for each player, and handing one over cost more than playing its tick. Where the
short way is barred, before the application has asked for it or while a connection takes nothing, ASGI's own is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from websockets.http11 import Request

EXTENSION = "crossplay.direct"
"""Under which name the application finds the protocol among the ASGI extensions of its scope."""
LATE = 16_384
"""Bytes that may come after a connection was closed from here, such as what was on its way."""
SMALL, LARGE = 126, 1 << 16
"""Bytes from which the length of a message takes two, and eight, bytes more."""


class Direct(WebSocketsSansIOProtocol):
    """One connection; without extensions of the protocol, such as deflate."""

    taker: Callable[[bytes], None] | None = None
    """Is called with each text that comes in, once the application has set it."""

    _late = 0

    def data_received(self, data: bytes) -> None:
        """Take in bytes; who goes on and on after the connection was closed is not listened to."""
        if self.close_sent:
            self._late += len(data)
            if self._late > LATE:
                self.transport.abort()
                return
        super().data_received(data)

    def handle_connect(self, event: Request) -> None:
        """Tell the application of the short way."""
        super().handle_connect(event)
        if self.tasks and hasattr(self, "scope"):
            scope: Any = self.scope
            scope["extensions"][EXTENSION] = self

    def send_receive_event_to_app(self) -> None:
        """Hand over a message that has come in."""
        if self.taker is None or self.curr_msg_data_type != "text":
            super().send_receive_event_to_app()
            return
        data, self.frames = b"".join(self.frames), []
        if not self.close_sent:
            self.taker(data)

    def write(self, data: bytes) -> bool:
        """Send a text at once; tells whether that could be done, or it must wait."""
        if self.close_sent or self.disconnected or not self.writable.is_set() or self.transport.is_closing():
            return False
        self.transport.write(framed(data))
        return True


def framed(data: bytes) -> bytes:
    """Return a text as one frame from a server (RFC 6455, section 5.2): final, not masked."""
    size = len(data)
    if size < SMALL:
        return b"\x81" + size.to_bytes(1, "big") + data
    if size < LARGE:
        return b"\x81\x7e" + size.to_bytes(2, "big") + data
    return b"\x81\x7f" + size.to_bytes(8, "big") + data
