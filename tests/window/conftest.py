"""No display and no audio device for the tests of the window."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

DRIVERS = {"SDL_VIDEODRIVER": "dummy", "SDL_AUDIODRIVER": "dummy"}
os.environ.update(DRIVERS)
sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(autouse=True)
def drivers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep to the dummy drivers: importing PettingZoo for another test names a sound device of its own."""
    for name, driver in DRIVERS.items():
        monkeypatch.setenv(name, driver)


@pytest.fixture(autouse=True)
def levels(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Keep the own levels of this machine out: the folder of each test's own."""
    from game.window import desk

    folder = tmp_path / "levels"
    monkeypatch.setattr(desk, "own_levels_path", lambda: folder)
    return folder
