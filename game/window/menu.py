"""The menu: which game and level, who sits in each seat, how fast and how long, with a picture of the board."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pygame

from game import catalogue, load
from game.window.buttons import Button, paint_way
from game.window.choices import CHOICES, picked
from game.window.desk import SIZE
from game.window.frame import Frame
from game.window.hud import paint_orders
from game.window.offer import Look, find_offer, look, offers
from game.window.palette import INK, MIST, NIGHT, ORANGE, PAPER, SLATE, YELLOW
from game.window.rows import BEFORE, LEFT, Grid, Row, arrange, middle_of, paint_heads, paint_row
from game.window.seating import Seating, reacting
from game.window.series import Series, home_of
from game.window.setup import PEOPLE, Setup
from game.window.shelf import Shelf
from game.window.sides import mark_of, seat_labels, team_name, teams_of
from game.window.slots import role_of, slots_of, words

if TYPE_CHECKING:
    from game.core.contract import Seat
    from game.window.desk import Desk

KEYS = {pygame.K_l: "edit", pygame.K_F1: "settings", pygame.K_F2: "learn", pygame.K_ESCAPE: "quit"}
PICTURE = pygame.Rect(580, 118, 500, 330)
ORDERS = pygame.Rect(580, 454, 500, 42)
WORDS = pygame.Rect(580, 500, 500, 62)
PLAY = pygame.Rect(580, 566, 320, 84)
EDIT = pygame.Rect(916, 566, 164, 84)
SETTINGS = pygame.Rect(920, 24, 160, 48)
LEARN = pygame.Rect(660, 24, 244, 48)


class Edit(NamedTuple):
    """A level to be edited."""

    game: str
    text: str
    own: str
    """Its name on the shelf; nothing for a level that ships with the game."""


class Visit(NamedTuple):
    """Another game to be shown, which is not ready yet."""

    game: str


class Menu:
    """Rows of choices; ``choice`` becomes a `Setup`, an `Edit`, a `Visit`, "learn", "settings" or "quit"."""

    def __init__(self, desk: Desk, last: Setup | None = None, game: str = "") -> None:
        self.desk = desk
        self.choice: object = None
        self.row = 1
        self._summaries: dict[str, str] = {}
        self._games = catalogue()
        self._picked = picked(last)
        self._seed = last.seed + 1 if last else desk.seed
        self._enter(
            last.game if last else game or self._games[0], last.level if last else "", last.seats if last else ()
        )

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
        write = self.desk.letters.write
        write(surface, "Crossplay", (LEFT, 20), size=72, colour=YELLOW)
        write(surface, self.desk.letters.cut(self._game.summary, 24, 1000), (LEFT, 80), size=24, colour=MIST)
        rows = self.rows()
        grid = self._grid(rows)
        for number, each in enumerate(rows):
            paint_row(surface, self.desk.letters, each, grid.areas[number], chosen=number == self.row)
        paint_heads(surface, self.desk.letters, grid, {team: team_name(self._seats, team) for team, _ in grid.heads})
        self._paint_level(surface, grid)
        for name, area, word, size in self._ways():
            chosen = self.row == len(rows) + self._names().index(name)
            main = name == "play" and self._look.level is not None
            paint_way(surface, self.desk.letters, Button(name, word, area), size, main=main, chosen=chosen)
        pygame.draw.rect(surface, SLATE, SETTINGS, border_radius=12)
        write(surface, "Settings (F1)", SETTINGS.center, size=26, anchor="center")
        edits = "L edits, " if self._game.editing is not None else ""
        told = f"Arrows choose, Enter plays, {edits}F1 settings, Esc leaves"
        write(surface, told, (PLAY.x, SIZE[1] - 44), size=22, colour=MIST)

    def rows(self) -> list[Row]:
        """Return what can be chosen."""
        names = list(seat_labels(self._seats)) or [f"Seat {n + 1}" for n in range(len(self._who))]
        marks = [mark_of(self._seats, seat) for seat in range(len(self._seats))] or list(range(len(self._who)))
        seats = [Row(names[seat], name, self._about(seat), marks[seat]) for seat, name in enumerate(self._who)]
        offer = self._offers[self._place]
        title = self._look.level.title if self._look.level else offer.name
        level = Row("Level", f"{title} (own)" if offer.own else title)
        rest = [Row(name.capitalize(), self._words(name)) for name in self._rest()]
        return [Row("Game", self._game.title), level, *seats, *rest]

    def setup(self) -> Setup:
        """Return what is chosen."""
        rate, offer = self._value("speed"), self._offers[self._place]
        level = self._look.text if offer.own else offer.name
        seats = tuple(self._who)
        if self._seats:
            seats = reacting(self._who, self._seats, self._game.lag, (self._value("reaction"), rate))
        many = int(self._value("rounds")) if "rounds" in self._rest() else 1
        return Setup(
            self._game.name,
            level,
            seats,
            rate,
            self._ticks(rate),
            self._seed,
            Series(many, home_of(self._seats, self._seating.people) if self._seats else 0),
            CHOICES["reaction"][self._picked["reaction"]][0],
        )

    @property
    def _who(self) -> list[str]:
        """Who sits in each seat."""
        return self._seating.names

    @property
    def _seats(self) -> tuple[Seat, ...]:
        """The seats of the level, none where its text is not one."""
        return self._game.seats(self._look.level) if self._look.level else ()

    def _value(self, name: str) -> float:
        """Return the number that a choice stands for."""
        return float(CHOICES[name][self._picked[name]][1])

    def _ticks(self, rate: float) -> int:
        """Return the length of a round: that of the level, or as many seconds as were chosen."""
        level, seconds = self._look.level, self._value("time")
        return level.horizon if level is not None and not seconds else round(rate * (seconds or 60))

    def _words(self, name: str) -> str:
        """Return the words for what is chosen; the level's own length is told in seconds."""
        words, value = CHOICES[name][self._picked[name]]
        return (
            words
            if name != "time" or value
            else f"{self._ticks(self._value('speed')) / self._value('speed'):.0f} s, usual"
        )

    def _rest(self) -> tuple[str, ...]:
        """Return the choices below the seats."""
        is_unlike = not self._game.is_mirrored and len(teams_of(self._seats)) == 2  # noqa: PLR2004 - two sides
        more = ("reaction",) if self._seating.partners else ()
        return ("speed", "time", *more, *(("rounds",) if is_unlike else ()))

    def _enter(self, game: str, level: str, names: tuple[str, ...] = ()) -> None:
        """Go to a game and a level in it."""
        self._game = load(game)
        self._shelf = Shelf(self.desk.levels, self._game)
        self._offers = offers(self._game, self._shelf)
        self._place = find_offer(self._game, self._shelf, level)
        self._seating = Seating(self.desk.partners_of(self._game), self._game.usual, names)
        self._change_level(0)

    def _key(self, key: int) -> None:
        """Take a key in."""
        rows = len(self.rows())
        count = rows + len(self._names())
        if key in {pygame.K_UP, pygame.K_DOWN}:
            self.row = (self.row + (1 if key == pygame.K_DOWN else -1)) % count
        elif key in {pygame.K_LEFT, pygame.K_RIGHT}:
            self._change(self.row, 1 if key == pygame.K_RIGHT else -1)
        elif key in {pygame.K_RETURN, pygame.K_KP_ENTER}:
            self._go(self._names()[self.row - rows] if self.row >= rows else "play")
        elif key in KEYS:
            self._go(KEYS[key])
        self.desk.sound.play("click")

    def _go(self, name: str) -> None:
        """Choose one of the ways out, where it leads anywhere."""
        offer = self._offers[self._place]
        if name == "play":
            self.choice = self.setup() if self._look.level is not None else None
        elif name == "edit" and self._game.editing is not None:
            self.choice = Edit(self._game.name, self._look.text, offer.name if offer.own else "")
        elif name in {"settings", "quit"} or (name == "learn" and self._game.tutorial is not None):
            self.choice = name

    def _ways(self) -> list[tuple[str, pygame.Rect, str, int]]:
        """Return the buttons that can be reached with the arrows: name, place, word and the word's height."""
        found = [("play", PLAY, "Play", 54)]
        if self._game.editing is not None:
            found.append(("edit", EDIT, "Edit levels", 30))
        if self._game.tutorial is not None:
            found.append(("learn", LEARN, "Learn in 20 seconds (F2)", 26))
        return found

    def _names(self) -> list[str]:
        """Return the names of the buttons that can be reached with the arrows."""
        return [way[0] for way in self._ways()]

    def _click(self, at: tuple[int, int]) -> None:
        """Take a click in: left of its value a row goes back, right of it forward."""
        places = [(way[0], way[1]) for way in self._ways()]
        for name, area in (*places, ("settings", SETTINGS)):
            if area.collidepoint(at):
                self._go(name)
        for number, area in enumerate(self._grid(self.rows()).areas):
            if area.collidepoint(at):
                self.row = number
                self._change(number, 1 if at[0] > middle_of(area) else -1)

    def _change(self, row: int, step: int) -> None:
        """Change the value of a row."""
        seats = len(self._who)
        if row == 0:
            self._change_game(step)
        elif row == 1:
            self._change_level(step)
        elif row < BEFORE + seats:
            self._seating.change(row - BEFORE, step)
        elif row < BEFORE + seats + len(self._rest()):
            name = self._rest()[row - BEFORE - seats]
            self._picked[name] = (self._picked[name] + step) % len(CHOICES[name])

    def _change_game(self, step: int) -> None:
        """Show another game at its first level, at once where it is ready; where there is only one, nothing changes."""
        name = self._games[(self._games.index(self._game.name) + step) % len(self._games)]
        if name != self._game.name and self.desk.is_ready(name):
            self._enter(name, "")
        elif name != self._game.name:
            self.choice = Visit(name)

    def _change_level(self, step: int) -> None:
        """Show another level and seat everybody in it."""
        self._place = (self._place + step) % len(self._offers)
        self._look: Look = look(self._game, self._shelf, self._offers[self._place])
        if self._look.level is not None:
            self._seating.arrange(self._look.level, self._seats)

    def _about(self, seat: int) -> str:
        """Return a line about who sits in a seat: a person's keys, or what a partner says of itself."""
        name = self._who[seat]
        if name in PEOPLE and self._look.level is not None:
            able = slots_of(self._game, role_of(self._game, self._look.level, seat))
            return words(self.desk.bindings[PEOPLE[name]], able)
        if name in PEOPLE:
            return ""
        if name not in self._summaries:
            made = self._seating.partners[name]
            card = getattr(made(), "card", None) if getattr(made, "summary", None) is None else made
            self._summaries[name] = str(getattr(card, "summary", ""))
        return self._summaries[name]

    def _grid(self, rows: list[Row]) -> Grid:
        """Return where the rows lie."""
        return arrange(rows, [seat.team for seat in self._seats] or [0] * len(self._who))

    def _row_area(self, number: int) -> pygame.Rect:
        """Return where a row lies."""
        return self._grid(self.rows()).areas[number]

    def _paint_level(self, surface: pygame.Surface, grid: Grid) -> None:
        """Paint the board as it is at the start, with what there is to do below it."""
        letters = self.desk.letters
        pygame.draw.rect(surface, INK, PICTURE, border_radius=12)
        told, colour = self._told(grid), PAPER
        if self._look.scene is not None:
            frame = Frame(self._look.scene, people=self._seating.people)
            self.desk.painter.paint(surface, frame, PICTURE, bar=False)
            paint_orders(surface, self._look.scene.board, ORDERS, self.desk.painter, left=True)
        else:
            told, colour = self._look.fault, ORANGE
        lines = letters.wrap(told, 22, WORDS.w, most=2 if grid.is_tall else 3)
        for number, line in enumerate(lines):
            top = WORDS.y + number * (22 if len(lines) <= 2 else 20)  # noqa: PLR2004 - lines that fit at full height
            letters.write(surface, line, (WORDS.x, top), size=22 if len(lines) <= 2 else 20, colour=colour)  # noqa: PLR2004

    def _told(self, grid: Grid) -> str:
        """Return what stands below the picture: the level's hint, or all about a seat whose row has no room for it."""
        seat = self.row - BEFORE
        if self._look.level is None:
            return ""
        if not grid.is_tall and 0 <= seat < len(self._who):
            role = role_of(self._game, self._look.level, seat)
            return f"{role.summary} {self._who[seat].replace('_', ' ').capitalize()}: {self._about(seat)}"
        return self._look.level.hint or self._game.roles[0].summary
