"""Small levels for tests, and play on them."""

from __future__ import annotations

from typing import Any

import numpy as np

import game
from game.rescue.state import EVENTS, WIDTH

RESCUE = game.load("rescue")
LETTERS = ".NSEWUPC"
ROBOTS = "12345"


def level_of(rows: str, roles: str, more: str = "") -> game.Level:
    """Return a level from rows with `` / `` in between; a clinic and a door are added on the left, and a border."""
    inner = rows.split(" / ")
    border = "#" * (len(inner[0]) + 5)
    drawn = [f"#{'C' if y == 0 else '#'}{'+' if y == 0 else '#'}{row}##" for y, row in enumerate(inner)]
    padding = [border] * max(0, 3 - len(drawn))
    text = "\n".join([border, *drawn, border, *padding])
    return RESCUE.parse_level(f"name: toy\nroles: {roles}\n{more}map:\n{text}\n")


def begin(level: game.Level, seed: int = 1) -> Any:
    """Return the first state of a round."""
    state = np.zeros(1, RESCUE.state)[0]
    RESCUE.start(level.record, np.uint64(seed), state)
    return state


def joint_of(letters: str) -> list[int]:
    """Return a joint action written as one letter a seat."""
    return [LETTERS.index(letter) for letter in letters]


def tick(level: game.Level, state: Any, letters: str) -> list[set[str]]:
    """Play a tick and return the names of what happened to each seat."""
    outcome = np.zeros(1, RESCUE.outcome)[0]
    RESCUE.advance(level.record, state, np.array(joint_of(letters), np.int8), outcome)
    return [{name for number, name in enumerate(EVENTS) if outcome.events[s, number]} for s in range(level.seats)]


def play(level: game.Level, joints: list[str]) -> list[game.Step]:
    """Play joint actions and return the steps."""
    match = game.Round(RESCUE, level, 1)
    return [match.step(joint_of(letters)) for letters in joints]


def drawn(level: game.Level, state: Any) -> str:
    """Return where the robots of a level of `level_of` are, with the rows' letters for the rest."""
    rows = [row[3:-2] for row in level.text.partition("map:\n")[2].splitlines()[1:]]
    where = {int(cell): str(robot + 1) for robot, cell in enumerate(state.cell[: level.record.robots])}
    cells = [
        "".join(where.get((y + 1) * WIDTH + x + 3, "." if letter in ROBOTS else letter) for x, letter in enumerate(row))
        for y, row in enumerate(rows)
    ]
    return " / ".join(row for row in cells if row.strip("#"))
