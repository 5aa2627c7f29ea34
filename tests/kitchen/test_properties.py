"""What holds in every kitchen, whatever the cooks do."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import game
from game.core.episode import Episode
from game.kitchen.generator import generate
from game.kitchen.overcooked import state_from_dict, state_to_dict
from game.kitchen.state import COUNTER, DISH, EVENTS, FIRST_SOUP, FLOOR, ONION, ONION_COUNT, POT, TOMATO, TOMATO_COUNT

KITCHEN = game.load("kitchen")
INTERACT = 5


def kitchen_of(seed: int, seats: int) -> game.Level:
    """Return a small random kitchen with everything in it, crowded so that much happens."""
    apart = seats > 1 and seed % 3 == 0
    wishes = {"tomatoes": 1, "pots": 2, "dynamics": ("old", "new")[seed % 2], "apart": apart, "floor": 60}
    return KITCHEN.parse_level(generate(seed, seats=seats, random_orders=True, **wishes))


def joints_of(seats: int) -> st.SearchStrategy[list[tuple[int, ...]]]:
    """Return joint actions that interact often."""
    action = st.sampled_from([0, 1, 2, 3, 4, INTERACT, INTERACT, INTERACT])
    return st.lists(st.tuples(*[action] * seats), min_size=20, max_size=80)


ROUNDS = st.integers(1, 4).flatmap(lambda seats: st.tuples(st.integers(0, 60), st.just(seats), joints_of(seats)))


def steps(seed: int, seats: int, joints: list[tuple[int, ...]]) -> tuple[game.Level, Any, list[game.Step]]:
    """Play a round and return its level, its first state and its steps."""
    level = kitchen_of(seed, seats)
    match = game.Round(KITCHEN, level, seed)
    first = match.observe("state", 0)[0]
    return level, first, [match.step(joint) for joint in joints]


def stock(level: game.Level, state: Any) -> dict[str, int]:
    """Return how many onions, tomatoes and dishes there are, those in soups included; a plated soup has a dish."""
    held = state.held[: level.seats]
    things = np.concatenate([state.things, held]).astype(int)
    plated = np.concatenate([state.things[level.record.pot_at < 0], held]) >= FIRST_SOUP
    return {
        "onion": int((things == ONION).sum() + ONION_COUNT[things].sum()),
        "tomato": int((things == TOMATO).sum() + TOMATO_COUNT[things].sum()),
        "dish": int((things == DISH).sum() + plated.sum()),
    }


@settings(max_examples=40)
@given(ROUNDS)
def test_cooks_stand_on_floor_each_in_a_cell_of_its_own(drawn: tuple[int, int, Any]) -> None:
    level, _, played = steps(*drawn)
    for step in played:
        cells = step.state.cell[: level.seats]
        assert (level.record.tile[cells] == FLOOR).all()
        assert len(set(cells.tolist())) == level.seats


@settings(max_examples=40)
@given(ROUNDS)
def test_a_cook_moves_by_one_cell_at_most(drawn: tuple[int, int, Any]) -> None:
    level, before, played = steps(*drawn)
    for step in played:
        for seat, action in enumerate(step.joint_action):
            here, there = int(before.cell[seat]), int(step.state.cell[seat])
            assert there == here or (action < 4 and there == level.record.ahead[action, here])
        before = step.state


@settings(max_examples=40)
@given(ROUNDS)
def test_things_lie_on_counters_and_soups_cook_in_pots_only(drawn: tuple[int, int, Any]) -> None:
    level, _, played = steps(*drawn)
    cells = int(level.record.width) * int(level.record.height)
    for step in played:
        lying = np.flatnonzero(step.state.things)
        assert set(level.record.tile[lying].tolist()) <= {COUNTER, POT}
        pots = lying[level.record.tile[lying] == POT]
        assert (step.state.things[pots] >= FIRST_SOUP).all()
        assert (lying < cells).all()


@settings(max_examples=40)
@given(ROUNDS)
def test_things_come_from_dispensers_alone_and_leave_through_windows_alone(drawn: tuple[int, int, Any]) -> None:
    level, before, played = steps(*drawn)
    taken = dict.fromkeys(("onion", "tomato", "dish"), 0)
    first = stock(level, before)
    for step in played:
        served = [int(before.held[seat]) for seat in range(level.seats) if _happened(step, seat, "soup_delivery")]
        taken["onion"] -= int(ONION_COUNT[served].sum())
        taken["tomato"] -= int(TOMATO_COUNT[served].sum())
        taken["dish"] -= len(served)
        for seat, action in enumerate(step.joint_action):
            faced = level.record.ahead[before.facing[seat], before.cell[seat]]
            kind = {2: "onion", 3: "tomato", 4: "dish"}.get(int(level.record.tile[faced]))
            if action == INTERACT and kind and not before.held[seat]:
                taken[kind] += 1
        before = step.state
        assert stock(level, before) == {kind: first[kind] + taken[kind] for kind in first}


def _happened(step: game.Step, seat: int, event: str) -> bool:
    return bool(step.outcome.events[seat, EVENTS.index(event)])


@settings(max_examples=20)
@given(ROUNDS)
def test_a_round_survives_its_text_and_replays_to_the_same_states(drawn: tuple[int, int, Any]) -> None:
    level, _, played = steps(*drawn)
    episode = Episode("kitchen", KITCHEN.version, level.text, drawn[0], tuple(drawn[2]))
    again = list(game.replay(game.parse_episode(game.format_episode(episode))))
    assert [step.state.tobytes() for step in again] == [step.state.tobytes() for step in played]


@settings(max_examples=20)
@given(ROUNDS)
def test_every_state_survives_the_json_of_overcooked(drawn: tuple[int, int, Any]) -> None:
    level, _, played = steps(*drawn)
    again = np.zeros(1, KITCHEN.state)
    for step in played[-5:]:
        again[0] = step.state
        state_from_dict(level, state_to_dict(level, step.state), again[0])
        assert again.tobytes() == step.state.tobytes()


@pytest.mark.parametrize("seats", [1, 2, 3, 4])
def test_points_are_what_the_orders_promise_and_nothing_else(seats: int) -> None:
    level = kitchen_of(seats, seats)
    promised = {0, *level.record.value.tolist()}
    rng = np.random.default_rng(seats)
    match = game.Round(KITCHEN, level, 1)
    while not match.is_over:
        step = match.step(rng.choice([0, 1, 2, 3, INTERACT, INTERACT], seats).tolist())
        assert set(step.outcome.streams[0].tolist()) <= promised
        assert (step.outcome.reward[:seats] == step.outcome.streams[0].sum()).all()
