"""Compiled rules are kept on disk, and never outlive a change of the rules."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from game.core.compile import CORE, cache_folder, source_hash, sources

RULES = "from game.core.compile import kernel\n\n@kernel\ndef worth(soups):\n    return soups * {points}\n"
IMPORTS = "from game.core.compile import kernel\nfrom game.toy.rules import worth\n\n"
LOOPS = IMPORTS + "@kernel\ndef total(n):\n    return worth(n)\n"
ASK = "from game.toy.loops import total; print(total(3), sum(total.stats.cache_hits.values()))"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a folder with a copy of the core and a game of two kernels in it."""
    shutil.copytree(CORE, tmp_path / "game" / "core", ignore=shutil.ignore_patterns("__pycache__"))
    toy = tmp_path / "game" / "toy"
    toy.mkdir()
    for file in (tmp_path / "game" / "__init__.py", toy / "__init__.py"):
        file.write_text("", encoding="utf-8")
    (toy / "rules.py").write_text(RULES.format(points=20), encoding="utf-8")
    (toy / "loops.py").write_text(LOOPS, encoding="utf-8")
    return tmp_path


def ask(copy: Path) -> str:
    """Return what the copy answers in a process of its own, and how often it found compiled code on disk."""
    paths = {"PYTHONPATH": str(copy), "NUMBA_CACHE_DIR": str(copy / "cache"), "NUMBA_DISABLE_JIT": "0"}
    done = subprocess.run(
        [sys.executable, "-c", ASK], cwd=copy, env=os.environ | paths, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_a_change_in_a_called_rule_is_seen_although_the_callers_file_is_the_same(copy: Path) -> None:
    assert [ask(copy), ask(copy)] == ["60 0", "60 1"]
    (copy / "game" / "toy" / "rules.py").write_text(RULES.format(points=5), encoding="utf-8")
    assert ask(copy) == "15 0"


def test_a_game_depends_on_the_core_and_itself_and_what_lies_outside_on_every_game() -> None:
    assert sources(CORE) == (CORE,)
    assert sources(CORE.parent / "kitchen") == (CORE, CORE.parent / "kitchen")
    assert sources(Path(__file__).parent) == (CORE.parent, Path(__file__).parent)


def test_the_hash_of_sources_changes_with_a_name_and_with_a_letter_but_not_with_the_window(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x = 1\n", encoding="utf-8")
    first = source_hash((tmp_path,))
    (tmp_path / "window").mkdir()
    (tmp_path / "window" / "paint.py").write_text("x = 1\n", encoding="utf-8")
    assert source_hash((tmp_path,)) == first
    (tmp_path / "a.py").rename(tmp_path / "b.py")
    second = source_hash((tmp_path,))
    (tmp_path / "b.py").write_text("x = 2\n", encoding="utf-8")
    assert len({first, second, source_hash((tmp_path,))}) == 3


def test_without_a_writable_folder_nothing_is_cached(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(blocked))
    cache_folder.cache_clear()
    assert cache_folder((CORE,)) is None
    cache_folder.cache_clear()
