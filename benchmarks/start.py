"""How long ``crossplay play`` takes from being typed to a drawn menu, in a fresh process without a display."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time

from benchmarks.process import PEERS
from benchmarks.simulator import Row

WARM_STARTS = 5
LIMITS = {"first start, seconds to the menu": 20.0, "later starts, seconds to the menu": 3.0}


def starts() -> list[Row]:
    """Return the first start, with nothing compiled yet, and the median of later ones; goals are in seconds."""
    with tempfile.TemporaryDirectory() as folder:
        first, *later = [_seconds(folder) for _ in range(1 + WARM_STARTS)]
    return [_row(*pair) for pair in zip(LIMITS.items(), (first, statistics.median(later)), strict=True)]


def _seconds(folder: str) -> float:
    """Return the wall seconds until the menu is drawn, with compiled code kept in ``folder``."""
    own = {"NUMBA_CACHE_DIR": folder, "SDL_VIDEODRIVER": "dummy", "SDL_AUDIODRIVER": "dummy"}
    program = [sys.executable, str(PEERS / "menu.py")]
    began = time.perf_counter()
    path = {"PYTHONPATH": str(PEERS.parent.parent)}
    subprocess.run(program, env=os.environ | own | path, check=True, capture_output=True)  # noqa: S603 - our own
    return time.perf_counter() - began


def _row(limit: tuple[str, float], seconds: float) -> Row:
    """Return the row of a start: the ratio is the allowed by the needed time."""
    name, allowed = limit
    return Row(name, round(seconds, 2), allowed, round(allowed / seconds, 3), 1.0, seconds <= allowed)
