"""The recorder: writes one round while it is played."""

from __future__ import annotations

import functools
import hashlib
import importlib.metadata
import json
import sys
import threading
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

import game
from data.closing import close_round
from data.events import append, now
from data.sitting import write_sittings
from data.store import StoreError
from game.core.compile import source_hash, sources
from game.core.notation import format_joint

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from data.sitting import Sitting
    from data.writer import Writer

DISPOSITIONS = (
    "played", "replaced", "unbound", "paused", "early", "late", "released", "duplicate", "limited", "stood in",
)  # fmt: skip
"""What became of a key: it was the seat's action of a tick; a later key of the same tick took its place; no action is
bound to it; it came while the round was paused, before it began, or after it was over; it was let go; it came twice, or
as one of too many; no key at all, but a tick at which a partner played for a person who had left."""


class Recorder:
    """Writes one round into the store of ``writer``, which is told at once when that is not possible.

    With ``again``, the id of a round that was interrupted, it goes on with that: ``match`` is as far as its record.
    Whatever is noted is on the disk a tenth of a second later. Raises `StoreError`, from every method, when it is not.
    """

    def __init__(
        self,
        writer: Writer,
        match: game.Round,
        seats: Sequence[Sitting],
        *,
        tick_rate: float | None = None,
        again: str = "",
    ) -> None:
        if len(seats) != match.level.seats:
            message = f"{len(seats)} sittings for {match.level.seats} seats of {match.level.name!r}; give one a seat"
            raise StoreError(message)
        self.id = again or uuid.uuid4().hex
        self._writer = writer
        self._game = match.game
        self._ticks: list[tuple[str, str, str]] = []
        self._inputs: list[tuple[object, ...]] = []
        self._taken: tuple[list[tuple[str, str, str]], list[tuple[object, ...]]] = ([], [])
        """What is being written, until it is on the disk: a commit that failed is tried again with it."""
        self._written, self._numbered = match.tick, 0
        self.kept = match.tick
        """Ticks that are on the disk for good."""
        self._lock = threading.Lock()
        header = game.format_episode(match.episode()).splitlines()[0]
        row = (self.id, header, match.game.name, match.level.name, now(), tick_rate, writer.name, uuid.uuid4().hex)
        sittings = tuple(seats)

        def begin(connection: sqlite3.Connection) -> None:
            connection.execute(BEGIN, (*row, write_code(connection, match.game)))
            write_sittings(connection, self.id, sittings)
            append(connection, "started", {"round": self.id})

        def reopen(connection: sqlite3.Connection) -> None:
            connection.execute(REOPEN, (writer.name, again))
            (self._numbered,) = connection.execute(NUMBERED, (again,)).fetchone()
            append(connection, "started", {"round": again})

        writer.put(reopen if again else begin)
        writer.flush()

    def tick(self, joint_action: Sequence[int], state_hash: str, lateness: float = 0.0) -> None:
        """Note a tick that was played, the hash of the state after it, and by how many seconds it was late."""
        joint = format_joint(self._game, joint_action)
        self._note(self._ticks, (joint, state_hash, str(round(lateness * 1000))))

    def input(self, seat: int, key: str, action: str, at: float, tick: int, disposition: str) -> None:  # noqa: PLR0913, PLR0917 - all there is to know of a key
        """Note a key: its seat (-1: none), its action's name (or ""), seconds since play began, the tick it fell in.

        ``disposition`` is one of `DISPOSITIONS`.
        """
        if disposition not in DISPOSITIONS:
            message = f"{disposition!r} is no disposition of a key; known: {', '.join(DISPOSITIONS)}"
            raise StoreError(message)
        self._note(self._inputs, (None if seat < 0 else seat, key, action, at, tick, disposition))

    def finish(self, score: float) -> None:
        """Close a round that was played to its end; returns when it is on the disk."""
        self._close("finished", score)

    def abandon(self) -> None:
        """Close a round that was left early; returns when it is on the disk."""
        self._close("abandoned", None)

    def _note(self, noted: list[tuple[str, str, str]] | list[tuple[object, ...]], entry: tuple[object, ...]) -> None:
        """Keep an entry for the next commit, and ask for one when it is the first."""
        with self._lock:
            first = not self._ticks and not self._inputs
            noted.append(entry)  # type: ignore[arg-type]
        if first:
            self._writer.put(self._write, self._keep)
        else:
            self._writer.check()

    def _write(self, connection: sqlite3.Connection) -> None:
        """Write what was noted since the last commit: one chunk of ticks, and the keys.

        Until they are on the disk the same rows are written again, with what has come since: a commit may be tried
        again, and two of these jobs may fall into one transaction.
        """
        with self._lock:
            self._taken[0].extend(self._ticks)
            self._taken[1].extend(self._inputs)
            self._ticks, self._inputs = [], []
        ticks, inputs = self._taken
        if ticks:
            texts = [" ".join(column) for column in zip(*ticks, strict=True)]
            chunk = (self.id, self._written, len(ticks), *texts)
            connection.execute("INSERT OR REPLACE INTO chunk VALUES (?, ?, ?, ?, ?, ?)", chunk)
        if inputs:
            rows = [(self.id, number, *entry) for number, entry in enumerate(inputs, self._numbered)]
            connection.executemany("INSERT OR REPLACE INTO input VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)

    def _keep(self) -> None:
        """Note that what was written last is on the disk."""
        ticks, inputs = self._taken
        self._written += len(ticks)
        self._numbered += len(inputs)
        ticks.clear()
        inputs.clear()
        self.kept = self._written

    def _close(self, status: str, score: float | None) -> None:
        """Close the round and wait until that is on the disk."""
        self._writer.put(lambda connection: close_round(connection, self.id, status, score))
        self._writer.flush(patiently=True)


REOPEN = "UPDATE round SET status = 'playing', writer = ?, score = NULL, content = NULL WHERE id = ?"
NUMBERED = "SELECT coalesce(max(number) + 1, 0) FROM input WHERE round = ?"
BEGIN = """
INSERT INTO round (id, header, game, level_name, started_at, tick_rate, writer, salt, code, status, ticks, origin)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'playing', 0, 'played')
"""


def write_code(connection: sqlite3.Connection, found: game.Game) -> str:
    """Return the hash that names the code a round is played with: package, game, its version and its sources."""
    row = code_of(found)
    digest = hashlib.blake2b(json.dumps(row).encode(), digest_size=16).hexdigest()
    connection.execute("INSERT OR IGNORE INTO code VALUES (?, ?, ?, ?, ?)", (digest, *row))
    return digest


def code_of(found: game.Game) -> tuple[str, str, int, str]:
    """Return package version, game, its version, and the hash of all sources that its rules are made of."""
    folder = Path(sys.modules[found.advance.__module__].__file__ or "").resolve().parent
    return _package(), found.name, found.version, _sources(folder)


@functools.cache
def _sources(folder: Path) -> str:
    """Return the hash of the sources of a game, read once."""
    return source_hash(sources(folder))


def _package() -> str:
    """Return the installed version of this package."""
    try:
        return importlib.metadata.version("crossplay")
    except importlib.metadata.PackageNotFoundError:
        return "not installed"
