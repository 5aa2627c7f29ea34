"""Populations: partners trained one after the other to be mates, each of them kept at several strengths.

Kept at the start, at half of the final score and at the end, as in fictitious co-play (Strouse et al. 2021, arXiv
2110.08176), where the weaker ones are what teaches a partner to play with people.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
import numpy as np

from ai_partners import weights
from ai_partners.learn.ppo import TrainingError
from ai_partners.learn.recipe import MateSpec
from ai_partners.learn.training import Task, Training
from ai_partners.network import Network as Played

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from ai_partners.learn.recipe import PopulationSpec
    from ai_partners.learn.rollout import Rollout
    from ai_partners.learn.training import Bonus
    from ai_partners.weights import WeightsCard

Array = np.ndarray[Any, Any]
SNAPSHOTS = 40
"""Times in its training at which a member's score is noted."""
FAR_APART = 7919
"""Members' seeds are this far apart."""
DRAWS = 16
"""Draws of all members' tastes, of which the one counts that leaves the fewest without any."""


class Grown(NamedTuple):
    """Where a population stands."""

    member: int
    members: int
    part: float
    """Of this member's training."""
    score: float
    """Mean points of its latest rounds with itself."""


class Snapshot(NamedTuple):
    """A member at some moment of its training."""

    score: float
    card: WeightsCard
    tensors: dict[str, Array]


def load(folder: Path) -> list[tuple[WeightsCard, dict[str, Array]]]:
    """Return all members in a folder, in the order of their names; raises `TrainingError` where there are none."""
    found = [weights.load(path) for path in sorted(folder.glob("*.json"))]
    if not found:
        message = f"{str(folder)!r} holds no members; train a population into it, or name another folder"
        raise TrainingError(message)
    return found


def grow(task: Task, spec: PopulationSpec, folder: Path, members: Sequence[int] | None = None) -> Iterator[Grown]:
    """Train the members, or some of them, that a folder does not hold yet; yield progress after every update.

    A member is written when its training is done, so what is broken off is at most one member.
    """
    for member in range(spec.members) if members is None else members:
        names = [f"member-{member:02}-{round(100 * part):03}" for part in spec.keep]
        if all((folder / f"{name}.json").exists() for name in names):
            continue
        snapshots: list[Snapshot] = []
        before = [weights.load(path) for path in sorted(folder.glob("member-*-100.json"))][:member]
        training = Training(member_task(task, spec, member), _entropy(task, spec, before))
        yield from _train(training, (member, spec.members), snapshots)
        for name, part in zip(names, spec.keep, strict=True):
            best = pick(snapshots, part)
            weights.save(folder, best.tensors, dataclasses.replace(best.card, name=name, scores={"self": best.score}))


def pick(snapshots: list[Snapshot], part: float) -> Snapshot:
    """Return the earliest snapshot that has reached a part of the best score; for 0 the first one, for 1 the last.

    The best score is the last one, but where a taste grows so strong that it costs points.
    """
    wanted = part * max(one.score for one in snapshots)
    if part >= 1:
        return snapshots[-1]
    return next(one for one in snapshots if one.score >= wanted) if part > 0 else snapshots[0]


def member_task(task: Task, spec: PopulationSpec, member: int) -> Task:
    """Return what one member learns: the recipe's settings in self-play, with its own taste where members differ."""
    own = taste(spec, task.seed, member)
    tastes = "one" if own and spec.joint else "all"
    fields = {"steps": spec.steps, "events": own, "tastes": tastes, "liking": spec.liking}
    ppo = msgspec.structs.replace(task.recipe.ppo, **fields)
    rest: dict[str, Any] = {"mates": (MateSpec("self"),), "population": None, "anchor": None, "predicts": 0.0}
    rest["observation"] = spec.seen_by(task.recipe)
    recipe = msgspec.structs.replace(task.recipe, ppo=ppo, **rest)
    return dataclasses.replace(task, recipe=recipe, seed=task.seed + FAR_APART * (member + 1), known={})


def taste(spec: PopulationSpec, seed: int, member: int) -> dict[str, float]:
    """Return weights of events that are one member's own taste (after HSP, arXiv 2302.01605); none for most recipes.

    For each event the members have each weight as often as any other (a Latin hypercube): weights drawn for each member
    alone often leave a population without anybody who wants dishes, say, and nobody learns beside such a one.
    """
    if member < spec.plain or not spec.biases:
        return {}
    dice, tasted = np.random.default_rng(seed), spec.members - spec.plain
    every = np.tile(spec.biases, -(-tasted // len(spec.biases)))
    draws = [np.array([dice.permutation(every)[:tasted] for _ in spec.biased]) for _ in range(DRAWS)]
    best = max(draws, key=lambda draw: int(np.any(draw, axis=0).sum()))
    return dict(zip(spec.biased, best[:, member - spec.plain].tolist(), strict=True))


def _entropy(task: Task, spec: PopulationSpec, before: list[tuple[WeightsCard, dict[str, Array]]]) -> Bonus | None:
    """Return the reward for choosing what the members so far seldom choose; None where there is none.

    The population's entropy of MEP (Zhao et al. 2022, arXiv 2112.11701): minus the logarithm of the members' mean
    probability of the choice. There the members learn together; here one after the other, each beside those before it.
    """
    if not spec.diversity:
        return None
    members = [Played(card, found) for card, found in before]
    count = task.recipe.rows * task.recipe.ppo.ticks * len(task.game.seats(task.level))
    for member in members:
        member.begin(task.game, [task.level] * count, [0] * count, [0] * count)

    def bonus(rollout: Rollout, done: float) -> Array:
        """Return the reward [T, L]."""
        del done
        chosen = rollout.choices.reshape(-1, 1).astype(np.int64)
        logs = [np.take_along_axis(member.prefer(rollout.plain), chosen, axis=1)[:, 0] for member in members]
        mean = np.mean(np.exp([rollout.chances.reshape(-1), *logs]), axis=0)
        reward: Array = (-spec.diversity * np.log(mean + 1e-8)).astype(np.float32).reshape(rollout.choices.shape)
        return reward

    return bonus


def _train(training: Training, place: tuple[int, int], snapshots: list[Snapshot]) -> Iterator[Grown]:
    """Train one member, and note it now and then."""
    recent: list[float] = []
    total, due = training.task.recipe.ppo.steps, 0.0
    snapshots.append(Snapshot(0.0, *training.export()))
    for report in training.reports():
        recent += [points for finished in report.finished for _, points in training.points(finished)]
        score = float(np.mean(recent[-64:])) if recent else 0.0
        if report.steps / total >= due and recent:
            snapshots.append(Snapshot(score, *training.export()))
            due = report.steps / total + 1 / SNAPSHOTS
        yield Grown(*place, report.steps / total, score)
    snapshots.append(Snapshot(score, *training.export()))
