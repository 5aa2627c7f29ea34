"""What a match is made of before it starts, and what the recorder of a match must be able to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from game.core.contract import CrossplayError, Game, Level, Seat
from game.core.episode import Actor
from game.window.series import Series

YOU, SECOND = "you", "second person"
PEOPLE = {YOU: "first", SECOND: "second"}
ALONE = Series()
STAY = "stay"
"""The partner that leaves a seat empty, where there is one of that name."""
Partners = Mapping[str, Callable[[], Actor]]
"""Partners of a game by name, each made when it sits down. A name with options, such as ``"cook:delay=2"``, may be
looked up in it too, without being among those that it lists."""
Offered = Partners | Callable[[Game], Partners]
"""The partners of every game, or who to ask for those of one."""


@runtime_checkable
class Choosy(Protocol):
    """Partners of whom some do not play every level."""

    def on(self, level: Level) -> Partners:
        """Return those who play a level."""


def playing(partners: Partners, level: Level) -> Partners:
    """Return the partners who play a level."""
    return partners.on(level) if isinstance(partners, Choosy) else partners


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
    series: Series = ALONE
    """What round of how many this is."""
    reaction: str = ""
    """How late partners react, in the menu's words; what they do is in their names."""

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


def usual_crew(seats: Sequence[Seat], partners: Partners, usual: Mapping[str, str]) -> tuple[str, ...]:
    """Return who sits where if nobody says otherwise: you in the first body, nobody where there is no body to move.

    ``usual`` names the partner of a role where that is not the first.
    """
    names = list(usual_seats(partners, len(seats)))
    known = {role: name for role, name in usual.items() if name in partners}
    names = [name if name in PEOPLE else known.get(seat.role, name) for name, seat in zip(names, seats, strict=True)]
    place = next((number for number, seat in enumerate(seats) if seat.has_body), 0)
    if names:
        names[0], names[place] = names[place], names[0]
    if STAY in partners:
        names = [name if seat.has_body else STAY for name, seat in zip(names, seats, strict=True)]
    return tuple(names)


def late(name: str, ticks: int) -> str:
    """Return the name of a partner that reacts some ticks late, as its card will tell; one with options keeps them."""
    return f"{name}:delay={ticks}" if ticks and ":" not in name and name not in {STAY, *PEOPLE} else name


def plain(name: str) -> str:
    """Return a partner's name without its options."""
    return name if name.startswith("tape:") else name.partition(":")[0]


class Record(Protocol):
    """One match being recorded."""

    def tick(self, joint_action: tuple[int, ...], state_hash: str, lateness: float = 0.0) -> None:
        """Note a tick that was played, the hash of the state after it, and by how many seconds it was late."""

    def input(self, seat: int, key: str, action: str, at: float, tick: int, disposition: str) -> None:  # noqa: PLR0913, PLR0917 - all there is to know of a key
        """Note a raw key when its fate is known.

        ``seat`` is -1 for a key that does nothing, ``key`` what is printed on it, ``action`` the action's name, a
        message's after a plus sign, ``"wheel"`` for what opens or turns the wheel of messages, or nothing, ``at``
        seconds since play began (negative in the countdown), ``tick`` the number of the tick it was played in, or of
        the next one. ``disposition`` is "played", "replaced" (a later press won), "early" (in the
        countdown), "paused" (in a pause, or not yet played when it began), "late" (not played before the last tick),
        "unbound" (also what only opens or turns the wheel) or "released".
        """

    def finish(self, score: float) -> None:
        """Note that the round was played to its end."""

    def abandon(self) -> None:
        """Note that the round was left early."""


Recorder = Callable[[Setup], Record]
"""Opens the record of a match; it and its record may raise `CrossplayError`: then the round is played unrecorded."""
