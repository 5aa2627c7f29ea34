"""Exports: rounds written out as files, pseudonymous unless asked otherwise."""

from __future__ import annotations

import csv
import hashlib
import json
import sqlite3
from typing import TYPE_CHECKING, NamedTuple, Protocol

import game
from data.events import append
from data.rounds import read_round, read_sittings
from game.core.contract import CrossplayError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from sqlite_utils import Database

    from data.rounds import Stored
    from data.sitting import Sitting
    from data.writer import Writer


PEOPLE = "people.csv"
"""The table beside exported episodes that tells who sat where."""


class ExportError(CrossplayError):
    """A folder that cannot be written into, or a form of export that a round or a game does not have."""


class Exported(NamedTuple):
    """What came of one round."""

    round: str
    problem: str
    """Why it could not be written, or nothing."""


class Form(Protocol):
    """A form in which rounds are written into a folder."""

    def add(self, store: Database, stored: Stored) -> None:
        """Write one round; raises `CrossplayError` where this form cannot hold it."""

    def close(self) -> None:
        """Write what is written last."""


def export(store: Database, folder: Path, form: Form, identities: Sequence[str]) -> Iterator[Exported]:
    """Write rounds into a folder that has been made ready; yields what came of each.

    Raises `ExportError` when the folder cannot be written.
    """
    try:
        for identity in identities:
            yield _add(store, form, identity)
        form.close()
    except OSError as error:
        message = (
            f"{str(folder)!r} cannot be written ({error.strerror or error}); free some space or name another folder"
        )
        raise ExportError(message) from error


def ready(folder: Path) -> Path:
    """Return a folder that is new or empty; raises `ExportError` when it is not, so that nothing is overwritten."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        taken = any(folder.iterdir())
    except OSError as error:
        message = f"{str(folder)!r} cannot be made ({error.strerror or error}); name a folder that can be written"
        raise ExportError(message) from error
    if taken:
        message = f"{str(folder)!r} is not empty; name a new folder, so that nothing is overwritten"
        raise ExportError(message)
    return folder


def form_of(
    store: Database, name: str, folder: Path, *, observation: str | None = None, identify: bool = False
) -> Form:
    """Return a form by its name, jsonl, overcooked or parquet, that writes into a folder."""
    if name == "jsonl":
        return EpisodeFiles(folder, _salt(store))
    if name == "overcooked":
        return TrajectoryFiles(folder)
    from data.tidy import TidyTables

    return TidyTables(folder, _salt(store), observation=observation, identify=identify)


def _salt(store: Database) -> str:
    """Return what this store's pseudonyms are made with."""
    (salt,) = store.execute("SELECT value FROM setting WHERE name = 'salt'").fetchone()
    return str(salt)


def log_export(writer: Writer, form: str, rounds: int) -> None:
    """Note in the events that rounds were exported; raises `StoreError`."""
    writer.put(lambda connection: append(connection, "exported", {"format": form, "rounds": rounds}))
    writer.flush()


def pseudonym(salt: str, participant: str) -> str:
    """Return 12 hexadecimal digits for a participant: the same in every export of one store, and not the id there."""
    return hashlib.blake2b(participant.encode(), key=bytes.fromhex(salt), digest_size=6).hexdigest()


def _add(store: Database, form: Form, identity: str) -> Exported:
    """Write one round."""
    try:
        form.add(store, read_round(store, identity))
    except (CrossplayError, sqlite3.DatabaseError) as error:
        return Exported(identity, f"round {identity} cannot be written: {error}")
    return Exported(identity, "")


class EpisodeFiles:
    """Rounds as episode files, one a round, named by its id, with a table of who sat where."""

    def __init__(self, folder: Path, salt: str = "00") -> None:
        self._folder, self._salt = folder, salt
        self._people: list[tuple[str, int, str, str]] = []

    def add(self, store: Database, stored: Stored) -> None:
        """Write one round."""
        text = game.format_episode(stored.episode)
        (self._folder / f"{stored.id}.jsonl").write_text(text, encoding="utf-8")
        ((source,),) = store.execute("SELECT source FROM round WHERE id = ?", [stored.id]).fetchall()
        for seat, sitting in enumerate(read_sittings(store, stored.id)):
            self._people.append((stored.id, seat, _name(sitting, self._salt), source or ""))

    def close(self) -> None:
        """Write who sat where: a pseudonym for a person, and nothing for whoever else it was."""
        with (self._folder / PEOPLE).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([("round", "seat", "person", "source"), *self._people])


def _name(sitting: Sitting, salt: str) -> str:
    """Return the pseudonym of a person in a seat, and nothing for anybody else."""
    return pseudonym(salt, sitting.participant) if sitting.participant else ""


class TrajectoryFiles:
    """Rounds of the kitchen for two cooks as Overcooked-AI's trajectory files, one a round, named by its id."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def add(self, store: Database, stored: Stored) -> None:
        """Write one round; raises `ExportError` for another game or another number of cooks."""
        from data.trajectories import COOKS, trajectory_of

        sittings = read_sittings(store, stored.id)
        if stored.episode.game != "kitchen" or len(sittings) != COOKS:
            message = f"it is no kitchen round of {COOKS} cooks, as Overcooked-AI's trajectories are"
            raise ExportError(message)
        text = json.dumps(trajectory_of(stored.episode, sittings))
        (self._folder / f"{stored.id}.json").write_text(text, encoding="utf-8")

    def close(self) -> None:
        """Write nothing more."""
