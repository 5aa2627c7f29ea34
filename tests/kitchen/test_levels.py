"""A level file that is wrong is refused with its line, what is wrong and what would be right."""

from __future__ import annotations

import pytest

import game
from game.core.contract import NotationError

KITCHEN = game.load("kitchen")
HEAD = "name: toy\norders: ooo\nmap:\n"
GOOD = "XXPXX\nO1 2O\nX   X\nXDXSX\n"

WRONG = {
    "a ragged row": (HEAD + "XXPXX\nO1 2OX\nX   X\nXDXSX\n", "line 5.*6 cells"),
    "floor on the border": (HEAD + GOOD.replace("XXPXX", "X PXX"), "line 4, column 2.*border"),
    "an unknown tile": (HEAD + GOOD.replace("D", "Q"), "'Q' is no tile"),
    "no pot": (HEAD + GOOD.replace("P", "X"), "a pot P"),
    "a cook twice": (HEAD + GOOD.replace("2", "1"), "cook 1 stands on the map twice"),
    "a cook left out": (HEAD + GOOD.replace("2", "3"), "must be numbered"),
    "an unknown setting": ("colour: red\n" + HEAD + GOOD, "line 1: 'colour: red'"),
    "a setting twice": ("name: toy\n" + HEAD + GOOD, "already set on line 1"),
    "no map": ("name: toy\n", "no line 'map:'"),
    "a bad order": (HEAD.replace("ooo", "oxo") + GOOD, "orders 'oxo' must be"),
    "old dynamics with a short order": (
        "dynamics: old\n" + HEAD.replace("ooo", "oo") + GOOD,
        "orders of three ingredients",
    ),
    "a number that is none": ("ticks: soon\n" + HEAD + GOOD, "ticks 'soon' must be a whole number"),
    "a kitchen that is too large": (HEAD + "X" * 200 + "\n" + "X" * 200 + "\n" + "X" * 200 + "\n", "at most 128 cells"),
    "a kitchen nobody can serve in": (HEAD + "XXPXX\nO1 2O\nXXXXX\nXDXSX\n", "nobody can serve"),
    "a hostile text": ("\0" * 10, "without NUL"),
    "nothing": ("", "no line 'map:'"),
}


@pytest.mark.parametrize(("text", "message"), WRONG.values(), ids=WRONG.keys())
def test_a_wrong_level_is_refused_with_one_clear_sentence(text: str, message: str) -> None:
    with pytest.raises(NotationError, match=message):
        KITCHEN.parse_level(text)


def test_distances_count_moves_turns_and_the_use_itself() -> None:
    record = KITCHEN.load_level("cramped_room").record
    start = int(record.start_cell[0])
    onions, pot = 5, 2
    assert record.distance[0, start, onions] == len(("north", "west", "interact"))
    assert record.distance[0, start, pot] == len(("east", "north", "interact"))
