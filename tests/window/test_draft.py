"""Drafts of levels, and the shelf that keeps them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from game import load
from game.core.editing import Setting
from game.kitchen.editing import EDITING
from game.window.draft import Draft, History
from game.window.shelf import Shelf, ShelfError, TakenError

if TYPE_CHECKING:
    from pathlib import Path

KITCHEN = load("kitchen")
ROOM = KITCHEN.level_text("cramped_room")
TITLE = next(setting for setting in EDITING.settings if setting.key == "title")
ORDERS = next(setting for setting in EDITING.settings if setting.key == "orders")


def draft(text: str = ROOM) -> Draft:
    """Return a draft of a text."""
    return Draft.of(text, EDITING.floor)


@pytest.mark.parametrize("name", ["cramped_room", "soup_coordination", "four_square", "two_kinds"])
def test_the_text_of_a_draft_is_the_same_level(name: str) -> None:
    level = KITCHEN.load_level(name)
    again = KITCHEN.parse_level(draft(level.text).text)
    assert again.records.tobytes() == level.records.tobytes()


def test_a_level_is_itself_again_after_rows_and_columns_come_and_go() -> None:
    for side in ("top", "bottom", "left", "right"):
        assert draft().grown(side, EDITING).shrunk(side) == draft()


def test_a_new_row_lies_inside_the_border() -> None:
    assert draft().grown("bottom", EDITING).rows[-2:] == ("X   X", draft().rows[-1])
    assert draft().grown("left", EDITING).size == (draft().size[0] + 1, draft().size[1])


def test_a_map_stays_between_three_rows_and_the_most_cells() -> None:
    small = draft("map:\nXXX\nXXX\nXXX\n")
    assert small.shrunk("top") == small.shrunk("left") == small
    large = draft("map:\n" + ("X" * 16 + "\n") * 8)
    assert large.grown("top", EDITING) == large.grown("right", EDITING) == large


def test_a_start_cell_moves_and_leaves_floor() -> None:
    cells = "".join(draft().painted((3, 2), "1", EDITING).rows)
    assert cells.count("1") == 1


def test_erasing_leaves_counters_on_the_border_and_floor_inside() -> None:
    assert draft().erased((2, 0), EDITING).rows[0][2] == "X"
    assert draft().painted((2, 2), "P", EDITING).erased((2, 2), EDITING).rows[2][2] == " "


def test_a_setting_is_changed_where_it_stands_and_drops_what_depends_on_it() -> None:
    text = "title: One\norders: ooo\nrecipe_values: 20\nmap:\nXXX\nXXX\nXXX\n"
    assert draft(text).changed(TITLE, "Two").header[0] == ("title", "Two")
    assert [key for key, _ in draft(text).changed(ORDERS, "ttt").header] == ["title", "orders"]
    assert draft(text).changed(Setting("ticks", "", "number", "400"), "50").header[-1] == ("ticks", "50")


@pytest.mark.parametrize(
    ("reason", "change", "cells", "key"),
    [
        ("unknown symbol", lambda one: one.painted((1, 1), "?", EDITING), {(1, 1)}, ""),
        ("floor on the border", lambda one: one.painted((4, 3), " ", EDITING), {(4, 3)}, ""),
        ("no pot", lambda one: one.painted((2, 0), "X", EDITING), set(), ""),
        ("a bad number", lambda one: one.changed(Setting("ticks", "", "number", "400"), "-1"), set(), "ticks"),
    ],
)
def test_a_fault_names_the_cells_or_the_setting(reason: str, change: object, cells: set[object], key: str) -> None:
    assert callable(change), reason
    fault = change(draft()).fault(KITCHEN)
    assert (fault.cells, fault.key) == (cells, key)


def test_a_row_of_floor_is_a_fault_and_not_a_smaller_kitchen() -> None:
    empty = draft()
    for column in range(5):
        empty = empty.painted((column, 1), " ", EDITING)
    fault = empty.fault(KITCHEN)
    assert fault is not None
    assert fault.cells == {(column, 1) for column in range(5)}


def test_a_ragged_text_is_filled_up_and_a_text_without_a_map_is_empty() -> None:
    assert draft("map:\nXXX\nX\n").rows == ("XXX", "X  ")
    assert draft("nothing").size == (0, 0)


def test_what_is_done_can_be_undone_and_done_again() -> None:
    history, other = History(), draft().erased((2, 0), EDITING)
    assert history.undo(draft()) == history.redo(draft()) == draft()
    history.remember(draft(), other)
    assert history.undo(other) == draft()
    assert history.redo(draft()) == other


def test_a_level_is_kept_listed_read_and_thrown_away(levels: Path) -> None:
    shelf = Shelf(levels, KITCHEN)
    assert shelf.names() == ()
    shelf.keep("mine", ROOM)
    assert (shelf.names(), shelf.text("mine")) == (("mine",), ROOM)
    assert [path.name for path in (levels / "kitchen").iterdir()] == ["mine.txt"]
    shelf.throw_away("mine")
    assert shelf.names() == ()


def test_a_level_is_replaced_only_when_asked_for(levels: Path) -> None:
    shelf = Shelf(levels, KITCHEN)
    shelf.keep("mine", ROOM)
    with pytest.raises(TakenError, match="there is an own level 'mine' already"):
        shelf.keep("mine", "other")
    assert shelf.text("mine") == ROOM
    shelf.keep("mine", "other", replace=True)
    assert shelf.text("mine") == "other"


@pytest.mark.parametrize("name", ["", "../mine", "a b", "a/b", "a.b", "x" * 41, "é", "a\n", "cramped_room"])
def test_unsafe_names_and_names_of_shipped_levels_are_refused(name: str, levels: Path) -> None:
    with pytest.raises(ShelfError, match="file name"):
        Shelf(levels, KITCHEN).keep(name, ROOM)
    assert not levels.exists()


def test_what_cannot_be_read_written_or_deleted_is_told_in_a_sentence(levels: Path) -> None:
    shelf = Shelf(levels, KITCHEN)
    with pytest.raises(ShelfError, match="there is no own level 'mine'"):
        shelf.text("mine")
    with pytest.raises(ShelfError, match="cannot be deleted"):
        shelf.throw_away("mine")
    shelf.keep("mine", ROOM)
    (levels / "kitchen" / "mine.txt").write_bytes(b"\xff")
    with pytest.raises(ShelfError, match="cannot be read"):
        shelf.text("mine")
    (levels / "blocked").mkdir()
    (levels / "blocked" / "kitchen").write_text("a file")
    with pytest.raises(ShelfError, match="cannot be saved"):
        Shelf(levels / "blocked", KITCHEN).keep("mine", ROOM)
