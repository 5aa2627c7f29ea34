"""Training by a recipe: everything that a level, a seed and a recipe come to, and the policy file at the end."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import msgspec
import numpy as np
import torch

from ai_partners.learn.inviting import ADVERSARIES, PAST, invite, samplers
from ai_partners.learn.networks import Network, tensors
from ai_partners.learn.parties import COPY_NAME, SELF, parties
from ai_partners.learn.pool import Kept, Pool
from ai_partners.learn.ppo import Learner, TrainingError, learn
from ai_partners.learn.recipe import MateSpec, StartsSpec
from ai_partners.learn.regularisers import Anchor, Foresight
from ai_partners.learn.rollouts import COPY, LEARNER, Rollouts
from ai_partners.learn.scale import scale
from ai_partners.learn.seating import Seating
from ai_partners.learn.starts import Starts, episode_states, random_states, scripted_states, varied_states
from ai_partners.network import level_hash
from ai_partners.weights import WeightsCard
from game.core.scores import teams_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from ai_partners.learn.ppo import Report
    from ai_partners.learn.recipe import Recipe
    from ai_partners.learn.rollout import Rollout
    from ai_partners.learn.rollouts import Finished
    from game.core.contract import Game, Level
    from game.core.episode import Episode

Array = np.ndarray[Any, Any]
Bonus: TypeAlias = "Callable[[Rollout, float], Array]"
"""Further reward [T, L] of a rollout, when a part of the training is done."""
LATELY = 100
"""Rounds by which an adversary's play with itself is told."""
STINT = 4
"""Rounds for which everybody keeps their seats before parties are ranked anew."""
STATES = 4_000
"""States of random play, and of scripted rounds, in which rounds may begin."""
APART = 7_907
"""Seeds of adversaries are this far apart."""
EGO = "ego"
"""The adversaries' word for the learner."""


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be learned, and beside whom."""

    game: Game
    level: Level
    recipe: Recipe
    seed: int
    known: Mapping[str, Sequence[tuple[WeightsCard, dict[str, Array]]]]
    """Trained partners by the word that the recipe has for them: ``"humans"``, ``"population"``, a name."""
    episodes: Sequence[Episode] = ()
    """People's rounds, in whose states rounds may begin."""


class Training:
    """A learner and its rollouts; a resource."""

    def __init__(self, task: Task, bonus: Bonus | None = None) -> None:
        torch.manual_seed(task.seed)
        self._bonus = bonus
        self.task, recipe = task, task.recipe
        self._choices = task.game.choices if recipe.speaks else len(task.game.actions)
        shape = _shape(task)
        entries = scale(task.game, [task.level], recipe.observation)
        self._draws, self._plays = _drawn(recipe)
        if self._draws:
            shape, entries = (*shape[:-1], shape[-1] + 1), np.append(entries, np.float32(1))
        self.anchor = Anchor(task) if recipe.anchor is not None else None
        self.foresight = Foresight(task, recipe.predicts, self._choices) if recipe.predicts else None
        network = Network(shape, self._choices, recipe.network, entries)
        self.learner = Learner(network, task.seed, self.foresight.parameters() if self.foresight is not None else ())
        self.pools = {word: Pool(word, places) for word, places in _places(recipe)}
        for pool in self.pools.values():
            pool.first = Kept(0.0, *self.export())
        self.mates, invited = invite(task, self.pools)
        found, beside = parties(task.game.seats(task.level), invited)
        self.seating = Seating(found, beside, samplers(recipe), teams_of(task.game, task.level))
        self.rollouts = Rollouts(
            task.game, [task.level], found, self.mates, rows=recipe.rows, seed=task.seed,
            observation=recipe.observation, starts=_starts(task), copy_epsilon=_copy_epsilon(recipe.mates),
            draws=self._draws,
        )  # fmt: skip
        self.rollouts.weights = self.seating.rewards()
        self._pause = STINT * task.level.horizon * recipe.rows
        self._stage, self._due = -1, 0
        self._seat()

    def reports(self) -> Iterator[Report]:
        """Yield a report after each update until the recipe's steps are done; raises `TrainingError`."""
        terms = [part.loss for part in (self.anchor, self.foresight) if part is not None]
        bonus = self.anchor.look if self.anchor is not None else self._bonus
        self._renew()
        self._seat()
        for report in learn(self.learner, self.rollouts, self.task.recipe.ppo, bonus, terms):
            yield report
            self.seating.note(report.finished)
            if self.done < 1:
                self._renew()
                self._seat()

    @property
    def alone(self) -> frozenset[int]:
        """Numbers of the parties in which the learner has all seats."""
        return frozenset(n for n, one in enumerate(self.rollouts.parties) if set(one.seats) == {LEARNER})

    @property
    def done(self) -> float:
        """Part of the training that is done, 0 to 1."""
        return self.learner.steps / self.task.recipe.ppo.steps

    def _seat(self) -> None:
        """Let everybody sit down who plays at this part of the training; where that changes, all rounds begin anew."""
        if self.rollouts.starts is not None:
            self.rollouts.starts.done = self.done
        stage = self.seating.stage(self.done)
        if stage != self._stage or (self.seating.is_sampled and self.learner.steps >= self._due):
            self._stage, self._due = stage, self.learner.steps + self._pause
            self.rollouts.seat(self.seating.rows(self.done, self.task.recipe.rows))

    def _renew(self) -> None:
        """Let those into the pools whose time has come."""
        past, adversaries = self.pools.get(PAST), self.pools.get(ADVERSARIES)
        if past is not None and self.done >= past.latest + self.task.recipe.past.every:
            self._admit(past, Kept(self.done, *self.export()))
        if adversaries is not None and self.done >= len(adversaries.kept) / adversaries.places:
            self._admit(adversaries, oppose(self.task, Kept(self.done, *self.export()), len(adversaries.kept)))

    def _admit(self, pool: Pool, one: Kept) -> None:
        """Let somebody into a pool; they play from the next time on that seats are taken."""
        name = pool.name(pool.add(one))
        self.seating.forget(name, one.best)
        self._due = 0

    def points(self, finished: Finished) -> Iterator[tuple[str, float]]:
        """Yield, for each team with a learning seat in a finished round, who else played and the team's points."""
        party = self.rollouts.parties[finished.party].seats
        others = {self._name(entry) for entry in party if entry != LEARNER}
        seats = self.task.game.seats(self.task.level)
        for team in sorted({seat.team for seat in seats}):
            own = [seat for entry, seat in zip(party, seats, strict=True) if (entry, seat.team) == (LEARNER, team)]
            if own:
                side = f" as {own[0].role}" if self.task.game.is_zero_sum else ""
                yield (", ".join(sorted(others)) or SELF) + side, finished.scores[team]

    def _name(self, entry: int) -> str:
        """Return the name of an entry of a party."""
        return COPY_NAME if entry == COPY else self.mates[entry - 1].name

    def export(self, scores: dict[str, float] | None = None) -> tuple[WeightsCard, dict[str, Array]]:
        """Return card and tensors of what has been learned so far."""
        task, network = self.task, self.task.recipe.network
        shape = _shape(task)
        extras = (f"constant:{self._draws}={self._plays:g}",) if self._draws else ()
        parents = [card.hash for pool in task.known.values() for card, _ in pool]
        card = WeightsCard(
            task.recipe.name, task.recipe.summary, task.game.name, task.game.version, task.level.name,
            level_hash(task.game, task.level), task.recipe.name, task.seed, self.learner.steps,
            round(self.learner.cpu_seconds, 1), task.recipe.observation, int(np.prod(shape)) + len(extras),
            self._choices, network.hidden, activation=network.activation, memory=network.memory,
            convolutions=network.convolutions, extras=extras, parents=tuple(parents), data=_data(task),
            scores=scores or {},
        )  # fmt: skip
        return card, tensors(self.learner.network)


def _drawn(recipe: Recipe) -> tuple[str, float]:
    """Return what each seat draws for a round and sees, "" for nothing, and what the partner that comes of it plays."""
    if recipe.anchor is not None and recipe.anchor.sampled:
        return "nearness", recipe.anchor.plays
    return ("taste", 1.0) if recipe.ppo.tastes == "one" else ("", 0.0)


def _data(task: Task) -> tuple[str, ...]:
    """Return the hashes of all episodes from which somebody has learned whom a training knows."""
    return tuple(sorted({seen for pool in task.known.values() for card, _ in pool for seen in card.data}))


def _places(recipe: Recipe) -> Iterator[tuple[str, int]]:
    """Yield the pools that a recipe plays with and how many places they have."""
    words = {mate.who for mate in recipe.mates}
    if PAST in words:
        yield PAST, recipe.past.places
    if ADVERSARIES in words:
        yield ADVERSARIES, recipe.adversaries.generations


def oppose(task: Task, ego: Kept, number: int) -> Kept:
    """Return a new partner, good with itself and bad with the learner as it is now: the learner's regret is large.

    It learns by the points that it makes with itself, in part of the rounds from states that it has been in with the
    learner, and by minus those that it makes with the learner (after Wang et al. 2025, ROTATE). One that only spoils
    the game cannot do well in the first kind of rounds.
    """
    spec, recipe = task.recipe.adversaries, task.recipe
    mates = (MateSpec(SELF, spec.own), MateSpec(EGO, 1 - spec.own, reward=-1))
    ppo = msgspec.structs.replace(recipe.ppo, steps=spec.steps)
    fields = {"mates": mates, "ppo": ppo, "population": None, "anchor": None, "starts": StartsSpec(remembered=0.3)}
    own = msgspec.structs.replace(recipe, **fields, predicts=0.0)
    known = {EGO: [(ego.card, ego.tensors)]}
    training = Training(dataclasses.replace(task, recipe=own, seed=task.seed + APART * (number + 1), known=known))
    points: list[float] = []
    for report in training.reports():
        points += [score for one in report.finished for name, score in training.points(one) if name == SELF]
    best = float(np.mean(points[-LATELY:])) if points else float("nan")
    return Kept(ego.done, *training.export(), best)


def _shape(task: Task) -> tuple[int, ...]:
    """Return the shape of what the learner sees; raises `TrainingError` for an observation that the game has not."""
    found = task.game.observations.get(task.recipe.observation)
    if found is None:
        known = ", ".join(task.game.observations)
        message = f"recipe {task.recipe.name!r} sees {task.recipe.observation!r}; {task.game.name} shows {known}"
        raise TrainingError(message)
    return found.shape(task.level)


def _copy_epsilon(mates: Sequence[MateSpec]) -> float:
    """Return how noisy the live copy is."""
    return next((spec.epsilon for spec in mates if spec.who == COPY_NAME), 0.0)


def _starts(task: Task) -> Starts | None:
    """Return where rounds begin, or None where all begin at the level's own start."""
    shares = task.recipe.starts.shares()
    if not shares:
        return None
    starts = Starts(1, shares)
    if "random" in shares:
        starts.add("random", 0, random_states(task.game, task.level, STATES, task.seed))
    if "scripted" in shares:
        starts.add("scripted", 0, scripted_states(task.game, task.level, STATES, task.seed))
    if "varied" in shares:
        variants = task.recipe.starts.variants
        if not variants:
            message = f"recipe {task.recipe.name!r} begins rounds in varied states; say how with starts.variants"
            raise TrainingError(message)
        each = STATES // len(variants)
        starts.add("varied", 0, varied_states(task.game, task.level, variants, each, task.seed))
    if "human" in shares:
        if not task.episodes:
            message = f"recipe {task.recipe.name!r} begins rounds in people's states; give their episodes with --people"
            raise TrainingError(message)
        starts.add("human", 0, episode_states(task.game, task.level, task.episodes))
    return starts
