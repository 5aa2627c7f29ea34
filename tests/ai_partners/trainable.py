"""Small networks and files for tests of training and playing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

import game
from ai_partners.network import level_hash
from ai_partners.weights import WeightsCard, shapes

if TYPE_CHECKING:
    from game.core.contract import Level

KITCHEN = game.load("kitchen")
ROOM = KITCHEN.load_level("cramped_room")


def card(level: Level = ROOM, **changes: Any) -> WeightsCard:
    """Return the card of a small network over all features of the kitchen."""
    usual: dict[str, Any] = {
        "name": "small", "summary": "A small network.", "game": "kitchen", "game_version": KITCHEN.version,
        "level": level.name, "level_hash": level_hash(KITCHEN, level), "recipe": "none", "seed": 0, "steps": 0,
        "cpu_seconds": 0.0, "observation": "features", "inputs": 159, "choices": 6, "hidden": (8,),
    }  # fmt: skip
    return WeightsCard(**(usual | changes))


def tensors(of: WeightsCard, seed: int = 0) -> dict[str, np.ndarray[Any, Any]]:
    """Return random tensors for a card."""
    dice = np.random.default_rng(seed)
    return {name: dice.normal(0, 0.3, shape).astype(np.float32) for name, shape in shapes(of).items()}
