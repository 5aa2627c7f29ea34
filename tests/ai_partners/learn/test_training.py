"""A training is what its recipe, level and seed make it, goes on where it stopped, and tells what it cannot do."""

from __future__ import annotations

import dataclasses
import json
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
import pytest
import torch

import game
from ai_partners import weights
from ai_partners.learn import population, recipe
from ai_partners.learn.ppo import TrainingError, rewarded
from ai_partners.learn.run import CHECKPOINT, REPORTS, run
from ai_partners.learn.training import Task, Training
from game.core.rounds import random_round
from tests.ai_partners.trainable import KITCHEN, ROOM, card, tensors

if TYPE_CHECKING:
    from pathlib import Path

SHORT = KITCHEN.lasting(ROOM, 40)
QUICK = {"rows": 8, "ppo.ticks": 16, "ppo.minibatch": 64, "ppo.epochs": 2, "network": {"hidden": [16, 16]}}


def task(name: str = "self-play", updates: int = 3, found: str = "kitchen", **changes: Any) -> Task:
    """Return a training of a few updates."""
    chosen = recipe.load(name, **(QUICK | {"ppo.steps": 8 * 16 * updates} | changes))
    known = {"humans": [(card(), tensors(card())), (card(name="b"), tensors(card(), 1))]}
    people = [random_round(KITCHEN, SHORT, 40, seed).episode() for seed in range(2)]
    if found == "kitchen":
        return Task(KITCHEN, SHORT, chosen, 3, known | {"population": known["humans"]}, people)
    other = game.load(found)
    return Task(other, other.load_level(other.level_names()[0]), chosen, 3, {})


def learned(of: Task) -> dict[str, np.ndarray[Any, Any]]:
    """Return the tensors after a training."""
    training = Training(of)
    reports = list(training.reports())
    assert reports[-1].steps == of.recipe.ppo.steps
    return training.export()[1]


def test_one_seed_gives_one_partner_and_another_seed_another() -> None:
    first, again = learned(task()), learned(task())
    other = learned(dataclasses.replace(task(), seed=4))
    assert all(np.array_equal(first[name], again[name]) for name in first)
    assert not np.array_equal(first["policy.weight"], other["policy.weight"])


RECIPES = {
    "self-play": {}, "state-augmented": {}, "e3t": {}, "ppo-bc": {}, "human-regularised": {}, "fcp": {}, "mep": {},
    "hsp": {}, "ours": {},
    "a memory": {"network": {"hidden": [16], "memory": 8}, "ppo.ticks": 10},
    "planes": {"observation": "planes", "network": {"hidden": [16], "convolutions": [4]}},
    "a scripted mate": {"mates": [{"who": "cook"}, {"who": "random", "epsilon": 0.5}], "ppo.ticks": 40},
    "people's states": {"starts": {"human": 0.5, "random": 0.2}},
    "weighed events": {"ppo.events": {"onion_pickup": 0.5}, "ppo.reward": -1.0},
}  # fmt: skip


@pytest.mark.parametrize("name", RECIPES)
def test_every_recipe_learns_something_finite(name: str) -> None:
    base = name if name in recipe.names() else "self-play"
    changes = RECIPES[name] | (
        {"ppo.steps": 8 * RECIPES[name]["ppo.ticks"] * 3} if "ppo.ticks" in RECIPES[name] else {}
    )
    of = task(base, **changes)
    before, after = Training(of).export()[1], learned(of)
    assert all(np.isfinite(value).all() for value in after.values())
    assert any(not np.array_equal(before[part], after[part]) for part in after)


def test_mates_join_and_leave_when_their_recipe_says_so() -> None:
    mates = [{"who": "self", "until": 0.5}, {"who": "humans", "since": 0.25}]
    training = Training(task(updates=4, mates=mates))
    seated = [
        {training.rollouts.parties[number].seats for number in training.rollouts.party} for _ in training.reports()
    ]
    assert seated[0] == {(0, 0)}
    assert (0, 0) in seated[1]
    assert len(seated[1]) > 1
    assert (0, 0) not in seated[2]


@pytest.mark.parametrize("name", ["rescue", "hideout", "crossing"])
def test_the_other_games_are_learned_by_the_same_code(name: str, tmp_path: Path) -> None:
    of = task(found=name)
    *_, last = run(of, tmp_path)
    assert last.report.steps == of.recipe.ppo.steps
    found, _ = weights.load(tmp_path / "self-play.json")
    assert (found.game, found.level) == (name, of.level.name)


def test_a_run_that_was_broken_off_goes_on_where_its_checkpoint_is(tmp_path: Path) -> None:
    part = task(updates=4)
    for number, _ in enumerate(run(part, tmp_path), 1):
        if number == 3:
            break
    assert not (tmp_path / CHECKPOINT).exists()
    *_, last = run(part, tmp_path)
    rows = [json.loads(line) for line in (tmp_path / REPORTS).read_text().splitlines()]
    assert [row["steps"] for row in rows] == [128, 256, 384, 512]
    assert last.report.samples == rows[-1]["samples"]
    assert list(run(part, tmp_path)) == []


def test_a_checkpoint_holds_all_of_a_learner(tmp_path: Path) -> None:
    from ai_partners.learn import checkpoint

    one, two = Training(task()), Training(dataclasses.replace(task(), seed=3))
    list(one.reports())
    checkpoint.save(tmp_path / "c.safetensors", one, {"what": 1})
    checkpoint.load(tmp_path / "c.safetensors", two, {"what": 1})
    assert two.learner.steps == one.learner.steps
    assert two.learner.spread == one.learner.spread
    first, again = (learner.optimiser.state_dict()["state"] for learner in (one.learner, two.learner))
    assert all(torch.equal(first[at][key], again[at][key]) for at in first for key in first[at])
    assert two.learner.dice.random() == one.learner.dice.random()


def test_a_checkpoint_of_other_training_or_cut_in_half_is_told(tmp_path: Path) -> None:
    list(run(task(), tmp_path))
    with pytest.raises(TrainingError, match="other training: recipe differ"):
        next(run(task(updates=5), tmp_path))
    path = tmp_path / CHECKPOINT
    path.write_bytes(path.read_bytes()[:1000])
    with pytest.raises(TrainingError, match="cannot be read"):
        next(run(task(), tmp_path))


def test_a_checkpoint_of_another_shape_is_told(tmp_path: Path) -> None:
    from ai_partners.learn import checkpoint

    checkpoint.save(tmp_path / "c.safetensors", Training(task()), {})
    other = Training(task(network={"hidden": [9]}))
    with pytest.raises(TrainingError, match="another shape"):
        checkpoint.load(tmp_path / "c.safetensors", other, {})


def test_a_network_that_no_policy_file_would_hold_is_not_trained(tmp_path: Path) -> None:
    wide = task(network={"hidden": [1024, 1024]})
    with pytest.raises(weights.WeightsError, match=r"bytes of tensors.*smaller layers"):
        next(run(wide, tmp_path / "wide"))
    assert not (tmp_path / "wide").exists()


def test_training_stops_where_a_loss_is_no_number_and_keeps_what_was_there() -> None:
    of = task()
    training = Training(of)
    next(training.reports())
    before = training.export()[1]
    training.learner.mean = float("nan")
    with pytest.raises(TrainingError, match="loss is nan after 128 joint steps"):
        next(training.reports())
    assert all(np.array_equal(before[name], value) for name, value in training.export()[1].items())


LACKING = {
    "nobody to play with": ({"mates": [{"who": "humans"}]}, "there is nobody of them"),
    "nobody known": ({"mates": [{"who": "the_queen"}]}, "whom nobody gave"),
    "nobody to be near to": ({"anchor": {"who": "humans"}}, "held near to 'humans'"),
    "no people": ({"starts": {"human": 0.5}}, "give their episodes"),
}


@pytest.mark.parametrize("case", LACKING)
def test_a_recipe_that_lacks_somebody_says_whom(case: str) -> None:
    changes, told = LACKING[case]
    of = dataclasses.replace(task(**changes), known={"humans": []}, episodes=())
    with pytest.raises(TrainingError, match=told):
        Training(of)


def test_a_nearness_that_is_drawn_is_seen_and_stands_on_the_card() -> None:
    training = Training(task("human-regularised"))
    rollout = training.rollouts.collect(training.learner.network, 41)
    near = rollout.seen[:, :, -1].numpy()
    assert near.min() >= 0
    assert near.max() <= 1
    assert (near[0] != near[40]).all()
    assert len(np.unique(near[0])) == near.shape[1]
    of, _ = training.export()
    assert of.extras == ("constant:nearness=0.5",)
    assert of.inputs == rollout.seen.shape[2]
    assert training.anchor.look(rollout, 0.0).shape == (1, 1)  # type: ignore[union-attr]


def test_one_seat_of_a_round_draws_the_taste_and_its_events_alone_are_weighed() -> None:
    changes: dict[str, Any] = {"ppo.tastes": "one", "ppo.events": {"onion_pickup": 3.0}}
    training = Training(task(**changes))
    rollout = training.rollouts.collect(training.learner.network, 41)
    taste, config = rollout.drawn.numpy(), training.task.recipe.ppo
    assert set(np.unique(taste)) == {0, 1}
    assert (taste.reshape(41, -1, 2).sum(axis=2) == 1).all()
    names = training.task.game.events
    plain = rewarded(rollout, msgspec.structs.replace(config, events={}), names, 0.0)
    liked = rollout.events[:, :, names.index("onion_pickup")] * taste
    assert rewarded(rollout, config, names, 0.0) - plain == pytest.approx(0.3 * liked, abs=1e-5)
    of, _ = training.export()
    assert of.extras == ("constant:taste=1",)


def test_members_with_a_taste_learn_beside_one_without() -> None:
    of = task("hsp")
    spec = recipe.PopulationSpec(members=2, biased=("onion_pickup",), biases=(3.0,), plain=1, joint=True)
    plain, own = (population.member_task(of, spec, member).recipe.ppo for member in range(2))
    assert (plain.events, plain.tastes) == ({}, "all")
    assert (own.events, own.tastes) == ({"onion_pickup": 3.0}, "one")


def test_members_with_tastes_can_be_made_to_differ_too(tmp_path: Path) -> None:
    of = task("hsp")
    spec = recipe.PopulationSpec(
        members=2, steps=8 * 16 * 4, keep=(1,), diversity=0.1, biased=("onion_pickup",), biases=(3.0,), joint=True
    )
    assert len(list(population.grow(of, spec, tmp_path))) == 8
    assert {card.extras for card, _ in population.load(tmp_path)} == {("constant:taste=1",)}


def test_a_taste_that_comes_later_counts_by_its_part() -> None:
    training = Training(task(**{"ppo.events": {"onion_pickup": 3.0}, "ppo.liking": [0, 5, 0.3, 0.8]}))  # type: ignore[arg-type]
    rollout = training.rollouts.collect(training.learner.network, 41)
    config, names = training.task.recipe.ppo, training.task.game.events
    early, late = (rewarded(rollout, config, names, done) for done in (0.3, 0.8))
    plain = rewarded(rollout, msgspec.structs.replace(config, events={}), names, 0.8)
    picked = rollout.events[:, :, names.index("onion_pickup")]
    assert picked.any()
    assert late - plain == pytest.approx(1.5 * picked, abs=1e-5)
    assert early == pytest.approx(rewarded(rollout, msgspec.structs.replace(config, events={}), names, 0.3), abs=1e-5)


def test_nobody_can_be_held_near_to_a_model_that_remembers() -> None:
    model = card(extras=("since_move",), inputs=160)
    of = dataclasses.replace(task("human-regularised"), known={"humans": [(model, tensors(model))]})
    with pytest.raises(TrainingError, match="remembers its past"):
        Training(of)


def test_a_population_is_kept_at_several_strengths_and_goes_on_where_it_stopped(tmp_path: Path) -> None:
    of = task("fcp")
    spec = recipe.PopulationSpec(members=2, steps=8 * 16 * 6, keep=(0, 1), biased=("onion_pickup",), biases=(0.0, 1.0))
    grown = list(population.grow(of, spec, tmp_path))
    assert (grown[-1].member, grown[-1].part) == (1, 1.0)
    found = [of_one.name for of_one, _ in population.load(tmp_path)]
    assert found == ["member-00-000", "member-00-100", "member-01-000", "member-01-100"]
    assert list(population.grow(of, spec, tmp_path)) == []


def test_the_plain_members_of_a_population_have_no_taste() -> None:
    spec = recipe.PopulationSpec(members=4, plain=2, biased=("onion_pickup", "soup_delivery"), biases=(-3.0, 3.0))
    tastes = [population.taste(spec, 1, member) for member in range(4)]
    assert tastes[:2] == [{}, {}]
    assert all(set(found) == set(spec.biased) for found in tastes[2:])


def test_every_weight_of_every_event_is_some_members_taste() -> None:
    biased = ("onion_pickup", "dish_pickup", "soup_pickup")
    spec = recipe.PopulationSpec(members=5, plain=1, biased=biased, biases=(-3.0, 0.0, 0.0, 3.0))
    for seed in range(5):
        tastes = [population.taste(spec, seed, member) for member in range(1, 5)]
        assert all(sorted(one[event] for one in tastes) == [-3, 0, 0, 3] for event in biased)
        assert all(any(one.values()) for one in tastes)
    assert len({str(population.taste(spec, seed, 1)) for seed in range(5)}) > 1


def test_members_are_rewarded_for_what_those_before_them_seldom_do(tmp_path: Path) -> None:
    of = task("mep")
    spec = recipe.PopulationSpec(members=2, steps=8 * 16 * 3, keep=(1.0,), diversity=0.5)
    plain = recipe.PopulationSpec(members=2, steps=8 * 16 * 3, keep=(1.0,))
    for folder, wish in (("a", spec), ("b", plain)):
        list(population.grow(of, wish, tmp_path / folder))
    (_, diverse), (_, alone) = (population.load(tmp_path / folder)[1] for folder in "ab")
    assert not np.array_equal(diverse["policy.weight"], alone["policy.weight"])


def test_who_is_hard_to_play_with_is_met_more_often() -> None:
    from ai_partners.learn.parties import by_rank

    shares = by_rank(np.array([50.0, 10.0, np.nan, 90.0]))
    assert shares.argsort().tolist() == [3, 0, 1, 2]
    assert shares[2] == pytest.approx(2 * shares[1])
    training = Training(task("mep", updates=24))
    before = training.rollouts.party.copy()
    list(training.reports())
    assert sorted(before.tolist()) != sorted(training.rollouts.party.tolist())


def test_a_population_without_members_is_told(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="holds no members"):
        population.load(tmp_path)


@pytest.mark.parametrize(("part", "score"), [(0.0, 0.0), (0.5, 60.0), (1.0, 100.0)])
def test_a_member_is_picked_by_its_score(part: float, score: float) -> None:
    snapshots = [population.Snapshot(score, card(), {}) for score in (0.0, 10.0, 60.0, 90.0, 100.0)]
    assert population.pick(snapshots, part).score == score
