"""Levels as text: a header, a map, and the record that the kernels read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from game.core.sheet import Sheet, level_of, rewritten, split
from game.core.shelf import shipped, shipped_text
from game.rescue.grid import read_map
from game.rescue.outlook import fill_sight
from game.rescue.settings import SETTINGS
from game.rescue.solvable import check_solvable
from game.rescue.state import COMMS, LEVEL, MAX_VIEWS, OWN, REWARDS, ROLES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from game.core.contract import Level

FOLDER = Path(__file__).parent / "levels"

ORDER = (
    "first_steps",
    "dig_it_out",
    "stretcher",
    "together",
    "eyes",
    "five_rooms",
    "corridors",
    "silence",
    "swarm",
    "control_room",
    "mine",
    "collapse",
)
"""The levels from the first lesson to the hardest."""


def level_names() -> tuple[str, ...]:
    """Return the names of the levels that ship with the game, in order of difficulty."""
    return shipped(FOLDER, ORDER)


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
    check_solvable(record, sheet.first)
    fill_sight(record)
    return level_of("rescue", sheet, text, records)


def _read_rules(record: Any, sheet: Sheet) -> None:
    """Write the team and the rule options."""
    values = sheet.values
    roles = [ROLES.index(word) for word in values["roles"]]
    record.horizon = values["ticks"]
    record.robots = len(roles)
    record.dispatcher = values["dispatcher"] == "yes"
    record.seats = len(roles) + int(record.dispatcher)
    record.role[: len(roles)] = roles
    record.role[len(roles) :] = ROLES.index("dispatcher")
    record.comm, record.reward = COMMS.index(values["comm"]), REWARDS.index(values["reward"])
    record.radius = values["radio_radius"]
    for key in ("death", "dig", "treat", "window", "ping_pause", "ping_map", "call_pause", "own_share"):
        record[key] = values[key]
    if record.reward == OWN:
        record.own_share = 100
    record.points[1:], record.shaping[:] = values["points"], values["shaping"]
    _read_sight(record, values, roles)


def _read_sight(record: Any, values: Mapping[str, Any], roles: list[int]) -> None:
    """Write how far each robot sees, and which table of sight that needs."""
    radii = sorted({values["view"][role] for role in roles})
    record.radii[: len(radii)] = radii
    record.radii[len(radii) : MAX_VIEWS] = 0
    for robot, role in enumerate(roles):
        record.sees[robot], record.detects[robot] = values["view"][role], values["detect"][role]
        record.table[robot] = radii.index(values["view"][role])


def format_level(level: Level) -> str:
    """Return the canonical text of a level: settings in one order and spelling, the usual ones left out."""
    return rewritten(level.text, SETTINGS)


def with_settings(text: str, changes: Mapping[str, Any]) -> str:
    """Return a level's text with other values for some settings."""
    return rewritten(text, SETTINGS, changes)


def lasting(level: Level, ticks: int) -> Level:
    """Return the same level with rounds of another length; raises `NotationError` for a length that no round has."""
    return level if ticks == level.horizon else parse_level(with_settings(level.text, {"ticks": ticks}))
