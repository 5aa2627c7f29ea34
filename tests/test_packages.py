"""Packages import what they may and load what they need, and the commands start light."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

LOADED = "import json, sys; {0}; print(json.dumps(sorted({{name.partition('.')[0] for name in sys.modules}})))"


def loaded_by(program: str) -> set[str]:
    """Return the top-level packages that a fresh process has loaded after a program."""
    done = subprocess.run([sys.executable, "-c", LOADED.format(program)], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


@pytest.mark.parametrize("package", ["game", "ai_partners", "data", "study"])
def test_no_package_brings_torch_a_window_or_a_web_server_with_it(package: str) -> None:
    assert not loaded_by(f"import {package}") & {"torch", "pygame", "flask", "jax", "pettingzoo"}


def test_a_round_without_a_window_needs_neither_pygame_nor_torch() -> None:
    program = (
        "import ai_partners, game; k = game.load('kitchen'); "
        "list(game.play(k, k.load_level('cramped_room'), [ai_partners.load('cook', k) for _ in range(2)], 1))"
    )
    assert not loaded_by(program) & {"torch", "pygame", "flask"}


def test_the_command_line_loads_no_game_before_a_command_is_asked_for() -> None:
    assert not loaded_by("import crossplay") & {"numpy", "numba", "pygame", "game", "data", "ai_partners", "study"}
