"""The scale of what a seat sees: how far each entry goes, so that a network's inputs lie near -1 to 1."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from game.core.batch import Batch
from game.core.episode import Legality

if TYPE_CHECKING:
    from collections.abc import Sequence

    from game.core.contract import Game, Level

ROWS = 64


def scale(game: Game, levels: Sequence[Level], observation: str, ticks: int = 400) -> np.ndarray[Any, Any]:
    """Return one over the largest size, at least 1, that each entry or channel has in rounds of random play."""
    batch, dice = Batch(game, levels, ROWS, 0, observation=observation), np.random.default_rng(0)
    legality = Legality.of(game, levels[0])
    most = np.zeros(batch.observations.shape[-1], np.float32)  # type: ignore[union-attr]
    for tick in range(ticks):
        joint = np.stack([dice.choice(sorted(known), ROWS) for known in legality.legal], axis=1).astype(np.int8)
        for seat in legality.waiting(tick):
            joint[:, seat] = legality.wait
        between = [(batch.states["tick"] % every != 0, seat) for seat, every in legality.seldom]
        for rows, seat in between:
            joint[rows, seat] = legality.wait
        batch.step(joint)
        seen = np.abs(batch.observations.astype(np.float32))  # type: ignore[union-attr]
        most = np.maximum(most, seen.reshape(-1, seen.shape[-1]).max(axis=0))
    return np.asarray(1 / np.maximum(most, 1), np.float32)
