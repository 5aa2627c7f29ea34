"""uvicorn's WebSocket, with a short way in and out: no queue, no dictionary, no task to be woken for a message.

A live match has ten messages a second for each player, and handing one over cost more than playing its tick. Where the
short way is barred, before the application has asked for it or while a connection takes nothing, ASGI's own is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import apply_mask  # type: ignore[attr-defined]

if TYPE_CHECKING:
    from collections.abc import Callable

    from websockets.http11 import Request

EXTENSION = "crossplay.direct"
"""Under which name the application finds the protocol among the ASGI extensions of its scope."""
LATE = 16_384
"""Bytes that may come after a connection was closed from here, such as what was on its way."""
HEAD, FINAL_TEXT, MASKED = 6, 0x81, 0x80
"""Bytes before a short message of a client, the first of them, and what the mask adds to the second."""
SMALL, LARGE = 126, 1 << 16
"""Bytes from which the length of a message takes two, and eight, bytes more."""


class Direct(WebSocketsSansIOProtocol):
    """One connection; without extensions of the protocol, such as deflate."""

    taker: Callable[[bytes], None] | None = None
    """Is called with each text that comes in, once the application has set it."""

    _late = 0
    _is_whole = True
    """Whether whole frames have come so far; once they come in pieces, the library alone knows where it stands."""

    def data_received(self, data: bytes) -> None:
        """Take in bytes; who goes on and on after the connection was closed is not listened to."""
        if self.close_sent:
            self._late += len(data)
            if self._late > LATE:
                self.transport.abort()
                return
        elif self._is_whole and self.handshake_complete:
            text = only_text(data) if self.taker is not None and self.conn.current_size is None else None
            if text is not None and self.taker is not None:
                self.taker(text)
                return
            self._is_whole = are_whole(data)
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


def only_text(data: bytes) -> bytes | None:
    """Return the text of bytes that are nothing but one short frame of a client, final and masked, as keys are."""
    if len(data) < HEAD or data[0] != FINAL_TEXT or len(data) != HEAD + data[1] - MASKED or len(data) >= HEAD + SMALL:
        return None
    return bytes(apply_mask(data[HEAD:], data[2:HEAD]))


def are_whole(data: bytes) -> bool:
    """Tell whether bytes are frames of a client to the last byte."""
    at = 0
    while at + 1 < len(data):
        size = data[at + 1] % MASKED
        more = {SMALL: 2, SMALL + 1: 8}.get(size, 0)
        if more:
            size = int.from_bytes(data[at + 2 : at + 2 + more], "big")
        at += HEAD + more + size
    return at == len(data)


def framed(data: bytes) -> bytes:
    """Return a text as one frame from a server (RFC 6455, section 5.2): final, not masked."""
    size = len(data)
    if size < SMALL:
        return b"\x81" + size.to_bytes(1, "big") + data
    if size < LARGE:
        return b"\x81\x7e" + size.to_bytes(2, "big") + data
    return b"\x81\x7f" + size.to_bytes(8, "big") + data
