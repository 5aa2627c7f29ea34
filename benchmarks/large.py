"""A store of a gibibyte: how soon a server serves from it, and what a backup of it costs the matches beside."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.host import Host
from benchmarks.rows import row
from study.player import play

if TYPE_CHECKING:
    from collections.abc import Iterator

RATE = 10.0
SETTLE = 4.0
AT_ONCE = 2_000
"""Rounds that are copied in one transaction."""


def large(mebibytes: int, matches: int) -> Iterator[dict[str, Any]]:
    """Yield how soon a server serves from a store of that size, how long a backup takes, and the ticks meanwhile."""
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "large.db"
        rounds = fill(store, mebibytes * 2**20)
        name = f"a store of {mebibytes:,} MiB"
        began = time.perf_counter()
        with Host(store, is_pinned=True) as host:
            yield row(f"{name}, {rounds:,} rounds: serving after, s", time.perf_counter() - began, 5)
            tickets = host.tell(do="begin", matches=matches, partner="", rate=RATE, level="cramped_room")["tickets"]
            late, seconds = asyncio.run(_beside(host, tickets, store))
            host.tell(do="end")
        yield row(f"{name}: a backup of it, s", seconds, 60)
        yield row(f"{name}: tick lateness p99 of {matches} matches meanwhile, ms", late, 15)


def fill(store: Path, size: int) -> int:
    """Fill a store with copies of one round until it has a size in bytes; return how many rounds there are."""
    words = ["play", "--headless", "--level", "cramped_room", "--seat", "cook", "--ticks", "400", "--store", str(store)]
    subprocess.run([sys.executable, "-m", "crossplay", *words], check=True, capture_output=True)  # noqa: S603 - ours
    connection = sqlite3.connect(store, isolation_level=None)
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("CREATE TEMP TABLE fresh (id TEXT)")
    (first,) = connection.execute("SELECT id FROM round").fetchone()
    count = 1
    while _bytes(connection) < size:
        connection.execute("BEGIN")
        connection.execute("DELETE FROM fresh")
        connection.executemany("INSERT INTO fresh SELECT lower(hex(randomblob(16)))", [()] * AT_ONCE)
        for table, key in (("round", "id"), ("chunk", "round"), ("seat", "round")):
            columns = [name for _, name, *_ in connection.execute(f"PRAGMA table_info({table})") if name != key]
            names = ", ".join(columns)
            wanted = f"SELECT fresh.id, {names} FROM fresh, {table} WHERE {table}.{key} = ?"  # noqa: S608 - our own names
            query = f"INSERT INTO {table} ({key}, {names}) {wanted}"
            connection.execute(query, (first,))
        connection.execute("COMMIT")
        count += AT_ONCE
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return count


def _bytes(connection: sqlite3.Connection) -> int:
    """Return how large a store is."""
    pages, page = (connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
    return int(pages * page)


async def _beside(host: Host, tickets: list[str], store: Path) -> tuple[float, float]:
    """Let players play, make a backup, and return the p99 of the ticks' lateness meanwhile and how long it took."""
    loop = asyncio.get_running_loop()
    tasks = [
        asyncio.create_task(play(host.address, token, seed=number, seconds=300)) for number, token in enumerate(tickets)
    ]
    await asyncio.sleep(SETTLE)
    await loop.run_in_executor(None, lambda: host.tell(do="stats"))
    wish = {"do": "backup", "store": str(store), "folder": str(store.with_name("copies"))}
    made = await loop.run_in_executor(None, lambda: host.tell(**wish))
    told = await loop.run_in_executor(None, lambda: host.tell(do="stats"))
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return float(told["late p99"]), float(made["seconds"])
