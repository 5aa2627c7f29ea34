"""The result of a round: score, what happened in three sentences, who did what, and how the score grew."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pygame

from game.core.metrics import measure
from game.window.buttons import paint_buttons, pressed, row
from game.window.chart import paint_chart
from game.window.desk import SIZE
from game.window.draw import swatch
from game.window.palette import INK, MIST, NIGHT, PAPER, SLATE, YELLOW, seat_colour
from game.window.setup import PEOPLE, plain
from game.window.sides import mark_of, team_name, teams_of

if TYPE_CHECKING:
    from game.window.desk import Desk
    from game.window.setup import Setup
    from game.window.timeline import Timeline

WAYS = (("again", "Play again"), ("replay", "Watch replay"), ("menu", "Menu"))
LABELS = 170
"""Width of the column with the names of events."""
BOTTOM = 596
NARROW = 60
"""Width of a column from which on there is room for a name."""
LINE = 25
TABLE, SIDE = pygame.Rect(40, 0, 584, 0), pygame.Rect(660, 0, 420, 0)


class Result:
    """The page after a round; ``choice`` becomes "again", "replay" or "menu"."""

    def __init__(self, desk: Desk, setup: Setup, line: Timeline) -> None:
        self.desk, self.setup, self.line = desk, setup, line
        self.choice: object = None
        self.told = told(line)
        self.numbers = numbers(line)
        self.series = setup.series.after(line.scores) if setup.series.is_one else setup.series
        self._chosen = 0
        first = "Next round" if setup.series.is_one and not self.series.is_over else "Play again"
        self._buttons = row((("again", first), *WAYS[1:]), (SIZE[0] // 2, 654))

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
            surface,
            letters.cut(self.headline(), 80, SIZE[0] - 60),
            (middle, 56),
            size=80,
            colour=YELLOW,
            anchor="center",
        )
        under = " - ".join(words for words in (self.line.level.title, self.verdict()) if words)
        letters.write(surface, under, (middle, 104), size=28, colour=MIST, anchor="center")
        top = 132
        for sentence in (*self.told, *((self.standing(),) if self.setup.series.is_one else ())):
            colour = YELLOW if sentence not in self.told else PAPER
            words = letters.cut(sentence, 24, SIZE[0] - 80)
            letters.write(surface, words, (middle, top), size=24, colour=colour, anchor="center")
            top += LINE
        table = pygame.Rect(TABLE.x, top + 8, TABLE.w, BOTTOM - top - 8)
        self._table(surface, table)
        self._side(surface, pygame.Rect(SIDE.x, table.y, SIDE.w, table.h))
        paint_buttons(surface, letters, self._buttons, self._chosen)

    def headline(self) -> str:
        """Return the points of the team, or of both teams."""
        scores, seats = self.line.scores, self.line.seats
        if len(scores) == 2:  # noqa: PLR2004 - two sides
            return f"{team_name(seats, 0)} {scores[0]} : {scores[1]} {team_name(seats, 1)}"
        own = self._own()
        points = scores[own] if own is not None and own < len(scores) else round(self.line.round.score)
        return f"{points} points"

    def verdict(self) -> str:
        """Return who has won, as the people who play see it; nothing where there is nobody to win against."""
        scores, own = self.line.scores, self._own()
        if len(scores) < 2:  # noqa: PLR2004 - two sides
            return ""
        best = max(scores)
        if list(scores).count(best) == len(scores):
            return "a draw"
        if own is not None and len(scores) > 2:  # noqa: PLR2004 - more than two sides
            return f"place {1 + sum(points > scores[own] for points in scores)} of {len(scores)}"
        winners = [team for team, points in enumerate(scores) if points == best]
        if own is None:
            return " and ".join(f"{team_name(self.line.seats, team)} win" for team in winners)
        return "you win" if own in winners else "you lose"

    def standing(self) -> str:
        """Return how the series stands, and which part comes next."""
        series = self.series
        home, guests = series.won
        total = [sum(points) for points in zip(*series.points, strict=True)]
        name = "you" if self.setup.people else "home side"
        words = f"Round {len(series.points)} of {series.rounds}: {name} won {home}, the others {guests}"
        words += f" ({total[0]} : {total[1]} points)"
        if not series.is_over:
            part = team_name(self.line.seats, series.now).lower()
            return f"{words}. Next round: {name} {'are' if name == 'you' else 'is'} the {part}."
        end = "a draw" if home == guests else f"{name if home > guests else 'the others'} won the series"
        return f"{words}. The series is over: {end}."

    def _own(self) -> int | None:
        """Return the team of the people who play; None where nobody does, or people of several teams do."""
        teams = {self.line.seats[seat].team for seat in self.setup.people}
        return teams.pop() if len(teams) == 1 else None

    def _column(self, table: pygame.Rect, seat: int) -> pygame.Rect:
        """Return the column of a seat in the table."""
        width = (table.w - LABELS - 16) // len(self.setup.seats)
        return pygame.Rect(table.x + LABELS + 8 + seat * width, table.y, width, table.h)

    def _table(self, surface: pygame.Surface, table: pygame.Rect) -> None:
        """Paint who sat in each seat, and how often each did each thing, as a number over a bar."""
        pygame.draw.rect(surface, INK, table, border_radius=12)
        for seat, name in enumerate(self.setup.seats):
            area = self._column(table, seat)
            swatch(surface, mark_of(self.line.seats, seat), (area.centerx, table.y + 24))
            short = ("you" if name in PEOPLE else "") if area.w < NARROW else plain(name)
            letters, words = self.desk.letters, short.replace("_", " ")
            size = 22 if letters.wide(words, 22) <= area.w - 4 else 17
            words = letters.cut(words, size, area.w - 4)
            letters.write(surface, words, (area.centerx, table.y + 50), size=size, anchor="center")
        found = self.line.contributions()
        most = max((count for _, counts in found for count in counts), default=1)
        step = min(58, (table.h - 76) // max(1, len(found)))
        for number, (name, counts) in enumerate(found):
            middle = table.y + 68 + step // 2 + number * step
            words = self.desk.letters.cut(name, 23, LABELS - 10)
            self.desk.letters.write(surface, words, (table.x + 12, middle), size=23, colour=PAPER, anchor="midleft")
            for seat, count in enumerate(counts):
                self._count(surface, self._column(table, seat), middle, (seat, count, most))

    def _count(self, surface: pygame.Surface, area: pygame.Rect, middle: int, found: tuple[int, int, int]) -> None:
        """Paint how often a seat did something, against the most often that anybody did anything."""
        seat, count, most = found
        track = pygame.Rect(area.x + 6, middle + 8, area.w - 12, 8)
        pygame.draw.rect(surface, SLATE, track, border_radius=4)
        if count:
            bar = pygame.Rect(*track.topleft, max(8, round(track.w * count / most)), track.h)
            pygame.draw.rect(surface, seat_colour(mark_of(self.line.seats, seat)), bar, border_radius=4)
        at, size = (area.centerx, middle - 5), 28 if area.w >= NARROW else 21
        self.desk.letters.write(surface, str(count), at, size=size, colour=PAPER if count else MIST, anchor="center")

    def _side(self, surface: pygame.Surface, area: pygame.Rect) -> None:
        """Paint how the score grew, and below it the numbers of the round."""
        low = (len(self.numbers) * LINE + 18) if self.numbers else 0
        chart = pygame.Rect(area.x, area.y, area.w, area.h - low)
        lines = self._lines()
        paint_chart(surface, self.desk.letters, lines, chart)
        for number, (words, value) in enumerate(self.numbers):
            y = chart.bottom + 20 + number * LINE
            cut = self.desk.letters.cut(words, 22, area.w - 90)
            self.desk.letters.write(surface, cut, (area.x + 8, y), size=22, colour=MIST, anchor="midleft")
            self.desk.letters.write(surface, value, (area.right - 8, y), size=24, colour=PAPER, anchor="midright")

    def _lines(self) -> list[tuple[tuple[int, int, int], list[int]]]:
        """Return the lines of the chart with their colours: one, or one for each team."""
        scenes = self.line.scenes
        if len(scenes[-1].scores) < 2:  # noqa: PLR2004 - two sides
            return [(YELLOW, [scene.score for scene in scenes])]
        return [(seat_colour(team), [scene.scores[team] for scene in scenes]) for team in teams_of(self.line.seats)]


def told(line: Timeline) -> tuple[str, ...]:
    """Return the sentences about a round, none where its game has none or nothing was played."""
    recap = line.game.recap
    return recap(line.level, line.history())[:3] if recap is not None and line.log else ()


def numbers(line: Timeline, most: int = 5) -> list[tuple[str, str]]:
    """Return the round's metrics in words and figures; a ratio of nothing is a dash."""
    found = measure(line.game, line.history()) if line.log else {}
    shown = [(line.game.metrics[name].summary.rstrip("."), _figure(value)) for name, value in found.items()]
    return shown[:most]


def _figure(value: float) -> str:
    """Return a number as short as it can be read."""
    if math.isnan(value):
        return "-"
    return str(int(value)) if value == int(value) else f"{value:.2f}"
