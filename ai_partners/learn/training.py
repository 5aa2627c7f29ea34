"""Training by a recipe: everything that a level, a seed and a recipe come to, and the policy file at the end."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np
import torch

from ai_partners.learn.networks import Network, tensors
from ai_partners.learn.parties import COPY_NAME, SELF, assign, by_rank, parties
from ai_partners.learn.ppo import Learner, TrainingError, learn
from ai_partners.learn.regularisers import Anchor, Foresight
from ai_partners.learn.rollouts import COPY, LEARNER, Rollouts
from ai_partners.learn.scale import scale
from ai_partners.learn.starts import Starts, episode_states, random_states
from ai_partners.mates import Mate
from ai_partners.network import Network as Played
from ai_partners.network import level_hash
from ai_partners.weights import WeightsCard
from game.core.scores import teams_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from ai_partners.learn.ppo import Report
    from ai_partners.learn.recipe import MateSpec, Recipe
    from ai_partners.learn.rollouts import Finished, Rollout
    from game.core.contract import Game, Level, Policy
    from game.core.episode import Episode

Array = np.ndarray[Any, Any]
Bonus: TypeAlias = "Callable[[Rollout, float], Array]"
"""Further reward [T, L] of a rollout, when a part of the training is done."""
LATELY = 20
"""Rounds of a party by which it is ranked."""
STINT = 4
"""Rounds for which everybody keeps their seats before parties are ranked anew."""
STATES = 4_000
"""States of random play, and of people's rounds, in which rounds may begin."""


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
        self.mates, names = _mates(task)
        seats = task.game.seats(task.level)
        found, _ = parties(seats, [(one.name, one.share) for one in names])
        self._shares = [
            (part, parties(seats, [(one.name, one.share * one.is_there(part)) for one in names])[1])
            for part in sorted({one.since for one in names} | {one.until for one in names if one.until < 1})
        ]
        shape = task.game.observations[recipe.observation].shape(task.level)
        entries = scale(task.game, [task.level], recipe.observation)
        self.anchor = Anchor(task) if recipe.anchor is not None else None
        self.foresight = Foresight(task, recipe.predicts) if recipe.predicts else None
        network = Network(shape, task.game.choices, recipe.network, entries)
        self.learner = Learner(network, task.seed, self.foresight.parameters() if self.foresight is not None else ())
        self.rollouts = Rollouts(
            task.game, [task.level], found, self.mates, rows=recipe.rows, seed=task.seed,
            observation=recipe.observation, starts=_starts(task), copy_epsilon=_copy_epsilon(recipe.mates),
        )  # fmt: skip
        spec = recipe.population
        self._is_ranked = spec is not None and spec.sampler == "rank"
        self._pause = STINT * task.level.horizon * recipe.rows
        self._stage, self._due = -1, 0
        self._recent: dict[int, deque[float]] = {}
        self._seat()

    def reports(self) -> Iterator[Report]:
        """Yield a report after each update until the recipe's steps are done; raises `TrainingError`."""
        terms = [part.loss for part in (self.anchor, self.foresight) if part is not None]
        bonus = self.anchor.look if self.anchor is not None else self._bonus
        for report in learn(self.learner, self.rollouts, self.task.recipe.ppo, bonus, terms):
            yield report
            self._note(report.finished)
            self._seat()

    def _seat(self) -> None:
        """Let everybody sit down who plays at this part of the training; where that changes, all rounds begin anew."""
        done = self.learner.steps / self.task.recipe.ppo.steps
        stage = sum(done >= since for since, _ in self._shares) - 1
        shares = self._shares[stage][1]
        if stage != self._stage:
            self._stage, self._due = stage, self.learner.steps + self._pause
            self.rollouts.seat(assign(shares, self.task.recipe.rows))
        elif self._is_ranked and self.learner.steps >= self._due:
            self._due = self.learner.steps + self._pause
            self.rollouts.seat(assign(by_rank(shares, self._means()), self.task.recipe.rows))

    def _note(self, finished: Sequence[Finished]) -> None:
        """Note the points of rounds that have ended, by party."""
        for one in finished:
            self._recent.setdefault(one.party, deque(maxlen=LATELY)).append(max(one.scores))

    def _means(self) -> Array:
        """Return the mean points of each party's latest rounds; not a number for one that has played none."""
        return np.array([np.mean(self._recent.get(n, [np.nan])) for n in range(len(self.rollouts.parties))])

    def points(self, finished: Finished) -> Iterator[tuple[str, float]]:
        """Yield, for each team with a learning seat in a finished round, who else played and the team's points."""
        party = self.rollouts.parties[finished.party].seats
        others = {self._name(entry) for entry in party if entry != LEARNER}
        teams = teams_of(self.task.game, self.task.level)
        for team in sorted(set(teams)):
            if any(entry == LEARNER for entry, own in zip(party, teams, strict=True) if own == team):
                yield ", ".join(sorted(others)) or SELF, finished.scores[team]

    def _name(self, entry: int) -> str:
        """Return the name of an entry of a party."""
        return COPY_NAME if entry == COPY else self.mates[entry - 1].name

    def export(self, scores: dict[str, float] | None = None) -> tuple[WeightsCard, dict[str, Array]]:
        """Return card and tensors of what has been learned so far."""
        task, network = self.task, self.task.recipe.network
        shape = task.game.observations[task.recipe.observation].shape(task.level)
        parents = [card.hash for pool in task.known.values() for card, _ in pool]
        card = WeightsCard(
            task.recipe.name, task.recipe.summary, task.game.name, task.game.version, task.level.name,
            level_hash(task.game, task.level), task.recipe.name, task.seed, self.learner.steps,
            round(self.learner.cpu_seconds, 1), task.recipe.observation, int(np.prod(shape)), task.game.choices,
            network.hidden, activation=network.activation, memory=network.memory, convolutions=network.convolutions,
            parents=tuple(parents), data=_data(task), scores=scores or {},
        )  # fmt: skip
        return card, tensors(self.learner.network)


def _data(task: Task) -> tuple[str, ...]:
    """Return the hashes of all episodes from which somebody has learned whom a training knows."""
    return tuple(sorted({seen for pool in task.known.values() for card, _ in pool for seen in card.data}))


class Invited(NamedTuple):
    """Somebody with a share of the rounds for a part of the training."""

    name: str
    share: float
    since: float
    until: float

    def is_there(self, part: float) -> bool:
        """Tell whether they play when a part of the training is done."""
        return self.since <= part < self.until


def _mates(task: Task) -> tuple[list[Mate], list[Invited]]:
    """Return the mates of a recipe, and in the same order everybody with their shares."""
    mates: list[Mate] = []
    names: list[Invited] = []
    for spec in task.recipe.mates:
        if spec.who in {SELF, COPY_NAME}:
            names.append(Invited(spec.who, spec.share, spec.since, spec.until))
            continue
        pool = _pool(task, spec)
        mates += pool
        names += [Invited(mate.name, spec.share / len(pool), spec.since, spec.until) for mate in pool]
    return mates, names


def _pool(task: Task, spec: MateSpec) -> list[Mate]:
    """Return everybody that one line of a recipe stands for; raises `TrainingError` where there is nobody."""
    if spec.who in task.known:
        found = task.known[spec.who]
        if not found:
            message = f"recipe {task.recipe.name!r} plays with {spec.who!r}, and there is nobody of them for this level"
            raise TrainingError(message)
        return [_trained(number, spec, *file) for number, file in enumerate(found)]
    bots = task.game.bots
    if spec.who in bots:
        return [Mate(spec.who, bots[spec.who], spec.temperature or 0.0, spec.epsilon)]
    if spec.who in EVERYWHERE:
        return [Mate(spec.who, EVERYWHERE[spec.who], spec.temperature or 0.0, spec.epsilon)]
    message = f"recipe {task.recipe.name!r} plays with {spec.who!r}, whom nobody gave; known: {', '.join(task.known)}"
    raise TrainingError(message)


def _trained(number: int, spec: MateSpec, card: WeightsCard, found: dict[str, Array]) -> Mate:
    """Return a trained partner as a mate."""
    temperature = card.temperature if spec.temperature is None else spec.temperature

    def make() -> Policy:
        """Return it with an empty memory."""
        return Played(card, found)

    return Mate(f"{spec.who} {number + 1}", make, temperature, spec.epsilon)


def _copy_epsilon(mates: Sequence[MateSpec]) -> float:
    """Return how noisy the live copy is."""
    return next((spec.epsilon for spec in mates if spec.who == COPY_NAME), 0.0)


def _starts(task: Task) -> Starts | None:
    """Return where rounds begin, or None where all begin at the level's own start."""
    spec = task.recipe.starts
    if not spec.random + spec.human + spec.remembered:
        return None
    starts = Starts(task.game, 1, spec.random + spec.human, remembered=spec.remembered)
    if spec.random:
        starts.add(0, random_states(task.game, task.level, STATES, task.seed))
    if spec.human:
        if not task.episodes:
            message = f"recipe {task.recipe.name!r} begins rounds in people's states; give their episodes with --people"
            raise TrainingError(message)
        states = episode_states(task.game, task.level, task.episodes)
        share = round(STATES * spec.human / spec.random) if spec.random else len(states)
        dice = np.random.default_rng(task.seed)
        starts.add(0, states[dice.integers(len(states), size=max(1, share))])
    return starts


def _everywhere() -> dict[str, Callable[[], Policy]]:
    """Return the policies that play any game."""
    from game.core.simple import Random, Stay

    return {"random": Random, "stay": Stay}


EVERYWHERE = _everywhere()
