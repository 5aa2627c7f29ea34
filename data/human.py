"""Logged human games: Overcooked-AI's data of 2019 and 2020, as pickled frames or as the table made from them."""

from __future__ import annotations

import ast
import datetime as dt
import functools
import json
import re
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from pyarrow import parquet

from data.drafts import Draft, ImportRefusedError, Logged, draft_of, fit
from data.frames import read_frame
from data.sitting import PERSON, UNKNOWN, Sitting
from game.core.contract import CrossplayError
from game.kitchen.overcooked import joint_from_json

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence
    from pathlib import Path

LONGEST = 20_000
"""Characters of a logged value at most."""
POINTS = 4.0
"""A soup is 5 points in the raw data of 2019 and 20 in the rules."""
TABLE = {
    "set": str, "split": str, "layout": str, "trial_id": str, "player_0_id": str, "player_1_id": str,
    "player_0_is_human": bool, "player_1_is_human": bool, "a0": int, "a1": int, "reward": int, "time_elapsed": float,
    "epoch_ms": int, "state": str,
}  # fmt: skip
FRAME = {
    "layout_name": str, "run": str, "workerid_num": int, "round_num": float, "cur_gameloop": float, "reward": float,
    "joint_action": str, "state": str, "time_elapsed": float, "datetime": float,
}  # fmt: skip
"""Columns that are read, and the type of their values."""


def read_table(path: Path) -> Iterator[Draft | ImportRefusedError]:
    """Yield the games of a table of logged human games; raises `ImportRefusedError` when it is none."""
    try:
        table = parquet.read_table(path, columns=list(TABLE))
    except (pa.ArrowException, OSError, KeyError) as error:
        reason = str(error).splitlines()[0][:160] if str(error) else type(error).__name__
        message = f"{str(path)!r} is no Parquet file of logged games with the columns {', '.join(TABLE)} ({reason})"
        raise ImportRefusedError(message) from error
    columns = {name: table.column(name).to_pylist() for name in table.column_names if name != "state"}
    columns["state"] = table.column("state")
    _check(path, columns, TABLE)
    for trial, rows in _runs(columns["trial_id"]):
        yield _attempt(trial, functools.partial(_from_table, columns, rows))


def read_frames(path: Path) -> Iterator[Draft | ImportRefusedError]:
    """Yield the games of a pickled frame of 2019; raises `FrameError` or `ImportRefusedError` when it is none."""
    columns = read_frame(path)
    _check(path, columns, FRAME)
    split = re.fullmatch(r"clean_(train|test)_trials", path.stem)
    source = f"hh2019 {split[1]}" if split else "hh2019"
    keys = list(zip(*(columns[name] for name in ("run", "workerid_num", "round_num")), strict=True))
    for number, (_, rows) in enumerate(_runs(keys), 1):
        yield _attempt(f"game {number}", functools.partial(_from_frame, columns, rows, f"{source} game {number}"))


def _check(path: Path, columns: dict[str, Any], wanted: dict[str, type]) -> None:
    """See that the columns are there and begin with values of their types."""
    for name, kind in wanted.items():
        values = columns.get(name, ())
        first = values[0] if len(values) else None
        value = first.as_py() if isinstance(first, pa.Scalar) else first
        if not isinstance(value, kind):
            message = (
                f"{str(path)!r} is no log of games: column {name!r} begins with {value!r}, not with a {kind.__name__}"
            )
            raise ImportRefusedError(message)


def _runs(keys: Sequence[Hashable]) -> Iterator[tuple[Any, range]]:
    """Yield each run of equal keys with its rows."""
    first = 0
    for row in range(1, len(keys) + 1):
        if row == len(keys) or keys[row] != keys[first]:
            yield keys[first], range(first, row)
            first = row


def _attempt(label: str, make: Any) -> Draft | ImportRefusedError:
    """Return the draft of a game, or why it is refused."""
    try:
        draft: Draft = make()
    except CrossplayError as error:
        return ImportRefusedError(f"{label}: {error}")
    except (TypeError, ValueError, KeyError, IndexError, AttributeError, OverflowError, SyntaxError) as error:
        return ImportRefusedError(
            f"{label}: it holds a value that no log has ({type(error).__name__}: {str(error)[:80]})"
        )
    return draft


def _from_table(columns: dict[str, Any], rows: range) -> Draft:
    """Return the game in some rows of a table."""
    here = slice(rows.start, rows.stop)
    states = {tick: json.loads(columns["state"][rows[tick]].as_py()) for tick in {0, len(rows) - 1}}
    joints = list(zip(columns["a0"][here], columns["a1"][here], strict=True))
    logged = Logged(columns["layout"][rows[0]], joints, columns["reward"][here], states)
    people = [
        Sitting(PERSON, "person", participant=f"{columns['set'][rows[0]]} {columns[f'player_{seat}_id'][rows[0]]}")
        if columns[f"player_{seat}_is_human"][rows[0]]
        else Sitting(UNKNOWN, "unknown")
        for seat in (0, 1)
    ]
    words = (columns[name][rows[0]] for name in ("set", "split", "trial_id"))
    return _draft(logged, people, " ".join(words), columns["epoch_ms"][rows[0]], columns["time_elapsed"][here])


def _from_frame(columns: dict[str, Any], rows: range, source: str) -> Draft:
    """Return the game in some rows of a pickled frame; its people are known by their pair and their seat."""
    here = slice(rows.start, rows.stop)
    ticks = columns["cur_gameloop"][here]
    if ticks != list(range(len(rows))):
        message = "its ticks are not counted from 0 without a gap"
        raise ImportRefusedError(message)
    states = {tick: _literal(columns["state"][rows[tick]]) for tick in {0, len(rows) - 1}}
    joints = [_joint(text) for text in columns["joint_action"][here]]
    rewards = [reward * POINTS for reward in columns["reward"][here]]
    logged = Logged(columns["layout_name"][rows[0]], joints, rewards, states)
    pair = columns["workerid_num"][rows[0]]
    people = [Sitting(PERSON, "person", participant=f"hh2019 pair {pair} seat {seat}") for seat in (0, 1)]
    return _draft(logged, people, source, columns["datetime"][rows[0]], columns["time_elapsed"][here])


def _draft(logged: Logged, people: list[Sitting], source: str, milliseconds: float, elapsed: list[float]) -> Draft:
    """Return the draft of a logged game that replays."""
    draft = draft_of(*fit(logged), tuple(people))
    spent = elapsed[-1] - elapsed[0]
    rate = round((len(elapsed) - 1) / spent, 2) if spent > 0 else None
    began = dt.datetime.fromtimestamp(milliseconds / 1000, dt.UTC).isoformat(timespec="milliseconds")
    return draft._replace(source=source, started_at=began, tick_rate=rate)


@functools.lru_cache(maxsize=1024)
def _joint(text: str) -> tuple[int, ...]:
    """Return the joint action that a text denotes."""
    return joint_from_json(_literal(text))


def _literal(text: str) -> Any:
    """Return the plain value that a text denotes in Python's notation."""
    if not isinstance(text, str) or len(text) > LONGEST:
        message = f"it holds {str(text)[:60]!r} where a plain value should be"
        raise ImportRefusedError(message)
    return ast.literal_eval(text)
