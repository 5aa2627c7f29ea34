"""One moment of a stored round as a picture, without any display."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pygame

from game.core.contract import CrossplayError
from game.window.draw import Painter
from game.window.timeline import Timeline

if TYPE_CHECKING:
    from pathlib import Path

    from game.core.episode import Episode

KIND = ".png"


def write_still(  # noqa: PLR0913 - a moment, and how it is to look
    episode: Episode,
    tick: float,
    path: Path,
    size: tuple[int, int] = (1120, 720),
    *,
    people: frozenset[int] = frozenset(),
    viewers: tuple[int, ...] = (),
    tick_rate: float = 6.0,
) -> Path:
    """Write the picture of a tick (``12.5``: half-way to the 13th) to a path that ends in .png; returns the path.

    ``people`` are the seats shown as persons, ``viewers`` those whose sights are shown, none for everything. Raises
    `CrossplayError` for another kind of file, a tick that the round does not have, and a path that cannot be written.
    """
    last = len(episode.joint_actions)
    if path.suffix != KIND:
        message = f"a picture cannot be written as {path.name!r}; name a file that ends in {KIND}"
        raise CrossplayError(message)
    if not 0 <= tick <= last:
        message = f"there is no tick {tick:g} in this round; it has the ticks 0 to {last}"
        raise CrossplayError(message)
    os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
    surface = pygame.Surface(size)
    Painter().paint(surface, Timeline.of(episode).frame(tick, people, tick_rate, viewers))
    try:
        pygame.image.save(surface, path)
    except (OSError, pygame.error) as error:
        message = f"the picture {str(path)!r} cannot be written: {error}"
        raise CrossplayError(message) from error
    return path
