"""The waiting room: who waits for others to play with, and who plays with whom."""

from __future__ import annotations

import math
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
    rtt: float
    """Milliseconds of their connection, there and back; not a number where that is not known."""


def unknown(session: str) -> float:
    """Return that nobody has measured a session's connection."""
    del session
    return math.nan


class Fairness(NamedTuple):
    """Whose connections are near enough to each other to play together."""

    gap: float = math.inf
    """Milliseconds by which they may differ."""
    patience: float = 0.0
    """Seconds after which somebody plays with anybody."""
    rtt: Callable[[str], float] = unknown
    """Milliseconds of a session's connection, there and back; asked once, when somebody comes to wait."""

    def holds(self, one: Waiting, other: Waiting, now: float) -> bool:
        """Tell whether two may play with each other now."""
        is_far = abs(one.rtt - other.rtt) > self.gap
        return not is_far or now - min(one.since, other.since) >= self.patience


ANYBODY = Fairness()


class WaitingRoom:
    """Those who wait, by what they wait for, the first to come first; its caller holds a lock."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, fairness: Fairness = ANYBODY) -> None:
        self._clock, self._fairness = clock, fairness
        self._rows: dict[str, list[Waiting]] = {}

    def ask(self, what: str, session: str, others: int) -> tuple[str, ...]:
        """Return those with whom somebody plays, who have waited the longest; nobody while there are too few.

        Who plays waits no more. Who asks keeps their place.
        """
        now = self._clock()
        row = [each for each in self._rows.get(what, []) if now - each.seen < GHOST or each.session == session]
        at = next((place for place, each in enumerate(row) if each.session == session), len(row))
        mine = row[at]._replace(seen=now) if at < len(row) else self._come(session, now)
        found = self._beside(mine, [each for each in row if each.session != session], others, now)
        if len(found) == others:
            self._rows[what] = [each for each in row if each.session not in {session, *found}]
            return found
        self._rows[what] = [*row[:at], mine, *row[at + 1 :]]
        return ()

    def _beside(self, mine: Waiting, row: list[Waiting], others: int, now: float) -> tuple[str, ...]:
        """Return the first of a row who may play with somebody and with each other, at most as many as are needed."""
        party = [mine]
        for each in row:
            if len(party) <= others and all(self._fairness.holds(one, each, now) for one in party):
                party.append(each)
        return tuple(each.session for each in party[1:])

    def put_first(self, what: str, sessions: Iterable[str]) -> None:
        """Let some wait at the head of their row: their time begins anew."""
        now = self._clock()
        mine = tuple(dict.fromkeys(sessions))
        row = [each for each in self._rows.get(what, []) if each.session not in mine]
        self._rows[what] = [*(self._come(session, now) for session in mine), *row]

    def _come(self, session: str, now: float) -> Waiting:
        """Return somebody who begins to wait."""
        return Waiting(session, now, now, self._fairness.rtt(session))

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
