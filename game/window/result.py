"""The result of a round: score, who did what, and how the score grew."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from game.window.buttons import paint_buttons, pressed, row
from game.window.desk import SIZE
from game.window.draw import swatch
from game.window.palette import INK, MIST, NIGHT, PAPER, SLATE, YELLOW, seat_colour

if TYPE_CHECKING:
    from game.window.desk import Desk
    from game.window.setup import Setup
    from game.window.timeline import Timeline

WAYS = (("again", "Play again"), ("replay", "Watch replay"), ("menu", "Menu"))
BARS = pygame.Rect(60, 190, 480, 380)
CHART = pygame.Rect(620, 220, 440, 310)


class Result:
    """The page after a round; ``choice`` becomes "again", "replay" or "menu"."""

    def __init__(self, desk: Desk, setup: Setup, line: Timeline) -> None:
        self.desk, self.setup, self.line = desk, setup, line
        self.choice: object = None
        self._chosen = 0
        self._buttons = row(WAYS, (SIZE[0] // 2, 650))

    def handle(self, event: pygame.event.Event) -> None:
        """Take an event in."""
        name, self._chosen = pressed(self._buttons, event, self._chosen)
        if event.type == pygame.KEYDOWN and event.key == pygame.K_ESCAPE:
            name = "menu"
        self.choice = name or None

    def update(self, now: float) -> None:
        """Nothing moves here."""

    def paint(self, surface: pygame.Surface) -> None:
        """Paint the page."""
        surface.fill(NIGHT)
        letters, middle = self.desk.letters, SIZE[0] // 2
        letters.write(
            surface, f"{round(self.line.round.score)} points", (middle, 70), size=92, colour=YELLOW, anchor="center"
        )
        for seat, name in enumerate(self.setup.seats):
            x = middle - 130 * len(self.setup.seats) + seat * 260 + 20
            swatch(surface, seat, (x, 140))
            letters.write(surface, name, (x + 24, 140), size=30, anchor="midleft")
        self._bars(surface)
        self._chart(surface)
        paint_buttons(surface, letters, self._buttons, self._chosen)

    def _bars(self, surface: pygame.Surface) -> None:
        """Paint how often each seat did each thing."""
        found = self.line.contributions()
        if not found:
            self.desk.letters.write(surface, "Nothing was cooked this time.", BARS.topleft, size=28, colour=MIST)
        most = max((max(counts) for _, counts in found), default=1)
        for number, (name, counts) in enumerate(found):
            top = BARS.y + number * 64
            self.desk.letters.write(surface, name, (BARS.x, top), size=24, colour=PAPER)
            height = 32 // len(counts)
            for seat, count in enumerate(counts):
                bar = pygame.Rect(BARS.x, top + 22 + seat * height, 4 + round(count / most * 420), height - 2)
                pygame.draw.rect(surface, seat_colour(seat), bar, border_radius=4)
                at = (bar.right + 8, bar.centery)
                self.desk.letters.write(surface, str(count), at, size=20, colour=MIST, anchor="midleft")

    def _chart(self, surface: pygame.Surface) -> None:
        """Paint the score over time as steps."""
        pygame.draw.rect(surface, INK, CHART.inflate(40, 60), border_radius=12)
        self.desk.letters.write(
            surface, "score over time", (CHART.right, CHART.y - 24), size=22, colour=MIST, anchor="topright"
        )
        scores = [scene.score for scene in self.line.scenes]
        top = max(20, *scores)
        for share in (0.0, 0.5, 1.0):
            y = CHART.bottom - share * CHART.h
            pygame.draw.line(surface, SLATE, (CHART.x, y), (CHART.right, y))
            self.desk.letters.write(surface, f"{top * share:g}", (CHART.x, y - 14), size=18, colour=MIST)
        step = CHART.w / max(1, len(scores) - 1)
        points = [(CHART.x + tick * step, CHART.bottom - score / top * CHART.h) for tick, score in enumerate(scores)]
        if len(points) > 1:
            pygame.draw.lines(surface, YELLOW, False, points, 4)  # noqa: FBT003 - by position only
