"""Levels as text: a header, a map, and the record that the kernels read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from game.core.sheet import Sheet, level_of, rewritten, split
from game.core.shelf import shipped, shipped_text
from game.kitchen.grid import read_map
from game.kitchen.measure import measure
from game.kitchen.opening import read_opening
from game.kitchen.orders import read_orders
from game.kitchen.settings import SETTINGS
from game.kitchen.solvable import check_solvable
from game.kitchen.state import LEVEL

if TYPE_CHECKING:
    from collections.abc import Mapping

    from game.core.contract import Level

FOLDER = Path(__file__).parent / "levels"

LESSONS = ("first_soup", "second_cook", "pass_it_on", "start_the_pot", "two_kinds")
"""Levels that teach one thing each, in the order in which they are best played."""
CLASSICS = (
    "cramped_room",
    "asymmetric_advantages",
    "coordination_ring",
    "forced_coordination",
    "counter_circuit_o_1order",
)
"""The five layouts of Carroll et al. 2019, by their later names."""


def level_names() -> tuple[str, ...]:
    """Return the names of the levels that ship with the game: the five of the first study, lessons, then the others."""
    return shipped(FOLDER, (*CLASSICS, *LESSONS))


def level_text(name: str) -> str:
    """Return a shipped level's text; raises `UnknownNameError`."""
    return shipped_text(FOLDER, name)


def parse_level(text: str) -> Level:
    """Return the level that a text describes, which it keeps with plain line ends.

    Raises `NotationError` naming the line, what is wrong with it and what would be right.
    """
    sheet = split(text, SETTINGS)
    records = np.zeros(1, LEVEL)
    record = records[0]
    read_map(record, sheet)
    _read_rules(record, sheet)
    read_orders(record, sheet)
    measure(record)
    read_opening(record, sheet)
    check_solvable(record, sheet.first)
    return level_of("kitchen", sheet, text, records)


def _read_rules(record: Any, sheet: Sheet) -> None:
    """Write the rule options."""
    values = sheet.values
    record.horizon = values["ticks"]
    record.old = values["dynamics"] == "old"
    record.largest = values["max_ingredients"]
    if len(values["shaping"]) != len(record.shaping):
        raise sheet.wrong(key="shaping", what="must be three whole numbers, as in '3 3 5'")
    record.shaping[:] = values["shaping"]
    record.random_positions = values["random_positions"] == "yes"
    record.random_objects = values["random_objects"]


def format_level(level: Level) -> str:
    """Return the canonical text of a level: settings in one order and spelling, the usual ones left out."""
    return rewritten(level.text, SETTINGS)


def with_settings(text: str, changes: Mapping[str, Any], rows: tuple[str, ...] | None = None) -> str:
    """Return a level's text with other values for some settings and, where given, another map."""
    return rewritten(text, SETTINGS, changes, rows)


def lasting(level: Level, ticks: int) -> Level:
    """Return the same level with rounds of another length; raises `NotationError` for a length that no round has."""
    return level if ticks == level.horizon else parse_level(with_settings(level.text, {"ticks": ticks}))


def settings_of(level: Level) -> dict[str, Any]:
    """Return every setting of a level by name: numbers, words, and tuples of them."""
    return split(level.text, SETTINGS).values


def map_rows(level: Level) -> tuple[str, ...]:
    """Return the rows of a level's map."""
    return split(level.text, SETTINGS).rows
