"""A chair: a person's seat in a match, with the keys pressed in it and the connection that has it now."""

from __future__ import annotations

import hashlib
import secrets
from typing import TYPE_CHECKING, Protocol

from game.window.keys import Fate, Hands, Press
from game.window.slots import held
from study.live.allowance import Allowance

if TYPE_CHECKING:
    from ai_partners import Partner
    from game.window.slots import Able
    from study.live.messages import Key

BURST, STEADY = 60.0, 30.0
"""Keys that a player may press at once, and in a second in the long run; more are noted and not played."""


class Link(Protocol):
    """A connection to a player."""

    def post(self, data: bytes, *, is_picture: bool = False) -> None:
        """Send a message soon; of pictures only the newest."""

    def close(self, why: str, words: str) -> None:
        """Say why, and end the connection."""

    @property
    def is_done(self) -> bool:
        """Whether everything was said that is to be said, and the connection is over."""


class Chair:
    """One person's seat; ``fates`` tells what became of each key."""

    def __init__(self, seat: int, able: Able, participant: str = "") -> None:
        self.seat, self.able, self.participant = seat, able, participant
        self.fates: list[Fate] = []
        self.hands = Hands("", self.fates, held(able))
        self.link: Link | None = None
        self.left_at: float | None = None
        """When its player was there last; None before anybody came."""
        self.stand_in: Partner | None = None
        self.has_left = False
        """Whether its player left for good."""
        self.ack = 0
        self.is_focused, self.painted, self.slow = True, 0, 0
        self.rtt = -1.0
        self.jitter = 0.0
        self._digests: set[str] = set()
        self._last, self._allowance = -1, Allowance(BURST, STEADY)

    @property
    def is_there(self) -> bool:
        """Whether its player is connected."""
        return self.link is not None

    def issue(self) -> str:
        """Return a new token for this seat; any number may wait to be used, each opens the seat once."""
        token = secrets.token_urlsafe(24)
        self._digests.add(digest(token))
        return token

    def admit(self, token: str) -> bool:
        """Tell whether a token opens this seat, and void it and all others."""
        if digest(token) not in self._digests:
            return False
        self._digests.clear()
        return True

    @property
    def digests(self) -> tuple[str, ...]:
        """What opens the seat, hashed."""
        return tuple(sorted(self._digests))

    def restore(self, digests: tuple[str, ...]) -> None:
        """Let tokens of before a restart open the seat again."""
        self._digests |= set(digests)

    def attach(self, link: Link) -> None:
        """Give the seat to a connection; the one that had it is told so and closed."""
        if self.link is not None and self.link is not link:
            self.link.close("elsewhere", "This match was opened in another tab or window, which plays on.")
        self.link, self._last, self.ack = link, -1, 0
        self.hands.clear("replaced")

    def detach(self, link: Link, now: float) -> None:
        """Note that a connection is gone; an older one than the newest changes nothing."""
        if self.link is link:
            self.link, self.left_at = None, now
            self.hands.clear("paused")

    def press(self, key: Key, at: float, now: float, rest: str) -> str:
        """Take in a key, ``at`` seconds since play began; ``rest`` says why nothing is played now, if so.

        Returns why it was thrown away, or nothing.
        """
        if key.n <= self._last:
            return "duplicate"
        self._last = self.ack = key.n
        if not self._allowance.take(now):
            return "limited"
        name = self.able.get(key.slot, "")
        if not name:
            return "unbound"
        if not key.down:
            self.hands.release(name, key.key, at)
        elif rest:
            self.hands.rest(Press(name, key.key, at), rest)
        else:
            self.hands.press(name, key.key, at)
        return ""

    def drain(self) -> tuple[Fate, ...]:
        """Return what has become known since the last call about the keys pressed."""
        if not self.fates:
            return ()
        found = tuple(self.fates)
        self.fates.clear()
        return found


def digest(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
