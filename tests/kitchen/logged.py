"""Logged human games as arrays, and Overcooked-AI's states as our records."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from pyarrow import parquet

from game.kitchen.state import DISH, ONION, STATE, TOMATO, soup_code

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "human_data"
FACES = {(0, -1): 0, (0, 1): 1, (1, 0): 2, (-1, 0): 3}
THINGS = {"onion": ONION, "tomato": TOMATO, "dish": DISH}
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


def encode(level: Any, text: dict[str, Any], state: Any) -> None:
    """Write an Overcooked-AI state into a record of ours."""
    width = int(level.width)
    state.things[:] = 0
    state.cooking[:] = -1
    for seat, player in enumerate(text["players"]):
        state.cell[seat] = player["position"][1] * width + player["position"][0]
        state.facing[seat] = FACES[tuple(player["orientation"])]
        state.held[seat] = code(player.get("held_object"))
    for thing in text["objects"]:
        cell = thing["position"][1] * width + thing["position"][0]
        state.things[cell] = code(thing)
        if level.pot_at[cell] >= 0:
            state.cooking[level.pot_at[cell]] = thing["cooking_tick"]


def code(thing: dict[str, Any] | None) -> int:
    """Return the code of an object."""
    if thing is None:
        return 0
    if thing["name"] == "soup":
        return soup_code(tuple(part["name"] for part in thing["_ingredients"]))
    return THINGS[thing["name"]]


def records(level: Any, texts: list[str]) -> np.ndarray[Any, Any]:
    """Return the states of one game as an array of records."""
    states = np.zeros(len(texts), STATE)
    for row, text in enumerate(texts):
        encode(level, json.loads(text), states[row])
    return states


def same(ours: Any, theirs: Any, seats: int) -> bool:
    """Tell whether two state records hold the same cooks, pots and things."""
    return all(
        np.array_equal(ours[field][:seats], theirs[field][:seats])
        if field in {"cell", "facing", "held"}
        else np.array_equal(ours[field], theirs[field])
        for field in FIELDS
    )
