"""Closing a round: its ticks in one chunk, the hash of its content, and an event that seals both."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from data.events import append
from data.presence import is_present

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path


def close_round(connection: sqlite3.Connection, identity: str, status: str, score: float | None) -> None:
    """Mark a round as finished, abandoned or interrupted; the caller holds the write lock."""
    _join(connection, identity)
    content = content_of(connection, identity)
    connection.execute(
        "UPDATE round SET status = ?, score = ?, content = ?, writer = NULL, ticks = "
        "(SELECT coalesce(sum(ticks), 0) FROM chunk WHERE round = ?) WHERE id = ?",
        (status, score, content, identity, identity),
    )
    append(connection, status, {"round": identity, "seal": seal(connection, identity)})


def close_stale(connection: sqlite3.Connection, path: Path) -> None:
    """Mark the rounds as interrupted whose process is gone."""
    playing = connection.execute("SELECT id, writer FROM round WHERE status = 'playing'").fetchall()
    for identity, writer in playing:
        if writer is None or not is_present(path, writer):
            close_round(connection, identity, "interrupted", None)


def content_of(connection: sqlite3.Connection, identity: str) -> str:
    """Return 32 hexadecimal digits over a round's header and joint actions: equal where the episodes are equal."""
    (header,) = connection.execute("SELECT header FROM round WHERE id = ?", (identity,)).fetchone()
    rows = connection.execute("SELECT joint_actions FROM chunk WHERE round = ? ORDER BY first_tick", (identity,))
    return content_hash(header, " ".join(joints for (joints,) in rows))


def content_hash(header: str, joints: str) -> str:
    """Return the content hash of an episode's header line and its joint actions, separated by spaces."""
    parts = json.dumps([json.loads(header), joints], sort_keys=True)
    return hashlib.blake2b(parts.encode(), digest_size=16).hexdigest()


def seal(connection: sqlite3.Connection, identity: str) -> str:
    """Return a digest over all that is stored of a round, keyed by the round's salt.

    It stands in the event log. Once a round and its salt are erased it says nothing about what the round was.
    """
    salt, *row = connection.execute(SEALED[0], (identity,)).fetchone()
    parts = [row]
    for query in SEALED[1:]:
        parts += [list(entry) for entry in connection.execute(query, (identity,))]
    key = bytes.fromhex(salt)
    return hashlib.blake2b(json.dumps(parts).encode(), key=key, digest_size=32).hexdigest()


SEALED = (
    """SELECT salt, id, header, level_name, started_at, status, ticks, score, tick_rate, origin, code, content
    FROM round WHERE id = ?""",
    "SELECT seat, kind, name, participant, partner FROM seat WHERE round = ? ORDER BY seat",
    "SELECT first_tick, ticks, joint_actions, state_hashes, lateness FROM chunk WHERE round = ? ORDER BY first_tick",
    "SELECT number, seat, key, action, at, tick, disposition FROM input WHERE round = ? ORDER BY number",
)
"""What a seal covers. It never changes, or every seal made before would be broken."""


def _join(connection: sqlite3.Connection, identity: str) -> None:
    """Put the ticks of a round into one chunk."""
    rows = connection.execute(
        "SELECT joint_actions, state_hashes, lateness FROM chunk WHERE round = ? ORDER BY first_tick", (identity,)
    ).fetchall()
    if len(rows) < 2:  # noqa: PLR2004 - nothing to join
        return
    joints, hashes = (" ".join(row[column] for row in rows) for column in (0, 1))
    lateness = None if any(row[2] is None for row in rows) else " ".join(row[2] for row in rows)
    connection.execute("DELETE FROM chunk WHERE round = ?", (identity,))
    chunk = (identity, 0, joints.count(" ") + 1, joints, hashes, lateness)
    connection.execute("INSERT INTO chunk VALUES (?, ?, ?, ?, ?, ?)", chunk)
