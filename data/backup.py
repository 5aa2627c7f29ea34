"""Backups: whole copies of a store made while it is in use, and a store made from one of them again."""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
from typing import TYPE_CHECKING

from data.check import check
from data.presence import is_used
from data.store import PATIENCE, StoreError, copied, explained, open_store, reading

if TYPE_CHECKING:
    from pathlib import Path

KEEP = 24
"""Copies that are kept; older ones go."""
STAMP = "%Y%m%dT%H%M%S%fZ"


def back_up(store: Path, folder: Path, keep: int = KEEP) -> Path:
    """Copy a store as it is at this moment into a folder and return the copy; others may write to it meanwhile.

    The copy is checked before it counts, then copies beyond ``keep`` are deleted, and all that were made before
    somebody was last forgotten. Raises `StoreError` where there is no store, or the copy cannot be written.
    """
    if not store.exists():
        message = f"there is no store at {store}; play a round first, or name another file with --store"
        raise StoreError(message)
    with explained(folder):
        folder.mkdir(parents=True, exist_ok=True)
    now = dt.datetime.now(dt.UTC)
    target = folder / f"{store.stem}-{now.strftime(STAMP)}.db"
    part = target.with_suffix(".part")
    try:
        with explained(part):
            _copy(store, part)
            wrong = _damage(part)
            if wrong:
                message = f"the copy {part} is damaged ({wrong}); see that the disk is sound, the store is as it was"
                raise StoreError(message)
            part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    _tidy(store, folder, keep)
    return target


def backups(store: Path, folder: Path) -> list[Path]:
    """Return the copies of a store in a folder, the oldest first."""
    return sorted(folder.glob(f"{store.stem}-*.db"))


def restore(backup: Path, store: Path) -> Path | None:
    """Make a store from a backup; returns where the store that was there before lies now, None where there was none.

    The backup is checked first, every round replayed; it stays as it is. Raises `StoreError` where something is wrong
    with it, or the store is in use, and then nothing has changed.
    """
    if store.exists() and backup.exists() and store.samefile(backup):
        message = f"{backup} is the store itself; name the copy that it is to be made from"
        raise StoreError(message)
    with copied(backup) as found:
        wrong = check(found)
    if wrong:
        message = f"{backup} is no sound copy: {wrong[0]}; use an older one"
        raise StoreError(message)
    part = store.with_name(f"{store.name}.part")
    if is_used(store):
        message = f"{store} is in use by another crossplay; stop that one first, nothing was changed"
        raise StoreError(message)
    aside = None
    with explained(store):
        store.parent.mkdir(parents=True, exist_ok=True)
        if store.exists():
            stamp = dt.datetime.now(dt.UTC).strftime(STAMP)
            aside = store.with_name(f"{store.stem}-before-{stamp}.db")
        _copy(backup, part)
        if aside is not None:
            _close(store)
            store.replace(aside)
        part.replace(store)
    open_store(store, create=False).close()
    return aside


def _copy(source: Path, target: Path) -> None:
    """Copy a database in one step, which sees one moment of it and holds up nobody who writes; durable on return."""
    target.unlink(missing_ok=True)
    reader = sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True, timeout=PATIENCE)
    writer = sqlite3.connect(target)
    try:
        reader.backup(writer)
        writer.execute("PRAGMA journal_mode = DELETE")
    finally:
        writer.close()
        reader.close()
    with target.open("rb") as file:
        os.fsync(file.fileno())


def _damage(copy: Path) -> str:
    """Return what SQLite finds wrong with a copy; nothing where it is sound."""
    connection = sqlite3.connect(f"{copy.absolute().as_uri()}?mode=ro", uri=True)
    try:
        found = str(connection.execute("PRAGMA integrity_check").fetchone()[0])
    finally:
        connection.close()
    return "" if found == "ok" else found


def _tidy(store: Path, folder: Path, keep: int) -> None:
    """Delete copies that are too many, and those that still hold somebody who was forgotten since."""
    with reading(store) as db:
        row = db.execute("SELECT max(at) FROM event WHERE kind = 'forgotten'").fetchone()
    known = backups(store, folder)
    forgotten = dt.datetime.fromisoformat(row[0]) if row and row[0] else None
    for path in known[:-1]:
        made = dt.datetime.strptime(path.stem.rpartition("-")[2], STAMP).replace(tzinfo=dt.UTC)
        if path in known[:-keep] or (forgotten is not None and made <= forgotten):
            with explained(path):
                path.unlink()


def _close(store: Path) -> None:
    """Write what lies beside a store into it, so that it can be moved as one file."""
    connection = sqlite3.connect(store, timeout=PATIENCE, isolation_level=None)
    try:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("PRAGMA journal_mode = DELETE")
    finally:
        connection.close()
