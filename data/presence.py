"""Presence: a lock that a recording process holds beside the store and that dies with it, however it dies."""

from __future__ import annotations

import sqlite3
import uuid
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class Presence:
    """Says that a process is there, from now until `leave` or the end of the process.

    The lock is SQLite's own, on an empty file beside the store, so that it works wherever the store works.
    """

    def __init__(self, store: Path) -> None:
        self.name = uuid.uuid4().hex
        self._path = _place(store, self.name)
        self._lock = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False)
        self._lock.execute("PRAGMA journal_mode = MEMORY")
        self._lock.execute("BEGIN EXCLUSIVE")

    def leave(self) -> None:
        """Let go and leave no file behind."""
        self._lock.close()
        self._path.unlink(missing_ok=True)


def is_present(store: Path, name: str) -> bool:
    """Tell whether the process of a presence is still there."""
    return _is_held(_place(store, name))


def is_used(store: Path) -> bool:
    """Tell whether any process has a store open to write to it."""
    return any(_is_held(path) for path in store.parent.glob(f"{store.name}-live-*"))


def sweep(store: Path) -> None:
    """Remove what dead processes left; only under the store's write lock, where no presence is just being made."""
    for path in store.parent.glob(f"{store.name}-live-*"):
        if not _is_held(path):
            path.unlink(missing_ok=True)


def _place(store: Path, name: str) -> Path:
    return store.with_name(f"{store.name}-live-{name}")


def _is_held(path: Path) -> bool:
    """Tell whether a file is locked; a file that may not be opened counts as held."""
    if not path.exists():
        return False
    try:
        probe = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=0)
    except sqlite3.Error:
        return path.exists()
    try:
        probe.execute("SELECT count(*) FROM sqlite_master")
    except sqlite3.Error:
        return path.exists()
    finally:
        probe.close()
    return False
