"""What holds a policy back or helps it on: nearness to another policy, and foretelling what the others do next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from ai_partners.learn.networks import device
from ai_partners.learn.ppo import TrainingError
from ai_partners.network import Network as Played

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ai_partners.learn.ppo import Losses
    from ai_partners.learn.rollout import Rollout
    from ai_partners.learn.training import Task

Array = np.ndarray[Any, Any]


class Anchor:
    """Kullback-Leibler divergence from the policy to human models, in every state that the learner sees.

    The regulariser of human-regularised self-play (piKL, arXiv 2112.07544; HR-PPO, arXiv 2403.19648): the loss is
    weight * KL(policy || human), so that choices that people never make are dear and those that they make are cheap.
    A weight that is sampled lies between the least and the most, evenly in its logarithm (DiL-piKL, arXiv 2210.05492).
    """

    def __init__(self, task: Task) -> None:
        spec = task.recipe.anchor
        if spec is None or not task.known.get(spec.who):
            message = (
                f"recipe {task.recipe.name!r} is held near to {'nobody' if spec is None else spec.who!r}; give them"
            )
            raise TrainingError(message)
        self._weights, self._is_sampled = spec.weight, spec.sampled
        self._models = [Played(card, found) for card, found in task.known[spec.who]]
        for model in self._models:
            if model.card.extras or model.card.memory:
                message = (
                    f"{model.card.name!r} remembers its past, so nobody can be held near to it; clone without that"
                )
                raise TrainingError(message)
            model.is_freed = False
            model.begin(task.game, [task.level], [0], [0])
        self._logs: torch.Tensor = torch.empty(0)

    def look(self, rollout: Rollout, done: float) -> Array:
        """Note what the models would have done in a rollout; there is no reward in it: zeros [1, 1]."""
        del done
        logs = [np.exp(model.prefer(rollout.plain)) for model in self._models]
        self._logs = torch.from_numpy(np.log(np.mean(logs, axis=0) + 1e-4).astype(np.float32))
        return np.zeros((1, 1), np.float32)

    def loss(self, losses: Losses, done: float) -> torch.Tensor:
        """Return weight * KL(policy || models), averaged over a minibatch."""
        start, end = self._weights
        at = torch.from_numpy(losses.index)
        far = (losses.logs.exp() * (losses.logs - self._logs[at].to(losses.logs.device))).sum(dim=1)
        if not self._is_sampled:
            return (start + (end - start) * done) * far.mean()
        near = losses.rollout.drawn.flatten()[at].to(far.device)
        return (start * (end / start) ** near * far).mean()


class Foresight:
    """A head that foretells the next seat's choice from the actor's last activations (after E3T, NeurIPS 2023)."""

    def __init__(self, task: Task, weight: float, choices: int) -> None:
        network = task.recipe.network
        self._choices = choices
        self._head = torch.nn.Linear(network.memory or network.hidden[-1], choices).to(device())
        self._weight = weight

    def parameters(self) -> Iterator[torch.nn.Parameter]:
        """Return what is learned beside the network."""
        return self._head.parameters()

    def loss(self, losses: Losses, done: float) -> torch.Tensor:
        """Return the weighed negative log-likelihood of what the next seat did in the same tick."""
        del done
        did = losses.rollout.others.reshape(-1)[losses.index].astype(np.int64) % self._choices
        others = torch.from_numpy(did).to(losses.hidden.device)
        return self._weight * torch.nn.functional.cross_entropy(self._head(losses.hidden), others)
