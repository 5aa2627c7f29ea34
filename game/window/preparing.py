"""The page shown while a game is compiled for the first time."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

import pygame

from game.core.warm import Warmed, warm
from game.window.desk import SIZE
from game.window.palette import GREEN, INK, MIST, NIGHT, PAPER, YELLOW

if TYPE_CHECKING:
    from game.core.contract import Game
    from game.window.desk import Desk

BAR = pygame.Rect(260, 380, 600, 28)
PATIENT = 1.0
"""Seconds after which it is said that this is the first start: a later one takes less."""
logger = logging.getLogger(__name__)


class Preparing:
    """Warms a game up in a thread while the bar moves; ``choice`` becomes "ready"."""

    def __init__(self, desk: Desk, game: Game) -> None:
        self.desk, self.game = desk, game
        self.choice: object = None
        self.step = Warmed("", 0, 1)
        self._began: float | None = None
        self._now = 0.0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._warm, name="warm")

    def handle(self, event: pygame.event.Event) -> None:
        """Take nothing in: there is nothing to choose."""

    def update(self, now: float) -> None:
        """Begin, and see whether everything is done."""
        self._now = now
        if self._began is None:
            self._began = now
            self._thread.start()
        elif not self._thread.is_alive():
            self.choice = "ready"

    def close(self) -> None:
        """Stop after the step under way."""
        self._stop.set()
        if self._thread.ident is not None:
            self._thread.join()

    def paint(self, surface: pygame.Surface) -> None:
        """Paint the bar, with a light that wanders so that it is seen to live."""
        surface.fill(NIGHT)
        write, middle = self.desk.letters.write, SIZE[0] // 2
        passed = self._now - (self._began or self._now)
        write(surface, "Crossplay", (middle, 220), size=110, colour=YELLOW, anchor="center")
        words = "Preparing the kitchen for the first time ..." if passed > PATIENT else "Preparing ..."
        write(surface, words.replace("kitchen", self.game.title.lower()), (middle, 330), size=34, anchor="center")
        pygame.draw.rect(surface, INK, BAR, border_radius=14)
        done = pygame.Rect(*BAR.topleft, max(BAR.h, round(BAR.w * self.step.done / self.step.total)), BAR.h)
        pygame.draw.rect(surface, GREEN, done, border_radius=14)
        light = BAR.x + 14 + (BAR.w - 28) * abs(passed / 2 % 2 - 1)
        pygame.draw.circle(surface, PAPER, (light, BAR.centery), 6)
        words = f"{self.step.done} of {self.step.total} steps" if self.step.name else ""
        write(surface, words, (middle, 440), size=24, colour=MIST, anchor="center")
        if passed > PATIENT:
            words = "This takes some seconds, once; from the next start on it is quick."
            write(surface, words, (middle, 500), size=24, colour=MIST, anchor="center")

    def _warm(self) -> None:
        """Go through the steps; a step that fails will be told when a match needs it."""
        try:
            for step in warm(self.game, self.desk.partners):
                self.step = step
                if self._stop.is_set():
                    return
        except Exception:
            logger.exception("preparing %s failed after %d steps", self.game.name, self.step.done)
