"""The page where a person sets keys, sounds and looks; nothing is kept until it is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from game.window.desk import SIZE
from game.window.display import apply_display
from game.window.option import ACTIONS, LABELS, NAMES, OPTIONS, WAYS, bind, keys_of, reset
from game.window.palette import GREEN, INK, MIST, NIGHT, ORANGE, PAPER, SLATE, YELLOW
from game.window.settings import SettingsError, write_settings

if TYPE_CHECKING:
    from pathlib import Path

    from game.window.desk import Desk

PERSONS = ("first", "second")
TOP, STEP, HEIGHT = 128, 48, 42
SOUNDS = ("pickup", "potting", "delivery")
Place = tuple[int, int]
"""(column, row): columns 0 and 1 are the keys of both people, 2 the options, row -1 of all the ways out."""


class SettingsPage:
    """Keys on the left, options on the right, ways out below; ``choice`` becomes "back"."""

    def __init__(self, desk: Desk, path: Path) -> None:
        self.desk, self.path = desk, path
        self.choice: object = None
        self.place: Place = (0, 0)
        self.waiting = False
        """Whether the next key is for the chosen action."""
        self.sentence = ""
        self._before = desk.settings

    @property
    def typing(self) -> bool:
        """Whether keys mean themselves here."""
        return self.waiting

    def handle(self, event: pygame.event.Event) -> None:
        """Take an event in."""
        if self.waiting:
            self._capture(event)
        elif event.type == pygame.KEYDOWN:
            self._key(event.key)
        elif event.type == pygame.MOUSEBUTTONDOWN and event.button == 1:
            hit = [place for place, area in areas().items() if area.collidepoint(event.pos)]
            if hit:
                self.place = hit[0]
                self._press(-1 if event.pos[0] < areas()[hit[0]].centerx and hit[0][0] == len(PERSONS) else 1)

    def update(self, now: float) -> None:
        """Nothing moves here."""

    def paint(self, surface: pygame.Surface) -> None:
        """Paint the page."""
        surface.fill(NIGHT)
        write = self.desk.letters.write
        write(surface, "Settings", (40, 28), size=64, colour=YELLOW)
        for column, words in enumerate(NAMES.values()):
            write(surface, words, (areas()[column, 0].centerx, TOP - 20), size=26, anchor="center")
        for row, action in enumerate(ACTIONS):
            write(surface, LABELS[action], (40, areas()[0, row].centery), size=24, colour=MIST, anchor="midleft")
        for place, area in areas().items():
            self._paint_place(surface, place, area)
        self._paint_below(surface)

    def _paint_place(self, surface: pygame.Surface, place: Place, area: pygame.Rect) -> None:
        """Paint one thing to press."""
        chosen, (column, row) = place == self.place, place
        main = row < 0 and WAYS[column][0] == "save"
        pygame.draw.rect(surface, GREEN if main else SLATE if chosen or row < 0 else INK, area, border_radius=10)
        if chosen:
            pygame.draw.rect(surface, YELLOW, area, 3, border_radius=10)
        write, settings = self.desk.letters.write, self.desk.settings
        if row < 0:
            write(surface, WAYS[column][1], area.center, size=28, anchor="center")
        elif column < len(PERSONS):
            waits = chosen and self.waiting
            words = "press a key" if waits else keys_of(settings, PERSONS[column], ACTIONS[row])
            write(surface, words, area.center, size=26, colour=YELLOW if waits else PAPER, anchor="center")
        else:
            option = OPTIONS[row]
            write(surface, option.label, (area.x + 16, area.centery), size=24, colour=MIST, anchor="midleft")
            words = "press a button" if chosen and self.waiting else option.words(settings)
            write(surface, words, (area.right - 110, area.centery), size=26, colour=PAPER, anchor="center")
            for x, way in ((area.right - 202, -1), (area.right - 18, 1)):
                points = [(x - 6 * way, area.centery - 9), (x + 7 * way, area.centery), (x - 6 * way, area.centery + 9)]
                pygame.draw.polygon(surface, YELLOW if chosen else MIST, points)

    def _paint_below(self, surface: pygame.Surface) -> None:
        """Paint what is wrong or what to do, and the gamepads there are."""
        write = self.desk.letters.write
        names = list(self.desk.pads.names.values())
        words = f"Gamepads: {', '.join(names)}" if names else "No gamepad is plugged in."
        write(surface, words, (40, 528), size=24, colour=MIST)
        words = (
            "One person can use the keys of both. A gamepad walks with its stick or cross; its buttons act and speak."
        )
        write(surface, words, (40, 558), size=22, colour=MIST)
        words = (
            self.sentence
            or "Arrows choose, Enter changes, left and right step, Esc cancels. Esc, P, M and F11 are fixed."
        )
        write(surface, words, (40, 596), size=24, colour=ORANGE if self.sentence else MIST)

    def _key(self, key: int) -> None:
        """Take a key in."""
        self.sentence = ""
        column, row = self.place
        if key == pygame.K_ESCAPE:
            self._leave()
        elif key in {pygame.K_RETURN, pygame.K_KP_ENTER, pygame.K_SPACE}:
            self._press(1)
        elif key in {pygame.K_UP, pygame.K_DOWN}:
            self._move(0, 1 if key == pygame.K_DOWN else -1)
        elif key in {pygame.K_LEFT, pygame.K_RIGHT}:
            step = 1 if key == pygame.K_RIGHT else -1
            if column == len(PERSONS) and row >= 0:
                self._change(step)
            else:
                self._move(step, 0)

    def _move(self, across: int, down: int) -> None:
        """Choose a neighbour; above the ways out is the last row."""
        column, row = self.place
        if row < 0:
            across_to = (column + across) % len(WAYS)
            self.place = (
                (across_to, -1) if not down else (min(across_to, 2), 0 if down > 0 else _rows(min(column, 2)) - 1)
            )
        elif across:
            column = (column + across) % 3
            self.place = (column, min(row, _rows(column) - 1))
        elif 0 <= row + down < _rows(column):
            self.place = (column, row + down)
        else:
            self.place = (len(WAYS) - 1, -1)

    def _press(self, step: int) -> None:
        """Do what is chosen."""
        column, row = self.place
        if row < 0:
            self._go(WAYS[column][0])
        elif column < len(PERSONS):
            self.waiting = True
            self.sentence = "Press the new key, or Esc to leave it as it is."
        else:
            self._change(step)

    def _change(self, step: int) -> None:
        """Step an option on, at once visible and audible."""
        option = OPTIONS[self.place[1]]
        self.desk.apply(option.change(self.desk.settings, step))
        if option.name in {"full_screen", "zoom"}:
            apply_display(self.desk.settings)
        self.desk.sound.play("click")

    def _capture(self, event: pygame.event.Event) -> None:
        """Give the key that is pressed to the chosen action."""
        if event.type == pygame.MOUSEBUTTONDOWN or (event.type == pygame.KEYDOWN and event.key == pygame.K_ESCAPE):
            self.waiting, self.sentence = False, ""
        elif event.type == pygame.KEYDOWN:
            slot = (PERSONS[self.place[0]], ACTIONS[self.place[1]])
            settings, self.sentence = bind(self.desk.settings, slot, event.key)
            self.waiting = bool(self.sentence)
            self.desk.apply(settings)

    def _go(self, way: str) -> None:
        """Go one of the ways below."""
        if way == "test":
            for name in SOUNDS:
                self.desk.sound.play(name)
            self.sentence = "" if self.desk.sound.is_able else "There is no sound device on this machine."
        elif way == "reset":
            self.desk.apply(reset(self.desk.settings))
        elif way == "cancel":
            self._leave()
        else:
            self._save()

    def _save(self) -> None:
        """Keep the settings and go back, or say why they cannot be kept."""
        try:
            write_settings(self.path, self.desk.settings)
        except SettingsError as error:
            self.sentence = str(error)
            self._before = self.desk.settings
            return
        self.choice = "back"

    def _leave(self) -> None:
        """Go back with the settings as they were."""
        self.desk.apply(self._before)
        apply_display(self._before)
        self.choice = "back"


def areas() -> dict[Place, pygame.Rect]:
    """Return where everything lies that can be pressed."""
    found = {(column, row): _key_area(column, row) for column in range(2) for row in range(len(ACTIONS))}
    found |= {(2, row): pygame.Rect(650, TOP + STEP * row, 430, HEIGHT) for row in range(len(OPTIONS))}
    width = (SIZE[0] - 80 - 60) // len(WAYS)
    return found | {(n, -1): pygame.Rect(40 + n * (width + 20), 630, width, 56) for n in range(len(WAYS))}


def _key_area(column: int, row: int) -> pygame.Rect:
    """Return where the keys of an action lie."""
    return pygame.Rect(190 + column * 215, TOP + STEP * row, 205, HEIGHT)


def _rows(column: int) -> int:
    """Return how many rows a column has."""
    return len(ACTIONS) if column < len(PERSONS) else len(OPTIONS)
