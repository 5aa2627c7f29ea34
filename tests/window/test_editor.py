"""The editor as a person meets it: events in, and what is on the page, on the shelf and in the menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame
import pytest

from game import load
from game.kitchen.editing import EDITING
from game.window import app, editor_board, editor_panel
from game.window.desk import SIZE, Desk
from game.window.draw import Board
from game.window.editor import Editor
from game.window.keys import DEFAULTS
from game.window.menu import Edit, Menu
from game.window.setup import YOU, Setup, find_level
from game.window.shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KITCHEN = load("kitchen")
ROOM = KITCHEN.level_text("cramped_room").replace("name: cramped_room", "name: mine")


@pytest.fixture
def desk(levels: Path) -> Iterator[Desk]:
    """Return a desk without partners."""
    pygame.display.init()
    pygame.display.set_mode(SIZE)
    yield Desk({}, None, DEFAULTS, levels)
    pygame.quit()


@pytest.fixture
def editor(desk: Desk) -> Editor:
    """Return an editor with a small room."""
    return Editor(desk, KITCHEN, ROOM)


def spot(editor: Editor, column: int, row: int) -> tuple[int, int]:
    """Return the middle of a cell on the surface."""
    board = Board.fit(editor_board.scene_of(editor.draft, EDITING), editor_board.AREA)
    x, y = board.centre(column, row)
    return round(x), round(y)


def click(editor: Editor, at: tuple[int, int], button: int = 1) -> None:
    """Press and let go of a mouse button."""
    editor.handle(pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=at, button=button))
    editor.handle(pygame.event.Event(pygame.MOUSEBUTTONUP, pos=at, button=button))


def key(editor: Editor, name: str, *, ctrl: bool = False, text: str = "") -> None:
    """Press a key."""
    mod = pygame.KMOD_CTRL if ctrl else 0
    editor.handle(pygame.event.Event(pygame.KEYDOWN, key=pygame.key.key_code(name), mod=mod, unicode=text))


def push(editor: Editor, name: str) -> None:
    """Click a button of the top row."""
    click(editor, next(button.area.center for button in editor.buttons if button.name == name))


def settle(editor: Editor) -> None:
    """Let enough time pass that the draft is read, and paint."""
    for now in (1.0, 2.0):
        editor.update(now)
    editor.paint(pygame.Surface(SIZE))


def setting(name: str) -> pygame.Rect:
    """Return where a setting lies."""
    return next(area for each, area in editor_panel.places(EDITING) if each.key == name)


def test_taking_the_pot_away_is_told_and_undone(editor: Editor) -> None:
    click(editor, spot(editor, 2, 0), button=3)
    settle(editor)
    assert editor.fault is not None
    assert "needs a pot P" in editor.fault.sentence
    key(editor, "z", ctrl=True)
    settle(editor)
    assert editor.fault is None
    key(editor, "y", ctrl=True)
    assert editor.draft.rows[0] == "XXXXX"


def test_dragging_is_one_stroke_and_is_read_when_it_ends(editor: Editor) -> None:
    key(editor, "3", text="3")
    editor.handle(pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=spot(editor, 0, 2), button=1))
    settle(editor)
    editor.handle(pygame.event.Event(pygame.MOUSEMOTION, pos=spot(editor, 0, 3), buttons=(1, 0, 0)))
    editor.handle(pygame.event.Event(pygame.MOUSEMOTION, pos=(1, 1), buttons=(1, 0, 0)))
    editor.handle(pygame.event.Event(pygame.MOUSEBUTTONUP, pos=(1, 1), button=1))
    assert [row[0] for row in editor.draft.rows] == ["X", "O", "O", "O"]
    push(editor, "undo")
    assert editor.draft.text == ROOM


def test_a_paint_is_chosen_with_the_mouse_and_floor_on_the_border_is_marked(editor: Editor) -> None:
    click(editor, (editor_board.PALETTE.x + 5, editor_board.PALETTE.y + 5))
    click(editor, spot(editor, 4, 3))
    settle(editor)
    assert editor.fault is not None
    assert editor.fault.cells == {(4, 3)}


@pytest.mark.parametrize("side", ["top", "bottom", "left", "right"])
def test_rows_and_columns_come_and_go_by_buttons(editor: Editor, side: str) -> None:
    x, y = editor_board.STEPS[side]
    dx, dy = (22, 0) if side in {"top", "bottom"} else (0, 22)
    click(editor, (x + dx, y + dy))
    assert sum(editor.draft.size) == 10
    click(editor, (x - dx, y - dy))
    assert editor.draft.text == ROOM
    for _ in range(3):
        click(editor, (x - dx, y - dy))
    assert "at least 3 rows" in editor.note


def test_settings_are_turned_stepped_picked_and_typed(editor: Editor) -> None:
    right = [(setting(name).right - 20, setting(name).centery) for name in ("dynamics", "ticks", "bonus")]
    for at in right:
        click(editor, at)
    click(editor, setting("title").center)
    assert editor.typing
    for letter in "ms":
        key(editor, letter, text=letter)
    key(editor, "backspace", text="\b")
    key(editor, "tab")
    key(editor, "x", text="x")
    key(editor, "return")
    assert not editor.typing
    header = dict(editor.draft.header)
    assert (header["dynamics"], header["ticks"], header["title"]) == ("new", "450", "Cramped roomm")
    assert (header["name"], header["bonus"]) == ("minex", "ooo")


def test_a_wrong_setting_is_marked_and_the_level_is_neither_played_nor_saved(editor: Editor, levels: Path) -> None:
    editor = Editor(editor.desk, KITCHEN, ROOM.replace("orders: ooo", "orders: o"))
    settle(editor)
    assert editor.fault is not None
    assert editor.fault.key == "orders"
    push(editor, "play")
    push(editor, "save")
    assert editor.choice is None
    assert "can be played" in editor.note
    assert not levels.exists()


def test_a_level_is_played_with_you_in_it(editor: Editor) -> None:
    key(editor, "p", ctrl=True)
    assert isinstance(editor.choice, Setup)
    assert editor.choice.seats[0] == YOU
    assert find_level(KITCHEN, editor.choice.level, 400).name == "mine"


def test_a_saved_level_is_in_the_menu_and_opens_again(editor: Editor) -> None:
    click(editor, spot(editor, 2, 2))
    push(editor, "save")
    assert editor.is_kept
    menu = Menu(editor.desk, Setup("kitchen", editor.draft.text, (YOU, "second person")))
    assert menu.rows()[1].value == "Cramped room (own)"
    menu.handle(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_l))
    assert menu.choice == Edit("kitchen", editor.draft.text, "mine")
    assert menu.setup().level == editor.draft.text


def test_a_level_is_replaced_only_after_a_yes(editor: Editor) -> None:
    shelf = Shelf(editor.desk.levels, KITCHEN)
    shelf.keep("mine", "what was there")
    push(editor, "save")
    settle(editor)
    key(editor, "escape")
    assert shelf.text("mine") == "what was there"
    push(editor, "save")
    key(editor, "left")
    key(editor, "return")
    assert shelf.text("mine") == editor.draft.text


def test_a_name_that_ships_or_is_unsafe_is_refused_on_the_page(editor: Editor, levels: Path) -> None:
    name = next(each for each in EDITING.settings if each.key == "name")
    for wrong, word in (("cramped_room", "ships with the game"), ("a/b", "will not do")):
        again = Editor(editor.desk, KITCHEN, ROOM)
        again.draft = again.draft.changed(name, wrong)
        push(again, "save")
        assert word in again.note
    assert not levels.exists()


def test_a_level_that_ships_is_edited_under_a_name_of_its_own(desk: Desk) -> None:
    editor = Editor(desk, KITCHEN, KITCHEN.level_text("cramped_room"))
    push(editor, "save")
    assert Shelf(desk.levels, KITCHEN).names() == ("my_cramped_room",)


def test_a_level_is_deleted_after_a_yes_and_can_be_saved_again(editor: Editor) -> None:
    push(editor, "delete")
    assert editor.question is None
    push(editor, "save")
    push(editor, "delete")
    click(editor, editor.answers[0].area.center)
    assert Shelf(editor.desk.levels, KITCHEN).names() == ()
    assert "can be saved again" in editor.note


def test_leaving_asks_when_something_would_be_lost(editor: Editor) -> None:
    push(editor, "new")
    settle(editor)
    key(editor, "escape")
    assert editor.choice is None
    assert editor.question is not None
    click(editor, editor.answers[0].area.center)
    assert editor.choice == "menu"


def test_leaving_unchanged_asks_nothing(editor: Editor) -> None:
    push(editor, "menu")
    assert editor.choice == "menu"


def test_a_file_that_is_no_level_is_listed_and_can_be_edited_but_not_played(desk: Desk) -> None:
    Shelf(desk.levels, KITCHEN).keep("broken", "map:\nXX\n")
    menu = Menu(desk)
    menu.row = 1
    menu.handle(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_LEFT))
    menu.paint(pygame.Surface(SIZE))
    menu.handle(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_RETURN))
    assert menu.rows()[1].value == "broken (own)"
    assert menu.choice is None
    settle(Editor(desk, KITCHEN, "map:\nXX\n", "broken"))


def test_from_the_menu_to_the_editor_to_a_match_and_back(monkeypatch: pytest.MonkeyPatch) -> None:
    pages = {
        "Menu": [[("l", 0)], [("escape", 0)]],
        "Editor": [[("p", pygame.KMOD_CTRL)], [("escape", 0)]],
        "Match": [[("escape", 0), ("right", 0), ("right", 0), ("return", 0)]],
    }
    seen: list[str] = []
    show = app.show

    def posting(surface: pygame.Surface, desk: Desk, screen: Menu) -> object:
        seen.append(type(screen).__name__)
        for name, mod in pages[seen[-1]].pop(0):
            pygame.event.post(pygame.event.Event(pygame.KEYDOWN, key=pygame.key.key_code(name), mod=mod, unicode=""))
        return show(surface, desk, screen)

    monkeypatch.setattr(app, "show", posting)
    assert app.run_window({}) == 0
    assert seen == ["Menu", "Editor", "Match", "Editor", "Menu"]


def test_a_closed_window_ends_the_editor_and_the_trial(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter([Edit("kitchen", ROOM, ""), Setup("kitchen", ROOM, (YOU, "second person")), "again", "quit"])
    monkeypatch.setattr(app, "show", lambda *page: next(answers))  # noqa: ARG005 - whatever the page
    assert app.run_window({}) == 0


def test_what_was_saved_is_chosen_in_the_menu_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    levels: list[str] = []

    def answer(surface: pygame.Surface, desk: Desk, screen: Menu | Editor) -> object:  # noqa: ARG001
        if isinstance(screen, Editor):
            push(screen, "save")
            return "menu"
        levels.append(screen.setup().level)
        return Edit("kitchen", ROOM, "") if len(levels) == 1 else "quit"

    monkeypatch.setattr(app, "show", answer)
    app.run_window({})
    assert levels[1] == ROOM


def test_letters_are_typed_and_do_not_mute(editor: Editor) -> None:
    click(editor, setting("title").center)
    pygame.event.clear()
    for name, text in (("m", "m"), ("return", "")):
        event = pygame.event.Event(pygame.KEYDOWN, key=pygame.key.key_code(name), mod=0, unicode=text)
        pygame.event.post(event)
    pygame.event.post(pygame.event.Event(pygame.QUIT))
    app.show(pygame.display.get_surface(), editor.desk, editor)
    assert not editor.desk.sound.muted
    assert dict(editor.draft.header)["title"].endswith("m")


def test_a_folder_that_cannot_be_written_is_told_on_the_page(editor: Editor, levels: Path) -> None:
    levels.write_text("a file where the folder should be")
    push(editor, "save")
    assert "cannot be saved" in editor.note
    assert not editor.is_kept


def test_a_level_that_vanished_meanwhile_is_told_on_the_page(editor: Editor, levels: Path) -> None:
    push(editor, "save")
    push(editor, "save")
    (levels / "kitchen" / "mine.txt").unlink()
    (levels / "kitchen" / "mine.txt").mkdir()
    click(editor, editor.answers[0].area.center)
    assert "cannot be saved" in editor.note
    push(editor, "delete")
    click(editor, editor.answers[0].area.center)
    assert "cannot be deleted" in editor.note


def test_a_file_that_cannot_be_read_is_listed_with_its_fault(desk: Desk) -> None:
    Shelf(desk.levels, KITCHEN).keep("broken", ROOM)
    (desk.levels / "kitchen" / "broken.txt").write_bytes(b"\xff")
    menu = Menu(desk, Setup("kitchen", ROOM, ("somebody gone", YOU)))
    assert [row.value for row in menu.rows()[2:4]] == [YOU, "second person"]
    menu.handle(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_LEFT))
    menu.paint(pygame.Surface(SIZE))
    assert menu.rows()[1].value == "broken (own)"


def test_an_endless_map_is_cut(desk: Desk) -> None:
    editor = Editor(desk, KITCHEN, "map:\n" + ("X" * 500 + "\n") * 100)
    settle(editor)
    assert editor.draft.size == (64, 64)
