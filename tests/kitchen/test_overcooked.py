"""Overcooked-AI's states, joint actions and layouts convert both ways, and wrong ones are told in one sentence."""

from __future__ import annotations

import contextlib
import copy
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import game
from game.core.contract import CrossplayError, NotationError, UnknownNameError
from game.kitchen.level import with_settings
from game.kitchen.overcooked import (
    NAMES,
    joint_from_json,
    joint_to_json,
    layout_to_text,
    level_for,
    level_to_layout,
    state_from_dict,
    state_to_dict,
)
from tests.kitchen import oracle

KITCHEN = game.load("kitchen")
LEVEL = level_for("cramped_room")
STATE: dict[str, Any] = {
    "players": [
        {"position": [1, 2], "orientation": [0, -1], "held_object": None},
        {"position": [3, 1], "orientation": [1, 0], "held_object": {"name": "onion", "position": [3, 1]}},
    ],
    "objects": [
        {
            "name": "soup",
            "position": [2, 0],
            "_ingredients": [{"name": "onion", "position": [2, 0]}] * 3,
            "cooking_tick": 4,
            "is_cooking": True,
            "is_ready": False,
            "is_idle": False,
            "cook_time": 20,
            "_cooking_tick": 4,
        },
        {"name": "dish", "position": [0, 2]},
    ],
    "bonus_orders": [],
    "all_orders": [{"ingredients": ["onion", "onion", "onion"]}],
    "timestep": 17,
}
LEGACY: dict[str, Any] = {
    "players": [
        {"position": [1, 2], "orientation": [0, -1]},
        {"position": [3, 1], "orientation": [1, 0], "held_object": {"name": "onion", "position": [3, 1]}},
    ],
    "objects": {
        "0,2": {"name": "dish", "position": [0, 2]},
        "2,0": {"name": "soup", "position": [2, 0], "state": ["onion", 3, 4]},
    },
    "order_list": ["onion"],
    "pot_explosion": False,
}


def record_of(data: Any) -> np.ndarray[Any, Any]:
    states = np.zeros(1, KITCHEN.state)
    state_from_dict(LEVEL, data, states[0])
    return states


def changed(path: str, value: object, state: Any = STATE) -> Any:
    """Return the state with another value at a path such as ``players.0.position``."""
    data = entry = copy.deepcopy(state)
    *ways, last = [int(word) if word.isdigit() else word for word in path.split(".")]
    for way in ways:
        entry = entry[way]
    entry[last] = value
    return data


def test_a_state_is_the_same_after_both_ways() -> None:
    assert state_to_dict(LEVEL, record_of(STATE)[0]) == STATE


def test_a_state_of_2019_is_the_state_of_today_at_tick_zero() -> None:
    assert record_of(LEGACY).tobytes() == record_of({**STATE, "timestep": 0}).tobytes()


@pytest.mark.parametrize(("logged", "cooking"), [(0, -1), (1, 1), (20, 20), (188, 20)])
def test_the_ticks_of_2019_that_count_past_ready_are_capped(logged: int, cooking: int) -> None:
    assert record_of(changed("objects.2,0.state", ["onion", 3, logged], LEGACY))["cooking"][0, 0] == cooking


@pytest.mark.parametrize("name", KITCHEN.level_names())
def test_states_on_the_way_of_random_play_survive_their_json(name: str) -> None:
    level, rng = KITCHEN.load_level(name), np.random.default_rng(3)
    match, again = game.Round(KITCHEN, level, 1), np.zeros(1, KITCHEN.state)
    for _ in range(200):
        match.step(rng.choice([0, 1, 2, 3, 5, 5], level.seats).tolist())
    state_from_dict(level, state_to_dict(level, match.state), again[0])
    for field in ("tick", "cooking", "things"):
        assert np.array_equal(again[0][field], match.state[field])
    for field in ("cell", "facing", "held"):
        assert np.array_equal(again[0][field][: level.seats], match.state[field][: level.seats])


def test_the_oracle_reads_what_is_written() -> None:
    assert oracle.gridworld("cramped_room")  # it tells the recipes of which its states consist
    theirs = oracle.module().OvercookedState.from_dict(state_to_dict(LEVEL, record_of(STATE)[0]))
    assert state_to_dict(LEVEL, record_of(theirs.to_dict())[0]) == STATE


WRONG_STATES = {
    "no state": ([], "a state, .*, must be an object with a good 'players'"),
    "no players": ({}, "must be an object with a good 'players'"),
    "a player too many": (changed("players", STATE["players"] * 2), "the state has 4 players; .* has 2 cooks"),
    "a player in a wall": (changed("players.0.position", [0, 0]), "player 1 stands at .0, 0., which is no floor"),
    "a player outside": (changed("players.0.position", [9, 9]), "outside the 5 x 4 cells of level 'cramped_room'"),
    "a player behind": (changed("players.0.position", [-1, 1]), "outside the 5 x 4 cells"),
    "a player between cells": (changed("players.0.position", [1.5, 1]), "must be two whole numbers such as"),
    "two in one cell": (changed("players.0.position", [3, 1]), "two players stand in one cell"),
    "a crooked look": (changed("players.0.orientation", [1, 1]), "the orientation .1, 1. of player 1 must be one of"),
    "an unknown thing held": (
        changed("players.1.held_object", {"name": "leek"}),
        "what player 2 holds is a 'leek'; known: onion",
    ),
    "a thing held that is none": (changed("players.1.held_object", 3), "what player 2 holds, 3, must be an object"),
    "things that are none": (changed("objects", "soup"), "the objects 'soup' must be a list"),
    "a thing on the floor": (changed("objects.1.position", [1, 1]), "object 2, .* must lie alone, on a counter"),
    "a thing where nobody can reach": (changed("objects.1.position", [0, 0]), "object 2, .* on a counter beside floor"),
    "two things in one cell": (changed("objects.0.position", [0, 2]), "object 2, .* must lie alone"),
    "a dish in a pot": (
        changed("objects.1.position", [2, 0]),
        "must lie alone, on a counter beside floor or as a soup in a pot",
    ),
    "an empty soup": (changed("objects.0._ingredients", []), "must be a soup of one to three onions and tomatoes"),
    "a soup of dishes": (changed("objects.0._ingredients", [{"name": "dish"}]), "must be a soup of one to three"),
    "a soup of thousands": (
        changed("objects.0._ingredients", [{"name": "onion"}] * 9999),
        "must be a soup of one to three",
    ),
    "a soup cooked to no number": (changed("objects.0.cooking_tick", "done"), "cooked for -1 .idle. ticks or more"),
    "a time before the start": (changed("timestep", -1), "timestep -1 must be a whole number from 0"),
    "a soup of 2019 without ticks": (
        changed("objects.2,0.state", ["onion", 3], LEGACY),
        "must be like ..onion., 3, 20",
    ),
    "a soup of 2019 of leeks": (changed("objects.2,0.state", ["leek", 3, 1], LEGACY), "must be a soup of one to three"),
}


@pytest.mark.parametrize(("data", "message"), WRONG_STATES.values(), ids=WRONG_STATES.keys())
def test_a_wrong_state_is_refused_and_nothing_is_written(data: Any, message: str) -> None:
    states = np.zeros(1, KITCHEN.state)
    with pytest.raises(NotationError, match=message) as caught:
        state_from_dict(LEVEL, data, states[0])
    assert states.tobytes() == bytes(KITCHEN.state.itemsize)
    assert len(str(caught.value)) < 400


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=5,
)
PATHS = (
    "players",
    "players.0",
    "players.0.position",
    "players.1.held_object",
    "objects",
    "objects.0._ingredients",
    "timestep",
)


@given(st.sampled_from(PATHS), JSON)
def test_any_json_in_a_state_is_read_or_refused(path: str, value: object) -> None:
    with contextlib.suppress(NotationError):
        record_of(changed(path, value))


def test_joint_actions_are_the_same_after_both_ways() -> None:
    assert joint_to_json((0, 1, 2, 3, 4, 5)) == [[0, -1], [0, 1], [1, 0], [-1, 0], [0, 0], "interact"]
    assert joint_from_json(joint_to_json((0, 1, 2, 3, 4, 5))) == (0, 1, 2, 3, 4, 5)
    assert joint_from_json(((0, -1), "INTERACT")) == (0, 5)


@pytest.mark.parametrize("value", [5, [[0, 2]], ["jump"], [[]], [[[0], 1]], [None], {"a": 1}, [[0.5, 0]]])
def test_a_wrong_joint_action_is_refused(value: object) -> None:
    with pytest.raises(NotationError, match=r"joint action .* is no list|action .* is unknown"):
        joint_from_json(value)


def test_old_names_are_known_and_unknown_ones_are_told_with_the_nearest() -> None:
    assert [level_for(name).name for name in NAMES] == list(NAMES.values())
    with pytest.raises(UnknownNameError, match="there is no layout 'random4'; did you mean 'random"):
        level_for("random4")


def test_a_level_can_start_its_cooks_elsewhere_and_last_longer() -> None:
    level = level_for("random3", [(6, 3), (1, 3)], ticks=1204, dynamics="new")
    assert level.record.start_cell[:2].tolist() == [3 * 8 + 6, 3 * 8 + 1]
    assert (level.horizon, int(level.record.old)) == (1204, 0)


@pytest.mark.parametrize(
    "starts", [[(0, 0), (1, 3)], [(99, 0), (1, 3)], [(1, 3), (1, 3)], ["ab", (1, 3)], [(1,), (1, 3)]]
)
def test_a_start_that_is_no_free_floor_is_refused(starts: Any) -> None:
    with pytest.raises(NotationError, match=r"cannot start at|it must be two whole numbers"):
        level_for("random3", starts)


@pytest.mark.parametrize("name", KITCHEN.level_names())
def test_a_level_is_the_same_after_the_way_through_a_layout(name: str) -> None:
    level = KITCHEN.load_level(name)
    text = layout_to_text(level_to_layout(level), name=name, dynamics="old" if level.record.old else "new")
    assert KITCHEN.parse_level(text).records.tobytes() == level.records.tobytes()


def test_a_start_state_and_every_number_survive_the_way_through_a_layout() -> None:
    said = {"cook_time": 7, "delivery_reward": 9, "order_bonus": 3, "max_ingredients": 2, "shaping": (1, 2, 3)}
    begun = {
        "start_facing": tuple("SE"),
        "start_held": ("-", "soup o"),
        "start_objects": ("2,0 soup oo cooking 3", "0,2 dish"),
    }
    changes = {**said, **begun, "dynamics": "new", "orders": ("o", "oo"), "bonus": ("oo",)}
    level = KITCHEN.parse_level(with_settings(KITCHEN.level_text("cramped_room"), changes))
    assert KITCHEN.parse_level(layout_to_text(level_to_layout(level))).records.tobytes() == level.records.tobytes()


def test_every_layout_of_the_package_becomes_a_level_but_the_one_with_an_infinite_bonus() -> None:
    refused = {}
    for path in sorted(oracle.layouts().glob("*.layout")):
        try:
            KITCHEN.parse_level(layout_to_text(path.read_text(encoding="utf-8"), name=path.stem))
        except CrossplayError as error:
            refused[path.stem] = str(error)
    assert list(refused) == ["tutorial_3"]
    assert "line 12: the layout is not a plain Python dictionary" in refused["tutorial_3"]


GRID = "XXPXX\nO1 2O\nX   X\nXDXSX"
WRONG_LAYOUTS = {
    "a call": ("{'grid': open('/etc/passwd').read()}", "no calls such as float"),
    "an expression": ("{'grid': 'X' * 10**9}", "is not a plain Python dictionary"),
    "a program": ("import os", "line 1: the layout is not a plain Python dictionary"),
    "nesting without end": ("[" * 60_000, "is not a plain Python dictionary"),
    "NUL": ("{}\0", "without NUL"),
    "ten megabytes": ("#" * 10_000_000, "at most 65536 characters"),
    "a list": ("[1]", "must be a dictionary with a text 'grid'"),
    "no grid": ({"cook_time": 3}, "must be a dictionary with a text 'grid'"),
    "an unknown setting": (
        {"grid": GRID, "cook_tim": 3},
        "no setting of a layout 'cook_tim'; did you mean 'cook_time'",
    ),
    "half a tick": ({"grid": GRID, "cook_time": 2.5}, "cook_time 2.5 of the layout must be a whole number"),
    "an order of leeks": ({"grid": GRID, "start_all_orders": [{"ingredients": ["leek"]}]}, "the order .* must be like"),
    "orders that are none": ({"grid": GRID, "start_all_orders": 5}, "start_all_orders 5 of the layout must be a list"),
    "shaping that is none": ({"grid": GRID, "rew_shaping_params": 5}, "must be a dictionary of numbers or None"),
    "a start state that is none": ({"grid": GRID, "start_state": 5}, "the start state, 5, must be an object"),
    "a ragged grid": ({"grid": GRID + "X"}, "every row must have 5 like the first"),
}


@pytest.mark.parametrize(("layout", "message"), WRONG_LAYOUTS.values(), ids=WRONG_LAYOUTS.keys())
def test_a_wrong_layout_is_refused_in_one_sentence(layout: Any, message: str) -> None:
    with pytest.raises(CrossplayError, match=message) as caught:
        layout_to_text(layout)
    assert len(str(caught.value)) < 400
