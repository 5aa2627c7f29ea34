"""Human models: policies cloned from people's episodes by maximum likelihood.

In reading order: the data, how it is split, the settings, `clone`. Details and sources: Carroll et al. 2019 (arXiv
1910.05789) clone 64-64 layers on features of the state; people wait more often than not, so likelihood and not accuracy
is what is reported; own last actions and the time since the last move make people much easier to foretell.
"""

from __future__ import annotations

import hashlib
import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
import numpy as np
import torch
from torch import nn

from ai_partners.learn.networks import device
from ai_partners.network import Past
from game.core.contract import CrossplayError
from game.core.episode import Round

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from game.core.contract import Game, Level
    from game.core.episode import Episode

Array = np.ndarray[Any, Any]
EXTRAS = ("since_move", "tempo=0.1", "tempo=0.015")
"""What a model may know of its own past beside what it sees, by the names that `ai_partners.network` plays them by."""


class CloningError(CrossplayError):
    """Episodes that nobody can be cloned from."""


@dataclass(frozen=True, slots=True)
class Frames:
    """What people saw and did, one row for each seat and tick."""

    seen: Array
    """[N, entries] float32"""
    extras: Array
    """What the seat knows of its own past [N, len(EXTRAS)] float32."""
    choices: Array
    """[N] int64"""
    before: Array
    """The seat's choice a tick earlier, -1 at first [N]."""
    episode: Array
    """Number of the episode [N]."""
    seat: Array
    tick: Array
    hash: str
    """Over all episodes."""

    def of(self, episodes: Sequence[int]) -> Frames:
        """Return the frames of some episodes."""
        rows = np.isin(self.episode, np.asarray(episodes))
        parts = (self.seen, self.extras, self.choices, self.before, self.episode, self.seat, self.tick)
        seen, extras, choices, before, episode, seat, tick = (part[rows] for part in parts)
        return Frames(seen, extras, choices, before, episode, seat, tick, self.hash)


class CloneConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a human model is fitted."""

    hidden: tuple[int, ...] = (64, 64)
    activation: str = "relu"
    columns: tuple[str, ...] = ()
    """Names of the entries seen; none: all of them."""
    extras: tuple[str, ...] = EXTRAS
    heads: str = "choices"
    dropout: float = 0.2
    weight_decay: float = 1e-4
    rate: float = 1e-3
    minibatch: int = 256
    epochs: int = 60
    patience: int = 8
    """Epochs without a better likelihood of the episodes kept back, after which the best network is taken."""


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
    """Layers over what a person sees, with one head over all choices, or one for acting and one for what."""

    scale: torch.Tensor

    def __init__(self, inputs: int, choices: int, wait: int, config: CloneConfig, scale: Array) -> None:
        super().__init__()
        self.register_buffer("scale", torch.as_tensor(scale, dtype=torch.float32))
        sizes = (inputs, *config.hidden)
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in itertools.pairwise(sizes))
        self.policy = nn.Linear(config.hidden[-1], choices)
        self.act = nn.Linear(config.hidden[-1], 1) if config.heads != "choices" else None
        self.config, self.wait = config, wait
        self.drop = nn.Dropout(config.dropout)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return log-probabilities [N, choices] of inputs [N, I]."""
        x = x.to(self.scale.device) * self.scale
        for layer in self.layers:
            x = self.drop(torch.relu(layer(x)) if self.config.activation == "relu" else torch.tanh(layer(x)))
        logits = self.policy(x)
        if self.act is None:
            return torch.log_softmax(logits, dim=1)
        return two_heads(logits, self.act(x)[:, 0], self.wait)


def two_heads(logits: torch.Tensor, act: torch.Tensor, wait: int) -> torch.Tensor:
    """Return log-probabilities [N, C] from logits of what to do [N, C] and of doing anything at all [N]."""
    barred = torch.zeros(logits.shape[1], dtype=torch.bool, device=logits.device)
    barred[wait] = True
    what = torch.log_softmax(logits.masked_fill(barred, -1e9), dim=1) + nn.functional.logsigmoid(act)[:, None]
    return torch.where(barred, nn.functional.logsigmoid(-act)[:, None], what)


def frames(game: Game, level: Level, episodes: Sequence[Episode], observation: str = "features") -> Frames:
    """Return what every seat saw and did in episodes of one level.

    Raises `CloningError` where there are none, or where one is of another game, version or level.
    """
    if not episodes:
        message = "there is no episode to clone from; give a file with at least one"
        raise CloningError(message)
    parts = [_frames_of(game, level, number, episode, observation) for number, episode in enumerate(episodes)]
    texts = "".join(_text(episode) for episode in episodes)
    columns = (np.concatenate([part[column] for part in parts]) for column in range(7))
    seen, extras, choices, before, number, seat, tick = columns
    digest = hashlib.blake2b(texts.encode(), digest_size=8).hexdigest()
    return Frames(seen, extras, choices, before, number, seat, tick, digest)


def joined(parts: Sequence[Frames]) -> Frames:
    """Return the frames of several levels together, their episodes numbered on."""
    offsets = np.cumsum([0, *(int(part.episode.max(initial=-1)) + 1 for part in parts)])
    columns = [
        np.concatenate([getattr(part, name) for part in parts])
        for name in ("seen", "extras", "choices", "before", "seat", "tick")
    ]
    seen, extras, choices, before, seat, tick = columns
    number = np.concatenate([part.episode + offset for part, offset in zip(parts, offsets, strict=False)])
    digest = hashlib.blake2b("".join(part.hash for part in parts).encode(), digest_size=8).hexdigest()
    return Frames(seen, extras, choices, before, number, seat, tick, digest)


def _frames_of(game: Game, level: Level, number: int, episode: Episode, observation: str) -> tuple[Array, ...]:
    """Return an episode's frames, seat after seat."""
    if (episode.game, episode.version) != (game.name, game.version):
        message = f"episode {number + 1} is of {episode.game} {episode.version}; this is {game.name} {game.version}"
        raise CloningError(message)
    played = game.parse_level(episode.level)
    if played.name != level.name:
        message = f"episode {number + 1} was played on {played.name!r}, which is not this {level.name!r}"
        raise CloningError(message)
    match, seats, ticks = Round(game, played, episode.seed), level.seats, len(episode.joint_actions)
    seen = np.zeros((seats, ticks, *game.observations[observation].shape(level)), np.float32)
    joint = np.array(episode.joint_actions, np.int64).T
    for tick, actions in enumerate(episode.joint_actions):
        for seat in range(seats):
            seen[seat, tick] = match.observe(observation, seat)
        match.step(actions)
    before = np.concatenate([np.full((seats, 1), -1), joint[:, :-1]], axis=1)
    places = np.indices((seats, ticks))
    past = np.stack([past_of(name, before, game.wait) for name in EXTRAS], axis=-1)
    flat = (seen.reshape(seats * ticks, -1), past.reshape(seats * ticks, -1), joint.reshape(-1))
    return (*flat, before.reshape(-1), np.full(seats * ticks, number), places[0].reshape(-1), places[1].reshape(-1))


def past_of(name: str, before: Array, wait: int) -> Array:
    """Return what each seat knows of its past by an extra's name [seats, ticks], from its choices a tick earlier."""
    past = Past((name,), len(before))
    found = np.zeros(before.shape, np.float32)
    for tick in range(before.shape[1]):
        if tick:
            past.chosen(before[:, tick], wait)
        found[:, tick] = past.entries()[:, 0]
    return found


def _text(episode: Episode) -> str:
    """Return what an episode's hash is made of."""
    return f"{episode.game} {episode.version} {episode.seed}\n{episode.level}\n{episode.joint_actions}\n"


def split(people: Sequence[tuple[str, ...]], share: float, seed: int) -> tuple[list[int], list[int]]:
    """Return the numbers of the episodes to learn from and of those kept back: no person is on both sides.

    ``people`` [episodes][seats]. Episodes that share a person stay together; about ``share`` of the episodes is kept
    back. Raises `CloningError` where one person, or people who are all tied together, leave nothing to keep back.
    """
    groups = _groups(people)
    if len(groups) < 2:  # noqa: PLR2004 - two sides
        message = f"all {len(people)} episodes hang together by their people; a split needs people who never met"
        raise CloningError(message)
    order = np.random.default_rng(seed).permutation(len(groups))
    held: list[int] = []
    for group in order[:-1]:
        if len(held) < share * len(people):
            held += groups[group]
    return sorted(set(range(len(people))) - set(held)), sorted(held)


def _groups(people: Sequence[tuple[str, ...]]) -> list[list[int]]:
    """Return the episodes that hang together by their people."""
    groups: list[tuple[set[str], list[int]]] = []
    for number, who in enumerate(people):
        tied = [group for group in groups if group[0] & set(who)]
        groups = [group for group in groups if group not in tied]
        merged = (set(who).union(*(group[0] for group in tied)), sorted([number, *(n for g in tied for n in g[1])]))
        groups.append(merged)
    return [episodes for _, episodes in groups]


def inputs(found: Frames, columns: Array | None, extras: Sequence[str]) -> Array:
    """Return a model's inputs [N, I]."""
    seen = found.seen if columns is None else found.seen[:, columns]
    return np.concatenate([seen, found.extras[:, [EXTRAS.index(name) for name in extras]]], axis=1) if extras else seen


def clone(  # noqa: PLR0913 - one fit's circumstances
    game: Game,
    train: Frames,
    held: Frames | None,
    config: CloneConfig,
    seed: int,
    *,
    columns: Array | None = None,
) -> Iterator[CloneReport]:
    """Fit a human model; yield a report after each epoch, the last one with the best network.

    With ``held`` fitting stops early and the network with the best likelihood of those frames is taken; without, the
    last one.
    """
    torch.manual_seed(seed)
    dice = np.random.default_rng(seed)
    seen = inputs(train, columns, config.extras)
    x, y = torch.from_numpy(seen).to(device()), torch.from_numpy(train.choices).to(device())
    scale = 1 / np.maximum(np.abs(seen).max(axis=0), 1)
    model = HumanModel(x.shape[1], game.choices, game.wait, config, scale).to(device())
    optimiser = torch.optim.Adam(model.parameters(), lr=config.rate, weight_decay=config.weight_decay, fused=True)
    best, waited = _copy(model), 0
    lowest = np.inf
    for epoch in range(config.epochs):
        model.train()
        losses = [_fit(model, optimiser, x, y, part) for part in _parts(len(x), config.minibatch, dice)]
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
    return np.asarray(model(torch.from_numpy(inputs(found, columns, model.config.extras))).cpu().numpy())


def tensors(model: HumanModel, prefix: str = "") -> dict[str, Array]:
    """Return a model's tensors by their names in a policy file, the scale folded into the first product."""
    found: dict[str, torch.Tensor] = dict(model.state_dict())
    found["layers.0.weight"] = found["layers.0.weight"] * found.pop("scale")
    return {prefix + name: value.detach().cpu().numpy().copy() for name, value in found.items()}


def _fit(model: HumanModel, optimiser: torch.optim.Optimizer, x: torch.Tensor, y: torch.Tensor, part: Array) -> float:
    """Take one step on a minibatch; return its loss. Raises `CloningError` where that is no number."""
    at = torch.from_numpy(part).to(x.device)
    loss = nn.functional.nll_loss(model(x[at]), y[at])
    optimiser.zero_grad(set_to_none=True)
    torch.autograd.backward(loss)
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
