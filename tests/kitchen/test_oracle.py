"""States, rewards, shaped rewards, events and planes equal Overcooked-AI's under the new dynamics.

Differences that are the oracle's and not copied: its recipes' values and times are shared by the whole process (one
level at a time is loaded here), and two soups with different numbers of ingredients can compare equal in it (states
are compared through their JSON form here).
"""

from __future__ import annotations

import numpy as np
import pytest

import game
from game.kitchen.overcooked import state_from_dict
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
JOINT_ACTIONS = 16_000
ROUND = 800


def new_dynamics(name: str) -> game.Level:
    """Return a level under the new dynamics, with a horizon at which the urgency plane is seen."""
    kitchen = game.load("kitchen")
    lines = [line for line in kitchen.level_text(name).splitlines() if not line.startswith(("dynamics:", "ticks:"))]
    return kitchen.parse_level("\n".join(["dynamics: new", "ticks: 400", *lines]) + "\n")


def eager(rng: np.random.Generator, world: object, state: object) -> list[int]:
    """Return random actions that often walk into each other and often interact with what is faced."""
    actions = []
    for player in state.players:  # type: ignore[attr-defined]
        x, y = (a + b for a, b in zip(player.position, player.orientation, strict=True))
        faces_floor = world.terrain_mtx[y][x] == " "  # type: ignore[attr-defined]
        weights = np.array([2.0, 2, 2, 2, 0.5, 0.3 if faces_floor else 7.0])
        actions.append(int(rng.choice(6, p=weights / weights.sum())))
    return actions


@pytest.mark.parametrize("name", LEVELS)
def test_random_play_equals_the_oracle_in_every_respect(name: str) -> None:
    world = oracle.gridworld(name)
    index = oracle.module().Action.INDEX_TO_ACTION
    level, kitchen = new_dynamics(name), game.load("kitchen")
    rng = np.random.default_rng(7)
    planes = kitchen.observations["planes"]
    ours, expected = np.zeros(1, STATE)[0], np.zeros(1, STATE)[0]
    outcome = np.zeros(1, OUTCOME)[0]
    for tick in range(JOINT_ACTIONS):
        if tick % ROUND == 0:
            theirs = world.get_standard_start_state()
            state_from_dict(level, theirs.to_dict(), ours)
        joint = eager(rng, world, theirs)
        theirs, infos = world.get_state_transition(theirs, [index[action] for action in joint])
        kitchen.advance(level.record, ours, np.array(joint, np.int8), outcome)
        state_from_dict(level, theirs.to_dict(), expected)
        assert logged.same(ours, expected, 2), (tick, joint)
        assert outcome.streams[0, :2].tolist() == list(infos["sparse_reward_by_agent"]), tick
        assert outcome.streams[1, :2].tolist() == list(infos["shaped_reward_by_agent"]), tick
        for number, event in enumerate(EVENTS):
            assert outcome.events[:2, number].tolist() == list(infos["event_infos"][event]), (tick, event)
        if tick % 4 == 0:
            for seat, view in enumerate(world.lossless_state_encoding(theirs, horizon=400)):
                out = np.zeros(planes.shape(level), np.uint8)
                kitchen.observations["planes"].write(level.record, ours, seat, out.reshape(-1))
                assert np.array_equal(out, view), (tick, seat)


def test_at_least_two_hundred_thousand_joint_actions_are_compared() -> None:
    assert JOINT_ACTIONS * len(LEVELS) >= 200_000
