"""Who sees what: lines are the same from both ends, cones and discs are counted by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.core.sight import is_clear, is_in_cone, is_in_disc

NORTH, SOUTH, EAST, WEST = range(4)


def walls(*rows: str) -> tuple[np.ndarray[tuple[int], np.dtype[np.uint8]], int]:
    return np.array([cell == "#" for row in rows for cell in row], np.uint8), len(rows[0])


def cells_marked(rows: tuple[str, ...], mark: str) -> list[int]:
    return [place for place, cell in enumerate("".join(rows)) if cell in mark]


LINES = {
    "nothing between": ("a...b", True),
    "a wall between": ("a.#.b", False),
    "neighbours": ("ab", True),
    "a wall beside the line": ("a..b/.##.", True),
    "round no corner": ("a.../###./...b", False),
    "through a gap between two corners": ("a#/#b", True),
    "down": ("a/./b", True),
    "down, and a wall": ("a/#/b", False),
    "a flat slope, open on one of its two lines": ("a.#./.#.b", True),
    "a flat slope, closed on both": ("a.../.##./...b", False),
}


@pytest.mark.parametrize(("board", "is_open"), LINES.values(), ids=LINES)
def test_a_line_of_sight(board: str, is_open: bool) -> None:  # noqa: FBT001 - a column of the table
    rows = tuple(board.split("/"))
    blocks, width = walls(*rows)
    (start,), (end,) = cells_marked(rows, "a"), cells_marked(rows, "b")
    assert bool(is_clear(blocks, width, start, end)) == is_open


def test_the_cells_at_the_ends_do_not_block_nor_does_ones_own() -> None:
    blocks, width = walls("#.#")
    assert is_clear(blocks, width, 0, 2)
    assert is_clear(blocks, width, 0, 0)


@given(st.integers(1, 9), st.integers(1, 9), st.data())
def test_seen_means_seen_both_ways_among_any_walls(width: int, height: int, data: st.DataObject) -> None:
    cells = width * height
    blocks = np.array(data.draw(st.lists(st.booleans(), min_size=cells, max_size=cells)), np.uint8)
    start, end = (data.draw(st.integers(0, cells - 1)) for _ in range(2))
    assert is_clear(blocks, width, start, end) == is_clear(blocks, width, end, start)


@given(st.integers(1, 9), st.integers(1, 9), st.data())
def test_on_open_ground_everything_is_seen(width: int, height: int, data: st.DataObject) -> None:
    start, end = (data.draw(st.integers(0, width * height - 1)) for _ in range(2))
    assert is_clear(np.zeros(width * height, np.uint8), width, start, end)


def cone(facing: int) -> list[str]:
    """Return what is in the cone from the middle of a board of 7 by 7, as rows."""
    seen = [bool(is_in_cone(7, 24, facing, there)) for there in range(49)]
    return ["".join("1" if seen[7 * y + x] else "." for x in range(7)) for y in range(7)]


def test_the_cone_ahead_and_the_eight_cells_around() -> None:
    north = ["1111111", "1111111", ".11111.", "..111..", "..111..", ".......", "......."]
    assert cone(NORTH) == north
    assert cone(SOUTH) == north[::-1]
    assert cone(WEST) == ["".join(column) for column in zip(*north, strict=True)]
    assert cone(EAST) == ["".join(column)[::-1] for column in zip(*north, strict=True)]


def test_the_edge_of_the_cone_lies_at_twelve_to_five() -> None:
    width, here = 41, 20 * 41 + 20
    assert is_in_cone(width, here, NORTH, here - 5 * width + 12)
    assert not is_in_cone(width, here, NORTH, here - 5 * width + 13)


DISCS = {
    0: [".......", ".......", ".......", "...1...", ".......", ".......", "......."],
    1: [".......", ".......", "..111..", "..111..", "..111..", ".......", "......."],
    2: [".......", "..111..", ".11111.", ".11111.", ".11111.", "..111..", "......."],
    3: ["..111..", ".11111.", "1111111", "1111111", "1111111", ".11111.", "..111.."],
}


@pytest.mark.parametrize(("radius", "rows"), DISCS.items())
def test_a_disc_is_round(radius: int, rows: list[str]) -> None:
    seen = [bool(is_in_disc(7, 24, there, radius)) for there in range(49)]
    assert ["".join("1" if seen[7 * y + x] else "." for x in range(7)) for y in range(7)] == rows


def test_no_view_wraps_round_the_edge_of_the_board() -> None:
    assert not is_in_disc(7, 6, 7, 1)
    assert not is_in_cone(7, 6, EAST, 7)
