"""Forgetting: a participant, and every round they played in, erased from the store's file."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import uuid
from typing import TYPE_CHECKING

from data.events import append
from data.store import PATIENCE, StoreError, explained, open_store

if TYPE_CHECKING:
    from pathlib import Path


def forget(path: Path, participant: str, *, patience: float = PATIENCE) -> int:
    """Erase a participant and return how many rounds were erased with them.

    A round is the doing of all its seats: it cannot be kept without the moves of one. So the whole round goes, and the
    event that stays holds only the round's random id and a salted digest of the participant's. No other program may
    have the store open, since it could keep old pages alive. Raises `StoreError`, and then nothing has changed.
    """
    open_store(path, create=False, patience=patience).close()
    with explained(path):
        connection = sqlite3.connect(path, timeout=patience, isolation_level=None)
        try:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("PRAGMA synchronous = FULL")
            rounds = erase(connection, participant)
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            connection.close()
    return rounds


def erase(connection: sqlite3.Connection, participant: str) -> int:
    """Delete the rows of a participant, in one transaction."""
    connection.execute("BEGIN EXCLUSIVE")
    try:
        rounds = _rounds_of(connection, participant)
        connection.executemany("DELETE FROM round WHERE id = ?", [(identity,) for identity in rounds])
        connection.execute("DELETE FROM participant WHERE id = ?", (participant,))
        salt = uuid.uuid4().hex
        append(connection, "forgotten", {"participant": tombstone(salt, participant), "salt": salt, "rounds": rounds})
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    return len(rounds)


def _rounds_of(connection: sqlite3.Connection, participant: str) -> list[str]:
    """Return the rounds of a participant, and copies of them that came in by a file that does not tell who played."""
    if not connection.execute("SELECT 1 FROM participant WHERE id = ?", (participant,)).fetchone():
        message = f"there is no participant {participant!r}; `crossplay data list --json` shows who played"
        raise StoreError(message)
    rows = connection.execute(ROUNDS_OF, (participant, participant))
    return sorted(identity for (identity,) in rows)


ROUNDS_OF = """
SELECT id FROM round WHERE id IN (SELECT round FROM seat WHERE participant = ?)
    OR (origin <> 'played' AND content IN
        (SELECT content FROM round JOIN seat ON seat.round = round.id WHERE participant = ?))
"""


def tombstone(salt: str, participant: str) -> str:
    """Return the digest by which a forgotten participant's id is known again when another store brings it."""
    return hashlib.blake2b(participant.encode(), key=bytes.fromhex(salt), digest_size=16).hexdigest()


def is_forgotten(connection: sqlite3.Connection, participant: str) -> bool:
    """Tell whether a participant was forgotten in a store."""
    rows = connection.execute("SELECT content FROM event WHERE kind = 'forgotten'")
    told = [json.loads(content) for (content,) in rows]
    return any(tombstone(entry["salt"], participant) == entry["participant"] for entry in told)
