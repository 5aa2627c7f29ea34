"""Levels as text: a header, a map, and the record that the kernels read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from game.core.sheet import Sheet, level_of, rewritten, split
from game.core.shelf import shipped, shipped_text
from game.hideout.board import read_map
from game.hideout.settings import SETTINGS
from game.hideout.state import BEGINNINGS, BLUEPRINT, LEVEL, RAMPS, REWARDS, SHELTER, STEPS, TASKS
from game.hideout.ways import measure

if TYPE_CHECKING:
    from collections.abc import Mapping

    from game.core.contract import Level

FOLDER = Path(__file__).parent / "levels"

LESSONS = ("first_steps", "first_hide", "push_a_box", "lock_the_door", "up_the_ramp")
"""Levels that teach one thing each, in the order in which they are best played."""
ROOMS = ("corner_room", "corner_room_1v1", "corner_room_3v3", "open", "open_expert")


def level_names() -> tuple[str, ...]:
    """Return the names of the levels that ship with the game: rooms, lessons, then the labs."""
    return shipped(FOLDER, (*ROOMS, *LESSONS))


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
    _read_rules(record, sheet)
    read_map(record, sheet)
    _check_rules(record, sheet)
    measure(record)
    return level_of("hideout", sheet, text, records)


def _read_rules(record: Any, sheet: Sheet) -> None:
    """Write the settings."""
    values = sheet.values
    record.horizon = values["ticks"]
    record.preparation = values["ticks"] * values["preparation"] // 100
    record.hiders, record.seats = values["hiders"], values["hiders"] + values["seekers"]
    record.fewest_doors, record.most_doors = values["doors"][0], values["doors"][-1]
    for field in ("blind", "scatter", "mirror", "surf"):
        record[field] = values[field] == "yes"
    record.cone = values["cone"] == "135"
    record.beginning = BEGINNINGS.index(values["begin"])
    record.ramps_locked = RAMPS.index(values["begin_ramps"])
    record.reward = REWARDS.index(values["reward"])
    record.task = TASKS.index(values["task"])
    if len(values["shaping"]) != len(record.shaping):
        raise sheet.wrong(key="shaping", what="must be two whole numbers, as in '3 1'")
    record.shaping[:] = values["shaping"]


def _check_rules(record: Any, sheet: Sheet) -> None:
    """See that the map has what the settings ask for."""
    if record.fewest_doors > record.places and "doors" in sheet.lines:
        raise sheet.wrong(
            key="doors", what=f"asks for {int(record.fewest_doors)} but the map has {int(record.places)} places D"
        )
    record.fewest_doors = min(record.fewest_doors, record.places)
    record.most_doors = min(record.most_doors, record.places)
    _check_beginning(record, sheet)
    task = TASKS[record.task]
    if record.task in {BLUEPRINT, SHELTER} and not record.marks:
        raise sheet.wrong(key="task", what=f"{task!r} needs a mark x on the map")
    if record.task == BLUEPRINT and record.marks > record.boxes:
        boxes, marks = int(record.boxes), int(record.marks)
        raise sheet.wrong(key="task", what=f"{task!r} needs a box B for every mark x; the map has {boxes} for {marks}")


def _check_beginning(record: Any, sheet: Sheet) -> None:
    """See that a round that begins ahead has room for the boxes and hiders that it puts at the doors."""
    things = int(record.seats) + int(record.boxes) + int(record.ramps)
    for number in range(int(record.places)):
        inside = int(record.place_cell[number]) + int(STEPS[record.place_inward[number]])
        cells = int((record.area == record.area[inside]).sum())
        if record.beginning and cells <= things:
            what = f"needs rooms of more than {things} cells, one for everything on the map; there is one of {cells}"
            raise sheet.wrong(key="begin", what=what)


def format_level(level: Level) -> str:
    """Return the canonical text of a level: settings in one order and spelling, the usual ones left out."""
    return rewritten(level.text, SETTINGS)


def with_settings(text: str, changes: Mapping[str, Any]) -> str:
    """Return a level's text with other values for some settings."""
    return rewritten(text, SETTINGS, changes)


def lasting(level: Level, ticks: int) -> Level:
    """Return the same level with rounds of another length; raises `NotationError` for a length that no round has."""
    return level if ticks == level.horizon else parse_level(with_settings(level.text, {"ticks": ticks}))
