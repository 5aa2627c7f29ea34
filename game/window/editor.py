"""The level editor: paint a map with the mouse, see at once whether it can be played, play it and keep it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pygame

from game.window import editor_panel as panel
from game.window.buttons import Button, pressed, row
from game.window.desk import SIZE
from game.window.draft import LEAST, Draft, Fault, History
from game.window.editor_board import KEYS, cell_at, paint_at, step_at
from game.window.editor_page import paint_page
from game.window.setup import Setup, usual_seats
from game.window.shelf import Shelf, ShelfError, TakenError

if TYPE_CHECKING:
    from collections.abc import Callable

    from game.core.contract import Game
    from game.core.editing import Editing, Setting
    from game.window.desk import Desk

TOP = (
    ("undo", "Undo"), ("redo", "Redo"), ("new", "Empty"), ("play", "Play"), ("save", "Save"), ("delete", "Delete"),
    ("menu", "Menu"),
)  # fmt: skip
SHORT = {pygame.K_z: "undo", pygame.K_y: "redo", pygame.K_n: "new", pygame.K_p: "play", pygame.K_s: "save"}
ASK = (("yes", "Yes"), ("no", "No"))
PATIENCE = 0.2
"""Seconds after a change until the draft is read, as a large map takes a moment."""


class Question(NamedTuple):
    """Something to be answered with yes or no before it is done."""

    sentence: str
    then: Callable[[], None]


class Editor:
    """A level being edited; ``choice`` becomes a Setup to try it, or "menu"."""

    def __init__(self, desk: Desk, game: Game, text: str, own: str = "") -> None:
        self.desk, self.game = desk, game
        self.choice: object = None
        self.shelf = Shelf(desk.levels, game)
        self.editing: Editing = _editing(game)
        self.draft = self.kept = _renamed(Draft.of(text, self.editing.floor), game, self.editing)
        self.own = own
        """Name under which it was opened or saved last; nothing for a level that is not on the shelf."""
        self.chosen, self.focus, self.note = 1, "", ""
        self.question: Question | None = None
        self.fault: Fault | None = self.draft.fault(game)
        self._checked = self._seen = self.draft
        self._since = 0.0
        self.history = History()
        self._button, self.answer = 0, 1
        self._before: Draft | None = None
        self.buttons = tuple(
            Button(name, word, pygame.Rect(362 + n * 107, 16, 99, 44)) for n, (name, word) in enumerate(TOP)
        )
        self.answers = row(ASK, (SIZE[0] // 2, 430))

    @property
    def typing(self) -> bool:
        """Whether letters are text now and not keys."""
        return bool(self.focus)

    @property
    def is_kept(self) -> bool:
        """Whether what is seen lies on the shelf like this."""
        return bool(self.own) and self.draft == self.kept

    def handle(self, event: pygame.event.Event) -> None:
        """Take an event in: an open question first, then keys, buttons, brush and panel."""
        if self.question is not None:
            self._ask(event)
        elif event.type == pygame.KEYDOWN:
            self._key(event)
        elif event.type == pygame.MOUSEBUTTONDOWN and event.button in {1, 3}:
            self._click(event)
        elif event.type == pygame.MOUSEMOTION and self._before is not None:
            self._brush(event.pos, erase=bool(event.buttons[2]))
        elif event.type == pygame.MOUSEBUTTONUP and self._before is not None:
            before, self._before = self._before, None
            self.history.remember(before, self.draft)

    def update(self, now: float) -> None:
        """Look whether the draft is a level, a moment after it has changed and while no stroke is under way."""
        if self._checked is self.draft or self._before is not None:
            return
        if self._seen is not self.draft:
            self._seen, self._since = self.draft, now
        if now - self._since >= PATIENCE:
            self._check()

    def paint(self, surface: pygame.Surface) -> None:
        """Paint the page."""
        paint_page(surface, self)

    def setup(self) -> Setup:
        """Return a match on this level: you, and the usual team-mate in every other seat."""
        level = self.game.parse_level(self.draft.text)
        seats = usual_seats(self.desk.partners_of(self.game), level.seats)
        return Setup(self.game.name, self.draft.text, seats, self.game.tick_rate, level.horizon)

    def press(self, name: str) -> None:
        """Do what a button says."""
        self.note = ""
        if name == "undo":
            self.draft = self.history.undo(self.draft)
        elif name == "redo":
            self.draft = self.history.redo(self.draft)
        elif name == "new":
            self._become(Draft.of(self.editing.empty, self.editing.floor))
        elif name == "play":
            self._play()
        elif name == "save":
            self._save()
        elif name == "delete":
            self.question = Question(f"Delete your level {self.own!r} for good?", self._delete) if self.own else None
        elif self.draft == self.kept:
            self._leave()
        else:
            self.question = Question("Leave without saving?", self._leave)

    def _ask(self, event: pygame.event.Event) -> None:
        """Take an answer in; Escape is no."""
        name, self.answer = pressed(self.answers, event, self.answer)
        name = "no" if event.type == pygame.KEYDOWN and event.key == pygame.K_ESCAPE else name
        if not name or self.question is None:
            return
        asked, self.question, self.answer = self.question, None, 1
        if name == "yes":
            asked.then()

    def _key(self, event: pygame.event.Event) -> None:
        """Take a key in: shortcuts with Ctrl, then text where it is being typed, then a paint."""
        if event.mod & (pygame.KMOD_CTRL | pygame.KMOD_META):
            if event.key in SHORT:
                self.focus = ""
                self.press(SHORT[event.key])
        elif self.focus:
            self._type(event)
        elif event.key == pygame.K_ESCAPE:
            self.press("menu")
        elif event.unicode and event.unicode in KEYS[: len(self.editing.paints)]:
            self.chosen = KEYS.index(event.unicode)

    def _type(self, event: pygame.event.Event) -> None:
        """Change the text that is being typed; Enter and Escape are its end, Tab goes to the next one."""
        words = [setting for setting in self.editing.settings if setting.kind == "text"]
        place = next(number for number, setting in enumerate(words) if setting.key == self.focus)
        if event.key in {pygame.K_RETURN, pygame.K_KP_ENTER, pygame.K_ESCAPE}:
            self.focus = ""
        elif event.key == pygame.K_TAB:
            self.focus = words[(place + 1) % len(words)].key
        else:
            self._become(self.draft.changed(words[place], panel.typed(self.draft.value(words[place]), event)))

    def _click(self, event: pygame.event.Event) -> None:
        """Take a press of a mouse button in."""
        self.focus, at = "", event.pos
        button = next((each.name for each in self.buttons if each.area.collidepoint(at)), "")
        number, step, setting = paint_at(self.editing, at), step_at(at), panel.setting_at(self.editing, at)
        if cell_at(self.draft, self.editing, at) is not None:
            self._before = self.draft
            self._brush(at, erase=event.button == 3)  # noqa: PLR2004 - pygame's number of the right button
        elif button:
            self.press(button)
        elif number is not None:
            self.chosen = number
        elif step is not None:
            self._resize(*step)
        elif setting is not None:
            self._set(setting, at)

    def _brush(self, at: tuple[int, int], *, erase: bool) -> None:
        """Paint or erase the cell under the mouse."""
        cell, self.note = cell_at(self.draft, self.editing, at), ""
        if cell is None:
            return
        symbol = self.editing.paints[self.chosen].symbol
        self.draft = self.draft.erased(cell, self.editing) if erase else self.draft.painted(cell, symbol, self.editing)

    def _resize(self, side: str, way: int) -> None:
        """Add or remove a row or column."""
        fresh = self.draft.grown(side, self.editing) if way > 0 else self.draft.shrunk(side)
        limits = f"A map has at least {LEAST} rows and columns and at most {self.editing.most_cells} cells."
        self.note = limits if fresh == self.draft else ""
        self._become(fresh)

    def _set(self, setting: Setting, at: tuple[int, int]) -> None:
        """Begin to type a text, or change another setting."""
        if setting.kind == "text":
            self.focus = setting.key
        else:
            self._become(panel.clicked(self.draft, self.editing, at))

    def _become(self, draft: Draft) -> None:
        """Go on with another draft, and remember this one."""
        self.history.remember(self.draft, draft)
        self.draft = draft

    def _check(self) -> None:
        """Look whether the draft is a level."""
        if self._checked is not self.draft:
            self.fault = self.draft.fault(self.game)
        self._checked = self._seen = self.draft

    def _play(self) -> None:
        """Try the level, where it is one."""
        self._check()
        if self.fault is None:
            self.choice = self.setup()

    def _save(self) -> None:
        """Keep the level under the name in its header; asks before one is replaced."""
        self._check()
        if self.fault is not None:
            self.note = "Only a level that can be played is saved."
            return
        try:
            self._keep(replace=False)
        except TakenError as error:
            self.question = Question(f"{str(error).capitalize()}. Replace it?", self._replace)
        except ShelfError as error:
            self.note = str(error)

    def _replace(self) -> None:
        """Keep the level in place of the one of the same name."""
        try:
            self._keep(replace=True)
        except ShelfError as error:
            self.note = str(error)

    def _keep(self, *, replace: bool) -> None:
        """Keep the level."""
        name = dict(self.draft.header).get("name", "")
        self.shelf.keep(name, self.draft.text, replace=replace)
        self.own, self.kept = name, self.draft
        self.note = f"Saved as {name!r}; it is in the menu after the levels that ship with the game."

    def _delete(self) -> None:
        """Throw the level on the shelf away; the draft stays."""
        try:
            self.shelf.throw_away(self.own)
        except ShelfError as error:
            self.note = str(error)
            return
        self.note, self.own = f"Deleted {self.own!r}; what you see here can be saved again.", ""

    def _leave(self) -> None:
        """Go back to the menu."""
        self.choice = "menu"


def _renamed(draft: Draft, game: Game, editing: Editing) -> Draft:
    """Return a draft under a name of its own: one that ships keeps its name for itself."""
    setting = next((each for each in editing.settings if each.key == "name"), None)
    if setting is None or draft.value(setting) not in game.level_names():
        return draft
    return draft.changed(setting, f"my_{draft.value(setting)}")


def _editing(game: Game) -> Editing:
    """Return what a game says about editing; the menu offers it for such games only."""
    if game.editing is None:
        message = f"levels of {game.name!r} are not edited"
        raise ShelfError(message)
    return game.editing
