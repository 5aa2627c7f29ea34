"""Rounds, episodes and batches refuse what they cannot play, and say why."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

import game
from game.core.contract import IllegalActionError, NotationError, UnknownNameError

KITCHEN = game.load("kitchen")


def played(ticks: int = 3) -> game.Episode:
    match = game.Round(KITCHEN, KITCHEN.load_level("cramped_room"), 1)
    for _ in range(ticks):
        match.step((0, 5))
    return match.episode()


def test_an_unknown_game_or_level_suggests_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="did you mean 'kitchen'"):
        game.load("kichen")
    with pytest.raises(UnknownNameError, match="did you mean 'cramped_room'"):
        KITCHEN.load_level("cramped_rom")


@pytest.mark.parametrize("joint", [(0,), (0, 6), (-1, 0), (0, 0, 0)])
def test_an_illegal_joint_action_is_refused_and_nothing_changes(joint: tuple[int, ...]) -> None:
    match = game.Round(KITCHEN, KITCHEN.load_level("cramped_room"), 1)
    before = match.state.tobytes()
    with pytest.raises(IllegalActionError):
        match.step(joint)
    assert match.state.tobytes() == before
    assert match.tick == 0


def test_a_batch_refuses_illegal_actions_before_anything_changes() -> None:
    batch = game.Batch(KITCHEN, KITCHEN.load_level("cramped_room"), 4, 1)
    before = batch.states.tobytes()
    with pytest.raises(IllegalActionError):
        batch.step(np.full((4, 2), 6, np.int8))
    assert batch.states.tobytes() == before


def test_two_threads_step_a_batch_as_one_does() -> None:
    level = KITCHEN.load_level("cramped_room")
    one, two = (game.Batch(KITCHEN, level, 8, 1, observation="planes", threads=n) for n in (1, 2))
    for joints in np.random.default_rng(0).integers(0, 6, (50, 8, 2)).astype(np.int8):
        one.step(joints)
        two.step(joints)
    assert one.states.tobytes() == two.states.tobytes()
    assert one.observations is not None
    assert np.array_equal(one.observations, two.observations)


DAMAGE = {
    "a missing last line": lambda lines: lines[:-1],
    "a joint action with an unknown letter": lambda lines: [*lines[:1], '{"tick": 0, "joint": "N?"}', *lines[2:]],
    "a tick that is missing": lambda lines: [*lines[:1], *lines[2:]],
    "no JSON": lambda lines: ["hello", *lines[1:]],
    "nothing at all": lambda _: [],
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_a_damaged_episode_file_is_refused(damage: object) -> None:
    lines = game.format_episode(played()).splitlines()
    with pytest.raises(NotationError):
        game.parse_episode("\n".join(damage(lines)))  # type: ignore[operator]


def test_an_episode_of_another_version_is_not_replayed() -> None:
    with pytest.raises(NotationError, match="version 99"):
        next(game.replay(dataclasses.replace(played(), version=99)))
