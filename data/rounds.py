"""Rounds as they are stored: listed, and read back as episodes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import game
from data.presence import is_present
from data.sitting import Sitting
from data.store import StoreError
from game.core.contract import CrossplayError
from game.core.notation import parse_joint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlite_utils import Database


class Listed(NamedTuple):
    """A stored round in a listing."""

    id: str
    game: str
    level: str
    partners: tuple[str, ...]
    """Who sat in the seats, by name."""
    participants: tuple[str | None, ...]
    """The participant in each seat, None where no person sat or nobody knows."""
    started_at: str
    status: str
    """``"playing"``, ``"finished"``, ``"abandoned"`` or ``"interrupted"``."""
    ticks: int
    score: float | None
    """None unless finished."""
    origin: str
    """``"played"`` here, or the kind of file it was imported from."""


class Stored(NamedTuple):
    """What is stored of a round, read back."""

    id: str
    episode: game.Episode
    hashes: tuple[str, ...]
    """The hash of the state after each tick; empty where the ticks cannot be read."""
    lateness: tuple[int | None, ...]
    """Milliseconds by which each tick was late, None where nobody measured."""
    status: str
    score: float | None
    tick_rate: float | None


LISTING = """
WITH wanted AS (SELECT id AS round, rowid AS place FROM round ORDER BY started_at DESC, rowid DESC LIMIT ?)
SELECT round.id, game, level_name, started_at, status, score, origin, writer,
    iif(status = 'playing', (SELECT coalesce(sum(ticks), 0) FROM chunk WHERE chunk.round = round.id), round.ticks)
        AS ticks,
    json_group_array(sitting.name) AS names, json_group_array(sitting.participant) AS participants
FROM (SELECT seat.*, wanted.place FROM wanted CROSS JOIN seat ON seat.round = wanted.round ORDER BY seat.round, seat)
    AS sitting CROSS JOIN round ON round.id = sitting.round
GROUP BY round.id ORDER BY started_at, sitting.place
"""
"""The last so many rounds, or all for -1."""


def list_rounds(store: Database, last: int = -1) -> list[Listed]:
    """Return the ``last`` so many rounds, or all, the oldest first; one whose process is gone counts as interrupted."""
    path = place(store)
    return [_listed(row, path) for row in store.query(LISTING, [last])]


def place(store: Database) -> Path:
    """Return the file of an open store."""
    return Path(next(row["file"] for row in store.query("PRAGMA database_list") if row["name"] == "main"))


def _listed(row: dict[str, Any], path: Path) -> Listed:
    """Return a row of the listing."""
    names, participants = (tuple(json.loads(row[column])) for column in ("names", "participants"))
    gone = row["status"] == "playing" and not is_present(path, row["writer"])
    status = "interrupted" if gone else row["status"]
    return Listed(
        row["id"], row["game"], row["level_name"], names, participants, row["started_at"], status, row["ticks"],
        row["score"], row["origin"],
    )  # fmt: skip


def find_round(store: Database, start: str) -> str:
    """Return the id of the one round whose id begins like this; raises `StoreError` when there is none or several."""
    query = "SELECT id FROM round WHERE substr(id, 1, ?) = ? LIMIT 2"
    found = [row["id"] for row in store.query(query, [len(start), start])]
    if len(found) == 1 and start:
        return str(found[0])
    several = f"several rounds have an id that begins with {start!r}; give more of it"
    none = f"there is no round {start!r} in this store; `crossplay data list` shows what there is"
    raise StoreError(several if found and start else none)


def read_round(store: Database, identity: str) -> Stored:
    """Return a stored round by its id.

    Raises `StoreError` when there is none of that id, and when what is stored of it cannot be read.
    """
    rows = list(store.query("SELECT header, status, score, tick_rate FROM round WHERE id = ?", [identity]))
    if not rows:
        message = f"there is no round {identity!r} in this store; `crossplay data list` shows what there is"
        raise StoreError(message)
    chunks = list(store.query("SELECT * FROM chunk WHERE round = ? ORDER BY first_tick", [identity]))
    try:
        episode = _episode(rows[0]["header"], chunks)
        hashes = tuple(word for chunk in chunks for word in chunk["state_hashes"].split())
        lateness = tuple(late for chunk in chunks for late in _lateness(chunk))
    except (CrossplayError, ValueError, KeyError, TypeError, AttributeError) as error:
        message = f"round {identity} cannot be read: {error}"
        raise StoreError(message) from error
    if not len(episode.joint_actions) == len(hashes) == len(lateness):
        message = f"round {identity} cannot be read: it has {len(episode.joint_actions)} ticks and {len(hashes)} hashes"
        raise StoreError(message)
    return Stored(identity, episode, hashes, lateness, rows[0]["status"], rows[0]["score"], rows[0]["tick_rate"])


def get_episode(store: Database, identity: str) -> game.Episode:
    """Return a stored round as an episode; raises `StoreError` as `read_round` does."""
    return read_round(store, identity).episode


def read_all(store: Database) -> Iterator[Stored]:
    """Yield every stored round that can be read, the oldest first."""
    for (identity,) in store.execute("SELECT id FROM round ORDER BY started_at, rowid").fetchall():
        yield read_round(store, identity)


def _episode(header: str, chunks: list[dict[str, Any]]) -> game.Episode:
    """Return the episode of a header line and chunks; raises ValueError, KeyError or `UnknownNameError`."""
    told = json.loads(header)
    found = game.load(told["game"])
    joints: list[tuple[int, ...]] = []
    words: dict[str, tuple[int, ...]] = {}
    for word in (word for chunk in chunks for word in chunk["joint_actions"].split(" ")):
        if word not in words:
            words[word] = parse_joint(found, word)
        joints.append(words[word])
    level = "\n".join(told["level"]) + "\n"
    return game.Episode(told["game"], int(told["version"]), level, int(told["seed"]), tuple(joints))


def _lateness(chunk: dict[str, Any]) -> tuple[int | None, ...]:
    """Return the lateness of the ticks of a chunk."""
    if chunk["lateness"] is None:
        return (None,) * int(chunk["ticks"])
    return tuple(int(word) for word in chunk["lateness"].split())


def read_sittings(store: Database, identity: str) -> tuple[Sitting, ...]:
    """Return who sat in the seats of a round, in seat order."""
    query = (
        "SELECT seat.*, card FROM seat LEFT JOIN partner ON partner.hash = seat.partner WHERE round = ? ORDER BY seat"
    )
    rows = store.query(query, [identity])
    return tuple(Sitting(row["kind"], row["name"], row["card"] or "", row["participant"] or "") for row in rows)


def read_keys(store: Database, identity: str) -> dict[tuple[int, int], str]:
    """Return the key that was played at (tick, seat), where there was one."""
    query = "SELECT tick, seat, key FROM input WHERE round = ? AND disposition = 'played' AND seat NOT NULL"
    return {(row["tick"], row["seat"]): row["key"] for row in store.query(query, [identity])}
