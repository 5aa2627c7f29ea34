"""Checkpoints: everything that training needs to go on, as safetensors and one JSON header; never a pickle."""

from __future__ import annotations

import dataclasses
import json
from typing import TYPE_CHECKING, Any

import msgspec
import torch
from safetensors import SafetensorError
from safetensors.torch import load as read_tensors
from safetensors.torch import save as write_tensors

from ai_partners.learn.pool import Kept
from ai_partners.learn.ppo import TrainingError
from ai_partners.weights import WeightsCard
from game.core.files import replace_file

if TYPE_CHECKING:
    from pathlib import Path

    from ai_partners.learn.ppo import Learner
    from ai_partners.learn.training import Training

NUMBERS = ("mean", "square", "weight", "steps", "samples", "seconds", "cpu_seconds")


def save(path: Path, training: Training, wanted: dict[str, Any]) -> None:
    """Write a checkpoint in place of an older one: a reader finds the old one or the new one, never a half.

    ``wanted`` says what is being trained; `load` compares it.
    """
    learner = training.learner
    moments = learner.optimiser.state_dict()["state"]
    kept = {f"network.{name}": value for name, value in learner.network.state_dict().items()}
    kept |= {f"adam.{key}.{name}": value for key, state in moments.items() for name, value in state.items()}
    header: dict[str, Any] = {"wanted": wanted, "numbers": {name: getattr(learner, name) for name in NUMBERS}}
    header["dice"] = dict(learner.dice.bit_generator.state)
    header["pools"] = {word: [_told(one) for one in pool.kept] for word, pool in training.pools.items()}
    kept |= {
        f"pool.{word}.{place}.{name}": torch.from_numpy(value)
        for word, pool in training.pools.items()
        for place, one in enumerate(pool.kept)
        for name, value in one.tensors.items()
    }
    text = {"crossplay": json.dumps(header, sort_keys=True)}
    replace_file(path, write_tensors({name: value.contiguous() for name, value in kept.items()}, text))


def _told(one: Kept) -> dict[str, Any]:
    """Return what a header says of somebody in a pool."""
    return {"done": one.done, "best": one.best, "card": dataclasses.asdict(one.card)}


def load(path: Path, training: Training, wanted: dict[str, Any]) -> None:
    """Bring a new training to where a checkpoint left off.

    Raises `TrainingError` for a file that is cut off or is no checkpoint, for one of other training, and for other
    shapes.
    """
    data, learner = path.read_bytes(), training.learner
    kept, header = _read(path, data)
    if header["wanted"] != wanted:
        other = [key for key in wanted if header["wanted"].get(key) != wanted[key]]
        message = f"checkpoint {path} is of other training: {', '.join(other)} differ; train into another folder"
        raise TrainingError(message)
    _fill(path, learner, kept)
    for name in NUMBERS:
        setattr(learner, name, header["numbers"][name])
    learner.dice.bit_generator.state = header["dice"]
    for word, pool in training.pools.items():
        pool.kept = [_kept(kept, f"pool.{word}.{place}.", told) for place, told in enumerate(header["pools"][word])]


def _kept(kept: dict[str, torch.Tensor], prefix: str, told: dict[str, Any]) -> Kept:
    """Return somebody of a pool."""
    found = {name.removeprefix(prefix): value.numpy() for name, value in kept.items() if name.startswith(prefix)}
    return Kept(told["done"], msgspec.convert(told["card"], WeightsCard), found, told["best"])


def _read(path: Path, data: bytes) -> tuple[dict[str, torch.Tensor], dict[str, Any]]:
    """Return the tensors and the header of a checkpoint."""
    try:
        kept = read_tensors(data)
        size = int.from_bytes(data[:8], "little")
        header = json.loads(json.loads(data[8 : 8 + size])["__metadata__"]["crossplay"])
    except (SafetensorError, ValueError, KeyError) as error:
        message = f"checkpoint {path} cannot be read ({error}); delete it and train from the start"
        raise TrainingError(message) from None
    return kept, header


def _fill(path: Path, learner: Learner, kept: dict[str, torch.Tensor]) -> None:
    """Put a checkpoint's tensors into a learner."""
    network = {name.removeprefix("network."): value for name, value in kept.items() if name.startswith("network.")}
    own = learner.network.state_dict()
    if {name: value.shape for name, value in own.items()} != {name: value.shape for name, value in network.items()}:
        message = f"checkpoint {path} holds a network of another shape; delete it and train from the start"
        raise TrainingError(message)
    learner.network.load_state_dict(network)
    moments: dict[int, dict[str, torch.Tensor]] = {}
    for name, value in kept.items():
        if name.startswith("adam."):
            _, key, kind = name.split(".")
            moments.setdefault(int(key), {})[kind] = value
    state = learner.optimiser.state_dict()
    learner.optimiser.load_state_dict({"state": moments, "param_groups": state["param_groups"]})
