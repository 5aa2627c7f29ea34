"""Live matches: what is needed, beside the round itself, to go on with a match after its process has died."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from data.events import now

if TYPE_CHECKING:
    import sqlite3

    from sqlite_utils import Database


class Live(NamedTuple):
    """A match as it was when its process died."""

    round: str
    plan: str
    """The plan as JSON text."""
    seats: dict[int, list[str]]
    """By seat, the hashed tokens that open it."""
    left: list[int]
    """Seats whose player has left for good."""


class Sample(NamedTuple):
    """A second of a player's connection."""

    round: str
    seat: int
    second: int
    """Since the player took the seat."""
    rtt: float
    """Milliseconds, measured by the server; -1 where no answer came."""
    jitter: float
    """Mean difference of successive times, in milliseconds."""
    painted: int
    """The tick painted last."""
    focus: int
    slow: int
    """Pictures that took longer than a tenth of a second."""


def keep(connection: sqlite3.Connection, live: Live) -> None:
    """Write what a match needs to go on, in place of what was written before."""
    seats = json.dumps({str(seat): tokens for seat, tokens in live.seats.items()})
    row = (live.round, live.plan, seats, json.dumps(live.left), now())
    connection.execute("INSERT OR REPLACE INTO live VALUES (?, ?, ?, ?, ?)", row)


def drop(connection: sqlite3.Connection, identity: str) -> None:
    """Forget a match that is over."""
    connection.execute("DELETE FROM live WHERE round = ?", (identity,))


def broken_off(store: Database, since: str) -> list[Live]:
    """Return the matches that were broken off after a time (UTC text) and may go on."""
    query = """SELECT live.* FROM live JOIN round ON round.id = live.round
        WHERE round.status = 'interrupted' AND live.kept_at >= ? ORDER BY live.kept_at"""
    return [
        Live(
            row["round"],
            row["plan"],
            {int(seat): tokens for seat, tokens in json.loads(row["seats"]).items()},
            json.loads(row["gone"]),
        )
        for row in store.query(query, [since])
    ]


def write_samples(connection: sqlite3.Connection, samples: list[Sample]) -> None:
    """Write seconds of connections; those that were written already stay, and those of erased rounds are dropped."""
    connection.executemany(SAMPLE, [(*sample, sample.round) for sample in samples])


SAMPLE = """INSERT OR IGNORE INTO net SELECT ?, ?, ?, ?, ?, ?, ?, ?
    WHERE EXISTS (SELECT 1 FROM round WHERE id = ?)"""
