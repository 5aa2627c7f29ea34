"""Who plays in training: parties of two teams, samplers, earlier selves, adversaries, and where rounds begin."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import game
from ai_partners.learn import checkpoint, recipe
from ai_partners.learn.parties import Invited, by_losses, by_rank, by_regret, parties
from ai_partners.learn.pool import Kept, Pool
from ai_partners.learn.ppo import TrainingError
from ai_partners.learn.rollouts import COPY, LEARNER, Finished, Party
from ai_partners.learn.run import run
from ai_partners.learn.seating import Seating
from ai_partners.learn.starts import scripted_states, varied_states
from ai_partners.learn.training import Task, Training
from game.core.contract import NotationError
from tests.ai_partners.trainable import KITCHEN, ROOM, card, tensors

if TYPE_CHECKING:
    from pathlib import Path

HIDEOUT = game.load("hideout")
CORNER = HIDEOUT.load_level("corner_room")


def task(name: str, found: game.Game = KITCHEN, level: game.Level = ROOM, **changes: Any) -> Task:
    """Return a small training by a recipe."""
    small = {"rows": 8, "ppo.ticks": 16, "ppo.minibatch": 64, "network": {"hidden": [8]}, "ppo.steps": 8 * 16 * 6}
    return Task(found, level, recipe.load(name, **(small | changes)), 3, {})


def test_rivals_take_the_other_team_and_the_learner_all_seats_of_its_own() -> None:
    seats = HIDEOUT.seats(CORNER)
    found, beside = parties(seats, [Invited("self", 0.5), Invited("past 1", 0.5, is_rival=True)])
    assert found == [Party((0, 0, 0, 0)), Party((LEARNER, LEARNER, 1, 1)), Party((1, 1, LEARNER, LEARNER))]
    assert [one.share for one in beside] == [0.5, 0.25, 0.25]


def test_mates_take_all_other_seats_and_the_copy_is_no_mate() -> None:
    found, _ = parties(KITCHEN.seats(ROOM), [Invited("copy", 1.0), Invited("cook", 1.0)])
    assert found == [Party((LEARNER, COPY)), Party((COPY, LEARNER)), Party((LEARNER, 1)), Party((1, LEARNER))]


def test_samplers_turn_to_those_who_are_hard() -> None:
    assert by_rank(np.array([50.0, 10.0, np.nan])).tolist() == [1 / 3, 1 / 2, 1.0]
    losses = by_losses(np.array([1.0, 0.0, np.nan]))
    assert losses == pytest.approx([0.02, 1.02, 0.27])
    regret = by_regret(np.array([90.0, 20.0, np.nan]), np.array([100.0, 100.0, 100.0]))
    assert regret.argsort()[0] == 0
    assert regret[1] == regret[2]


def seating(sampler: str, *, teams: tuple[int, ...] = (0, 1)) -> Seating:
    """Return the seating of two mates in one group, and of the learner alone."""
    beside = [Invited("self", 0.5), *(Invited(name, 0.25, group="g", best=100.0) for name in "ab")]
    return Seating([Party((0, 0)), Party((0, 1)), Party((0, 2))], beside, {"g": sampler}, teams)


def finished(party: int, *scores: float) -> list[Finished]:
    """Return a round that has ended."""
    return [Finished(party, 0, scores)]


@pytest.mark.parametrize("sampler", ["pfsp", "rank", "regret"])
def test_who_wins_or_makes_few_points_is_met_more_and_others_keep_their_share(sampler: str) -> None:
    one = seating(sampler)
    one.note(finished(1, 90.0, 10.0) + finished(2, 10.0, 90.0))
    rows = np.bincount(one.rows(0.5, 400), minlength=3)
    assert rows[0] == 200
    assert rows[2] > 1.5 * rows[1]


def test_whose_place_is_taken_is_forgotten() -> None:
    one = seating("pfsp")
    one.note(finished(1, 90.0, 10.0) + finished(2, 10.0, 90.0))
    one.forget("b", 50.0)
    assert np.bincount(one.rows(0.0, 400), minlength=3)[2] < 200


def test_uniform_shares_are_not_turned() -> None:
    one = seating("uniform")
    one.note(finished(1, 0.0, 10.0))
    assert not one.is_sampled
    assert np.bincount(one.rows(0.0, 400)).tolist() == [200, 100, 100]


def kept(done: float) -> Kept:
    """Return somebody for a pool."""
    return Kept(done, card(), tensors(card()))


def test_a_full_pool_keeps_all_of_the_training() -> None:
    pool = Pool("past", 3)
    places = [pool.add(kept(done)) for done in (0.0, 0.1, 0.5, 0.6)]
    assert places == [0, 1, 2, 1]
    assert sorted(one.done for one in pool.kept) == [0.0, 0.5, 0.6]
    assert pool.latest == 0.6
    with pytest.raises(ValueError, match="nobody has place 1"):
        Pool("past", 2).mates(1.0, 0.0)[0].make()


def test_earlier_selves_are_met_kept_in_the_checkpoint_and_written_at_the_end(tmp_path: Path) -> None:
    of = task("rivals", HIDEOUT, CORNER, past={"places": 2, "every": 0.3})
    *_, last = run(of, tmp_path)
    assert any(name.endswith("as hider") for name in last.scores) or not last.scores
    training = Training(of)
    checkpoint.load(tmp_path / "checkpoint.safetensors", training, _wanted(of))
    assert [round(one.done, 2) for one in training.pools["past"].kept] == [0.33, 0.67]
    assert sorted(path.name for path in (tmp_path / "past").glob("*.json")) == ["past-01.json", "past-02.json"]


def _wanted(of: Task) -> dict[str, Any]:
    """Return what a checkpoint says of a training."""
    from ai_partners.learn.run import wish

    return wish(of)


def test_adversaries_are_made_while_the_training_goes_on_and_are_worse_with_it_than_with_themselves() -> None:
    changes: dict[str, Any] = {"adversaries": {"generations": 2, "steps": 8 * 16 * 2}}
    training = Training(task("regret", **changes))
    list(training.reports())
    pool = training.pools["adversaries"].kept
    assert [one.done for one in pool] == [0.0, 0.5]
    assert not np.array_equal(pool[0].tensors["policy.weight"], pool[1].tensors["policy.weight"])
    assert set(training.rollouts.party.tolist()) > {1}


def test_where_the_reward_counts_against_the_learner_nothing_is_shaped() -> None:
    from ai_partners.learn.ppo import PPOConfig, rewarded

    training = Training(task("self-play"))
    rollout = training.rollouts.collect(training.learner.network, 16)
    one = dataclasses.replace(
        rollout, rewards=np.ones_like(rollout.rewards), streams=np.ones_like(rollout.streams),
        weights=np.where(np.arange(len(rollout.weights)) % 2, -1.0, 1.0),
    )  # fmt: skip
    total = rewarded(one, PPOConfig(reward_scale=1.0), KITCHEN.events, 0.0)
    assert total[0, :2].tolist() == [2.0, -1.0]


def test_rounds_may_begin_in_scripted_states_and_in_a_levels_varied_ones() -> None:
    states = scripted_states(KITCHEN, ROOM, 40, 0)
    assert len(states) == 40
    assert states["tick"].max() > 10
    sealed = varied_states(HIDEOUT, CORNER, [{"begin": "sealed"}, {"ticks": "100"}], 3, 0)
    assert (sealed["lock"][:3].max(axis=1) > 0).all()
    assert not sealed["lock"][3:].any()
    with pytest.raises(NotationError):
        varied_states(HIDEOUT, CORNER, [{"beginning": "sealed"}], 1, 0)


UNFIT = {
    "rivals in one team": ({"mates": [{"who": "self"}, {"who": "cook", "rivals": True}]}, "all play in one team"),
    "an observation that there is not": ({"observation": "ears"}, "kitchen shows features, planes, ways"),
    "no variants": ({"starts": {"varied": 0.5}}, "say how with starts.variants"),
}


@pytest.mark.parametrize("case", UNFIT)
def test_a_recipe_that_does_not_fit_the_level_says_why(case: str) -> None:
    changes, told = UNFIT[case]
    with pytest.raises(TrainingError, match=told):
        Training(task("self-play", **changes))


def test_shares_of_starts_may_not_be_below_nothing() -> None:
    with pytest.raises(recipe.RecipeError, match="shares of 'starts'"):
        recipe.load("self-play", starts={"scripted": [0.5, -0.1]})


def test_a_silent_partner_has_the_actions_alone() -> None:
    from ai_partners.network import Network

    rescue = game.load("rescue")
    level = rescue.load_level("first_steps")
    training = Training(task("team", rescue, level))
    made, found = training.export()
    assert made.choices == len(rescue.actions)
    played = Network(made, found)
    played.begin(rescue, [level], [0], [0])
    shape = rescue.observations["features"].shape(level)
    likes = played.prefer(np.zeros((1, *shape), np.float32))
    assert likes.shape == (1, rescue.choices)
    assert likes[0, len(rescue.actions) :].max() < likes[0, : len(rescue.actions)].min()


@pytest.mark.parametrize(("name", "level"), [("rescue", "five_rooms"), ("hideout", "corner_room"), ("kitchen", "")])
def test_a_renewed_bot_plays_as_a_new_one(name: str, level: str) -> None:
    found = game.load(name)
    place = found.load_level(level or found.level_names()[0])
    for make in (*found.bots.values(), *_simple()):
        policy: Any = make()
        if not hasattr(policy, "renew"):
            continue
        dice = np.random.default_rng(0)
        fresh = make()
        length = (1,) if policy.observes == "state" else found.observations[policy.observes].shape(place)
        seen = [dice.integers(0, 2, (2, *length)).astype(np.float32) for _ in range(12)]
        if policy.observes == "state":
            seen = [np.zeros(2, found.state) for _ in range(12)]
        policy.begin(found, [place] * 2, [0, 1], [1, 2])
        fresh.begin(found, [place] * 2, [0, 1], [1, 9])
        for one in seen:
            policy.prefer(one)
        policy.renew(np.array([1]), [9])
        for one in seen:
            assert np.array_equal(policy.prefer(one)[1], fresh.prefer(one)[1])


def _simple() -> tuple[Any, ...]:
    """Return the policies that play any game."""
    from game.core.simple import Random, Stay

    return Random, Stay
