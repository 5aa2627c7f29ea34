"""A stored round as a GIF or MP4, without any display: pictures are written as they are painted."""

from __future__ import annotations

from contextlib import closing, contextmanager, suppress
from typing import TYPE_CHECKING, Protocol

import imageio_ffmpeg
import numpy as np
import pygame

from game.core.contract import CrossplayError
from game.window.draw import Painter
from game.window.gif import Gif
from game.window.timeline import Timeline

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator
    from pathlib import Path

    from game.core.episode import Episode
    from game.window.gif import Pixels

BETWEEN = {".gif": 2, ".mp4": 5}
"""Kinds of films, and their pictures a tick."""
SIZE = (640, 480)
SAMPLES = 4


class FilmError(CrossplayError):
    """A film that cannot be written."""


class Reel(Protocol):
    """A film that is being written."""

    def add(self, picture: Pixels) -> None:
        """Add a picture, [height, width, 3]."""

    def close(self) -> None:
        """Finish the file."""


def write_film(  # noqa: PLR0913 - what, where to, and how it is to look
    episode: Episode,
    path: Path,
    *,
    tick_rate: float = 6.0,
    size: tuple[int, int] = SIZE,
    viewers: tuple[int, ...] = (),
    progress: Callable[[float], None] | None = None,
) -> Path:
    """Write the film of an episode to a path that ends in .gif or .mp4; returns the path.

    It shows what the seats ``viewers`` see, or everything. ``progress`` is told the share done after each picture.
    Raises `FilmError`, and then leaves ``path`` as it was.
    """
    for share in filming(Timeline.of(episode).seen_by(viewers), path, tick_rate=tick_rate, size=size):
        if progress is not None:
            progress(share)
    return path


def filming(
    line: Timeline, path: Path, *, tick_rate: float = 6.0, size: tuple[int, int] = SIZE
) -> Generator[float, None, None]:
    """Write a film picture by picture, yielding the share done; closed before its end it leaves nothing behind."""
    kind = path.suffix.lower()
    if kind not in BETWEEN:
        message = f"a film cannot be written as {path.suffix!r}; name a file that ends in {' or '.join(BETWEEN)}"
        raise FilmError(message)
    between = BETWEEN[kind]
    count = (len(line.scenes) - 1) * between + 1
    with _partly(path) as part, closing(_reel(part, line, tick_rate, size)) as reel:
        for number, picture in enumerate(pictures(line, tick_rate, size, between=between), 1):
            reel.add(picture)
            yield number / count


def pictures(line: Timeline, tick_rate: float, size: tuple[int, int], *, between: int) -> Iterator[Pixels]:
    """Yield the pictures of a round, [height, width, 3], ``between`` for each tick."""
    moments = [number / between for number in range((len(line.scenes) - 1) * between + 1)]
    yield from _paint(line, moments, tick_rate, size)


class Mp4:
    """An H.264 film, written by the ffmpeg that comes with imageio-ffmpeg."""

    def __init__(self, path: Path, size: tuple[int, int], rate: float) -> None:
        try:
            self._ffmpeg = imageio_ffmpeg.write_frames(
                str(path), size, fps=rate, codec="libx264", quality=6, macro_block_size=2, ffmpeg_log_level="error"
            )
            self._ffmpeg.send(None)
        except RuntimeError as error:
            message = f"there is no ffmpeg to write an MP4 with ({error}); name a file that ends in .gif"
            raise FilmError(message) from error

    def add(self, picture: Pixels) -> None:
        """Add a picture."""
        self._ffmpeg.send(picture)

    def close(self) -> None:
        """Finish the file."""
        self._ffmpeg.close()


def _paint(line: Timeline, moments: Iterable[float], tick_rate: float, size: tuple[int, int]) -> Iterator[Pixels]:
    """Yield the pictures of some moments, in ticks."""
    painter, surface = Painter(), pygame.Surface(size)
    for moment in moments:
        painter.paint(surface, line.frame(moment, frozenset(), tick_rate))
        yield np.ascontiguousarray(pygame.surfarray.array3d(surface).swapaxes(0, 1))


def _reel(part: Path, line: Timeline, tick_rate: float, size: tuple[int, int]) -> Reel:
    """Open the film that a file's name asks for; the colours of a GIF are those of some moments of the round."""
    rate = tick_rate * BETWEEN[part.suffix]
    if part.suffix == ".mp4":
        return Mp4(part, size, rate)
    last = len(line.scenes) - 1
    won = [tick for tick, scene in enumerate(line.scenes) if any(each.value for each in scene.happenings)]
    moments = {*(last * share / SAMPLES for share in range(SAMPLES + 1)), *(tick + 0.5 for tick in won[:SAMPLES])}
    return Gif(part, size, rate, np.concatenate(list(_paint(line, sorted(moments), tick_rate, size))))


@contextmanager
def _partly(path: Path) -> Iterator[Path]:
    """Give a place beside a path to write to, moved there when all went well and removed when not."""
    part = path.with_name(f".{path.stem}.part{path.suffix.lower()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.touch()
        yield part
        part.replace(path)
    except OSError as error:
        message = f"the film cannot be written to {path} ({error}); name a place that you may write to"
        raise FilmError(message) from error
    finally:
        with suppress(OSError):
            part.unlink()
