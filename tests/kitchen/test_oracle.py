"""States, rewards, shaped rewards, events and planes equal Overcooked-AI's under the new dynamics.

Differences that are the oracle's and not copied: its recipes' values and times are shared by the whole process (one
level at a time is loaded here), and two soups with different numbers of ingredients can compare equal in it (states
are compared through their JSON form here).
"""

from __future__ import annotations

import functools
import multiprocessing
import os
from concurrent.futures import Future, ProcessPoolExecutor

import numpy as np
import pytest

import game
from game.kitchen.overcooked import layout_to_text, level_for, state_reader
from game.kitchen.state import EVENTS, OUTCOME, STATE
from tests.kitchen import logged, oracle

LEVELS = (
    "cramped_room",
    "asymmetric_advantages",
    "coordination_ring",
    "forced_coordination",
    "counter_circuit_o_1order",
    "asymmetric_advantages_tomato",
    "counter_circuit",
    "cramped_corridor",
    "inverse_marshmallow_experiment",
    "marshmallow_experiment",
    "marshmallow_experiment_coordination",
    "soup_coordination",
    "you_shall_not_pass",
)
JOINT_ACTIONS = 15_400
ROUND = 800
SEATS = 2
SOME = 400
"""Joint actions on each of the other layouts."""
KITCHEN = game.load("kitchen")
PLANES = KITCHEN.observations["planes"]


class Pair:
    """One of our levels beside the oracle's simulator of it, in one state."""

    def __init__(self, name: str, level: game.Level) -> None:
        self.world = oracle.gridworld(name)
        self.level = level
        self.read = state_reader(self.level)
        self.ours, self.expected = np.zeros(1, STATE), np.zeros(1, STATE)
        self.outcome = np.zeros(1, OUTCOME)
        self.views = np.zeros((2, *PLANES.shape(self.level)), np.uint8)
        self.restart()

    def restart(self) -> None:
        self.theirs = self.world.get_standard_start_state()
        KITCHEN.start(self.level.record, np.uint64(0), self.ours[0])
        self.expected[0] = self.ours[0]
        self.read(self.theirs.to_dict(), self.expected[0])
        assert self.ours.tobytes() == self.expected.tobytes(), list(logged.differences(self.ours, self.expected))

    def faced(self) -> list[str]:
        """Return the tiles that the cooks face."""
        cells = [(a + b for a, b in zip(cook.position, cook.orientation, strict=True)) for cook in self.theirs.players]
        return [self.world.terrain_mtx[y][x] for x, y in cells]

    def step(self, joint: tuple[int, ...]) -> None:
        """Play one tick on both sides and compare everything."""
        index = oracle.module().Action.INDEX_TO_ACTION
        self.theirs, infos = self.world.get_state_transition(self.theirs, [index[action] for action in joint])
        KITCHEN.advance(self.level.record, self.ours[0], np.array(joint, np.int8), self.outcome[0])
        self.read(self.theirs.to_dict(), self.expected[0])
        self.expected["recent"] = self.ours["recent"]
        assert self.ours.tobytes() == self.expected.tobytes(), list(logged.differences(self.ours, self.expected))
        streams, events = self.outcome["streams"][0], self.outcome["events"][0]
        assert streams[0, :2].tolist() == infos["sparse_reward_by_agent"]
        assert streams[1, :2].tolist() == infos["shaped_reward_by_agent"]
        assert events[:2].T.tolist() == [infos["event_infos"][event] for event in EVENTS]
        for seat, view in enumerate(self.world.lossless_state_encoding(self.theirs, horizon=400)):
            PLANES.write(self.level.record, self.ours[0], seat, self.views[seat].reshape(-1))
            assert np.array_equal(self.views[seat], view)


def eager(rng: np.random.Generator, faced: list[str]) -> tuple[int, ...]:
    """Return random actions that often walk into each other and often interact with what is faced."""
    busy = rng.random(2)
    walks = rng.integers(0, 5, 2)
    return tuple(
        5 if busy[seat] < (0.03 if tile == " " else 0.45) else int(walks[seat]) for seat, tile in enumerate(faced)
    )


def compare(name: str) -> int:
    """Play a level of both at random on both sides and return the number of joint actions compared."""
    return play(Pair(name, level_for(name, ticks=400, dynamics="new")), JOINT_ACTIONS)


def play(pair: Pair, ticks: int) -> int:
    """Play at random on both sides."""
    rng = np.random.default_rng(7)
    for tick in range(ticks):
        if tick % ROUND == 0:
            pair.restart()
        pair.step(eager(rng, pair.faced()))
    return ticks


def compare_others() -> int:
    """Play every other layout of the package that is for two cooks, converted, and return how many they were."""
    count = 0
    for path in sorted(oracle.layouts().glob("*.layout")):
        if path.stem not in {*LEVELS, "tutorial_3"}:
            level = KITCHEN.parse_level(layout_to_text(path.read_text(encoding="utf-8"), name=path.stem))
            count += level.seats == SEATS and play(Pair(path.stem, level), SOME) == SOME
    return count


@functools.cache
def comparisons() -> dict[str, Future[int]]:
    """Begin with all levels, one at a time in each process: the oracle is slow and knows one level at a time."""
    pool = ProcessPoolExecutor(os.cpu_count(), multiprocessing.get_context("spawn"))
    found = {name: pool.submit(compare, name) for name in LEVELS}
    found["others"] = pool.submit(compare_others)
    pool.shutdown(wait=False)
    return found


@pytest.mark.parametrize("name", LEVELS)
def test_random_play_equals_the_oracle_in_every_respect(name: str) -> None:
    assert comparisons()[name].result() == JOINT_ACTIONS


def test_every_other_layout_of_the_package_is_played_the_same_after_conversion() -> None:
    assert comparisons()["others"].result() == 29


def test_at_least_two_hundred_thousand_joint_actions_are_compared() -> None:
    assert JOINT_ACTIONS * len(LEVELS) >= 200_000
