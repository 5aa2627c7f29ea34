"""The pilot: bots that walk through a whole study by its pages and its sockets, at an accelerated clock.

The first bots each have a way to walk: to the end, to each outcome that the design can have, out in the middle of a
page or a round, alone after all others. Those after them do as they like.
"""

from __future__ import annotations

import contextlib
import shutil
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from data import studies
from data.store import reading
from game.core.contract import CrossplayError
from study.design.places import cells, has_others
from study.design.spec import Check, Consent, Preference, Questions, Quiz, Rounds
from study.server import Server
from study.walker import ALONE, FREELY, FULL, VANISHED, Bot
from study.web.settings import settings_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from data.studies import Session
    from study.design.reading import Source
    from study.design.spec import Design
    from study.walker import Walked

PREPARING = 180.0
"""Seconds that a game may take to be compiled, the first time."""
PATIENCE = 100.0
"""Seconds in which all bots must be done."""
LAST = frozenset({ALONE, FULL})
"""Ways that are walked after all others."""


def ways(design: Design) -> tuple[str, ...]:
    """Return the ways that a study can be walked: outcomes, and those that are none."""
    steps = [type(step) for step in design.steps]
    found = ["finished"]
    found += [outcome for kind, outcome in ((Consent, "declined"), (Check, "check"), (Quiz, "failed")) if kind in steps]
    found += [name for step in design.steps if isinstance(step, Questions) for name in step.ends]
    found += ["attention"] if design.attention else []
    found += ["left"] if Rounds in steps or Preference in steps else []
    found += ["withdrawn", VANISHED]
    return (*dict.fromkeys(found), *([ALONE] if has_others(design) else []), *([FULL, FULL] if design.quotas else []))


class Piloted(NamedTuple):
    """What came of a pilot."""

    lines: list[str]
    """A line for each bot, and what of the study was walked."""
    is_sound: bool
    """Whether every bot came to an end without a mistake of the server."""
    missing: list[str]
    """Ways and outcomes that were not reached."""


class PilotError(CrossplayError):
    """A server that did not start for its bots."""


def run(source: Source, bots: int | None, pace: float, seed: int, out: Path | None) -> Piloted:
    """Let bots walk a study; the store and the export are kept in ``out``.

    Without a number there is a bot for each way, and three more. Raises `PilotError` where the server does not start.
    """
    from study.export import export_bytes

    began = time.monotonic()
    source = _with_small_quotas(source)
    known = ways(source.design)
    count = bots or len(known) + 3
    wanted = [known[number] if number < len(known) else FREELY for number in range(count)]
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "pilot.db"
        with _serving(store, source, pace) as base:
            made = [Bot(source, base, number, seed, pace, way) for number, way in enumerate(wanted)]
            with ThreadPoolExecutor(min(count, 32)) as pool:
                jobs = [pool.submit(bot.walk) for bot in made if bot.way not in LAST]
                walked = [job.result(PATIENCE) for job in jobs]
            walked += [bot.walk() for bot in made if bot.way in LAST]
            data = export_bytes(store, source.hash)
            with reading(store) as db:
                sessions = studies.read_sessions(db, source.hash)
        if out is not None:
            out.mkdir(parents=True, exist_ok=True)
            shutil.copy(store, out / "pilot.db")
            (out / "pilot.zip").write_bytes(data)
    reached = {each.outcome for each in sessions if each.outcome} | {each.way for each in walked if each.is_done}
    missing = [name for name in dict.fromkeys((*source.design.outcomes, *known)) if name not in reached]
    finished = sum(each.outcome == "finished" for each in sessions)
    lines = [
        *_told(source.design, walked, sessions, reached, missing),
        f"{finished} of {count} bots finished in {time.monotonic() - began:.0f} s; the export has {len(data):,} bytes",
    ]
    return Piloted(lines, all(each.is_sound for each in walked), missing)


@contextlib.contextmanager
def _serving(store: Path, source: Source, pace: float) -> Iterator[str]:
    """Serve a study for a while and give its address; raises `PilotError` where the server does not start."""
    server = Server(settings_of(store, "127.0.0.1", 0, {}), lambda _: None, source, pace)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    if not server.wait(PREPARING):
        message = f"the server did not start in {PREPARING:g} seconds"
        raise PilotError(message)
    try:
        yield f"http://127.0.0.1:{server.bound}"
    finally:
        server.stop()
        thread.join(10)


def _told(
    design: Design, walked: Sequence[Walked], sessions: Sequence[Session], reached: set[str], missing: Sequence[str]
) -> Iterator[str]:
    """Yield a line for each bot, and what of the study was reached."""
    for each in sorted(walked):
        yield f"bot {each.number} ({each.way}): {each.end} after {each.pages} pages"
    yield f"reached: {', '.join(sorted(reached - {FREELY}))}"
    if missing:
        yield f"not reached: {', '.join(missing)}; more --bots may"
    names = {cell.name for cell in cells(design)}
    yield f"{len({each.cell for each in sessions} & names)} of {len(names)} cells were filled"


def _with_small_quotas(source: Source) -> Source:
    """Return a design whose quotas are full after one, so that a pilot comes to their end."""
    quotas = {name: msgspec.structs.replace(quota, most=1) for name, quota in source.design.quotas.items()}
    return source._replace(design=msgspec.structs.replace(source.design, quotas=quotas))
