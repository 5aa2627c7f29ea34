"""A plan: everything that a match is made of before it begins, as it is also kept to begin it again after a crash."""

from __future__ import annotations

from typing import Literal

import msgspec

from game.core.contract import CrossplayError

PERSON = "person"
"""Who sits in a seat that a person plays."""
Policy = Literal["partner", "end"]


class PlanError(CrossplayError):
    """A match that cannot be."""


class Terms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What happens when people are not there."""

    wait: float = 120.0
    """Seconds until all people have come."""
    nobody: Policy = "end"
    """Then: a partner takes the empty seats, or the match ends."""
    grace: float = 15.0
    """Seconds for which the match stands still for who has left."""
    gone: Policy = "partner"
    """Then: a partner takes the seat, which everybody is told, or the match ends."""
    stand_in: str = ""
    """The partner's name; nothing: the usual one of the seat's role."""
    countdown: float = 3.0


class Plan(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A match to be played."""

    game: str
    level: str
    """The name of a level, or the whole text of another one."""
    seats: tuple[str, ...]
    """Who sits where: ``"person"`` or a partner's name with its options."""
    seed: int
    tick_rate: float
    ticks: int
    """0: the level's own."""
    terms: Terms = Terms()
    participants: tuple[str, ...] = ()
    """The participant's id in each person's seat, and nothing in the others; empty where nobody knows."""
    is_disclosed: bool = True
    """Whether players are told the names of partners."""
    code: str = ""
    """The letters by which players found it, where they did."""
    session: str = ""
    """What it belongs to in a study, as JSON text; nothing in free play."""

    @property
    def people(self) -> tuple[int, ...]:
        """Seats that a person plays."""
        return tuple(seat for seat, name in enumerate(self.seats) if name == PERSON)
