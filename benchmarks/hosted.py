"""A server to be measured: it begins matches when told on its standard input and answers with JSON lines."""

from __future__ import annotations

import json
import logging
import resource
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from data.backup import back_up
from game import load
from study.design.reading import STARTER, read_design
from study.live.plan import Plan, Terms
from study.live.ready import make_ready
from study.server import Server
from study.web.settings import settings_of

if TYPE_CHECKING:
    from study.live.hub import Hub

TICKS = 4_000
TERMS = Terms(wait=60, nobody="end", grace=30, gone="partner", countdown=1)


class Noted(logging.Handler):
    """Keeps what is logged as an error, which nothing from outside may bring about."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.errors: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep an error, and show it."""
        self.errors.append(record.getMessage())
        sys.stderr.write(self.format(record) + "\n")


def main() -> None:
    """Serve until standard input ends."""
    make_ready(load("kitchen"))
    noted = Noted()
    logging.getLogger().addHandler(noted)
    with tempfile.TemporaryDirectory() as folder:
        store = Path(sys.argv[1]) if sys.argv[1] else Path(folder) / "bench.db"
        settings = settings_of(store, "127.0.0.1", int(sys.argv[2]), {})
        server = Server(settings, lambda _: None, read_design(STARTER))
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        server.wait()
        say({"port": server.bound})
        for line in sys.stdin:
            told = json.loads(line)
            say(answer(server.service.hub, told) | {"errors": len(noted.errors)})  # type: ignore[union-attr]
        server.stop()
        thread.join(10)


def answer(hub: Hub, told: dict[str, Any]) -> dict[str, Any]:
    """Do what a line says, and return what is to be said."""
    if told["do"] == "begin":
        begun = [begin(hub, told, number) for number in range(told["matches"])]
        return {"matches": [match for match, _ in begun], "tickets": [each for _, tickets in begun for each in tickets]}
    if told["do"] == "end":
        for match in list(hub.matches.values()):
            hub.call(lambda match=match: match.end("closed"))  # type: ignore[misc]
        return {}
    if told["do"] == "ticket":
        match = hub.matches[told["match"]]
        return {"ticket": hub.call(lambda: hub.ticket(match.id, told["seat"])).token}  # type: ignore[attr-defined]
    if told["do"] == "state":
        match = hub.matches[told["match"]]
        return {"tick": match.round.tick, "stage": match.stage.name}
    if told["do"] == "backup":
        began = time.perf_counter()
        back_up(Path(told["store"]), Path(told["folder"]))
        return {"seconds": time.perf_counter() - began}
    late = np.array(hub.lateness or [0.0]) * 1000
    hub.lateness.clear()
    usage = resource.getrusage(resource.RUSAGE_SELF)
    matches = list(hub.matches.values())
    return {
        "ticks": len(late),
        "late p50": float(np.percentile(late, 50)),
        "late p99": float(np.percentile(late, 99)),
        "late p99.9": float(np.percentile(late, 99.9)),
        "overruns": sum(match.overruns for match in matches),
        "late decisions": sum(match.minds.late for match in matches),
        "decided": sum(match.round.tick for match in matches if match.minds.partners),
        "CPU seconds": usage.ru_utime + usage.ru_stime,
        "RSS MiB": rss(),
    }


def begin(hub: Hub, told: dict[str, Any], number: int) -> tuple[str, list[str]]:
    """Begin a match and return its id and the tokens of its people."""
    seats = ("person", told["partner"] or "person")
    terms = msgspec.structs.replace(TERMS, **told.get("terms", {}))
    plan = Plan("kitchen", told["level"], seats, number, told["rate"], TICKS, terms)
    identity = hub.begin(plan)
    tokens = [hub.call(lambda seat=seat: hub.ticket(identity, seat)).token for seat in plan.people]  # type: ignore[attr-defined,misc]
    return identity, tokens


def rss() -> float:
    """Return the memory of this process in MiB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="utf-8").split()[1])
    return pages * resource.getpagesize() / 2**20


def say(told: dict[str, Any]) -> None:
    """Say something on standard output."""
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
