"""Rescue's rules as tables: the first column of every row is the reason it is there."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import game
from game.rescue.state import EVENTS

RESCUE = game.load("rescue")
LETTERS = ".NSEWUPC"
ROBOTS = "12345"


def level_of(rows: str, roles: str, more: str = "") -> game.Level:
    """Return a level from rows with `` / `` in between, to which a border and a clinic are added on the left."""
    inner = rows.split(" / ")
    border = "#" * (len(inner[0]) + 5)
    drawn = [f"#{'C' if y == 0 else '#'}{'+' if y == 0 else '#'}{row}##" for y, row in enumerate(inner)]
    padding = [border] * max(0, 3 - len(drawn))
    text = "\n".join([border, *drawn, border, *padding])
    return RESCUE.parse_level(f"name: toy\nroles: {roles}\n{more}map:\n{text}\n")


def begin(level: game.Level) -> Any:
    state = np.zeros(1, RESCUE.state)[0]
    RESCUE.start(level.record, np.uint64(1), state)
    return state


def tick(level: game.Level, state: Any, letters: str) -> list[set[str]]:
    """Play a tick and return the names of what happened to each seat."""
    outcome = np.zeros(1, RESCUE.outcome)[0]
    RESCUE.advance(level.record, state, np.array([LETTERS.index(letter) for letter in letters], np.int8), outcome)
    return [{name for number, name in enumerate(EVENTS) if outcome.events[s, number]} for s in range(level.seats)]


def drawn(level: game.Level, state: Any) -> str:
    """Return where the robots of a level of `level_of` are, with the rows' first letters for the rest."""
    rows = [row[3:-2] for row in level.text.partition("map:\n")[2].splitlines()[1:]]
    where = {int(cell): str(robot + 1) for robot, cell in enumerate(state.cell[: level.record.robots])}
    cells = [
        "".join(where.get((y + 1) * 32 + x + 3, "." if letter in ROBOTS else letter) for x, letter in enumerate(row))
        for y, row in enumerate(rows)
    ]
    return " / ".join(row for row in cells if row.strip("#"))


MOVES = [
    ("a robot walks onto free floor", "1..l", "E", ".1.l", {"walked"}),
    ("a robot turns to a wall and stays", "1..l / ...#", "N", "1..l / ...#", {"bump"}),
    ("a victim is in the way", "1l.. / ....", "E", "1l.. / ....", {"bump"}),
    ("rubble is in the way", "1rl. / ....", "E", "1rl. / ....", {"bump"}),
    ("two team-mates exchange their cells", "12.l", "EW", "21.l", {"walked"}),
    ("who walks into a waiting mate stays", "12.l", "E.", "12.l", {"bump"}),
    ("followers move up when the first is first", "21.l", "EE", ".21l", {"walked"}),
    ("who is first gets a cell that two want", "1.2l", "EW", ".12l", {"walked"}),
]


@pytest.mark.parametrize(("reason", "before", "letters", "after", "events"), MOVES, ids=[row[0] for row in MOVES])
def test_moves(reason: str, before: str, letters: str, after: str, events: set[str]) -> None:
    level = level_of(before, " ".join(["digger", "medic"][: len(letters)]))
    state = begin(level)
    happened = tick(level, state, letters)[0]
    assert drawn(level, state) == after, reason
    assert events <= happened, reason
