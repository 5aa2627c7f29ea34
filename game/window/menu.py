"""The menu: which kitchen, who plays, how fast and how long, with a picture of the board."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from game import Round, catalogue, load
from game.window.desk import SIZE
from game.window.draw import swatch
from game.window.frame import Frame
from game.window.palette import GREEN, INK, MIST, NIGHT, PAPER, SLATE, YELLOW
from game.window.setup import SECOND, YOU, Setup

if TYPE_CHECKING:
    from game.window.desk import Desk

SPEEDS = (("slow", 4.0), ("normal", 6.0), ("fast", 8.0))
LENGTHS = (("short: 30 seconds", 30), ("1 minute", 60), ("2 minutes", 120))
LEFT, TOP, WIDTH, HEIGHT = 40, 120, 500, 62
SETTINGS = pygame.Rect(920, 24, 160, 48)


class Menu:
    """Rows of choices; ``choice`` becomes a Setup, "settings" or "quit"."""

    def __init__(self, desk: Desk, last: Setup | None = None) -> None:
        self.desk = desk
        self.choice: object = None
        self.row = 0
        self._games = catalogue()
        self._game = load(self._games[0] if last is None else last.game)
        self._levels = self._game.level_names()
        self._level = self._levels.index(last.level) if last else 0
        self._seats = list(last.seats) if last else []
        self._speed, self._length = 1, 1
        self._seed = last.seed + 1 if last else 0
        self._change_level(0)

    def handle(self, event: pygame.event.Event) -> None:
        """Take an event in."""
        if event.type == pygame.MOUSEBUTTONDOWN and event.button == 1:
            self._click(event.pos)
        elif event.type == pygame.KEYDOWN:
            self._key(event.key)

    def update(self, now: float) -> None:
        """Nothing moves here."""

    def paint(self, surface: pygame.Surface) -> None:
        """Paint the rows on the left and the board on the right."""
        surface.fill(NIGHT)
        self.desk.letters.write(surface, "Crossplay", (LEFT, 30), size=72, colour=YELLOW)
        self.desk.letters.write(surface, self._game.summary, (330, 58), size=24, colour=MIST)
        rows = self.rows()
        for number, (label, value) in enumerate(rows):
            self._paint_row(surface, number, label, value)
        preview = Frame(self._scene, people=frozenset(n for n, name in enumerate(self._seats) if name in {YOU, SECOND}))
        self.desk.painter.paint(surface, preview, pygame.Rect(580, TOP, 500, 420), bar=False)
        play = self._play_area()
        pygame.draw.rect(surface, GREEN, play, border_radius=16)
        pygame.draw.rect(surface, YELLOW if self.row == len(rows) else GREEN, play, 4, border_radius=16)
        self.desk.letters.write(surface, "Play", play.center, size=54, anchor="center")
        pygame.draw.rect(surface, SLATE, SETTINGS, border_radius=12)
        self.desk.letters.write(surface, "Settings (F1)", SETTINGS.center, size=26, anchor="center")
        words = "Arrows choose, Enter plays, F1 settings, M mutes, Esc leaves"
        self.desk.letters.write(surface, words, (LEFT, SIZE[1] - 36), size=22, colour=MIST)

    def rows(self) -> list[tuple[str, str]]:
        """Return the rows as label and value."""
        seats = [(f"Cook {seat + 1}", name) for seat, name in enumerate(self._seats)]
        level = self._game.load_level(self._levels[self._level]).title
        rest = [("Speed", SPEEDS[self._speed][0]), ("Time", LENGTHS[self._length][0])]
        return [("Game", self._game.title), ("Level", level), *seats, *rest]

    def setup(self) -> Setup:
        """Return what is chosen."""
        rate = SPEEDS[self._speed][1]
        ticks = round(rate * LENGTHS[self._length][1])
        return Setup(self._game.name, self._levels[self._level], tuple(self._seats), rate, ticks, self._seed)

    def _key(self, key: int) -> None:
        """Take a key in."""
        count = len(self.rows()) + 1
        if key in {pygame.K_UP, pygame.K_DOWN}:
            self.row = (self.row + (1 if key == pygame.K_DOWN else -1)) % count
        elif key in {pygame.K_LEFT, pygame.K_RIGHT}:
            self._change(self.row, 1 if key == pygame.K_RIGHT else -1)
        elif key in {pygame.K_RETURN, pygame.K_KP_ENTER}:
            self.choice = self.setup()
        elif key == pygame.K_F1:
            self.choice = "settings"
        elif key == pygame.K_ESCAPE:
            self.choice = "quit"
        self.desk.sound.play("click")

    def _click(self, at: tuple[int, int]) -> None:
        """Take a click in: the left half of a row goes back, the right half forward."""
        if SETTINGS.collidepoint(at):
            self.choice = "settings"
        if self._play_area().collidepoint(at):
            self.choice = self.setup()
            return
        for number in range(len(self.rows())):
            area = self._row_area(number)
            if area.collidepoint(at):
                self.row = number
                self._change(number, 1 if at[0] > area.x + 310 else -1)

    def _change(self, row: int, step: int) -> None:
        """Change the value of a row."""
        seats = len(self._seats)
        if row == 0:
            place = (self._games.index(self._game.name) + step) % len(self._games)
            self._game = load(self._games[place])
            self._levels, self._level = self._game.level_names(), 0
            self._change_level(0)
        elif row == 1:
            self._change_level(step)
        elif row < 2 + seats:
            self._change_seat(row - 2, step)
        elif row == 2 + seats:
            self._speed = (self._speed + step) % len(SPEEDS)
        elif row == 3 + seats:
            self._length = (self._length + step) % len(LENGTHS)

    def _change_level(self, step: int) -> None:
        """Show another level and seat everybody in it."""
        self._level = (self._level + step) % len(self._levels)
        level = self._game.load_level(self._levels[self._level])
        others = [*self.desk.partners, SECOND]
        wanted = [*self._seats, *([] if YOU in self._seats else [YOU])]
        self._seats = (wanted + [others[0]] * level.seats)[: level.seats]
        if others[0] == SECOND:
            self._seats = [YOU, SECOND, *self._seats[2:]][: level.seats]
        self._scene = self._game.scene(level, Round(self._game, level, 0).state, -1)

    def _change_seat(self, seat: int, step: int) -> None:
        """Seat somebody else; a person sits in one seat only."""
        taken = {name for number, name in enumerate(self._seats) if number != seat}
        names = [name for name in (YOU, SECOND, *self.desk.partners) if name not in taken & {YOU, SECOND}]
        self._seats[seat] = names[(names.index(self._seats[seat]) + step) % len(names)]

    def _row_area(self, number: int) -> pygame.Rect:
        """Return where a row lies."""
        return pygame.Rect(LEFT, TOP + number * (HEIGHT + 8), WIDTH, HEIGHT)

    def _play_area(self) -> pygame.Rect:
        """Return where the play button lies."""
        return pygame.Rect(580, 580, 500, 90)

    def _paint_row(self, surface: pygame.Surface, number: int, label: str, value: str) -> None:
        """Paint a row with an arrow on each side of its value."""
        area, chosen = self._row_area(number), number == self.row
        pygame.draw.rect(surface, SLATE if chosen else INK, area, border_radius=12)
        if chosen:
            pygame.draw.rect(surface, YELLOW, area, 3, border_radius=12)
        self.desk.letters.write(surface, label, (area.x + 20, area.centery), size=28, colour=MIST, anchor="midleft")
        if 2 <= number < 2 + len(self._seats):
            swatch(surface, number - 2, (area.x + 120, area.centery))
        middle = (area.x + 315, area.centery)
        self.desk.letters.write(surface, value, middle, size=30, colour=PAPER, anchor="center")
        for x, way in ((area.x + 155, -1), (area.right - 24, 1)):
            points = [(x - 7 * way, middle[1] - 11), (x + 8 * way, middle[1]), (x - 7 * way, middle[1] + 11)]
            pygame.draw.polygon(surface, YELLOW if chosen else MIST, points)
