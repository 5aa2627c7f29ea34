"""The check: everything stored, replayed and compared."""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING, Any

from data.closing import seal
from data.events import breaks
from data.rounds import read_round
from data.trace import trace
from game.core.contract import CrossplayError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sqlite_utils import Database


def check(store: Database) -> list[str]:
    """Return a sentence for everything that is wrong: the file, the events, and each round at its first wrong tick."""
    return [*check_file(store), *check_events(store), *(wrong for _, wrong in check_rounds(store) if wrong)]


def check_file(store: Database) -> Iterator[str]:
    """Yield what SQLite itself finds damaged."""
    for (found,) in store.execute("PRAGMA integrity_check").fetchall():
        if found != "ok":
            yield f"the file is damaged: {found}"
    for table, row, parent, _ in store.execute("PRAGMA foreign_key_check").fetchall():
        yield f"row {row} of {table} points to a {parent} that is not there"


def check_events(store: Database) -> Iterator[str]:
    """Yield where the chain of events is broken, and which rounds are not as their event sealed them."""
    yield from breaks(store.conn)
    seals: dict[str, str | None] = {}
    for number, kind, text in store.execute("SELECT number, kind, content FROM event ORDER BY number").fetchall():
        try:
            seals = _follow(seals, kind, json.loads(text))
        except (ValueError, TypeError, KeyError):
            yield f"event {number} ({kind}) cannot be read"
    there = {row["id"] for row in store.query("SELECT id FROM round")}
    for identity, sealed in seals.items():
        if identity not in there:
            yield f"round {identity} is gone, and no event says that it was forgotten"
        elif sealed is not None and seal(store.conn, identity) != sealed:
            yield f"round {identity} was changed after it was closed"


def check_rounds(store: Database, rounds: Collection[str] | None = None) -> Iterator[tuple[str, str]]:
    """Yield (round, what is wrong with it or "") for every round, or each of some, replayed."""
    for (identity,) in store.execute("SELECT id FROM round ORDER BY started_at, rowid").fetchall():
        if rounds is not None and identity not in rounds:
            continue
        try:
            yield identity, compare(store, identity)
        except (CrossplayError, sqlite3.DatabaseError) as error:
            yield identity, f"round {identity} does not replay: {error}"


def _follow(seals: dict[str, str | None], kind: str, content: dict[str, Any]) -> dict[str, str | None]:
    """Return the seals of all rounds after one more event; a round that has only begun has none yet."""
    if kind == "forgotten":
        return {identity: sealed for identity, sealed in seals.items() if identity not in content["rounds"]}
    if kind in {"imported", "merged"}:
        return {**seals, **content["rounds"]}
    return {**seals, content["round"]: content.get("seal")} if "round" in content else seals


def compare(store: Database, identity: str) -> str:
    """Return what of a round is not as it was played, or nothing."""
    stored = read_round(store, identity)
    played = trace(stored.episode)
    for tick, (now, then) in enumerate(zip(played.hashes(), stored.hashes, strict=True)):
        if now != then:
            return f"round {identity} differs from what was played at tick {tick}"
    if stored.score is not None and stored.score != played.score:
        return f"round {identity} is stored with the score {stored.score:g}, but its replay scores {played.score:g}"
    return ""
