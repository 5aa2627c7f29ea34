"""Rounds for the tests of the store."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import game
from data.recorder import Recorder
from data.rounds import list_rounds
from data.sitting import Sitting
from data.store import reading
from data.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from data.rounds import Listed

KITCHEN = game.load("kitchen")
CARD = '{"delay": 0, "name": "cook"}'
SEATS = (Sitting("person", "you"), Sitting("partner", "cook", CARD))


def play(recorder: Recorder, match: game.Round, ticks: int) -> None:
    """Play some ticks that move and turn."""
    for tick in range(match.tick, match.tick + ticks):
        step = match.step((tick % 6, tick % 5))
        recorder.tick(step.joint_action, game.state_hash(step.state), 0.002)
        recorder.input(0, "w", KITCHEN.actions[tick % 6].name, tick / 10, tick, "played")


def begin(writer: Writer, seed: int = 1, seats: tuple[Sitting, ...] = SEATS) -> tuple[Recorder, game.Round]:
    """Begin a round."""
    match = game.Round(KITCHEN, KITCHEN.load_level("cramped_room"), seed)
    return Recorder(writer, match, seats, tick_rate=10.0), match


def record(path: Path, ticks: int, seed: int = 1, seats: tuple[Sitting, ...] = SEATS) -> str:
    """Play and finish a round in a store, and return its id."""
    with Writer(path) as writer:
        recorder, match = begin(writer, seed, seats)
        play(recorder, match, ticks)
        recorder.finish(match.score)
    return recorder.id


def listed(path: Path) -> list[Listed]:
    """Return the rounds of a store."""
    with reading(path) as store:
        return list_rounds(store)


@contextmanager
def recording(path: Path) -> Iterator[tuple[Recorder, game.Round]]:
    """Open a round in a store for a while."""
    with Writer(path) as writer:
        yield begin(writer)
