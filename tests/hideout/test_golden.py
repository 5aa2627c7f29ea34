"""Playthroughs in files are told again word for word, as machine code and as plain Python, on any machine."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.hideout import golden

if TYPE_CHECKING:
    from pathlib import Path

FILES = sorted(golden.FOLDER.glob("*.txt"))


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_a_playthrough_is_told_again_word_for_word(path: Path) -> None:
    assert golden.again(path) == path.read_text(encoding="utf-8")


def test_plain_python_in_another_process_tells_every_playthrough_word_for_word() -> None:
    command = [sys.executable, "-m", "tests.hideout.golden", *map(str, FILES)]
    result = subprocess.run(
        command, env={**os.environ, "NUMBA_DISABLE_JIT": "1"}, capture_output=True, text=True, check=True
    )
    assert result.stdout == ""


def test_the_playthroughs_cover_rooms_open_ground_and_a_lab_from_one_to_three_a_side() -> None:
    levels = [golden.read(path.read_text(encoding="utf-8"))[0] for path in FILES]
    assert {level.seats for level in levels} >= {2, 4, 6}
    assert {int(level.record.task) for level in levels} >= {0, 2}
    assert any(level.record.surf for level in levels)


def test_a_new_playthrough_can_be_written_and_told_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "new.txt"
    monkeypatch.setattr(sys, "argv", ["golden", str(path), "--level", "push_a_box", "--ticks", "30"])
    golden.main()
    assert golden.again(path) == path.read_text(encoding="utf-8")
    assert path.read_text(encoding="utf-8").count("after ") == 3
