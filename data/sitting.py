"""A sitting: who sits in a seat of a round, and how that is written down."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.events import now

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

PERSON, PARTNER, UNKNOWN = "person", "partner", "unknown"


@dataclass(frozen=True, slots=True)
class Sitting:
    """Who sits in a seat."""

    kind: str
    """``"person"``, ``"partner"``, or ``"unknown"`` where a file does not tell."""
    name: str
    """``"you"``, ``"second person"``, or the partner's name with its options."""
    card: str = ""
    """The partner's card as JSON text with sorted keys, so that its hash is the one the card itself tells."""
    participant: str = ""
    """The person's participant id; where empty, the person at the keyboard of this store."""


def write_sittings(connection: sqlite3.Connection, identity: str, sittings: Sequence[Sitting]) -> None:
    """Write who sits in the seats of a round; persons without an id are the first and second at this keyboard."""
    place = 0
    for seat, sitting in enumerate(sittings):
        participant = sitting.participant or None
        if sitting.kind == PERSON and participant is None:
            place += 1
            participant = local_participant(connection, place)
        partner = write_card(connection, sitting.card) if sitting.card else None
        row = (identity, seat, sitting.kind, sitting.name, participant, partner)
        connection.execute("INSERT INTO seat VALUES (?, ?, ?, ?, ?, ?)", row)


def local_participant(connection: sqlite3.Connection, place: int) -> str:
    """Return the id of the first or second person at this store's keyboard, made where there is none yet."""
    found = connection.execute("SELECT id FROM participant WHERE place = ?", (place,)).fetchone()
    return str(found[0]) if found else new_participant(connection, place)


def new_participant(connection: sqlite3.Connection, place: int | None = None) -> str:
    """Return a new random id."""
    identity = uuid.uuid4().hex
    connection.execute("INSERT INTO participant VALUES (?, ?, ?)", (identity, now(), place))
    return identity


def write_card(connection: sqlite3.Connection, card: str) -> str:
    """Return the hash of a partner's card, which is kept once: 16 hexadecimal digits over its text."""
    digest = card_hash(card)
    connection.execute("INSERT OR IGNORE INTO partner VALUES (?, ?)", (digest, card))
    return digest


def card_hash(card: str) -> str:
    """Return the hash that names a card."""
    return hashlib.blake2b(card.encode(), digest_size=8).hexdigest()
