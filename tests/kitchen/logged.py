"""Logged human games: from the folder of converted ones, and from the frames that Overcooked-AI's package holds."""

from __future__ import annotations

import itertools
import json
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from data.frames import read_frame
from game.kitchen.overcooked import joint_from_json, level_for, state_reader
from game.kitchen.state import STATE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from game.core.contract import Level

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "human_data"
PACKAGE = "overcooked-ai"
POINTS = 4
"""Our points for one of the logged points of 2019: a soup counts 20, and 5 in the logs."""
FIELDS = ("cell", "facing", "held", "cooking", "things")


class Game(NamedTuple):
    """One game as it was logged."""

    level: Level
    """With the cooks where they started, and no end."""
    states: np.ndarray[Any, Any]
    """Records [T], before each joint action."""
    joints: np.ndarray[Any, Any]
    """int8 [T, 2]."""
    rewards: np.ndarray[Any, Any]
    """Points [T]."""


def converted(name: str) -> list[Game]:
    """Return the games of a converted file; fails where there is none."""
    from pyarrow import parquet

    path = FOLDER / name
    if not path.exists():
        message = f"the human games are needed at {path}: this check never passes without data"
        raise FileNotFoundError(message)
    names = ["trial_id", "layout", "state", "a0", "a1", "reward"]
    table = parquet.read_table(path, columns=names)
    trials, layouts, states, first, second, rewards = (table.column(column).to_numpy() for column in names)
    joints = np.stack([first, second], 1).astype(np.int8)
    bounds = ends(trials)
    return [game(layouts[a], states[a:b], joints[a:b], rewards[a:b]) for a, b in itertools.pairwise(bounds)]


def packaged(*splits: str) -> list[Game]:
    """Return games of 2019 from the installed package, 76 in both splits; fails where it is not installed."""
    found = []
    for split in splits or ("train", "test"):
        table = read_frame(package_file(f"clean_{split}_trials.pickle"))
        bounds = ends([f"{table['layout_name'][row]} {number}" for row, number in enumerate(table["workerid_num"])])
        codes = {text: joint_from_json(plain(text)) for text in set(table["joint_action"])}
        joints = np.array([codes[text] for text in table["joint_action"]], np.int8)
        for a, b in itertools.pairwise(bounds):
            rewards = np.array(table["reward"][a:b]) * POINTS
            found.append(game(table["layout_name"][a], table["state"][a:b], joints[a:b], rewards))
    return found


def package_file(name: str) -> Path:
    """Return where the installed package keeps a file."""
    try:
        files = metadata.files(PACKAGE) or []
    except metadata.PackageNotFoundError as error:
        message = f"the human games are needed: pip install --no-deps {PACKAGE}==1.1.0; no check passes without data"
        raise FileNotFoundError(message) from error
    return Path(str(next(file for file in files if file.name == name).locate()))


def ends(keys: Sequence[str]) -> list[int]:
    """Return where runs of equal keys begin, and the end."""
    return [0, *(row for row in range(1, len(keys)) if keys[row] != keys[row - 1]), len(keys)]


def game(layout: str, texts: Any, joints: Any, rewards: Any) -> Game:
    """Return one game."""
    first = plain(texts[0])
    starts = [player["position"] for player in first["players"]]
    level = level_for(layout, starts, ticks=1_000_000)
    return Game(level, records(level, texts), joints, rewards)


def plain(text: str) -> Any:
    """Return what a text of JSON, or of 2019's Python, denotes."""
    return json.loads(text.replace("'", '"').replace("False", "false").replace("True", "true"))


def records(level: Level, texts: Any) -> np.ndarray[Any, Any]:
    """Return the states of one game [T]; their ticks are the rows' numbers."""
    states = np.zeros(len(texts), STATE)
    rows, read = states.view(np.dtype(STATE.descr)), state_reader(level)
    seen: dict[str, int] = {}
    for row, text in enumerate(texts):
        content = text.partition('"timestep"')[0]
        if content not in seen:
            read(plain(text), rows[row])
        rows[row] = rows[seen.setdefault(content, row)]
    states["tick"] = np.arange(len(texts))
    return states


def differences(ours: np.ndarray[Any, Any], theirs: np.ndarray[Any, Any]) -> Iterator[tuple[str, int]]:
    """Yield (field, row) where records of two cooks differ in what the data know."""
    for field in FIELDS:
        two = 2 if field in {"cell", "facing", "held"} else None
        unequal = (ours[field][:, :two] != theirs[field][:, :two]).any(1)
        yield from ((field, int(row)) for row in np.flatnonzero(unequal))
