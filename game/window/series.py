"""A series: rounds between two sides that play unlike parts, and change them between rounds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from game.window.sides import team_name

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from game.core.contract import Seat


@dataclass(frozen=True, slots=True)
class Series:
    """How many rounds there are and what came of those played; the home side is the first person's."""

    rounds: int = 1
    """1: rounds that stand for themselves."""
    home: int = 0
    """The team that the home side is in the first round."""
    points: tuple[tuple[int, int], ...] = ()
    """Points of the home side and of its guests in each round played."""

    @property
    def is_one(self) -> bool:
        """Whether rounds belong together at all."""
        return self.rounds > 1

    @property
    def is_over(self) -> bool:
        """Whether all rounds are played."""
        return len(self.points) >= self.rounds

    @property
    def now(self) -> int:
        """The team that the home side is in the round to come."""
        return (self.home + len(self.points)) % 2

    @property
    def won(self) -> tuple[int, int]:
        """Rounds won by the home side and by its guests; a draw is nobody's."""
        return (
            sum(home > guests for home, guests in self.points),
            sum(home < guests for home, guests in self.points),
        )

    def after(self, scores: Sequence[int]) -> Series:
        """Return the series after a round with these points of the teams."""
        return replace(self, points=(*self.points, (scores[self.now], scores[1 - self.now])))

    def again(self) -> Series:
        """Return a new series that begins where this one stands."""
        return Series(self.rounds, self.now)


def home_of(seats: Sequence[Seat], people: AbstractSet[int]) -> int:
    """Return the team of the first person, or the first team where there is none."""
    return next((seat.team for number, seat in enumerate(seats) if number in people), 0)


def swapped(seats: Sequence[Seat], names: Sequence[str], people: AbstractSet[int]) -> tuple[str, ...]:
    """Return who sits where after two teams have changed sides.

    People change places with their counterparts; partners stay on their side, for they may know one part only, and
    the seat that a person leaves goes to a partner like the one beside it. Without people everybody changes.
    """
    found = list(names)
    for one, other in _pairs(seats, people):
        if not people or one in people or other in people:
            found[one], found[other] = names[other], names[one]
            for left, taken in ((one, other), (other, one)):
                if left in people and taken not in people:
                    found[left] = _mate(seats, people, left, names) or names[taken]
    return tuple(found)


def _pairs(seats: Sequence[Seat], people: AbstractSet[int]) -> list[tuple[int, int]]:
    """Return counterparts in the two teams, people first, bodies with bodies."""
    found: list[tuple[int, int]] = []
    for has_body in (True, False):
        home, guests = (
            sorted(
                (number for number, seat in enumerate(seats) if (seat.team, seat.has_body) == (team, has_body)),
                key=lambda number: number not in people,
            )
            for team in range(2)
        )
        found += zip(home, guests, strict=False)
    return found


def _mate(seats: Sequence[Seat], people: AbstractSet[int], place: int, names: Sequence[str]) -> str:
    """Return the first partner that sits in the team of a seat, bodies beside bodies; nothing where there is none."""
    like = (seats[place].team, seats[place].has_body)
    for number, seat in enumerate(seats):
        if (seat.team, seat.has_body) == like and number not in people:
            return names[number]
    return ""


def part_words(series: Series, seats: Sequence[Seat], people: AbstractSet[int]) -> str:
    """Return which round comes and which part the people who play have in it; nothing for rounds that stand alone."""
    if not series.is_one:
        return ""
    who = "you are" if people else "the home side is"
    return f"Round {len(series.points) + 1} of {series.rounds}: {who} the {team_name(seats, series.now).lower()}"
