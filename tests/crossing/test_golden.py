"""Playthroughs in files are told again word for word, as machine code and as plain Python."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.crossing import golden

if TYPE_CHECKING:
    from pathlib import Path

FILES = sorted(golden.FOLDER.glob("*.txt"))


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_a_playthrough_is_told_again_word_for_word(path: Path) -> None:
    assert golden.again(path) == path.read_text(encoding="utf-8")


def test_plain_python_in_another_process_tells_every_playthrough_word_for_word() -> None:
    command = [sys.executable, "-m", "tests.crossing.golden", *map(str, FILES)]
    env = {**os.environ, "NUMBA_DISABLE_JIT": "1"}
    assert subprocess.run(command, env=env, capture_output=True, text=True, check=True).stdout == ""


@pytest.mark.parametrize("event", ["arrival", "crash", "kept_claim", "broken_claim", "lie"])
def test_in_the_playthroughs_everything_happens(event: str) -> None:
    assert any(f"\n| {event} " in path.read_text(encoding="utf-8") for path in FILES)


def test_a_new_playthrough_can_be_written_and_told_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "new.txt"
    monkeypatch.setattr(sys, "argv", ["golden", str(path), "first_drive", "5"])
    golden.main()
    assert golden.again(path) == path.read_text(encoding="utf-8")
