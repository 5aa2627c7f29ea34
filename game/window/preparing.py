"""The page shown while a game is compiled for the first time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from game.window.desk import SIZE
from game.window.palette import GREEN, INK, MIST, NIGHT, PAPER, YELLOW
from game.window.showing import show

if TYPE_CHECKING:
    from game.core.contract import Game
    from game.window.desk import Desk
    from game.window.warming import Warming

BAR = pygame.Rect(260, 380, 600, 28)
PATIENT, LONG = 1.0, 20.0
"""Seconds after which it is said that this is the first start, as a later one takes less, and that it is a slow one."""


def prepare(surface: pygame.Surface, desk: Desk, game: Game, *, menu: bool = False) -> object:
    """Wait until a game is ready, for a match or for a menu only; returns "ready", or "quit" for a closed window."""
    return show(surface, desk, Preparing(desk, desk.warm(game), menu=menu))


class Preparing:
    """Waits until a game is ready, for a match or for a menu only; ``choice`` becomes "ready"."""

    def __init__(self, desk: Desk, warming: Warming, *, menu: bool = False) -> None:
        self.desk, self.warming, self.menu = desk, warming, menu
        self.choice: object = None
        self._began: float | None = None
        self._now = 0.0
        self.update(0.0)

    def handle(self, event: pygame.event.Event) -> None:
        """Take nothing in: there is nothing to choose."""

    def update(self, now: float) -> None:
        """See whether enough is done."""
        if now and self._began is None:
            self._began = now
        self._now = now
        if self.warming.is_enough_for_a_menu if self.menu else self.warming.is_over:
            self.choice = "ready"

    def paint(self, surface: pygame.Surface) -> None:
        """Paint the bar, with a light that wanders so that it is seen to live."""
        surface.fill(NIGHT)
        write, middle, step = self.desk.letters.write, SIZE[0] // 2, self.warming.step
        passed = self._now - (self._began or self._now)
        write(surface, "Crossplay", (middle, 220), size=110, colour=YELLOW, anchor="center")
        title = self.warming.game.title.lower()
        words = f"Preparing the {title} for the first time ..." if passed > PATIENT else f"Preparing the {title} ..."
        write(surface, words, (middle, 330), size=34, anchor="center")
        pygame.draw.rect(surface, INK, BAR, border_radius=14)
        done = pygame.Rect(*BAR.topleft, max(BAR.h, round(BAR.w * step.done / step.total)), BAR.h)
        pygame.draw.rect(surface, GREEN, done, border_radius=14)
        light = BAR.x + 14 + (BAR.w - 28) * abs(passed / 2 % 2 - 1)
        pygame.draw.circle(surface, PAPER, (light, BAR.centery), 6)
        if step.name:
            write(surface, f"{step.done} of {step.total} steps", (middle, 440), size=24, colour=MIST, anchor="center")
        if passed > PATIENT:
            long = "some seconds" if passed < LONG else "a minute or more here"
            words = f"This takes {long}, once; from the next start on it is quick."
            write(surface, words, (middle, 500), size=24, colour=MIST, anchor="center")
