"""A round on this machine: who sits where, and its way into the store."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, NamedTuple

import ai_partners
import game
from data.recorder import Recorder
from data.sitting import Sitting
from data.writer import Writer
from game.core.contract import CrossplayError
from game.core.episode import decide_all

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from ai_partners import Partner
    from game import Game, Level, Step
    from game.window.setup import Setup

PEOPLE = ("you", "second person")
"""Who can sit in a seat without being a partner: the people at this machine."""

EMPTY = "stay"
"""The partner that leaves a seat empty."""


class SeatError(CrossplayError):
    """Seats that cannot be filled as asked."""


class Table(NamedTuple):
    """A round about to start with a partner in every seat."""

    match: game.Round
    actors: tuple[Partner, ...]


def asked(wishes: Sequence[str], seats: int) -> dict[int, str]:
    """Return who was asked for by seat, from wishes such as ``"cook"`` (next free seat) and ``"2=cook"`` (second seat).

    Raises `SeatError` for a seat that does not exist and a seat filled twice.
    """
    taken: dict[int, str] = {}
    for number, name in sorted(map(_wish, wishes), key=lambda pair: pair[0] == 0):
        seat = number or next((free for free in range(1, seats + 1) if free not in taken), seats + 1)
        if seat > seats:
            message = f"{name!r} finds no seat {seat}: this level has {seats}, numbered from 1; ask for fewer"
            raise SeatError(message)
        if seat in taken:
            message = f"seat {seat} is filled twice, by {taken[seat]!r} and {name!r}; name each seat once"
            raise SeatError(message)
        taken[seat] = name
    return taken


def fill(found: Game, level: Level, wished: Mapping[int, str], people: Sequence[str] = ()) -> tuple[str, ...]:
    """Return who sits in each seat: those asked for, ``people`` in the first free bodies, and the usual partners.

    A seat without a body that nobody asked for stays empty. Raises `SeatError` for the same person in two seats.
    """
    waiting = [name for name in people if name not in wished.values()]
    names = []
    for number, seat in enumerate(found.seats(level), 1):
        if number in wished:
            names.append(wished[number])
        elif not seat.has_body:
            names.append(EMPTY)
        else:
            names.append(waiting.pop(0) if waiting else usual(found, seat.role))
    return _checked(tuple(names))


def _wish(text: str) -> tuple[int, str]:
    """Return (seat number, or 0 for the next free one, and who)."""
    number, equals, name = text.partition("=")
    if equals and number.isascii() and number.isdigit() and int(number):
        return int(number), name
    return 0, text


def _checked(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return names in which nobody sits twice; raises `SeatError`."""
    for person in PEOPLE:
        if names.count(person) > 1:
            message = f"{person!r} cannot sit in {names.count(person)} seats at once; give the others to partners"
            raise SeatError(message)
    return names


def seat_partners(found: Game, level: Level, names: Sequence[str], seed: int) -> Table:
    """Return a round with partners by name; raises `SeatError` for a person and what `ai_partners.load` raises."""
    people = [name for name in names if name in PEOPLE]
    if people:
        message = f"a round without a window has no seat for {people[0]!r}; name a partner, such as {usual(found)!r}"
        raise SeatError(message)
    actors = tuple(ai_partners.load(name, found) for name in names)
    for seat, actor in enumerate(actors):
        actor.begin(found, [level], [seat], [seed])
    return Table(game.Round(found, level, seed), actors)


def usual(found: Game, role: str = "") -> str:
    """Return the partner who sits down in a role when nobody is named."""
    return found.usual.get(role, next(iter(found.bots)))


def play(table: Table, recorder: Recorder | None) -> Iterator[Step]:
    """Yield the steps of a round to its end, each one recorded; a round left before its end is kept as abandoned."""
    match = table.match
    try:
        while not match.is_over:
            step = match.step(decide_all(match, table.actors))
            if recorder is not None:
                recorder.tick(step.joint_action, game.state_hash(step.state))
            yield step
    finally:
        if recorder is not None and match.is_over:
            recorder.finish(match.score)
        elif recorder is not None:
            recorder.abandon()


@contextmanager
def recording(store: Path | None, table: Table) -> Iterator[Recorder | None]:
    """Open the record of a round in a store for a while; None when nothing is to be kept. Raises `StoreError`."""
    if store is None:
        yield None
        return
    with Writer(store) as writer:
        yield Recorder(writer, table.match, [partner_sitting(actor) for actor in table.actors])


def partner_sitting(partner: Partner) -> Sitting:
    """Return a partner in a seat as the store keeps it: with its card."""
    return Sitting("partner", partner.card.name, json.dumps(asdict(partner.card), sort_keys=True))


def window_recorder(writer: Writer) -> Callable[[Setup], Recorder]:
    """Return what the window calls when a match begins; it raises `StoreError`, and then the match goes unrecorded."""
    from game.window.setup import find_level

    def begin(setup: Setup) -> Recorder:
        found = game.load(setup.game)
        match = game.Round(found, find_level(found, setup.level, setup.ticks), setup.seed)
        sittings = [_sitting(name, found) for name in setup.seats]
        return Recorder(writer, match, sittings, tick_rate=setup.tick_rate)

    return begin


def _sitting(name: str, found: Game) -> Sitting:
    """Return who sits in a seat of the window."""
    return Sitting("person", name) if name in PEOPLE else partner_sitting(ai_partners.load(name, found))


class Seatable(Mapping[str, "Callable[[], Partner]"]):
    """The partners of a game by name, each made when it sits down; a name with options finds its partner too."""

    def __init__(self, found: Game, level: Level | None = None) -> None:
        self._game, self._names = found, ai_partners.names(found, level)

    def on(self, level: Level) -> Seatable:
        """Return those who play a level: a trained partner knows the levels that it has learned."""
        return Seatable(self._game, level)

    def __getitem__(self, name: str) -> Callable[[], Partner]:
        """Return what makes a partner; that raises what `ai_partners.load` raises."""
        return functools.partial(ai_partners.load, name, self._game)

    def __iter__(self) -> Iterator[str]:
        """Go through the names without options."""
        return iter(self._names)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._names)

    def __contains__(self, name: object) -> bool:
        """Tell whether a name is listed."""
        return name in self._names
