"""Tidy tables: rounds as Parquet, one row for each tick and seat, with a dictionary of every column."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa
from pyarrow import parquet

import game
from data.exports import pseudonym
from data.rounds import read_keys, read_sittings
from data.trace import level_of, trace

if TYPE_CHECKING:
    from pathlib import Path

    from sqlite_utils import Database

    from data.rounds import Stored
    from data.sitting import Sitting
    from data.trace import Trace
    from game import Game


class Column(NamedTuple):
    """A column as the dictionary tells it."""

    name: str
    kind: pa.DataType
    meaning: str


WORD = pa.dictionary(pa.int32(), pa.string())
TICKS = (
    Column("round", WORD, "random id of the round"),
    Column("level", WORD, "name of the level"),
    Column("tick", pa.int32(), "ticks played when the action was taken, from 0"),
    Column("seat", pa.int8(), "position in the joint action, from 0"),
    Column("kind", WORD, "who sat there: person, partner, or unknown where an imported file does not tell"),
    Column("partner", WORD, "name of who sat there, with a partner's options"),
    Column("partner_hash", WORD, "hash of the partner's card; null for people and where no card was kept"),
    Column("participant", WORD, "pseudonym of the person; null where no person sat, or nobody knows who"),
    Column("action", WORD, "name of the action"),
    Column("reward", pa.float32(), "points of the seat's team at this tick"),
    Column("score", pa.float64(), "points of the first reward stream of all seats, from the start up to this tick"),
    Column("events", pa.list_(pa.string()), "names of what the seat did at this tick, each as often as it happened"),
    Column("lateness", pa.int32(), "milliseconds by which the tick came too late; null where nobody measured"),
    Column("key", pa.string(), "key that was played at this tick by this seat; null where there was none"),
    Column("state_hash", pa.string(), "hash of the state after the tick, which a replay reproduces"),
)
ROUNDS = (
    Column("round", pa.string(), "random id of the round"),
    Column("game", pa.string(), "name of the game"),
    Column("game_version", pa.int32(), "version of its rules"),
    Column("level", pa.string(), "name of the level"),
    Column("day", pa.string(), "day (UTC) on which it was played; with --identify the time"),
    Column("status", pa.string(), "playing, finished, abandoned (left early) or interrupted (its process died)"),
    Column("ticks", pa.int32(), "ticks that were played"),
    Column("score", pa.float64(), "points at the end; null unless finished"),
    Column("tick_rate", pa.float64(), "ticks per second; null where it was not played in real time"),
    Column("origin", pa.string(), "played here, or the kind of file it was imported from"),
    Column("source", pa.string(), "what that file calls it (data set, split, game); null where it was played here"),
    Column("seed", pa.uint64(), "seed of the round's dice"),
    Column("level_text", pa.string(), "the level as text, rule options included"),
)
"""The columns that every game has."""


def tick_columns(found: Game, observation: str | None) -> tuple[Column, ...]:
    """Return the columns of the table of ticks of a game."""
    streams = [
        Column(f"reward_{name}", pa.float32(), f"reward stream {name!r} of the seat at this tick")
        for name in found.streams
    ]
    if observation is None:
        return (*TICKS, *streams)
    seen = found.observations[observation]
    kind = pa.list_(pa.from_numpy_dtype(seen.dtype))
    meaning = f"what the seat saw before it acted, {observation!r}: {seen.summary}"
    return (*TICKS, *streams, Column("observation", kind, meaning))


class TidyTables:
    """Rounds as ``rounds.parquet``, ``ticks-GAME.parquet`` for each game, and ``dictionary.md`` about their columns.

    ``observation`` adds what each seat saw; ``identify`` writes the store's own participant ids and exact times.
    Raises `UnknownNameError` while rounds are added when a game has no such observation.
    """

    def __init__(self, folder: Path, salt: str, *, observation: str | None = None, identify: bool = False) -> None:
        self._folder, self._salt = folder, salt
        self._observation, self._identify = observation, identify
        self._rounds: list[dict[str, Any]] = []
        self._writers: dict[str, parquet.ParquetWriter] = {}
        self._vectors: dict[str, tuple[str, ...]] = {}

    def add(self, store: Database, stored: Stored) -> None:
        """Write one round."""
        played = trace(stored.episode)
        if self._observation is not None and self._observation not in played.game.observations:
            known = tuple(played.game.observations)
            raise game.UnknownNameError.of("observation", self._observation, known)  # noqa: EM101 - a kind
        people = read_sittings(store, stored.id)
        columns = tick_columns(played.game, self._observation)
        values = self._ticks(stored, played, people, read_keys(store, stored.id))
        schema = pa.schema([(column.name, column.kind) for column in columns])
        arrays = [_array(values[column.name], column.kind) for column in columns]
        self._writer(played, schema).write_table(pa.Table.from_arrays(arrays, schema=schema))
        self._rounds.append(self._round(store, stored))

    def close(self) -> None:
        """Write the table of rounds and the dictionary."""
        for writer in self._writers.values():
            writer.close()
        schema = pa.schema([(column.name, column.kind) for column in ROUNDS])
        parquet.write_table(pa.Table.from_pylist(self._rounds, schema=schema), self._folder / "rounds.parquet")
        (self._folder / "dictionary.md").write_text(self._dictionary(), encoding="utf-8")

    def _writer(self, played: Trace, schema: pa.Schema) -> parquet.ParquetWriter:
        """Return the writer of a game's table of ticks."""
        name = played.game.name
        if name not in self._writers:
            self._writers[name] = parquet.ParquetWriter(self._folder / f"ticks-{name}.parquet", schema)
        names = played.game.observations[self._observation].names if self._observation else None
        self._vectors[name] = names(played.level) if names else ()
        return self._writers[name]

    def _ticks(
        self, stored: Stored, played: Trace, people: tuple[Sitting, ...], keys: dict[tuple[int, int], str]
    ) -> dict[str, Any]:
        """Return the columns of the rows of a round, seat by seat within tick by tick."""
        seats, ticks = len(people), len(played.joints)
        by_seat = _by_seat(people, None if self._identify else self._salt)
        names = list(played.game.choice_names)
        streams = {
            f"reward_{name}": _flat(played.outcomes["streams"][:, row], seats)
            for row, name in enumerate(played.game.streams)
        }
        values = {
            "round": [stored.id] * (ticks * seats),
            "level": [played.level.name] * (ticks * seats),
            "tick": np.repeat(np.arange(ticks, dtype=np.int32), seats),
            "seat": np.tile(np.arange(seats, dtype=np.int8), ticks),
            "action": pa.DictionaryArray.from_arrays(played.joints.reshape(-1).astype(np.int32), names),
            "reward": _flat(played.outcomes["reward"], seats),
            "score": np.repeat(np.cumsum(played.rewards), seats),
            "events": _events(played, seats),
            "lateness": np.repeat(np.array(stored.lateness, object), seats),
            "key": [keys.get((tick, seat)) for tick in range(ticks) for seat in range(seats)],
            "state_hash": np.repeat(np.array(stored.hashes, object), seats),
        }
        seen = {"observation": _seen(played, self._observation, seats)} if self._observation else {}
        return values | streams | seen | {name: column * ticks for name, column in by_seat.items()}

    def _round(self, store: Database, stored: Stored) -> dict[str, Any]:
        """Return the row of a round."""
        (row,) = store.query("SELECT * FROM round WHERE id = ?", [stored.id])
        episode = stored.episode
        told = {name: row[name] for name in ("game", "status", "ticks", "score", "tick_rate", "origin", "source")}
        day = row["started_at"] if self._identify else row["started_at"][:10]
        level = level_of(episode.game, episode.level)
        return told | {
            "round": stored.id, "game_version": episode.version, "level": level.name, "day": day,
            "seed": episode.seed, "level_text": episode.level,
        }  # fmt: skip

    def _dictionary(self) -> str:
        """Return the dictionary of all columns as Markdown."""
        parts = ["# Data dictionary\n", *_section("rounds.parquet", "one row for each round", ROUNDS)]
        for name in self._writers:
            columns = tick_columns(game.load(name), self._observation)
            parts += _section(f"ticks-{name}.parquet", "one row for each tick and seat", columns)
            if self._vectors[name]:
                parts += [f"Entries of `observation`, from 0: {', '.join(self._vectors[name])}\n"]
        return "\n".join(parts)


def _section(title: str, what: str, columns: tuple[Column, ...]) -> list[str]:
    """Return the part of the dictionary about one table."""
    rows = [f"| `{column.name}` | {_kind(column.kind)} | {column.meaning} |" for column in columns]
    return [f"## {title}\n", f"{what.capitalize()}.\n", "| column | type | meaning |", "|---|---|---|", *rows, ""]


def _kind(kind: pa.DataType) -> str:
    """Return a type in words."""
    return "string" if pa.types.is_dictionary(kind) else str(kind)


def _by_seat(people: tuple[Sitting, ...], salt: str | None) -> dict[str, list[Any]]:
    """Return the columns about who sat there, one entry a seat."""
    from data.sitting import card_hash

    named = [person.participant or None for person in people]
    return {
        "kind": [person.kind for person in people],
        "partner": [person.name for person in people],
        "partner_hash": [card_hash(person.card) if person.card else None for person in people],
        "participant": [pseudonym(salt, who) if who and salt else who for who in named],
    }


def _flat(values: Any, seats: int) -> Any:
    """Return [T, most seats] as one column in the order of the rows."""
    return np.ascontiguousarray(values[:, :seats]).reshape(-1)


def _events(played: Trace, seats: int) -> pa.ListArray:
    """Return the names of the events of each row."""
    counts = played.outcomes["events"][:, :seats].reshape(len(played.joints) * seats, len(played.game.events))
    _, kinds = np.nonzero(counts)
    names = np.array(played.game.events, object)[np.repeat(kinds, counts[counts > 0])]
    offsets = np.concatenate([[0], np.cumsum(counts.sum(axis=1, dtype=np.int64))]).astype(np.int32)
    return pa.ListArray.from_arrays(offsets, pa.array(names, pa.string()))


def _seen(played: Trace, observation: str, seats: int) -> pa.ListArray:
    """Return what each row's seat saw before the tick."""
    seen, ticks = played.game.observations[observation], len(played.joints)
    out = np.zeros((ticks, seats, int(np.prod(seen.shape(played.level)))), seen.dtype)
    seen.write_rows(played.level.records, np.zeros(ticks, np.int32), played.states, out, 0, ticks)
    offsets = (np.arange(ticks * seats + 1) * out.shape[2]).astype(np.int32)
    return pa.ListArray.from_arrays(offsets, pa.array(out.reshape(-1)))


def _array(values: Any, kind: pa.DataType) -> pa.Array:
    """Return a column of a kind."""
    if isinstance(values, pa.Array):
        return values.cast(kind)
    if pa.types.is_dictionary(kind):
        return pa.array(values, pa.string()).dictionary_encode()
    return pa.array(values, kind)
