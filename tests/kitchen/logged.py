"""Logged human games as arrays."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from pyarrow import parquet

from game.kitchen.overcooked import state_from_dict
from game.kitchen.state import STATE

if TYPE_CHECKING:
    from game.core.contract import Level

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "human_data"
FIELDS = ("cell", "facing", "held", "cooking", "things")


def games(name: str) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of each game of a file, in order; fails where there is no data."""
    path = FOLDER / name
    if not path.exists():
        message = f"the human games are needed at {path}: this check never passes without data"
        raise FileNotFoundError(message)
    found: dict[str, list[dict[str, Any]]] = {}
    for row in parquet.read_table(path).to_pylist():
        found.setdefault(row["trial_id"], []).append(row)
    return found


def records(level: Level, texts: list[str]) -> np.ndarray[Any, Any]:
    """Return the states of one game as an array of records."""
    states = np.zeros(len(texts), STATE)
    for row, text in enumerate(texts):
        state_from_dict(level, json.loads(text), states[row])
    return states


def same(ours: Any, theirs: Any, seats: int) -> bool:
    """Tell whether two state records hold the same cooks, pots and things."""
    return all(
        np.array_equal(ours[field][:seats], theirs[field][:seats])
        if field in {"cell", "facing", "held"}
        else np.array_equal(ours[field], theirs[field])
        for field in FIELDS
    )
