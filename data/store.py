"""The store: rounds in one SQLite file, as decisions and state hashes, from which everything else is replayed."""

from __future__ import annotations

import datetime
import json
import sqlite3
import uuid
from typing import TYPE_CHECKING, NamedTuple

import sqlite_utils

import game
from game.core.contract import CrossplayError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

MIGRATIONS = (
    """
    CREATE TABLE round (
        id TEXT PRIMARY KEY,
        header TEXT NOT NULL,
        level_name TEXT NOT NULL,
        partners TEXT NOT NULL,
        started_at TEXT NOT NULL,
        score REAL
    ) STRICT;
    CREATE TABLE chunk (
        round TEXT NOT NULL REFERENCES round (id),
        first_tick INTEGER NOT NULL,
        joint_actions TEXT NOT NULL,
        state_hashes TEXT NOT NULL,
        PRIMARY KEY (round, first_tick)
    ) STRICT;
    """,
)
"""The schema as a list that only grows; the file's ``user_version`` counts those applied."""


class StoreError(CrossplayError):
    """A store that cannot be opened, read or written."""


class Listed(NamedTuple):
    """A stored round in a listing; a round without a score was interrupted."""

    id: str
    level: str
    partners: tuple[str, ...]
    started_at: str
    ticks: int
    score: float | None


def open_store(path: Path) -> sqlite_utils.Database:
    """Open a store, made or brought up to date where needed.

    Raises `StoreError` when the file is no store, is damaged, cannot be written, or is from a newer program.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=5, isolation_level=None)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        for number, migration in enumerate(MIGRATIONS[version:], version + 1):
            connection.executescript(f"BEGIN; {migration} PRAGMA user_version = {number}; COMMIT;")
    except (sqlite3.Error, OSError) as error:
        message = f"{path} cannot be opened as a store ({error}); name a writable file that crossplay made"
        raise StoreError(message) from error
    if version > len(MIGRATIONS):
        connection.close()
        message = f"{path} is a store of version {version}; this program knows {len(MIGRATIONS)}: use a newer crossplay"
        raise StoreError(message)
    return sqlite_utils.Database(connection)


class Recorder:
    """Writes one round while it is played, a commit each ``chunk`` ticks: a kill loses at most that many."""

    def __init__(
        self, store: sqlite_utils.Database, match: game.Round, partners: Sequence[str], *, chunk: int = 1
    ) -> None:
        self.id = uuid.uuid4().hex
        self._chunk = chunk
        self._store = store
        self._letters = [action.letter for action in match.game.actions]
        self._first = 0
        self._joints: list[str] = []
        self._hashes: list[str] = []
        now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        header = game.format_episode(match.episode()).splitlines()[0]
        self._write("INSERT INTO round VALUES (?, ?, ?, ?, ?, NULL)", self.id, header, match.level.name, json.dumps(list(partners)), now)

    def tick(self, joint_action: Sequence[int], state_hash: str) -> None:
        """Add one tick."""
        self._joints.append("".join(self._letters[action] for action in joint_action))
        self._hashes.append(state_hash)
        if len(self._joints) == self._chunk:
            self.flush()

    def flush(self) -> None:
        """Write the ticks that wait."""
        if self._joints:
            row = (self.id, self._first, " ".join(self._joints), " ".join(self._hashes))
            self._write("INSERT INTO chunk VALUES (?, ?, ?, ?)", *row)
            self._first += len(self._joints)
            self._joints, self._hashes = [], []

    def finish(self, score: float) -> None:
        """Close the round with its score."""
        self.flush()
        self._write("UPDATE round SET score = ? WHERE id = ?", score, self.id)

    def _write(self, statement: str, *values: object) -> None:
        """Run one statement in its own commit; raises `StoreError`."""
        try:
            self._store.conn.execute(statement, values)
        except sqlite3.Error as error:
            message = f"the round cannot be stored ({error}); free the disk or close the other program, then play again"
            raise StoreError(message) from error


def list_rounds(store: sqlite_utils.Database) -> list[Listed]:
    """Return all rounds, the oldest first."""
    rows = store.query("SELECT * FROM round ORDER BY started_at, rowid")
    return [
        Listed(row["id"], row["level_name"], tuple(json.loads(row["partners"])), row["started_at"], len(_ticks(store, row["id"])), row["score"])
        for row in rows
    ]


def get_episode(store: sqlite_utils.Database, identity: str) -> game.Episode:
    """Return a stored round; raises `StoreError` when there is none of that id."""
    rows = list(store.query("SELECT header FROM round WHERE id = ?", [identity]))
    if not rows:
        message = f"there is no round {identity!r} in this store; `crossplay data list` shows what there is"
        raise StoreError(message)
    joints = [joint for joint, _ in _ticks(store, identity)]
    lines = [json.dumps({"tick": tick, "joint": joint}) for tick, joint in enumerate(joints)]
    return game.parse_episode("\n".join([rows[0]["header"], *lines, json.dumps({"ticks": len(joints)})]))


def _ticks(store: sqlite_utils.Database, identity: str) -> list[tuple[str, str]]:
    """Return (joint action, state hash) of each stored tick of a round."""
    chunks = store.query("SELECT * FROM chunk WHERE round = ? ORDER BY first_tick", [identity])
    return [
        pair
        for chunk in chunks
        for pair in zip(chunk["joint_actions"].split(), chunk["state_hashes"].split(), strict=True)
    ]


def check(store: sqlite_utils.Database) -> list[str]:
    """Replay every round and return a sentence for each whose states are not the stored ones."""
    wrong = []
    for listed in list_rounds(store):
        hashes = [state_hash for _, state_hash in _ticks(store, listed.id)]
        for step in game.replay(get_episode(store, listed.id)):
            if game.state_hash(step.state) != hashes[step.tick]:
                wrong.append(f"round {listed.id} differs from what was played at tick {step.tick}")
                break
    return wrong
