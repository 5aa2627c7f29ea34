"""Levels of the crossing are read, written and refused as their page says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import game
from game.crossing import level as levels
from tests.crossing.cars import CROSSING

RULES = (Path(levels.__file__).parent / "RULES.md").read_text(encoding="utf-8")
LINES = st.one_of(
    st.text(max_size=40),
    st.builds("{}: {}".format, st.sampled_from(sorted(levels.SETTINGS)), st.one_of(st.text(max_size=8), st.integers())),
)
WRONG = [
    ("no such setting", "name: x\ncar: 4", "line 2: 'car: 4' is not a setting"),
    ("too many cars", "cars: 9", "line 1: cars '9' must be a whole number from 1 to 8"),
    ("no cars", "cars: 0", "must be a whole number from 1 to 8"),
    ("half a chance", "spawn: 2.5", "must be a whole number from 1 to 100"),
    ("neither yes nor no", "commit: maybe", "must be yes or no"),
    ("said twice", "cars: 4\ncars: 5", "line 2: 'cars' was already set on line 1"),
    ("a map", "cars: 4\nmap:\n....", "line 2: a level of the crossing has no 'map:'"),
]


@pytest.mark.parametrize(("text", "sentence"), [row[1:] for row in WRONG], ids=[row[0] for row in WRONG])
def test_a_wrong_level_is_refused_in_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(game.NotationError, match=re.escape(sentence)):
        CROSSING.parse_level(text)


@pytest.mark.parametrize("name", CROSSING.level_names())
def test_every_level_that_ships_is_written_as_it_would_be_written(name: str) -> None:
    assert CROSSING.format_level(CROSSING.load_level(name)) == CROSSING.level_text(name)


def test_an_empty_text_is_the_usual_crossing() -> None:
    level = CROSSING.parse_level("")
    assert (level.seats, level.horizon, int(level.record.crash), int(level.record.mix)) == (8, 200, 5, 50)


def test_a_level_can_last_longer() -> None:
    level = CROSSING.load_level("four_cars")
    assert CROSSING.lasting(level, 300).horizon == 300
    assert CROSSING.lasting(level, 200) is level
    with pytest.raises(game.NotationError, match="ticks '0' must be"):
        CROSSING.lasting(level, 0)


@given(st.lists(LINES, max_size=6).map("\n".join))
def test_any_text_is_a_level_that_can_be_written_and_read_or_is_refused(text: str) -> None:
    try:
        level = CROSSING.parse_level(text)
    except game.NotationError:
        return
    again = CROSSING.parse_level(CROSSING.format_level(level))
    assert again.records.tobytes() == level.records.tobytes()
    assert (again.name, again.title, again.hint) == (level.name, level.title, level.hint)
    assert CROSSING.parse_level(level.text).records.tobytes() == level.records.tobytes()


def test_every_setting_stands_in_the_rules_with_its_usual_value_and_no_other() -> None:
    rows = [row.split("|") for row in RULES.split("| line |")[1].split("\n\n")[0].splitlines()[2:]]
    named = {key: row[3].strip() for row in rows for key in re.findall("`([a-z]+)`", row[1])}
    usual = {key: setting.default for key, setting in levels.SETTINGS.items() if key not in {"name", "title", "hint"}}
    assert named == {**usual, "name": "", "title": "", "hint": ""}


def test_an_unknown_level_is_told() -> None:
    with pytest.raises(game.UnknownNameError, match="did you mean 'four_cars'"):
        CROSSING.load_level("four_car")
