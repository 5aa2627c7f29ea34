"""The writer: the one thread of a process that writes to a store, many changes in one commit."""

from __future__ import annotations

import atexit
import threading
from typing import TYPE_CHECKING

from data.closing import close_stale
from data.presence import Presence, sweep
from data.store import PATIENCE, StoreError, explain, explained, open_store

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from pathlib import Path
    from types import TracebackType
    from typing import Self

GATHER = 0.05
"""Seconds during which changes are gathered before they are committed together."""


class Writer:
    """Commits what it is given within a tenth of a second, in the order given, in transactions of its own thread.

    Opening raises `StoreError` and marks the rounds of processes that died as interrupted. After a failed commit every
    call raises the same `StoreError`; what was committed before stays. ``pages`` bounds the file's size.
    """

    def __init__(
        self, path: Path, *, gather: float = GATHER, patience: float = PATIENCE, pages: int | None = None
    ) -> None:
        self.path = path
        self._gather = gather
        self._connection = open_store(path, patience=patience).conn
        if pages is not None:
            self._connection.execute(f"PRAGMA max_page_count = {pages:d}")
        self._presence = self._arrive()
        self.name = self._presence.name
        self._jobs: list[Callable[[sqlite3.Connection], None]] = []
        self._asked, self._done = 0, 0
        self._urgent, self._closing = False, False
        self._error: Exception | None = None
        self._change = threading.Condition()
        self._thread = threading.Thread(target=self._run, name=f"writer of {path.name}", daemon=True)
        self._thread.start()
        atexit.register(self.close)

    def __enter__(self) -> Self:
        """Return the writer."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Write what waits and close."""
        self.close()

    def put(self, job: Callable[[sqlite3.Connection], None]) -> None:
        """Have ``job`` run in the next transaction; raises `StoreError` when an earlier one failed."""
        with self._change:
            self._raise()
            self._jobs.append(job)
            self._asked += 1
            self._change.notify_all()

    def check(self) -> None:
        """Raise `StoreError` when something that was put could not be written."""
        with self._change:
            self._raise()

    def flush(self) -> None:
        """Wait until all that was put before is on the disk; raises `StoreError` when it is not."""
        with self._change:
            wanted = self._asked
            self._urgent = True
            self._change.notify_all()
            self._change.wait_for(lambda: self._done >= wanted or self._error is not None)
            self._raise()

    def close(self) -> None:
        """Write what waits, leave, and close the file; raises `StoreError` when something could not be written."""
        atexit.unregister(self.close)
        with self._change:
            if self._closing:
                return
            self._closing = True
            self._change.notify_all()
        self._thread.join()
        self._connection.close()
        self._presence.leave()
        self._raise()

    def _arrive(self) -> Presence:
        """Say that this process is there, and close the rounds of those that are not any more."""
        try:
            with explained(self.path):
                self._connection.execute("BEGIN IMMEDIATE")
                presence = Presence(self.path)
                close_stale(self._connection, self.path)
                sweep(self.path)
                self._connection.execute("COMMIT")
        except StoreError:
            self._connection.close()
            raise
        return presence

    def _raise(self) -> None:
        """Raise what went wrong in the thread."""
        if self._error is not None:
            known = self._error if isinstance(self._error, StoreError) else explain(self._error, self.path)
            raise StoreError(*known.args) from self._error

    def _run(self) -> None:
        """Commit batch after batch until closed."""
        while jobs := self._take():
            try:
                self._commit(jobs)
            except Exception as error:  # noqa: BLE001 - the thread's outermost loop: the next call raises it
                self._fail(error)
            with self._change:
                self._done += len(jobs)
                self._change.notify_all()

    def _take(self) -> list[Callable[[sqlite3.Connection], None]]:
        """Wait for changes, gather for a moment, and return them; nothing once closed and empty."""
        with self._change:
            self._change.wait_for(lambda: self._jobs or self._closing)
            self._change.wait_for(lambda: self._urgent or self._closing, timeout=self._gather)
            jobs, self._jobs = self._jobs, []
            self._urgent = False
        return jobs

    def _commit(self, jobs: list[Callable[[sqlite3.Connection], None]]) -> None:
        """Run jobs in one transaction."""
        if self._error is not None:
            return
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            for job in jobs:
                job(self._connection)
            self._connection.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise

    def _fail(self, error: Exception) -> None:
        """Keep the error for the next call."""
        with self._change:
            self._error = error
