"""The writer: the one thread of a process that writes to a store, many changes in one commit."""

from __future__ import annotations

import atexit
import sqlite3
import threading
import time
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from data.closing import close_stale
from data.presence import Presence, sweep
from data.store import PATIENCE, StoreError, explain, explained, open_store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import TracebackType
    from typing import Self

Job: TypeAlias = "tuple[Callable[[sqlite3.Connection], None], Callable[[], None] | None]"
T = TypeVar("T")
GATHER = 0.05
"""Seconds during which changes are gathered before they are committed together."""
AGAIN = 0.5
"""Seconds after which a commit that failed is tried again by a writer that endures."""
PASSING = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
"""What may pass by itself, or by somebody's deed."""


class Writer:
    """Commits what it is given within a tenth of a second, in the order given, in transactions of its own thread.

    Opening raises `StoreError` and marks the rounds of processes that died as interrupted. After a failed commit every
    call raises the same `StoreError`; what was committed before stays. ``pages`` bounds the file's size.

    One that endures keeps what it is given, for so many seconds, while the disk is full or the file is locked, tries
    again, and raises only where somebody waits for it; `trouble` says what is wrong meanwhile.
    """

    def __init__(
        self,
        path: Path,
        *,
        gather: float = GATHER,
        patience: float = PATIENCE,
        pages: int | None = None,
        endures: float = 0.0,
    ) -> None:
        self.path = path
        self._gather, self._endures = gather, endures
        self._trouble: StoreError | None = None
        self._connection = open_store(path, patience=patience).conn
        if pages is not None:
            self._connection.execute(f"PRAGMA max_page_count = {pages:d}")
        self._presence = self._arrive()
        self.name = self._presence.name
        self._jobs: list[Job] = []
        self._apart: list[Callable[[sqlite3.Connection], None]] = []
        self._asked, self._done = 0, 0
        self._urgent, self._closing = False, False
        self._error: Exception | None = None
        self._change = threading.Condition()
        self._thread = threading.Thread(target=self._run, name=f"writer of {path.name}", daemon=True)
        self._thread.start()
        atexit.register(self.close)

    @property
    def trouble(self) -> str:
        """What keeps changes from the disk at the moment, or for good; nothing where all is well."""
        with self._change:
            found = self._trouble or self._error
        return "" if found is None else str(found if isinstance(found, StoreError) else explain(found, self.path))

    def __enter__(self) -> Self:
        """Return the writer."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Write what waits and close."""
        self.close()

    def put(self, job: Callable[[sqlite3.Connection], None], after: Callable[[], None] | None = None) -> None:
        """Have ``job`` run in the next transaction; raises `StoreError` when an earlier one failed.

        ``after`` is called, in the writer's thread, once that transaction is on the disk.
        """
        with self._change:
            if self._error is not None:
                self._raise()
            self._jobs.append((job, after))
            self._asked += 1
            if len(self._jobs) == 1:  # while it gathers, the thread is left asleep
                self._change.notify_all()

    def do(self, job: Callable[[sqlite3.Connection], T]) -> T:
        """Return what a job returns, once it is on the disk; what it raises is raised here and undoes only itself."""
        found: list[T] = []
        raised: list[Exception] = []

        def guarded(connection: sqlite3.Connection) -> None:
            connection.execute("SAVEPOINT one")
            try:
                found.append(job(connection))
            except Exception as error:  # noqa: BLE001 - it is raised where the job was asked for
                connection.execute("ROLLBACK TO one")
                raised.append(error)
            connection.execute("RELEASE one")

        with self._change:
            self._raise_trouble()
        self.put(guarded)
        self.flush()
        if raised:
            raise raised[-1]
        return found[-1]

    def alone(self, job: Callable[[sqlite3.Connection], None]) -> None:
        """Run a job outside of any transaction, after all that was put before; returns when it is done.

        What it raises is raised here, and the writer goes on.
        """
        done = threading.Event()
        raised: list[Exception] = []

        def run(connection: sqlite3.Connection) -> None:
            try:
                job(connection)
            except Exception as error:  # noqa: BLE001 - it is raised where the job was asked for
                raised.append(error)
            done.set()

        with self._change:
            self._raise()
            self._raise_trouble()
            self._apart.append(run)
            self._jobs.append((_nothing, None))
            self._asked += 1
            self._urgent = True
            self._change.notify_all()
        done.wait()
        if raised:
            raise raised[0]

    def check(self) -> None:
        """Raise `StoreError` when something that was put could not be written."""
        if self._error is not None:
            self._raise()

    def flush(self, *, patiently: bool = False) -> None:
        """Wait until all that was put before is on the disk; raises `StoreError` when it is not.

        ``patiently``: what may pass is waited for, as long as this writer endures it.
        """
        with self._change:
            wanted = self._asked
            self._urgent = True
            self._change.notify_all()
            self._change.wait_for(lambda: self._done >= wanted or self._error or (self._trouble and not patiently))
            self._raise()
            if self._done < wanted:
                self._raise_trouble()

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

    def _raise_trouble(self) -> None:
        """Raise what is wrong at the moment."""
        if self._trouble is not None:
            raise StoreError(*self._trouble.args)

    def _raise(self) -> None:
        """Raise what went wrong in the thread."""
        if self._error is not None:
            known = self._error if isinstance(self._error, StoreError) else explain(self._error, self.path)
            raise StoreError(*known.args) from self._error

    def _run(self) -> None:
        """Commit batch after batch until closed."""
        while jobs := self._take():
            try:
                self._endure(jobs)
                for after in (after for _, after in jobs if after is not None and self._error is None):
                    after()
            except Exception as error:  # noqa: BLE001 - the thread's outermost loop: the next call raises it
                self._fail(error)
            while self._apart:
                self._apart.pop(0)(self._connection)
            with self._change:
                self._done += len(jobs)
                self._change.notify_all()

    def _take(self) -> list[Job]:
        """Wait for changes, gather for a moment, and return them; nothing once closed and empty."""
        with self._change:
            self._change.wait_for(lambda: self._jobs or self._closing)
            self._change.wait_for(lambda: self._urgent or self._closing, timeout=self._gather)
            jobs, self._jobs = self._jobs, []
            self._urgent = False
        return jobs

    def _endure(self, jobs: list[Job]) -> None:
        """Run jobs in one transaction; where the disk is full or the file is locked, again and again for a while."""
        until = time.monotonic() + self._endures
        while True:
            try:
                self._commit(jobs)
            except sqlite3.OperationalError as error:
                passes = getattr(error, "sqlite_errorcode", 0) & 0xFF in PASSING
                if not passes or time.monotonic() > until or self._closing:
                    raise
                with self._change:
                    self._trouble = explain(error, self.path)
                    self._change.notify_all()
                time.sleep(AGAIN)
            else:
                with self._change:
                    self._trouble = None
                return

    def _commit(self, jobs: list[Job]) -> None:
        """Run jobs in one transaction."""
        if self._error is not None:
            return
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            for job, _ in jobs:
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


def _nothing(connection: sqlite3.Connection) -> None:
    """Change nothing."""
    del connection
