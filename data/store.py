"""The store: one SQLite file of rounds; opening it, and telling in a sentence why that failed."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs
import sqlite_utils

from data.schema import MIGRATIONS, is_foreign, migrate, version_of
from game.core.contract import CrossplayError

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE = 5.0
"""Seconds to wait for another process that writes."""


class StoreError(CrossplayError):
    """A store that cannot be opened, read or written, or has not what was asked for."""


def own_store() -> Path:
    """Return where this person's rounds are kept when no other store is named."""
    return platformdirs.user_data_path("crossplay", appauthor=False) / "store.db"


def open_store(path: Path, *, create: bool = True, patience: float = PATIENCE) -> sqlite_utils.Database:
    """Open a store, brought up to date where needed, and made where there is none unless ``create`` is false.

    Raises `StoreError` when the file is no store, is damaged, is locked, cannot be written, or is of a newer program;
    the file is then as it was.
    """
    if not create and not path.exists():
        message = f"there is no store at {path}; play a round first, or name another file with --store"
        raise StoreError(message)
    with explained(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=patience, isolation_level=None, check_same_thread=False)
        try:
            _prepare(connection, path)
        except BaseException:
            connection.close()
            raise
    return sqlite_utils.Database(connection)


@contextmanager
def reading(path: Path) -> Iterator[sqlite_utils.Database]:
    """Open a store that exists for a while and see one moment of it, whoever writes meanwhile.

    Whatever SQLite finds wrong with it becomes a `StoreError`.
    """
    store = open_store(path, create=False)
    try:
        with explained(path):
            store.conn.execute("BEGIN")
            yield store
    finally:
        store.close()


@contextmanager
def copied(path: Path) -> Iterator[sqlite_utils.Database]:
    """Open a copy of a store that exists, brought up to date, and leave the store itself as it is."""
    if not path.exists():
        message = f"there is no store at {path}; name a file that crossplay made"
        raise StoreError(message)
    with tempfile.TemporaryDirectory() as folder, explained(path):
        source = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=PATIENCE)
        target = sqlite3.connect(Path(folder) / path.name)
        try:
            source.backup(target)
        finally:
            source.close()
            target.close()
        with reading(Path(folder) / path.name) as store:
            yield store


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what SQLite and the file system raise into a `StoreError` about the store at ``path``."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise explain(error, path) from error


def explain(error: Exception, path: Path) -> StoreError:
    """Return a sentence that says what is wrong with the store and what helps."""
    code = getattr(error, "sqlite_errorcode", None)
    reason = REASONS.get(code & 0xFF if code is not None else -1)
    remedy = reason or f"cannot be used as a store ({error}); name a writable file that crossplay made"
    return StoreError(f"{path} {remedy}")


REASONS = {
    sqlite3.SQLITE_BUSY: "is locked by another program; close that one and try again, nothing was changed",
    sqlite3.SQLITE_LOCKED: "is locked by another program; close that one and try again, nothing was changed",
    sqlite3.SQLITE_READONLY: "is read-only, or its folder is; make both writable, or name another with --store",
    sqlite3.SQLITE_PERM: "is not yours to write; make it writable, or name another file with --store",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened; its folder must exist and be writable, or name another with --store",
    sqlite3.SQLITE_FULL: "cannot grow, the disk is full; free some space, what was stored before is safe",
    sqlite3.SQLITE_IOERR: "cannot be read or written; see that its disk is sound and has free space, then try again",
    sqlite3.SQLITE_CORRUPT: "is damaged; keep it, rescue rounds with `crossplay data export`, or use an older copy",
    sqlite3.SQLITE_NOTADB: "cannot be used as a store, it is no SQLite file; name a file that crossplay made",
}
"""What follows the path in the sentence, by SQLite's primary result code."""


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    """See that the file is a store that this program knows, before anything in it changes; then bring it up to date."""
    connection.execute("BEGIN")
    version, foreign = version_of(connection), is_foreign(connection)
    connection.execute("COMMIT")
    if version > len(MIGRATIONS):
        message = f"{path} is a store of version {version}; this program knows {len(MIGRATIONS)}: use a newer crossplay"
        raise StoreError(message)
    if foreign:
        message = f"{path} cannot be used as a store, it belongs to another program; name a file that crossplay made"
        raise StoreError(message)
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("PRAGMA synchronous = FULL")
    if version < len(MIGRATIONS):
        migrate(connection)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA foreign_keys = ON")
