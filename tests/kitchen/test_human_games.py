"""Every logged human game replays exactly."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import game
from game.kitchen.state import OUTCOME
from tests.kitchen import logged

if TYPE_CHECKING:
    from game import Level

FILES = ("hh2019_clean.parquet", "hh2020_sample.parquet")


@functools.cache
def level_of(name: str) -> Level:
    return game.load("kitchen").load_level(name)


@functools.cache
def coded(name: str) -> list[tuple[Level, np.ndarray[Any, Any], np.ndarray[Any, Any], list[int]]]:
    """Return (level, states, joint actions, rewards) of each game of a file."""
    found = []
    for rows in logged.games(name).values():
        level = level_of(rows[0]["layout_canonical"])
        states = logged.records(level, [row["state"] for row in rows])
        joints = np.array([[row["a0"], row["a1"]] for row in rows], np.int8)
        found.append((level, states, joints, [row["reward"] for row in rows]))
    return found


@pytest.mark.parametrize(("name", "transitions"), [(FILES[0], 91_026), (FILES[1], 1_186)])
def test_every_consecutive_transition_and_every_reward_is_reproduced(name: str, transitions: int) -> None:
    advance = game.load("kitchen").advance
    outcome = np.zeros(1, OUTCOME)[0]
    checked = 0
    for level, states, joints, rewards in coded(name):
        for tick in range(len(states) - 1):
            state = states[tick : tick + 1].copy()[0]
            advance(level.record, state, joints[tick], outcome)
            assert logged.same(state, states[tick + 1], 2), (level.name, tick)
            assert outcome.streams[0].sum() == rewards[tick], (level.name, tick)
            checked += 1
    assert checked == transitions


@pytest.mark.parametrize(("name", "count"), [(FILES[0], 76), (FILES[1], 3)])
def test_every_game_replays_open_loop_to_its_logged_score_and_last_state(name: str, count: int) -> None:
    advance = game.load("kitchen").advance
    outcome = np.zeros(1, OUTCOME)[0]
    for level, states, joints, rewards in coded(name):
        state = states[:1].copy()[0]
        score = 0.0
        for tick, joint in enumerate(joints):
            if tick == len(joints) - 1:
                assert logged.same(state, states[tick], 2)
            advance(level.record, state, joint, outcome)
            score += outcome.streams[0].sum()
        assert score == sum(rewards)
    assert len(coded(name)) == count
