"""What one painted picture shows: a scene, where things were before, and what happened lately."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from game.core.scene import Happening, Scene
    from game.core.telling import Effect


@dataclass(frozen=True, slots=True)
class Frame:
    """Everything a painter needs for one picture."""

    scene: Scene
    previous: Scene | None = None
    alpha: float = 1.0
    """Share of the way from ``previous`` to ``scene``, 0 to 1."""
    recent: tuple[tuple[float, Happening], ...] = ()
    """Happenings of the last moments with their age in seconds."""
    people: frozenset[int] = frozenset()
    """Seats that a person plays."""
    tick_rate: float = 6.0
    """Ticks per second, to tell the time left in seconds."""
    effects: Mapping[str, Effect] = field(default_factory=dict)
    """The game's, by event: how a happening bursts and what its caption says."""
    captions: bool = False
    """Whether what happened lately is written below the board."""
    calm: bool = False
    """Whether nothing may move on its own: no hops, bumps, bursts or floating points."""


def recent(scenes: list[Scene], alpha: float, tick_rate: float) -> tuple[tuple[float, Happening], ...]:
    """Return the happenings of the last seconds with their age, the last scene being ``alpha`` ticks old."""
    newest = scenes[-8:]
    return tuple(
        ((len(newest) - 1 - place + alpha) / tick_rate, happening)
        for place, scene in enumerate(newest)
        for happening in scene.happenings
    )
