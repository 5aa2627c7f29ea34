"""Writing a film while the window goes on painting."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import platformdirs

from game.core.contract import CrossplayError
from game.window.film import filming

if TYPE_CHECKING:
    from pathlib import Path

    from game.window.timeline import Timeline

SLICE = 0.03
"""Seconds of a picture of the window that may go into the film."""


class Export:
    """A film under way; ``sentence`` says how far it is, where it went, or why there is none."""

    def __init__(self, line: Timeline, path: Path, tick_rate: float) -> None:
        self.path = path
        self.share = 0.0
        self.is_over = False
        self.sentence = f"Writing {path} ..."
        self._steps = filming(line, path, tick_rate=tick_rate)

    def go_on(self, seconds: float = SLICE) -> None:
        """Write for a moment, one picture at least."""
        until = time.perf_counter() + seconds
        try:
            while not self.is_over:
                self.share = next(self._steps)
                self.sentence = f"Writing {self.path}: {self.share:.0%}. Press C to stop."
                if time.perf_counter() >= until:
                    return
        except StopIteration:
            self.is_over, self.share = True, 1.0
            self.sentence = f"The film is in {self.path}"
        except CrossplayError as error:
            self.is_over = True
            self.sentence = f"There is no film: {error}"

    def stop(self) -> None:
        """Give it up and leave nothing behind, unless it is done."""
        if not self.is_over:
            self._steps.close()
            self.is_over, self.sentence = True, "The film was stopped; nothing was written."


def films_path() -> Path:
    """Return the folder of a person's films."""
    return platformdirs.user_videos_path() / "Crossplay"


def free_path(folder: Path, level: str, suffix: str) -> Path:
    """Return a name in a folder that no file has yet, with the level's name in it."""
    word = "".join(letter if letter.isalnum() or letter in "-_" else "-" for letter in level).strip("-") or "round"
    names = (folder / f"{word[:60]}-{number}{suffix}" for number in range(1, 1_000_000))
    return next(path for path in names if not path.exists())
