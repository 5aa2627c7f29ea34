"""Imports: files of rounds brought into a store, each file in one transaction, no round twice."""

from __future__ import annotations

import hashlib
import uuid
from typing import TYPE_CHECKING, NamedTuple

import game
from data.closing import content_hash, seal
from data.drafts import Draft, ImportRefusedError, draft_of
from data.events import append, now
from data.recorder import write_code
from data.sitting import UNKNOWN, Sitting, new_participant, write_sittings
from data.trace import level_of, trace
from game.core.contract import CrossplayError
from game.core.files import EPISODE_BYTES, read_text
from game.core.notation import format_joint

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from data.writer import Writer

    Found = Iterator[Draft | ImportRefusedError]


class Imported(NamedTuple):
    """What came of one file."""

    file: str
    stored: int
    """Rounds that are new in the store."""
    known: int
    """Rounds that were there already."""
    refused: tuple[str, ...]
    """A sentence for each round, or the whole file, that was not taken."""


def import_path(writer: Writer, path: Path) -> Iterator[Imported]:
    """Bring in a file, or every file of a folder that holds rounds; yields what came of each.

    Raises `ImportRefusedError` when there is nothing that could hold rounds.
    """
    files = sorted(found for found in path.iterdir() if found.suffix in READERS) if path.is_dir() else [path]
    if not files or not all(file.suffix in READERS for file in files):
        message = f"{str(path)!r} is no file or folder of rounds; rounds are in files ending in {', '.join(READERS)}"
        raise ImportRefusedError(message)
    for file in files:
        yield _import_file(writer, file)


def _import_file(writer: Writer, path: Path) -> Imported:
    """Bring in one file."""
    origin, read = READERS[path.suffix]
    try:
        found = list(read(path))
    except CrossplayError as error:
        told = str(error) if str(path) in str(error) else f"{str(path)!r}: {error}"
        return Imported(str(path), 0, 0, (told,))
    drafts = [draft for draft in found if isinstance(draft, Draft)]
    refused = tuple(f"{str(path)!r}, {error}" for error in found if isinstance(error, ImportRefusedError))
    new: list[str] = []
    writer.put(lambda connection: new.extend(write_drafts(connection, drafts, origin)))
    writer.flush()
    return Imported(str(path), len(new), len(drafts) - len(new), refused)


def write_drafts(connection: sqlite3.Connection, drafts: list[Draft], origin: str) -> list[str]:
    """Store the drafts whose content is not there yet, and return their ids; the caller holds the write lock."""
    seals: dict[str, str] = {}
    for draft in drafts:
        header, joints = _texts(draft.episode)
        content = content_hash(header, joints)
        if not connection.execute("SELECT 1 FROM round WHERE content = ?", (content,)).fetchone():
            identity = _write(connection, draft, (header, joints, content, origin))
            seals[identity] = seal(connection, identity)
    if seals:
        append(connection, "imported", {"origin": origin, "rounds": seals})
    return list(seals)


def _texts(episode: game.Episode) -> tuple[str, str]:
    """Return the header line and the joint actions, separated by spaces."""
    empty = game.Episode(episode.game, episode.version, episode.level, episode.seed, ())
    found = game.load(episode.game)
    words = {joint: format_joint(found, joint) for joint in set(episode.joint_actions)}
    header = game.format_episode(empty).partition("\n")[0]
    return header, " ".join(words[joint] for joint in episode.joint_actions)


def _write(connection: sqlite3.Connection, draft: Draft, told: tuple[str, str, str, str]) -> str:
    """Write one round, and return its new id."""
    header, joints, content, origin = told
    identity, ticks = uuid.uuid4().hex, len(draft.hashes)
    found = game.load(draft.episode.game)
    row = {
        "id": identity, "header": header, "game": found.name,
        "level_name": level_of(found.name, draft.episode.level).name,
        "started_at": draft.started_at or now(), "status": "abandoned" if draft.score is None else "finished",
        "ticks": ticks, "score": draft.score, "tick_rate": draft.tick_rate, "origin": origin,
        "code": write_code(connection, found), "content": content, "salt": uuid.uuid4().hex,
        "source": draft.source or None,
    }  # fmt: skip
    marks = ", ".join("?" * len(row))
    connection.execute(f"INSERT INTO round ({', '.join(row)}) VALUES ({marks})", tuple(row.values()))  # noqa: S608 - own names
    write_sittings(connection, identity, [_named(connection, sitting) for sitting in draft.sittings])
    if ticks:
        chunk = (identity, 0, ticks, joints, " ".join(draft.hashes), None)
        connection.execute("INSERT INTO chunk VALUES (?, ?, ?, ?, ?, ?)", chunk)
    return identity


def _named(connection: sqlite3.Connection, sitting: Sitting) -> Sitting:
    """Return the sitting with the participant of this store in place of the id that the file uses.

    The file's id is kept only as a hash keyed by the store's salt, so that the same person is found again.
    """
    if not sitting.participant:
        return sitting
    (salt,) = connection.execute("SELECT value FROM setting WHERE name = 'salt'").fetchone()
    alias = hashlib.blake2b(sitting.participant.encode(), key=bytes.fromhex(salt), digest_size=16).hexdigest()
    known = connection.execute(
        "SELECT participant FROM personal WHERE what = 'alias' AND value = ?", (alias,)
    ).fetchone()
    identity = known[0] if known else new_participant(connection)
    if not known:
        connection.execute("INSERT INTO personal VALUES (?, 'alias', ?)", (identity, alias))
    return Sitting(sitting.kind, sitting.name, sitting.card, identity)


def read_episode(path: Path) -> Found:
    """Yield the round of an episode file; raises `NotationError` or `UnreadableFileError` when it is none."""
    episode = game.parse_episode(read_text(path, EPISODE_BYTES))
    try:
        played = trace(episode)
    except CrossplayError as error:
        yield ImportRefusedError(str(error))
        return
    yield draft_of(episode, played, (Sitting(UNKNOWN, "unknown"),) * played.level.seats)


def _read_trajectories(path: Path) -> Found:
    """Read Overcooked-AI's JSON, whose reader is loaded on demand."""
    from data.trajectories import read_trajectories

    return read_trajectories(path)


def _read_table(path: Path) -> Found:
    """Read the table of human games, whose reader is loaded on demand."""
    from data.human import read_table

    return read_table(path)


def _read_frames(path: Path) -> Found:
    """Read a pickled frame of human games, whose reader is loaded on demand."""
    from data.human import read_frames

    return read_frames(path)


READERS: dict[str, tuple[str, Callable[[Path], Found]]] = {
    ".jsonl": ("episode file", read_episode),
    ".json": ("trajectory", _read_trajectories),
    ".parquet": ("human games", _read_table),
    ".pickle": ("human games", _read_frames),
    ".pkl": ("human games", _read_frames),
}
"""By the ending of a file: what its rounds are kept as, and who reads it."""
