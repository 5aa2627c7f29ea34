"""Events: an append-only log in which each entry carries the hash of the one before."""

from __future__ import annotations

import datetime
import hashlib
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

KINDS = ("started", "finished", "abandoned", "interrupted", "imported", "merged", "exported", "forgotten")
"""What can happen. Contents hold random round ids, counts and salted digests, never a name, a key or a move."""
ROOT = "0" * 64
"""What the first event carries as the hash of the one before."""


def now() -> str:
    """Return the time as UTC text, to the millisecond."""
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds")


def append(connection: sqlite3.Connection, kind: str, content: dict[str, Any]) -> None:
    """Add an event at the end of the chain; the caller holds the write lock, so that no other comes between."""
    last = connection.execute("SELECT number, hash FROM event ORDER BY number DESC LIMIT 1").fetchone()
    number, previous = (last[0] + 1, last[1]) if last else (1, ROOT)
    row = (number, now(), kind, json.dumps(content, sort_keys=True), previous)
    connection.execute("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?)", (*row, digest(row)))


def digest(row: tuple[object, ...]) -> str:
    """Return the SHA-256 over number, time, kind, content and the hash before, as 64 hexadecimal digits."""
    return hashlib.sha256(json.dumps(row).encode()).hexdigest()


def head(connection: sqlite3.Connection) -> str:
    """Return the hash of the last event: written down elsewhere, it proves later that nothing was cut off."""
    last = connection.execute("SELECT hash FROM event ORDER BY number DESC LIMIT 1").fetchone()
    return str(last[0]) if last else ROOT


def breaks(connection: sqlite3.Connection) -> Iterator[str]:
    """Yield a sentence for each event that does not follow from the one before or is not what was written."""
    previous, expected = ROOT, 1
    for *row, stored in connection.execute("SELECT number, at, kind, content, previous, hash FROM event ORDER BY number"):
        if row[0] != expected or row[4] != previous:
            yield f"event {row[0]} does not follow event {expected - 1}: events were taken out or put in"
        if digest(tuple(row)) != stored:
            yield f"event {row[0]} ({row[2]}) was changed after it was written"
        previous, expected = stored, row[0] + 1
