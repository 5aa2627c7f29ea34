"""The seating: who sits in each seat of the level that a menu shows, and how late partners react."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.window.setup import PEOPLE, SECOND, YOU, late, plain, playing, usual_crew

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from game.core.contract import Level, Seat
    from game.window.setup import Partners

REACTIONS = (("as usual", -1.0), ("at once", 0.0), ("0.5 s late", 0.5), ("1 s late", 1.0))
"""How late partners react, in seconds; negative: as the game has it."""


class Seating:
    """Names by seat; a person sits in one seat only."""

    def __init__(self, partners: Partners, usual: Mapping[str, str], names: Sequence[str] = ()) -> None:
        self._all, self.partners, self._usual = partners, partners, usual
        self.names = [plain(name) for name in names if plain(name) in {*PEOPLE, *partners}]
        self._shape: tuple[tuple[int, bool], ...] = ()

    def arrange(self, level: Level, seats: Sequence[Seat]) -> None:
        """Seat everybody at another level: who sat there before, if they play it and the seats are alike, or the usual.

        ``seats`` are the level's.
        """
        self.partners = playing(self._all, level)
        shape = tuple((seat.team, seat.has_body) for seat in seats)
        alike = all(now == before for now, before in zip(shape, self._shape, strict=False))
        before = self.names[: len(seats)] if alike else []
        usual = usual_crew(seats, self.partners, self._usual)
        known = {*PEOPLE, *self.partners}
        kept = [name if name in known else now for name, now in zip(before, usual, strict=False)]
        self.names = [*kept, *usual[len(before) :]]
        if not self.people and self.names:
            self.names[next((number for number, seat in enumerate(seats) if seat.has_body), 0)] = YOU
        self._shape = shape

    def change(self, seat: int, step: int) -> None:
        """Seat somebody else."""
        taken = {name for number, name in enumerate(self.names) if number != seat}
        names = [name for name in (YOU, SECOND, *self.partners) if name not in taken & {YOU, SECOND}]
        self.names[seat] = names[(names.index(self.names[seat]) + step) % len(names)]

    @property
    def people(self) -> frozenset[int]:
        """Seats that a person plays."""
        return frozenset(seat for seat, name in enumerate(self.names) if name in PEOPLE)


def reacting(
    names: Sequence[str], seats: Sequence[Seat], lag: tuple[int, int], wish: tuple[float, float]
) -> tuple[str, ...]:
    """Return names with their reaction delay.

    ``wish`` is a delay in seconds and the ticks a second; a negative delay is the game's own, of which ``lag`` holds
    the ticks for those in a team with people and for their opponents.
    """
    delay, rate = wish
    if delay >= 0:
        return tuple(late(name, round(delay * rate)) for name in names)
    beside = {seat.team for seat, name in zip(seats, names, strict=True) if name in PEOPLE}
    lags = [lag[0] if not beside or seat.team in beside else lag[1] for seat in seats]
    return tuple(late(name, ticks) for name, ticks in zip(names, lags, strict=True))
