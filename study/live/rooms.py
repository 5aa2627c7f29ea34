"""Rooms: matches that are not full yet, found by a code of five letters that one player tells the others."""

from __future__ import annotations

import secrets
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import msgspec

import game
from game.core.contract import CrossplayError
from study.live.ready import make_ready

if TYPE_CHECKING:
    from collections.abc import Callable

    from study.live.hub import Hub
    from study.live.plan import Plan

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
"""None that look like a figure."""
LENGTH = 5
MOST = 500
"""Rooms that may wait at once."""
STALE = 3600.0
"""Seconds after which a room that nobody filled is given up."""


class RoomError(CrossplayError):
    """A room that cannot be entered."""


@dataclass(slots=True)
class Room:
    """A match that waits for its people."""

    code: str
    plan: Plan
    made: float
    seats: dict[int, str] = field(default_factory=dict)
    """By seat, the visitor who has it."""
    match: str = ""
    """The match's id, once it has begun."""

    @property
    def free(self) -> list[int]:
        """Seats that wait for somebody."""
        return [seat for seat in self.plan.people if seat not in self.seats]

    def seat_of(self, visitor: str) -> int | None:
        """Return the seat that a visitor has."""
        return next((seat for seat, who in self.seats.items() if who == visitor), None)


class Rooms:
    """All rooms of a server; may be used from any thread."""

    def __init__(self, hub: Hub, clock: Callable[[], float] = time.monotonic) -> None:
        self._hub, self._clock = hub, clock
        self._rooms: dict[str, Room] = {}
        self._lock = threading.Lock()

    def open(self, plan: Plan, visitor: str) -> Room:
        """Return a new room in which a visitor has a seat; raises `RoomError` when there are too many.

        Who opens it waits until the game is compiled, so that nobody who joins does.
        """
        make_ready(game.load(plan.game))
        with self._lock:
            now = self._clock()
            self._rooms = {code: room for code, room in self._rooms.items() if now - room.made < STALE}
            if sum(not room.match for room in self._rooms.values()) >= MOST:
                message = f"{MOST} matches wait for players already; join one of them or try again later"
                raise RoomError(message)
            code = next(code for code in iter(_code, "") if code not in self._rooms)
            room = self._rooms[code] = Room(code, plan, now)
        return self.join(room.code, visitor) if plan.people else self._begin(room)

    def get(self, code: str) -> Room:
        """Return a room; raises `RoomError` for a code that none has."""
        room = self._rooms.get(code.strip().upper()) or self._again(code.strip().upper())
        if room is None:
            message = f"there is no match with the code {code[:12]!r}; ask for it again or open a new match"
            raise RoomError(message)
        return room

    def join(self, code: str, visitor: str) -> Room:
        """Give a visitor a free seat, unless they have one; the match begins when nobody is missing.

        Raises `RoomError` when all seats are taken.
        """
        room = self.get(code)
        with self._lock:
            if room.seat_of(visitor) is not None:
                return room
            if not room.free:
                message = f"match {room.code} is full; open a new one"
                raise RoomError(message)
            room.seats[room.free[0]] = visitor
            is_full = not room.free
        return self._begin(room) if is_full else room

    def leave(self, code: str, visitor: str) -> None:
        """Let a visitor out of a room whose match has not begun."""
        room = self.get(code)
        with self._lock:
            seat = room.seat_of(visitor)
            if seat is not None and not room.match:
                del room.seats[seat]

    def _begin(self, room: Room) -> Room:
        """Begin the match of a room in which nobody is missing."""
        participants = tuple(room.seats.get(seat, "") for seat in range(len(room.plan.seats)))
        room.match = self._hub.begin(msgspec.structs.replace(room.plan, participants=participants, code=room.code))
        return room

    def _again(self, code: str) -> Room | None:
        """Return the room of a match that went on after a crash."""
        for match in list(self._hub.matches.values()):
            if code and match.plan.code == code:
                seats = {seat: match.plan.participants[seat] for seat in match.plan.people}
                return self._rooms.setdefault(code, Room(code, match.plan, self._clock(), seats, match.id))
        return None


def _code() -> str:
    """Return letters that nobody can guess in a few tries."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
