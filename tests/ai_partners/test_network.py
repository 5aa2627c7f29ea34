"""What is trained with torch is played with numpy, to the same logits, and without torch."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import torch

from ai_partners.learn import cloning
from ai_partners.learn.networks import Network as Trained
from ai_partners.learn.networks import NetworkConfig, tensors
from ai_partners.network import Network
from ai_partners.weights import Stuck, WeightsError
from game.core.batch import Batch
from tests.ai_partners import trainable
from tests.ai_partners.trainable import KITCHEN, ROOM, card

if TYPE_CHECKING:
    from ai_partners.weights import WeightsCard

CONFIGS = (
    NetworkConfig(hidden=(16, 16), precision="float32"),
    NetworkConfig(hidden=(16,), activation="tanh", precision="float32"),
    NetworkConfig(hidden=(16,), memory=12, precision="float32"),
    NetworkConfig(hidden=(16,), convolutions=(4, 3), precision="float32"),
    NetworkConfig(hidden=(8,), convolutions=(4,), activation="tanh", precision="float32", critic="shared"),
)


def seen(kind: str, rows: int = 12, ticks: int = 40) -> np.ndarray[Any, Any]:
    """Return what seats see after random play [rows, ...]."""
    batch, dice = Batch(KITCHEN, ROOM, rows // 2, 0, observation=kind), np.random.default_rng(0)
    for _ in range(ticks):
        batch.step(dice.integers(0, 6, (rows // 2, 2)).astype(np.int8))
    assert batch.observations is not None
    return batch.observations.reshape(rows, *batch.observations.shape[2:])


def trained(config: NetworkConfig) -> tuple[Trained, WeightsCard, np.ndarray[Any, Any]]:
    """Return a random network of some shape with its card and what it may see."""
    kind = "planes" if config.convolutions else "features"
    now = seen(kind)
    scale = np.linspace(0.1, 1, now.shape[-1]).astype(np.float32)
    torch.manual_seed(0)
    network = Trained(now.shape[1:], 6, config, scale)
    torch.nn.init.normal_(network.policy.weight, 0, 0.3)
    fields: dict[str, Any] = {"hidden": config.hidden, "activation": config.activation, "memory": config.memory}
    shape = {"observation": kind, "inputs": int(np.prod(now.shape[1:])), "convolutions": config.convolutions}
    return network, card(**fields, **shape), now


@pytest.mark.parametrize("config", CONFIGS)
def test_played_logits_are_the_trained_ones(config: NetworkConfig) -> None:
    network, found, now = trained(config)
    played = Network(found, tensors(network))
    played.begin(KITCHEN, [ROOM] * len(now), [0] * len(now), [0] * len(now))
    memory = network.rest(len(now))
    for _ in range(3):
        logits, memory = network.act(torch.from_numpy(now), memory)
        wanted = torch.log_softmax(logits, dim=1).detach().numpy()
        assert np.abs(played.prefer(now) - wanted).max() < 1e-5


@pytest.mark.parametrize("heads", ["choices", "act and choice"])
def test_a_played_clone_and_an_ensemble_give_the_probabilities_of_their_models(heads: str) -> None:
    now = seen("features")
    config = cloning.CloneConfig(hidden=(8, 8), extras=(), heads=heads)
    models = [cloning.HumanModel(159, 6, KITCHEN.wait, config, np.full(159, 0.5, np.float32)).eval() for _ in range(2)]
    logs = [model(torch.from_numpy(now)).detach().numpy() for model in models]
    both = {f"member.{n}.{name}": x for n, m in enumerate(models) for name, x in cloning.tensors(m).items()}
    one, two = card(hidden=(8, 8), heads=heads), card(hidden=(8, 8), heads=heads, members=2)
    for played, wanted in (
        (Network(one, cloning.tensors(models[0])), logs[0]),
        (Network(two, both), np.log(np.mean(np.exp(logs), axis=0))),
    ):
        played.begin(KITCHEN, [ROOM] * len(now), [0] * len(now), [0] * len(now))
        assert np.abs(played.prefer(now) - wanted).max() < 1e-5
        assert np.allclose(np.exp(played.prefer(now)).sum(axis=1), 1, atol=1e-5)


@pytest.mark.parametrize("after", [(), (7,)])
def test_a_clone_with_a_memory_plays_what_its_model_makes_of_a_whole_life(after: tuple[int, ...]) -> None:
    lived = np.stack([seen("features", ticks=ticks) for ticks in range(3, 9)], axis=1)
    config = cloning.CloneConfig(hidden=(8,), extras=(), memory=5, after=after)
    model = cloning.HumanModel(159, 6, KITCHEN.wait, config, np.full(159, 0.1, np.float32)).eval()
    logs = model(torch.from_numpy(lived)).detach().numpy()
    played = Network(card(hidden=(8,), memory=5, after=after), cloning.tensors(model))
    played.begin(KITCHEN, [ROOM] * len(lived), [0] * len(lived), [0] * len(lived))
    for tick in range(lived.shape[1]):
        assert np.abs(played.prefer(lived[:, tick]) - logs[:, tick]).max() < 1e-5


def begun(found: WeightsCard, rows: int = 4) -> Network:
    """Return a random network that sits in rows of the room."""
    played = Network(found, trainable.tensors(found))
    played.begin(KITCHEN, [ROOM] * rows, [0] * rows, [0] * rows)
    return played


def test_it_counts_the_time_since_its_last_move_and_forgets_rows_that_begin_anew() -> None:
    played, now = begun(card(inputs=161, extras=("since_move", "constant:care=0.25"))), seen("features")[:4]
    first = played.prefer(now)
    played.chosen(np.array([4, 4, 4, 0]))
    later = played.prefer(now)
    assert not np.allclose(first[:3], later[:3])
    assert np.allclose(first[3], later[3])
    played.renew(np.array([1]), [0])
    assert np.allclose(played.prefer(now)[1], first[1])


def test_who_stands_still_does_not_repeat_what_did_not_help() -> None:
    played, now = begun(card(stuck=Stuck(1, ("own_x", "own_y"), 3))), seen("features")[:4]
    for choice in (4, 4, 0):
        played.prefer(now)
        played.chosen(np.full(4, choice))
    freed = np.exp(played.prefer(now))
    assert (freed[:, [0, 4]] < 1e-6).all()
    assert np.allclose(freed.sum(axis=1), 1, atol=1e-5)
    played.renew(np.array([2]), [0])
    assert np.exp(played.prefer(now))[2, 4] > 1e-6


def test_who_has_tried_everything_keeps_its_choices() -> None:
    played, now = begun(card(stuck=Stuck(1, ("own_x", "own_y"), 6))), seen("features")[:4]
    before = played.prefer(now)
    for choice in range(6):
        played.chosen(np.full(4, choice))
        after = played.prefer(now)
    assert np.allclose(before, after)


MISPLACED = {
    "another level": ({}, "counter_circuit_o_1order", "has learned level 'cramped_room'"),
    "another version": ({"game_version": 99}, "cramped_room", "plays kitchen 99 and not kitchen 1"),
    "other inputs": ({"inputs": 100}, "cramped_room", "has 100 inputs"),
    "an unknown column": ({"inputs": 1, "columns": ("own_shadow",)}, "cramped_room", "'own_shadow'"),
}


@pytest.mark.parametrize("case", MISPLACED)
def test_it_sits_only_where_it_has_learned_to(case: str) -> None:
    changes, level, told = MISPLACED[case]
    found = card(**changes)
    with pytest.raises(WeightsError, match=told):
        Network(found, trainable.tensors(found)).begin(KITCHEN, [KITCHEN.load_level(level)], [0], [0])


def test_rounds_of_another_length_are_played_on_the_same_level() -> None:
    found = card()
    Network(found, trainable.tensors(found)).begin(KITCHEN, [KITCHEN.lasting(ROOM, 77)], [0], [0])


def test_playing_leaves_torch_alone() -> None:
    code = (
        "import sys, game, ai_partners, ai_partners.trained, ai_partners.network, ai_partners.judge.meetings\n"
        "kitchen = game.load('kitchen')\n"
        "for name in ai_partners.names(kitchen): ai_partners.load(name, kitchen)\n"
        "assert 'torch' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
