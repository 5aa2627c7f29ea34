"""Numbers about a round, counted from its events: the same code for people and for agents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from game.core.contract import Game


def measure(game: Game, events: np.ndarray[Any, Any]) -> dict[str, float]:
    """Return every metric of a game for the event counts [..., events] of any number of ticks and seats.

    A ratio without anything to divide by is not a number (nan): nothing happened that could have gone either way.
    """
    totals = dict(zip(game.events, events.reshape(-1, len(game.events)).sum(axis=0, dtype=np.int64), strict=True))
    found = {}
    for name, metric in game.metrics.items():
        count = float(sum(int(totals[event]) for event in metric.counts))
        per = float(sum(int(totals[event]) for event in metric.per)) if metric.per else 1.0
        found[name] = count / per if per else float("nan")
    return found
