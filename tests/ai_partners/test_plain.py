"""Partners whose thinking is compiled think the same in plain Python, where a debugger can follow them."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

PROGRAM = """
import sys, ai_partners, game
from ai_partners import Card, Partner
from ai_partners.planner.policy import Planner
kitchen = game.load("kitchen")
level = kitchen.lasting(kitchen.load_level(sys.argv[1]), int(sys.argv[2]))
def seated(name):
    quick = name == "planner"
    return Partner(Card(name, "", "search"), Planner(effort=60)) if quick else ai_partners.load(name, kitchen)
names = (sys.argv[3:] * 4)[:level.seats]
print([step.joint_action for step in game.play(kitchen, level, [seated(name) for name in names], 5)])
"""
TABLES = (
    ("cramped_room", 40, "planner", "planner"),
    ("forced_coordination", 40, "planner", "planner"),
    ("two_kinds", 40, "planner", "random"),
    ("four_square", 12, "planner", "stay"),
    ("forced_coordination", 100, "cook", "cook"),
    ("you_shall_not_pass", 60, "cook", "cook"),
    ("counter_circuit_o_1order", 80, "cook", "stay"),
    ("counter_circuit", 80, "cook", "random"),
)


def actions(table: tuple[object, ...], disable_jit: str) -> str:
    """Return the joint actions of a round as another process plays it."""
    words = [sys.executable, "-c", PROGRAM, *map(str, table)]
    done = subprocess.run(
        words, env=os.environ | {"NUMBA_DISABLE_JIT": disable_jit}, capture_output=True, text=True, check=True
    )
    return done.stdout


@pytest.mark.parametrize("table", TABLES, ids=lambda table: " ".join(map(str, table)))
def test_plain_python_plays_as_compiled_code_does(table: tuple[object, ...]) -> None:
    assert actions(table, "1") == actions(table, "0")
