"""Backups of a server's store, made by the clock and when the experimenter asks."""

from __future__ import annotations

import asyncio
import logging
import threading
from typing import TYPE_CHECKING

from data.backup import KEEP, back_up, backups
from data.events import now
from data.store import StoreError

if TYPE_CHECKING:
    from pathlib import Path

logger = logging.getLogger(__name__)
MINUTES = 10.0
"""Between two backups, where nothing else is said."""


class Backups:
    """Copies of one store in one folder; may be asked from any thread."""

    def __init__(self, store: Path, folder: Path, minutes: float = MINUTES, keep: int = KEEP) -> None:
        self.folder, self.minutes = folder, minutes
        self._store, self._keep = store, keep
        self._lock = threading.Lock()
        self.last, self.error = "", ""
        """When the last one was made (UTC text), and what was wrong with the last try, if anything was."""

    @property
    def count(self) -> int:
        """How many there are."""
        return len(backups(self._store, self.folder))

    def make(self) -> bool:
        """Make one now; tells whether that went well, and `error` says what did not."""
        with self._lock:
            try:
                back_up(self._store, self.folder, self._keep)
            except StoreError as error:
                self.error = str(error)
                logger.exception("there is no backup")
                return False
            self.last, self.error = now(), ""
            return True

    async def run(self) -> None:
        """Make one now and then, for ever, in a thread of its own."""
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(self.minutes * 60)
            await loop.run_in_executor(None, self.make)
