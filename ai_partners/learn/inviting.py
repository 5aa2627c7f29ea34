"""Inviting: everybody that the lines of a recipe stand for, as mates with their shares of the rounds."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from ai_partners.learn.parties import COPY_NAME, SELF, Invited
from ai_partners.learn.ppo import TrainingError
from ai_partners.mates import Mate
from ai_partners.network import Network

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import numpy as np

    from ai_partners.learn.pool import Pool
    from ai_partners.learn.recipe import MateSpec, Recipe
    from ai_partners.learn.training import Task
    from ai_partners.weights import WeightsCard
    from game.core.contract import Policy

    Array = np.ndarray[Any, Any]

PAST, ADVERSARIES, POPULATION = "past", "adversaries", "population"


def invite(task: Task, pools: Mapping[str, Pool]) -> tuple[list[Mate], list[Invited]]:
    """Return the mates of a recipe, and in the same order everybody with their shares.

    Raises `TrainingError` where nobody is known by a word, or where a rival is asked for and there is one team.
    """
    mates: list[Mate] = []
    invited: list[Invited] = []
    for spec in task.recipe.mates:
        _check_teams(task, spec)
        usual = Invited("", spec.share, spec.since, spec.until, spec.rivals, spec.who, spec.reward)
        if spec.who in {SELF, COPY_NAME}:
            invited.append(usual._replace(name=spec.who))
            continue
        pool = pools[spec.who].mates(1.0, spec.epsilon) if spec.who in pools else _mates(task, spec)
        mates += pool
        bests = _bests(task, spec, len(pool))
        invited += [
            usual._replace(name=mate.name, share=spec.share / len(pool), best=best)
            for mate, best in zip(pool, bests, strict=True)
        ]
    return mates, invited


def samplers(recipe: Recipe) -> dict[str, str]:
    """Return by which sampler those of each word share their rounds."""
    found = {PAST: recipe.past.sampler, ADVERSARIES: recipe.adversaries.sampler}
    if recipe.population is not None:
        found[POPULATION] = recipe.population.sampler
    words = {mate.who for mate in recipe.mates}
    return {word: sampler for word, sampler in found.items() if word in words}


def _check_teams(task: Task, spec: MateSpec) -> None:
    """Raise `TrainingError` for rivals in a game of one team."""
    if spec.rivals and len({seat.team for seat in task.game.seats(task.level)}) == 1:
        message = f"recipe {task.recipe.name!r} has rivals, and on {task.level.name!r} all play in one team"
        raise TrainingError(message)


def _bests(task: Task, spec: MateSpec, count: int) -> list[float]:
    """Return the points that those of one line make with themselves, where they are known."""
    cards = [card for card, _ in task.known.get(spec.who, [])]
    return [card.scores.get("self", math.nan) for card in cards] if len(cards) == count else [math.nan] * count


def _mates(task: Task, spec: MateSpec) -> list[Mate]:
    """Return everybody that one line of a recipe stands for; raises `TrainingError` where there is nobody."""
    if spec.who in task.known:
        found = task.known[spec.who]
        if not found:
            message = f"recipe {task.recipe.name!r} plays with {spec.who!r}, and there is nobody of them for this level"
            raise TrainingError(message)
        return [_trained(number, spec, *file) for number, file in enumerate(found)]
    scripted = {**EVERYWHERE, **task.game.bots}
    if spec.who in scripted:
        return [Mate(spec.who, scripted[spec.who], spec.temperature or 0.0, spec.epsilon, spec.absent)]
    message = f"recipe {task.recipe.name!r} plays with {spec.who!r}, whom nobody gave; known: {', '.join(task.known)}"
    raise TrainingError(message)


def _trained(number: int, spec: MateSpec, card: WeightsCard, found: dict[str, Array]) -> Mate:
    """Return a trained partner as a mate."""
    temperature = card.temperature if spec.temperature is None else spec.temperature

    def make() -> Policy:
        """Return it with an empty memory."""
        return Network(card, found)

    return Mate(f"{spec.who} {number + 1}", make, temperature, spec.epsilon, spec.absent)


def _everywhere() -> dict[str, Callable[[], Policy]]:
    """Return the policies that play any game."""
    from game.core.simple import Random, Stay

    return {"random": Random, "stay": Stay}


EVERYWHERE = _everywhere()
