"""Every game in the catalogue keeps the contract, and the checks catch games that do not."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from pettingzoo.test import parallel_api_test, parallel_seed_test

import game
from game.core import claims, conformance, trials
from game.core.conformance import check
from game.core.contract import ConformanceError, Message
from game.core.parallel_env import SeatEnv
from game.core.telling import Effect, Lesson, Metric
from tests.core import convoy

if TYPE_CHECKING:
    from collections.abc import Callable

    from game.core.contract import Game, Level
    from game.core.scene import Scene


@pytest.mark.parametrize("name", game.catalogue())
def test_every_game_keeps_the_rules_of_the_contract(name: str) -> None:
    names = {held for held, _ in conformance.keeping_rules(game.load(name), 60, f"game.{name}")}
    assert "plain_python_equals_compiled" in names


@pytest.mark.parametrize("name", game.catalogue())
def test_every_game_is_what_it_says_it_is(name: str) -> None:
    folder = Path(game.__file__).parent / name
    assert ("team_swap", "") in list(conformance.keeping_words(game.load(name), folder))


def test_ten_seats_two_teams_roles_hidden_things_and_seldom_coaches_pass_every_check() -> None:
    assert {"nothing_hidden_leaks", "team_swap"} <= set(check(convoy.GAME, ticks=60, module="tests.core.convoy"))


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
    return seen._replace(score=int(state.treasure[0]) + 100 * int(state.treasure[1]))


def late_leak(level: Level, state: Any, seat: int, outcome: Any = None) -> Scene:
    seen = convoy.scene(level, state, seat, outcome)
    return seen._replace(score=int(state.treasure[0])) if state.points[0] > 0 else seen


def foggy(level: Level, state: Any, seat: int, outcome: Any = None) -> Scene:
    return convoy.scene(level, state, seat, outcome)._replace(fog=("0" * convoy.RING,))


def unfair_rewards(*arrays: Any) -> None:
    convoy.GAME.advance_rows(*arrays)
    arrays[4]["reward"][:, 0] += 1


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


class Overseer(convoy.Sweeper):
    """Sees everything."""

    observes = "state"


class Mute(convoy.Sweeper):
    """Says nothing."""

    def choose(self, observations: Any) -> Any:
        return super().choose(observations) % convoy.ACTIONS


class Idler(convoy.Sweeper):
    """Waits."""

    def choose(self, observations: Any) -> Any:
        return np.zeros(len(observations), int)


class Lucky(convoy.Sweeper):
    """Plays for the first team and waits for the second."""

    def choose(self, observations: Any) -> Any:
        is_first = (self._seats < 4) | (self._seats == 8)
        return np.where(is_first, super().choose(observations), convoy.WAIT)


BROKEN = {
    "nothing_hidden_leaks": {"scene": leaky_scene},
    "looking_changes_nothing": {"scene": peeking},
    "rewards_sum_to_zero": {"advance_rows": unfair_rewards},
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


@pytest.mark.parametrize(
    ("reason", "change"),
    [
        ("it shows only once somebody has found something, which at random nobody has", {"scene": late_leak}),
        ("there is fog and nothing to prove that it hides anything", {"scene": foggy, "disguise": None}),
    ],
)
def test_a_leak_is_caught_at_any_moment(reason: str, change: dict[str, Any]) -> None:
    broken = dataclasses.replace(convoy.GAME, **change)
    assert not conformance.nothing_hidden_leaks(broken, broken.load_level("ring"), 40), reason


def role(number: int, **changes: Any) -> dict[str, Any]:
    roles = list(convoy.GAME.roles)
    roles[number] = roles[number]._replace(**changes)
    return {"roles": tuple(roles)}


DIGIT = (*convoy.GAME.actions[:4], convoy.GAME.actions[4]._replace(letter="4"))
LESSONS = convoy.GAME.tutorial._replace(lessons=(Lesson("Fly.", "fly"),)) if convoy.GAME.tutorial else None
CLAIMED = [
    (claims.messages_are_known, role(0, messages=("hello",)), "a role says hello, which is no message"),
    (claims.messages_are_known, {"actions": DIGIT}, "a digit is the letter of an action"),
    (claims.messages_are_known, {"messages": convoy.MESSAGES * 4}, "there are 8 messages"),
    (claims.messages_are_known, {"messages": (Message("found", ""), convoy.MESSAGES[1])}, "the text of a message"),
    (claims.declarations_are_known, {"effects": {"boom": Effect("boom")}}, "an effect of 'boom'"),
    (claims.declarations_are_known, {"metrics": {"x": Metric("", ("find",), ("boom",))}}, "a metric of 'boom'"),
    (claims.declarations_are_known, {"margins": {"cook": 1.0}}, "a margin of 'cook'"),
    (claims.declarations_are_known, {"rare": {"boom": "never"}}, "a rarity of 'boom'"),
    (claims.declarations_are_known, {"tutorial": LESSONS}, "a lesson of 'fly'"),
    (claims.recap_tells_three_sentences, {"recap": lambda *_: ("One.", "Two.")}, "the recap has 2 sentences"),
    (claims.bots_see_what_seats_see, {"bots": {"overseer": Overseer}}, "the bots overseer observe the state"),
    (claims.disguise_hides, {"disguise": lambda *_: None}, "the disguise changes nothing"),
    (
        trials.everything_occurs,
        {"bots": {"mute": Mute}},
        "there is no faster by coach, no found by carrier, no found by runner",
    ),
    (trials.bots_beat_random, {"margins": {}}, "the usual bot 'sweeper' has no margin"),
    (trials.bots_beat_random, {"bots": {"sweeper": Idler}}, "the margin of 'sweeper' is -"),
    (trials.team_swap, {"bots": {"lucky": Lucky}}, r"the first team wins .* of the rounds between equal teams"),
]


@pytest.mark.parametrize(("claim", "change", "told"), CLAIMED, ids=[f"{row[0].__name__}: {row[2]}" for row in CLAIMED])
def test_a_game_that_is_not_what_it_says_is_told_why(
    claim: Callable[[Game], str], change: dict[str, Any], told: str
) -> None:
    assert not claim(convoy.GAME)
    assert re.search(told, claim(dataclasses.replace(convoy.GAME, **change)))


def test_a_margin_that_the_rules_for_players_do_not_quote_is_told(tmp_path: Path) -> None:
    assert "does not quote the margin 1.5 (sweeper)" in claims.margins_are_quoted(convoy.GAME, tmp_path)
    (tmp_path / "RULES.md").write_text("They lead by 1.5 points.", encoding="utf-8")
    assert not claims.margins_are_quoted(convoy.GAME, tmp_path)


def test_what_is_declared_rare_may_be_missing() -> None:
    quiet = dataclasses.replace(
        convoy.GAME, bots={"mute": Mute}, rare={"found": "Mutes say nothing.", "faster": "Mutes say nothing."}
    )
    assert not trials.everything_occurs(quiet)


def test_what_one_role_does_not_show_may_be_rare_alone() -> None:
    rare = {f"found by {role}": "Mutes say nothing." for role in ("carrier", "runner")}
    quiet = dataclasses.replace(convoy.GAME, bots={"sweeper": Mute}, rare=rare)
    assert not claims.declarations_are_known(quiet)
    assert trials.everything_occurs(quiet) == "in 200 rounds of the bots there is no faster by coach"


def test_where_nobody_is_opposed_no_side_can_be_unfair() -> None:
    assert not trials.team_swap(dataclasses.replace(convoy.GAME, bots={"lucky": Lucky}, is_zero_sum=False))


def test_without_its_margin_the_trial_that_fails_is_named() -> None:
    with pytest.raises(ConformanceError, match="game 'convoy' fails the check 'bots_beat_random': the usual bot"):
        check(dataclasses.replace(convoy.GAME, margins={}), ticks=5, module="tests.core.convoy")


def test_in_games_of_unlike_teams_two_rounds_with_sides_swapped_are_one_contest() -> None:
    broken = dataclasses.replace(convoy.GAME, bots={"lucky": Lucky}, is_mirrored=False)
    assert not trials.team_swap(broken)


def test_the_check_that_fails_is_named() -> None:
    broken = dataclasses.replace(convoy.GAME, scene=leaky_scene)
    with pytest.raises(ConformanceError, match="level 'ring' fails the check 'nothing_hidden_leaks'"):
        check(broken, ticks=30, module="tests.core.convoy")


def test_a_bot_without_a_choice_or_with_an_illegal_one_is_caught() -> None:
    level = convoy.GAME.load_level("ring")
    with pytest.raises(ConformanceError, match="finite best in each row"):
        conformance.bots_are_legal(dataclasses.replace(convoy.GAME, bots={"dumb": Dumb}), level, 5)
    with pytest.raises(game.IllegalActionError, match="seat 0 of game 'convoy' has no action 3"):
        conformance.bots_are_legal(dataclasses.replace(convoy.GAME, bots={"cheat": Cheat}), level, 5)
