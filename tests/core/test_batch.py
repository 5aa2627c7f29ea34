"""A batch, a single round and the scalar rules are one and the same."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

import game
from tests.core import convoy

KITCHEN = game.load("kitchen")


def joints(rows: int, level: game.Level, ticks: int) -> Any:
    return np.random.default_rng(0).integers(0, 6, (ticks, rows, level.seats)).astype(np.int8)


@pytest.mark.parametrize("name", ["cramped_room", "four_square"])
def test_a_round_is_what_the_scalar_rules_give(name: str) -> None:
    level = KITCHEN.load_level(name)
    match = game.Round(KITCHEN, level, 4)
    state, outcome = np.zeros(1, KITCHEN.state), np.zeros(1, KITCHEN.outcome)
    KITCHEN.start(level.record, np.uint64(4), state[0])
    for joint in joints(1, level, level.horizon)[:, 0]:
        step = match.step(joint)
        KITCHEN.advance(level.record, state[0], joint, outcome[0])
        assert (step.state.tobytes(), step.outcome.tobytes()) == (state.tobytes(), outcome.tobytes())
    assert match.is_over
    assert int(match.state.tick) == level.horizon


def test_a_step_keeps_its_state_when_the_round_goes_on() -> None:
    match = game.Round(KITCHEN, KITCHEN.load_level("cramped_room"), 1)
    first = match.step((2, 4))
    before = first.state.tobytes()
    match.step((0, 1))
    assert first.state.tobytes() == before
    first.state.tick = 99
    assert int(match.state.tick) == 2


def test_a_round_that_ends_by_its_rules_shows_its_last_state() -> None:
    level = convoy.GAME.load_level("ring")
    match = game.Round(convoy.GAME, level, 1)
    rightward = [2] * 8 + [0, 0]
    while not match.is_over:
        match.step(rightward)
    assert match.outcome.terminated
    assert max(match.state.points) == 5


@pytest.mark.parametrize("observation", ["features", "planes"])
def test_rows_are_seen_as_single_rounds_are(observation: str) -> None:
    level = KITCHEN.load_level("four_square")
    batch = game.Batch(KITCHEN, level, 3, 5, observation=observation)
    singles = [game.Round(KITCHEN, level, int(seed)) for seed in batch.seeds]
    for joint in joints(3, level, 60):
        batch.step(joint)
        for row, single in enumerate(singles):
            single.step(joint[row])
            for seat in range(4):
                assert batch.observations is not None
                assert np.array_equal(batch.observations[row, seat], single.observe(observation, seat))
                own = np.zeros_like(batch.observations[row, seat])
                KITCHEN.observations[observation].write(level.record, single.state, seat, own.reshape(-1))
                assert np.array_equal(own, batch.observations[row, seat])


def test_rows_take_turns_with_the_levels_and_start_anew_with_their_next_seed() -> None:
    levels = [KITCHEN.load_level(name) for name in ("cramped_room", "coordination_ring")]
    batch = game.Batch(KITCHEN, levels, 4, 5)
    first = batch.seeds.copy()
    for joint in joints(4, levels[0], 400):
        batch.step(joint)
    assert batch.which.tolist() == [0, 1, 0, 1]
    assert batch.ended.all()
    assert batch.finals["tick"].tolist() == [400] * 4
    assert batch.states["tick"].tolist() == [0] * 4
    assert not set(first.tolist()) & set(batch.seeds.tolist())


def test_levels_that_do_not_fit_together_are_refused() -> None:
    room, square, ring = (KITCHEN.load_level(name) for name in ("cramped_room", "four_square", "coordination_ring"))
    with pytest.raises(ValueError, match="one number of seats"):
        game.Batch(KITCHEN, [room, square], 4, 1)
    with pytest.raises(ValueError, match="another shape"):
        game.Batch(KITCHEN, [room, ring], 4, 1, observation="planes")


@pytest.mark.parametrize("wrong", [np.zeros((4, 3), np.int8), np.zeros((4, 2), np.int64), np.full((4, 2), -1, np.int8)])
def test_joint_actions_of_another_kind_are_refused(wrong: Any) -> None:
    batch = game.Batch(KITCHEN, KITCHEN.load_level("cramped_room"), 4, 1)
    with pytest.raises(game.IllegalActionError):
        batch.step(wrong)


def test_a_batch_of_seldom_seats_says_which_row_acts_in_between() -> None:
    level = convoy.GAME.load_level("ring")
    batch = game.Batch(convoy.GAME, level, 2, 1)
    waiting = np.zeros((2, 10), np.int8)
    batch.step(waiting)
    early = waiting.copy()
    early[1, 8] = convoy.CALL
    with pytest.raises(game.IllegalActionError, match=re.escape("in row 1 it acts in between")):
        batch.step(early)


def test_a_batch_takes_every_choice_of_a_seat_and_no_other() -> None:
    level = convoy.GAME.load_level("ring")
    batch = game.Batch(convoy.GAME, level, 2, 1)
    loud = np.zeros((2, 10), np.int8)
    loud[0, 0] = convoy.RIGHT + convoy.ACTIONS * convoy.FOUND
    loud[1, 8] = convoy.CALL + convoy.ACTIONS * convoy.FASTER
    batch.step(loud)
    assert batch.states["said"][[0, 1], [0, 8]].tolist() == [convoy.FOUND, convoy.FASTER]
    for seat, choice in ((0, convoy.ACTIONS * convoy.FASTER), (0, convoy.GAME.choices), (8, convoy.RIGHT)):
        wrong = np.zeros((2, 10), np.int8)
        wrong[1, seat] = choice
        with pytest.raises(game.IllegalActionError, match=f"seat {seat} has the actions"):
            batch.step(wrong)
