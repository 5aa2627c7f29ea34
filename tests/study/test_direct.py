"""The short way of messages: frames as the protocol has them, and an end for who does not stop."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.client import ClientProtocol
from websockets.frames import Frame, Opcode
from websockets.uri import parse_uri

from study.live.direct import LATE, are_whole, framed, only_text
from tests.study.serving import Served, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ADDRESS = "ws://127.0.0.1/ws"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    path: Path = tmp_path_factory.mktemp("direct") / "store.db"
    with serving(path) as found:
        yield found


@pytest.mark.parametrize("size", [0, 1, 125, 126, 127, 65_535, 65_536, 200_000])
def test_a_frame_is_read_by_the_protocols_own_library(size: int) -> None:
    text = bytes(97 + each % 26 for each in range(size))
    expected = Frame(Opcode.TEXT, text).serialize(mask=False)
    assert framed(text) == expected


TEXTS = st.lists(st.binary(max_size=300).map(lambda raw: raw.hex().encode()), min_size=1, max_size=5)


@given(TEXTS, st.integers(0, 3_000))
def test_whole_frames_and_single_short_texts_are_told_from_all_else(texts: list[bytes], cut: int) -> None:
    frames = [Frame(Opcode.TEXT, text).serialize(mask=True) for text in texts]
    data = b"".join(frames)
    assert are_whole(data)
    is_alone = len(texts) == 1 and len(texts[0]) < 126
    assert only_text(data) == (texts[0] if is_alone else None)
    part = data[: cut % len(data)]
    edges = {sum(map(len, frames[:number])) for number in range(len(frames))}
    assert are_whole(part) == (len(part) in edges)
    assert only_text(part) is None or len(part) in edges


@pytest.mark.parametrize("opcode", [Opcode.CONT, Opcode.BINARY, Opcode.CLOSE, Opcode.PING, Opcode.PONG])
def test_other_frames_are_left_to_the_library(opcode: Opcode) -> None:
    assert only_text(Frame(opcode, b"abc").serialize(mask=True)) is None
    assert only_text(Frame(Opcode.TEXT, b"abc", fin=False).serialize(mask=True)) is None
    assert only_text(Frame(Opcode.TEXT, b"abc").serialize(mask=False)) is None


def shake_hands(served: Served) -> socket.socket:
    """Return a bare connection that has shaken hands."""
    found = socket.create_connection(("127.0.0.1", served.server.bound), timeout=10)
    protocol = ClientProtocol(parse_uri(ADDRESS))
    protocol.send_request(protocol.connect())
    found.sendall(b"".join(protocol.data_to_send()))
    assert b" 101 " in found.recv(4096)
    return found


def message(data: object) -> bytes:
    """Return a message as a player's frame, masked."""
    return Frame(Opcode.TEXT, json.dumps(data).encode()).serialize(mask=True)


def test_several_messages_in_one_piece_and_one_in_several_pieces_are_all_taken_in(served: Served) -> None:
    match = served.begin("person", "stay", ticks=4000)
    with contextlib.closing(shake_hands(served)) as line:
        line.sendall(message({"t": "hello", "token": served.ticket(match, 0)}))
        keys = [
            {"t": "key", "n": n, "slot": "use", "key": "e", "down": n % 2 == 1, "at": 0, "tick": 0} for n in range(1, 5)
        ]
        line.sendall(b"".join(message(each) for each in keys[:3]))
        last = message(keys[3])
        for piece in (last[:1], last[1:7], last[7:]):
            line.sendall(piece)
            time.sleep(0.05)
        until = time.monotonic() + 10
        while match.chairs[0].ack < len(keys) and time.monotonic() < until:
            time.sleep(0.02)
        assert match.chairs[0].ack == len(keys)
    served.hub.call(lambda: match.end("closed"))


def test_who_goes_on_after_the_connection_was_closed_is_cut_off(served: Served) -> None:
    with contextlib.closing(shake_hands(served)) as line:
        line.sendall(message({"t": "nonsense"}))
        assert LATE < flood(line, 8) < 1_000_000


def flood(line: socket.socket, seconds: float) -> int:
    """Send messages until the line is cut, and return how many bytes went; fails where it never is."""
    sent, until = 0, time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            line.sendall(message({"t": "nonsense", "more": os.urandom(500).hex()}))
        except OSError:
            return sent
        sent += 1000
        time.sleep(0.002)
    pytest.fail("the line was never cut")
