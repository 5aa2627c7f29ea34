"""What a match is made of before it starts, and what the recorder of a match must be able to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from game.core.contract import CrossplayError, Game, Level
from game.core.episode import Actor

YOU, SECOND = "you", "second person"
PEOPLE = {YOU: "first", SECOND: "second"}
Partners = Mapping[str, Callable[[], Actor]]


class NoDisplayError(CrossplayError):
    """There is no display to open a window on."""


@dataclass(frozen=True, slots=True)
class Setup:
    """A match to be played."""

    game: str
    level: str
    """The name of a level that ships with the game, or the whole text of another one."""
    seats: tuple[str, ...]
    """Who sits where: ``"you"``, ``"second person"`` or a partner's name."""
    tick_rate: float = 6.0
    ticks: int = 400
    """Round length, whatever the level's own."""
    seed: int = 0

    @property
    def people(self) -> frozenset[int]:
        """Seats that a person plays."""
        return frozenset(seat for seat, name in enumerate(self.seats) if name in PEOPLE)


def find_level(game: Game, level: str, ticks: int) -> Level:
    """Return a level, with rounds of ``ticks``, by the name under which it ships or from its text of several lines."""
    return game.lasting(game.parse_level(level) if "\n" in level else game.load_level(level), ticks)


def usual_seats(partners: Partners, seats: int) -> tuple[str, ...]:
    """Return who sits where if nobody says otherwise: you, and the first partner or a second person beside you."""
    others = tuple(partners) or (SECOND,)
    return (YOU, *others[:1] * (seats - 1))[:seats]


class Record(Protocol):
    """One match being recorded."""

    def tick(self, joint_action: tuple[int, ...], state_hash: str, lateness: float = 0.0) -> None:
        """Note a tick that was played, the hash of the state after it, and by how many seconds it was late."""

    def input(self, seat: int, key: str, action: str, at: float, tick: int, disposition: str) -> None:  # noqa: PLR0913, PLR0917 - all there is to know of a key
        """Note a raw key when its fate is known.

        ``seat`` is -1 for a key that does nothing, ``key`` what is printed on it, ``action`` the action's name or
        nothing, ``at`` seconds since play began (negative in the countdown), ``tick`` the number of the tick it was
        played in, or of the next one. ``disposition`` is "played", "replaced" (a later press won), "early" (in the
        countdown), "paused" (in a pause, or not yet played when it began), "late" (not played before the last tick),
        "unbound" or "released".
        """

    def finish(self, score: float) -> None:
        """Note that the round was played to its end."""

    def abandon(self) -> None:
        """Note that the round was left early."""


Recorder = Callable[[Setup], Record]
"""Opens the record of a match; it and its record may raise `CrossplayError`: then the round is played unrecorded."""
