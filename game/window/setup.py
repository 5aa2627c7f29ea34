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
    """Round length; the level's own horizon ends the round earlier when it is shorter."""
    seed: int = 0

    @property
    def people(self) -> frozenset[int]:
        """Seats that a person plays."""
        return frozenset(seat for seat, name in enumerate(self.seats) if name in PEOPLE)


def find_level(game: Game, level: str) -> Level:
    """Return a level by the name under which it ships, or from its whole text, which has more than one line."""
    return game.parse_level(level) if "\n" in level else game.load_level(level)


def usual_seats(partners: Partners, seats: int) -> tuple[str, ...]:
    """Return who sits where if nobody says otherwise: you, and the first partner or a second person beside you."""
    others = tuple(partners) or (SECOND,)
    return (YOU, *others[:1] * (seats - 1))[:seats]


class Record(Protocol):
    """One match being recorded."""

    def tick(self, joint_action: tuple[int, ...], state_hash: str) -> None:
        """Note a tick that was played."""

    def input(self, seat: int, action: str, at: float) -> None:
        """Note a press: the seat, the action's name, and seconds since play began."""

    def finish(self, score: float) -> None:
        """Note that the round was played to its end."""


Recorder = Callable[[Setup], Record]
