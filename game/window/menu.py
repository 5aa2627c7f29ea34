"""The menu: which level, who sits in each seat, how fast and how long, with a picture of the board."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pygame

from game import catalogue, load
from game.window.desk import SIZE
from game.window.draw import swatch
from game.window.frame import Frame
from game.window.hud import paint_orders
from game.window.offer import Look, find_offer, look, offers
from game.window.palette import GREEN, INK, MIST, NIGHT, ORANGE, PAPER, SLATE, YELLOW
from game.window.setup import PEOPLE, SECOND, YOU, Setup, usual_seats
from game.window.shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from game.window.desk import Desk

SPEEDS = (("slow", 4.0), ("normal", 6.0), ("fast", 8.0))
LENGTHS = (("30 seconds", 30), ("1 minute", 60), ("2 minutes", 120))
LEFT, TOP, WIDTH, HEIGHT, TALL, GAP = 40, 118, 510, 48, 74, 6
PICTURE = pygame.Rect(580, 118, 500, 330)
ORDERS = pygame.Rect(580, 454, 500, 42)
WORDS = pygame.Rect(580, 506, 500, 48)
PLAY = pygame.Rect(580, 566, 320, 84)
EDIT = pygame.Rect(916, 566, 164, 84)
SETTINGS = pygame.Rect(920, 24, 160, 48)


WALK = ("north", "west", "south", "east")
ARROWS = ["Up", "Left", "Down", "Right"]


class Edit(NamedTuple):
    """A level to be edited."""

    game: str
    text: str
    own: str
    """Its name on the shelf; nothing for a level that ships with the game."""


class Row(NamedTuple):
    """One choice."""

    label: str
    value: str
    about: str = ""
    """A line below the value."""
    seat: int = -1


class Menu:
    """Rows of choices; ``choice`` becomes a `Setup`, an `Edit`, "settings" or "quit"."""

    def __init__(self, desk: Desk, last: Setup | None = None) -> None:
        self.desk = desk
        self.choice: object = None
        self.row = 1
        self._summaries: dict[str, str] = {}
        self._games = catalogue()
        self._speed, self._length = _chosen(last)
        self._seed = last.seed + 1 if last else 0
        self._seats = [name for name in last.seats if name in {*PEOPLE, *desk.partners}] if last else []
        self._enter(last.game if last else self._games[0], last.level if last else "")

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
        write(surface, self.desk.letters.cut(self._game.summary, 24, 800), (LEFT, 80), size=24, colour=MIST)
        for number, each in enumerate(self.rows()):
            self._paint_row(surface, number, each)
        self._paint_level(surface)
        self._paint_way(surface, PLAY, "Play", size=54, chosen=self.row == len(self.rows()))
        if self._game.editing is not None:
            self._paint_way(surface, EDIT, "Edit levels", size=30, chosen=self.row == len(self.rows()) + 1)
        pygame.draw.rect(surface, SLATE, SETTINGS, border_radius=12)
        write(surface, "Settings (F1)", SETTINGS.center, size=26, anchor="center")
        words = "Arrows choose, Enter plays, L edits, F1 settings, Esc leaves"
        write(surface, words, (PLAY.x, SIZE[1] - 44), size=22, colour=MIST)

    def rows(self) -> list[Row]:
        """Return what can be chosen."""
        seats = [Row(f"Cook {seat + 1}", name, self._about(name), seat) for seat, name in enumerate(self._seats)]
        offer = self._offers[self._place]
        title = self._look.level.title if self._look.level else offer.name
        level = Row("Level", f"{title} (own)" if offer.own else title)
        rest = [Row("Speed", SPEEDS[self._speed][0]), Row("Time", LENGTHS[self._length][0])]
        return [Row("Game", self._game.title), level, *seats, *rest]

    def setup(self) -> Setup:
        """Return what is chosen."""
        rate, offer = SPEEDS[self._speed][1], self._offers[self._place]
        ticks = round(rate * LENGTHS[self._length][1])
        level = self._look.text if offer.own else offer.name
        return Setup(self._game.name, level, tuple(self._seats), rate, ticks, self._seed)

    def _enter(self, game: str, level: str) -> None:
        """Go to a game and a level in it."""
        self._game = load(game)
        self._shelf = Shelf(self.desk.levels, self._game)
        self._offers = offers(self._game, self._shelf)
        self._place = find_offer(self._game, self._shelf, level)
        self._change_level(0)

    def _key(self, key: int) -> None:
        """Take a key in."""
        rows = len(self.rows())
        count = rows + (1 if self._game.editing is None else 2)
        if key in {pygame.K_UP, pygame.K_DOWN}:
            self.row = (self.row + (1 if key == pygame.K_DOWN else -1)) % count
        elif key in {pygame.K_LEFT, pygame.K_RIGHT}:
            self._change(self.row, 1 if key == pygame.K_RIGHT else -1)
        elif key == pygame.K_l or (key in {pygame.K_RETURN, pygame.K_KP_ENTER} and self.row == rows + 1):
            self._edit()
        elif key in {pygame.K_RETURN, pygame.K_KP_ENTER}:
            self._play()
        elif key == pygame.K_F1:
            self.choice = "settings"
        elif key == pygame.K_ESCAPE:
            self.choice = "quit"
        self.desk.sound.play("click")

    def _play(self) -> None:
        """Choose what is shown, where it can be played."""
        if self._look.level is not None:
            self.choice = self.setup()

    def _edit(self) -> None:
        """Choose to edit what is shown, where levels of the game are edited."""
        offer = self._offers[self._place]
        if self._game.editing is not None:
            self.choice = Edit(self._game.name, self._look.text, offer.name if offer.own else "")

    def _click(self, at: tuple[int, int]) -> None:
        """Take a click in: the left half of a row goes back, the right half forward."""
        if SETTINGS.collidepoint(at):
            self.choice = "settings"
        elif PLAY.collidepoint(at):
            self._play()
        elif EDIT.collidepoint(at):
            self._edit()
        for number in range(len(self.rows())):
            area = self._row_area(number)
            if area.collidepoint(at):
                self.row = number
                self._change(number, 1 if at[0] > area.x + 310 else -1)

    def _change(self, row: int, step: int) -> None:
        """Change the value of a row."""
        seats = len(self._seats)
        if row == 0:
            self._change_game(step)
        elif row == 1:
            self._change_level(step)
        elif row < 2 + seats:
            self._change_seat(row - 2, step)
        elif row == 2 + seats:
            self._speed = (self._speed + step) % len(SPEEDS)
        elif row == 3 + seats:
            self._length = (self._length + step) % len(LENGTHS)

    def _change_game(self, step: int) -> None:
        """Show another game at its first level; where there is only one, nothing changes."""
        name = self._games[(self._games.index(self._game.name) + step) % len(self._games)]
        if name != self._game.name:
            self._enter(name, "")

    def _change_level(self, step: int) -> None:
        """Show another level and seat everybody in it: those who sat there before, and the usual ones."""
        self._place = (self._place + step) % len(self._offers)
        self._look: Look = look(self._game, self._shelf, self._offers[self._place])
        count = self._look.level.seats if self._look.level else len(self._seats)
        before = self._seats[:count]
        self._seats = [*before, *usual_seats(self.desk.partners, count)[len(before) :]]
        if not PEOPLE.keys() & set(self._seats) and self._seats:
            self._seats[0] = YOU

    def _change_seat(self, seat: int, step: int) -> None:
        """Seat somebody else; a person sits in one seat only."""
        taken = {name for number, name in enumerate(self._seats) if number != seat}
        names = [name for name in (YOU, SECOND, *self.desk.partners) if name not in taken & {YOU, SECOND}]
        self._seats[seat] = names[(names.index(self._seats[seat]) + step) % len(names)]

    def _about(self, name: str) -> str:
        """Return a line about who can sit in a seat: a person's keys, or what a partner says of itself."""
        if name in PEOPLE:
            return key_words(self.desk.bindings[PEOPLE[name]])
        if name not in self._summaries:
            made = self.desk.partners[name]
            card = getattr(made(), "card", None) if getattr(made, "summary", None) is None else made
            self._summaries[name] = str(getattr(card, "summary", ""))
        return self._summaries[name]

    def _is_seat(self, number: int) -> bool:
        """Tell whether a row is a seat's: they come after the game and the level."""
        return number - 2 in range(len(self._seats))

    def _row_area(self, number: int) -> pygame.Rect:
        """Return where a row lies; the seats' rows are taller."""
        before = min(max(0, number - 2), len(self._seats))
        top = TOP + number * (HEIGHT + GAP) + before * (TALL - HEIGHT)
        return pygame.Rect(LEFT, top, WIDTH, TALL if self._is_seat(number) else HEIGHT)

    def _paint_row(self, surface: pygame.Surface, number: int, each: Row) -> None:
        """Paint a row with an arrow on each side of its value."""
        area, chosen, letters = self._row_area(number), number == self.row, self.desk.letters
        pygame.draw.rect(surface, SLATE if chosen else INK, area, border_radius=12)
        if chosen:
            pygame.draw.rect(surface, YELLOW, area, 3, border_radius=12)
        letters.write(surface, each.label, (area.x + 18, area.centery), size=26, colour=MIST, anchor="midleft")
        if each.seat >= 0:
            swatch(surface, each.seat, (area.x + 112, area.centery))
        about = letters.wrap(each.about, 18, 336, most=2)
        middle = (area.x + 318, area.centery - 9 * len(about))
        value = letters.cut(each.value, 30, 310)
        letters.write(surface, value, middle, size=30, colour=PAPER, anchor="center")
        for line, words in enumerate(about):
            at = (middle[0], middle[1] + 22 + line * 17)
            letters.write(surface, words, at, size=18, colour=MIST, anchor="center")
        for x, way in ((area.x + 142, -1), (area.right - 16, 1)):
            y = area.centery
            pygame.draw.polygon(
                surface, YELLOW if chosen else MIST, [(x - 6 * way, y - 11), (x + 8 * way, y), (x - 6 * way, y + 11)]
            )

    def _paint_level(self, surface: pygame.Surface) -> None:
        """Paint the board as it is at the start, with what there is to do below it."""
        letters = self.desk.letters
        pygame.draw.rect(surface, INK, PICTURE, border_radius=12)
        hint = self._look.level.hint if self._look.level is not None else ""
        words, colour = hint or self._game.roles[0].summary, PAPER
        if self._look.scene is not None:
            people = frozenset(seat for seat, name in enumerate(self._seats) if name in PEOPLE)
            self.desk.painter.paint(surface, Frame(self._look.scene, people=people), PICTURE, bar=False)
            paint_orders(surface, self._look.scene.board, ORDERS, self.desk.painter, left=True)
        else:
            words, colour = self._look.fault, ORANGE
        for number, line in enumerate(letters.wrap(words, 22, WORDS.w, most=2)):
            letters.write(surface, line, (WORDS.x, WORDS.y + number * 22), size=22, colour=colour)

    def _paint_way(self, surface: pygame.Surface, area: pygame.Rect, word: str, *, size: int, chosen: bool) -> None:
        """Paint a button that leads somewhere else."""
        main = area == PLAY and self._look.level is not None
        pygame.draw.rect(surface, GREEN if main else SLATE, area, border_radius=16)
        if chosen:
            pygame.draw.rect(surface, YELLOW, area, 4, border_radius=16)
        self.desk.letters.write(surface, word, area.center, size=size, anchor="center")


def key_words(keys: Mapping[str, Sequence[str]]) -> str:
    """Return in a line which keys walk and which take and put."""
    walk = [keys[side][0].capitalize() for side in WALK if keys.get(side)]
    use = " or ".join(name.capitalize() for name in keys.get("interact", ()))
    walking = "Arrow keys" if walk == ARROWS else " ".join(walk)
    return f"{walking} to walk, {use} to take, put and serve"


def _chosen(last: Setup | None) -> tuple[int, int]:
    """Return the numbers of the speed and the length of the last match, or the usual ones."""
    if last is None:
        return 1, 1
    speed = next((number for number, (_, rate) in enumerate(SPEEDS) if rate == last.tick_rate), 1)
    seconds = last.ticks / last.tick_rate
    return speed, next((number for number, (_, length) in enumerate(LENGTHS) if abs(length - seconds) < 1), 1)
