"""A stored round as a GIF or MP4, without any display."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import imageio.v3 as iio
import numpy as np
import pygame

from game.core.contract import CrossplayError
from game.window.draw import Painter
from game.window.timeline import Timeline

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from game.core.episode import Episode

KINDS = (".gif", ".mp4")
Pixels = np.ndarray[tuple[int, ...], np.dtype[np.uint8]]


def write_film(episode: Episode, path: Path, *, tick_rate: float = 6.0, size: tuple[int, int] = (640, 480)) -> Path:
    """Write the film of an episode to a path that ends in .gif or .mp4; returns the path."""
    if path.suffix not in KINDS:
        message = f"a film cannot be written as {path.suffix!r}; name a file that ends in {' or '.join(KINDS)}"
        raise CrossplayError(message)
    between = 2 if path.suffix == ".gif" else 5
    frames = np.stack(list(pictures(episode, tick_rate, size, between=between)))
    if path.suffix == ".gif":
        iio.imwrite(path, frames, duration=1000 / (tick_rate * between), loop=0)
    else:
        iio.imwrite(path, frames, fps=tick_rate * between, codec="libx264", macro_block_size=2)
    return path


def pictures(episode: Episode, tick_rate: float, size: tuple[int, int], *, between: int) -> Iterator[Pixels]:
    """Yield the pictures of an episode, [height, width, 3], ``between`` for each tick."""
    os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
    line, painter, surface = Timeline.of(episode), Painter(), pygame.Surface(size)
    for number in range((len(line.scenes) - 1) * between + 1):
        painter.paint(surface, line.frame(number / between, frozenset(), tick_rate))
        yield np.ascontiguousarray(pygame.surfarray.array3d(surface).swapaxes(0, 1))
