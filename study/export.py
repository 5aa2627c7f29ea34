"""The export of a study: one zip with sessions, answers, scores, pages, rounds, and what each column is."""

from __future__ import annotations

import io
import json
import os
import tempfile
import zipfile
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pyarrow as pa
import pyarrow.parquet as pq

from data import studies
from data.events import now
from data.store import StoreError, reading
from study.design.places import cells, way
from study.design.reading import parse_design, scale_named
from study.design.scoring import scores

if TYPE_CHECKING:
    from collections.abc import Callable

    from data.studies import Session, Study
    from study.design.places import Place
    from study.design.spec import Design

Made = TypeVar("Made")
COLUMNS = {
    "sessions": {
        "session": "random id of a participant's way through the study",
        "participant": "random id of the participant; recruitment ids are kept apart and never exported",
        "number": "place in the order in which sessions began, from 0; the assignment is worked out from it",
        "cell": "what this participant was assigned to",
        "language": "of the pages",
        "started_at": "UTC",
        "seen_at": "UTC, the last time a page was asked for",
        "status": "going, finished or ended",
        "outcome": "the design's word for how it ended",
        "place": "page, from 0",
        "bonus": "in the design's currency",
        "is_bot": "1 for a participant made of code",
    },
    "answers": {
        "session": "as in sessions",
        "place": "page, from 0",
        "step": "name of the page",
        "item": "the question; after its scale and a full stop where it is one of a scale; `a|b` compares two partners",
        "revision": "0 for the first answer; later ones replace it",
        "value": "as JSON: a number, a text or a list of numbers",
        "shown": "place of the question on its page, from 0",
        "at": "UTC",
    },
    "scores": {
        "session": "as in sessions",
        "place": "page, from 0",
        "step": "name of the page",
        "scale": "name of the scale",
        "version": "of the scale",
        "score": "name of the score",
        "value": "empty where nothing was answered",
    },
    "visits": {
        "session": "as in sessions",
        "place": "page, from 0",
        "step": "name of the page",
        "shown_at": "UTC",
        "done_at": "UTC, empty where it was not answered then",
    },
    "rounds": {
        "session": "as in sessions",
        "place": "page, from 0",
        "round": "id of the round, as in ticks and episodes",
        "seat": "from 0",
        "block": "name of the block",
        "is_practice": "1 for practice",
        "why": "finished, left, gave up, nobody came, partner failed, closed, or begun anew with somebody else",
        "points": "of the participant's own team, as the bonus counts them",
        "level": "name of the level",
        "score": "of the round; empty where it was not finished",
        "ticks": "played",
        "status": "finished, abandoned or interrupted",
        "started_at": "UTC",
        "values": "the factors' values in this round, as JSON",
    },
    "keys": {
        "session": "as in sessions",
        "round": "id of the round",
        "seat": "from 0",
        "number": "counts what came in a round, from 0",
        "key": "the key, by its place on the keyboard; a partner's name where the disposition is `stood in`",
        "action": "what it stands for in the game",
        "at": "seconds since play began; the tick where the disposition is `stood in`",
        "tick": "ticks played when it came, or the tick to which it was applied",
        "disposition": "played, replaced, early, late, paused, released, unbound, duplicate, limited or stood in",
    },
    "network": {
        "session": "as in sessions",
        "round": "id of the round",
        "seat": "from 0",
        "second": "since the player took the seat",
        "rtt": "milliseconds for an answer, measured by the server; -1 where none came",
        "jitter": "mean difference of successive times, milliseconds",
        "painted": "the tick that was on the screen",
        "focus": "1 while the page had the keyboard",
        "slow": "pictures that took longer than a tenth of a second, so far",
    },
}
"""The columns of each table of an export, and what they are."""
ORIGIN = {"design": "hash of the design's text", "code": "package and rules that it was played with, as JSON"}
"""The columns that every row of every table has besides."""


def export_study(store: Path, study: str, target: Path) -> None:
    """Write the export of a study; ``study`` is the beginning of its hash or its name. Raises `StoreError`."""
    from game.core.files import replace_file

    replace_file(target, export_bytes(store, study))


def export_apart(store: Path, study: str) -> bytes:
    """Return the export of a study, made by a process of its own."""
    return made_apart(export_bytes, store, study)


def made_apart(make: Callable[[Path, str], Made], store: Path, study: str) -> Made:
    """Return what is made of a study by a process of its own, so that no live match waits for it."""
    with ProcessPoolExecutor(1, get_context("spawn"), _step_back) as pool:
        return pool.submit(make, store, study).result()


def _step_back() -> None:
    """Let other processes go first."""
    if hasattr(os, "nice"):
        os.nice(10)


def export_bytes(store: Path, study: str) -> bytes:
    """Return the export of a study as a zip; raises `StoreError` where there is none."""
    with reading(store) as db:
        found = find_study(studies.read_studies(db), study)
        design = parse_design(found.design, found.name).design
        sessions = studies.read_sessions(db, found.hash)
        answers, visits = studies.read_answers(db, found.hash), studies.read_visits(db, found.hash)
        played = studies.read_played(db, found.hash)
        keys, network = studies.read_keys(db, found.hash), studies.read_network(db, found.hash)
    ways = ways_of(design, sessions)
    tables = {
        "sessions": [each._asdict() | {"session": each.id} for each in sessions],
        "answers": [row | {"value": json.dumps(row["value"], ensure_ascii=False)} for row in answers],
        "scores": list(scores_of(design, ways, answers)),
        "visits": visits,
        "rounds": [row | {"values": json.dumps(ways[row["session"]][row["place"]].values)} for row in played],
        "keys": keys,
        "network": network,
    }
    origin = {"design": found.hash, "code": found.code}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("design.yaml", found.design)
        archive.writestr("README.md", _dictionary(found))
        for name, rows in tables.items():
            kept = [{column: row.get(column) for column in COLUMNS[name]} | origin for row in rows]
            archive.writestr(f"{name}.jsonl", "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in kept))
            archive.writestr(f"{name}.parquet", _parquet(kept, (*COLUMNS[name], *ORIGIN)))
        _rounds(store, {row["round"] for row in played}, archive)
    return buffer.getvalue()


def find_study(known: list[Study], study: str) -> Study:
    """Return the latest study with a name, or the one whose hash begins like this; raises `StoreError`."""
    found = [each for each in known if each.name == study or each.hash.startswith(study)]
    if not found or not study:
        names = ", ".join(f"{each.name} ({each.hash[:8]})" for each in known) or "none"
        message = f"there is no study {study!r} in this store; there is {names}"
        raise StoreError(message)
    return found[-1]


def ways_of(design: Design, sessions: list[Session]) -> dict[str, tuple[Place, ...]]:
    """Return by session all pages that its participant goes through."""
    known = {cell.name: cell for cell in cells(design)}
    return {each.id: way(design, known[each.cell], each.number) for each in sessions}


def scores_of(design: Design, ways: dict[str, tuple[Place, ...]], answers: list[dict[str, Any]]) -> Any:
    """Yield every score of every scale, by the latest answers."""
    latest: dict[tuple[str, int, str], Any] = {}
    steps: dict[tuple[str, int], str] = {}
    for row in answers:
        latest[row["session"], row["place"], row["item"]] = row["value"]
        steps[row["session"], row["place"]] = row["step"]
    for session, way_ in ways.items():
        for place, page in enumerate(way_):
            for name in page.scales:
                scale = scale_named(name, design)
                if scale is None or (session, place) not in steps:
                    continue
                given = {
                    item.name: float(latest[session, place, f"{name}.{item.name}"])
                    for item in scale.items
                    if (session, place, f"{name}.{item.name}") in latest
                }
                for score, value in scores(scale, given).items():
                    yield {
                        "session": session, "place": place, "step": page.name, "scale": name,
                        "version": scale.version, "score": score, "value": value,
                    }  # fmt: skip


def _parquet(rows: list[dict[str, Any]], columns: tuple[str, ...]) -> bytes:
    """Return rows as a Parquet file."""
    table = pa.table({column: [row[column] for row in rows] for column in columns})
    buffer = io.BytesIO()
    pq.write_table(table, buffer, compression="zstd")
    return buffer.getvalue()


def _rounds(store: Path, rounds: set[str], archive: zipfile.ZipFile) -> None:
    """Write the rounds as episodes, and as tidy tables with a row for each tick and seat."""
    from data.rounds import read_round
    from data.tidy import TidyTables
    from game import format_episode

    with tempfile.TemporaryDirectory() as folder, reading(store) as db:
        tables = TidyTables(Path(folder), "", identify=True)
        for identity in sorted(rounds):
            stored = read_round(db, identity)
            archive.writestr(f"episodes/{identity}.jsonl", format_episode(stored.episode))
            tables.add(db, stored)
        tables.close()
        for path in sorted(Path(folder).iterdir()):
            archive.write(path, f"ticks/{path.name}")


def _dictionary(study: Study) -> str:
    """Return what everything in the export is."""
    lines = [
        f"# Study {study.name}", "", f"Design {study.hash}, started {study.started_at}, exported {now()}.", "",
        "Every table below is there as JSON Lines and as Parquet; each row also has",
        f"`design` ({ORIGIN['design']}) and `code` ({ORIGIN['code']}).",
        "`episodes/ROUND.jsonl` is a round, which replays tick by tick: `crossplay replay ROUND.jsonl`. `ticks/` holds",
        "all rounds as tables with a row for each tick and seat; `ticks/dictionary.md` tells their columns.",
        "`design.yaml` is the design that everything was done by.", "",
    ]  # fmt: skip
    for name, columns in COLUMNS.items():
        lines += [f"## {name}", "", "| column | meaning |", "|---|---|"]
        lines += [f"| `{column}` | {meaning} |" for column, meaning in columns.items()] + [""]
    return "\n".join(lines)
