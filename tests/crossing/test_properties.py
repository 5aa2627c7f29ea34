"""What holds at every crossing, whatever the drivers do."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

import game
from game.core.episode import Episode
from game.crossing.roads import CELLS, ROADS
from game.crossing.rules import CLAIM, GO
from game.crossing.state import EVENTS
from tests.crossing.cars import CROSSING, level_of

OPTIONS = ("commit: yes", "hidden: no", "crash: 10", "mix: 0", "mix: 100")


MIX = (*[GO] * 128, *[CLAIM] * 32, *list(range(CROSSING.choices)) * 3)
"""Which choice a byte stands for: going is frequent, for then much happens."""


@st.composite
def rounds(draw: st.DrawFn) -> tuple[game.Level, int, list[tuple[int, ...]]]:
    """Return a level, a seed and the joint actions of forty ticks."""
    cars = draw(st.integers(1, 8))
    level = level_of(cars, draw(st.sampled_from(OPTIONS)), f"spawn: {draw(st.sampled_from((25, 100)))}")
    choices = [MIX[byte] for byte in draw(st.binary(min_size=40 * cars, max_size=40 * cars))]
    return level, draw(st.integers(0, 2**64 - 1)), list(zip(*[iter(choices)] * cars, strict=True))


def steps(drawn: tuple[game.Level, int, Any]) -> list[game.Step]:
    """Play a round."""
    level, seed, joints = drawn
    match = game.Round(CROSSING, level, seed)
    return [match.step(joint) for joint in joints]


def counted(step: game.Step, event: str, seats: int) -> np.ndarray[Any, Any]:
    return step.outcome.events[:seats, EVENTS.index(event)].astype(int)


@settings(max_examples=40)
@given(rounds())
def test_no_two_cars_share_a_cell(drawn: tuple[game.Level, int, Any]) -> None:
    for step in steps(drawn):
        assert len(set(step.state.cell.tolist())) == len(step.state.cell)


@settings(max_examples=40)
@given(rounds())
def test_every_car_is_on_its_way_or_in_its_garage(drawn: tuple[game.Level, int, Any]) -> None:
    for step in steps(drawn):
        state = step.state
        on_way = ROADS[state.side, state.turn, state.driven]
        garage = CELLS + np.arange(len(state.cell))
        assert (state.cell == np.where(on_way < CELLS, on_way, garage)).all()


@settings(max_examples=40)
@given(rounds())
def test_a_car_drives_one_cell_at_most_and_only_when_told_to(drawn: tuple[game.Level, int, Any]) -> None:
    played = steps(drawn)
    for before, step in itertools.pairwise(played):
        stays = (before.state.cell < CELLS) & (step.state.cell < CELLS)
        moved = (step.state.driven.astype(int) - before.state.driven)[stays]
        told = np.isin(np.array(step.joint_action) % len(CROSSING.actions), (GO, CLAIM))
        assert set(moved.tolist()) <= {0, 1}
        assert not (moved[~told[stays[: len(told)].nonzero()[0]]]).any()


@settings(max_examples=40)
@given(rounds())
def test_nobody_arrives_more_often_than_ways_are_long(drawn: tuple[game.Level, int, Any]) -> None:
    level, played = drawn[0], steps(drawn)
    arrivals = sum(counted(step, "arrival", level.seats) for step in played)
    shortest = int((ROADS < CELLS).sum(axis=2).min())
    assert (arrivals <= 1 + len(played) // shortest).all()


@settings(max_examples=40)
@given(rounds())
def test_points_are_arrivals_less_what_crashes_and_broken_claims_cost(drawn: tuple[game.Level, int, Any]) -> None:
    level, played = drawn[0], steps(drawn)
    arrivals, crashes, broken = (
        sum(counted(step, event, level.seats) for step in played) for event in ("arrival", "crash", "broken_claim")
    )
    points = arrivals - int(level.record.crash) * crashes - int(level.record.commit) * broken
    assert (played[-1].state.points[: level.seats] == points).all()
    assert sum(step.outcome.streams[0].sum() for step in played) == points.sum()


@settings(max_examples=40)
@given(rounds())
def test_rewards_add_up_to_points_and_stops_however_they_are_mixed(drawn: tuple[game.Level, int, Any]) -> None:
    seats = drawn[0].seats
    for step in steps(drawn):
        worth = step.outcome.streams[0].sum() - 0.03 * counted(step, "stop", seats).sum()
        assert np.isclose(step.outcome.reward[:seats].sum(dtype=float), worth, atol=1e-4)


@settings(max_examples=40)
@given(rounds())
def test_cars_crash_beside_each_other_or_beside_the_cell_between_them(drawn: tuple[game.Level, int, Any]) -> None:
    for step in steps(drawn):
        crashed = counted(step, "crash", drawn[0].seats).nonzero()[0]
        left = step.state.left[crashed].astype(int)
        assert len(crashed) != 1
        assert all(any(0 < apart(one, other) <= 2 for other in left if other != one) for one in left)


def apart(one: int, other: int) -> int:
    """Return the cells between two cells."""
    return abs(one % 14 - other % 14) + abs(one // 14 - other // 14)


@settings(max_examples=40)
@given(rounds())
def test_every_claim_ends_kept_or_broken_or_in_a_crash(drawn: tuple[game.Level, int, Any]) -> None:
    seats, promised = drawn[0].seats, np.zeros(8, bool)
    for step in steps(drawn):
        ended = counted(step, "kept_claim", seats) + counted(step, "broken_claim", seats)
        dropped = counted(step, "crash", seats)
        now = step.state.promise > 0
        assert (ended <= 1).all()
        assert not (promised & ~now)[:seats][(ended + dropped) == 0].any()
        promised = now


@settings(max_examples=20)
@given(rounds())
def test_a_round_survives_its_text_and_replays_to_the_same_states(drawn: tuple[game.Level, int, Any]) -> None:
    level, seed, joints = drawn
    episode = Episode("crossing", CROSSING.version, level.text, seed, tuple(joints))
    again = list(game.replay(game.parse_episode(game.format_episode(episode))))
    assert [step.state.tobytes() for step in again] == [step.state.tobytes() for step in steps(drawn)]
