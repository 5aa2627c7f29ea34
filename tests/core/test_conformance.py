"""Every game in the catalogue keeps the contract, and the checks catch games that do not."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from pettingzoo.test import parallel_api_test, parallel_seed_test

import game
from game.core import conformance
from game.core.conformance import ConformanceError, check
from game.core.parallel_env import SeatEnv
from tests.core import convoy

if TYPE_CHECKING:
    from game.core.contract import Game, Level
    from game.core.scene import Scene


@pytest.mark.parametrize("name", game.catalogue())
def test_every_game_passes_every_check(name: str) -> None:
    assert "plain_python_equals_compiled" in check(game.load(name), ticks=60)


def test_ten_seats_two_teams_roles_hidden_things_and_seldom_coaches_pass_every_check() -> None:
    assert "nothing_hidden_leaks" in check(convoy.GAME, ticks=60, module="tests.core.convoy")


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize(
    ("found", "level"), [(game.load("kitchen"), "cramped_room"), (convoy.GAME, "ring")], ids=["kitchen", "convoy"]
)
def test_the_adapter_passes_pettingzoos_own_tests(found: Game, level: str) -> None:
    parallel_api_test(SeatEnv(found, found.load_level(level)), num_cycles=500)
    parallel_seed_test(lambda: SeatEnv(found, found.load_level(level)))


def test_an_agent_of_a_game_with_messages_acts_and_speaks_at_once_within_its_two_masks() -> None:
    env = SeatEnv(convoy.GAME, convoy.GAME.load_level("ring"))
    _, infos = env.reset(seed=1)
    assert infos["body_0"]["action_mask"].tolist() == [1, 1, 1, 0, 0]
    assert infos["body_0"]["message_mask"].tolist() == [1, 1, 0]
    assert infos["coach_1"]["message_mask"].tolist() == [1, 0, 1]
    wishes = dict.fromkeys(env.agents, (convoy.WAIT, 0))
    seen, *_, infos = env.step(wishes | {"body_0": [convoy.RIGHT, convoy.FOUND], "body_1": [convoy.RIGHT, 2]})
    assert infos["coach_1"]["message_mask"].tolist() == [1, 0, 0]
    assert seen["body_3"][[0, 1, 12, 13]].tolist() == [1, 3, convoy.FOUND, 0]


def leaky_scene(level: Level, state: Any, seat: int, outcome: Any = None) -> Scene:
    seen = convoy.scene(level, state, seat, outcome)
    return dataclasses.replace(seen, score=int(state.treasure[0]) + 100 * int(state.treasure[1]))


def peeking(level: Level, state: Any, seat: int, outcome: Any = None) -> Scene:
    state.tick += 1
    return convoy.scene(level, state, seat, outcome)


def lying_read(text: str) -> Level:
    return convoy.parse(text.replace("5", "6"))


class Cheat(convoy.Sweeper):
    """Dashes although it is no runner."""

    def choose(self, observations: Any) -> Any:
        return np.full(len(observations), convoy.DASH)


class Dumb(convoy.Sweeper):
    """Prefers nothing at all."""

    def prefer(self, observations: Any) -> Any:
        return np.full((len(observations), convoy.GAME.choices), -np.inf, np.float32)


BROKEN = {
    "nothing_hidden_leaks": {"scene": leaky_scene},
    "looking_changes_nothing": {"scene": peeking},
    "notation_round_trips": {"format_level": lambda _: "goal: 7\n"},
    "seats_are_consistent": {"seats": lambda level: convoy.seats(level)[:9]},
    "observations_stay_in_bounds": {
        "observations": {"features": convoy.GAME.observations["features"]._replace(high=3.0)}
    },
}


@pytest.mark.parametrize(("name", "change"), BROKEN.items(), ids=BROKEN)
def test_a_game_that_breaks_its_contract_is_caught(name: str, change: dict[str, Any]) -> None:
    broken = dataclasses.replace(convoy.GAME, **change)
    assert not getattr(conformance, name)(broken, broken.load_level("ring"), 30)


def test_the_check_that_fails_is_named() -> None:
    broken = dataclasses.replace(convoy.GAME, scene=leaky_scene)
    with pytest.raises(ConformanceError, match="level 'ring' fails the check 'nothing_hidden_leaks'"):
        check(broken, ticks=30, module="tests.core.convoy")


def test_a_bot_without_a_choice_or_with_an_illegal_one_is_caught() -> None:
    level = convoy.GAME.load_level("ring")
    with pytest.raises(ConformanceError, match="finite best"):
        conformance.bots_are_legal(dataclasses.replace(convoy.GAME, bots={"dumb": Dumb}), level, 5)
    with pytest.raises(game.IllegalActionError, match="seat 0 of game 'convoy' has no action 3"):
        conformance.bots_are_legal(dataclasses.replace(convoy.GAME, bots={"cheat": Cheat}), level, 5)
