"""The messages between server and players: JSON objects told apart by ``t``, the same for browser, window and bot."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec

from game.core.contract import CrossplayError
from game.core.scene import Happening, Sprite, Tile

LARGEST = 4_096
"""Bytes of a message from a player; a longer one closes its connection."""
VERSION = 1
Word = Annotated[str, msgspec.Meta(max_length=64)]
Token = Annotated[str, msgspec.Meta(min_length=20, max_length=64, pattern="^[A-Za-z0-9_-]+$")]
Count = Annotated[int, msgspec.Meta(ge=0, le=2**53)]
Milliseconds = Annotated[float, msgspec.Meta(ge=0, le=1e13)]


class MessageError(CrossplayError):
    """A message that is none of ours."""


class _In(msgspec.Struct, frozen=True, tag_field="t", forbid_unknown_fields=True):
    """A message from a player."""


class Hello(_In, frozen=True, tag="hello"):
    """Take the seat that a token is for; the token is used up by it."""

    token: Token
    version: int = VERSION


class Key(_In, frozen=True, tag="key"):
    """A key, or a button on the screen, that went down or up."""

    n: Count
    """Counts up with every key of a connection, so that none counts twice."""
    slot: Word
    """The place on the keyboard, such as ``"north"`` or ``"use"``; nothing for a key that is bound to nothing."""
    key: Word
    """What is printed on it."""
    down: bool
    at: Milliseconds
    """The player's clock."""
    tick: Count
    """The tick that was on the screen."""


class Pong(_In, frozen=True, tag="pong"):
    """The answer to a ping, with what the player's screen shows."""

    n: Count
    tick: Count
    """The tick that was painted last."""
    focus: bool
    """Whether the page has the keyboard."""
    slow: Count = 0
    """Pictures that took longer than a tenth of a second since the last answer."""


class Leave(_In, frozen=True, tag="leave"):
    """Leave the match for good."""


Incoming = Hello | Key | Pong | Leave


class _Out(msgspec.Struct, frozen=True, tag_field="t"):
    """A message to a player."""


class Welcome(_Out, frozen=True, tag="welcome"):
    """The seat is taken."""

    seat: int
    """-1 for who only looks on."""
    token: str
    """For the next time; the one that was used is void."""
    game: str
    title: str
    level: str
    rate: float
    able: dict[str, str]
    """Slot -> what it does, in words."""
    people: list[int]
    """Seats that a person plays."""
    names: list[str]
    """Who sits in each seat, as far as may be told."""
    effects: dict[str, list[str]]
    """By event: caption, sound, burst."""
    version: int = VERSION
    tile: tuple[str, ...] = Tile._fields
    sprite: tuple[str, ...] = Sprite._fields
    happening: tuple[str, ...] = Happening._fields


class Ground(_Out, frozen=True, tag="ground"):
    """The cells, told again only when they change."""

    columns: int
    rows: int
    tiles: list[Tile]


class Tick(_Out, frozen=True, tag="tick"):
    """What may be seen now; a player who is behind gets only the newest."""

    scene: msgspec.Raw
    """An object with the fields of a scene without its cells."""
    stage: str
    """``"waiting"``, ``"countdown"``, ``"playing"``, ``"frozen"``."""
    left: float
    """Seconds until this stage ends; -1 where that is not known."""
    ack: int
    """The last key that was taken in."""
    kept: int
    """Ticks that are on the disk."""
    absent: list[int] = []
    """Seats whose player is away."""
    stood_in: list[int] = []
    """Seats that a partner plays for a player who left."""


class Ping(_Out, frozen=True, tag="ping"):
    """Asks for an answer; the server measures how long that takes."""

    n: int
    rtt: float = -1.0
    """Milliseconds of the last answer."""


class Over(_Out, frozen=True, tag="over"):
    """The match is over."""

    why: str
    """``"finished"``, ``"left"``, ``"nobody came"``, ``"partner failed"``, ``"closed"``."""
    score: float
    scores: list[float]
    ticks: int
    words: str = ""
    """What to tell the player."""


class Bye(_Out, frozen=True, tag="bye"):
    """The connection ends, and why."""

    why: str
    words: str


_decoder = msgspec.json.Decoder(Incoming)
_encoder = msgspec.json.Encoder()


def read(data: bytes | str) -> Incoming:
    """Return a message from a player; raises `MessageError` in one sentence for anything else."""
    if len(data) > LARGEST:
        message = f"a message may have {LARGEST} bytes, not {len(data)}"
        raise MessageError(message)
    try:
        found: Incoming = _decoder.decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        message = f"that is no message of ours: {error}"
        raise MessageError(message) from None
    return found


def write(message: Any) -> bytes:
    """Return a message as JSON."""
    return _encoder.encode(message)
