"""Levels as text: a header of settings, for the roads are always the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from game.core.contract import Level, NotationError
from game.core.settings import LONGEST_ROUND, NAMING, Setting, choice, whole
from game.core.sheet import MAP, Sheet, join, level_of, split
from game.core.shelf import shipped, shipped_text
from game.crossing.state import LEVEL, SEATS

FOLDER = Path(__file__).parent / "levels"
SETTINGS: dict[str, Setting] = {
    **NAMING,
    "cars": whole(1, SEATS, "8"),
    "ticks": whole(1, LONGEST_ROUND, "200"),
    "spawn": whole(1, 100, "25"),
    "commit": Setting("no", "yes or no", choice("yes", "no")),
    "hidden": Setting("yes", "yes or no", choice("yes", "no")),
    "crash": whole(0, 100, "5"),
    "mix": whole(0, 100, "50"),
}


def level_names() -> tuple[str, ...]:
    """Return the names of the levels that ship with the game."""
    return shipped(FOLDER, ("four_cars", "eight_cars"))


def level_text(name: str) -> str:
    """Return a shipped level's text; raises `UnknownNameError`."""
    return shipped_text(FOLDER, name)


def read(text: str) -> Sheet:
    """Return the settings of a level's text; raises `NotationError` that says what is wrong."""
    sheet = split(f"{text}\n{MAP}\n", SETTINGS)
    if sheet.rows:
        message = f"line {sheet.first - 1}: a level of the crossing has no {MAP!r}, for its roads are always the same"
        raise NotationError(message)
    return sheet


def parse_level(text: str) -> Level:
    """Return the level that a text describes; raises `NotationError` that names the line and what would be right."""
    sheet, records = read(text), np.zeros(1, LEVEL)
    values = sheet.values
    records[0] = (
        values["ticks"],
        values["cars"],
        values["spawn"],
        *(values[key] == "yes" for key in ("commit", "hidden")),
        values["crash"],
        values["mix"],
    )
    return level_of("crossing", sheet, text, records)


def format_level(level: Level, **changes: Any) -> str:
    """Return the canonical text of a level, with other values for some settings."""
    return join({**read(level.text).values, **changes}, (), SETTINGS).removesuffix(f"{MAP}\n")


def lasting(level: Level, ticks: int) -> Level:
    """Return the same level with rounds of another length; raises `NotationError` for a length that no round has."""
    return level if ticks == level.horizon else parse_level(format_level(level, ticks=ticks))
