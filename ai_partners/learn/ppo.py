"""Proximal policy optimisation (Schulman et al. 2017, arXiv 1707.06347) for some seats of a team game.

In reading order: the settings, what `learn` yields, `learn`, and what it calls. Details that matter and where they
come from: generalised advantage estimation (arXiv 1506.02438); values of normalised returns and a Huber loss (Yu et al.
2022, arXiv 2103.01955); a round that the horizon cuts off goes on by the value of its last state: nobody has lost it.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import msgspec
import numpy as np
import torch

from ai_partners.learn.networks import device
from game.core.contract import CrossplayError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ai_partners.learn.networks import Network
    from ai_partners.learn.rollout import Rollout
    from ai_partners.learn.rollouts import Finished, Rollouts

Array = np.ndarray[Any, Any]


class TrainingError(CrossplayError):
    """Training that cannot go on."""


class Schedule(NamedTuple):
    """A number that goes straight from ``start`` to ``end`` while training goes from ``since`` to ``until``."""

    start: float
    end: float
    since: float = 0.0
    """Part of the training, 0 to 1."""
    until: float = 1.0

    def at(self, done: float) -> float:
        """Return the number when a part of the training is done."""
        part = min(1.0, max(0.0, (done - self.since) / max(self.until - self.since, 1e-9)))
        return self.start + part * (self.end - self.start)


class PPOConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The settings of the learner."""

    steps: int = 4_000_000
    """Joint steps: ticks of all rounds together."""
    ticks: int = 64
    """Ticks of each row in a rollout."""
    epochs: int = 4
    minibatch: int = 2048
    """Samples, or whole sequences of about as many, in one step of the optimiser."""
    rate: Schedule = Schedule(1e-3, 1e-4)
    gamma: float = 0.99
    lam: float = 0.95
    clip: float = 0.2
    entropy: Schedule = Schedule(0.05, 0.01, 0.0, 0.6)
    shaping: Schedule = Schedule(1.0, 0.0, 0.4, 0.8)
    """Weight of the shaped stream of the own seat."""
    value: float = 0.5
    huber: float = 10.0
    """Error of a normalised return beyond which the value loss grows linearly."""
    grad_norm: float = 0.5
    reward: float = 1.0
    """Weight of the game's own reward; -1 for a seat that works against its team."""
    reward_scale: float = 0.1
    events: dict[str, float] = {}
    """Weight of each event of the own seat."""
    liking: Schedule = Schedule(1.0, 1.0)
    """Part of the events' weights that counts."""
    tastes: Literal["all", "one"] = "all"
    """Whose events are weighed: ``"all"`` seats', or those of ``"one"``, drawn anew for each round, who sees that."""


@dataclass(frozen=True, slots=True)
class Losses:
    """What extra loss terms may read of a minibatch."""

    rollout: Rollout
    index: Array
    """Samples of the rollout, tick * L + cell [N]."""
    logits: torch.Tensor
    """[N, C], forbidden choices at -1e9."""
    logs: torch.Tensor
    """Logarithms of the policy's probabilities [N, C]."""
    hidden: torch.Tensor
    """The actor's last activations [N, H]."""


class Report(NamedTuple):
    """Where training stands after an update."""

    steps: int
    samples: int
    """Sample passes through the network so far."""
    seconds: float
    cpu_seconds: float
    finished: tuple[Finished, ...]
    """Rounds that ended in this rollout."""
    numbers: dict[str, float]
    """Losses and statistics by name."""


class Learner:
    """A network with everything that its training needs to go on: optimiser, return statistics, counters, dice."""

    def __init__(self, network: Network, seed: int, more: Iterable[torch.nn.Parameter] = ()) -> None:
        self.network = network.to(device())
        self.parameters = [*network.parameters(), *more]
        self.optimiser = torch.optim.Adam(self.parameters, lr=1e-3, eps=1e-5, fused=True)
        self.dice = np.random.default_rng(seed)
        self.mean, self.square, self.weight = 0.0, 0.0, 0.0
        self.steps = self.samples = 0
        self.seconds = self.cpu_seconds = 0.0

    @property
    def spread(self) -> tuple[float, float]:
        """Mean and standard deviation of the returns seen lately (at least 0.01)."""
        if not self.weight:
            return 0.0, 1.0
        mean = self.mean / self.weight
        return mean, max(self.square / self.weight - mean * mean, 1e-4) ** 0.5

    def note_returns(self, returns: Array, keep: float = 0.9) -> None:
        """Let the statistics follow the returns of a rollout."""
        self.mean = keep * self.mean + (1 - keep) * float(returns.mean(dtype=np.float64))
        self.square = keep * self.square + (1 - keep) * float(np.square(returns, dtype=np.float64).mean())
        self.weight = keep * self.weight + (1 - keep)


def learn(
    learner: Learner,
    rollouts: Rollouts,
    config: PPOConfig,
    bonus: Callable[[Rollout, float], Array] | None = None,
    terms: Sequence[Callable[[Losses, float], torch.Tensor]] = (),
) -> Iterator[Report]:
    """Train until ``config.steps`` joint steps are done; yield a report after every update.

    ``bonus`` gives further reward [T, L], and ``terms`` further losses; both are told how much of the training is done.
    Raises `TrainingError` where a loss is no number: the network is then as it was before that update.
    """
    while learner.steps < config.steps:
        began, cpu = time.perf_counter(), time.process_time()
        done = learner.steps / config.steps
        rollout = rollouts.collect(learner.network, config.ticks)
        rewards = rewarded(rollout, config, rollouts.game.events, done)
        if bonus is not None:
            rewards = rewards + bonus(rollout, done)
        numbers = update(learner, rollout, rewards, config, done, terms)
        learner.steps += config.ticks * rollouts.batch.count
        learner.seconds += time.perf_counter() - began
        learner.cpu_seconds += time.process_time() - cpu
        finished, rollouts.finished = tuple(rollouts.finished), []
        yield Report(learner.steps, learner.samples, learner.seconds, learner.cpu_seconds, finished, numbers)


def rewarded(rollout: Rollout, config: PPOConfig, events: tuple[str, ...], done: float) -> Array:
    """[T, L]: the reward that is learned from: the game's, the shaped streams of the own seat, and weighed events.

    Where the game's reward counts against the learner, nothing is shaped.
    """
    shaped = config.shaping.at(done) * np.maximum(rollout.weights, 0)
    total = config.reward * rollout.weights * rollout.rewards + shaped * rollout.streams[:, :, 1:].sum(axis=2)
    liked = config.liking.at(done) * (rollout.drawn.numpy() if config.tastes == "one" else np.float32(1))
    for name, weight in config.events.items():
        total = total + np.float32(weight) * liked * rollout.events[:, :, events.index(name)]
    return np.asarray(total * config.reward_scale, np.float32)


def update(  # noqa: PLR0913, PLR0917 - one update's circumstances
    learner: Learner,
    rollout: Rollout,
    rewards: Array,
    config: PPOConfig,
    done: float,
    terms: Sequence[Callable[[Losses, float], torch.Tensor]],
) -> dict[str, float]:
    """Improve the network by one rollout; return the statistics of the last epoch."""
    network, (mean, scale) = learner.network, learner.spread
    advantages, returns = gae(rewards, *_values(network, rollout, mean, scale), rollout.ended, config)
    learner.note_returns(returns)
    mean, scale = learner.spread
    for group in learner.optimiser.param_groups:
        group["lr"] = config.rate.at(done)
    flat = _flat(rollout, advantages, (returns - mean) / scale, _groups(rollout, config), network.device)
    kept = {name: value.clone() for name, value in network.state_dict().items()}
    numbers: list[dict[str, float]] = []
    for epoch in range(config.epochs):
        for index, rows in _minibatches(rollout, config, learner.dice):
            found = _improve(learner, rollout, flat, (index, rows), config, done, terms)
            if not np.isfinite(found["loss"]):
                network.load_state_dict(kept)
                message = f"the loss is {found['loss']} after {learner.steps:,} joint steps; try a lower learning rate"
                raise TrainingError(message)
            learner.samples += len(index)
            if epoch == config.epochs - 1:
                numbers.append(found)
    return {name: float(np.mean([found[name] for found in numbers])) for name in numbers[0]}


def gae(rewards: Array, values: Array, after: Array, ended: Array, config: PPOConfig) -> tuple[Array, Array]:
    """[T, L] each: advantages and returns, by equations 11 to 16 of arXiv 1506.02438.

    ``values`` [T, L] are those of what was seen, ``after`` [T, L] those of what came next: of the round's last state
    where the horizon cut it off, and 0 where the rules ended it.
    """
    advantages = np.zeros_like(rewards)
    running = np.zeros(rewards.shape[1], np.float32)
    going = 1 - ended.astype(np.float32)
    for tick in range(len(rewards) - 1, -1, -1):
        delta = rewards[tick] + config.gamma * after[tick] - values[tick]
        running = delta + config.gamma * config.lam * going[tick] * running
        advantages[tick] = running
    return advantages, advantages + values


class Flat(NamedTuple):
    """A rollout's samples one after the other, tick * L + cell [T * L]."""

    seen: torch.Tensor
    choices: torch.Tensor
    chances: torch.Tensor
    advantages: torch.Tensor
    returns: torch.Tensor


def _flat(rollout: Rollout, advantages: Array, returns: Array, groups: Sequence[Any], where: torch.device) -> Flat:
    """Return the samples of a rollout, the advantages of each group [T, L] brought to mean 0 and deviation 1."""
    normal = np.empty_like(advantages)
    for group in groups:
        own = advantages[group]
        normal[group] = (own - own.mean()) / (own.std() + 1e-8)
    parts = (
        rollout.seen.flatten(0, 1),
        torch.from_numpy(rollout.choices.reshape(-1).astype(np.int64)),
        torch.from_numpy(rollout.chances.reshape(-1)),
        torch.from_numpy(normal.reshape(-1).astype(np.float32)),
        torch.from_numpy(returns.reshape(-1).astype(np.float32)),
    )
    return Flat(*(part.to(where) for part in parts))


def _groups(rollout: Rollout, config: PPOConfig) -> Sequence[Any]:
    """Return indices of samples that are rewarded alike: all, or apart those that have drawn the taste and have not.

    A taste can be worth a hundred times the points of a round, beside which nobody would learn to make any.
    """
    if config.tastes == "all":
        return [...]
    has_taste = rollout.drawn.numpy() == 1
    return [group for group in (has_taste, ~has_taste) if group.any()]


@torch.inference_mode()
def _values(network: Network, rollout: Rollout, mean: float, scale: float) -> tuple[Array, Array]:
    """[T, L] each: values of what was seen, and of what came after it: 0 where the rules ended the round."""
    ticks, cells = rollout.choices.shape
    if rollout.memory is None:
        values = network.judge(rollout.seen.flatten(0, 1), None).reshape(ticks, cells)
        last, cut = network.judge(rollout.last, None), network.judge(rollout.finals, None)
    else:
        ended = torch.from_numpy(rollout.ended)
        _, values, hidden = network.unroll(rollout.seen, rollout.memory, ended)
        last = network.judge(rollout.last, hidden[-1] * (1 - ended[-1].to(network.device).float())[:, None])
        cut = network.judge(rollout.finals, hidden[rollout.cut])
    after = torch.cat([values[1:], last[None]]).cpu().numpy() * scale + mean
    after[rollout.ended.astype(bool)] = 0
    after[rollout.cut] = cut.cpu().numpy() * scale + mean
    return values.cpu().numpy() * scale + mean, after


def _minibatches(rollout: Rollout, config: PPOConfig, dice: np.random.Generator) -> Iterator[tuple[Array, Array]]:
    """Yield samples [N] and, for networks with a memory, the cells whose whole sequences they are [M]."""
    ticks, cells = rollout.choices.shape
    if rollout.memory is None:
        order = dice.permutation(ticks * cells)
        parts = max(1, round(len(order) / config.minibatch))
        for index in np.array_split(order, parts):
            yield index, index[:0]
        return
    parts = max(1, round(ticks * cells / config.minibatch))
    for chosen in np.array_split(dice.permutation(cells), parts):
        yield (np.arange(ticks)[:, None] * cells + chosen).reshape(-1), chosen


def _improve(  # noqa: PLR0913, PLR0917 - one step's circumstances
    learner: Learner,
    rollout: Rollout,
    flat: Flat,
    part: tuple[Array, Array],
    config: PPOConfig,
    done: float,
    terms: Sequence[Callable[[Losses, float], torch.Tensor]],
) -> dict[str, float]:
    """Take one step of the optimiser on a minibatch; return its losses by name."""
    index, chosen = part
    at = torch.from_numpy(index).to(learner.network.device)
    logits, values, hidden = _forward(learner.network, rollout, flat, at, chosen)
    if not rollout.allowed.all():
        barred = torch.from_numpy(_allowed(rollout, index) == 0).to(logits.device)
        logits = logits.masked_fill(barred, -1e9)
    logs = torch.log_softmax(logits, dim=1)
    entropy = -(logs.exp() * logs.clamp(min=-50)).sum(dim=1).mean()
    policy, ratio = clipped(logs, flat, at, config.clip)
    value = torch.nn.functional.huber_loss(values, flat.returns[at], delta=config.huber)
    loss = policy + config.value * value - config.entropy.at(done) * entropy
    for term in terms:
        loss = loss + term(Losses(rollout, index, logits, logs, hidden), done)
    learner.optimiser.zero_grad(set_to_none=True)
    torch.autograd.backward(loss)
    norm = torch.nn.utils.clip_grad_norm_(learner.parameters, config.grad_norm)
    if bool(torch.isfinite(norm)):
        learner.optimiser.step()
    far = ((ratio - 1).abs() > config.clip).float().mean()
    found = {
        "loss": loss + 0 * norm,
        "policy": policy,
        "value": value,
        "entropy": entropy,
        "clipped": far,
        "norm": norm,
    }
    return dict(zip(found, torch.stack(list(found.values())).tolist(), strict=True))


def clipped(logs: torch.Tensor, flat: Flat, at: torch.Tensor, clip: float) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the clipped surrogate loss (equation 7 of arXiv 1707.06347) and the probability ratios [N]."""
    ratio = (logs.gather(1, flat.choices[at][:, None])[:, 0] - flat.chances[at]).exp()
    gain = flat.advantages[at]
    return -torch.minimum(ratio * gain, ratio.clamp(1 - clip, 1 + clip) * gain).mean(), ratio


def _forward(
    network: Network, rollout: Rollout, flat: Flat, at: torch.Tensor, chosen: Array
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Return logits [N, C], values [N] and the actor's last activations [N, H] of a minibatch."""
    if rollout.memory is None:
        found: tuple[torch.Tensor, torch.Tensor, torch.Tensor] = network(flat.seen[at])
        return found
    cells = torch.from_numpy(chosen)
    ended = torch.from_numpy(rollout.ended)[:, cells]
    logits, values, hidden = network.unroll(rollout.seen[:, cells], rollout.memory[cells], ended)
    return logits.flatten(0, 1), values.flatten(), hidden.flatten(0, 1)


def _allowed(rollout: Rollout, index: Array) -> Array:
    """Return what samples were allowed [N, C]."""
    ticks, cells = np.divmod(index, rollout.choices.shape[1])
    found: Array = rollout.allowed[ticks % len(rollout.allowed), cells]
    return found
