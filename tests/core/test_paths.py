"""Ways over boards of bits."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from game.core.paths import EAST, HERE, NORTH, SOUTH, WEST, is_on, put, reach, side_of, steps_of, toward

MAP = (
    "#########",
    "#.......#",
    "#.#####.#",
    "#.#...#.#",
    "#...#...#",
    "#########",
)


def bits(rows: tuple[str, ...], letters: str) -> Any:
    """Return rows of bits for the cells with one of some letters."""
    return np.array([sum(1 << x for x, cell in enumerate(row) if cell in letters) for row in rows], np.uint32)


@pytest.mark.parametrize(
    ("reason", "start", "end", "steps", "side"),
    [
        ("along a corridor", (1, 1), (7, 1), 6, EAST),
        ("round a corner", (1, 1), (3, 4), 5, SOUTH),
        ("two ways, the shorter is through the middle", (1, 4), (5, 4), 6, EAST),
        ("back north", (7, 4), (7, 1), 3, NORTH),
        ("back west", (7, 1), (1, 1), 6, WEST),
        ("it is there", (3, 3), (3, 3), 0, HERE),
        ("to a closed cell, with the step at it", (1, 1), (0, 1), 1, WEST),
    ],
)
def test_the_shortest_way_begins_with_the_right_step(
    reason: str, start: tuple[int, int], end: tuple[int, int], steps: int, side: int
) -> None:
    ends = np.zeros(6, np.uint32)
    put(ends, *end, True)  # noqa: FBT003 - a kernel has no names
    way = toward(bits(MAP, "."), ends, 6, *start, 60)
    assert (steps_of(way), side_of(way)) == (steps, side), reason


def test_there_is_no_way_through_a_wall_nor_one_longer_than_asked_for() -> None:
    ends = np.zeros(6, np.uint32)
    put(ends, 4, 3, True)  # noqa: FBT003 - a kernel has no names
    walled = bits((*MAP[:3], "#.##.##.#", *MAP[4:]), ".")
    assert toward(walled, ends, 6, 1, 1, 60) == -1
    assert steps_of(toward(bits(MAP, "."), ends, 6, 1, 1, 7)) == 7
    assert toward(bits(MAP, "."), ends, 6, 1, 1, 6) == -1
    assert side_of(-1) == HERE


def test_what_can_be_reached_is_the_connected_floor() -> None:
    found = np.zeros(6, np.uint32)
    open_rows = bits((*MAP[:4], "#.#.#...#", MAP[5]), ".")
    reach(open_rows, 6, 1, 1, found)
    assert sum(int(word).bit_count() for word in found) == 19
    assert is_on(found, 5, 3)
    reach(open_rows, 6, 0, 0, found)
    assert [int(word) for word in found] == [1, 0, 0, 0, 0, 0]
