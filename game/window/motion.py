"""Where things are between two scenes: on their way with a hop, or bumped and back."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from game.core.scene import Scene, Sprite
    from game.window.frame import Frame

BUMP = 0.13
HOP = 0.08
WAYS = {"north": (0.0, -1.0), "south": (0.0, 1.0), "east": (1.0, 0.0), "west": (-1.0, 0.0)}


def place(frame: Frame, thing: Sprite) -> tuple[float, float]:
    """Return the cell, in fractions, where a sprite is by now."""
    if frame.calm:
        return thing.x, thing.y
    before = None if frame.previous is None else _same(frame.previous, thing.key)
    if before is not None and (before.x, before.y) != (thing.x, thing.y):
        share = frame.alpha * frame.alpha * (3 - 2 * frame.alpha)
        x = before.x + (thing.x - before.x) * share
        y = before.y + (thing.y - before.y) * share
        return x, y - HOP * math.sin(math.pi * frame.alpha)
    if any(each.name == "bump" and each.seat == thing.seat >= 0 for each in frame.scene.happenings):
        across, down = WAYS.get(thing.facing, (0.0, 0.0))
        out = BUMP * math.sin(math.pi * min(1.0, frame.alpha * 1.6))
        return thing.x + across * out, thing.y + down * out
    return thing.x, thing.y


def _same(scene: Scene, key: str) -> Sprite | None:
    """Return the sprite with a key."""
    return next((each for each in scene.sprites if each.key == key), None)
