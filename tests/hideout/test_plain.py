"""Scripted players whose thinking is compiled think the same in plain Python, where a debugger can follow them."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

PROGRAM = """
import sys, ai_partners, game
from game.hideout.scene import scene
hideout = game.load("hideout")
level = hideout.load_level(sys.argv[1])
partners = [ai_partners.load(name, hideout) for name in (sys.argv[3:] * 6)[:level.seats]]
for step, _ in zip(game.play(hideout, level, partners, 5), range(int(sys.argv[2]))):
    print(step.joint_action, scene(level, step.state, 0, step.outcome).fog)
"""
TABLES = (
    ("corner_room", 75, "cupboard", "runner", "patrol", "climber"),
    ("open", 50, "cupboard:delay=1", "runner:delay=1", "patrol:delay=2", "climber"),
    ("blueprint", 60, "cupboard"),
)


def played(table: tuple[object, ...], disable_jit: str) -> str:
    """Return the joint actions and the first hider's fog of a round as another process plays it."""
    words = [sys.executable, "-c", PROGRAM, *map(str, table)]
    done = subprocess.run(
        words, env=os.environ | {"NUMBA_DISABLE_JIT": disable_jit}, capture_output=True, text=True, check=True
    )
    return done.stdout


@pytest.mark.parametrize("table", TABLES, ids=lambda table: str(table[0]))
def test_plain_python_plays_as_compiled_code_does(table: tuple[object, ...]) -> None:
    assert played(table, "1") == played(table, "0")
