"""The waiting room: who waits for others to play with, and who plays with whom."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

GHOST = 6.0
"""Seconds after which somebody who does not ask any more has left the waiting room."""


class Waiting(NamedTuple):
    """Somebody who waits."""

    session: str
    since: float
    seen: float


class WaitingRoom:
    """Those who wait, by what they wait for, the first to come first; its caller holds a lock."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._rows: dict[str, list[Waiting]] = {}

    def ask(self, what: str, session: str, others: int) -> tuple[str, ...]:
        """Return those with whom somebody plays, who have waited the longest; nobody while there are too few.

        Who plays waits no more. Who asks keeps their place.
        """
        now = self._clock()
        row = [each for each in self._rows.get(what, []) if now - each.seen < GHOST or each.session == session]
        found = [each.session for each in row if each.session != session][:others]
        if len(found) == others:
            self._rows[what] = [each for each in row if each.session not in {session, *found}]
            return tuple(found)
        at = next((place for place, each in enumerate(row) if each.session == session), len(row))
        since = row[at].since if at < len(row) else now
        self._rows[what] = [*row[:at], Waiting(session, since, now), *row[at + 1 :]]
        return ()

    def put_first(self, what: str, sessions: Iterable[str]) -> None:
        """Let some wait at the head of their row: their time begins anew."""
        now = self._clock()
        mine = tuple(dict.fromkeys(sessions))
        row = [each for each in self._rows.get(what, []) if each.session not in mine]
        self._rows[what] = [*(Waiting(session, now, now) for session in mine), *row]

    def leave(self, session: str) -> None:
        """Let somebody go."""
        self._rows = {what: [each for each in row if each.session != session] for what, row in self._rows.items()}

    def waited(self, session: str) -> float:
        """Return for how many seconds somebody has waited; 0 for who does not wait."""
        mine = [each for row in self._rows.values() for each in row if each.session == session]
        return self._clock() - mine[0].since if mine else 0.0

    def is_in(self, session: str) -> bool:
        """Tell whether somebody waits."""
        return any(each.session == session for row in self._rows.values() for each in row)

    def __len__(self) -> int:
        """Return how many wait."""
        return sum(len(row) for row in self._rows.values())
