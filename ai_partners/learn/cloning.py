"""Human models: policies cloned from people's episodes by maximum likelihood.

In reading order: the settings, the network, `clone`, likelihoods. Details and sources: Carroll et al. 2019 (arXiv
1910.05789) clone 64-64 layers on features of the state; people wait more often than not, so likelihood and not accuracy
is what is reported; own last actions and the time since the last move make people much easier to foretell, and a memory
(arXiv 1406.1078) of the whole round still more.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
import numpy as np
import torch
from torch import nn

from ai_partners.learn.frames import EXTRAS, CloningError, inputs, lives
from ai_partners.learn.networks import device

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ai_partners.learn.frames import Frames
    from game.core.contract import Game

Array = np.ndarray[Any, Any]
UNKNOWN = -100
"""Choice of a tick that is after the end of a life."""
OWN_RATE = 1 / 6
"""Part of the rate by which the level's own frames are learned from at last."""
STEEPEST = 1.0
"""Largest norm of the gradient through a memory."""


class CloneConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a human model is fitted."""

    hidden: tuple[int, ...] = (64, 64)
    activation: str = "relu"
    extras: tuple[str, ...] = EXTRAS
    heads: str = "choices"
    dropout: float = 0.2
    weight_decay: float = 1e-4
    rate: float = 1e-3
    minibatch: int = 256
    """Frames of a step; of a network with a memory, ticks of all lives of a step together."""
    epochs: int = 60
    patience: int = 8
    """Epochs without a better likelihood of the episodes kept back, after which the best network is taken; 0: none are
    kept back, and the last network is taken."""
    observation: str = "features"
    memory: int = 0
    """Size of a GRU after the layers; 0: none."""
    after: tuple[int, ...] = ()
    """Layers after the memory, which see it and what it sees."""
    ticks: int = 100
    """Ticks through which a memory learns."""
    decay: float = 1.0
    """Part of the rate that is left in the last epoch."""
    turned: bool = False
    """Whether it also learns from the same rounds on their maps mirrored and turned, as far as the game's rules are
    the same there."""
    stored: str = "float32"
    """Type of the numbers in its policy file."""
    own: int = 0
    """Further epochs on the level's own frames alone, from a sixth of the rate, where others were learned from too."""


class CloneReport(NamedTuple):
    """Where a fit stands after an epoch."""

    epoch: int
    train: float
    """Mean negative log-likelihood of the frames learned from, in nats per action."""
    held: float
    """The same of the episodes kept back; not a number where none are."""
    model: HumanModel
    """The best network so far."""


class HumanModel(nn.Module):
    """Layers and a memory over what a person sees; one head over all choices, or one for acting and one for what."""

    scale: torch.Tensor

    def __init__(self, inputs: int, choices: int, wait: int, config: CloneConfig, scale: Array) -> None:
        super().__init__()
        self.register_buffer("scale", torch.as_tensor(scale, dtype=torch.float32))
        sizes = (inputs, *config.hidden)
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in itertools.pairwise(sizes))
        seen = config.memory + config.hidden[-1] if config.after else config.memory or config.hidden[-1]
        self.after = nn.ModuleList(nn.Linear(a, b) for a, b in itertools.pairwise((seen, *config.after)))
        top = config.after[-1] if config.after else seen
        self.policy = nn.Linear(top, choices)
        self.act = nn.Linear(top, 1) if config.heads != "choices" else None
        self.memory = nn.GRU(config.hidden[-1], config.memory, batch_first=True) if config.memory else None
        self.config, self.wait = config, wait
        self.drop = nn.Dropout(config.dropout)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return log-probabilities [..., choices] of inputs [..., I]; with a memory, of lives from their start."""
        return self.go_on(x, None)[0]

    def go_on(self, x: torch.Tensor, memory: torch.Tensor | None) -> tuple[torch.Tensor, torch.Tensor | None]:
        """Return log-probabilities and the memory after them, where there is one; ``None`` begins anew."""
        x = x.to(self.scale.device) * self.scale
        for layer in self.layers:
            x = self._bend(layer(x))
        if self.memory is not None:
            found, memory = self.memory(x, memory)
            x = torch.cat([self.drop(found), x], dim=-1) if self.config.after else self.drop(found)
        for layer in self.after:
            x = self._bend(layer(x))
        logits = self.policy(x)
        if self.act is None:
            return torch.log_softmax(logits, dim=-1), memory
        return two_heads(logits, self.act(x)[..., 0], self.wait), memory

    def _bend(self, x: torch.Tensor) -> torch.Tensor:
        """Return the activations, some of which are left out while it learns."""
        bent: torch.Tensor = self.drop(torch.relu(x) if self.config.activation == "relu" else torch.tanh(x))
        return bent


def two_heads(logits: torch.Tensor, act: torch.Tensor, wait: int) -> torch.Tensor:
    """Return log-probabilities [..., C] from logits of what to do [..., C] and of doing anything at all [...]."""
    barred = torch.zeros(logits.shape[-1], dtype=torch.bool, device=logits.device)
    barred[wait] = True
    what = torch.log_softmax(logits.masked_fill(barred, -1e9), dim=-1) + nn.functional.logsigmoid(act)[..., None]
    return torch.where(barred, nn.functional.logsigmoid(-act)[..., None], what)


def clone(  # noqa: PLR0913 - one fit's circumstances
    game: Game,
    train: Frames,
    held: Frames | None,
    config: CloneConfig,
    seed: int,
    *,
    columns: Array | None = None,
    own: Frames | None = None,
) -> Iterator[CloneReport]:
    """Fit a human model; yield a report after each epoch, the last one with the best network.

    With ``held`` fitting stops early and the network with the best likelihood of those frames is taken; without, the
    last one. ``own`` are the frames of the level that the model is for, where it learns from other levels too.
    """
    torch.manual_seed(seed)
    dice = np.random.default_rng(seed)
    seen = inputs(train, columns, config.extras)
    scale = 1 / np.maximum(np.abs(seen).max(axis=0), 1)
    model = HumanModel(seen.shape[1], game.choices, game.wait, config, scale).to(device())
    kind = Lives if config.memory else Apart
    stages = [(kind(train, seen, model), config.rate, config.epochs)]
    if own is not None and config.own:
        stages.append((kind(own, inputs(own, columns, config.extras), model), config.rate * OWN_RATE, config.own))
    optimiser = torch.optim.Adam(model.parameters(), lr=config.rate, weight_decay=config.weight_decay, fused=True)
    best, waited, lowest = _copy(model), 0, np.inf
    epochs = [
        (fit, rate * config.decay ** (n / max(count - 1, 1))) for fit, rate, count in stages for n in range(count)
    ]
    for epoch, (fit, rate) in enumerate(epochs):
        model.train()
        optimiser.param_groups[0]["lr"] = rate
        losses = [_step(optimiser, loss, model) for loss in fit.losses(dice)]
        now = likelihood(model, held, columns) if held is not None else float("nan")
        waited += 1
        if not now >= lowest:
            lowest, best, waited = now, _copy(model), 0
        yield CloneReport(epoch, float(np.mean(losses)), now, best)
        if waited > config.patience:
            return


def likelihood(model: HumanModel, held: Frames, columns: Array | None) -> float:
    """Return the mean negative log-likelihood of frames, in nats per action."""
    logs = log_probabilities(model, held, columns)
    return float(-logs[np.arange(len(logs)), held.choices].mean())


def likelihood_of(models: Sequence[HumanModel], held: Frames, columns: Array | None) -> float:
    """Return the mean negative log-likelihood of frames by the mean probabilities of models, in nats per action."""
    mean = np.mean([np.exp(log_probabilities(model, held, columns)) for model in models], axis=0)
    return float(-np.log(mean[np.arange(len(mean)), held.choices]).mean())


@torch.inference_mode()
def log_probabilities(model: HumanModel, found: Frames, columns: Array | None) -> Array:
    """Return the logarithms of a model's probabilities [N, C] for what people saw."""
    model.eval()
    seen = torch.from_numpy(inputs(found, columns, model.config.extras))
    if model.memory is None:
        return np.asarray(model(seen).cpu().numpy())
    told = np.zeros((len(seen), model.policy.out_features), np.float32)
    for life in lives(found):
        told[life] = model(seen[life][None])[0].cpu().numpy()
    return told


def tensors(model: HumanModel, prefix: str = "") -> dict[str, Array]:
    """Return a model's tensors by their names in a policy file, the scale folded into the first product."""
    found: dict[str, torch.Tensor] = dict(model.state_dict())
    found["layers.0.weight"] = found["layers.0.weight"] * found.pop("scale")
    return {prefix + name.removesuffix("_l0"): value.detach().cpu().numpy().copy() for name, value in found.items()}


class Apart:
    """Learns from frames each by itself."""

    def __init__(self, train: Frames, seen: Array, model: HumanModel) -> None:
        self._model = model
        self._x, self._y = torch.from_numpy(seen).to(device()), torch.from_numpy(train.choices).to(device())

    def losses(self, dice: np.random.Generator) -> Iterator[torch.Tensor]:
        """Yield the loss of each minibatch of one epoch."""
        for part in _parts(len(self._x), self._model.config.minibatch, dice):
            at = torch.from_numpy(part).to(self._x.device)
            yield nn.functional.nll_loss(self._model(self._x[at]), self._y[at])


class Lives:
    """Learns from whole lives, with what the model remembers of them."""

    def __init__(self, train: Frames, seen: Array, model: HumanModel) -> None:
        found = lives(train)
        self._model, longest = model, max(map(len, found))
        self._x = torch.zeros(len(found), longest, seen.shape[1])
        self._y = torch.full((len(found), longest), UNKNOWN)
        for number, life in enumerate(found):
            self._x[number, : len(life)] = torch.from_numpy(seen[life])
            self._y[number, : len(life)] = torch.from_numpy(train.choices[life])
        self._x, self._y = self._x.to(device()), self._y.to(device())

    def losses(self, dice: np.random.Generator) -> Iterator[torch.Tensor]:
        """Yield the loss of some ticks of some lives, in the order of the ticks, for one epoch."""
        ticks = self._model.config.ticks
        for part in _parts(len(self._x), max(1, self._model.config.minibatch // ticks), dice):
            at = torch.from_numpy(part).to(self._x.device)
            memory = None
            for tick in range(0, self._x.shape[1], ticks):
                y = self._y[at, tick : tick + ticks]
                if not bool((y != UNKNOWN).any()):
                    break
                logs, memory = self._model.go_on(self._x[at, tick : tick + ticks], memory)
                memory = None if memory is None else memory.detach()
                yield nn.functional.nll_loss(logs.flatten(0, 1), y.flatten(), ignore_index=UNKNOWN)


def _step(optimiser: torch.optim.Optimizer, loss: torch.Tensor, model: HumanModel) -> float:
    """Take one step down a loss; return it. Raises `CloningError` where it is no number."""
    optimiser.zero_grad(set_to_none=True)
    torch.autograd.backward(loss)
    if model.memory is not None:
        nn.utils.clip_grad_norm_(model.parameters(), STEEPEST)
    optimiser.step()
    if not bool(torch.isfinite(loss)):
        message = f"the likelihood is {float(loss.detach())}; try a lower learning rate"
        raise CloningError(message)
    return float(loss.detach())


def _parts(count: int, size: int, dice: np.random.Generator) -> list[Array]:
    """Return shuffled minibatches of about ``size`` frames."""
    return np.array_split(dice.permutation(count), max(1, round(count / size)))


def _copy(model: HumanModel) -> HumanModel:
    """Return a copy that further fitting does not change."""
    import copy

    return copy.deepcopy(model)
