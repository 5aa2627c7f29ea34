"""Playthroughs in files are told again word for word, as machine code and as plain Python."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.rescue import golden

if TYPE_CHECKING:
    from pathlib import Path

FILES = sorted(golden.FOLDER.glob("*.txt"))


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_a_playthrough_is_told_again_word_for_word(path: Path) -> None:
    assert golden.again(path) == path.read_text(encoding="utf-8")


def test_plain_python_in_another_process_tells_the_first_playthroughs_word_for_word() -> None:
    short = [path for path in FILES if path.stem in {"together", "stretcher"}]
    command = [sys.executable, "-m", "tests.rescue.golden", *map(str, short)]
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "1"}
    result = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert (len(short), result.stdout) == (2, "")


def test_a_new_playthrough_can_be_written_and_told_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "new.txt"
    monkeypatch.setattr(sys, "argv", ["golden", str(path), "--level", "first_steps"])
    golden.main()
    assert golden.again(path) == path.read_text(encoding="utf-8")
