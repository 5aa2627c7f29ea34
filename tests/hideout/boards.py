"""Boards as text for hideout's tests: a level from rows, ticks from letters, and a state as rows again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

import game
from game.hideout.state import EVENTS, MAX_BOXES, STRIDE, SYMBOLS, THINGS

if TYPE_CHECKING:
    from game.core.contract import Level

HIDEOUT = game.load("hideout")
LETTERS = "".join(action.letter for action in HIDEOUT.actions)


def level_of(rows: str, **settings: object) -> Level:
    """Return a level from rows with ``/`` in between; one hider and one seeker who may act at once unless told else."""
    header = {"name": "toy", "hiders": 1, "seekers": 1, "preparation": 0} | settings
    said = "".join(f"{key}: {value}\n" for key, value in header.items())
    return HIDEOUT.parse_level(f"{said}map:\n{rows.replace('/', chr(10))}\n")


def begin(level: Level, seed: int = 1) -> Any:
    """Return the first state of a round."""
    state = np.zeros(1, HIDEOUT.state)[0]
    HIDEOUT.start(level.record, np.uint64(seed), state)
    return state


def tick(level: Level, state: Any, letters: str) -> Any:
    """Play a tick and return its outcome."""
    outcome = np.zeros(1, HIDEOUT.outcome)[0]
    HIDEOUT.advance(level.record, state, np.array([LETTERS.index(letter) for letter in letters], np.int8), outcome)
    return outcome


def play(level: Level, words: str, seed: int = 1) -> tuple[Any, Any]:
    """Return the state after some ticks, one word each, and the events [seats, events] in all of them."""
    state, events = begin(level, seed), np.zeros((level.seats, len(EVENTS)), int)
    for word in words.split():
        events += tick(level, state, word).events[: level.seats]
    return state, events


def draw(level: Level, state: Any) -> str:
    """Return the board: digits are bodies, big letters free and small ones locked things."""
    width, height = int(level.record.width), int(level.record.height)
    rows = [[SYMBOLS[state.tile[y * STRIDE + x]] for x in range(width)] for y in range(height)]
    for thing in range(THINGS):
        if cell := int(state.thing_cell[thing]):
            letter = "B" if thing < MAX_BOXES else "R"
            rows[cell // STRIDE][cell % STRIDE] = letter.lower() if state.lock[thing] else letter
    for seat in range(level.seats):
        rows[int(state.cell[seat]) // STRIDE][int(state.cell[seat]) % STRIDE] = str(seat + 1)
    return "/".join("".join(row) for row in rows)


def happened(events: Any, seat: int = 0) -> set[str]:
    """Return the names of what a seat did, without what it saw."""
    passive = {"seen", "hidden", "found", "seen_from_above", "built", "unbuilt"}
    return {name for number, name in enumerate(EVENTS) if events[seat, number]} - passive
