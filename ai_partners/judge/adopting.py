"""Adopting a trained partner: it is measured, its scores go on its card, and it lies in the zoo from then on."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np

import game
from ai_partners import trained, weights
from ai_partners.judge import suite as suites
from ai_partners.judge.meetings import meet

if TYPE_CHECKING:
    from pathlib import Path

    from ai_partners.judge.suite import Entrant
    from ai_partners.weights import WeightsCard

ROUNDS = 20


def adopt(path: Path, name: str, zoo: Path = trained.FOLDER) -> WeightsCard:
    """Measure a policy file and put it into the zoo under a name; return its new card.

    Its scores are the points of its team, averaged over 20 rounds with itself, and beside the proxies of every suite
    that has its level. Raises `WeightsError` for a file that is none.
    """
    card, tensors = weights.load(path)
    entrant = suites.entrant_of(path)
    scores = {"self": _with_itself(card, entrant)} | _suites(card, entrant)
    named = dataclasses.replace(card, name=name, scores={key: round(points, 1) for key, points in scores.items()})
    saved = weights.save(zoo / card.game / card.level, tensors, named)
    trained.cards.cache_clear()
    return saved


def _with_itself(card: WeightsCard, entrant: Entrant) -> float:
    """Return the points of a round in which it has every seat."""
    found = game.load(card.game)
    level = found.load_level(card.level)
    met = meet(found, level, [entrant.mate] * level.seats, ROUNDS, 0)
    return float(met.points.mean())


def _suites(card: WeightsCard, entrant: Entrant) -> dict[str, float]:
    """Return the mean points beside the proxies of each suite that has the card's level."""
    scores = {}
    for name in suites.names():
        suite = suites.load(name)
        if (suite.kind, suite.game) == ("proxies", card.game) and card.level in suite.levels:
            cells = suites.rounds_of(suite, entrant)
            scores[name] = float(np.mean([points for cell in cells for points in cell.points]))
    return scores
