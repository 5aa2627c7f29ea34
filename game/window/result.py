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
TABLE = pygame.Rect(48, 168, 560, 420)
LABELS = 170
"""Width of the column with the names of events."""
CHART = pygame.Rect(692, 236, 370, 316)


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
            surface, f"{round(self.line.round.score)} points", (middle, 66), size=92, colour=YELLOW, anchor="center"
        )
        letters.write(surface, self.line.level.title, (middle, 122), size=30, colour=MIST, anchor="center")
        self._heads(surface)
        self._table(surface)
        self._chart(surface)
        paint_buttons(surface, letters, self._buttons, self._chosen)

    def _column(self, seat: int) -> pygame.Rect:
        """Return the column of a seat in the table."""
        width = (TABLE.w - LABELS) // len(self.setup.seats)
        return pygame.Rect(TABLE.x + LABELS + seat * width, TABLE.y, width, TABLE.h)

    def _heads(self, surface: pygame.Surface) -> None:
        """Paint who sat in each seat at the head of its column."""
        pygame.draw.rect(surface, INK, TABLE.inflate(24, 16), border_radius=12)
        for seat, name in enumerate(self.setup.seats):
            area = self._column(seat)
            swatch(surface, seat, (area.centerx, TABLE.y + 18))
            words = self.desk.letters.cut(name, 22, area.w - 6)
            self.desk.letters.write(surface, words, (area.centerx, TABLE.y + 46), size=22, anchor="center")

    def _table(self, surface: pygame.Surface) -> None:
        """Paint how often each seat did each thing, as a number over a bar."""
        found = self.line.contributions()
        most = max((count for _, counts in found for count in counts), default=1)
        for number, (name, counts) in enumerate(found):
            middle = TABLE.y + 92 + number * 58
            self.desk.letters.write(surface, name, (TABLE.x + 4, middle), size=25, colour=PAPER, anchor="midleft")
            for seat, count in enumerate(counts):
                area = self._column(seat)
                track = pygame.Rect(area.x + 6, middle + 12, area.w - 12, 10)
                pygame.draw.rect(surface, SLATE, track, border_radius=5)
                if count:
                    bar = pygame.Rect(*track.topleft, max(10, round(track.w * count / most)), track.h)
                    pygame.draw.rect(surface, seat_colour(seat), bar, border_radius=5)
                at = (area.centerx, middle - 4)
                colour = PAPER if count else MIST
                self.desk.letters.write(surface, str(count), at, size=28, colour=colour, anchor="center")

    def _chart(self, surface: pygame.Surface) -> None:
        """Paint the score over time as steps."""
        pygame.draw.rect(surface, INK, CHART.inflate(52, 84), border_radius=12)
        self.desk.letters.write(
            surface, "score over time", (CHART.centerx, CHART.y - 26), size=22, colour=MIST, anchor="center"
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
