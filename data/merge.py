"""Merging: the rounds and studies of another store taken into this one, each once, its people kept apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from data.check import compare
from data.closing import close_stale, seal
from data.events import append, head
from data.forget import is_forgotten
from data.store import StoreError, copied
from game.core.contract import CrossplayError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from pathlib import Path

    from sqlite_utils import Database

    from data.writer import Writer


class Merged(NamedTuple):
    """What came of one store."""

    file: str
    stored: int
    """Rounds that are new here."""
    known: int
    """Rounds that were here already."""
    sessions: int
    """Sessions of studies that are new here."""
    told: tuple[str, ...]
    """A sentence for each round that was not taken, and for what else a person should know."""


def merge(writer: Writer, other: Path) -> Merged:
    """Take the rounds and studies of another store in, in one transaction; the other is read and left as it is.

    The ids that recruitment services have for people stay where they are. A round is known by its id; an imported one
    also by its content. Raises `StoreError` when the other is no store.
    """
    if other.exists() and other.samefile(writer.path):
        message = f"{other} is the store itself; name another one to take rounds from"
        raise StoreError(message)
    new: list[str] = []
    known: list[str] = []
    told: list[str] = []
    sessions: list[str] = []
    with copied(other) as source:
        close_stale(source.conn, other)
        wrong = {row["id"]: _wrong(source, row) for row in source.query("SELECT id, status FROM round")}

        def take(target: sqlite3.Connection) -> None:
            seals: dict[str, str] = {}
            for identity, reason in wrong.items():
                refused = reason or _conflict(source.conn, target, identity)
                if refused:
                    told.append(refused)
                elif _is_here(source.conn, target, identity):
                    known.append(identity)
                else:
                    _copy_round(source.conn, target, identity)
                    seals[identity] = seal(target, identity)
            new.extend(seals)
            sessions.extend(_copy_studies(source.conn, target))
            told.extend(_forgotten_there(source.conn, target))
            if seals:
                append(target, "merged", {"head": head(source.conn), "rounds": seals})

        _run(writer, take)
    return Merged(str(other), len(new), len(known), len(sessions), tuple(told))


def _run(writer: Writer, job: Callable[[sqlite3.Connection], None]) -> None:
    """Run a job in the writer and wait for it."""
    writer.put(job)
    writer.flush()


def _wrong(source: Database, row: dict[str, Any]) -> str:
    """Return why a round of the other store is not fit to be taken, or nothing."""
    if row["status"] == "playing":
        return f"round {row['id']} is still being played; merge again when it is over"
    try:
        return compare(source, row["id"])
    except CrossplayError as error:
        return f"round {row['id']} does not replay: {error}"


def _conflict(source: sqlite3.Connection, target: sqlite3.Connection, identity: str) -> str:
    """Return why a round must not be taken into this store, or nothing."""
    people = [who for (who,) in source.execute("SELECT participant FROM seat WHERE round = ?", (identity,)) if who]
    if any(is_forgotten(target, who) for who in people):
        return f"round {identity} is by a participant who was forgotten here; it was not taken"
    here = target.execute("SELECT 1 FROM round WHERE id = ?", (identity,)).fetchone()
    if here and seal(target, identity) != seal(source, identity):
        return f"round {identity} is another one here; the one here was kept"
    return ""


def _is_here(source: sqlite3.Connection, target: sqlite3.Connection, identity: str) -> bool:
    """Tell whether a round is in this store, or, when it was imported there, whether an equal one was imported here."""
    if target.execute("SELECT 1 FROM round WHERE id = ?", (identity,)).fetchone():
        return True
    origin, content = source.execute("SELECT origin, content FROM round WHERE id = ?", (identity,)).fetchone()
    query = "SELECT 1 FROM round WHERE content = ? AND origin <> 'played'"
    return origin != "played" and target.execute(query, (content,)).fetchone() is not None


def _copy_round(source: sqlite3.Connection, target: sqlite3.Connection, identity: str) -> None:
    """Copy a round and what it points to; its people are not those at this store's keyboard."""
    (code,) = source.execute("SELECT code FROM round WHERE id = ?", (identity,)).fetchone()
    seats = source.execute("SELECT partner, participant FROM seat WHERE round = ?", (identity,)).fetchall()
    _copy(source, target, ("code", "hash", code))
    for partner, participant in seats:
        _copy(source, target, ("partner", "hash", partner))
        target.execute(
            "INSERT OR IGNORE INTO participant SELECT ?, ?, NULL WHERE ? IS NOT NULL",
            (participant, _made_at(source, participant), participant),
        )
    for table, column in (("round", "id"), ("seat", "round"), ("chunk", "round"), ("input", "round"), ("net", "round")):
        _copy(source, target, (table, column, identity))


def _copy_studies(source: sqlite3.Connection, target: sqlite3.Connection) -> list[str]:
    """Copy all sessions that are not here yet, with their designs, answers and pages; returns their ids.

    What was played in them is copied where the round is here; people who were forgotten here stay out.
    """
    for (study,) in source.execute("SELECT hash FROM study").fetchall():
        _copy(source, target, ("study", "hash", study))
    found = []
    for session, participant in source.execute("SELECT id, participant FROM session ORDER BY number").fetchall():
        is_here = target.execute("SELECT 1 FROM session WHERE id = ?", (session,)).fetchone()
        if is_here or is_forgotten(target, participant):
            continue
        _copy(source, target, ("participant", "id", participant))
        for table, column in (("session", "id"), ("visit", "session"), ("answer", "session")):
            _copy(source, target, (table, column, session))
        for row in source.execute("SELECT * FROM played WHERE session = ?", (session,)).fetchall():
            if target.execute("SELECT 1 FROM round WHERE id = ?", (row[2],)).fetchone():
                target.execute("INSERT OR IGNORE INTO played VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
        found.append(session)
    return found


def _copy(source: sqlite3.Connection, target: sqlite3.Connection, wanted: tuple[str, str, str | None]) -> None:
    """Copy the rows of a table that have a value in a column, unless they are there; both stores have one schema."""
    table, column, value = wanted
    rows = source.execute(f"SELECT * FROM {table} WHERE {column} = ?", (value,)).fetchall()  # noqa: S608 - own names
    for row in rows:
        marks = ", ".join("?" * len(row))
        target.execute(f"INSERT OR IGNORE INTO {table} VALUES ({marks})", row)  # noqa: S608 - own names


def _made_at(source: sqlite3.Connection, participant: str | None) -> str | None:
    """Return when a participant was made."""
    row = source.execute("SELECT made_at FROM participant WHERE id = ?", (participant,)).fetchone()
    return str(row[0]) if row else None


def _forgotten_there(source: sqlite3.Connection, target: sqlite3.Connection) -> list[str]:
    """Return a sentence for each participant here whom the other store has forgotten."""
    people = [who for (who,) in target.execute("SELECT id FROM participant")]
    gone = [who for who in people if is_forgotten(source, who)]
    return [
        f"participant {who} was forgotten there; `crossplay data forget {who}` forgets them here too" for who in gone
    ]
