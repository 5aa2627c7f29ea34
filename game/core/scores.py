"""Scores: the points of each team, which are the first stream of its seats' rewards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from game.core.contract import Game, Level

TWO = 2


def teams_of(game: Game, level: Level) -> tuple[int, ...]:
    """Return the team of each seat; seats without a body belong to theirs like all others."""
    return tuple(seat.team for seat in game.seats(level))


def team_points(teams: Sequence[int], points: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Return the points [..., teams] of each team from those of its seats [..., seats or more]."""
    member = np.array(teams)[:, None] == np.arange(max(teams) + 1)
    found: np.ndarray[Any, Any] = points[..., : len(teams)].astype(np.float64) @ member.astype(np.float64)
    return found


def kept(scores: Sequence[float]) -> float:
    """Return the one number that is kept of a round: with two teams the first one's points, else those of all.

    With one team that is its score, and where every seat plays for itself it is what they made together.
    """
    return float(scores[0] if len(scores) == TWO else sum(scores))
