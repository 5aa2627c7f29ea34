"""What a seat sees: known numbers, counted by hand."""

from __future__ import annotations

import numpy as np
import pytest

from game.core.paths import reach
from game.hideout.ways import way_to
from tests.hideout.boards import HIDEOUT, begin, level_of, play, tick

ROOM = "#########/#       #/#       #/#   1   #/#       #/#       #/#B     2#/#########"


def test_the_cone_to_the_north_is_what_a_hand_counts() -> None:
    level = level_of(ROOM)
    state, _ = play(level, "..")
    rows = HIDEOUT.scene(level, state, 0).fog
    # one row ahead: two to each side; two rows ahead: four to each side; and the eight cells around
    assert rows[2] == "112222211"
    assert rows[1] == "222222222"
    assert rows[0] == "222222222"
    assert rows[3] == "111222111"
    assert rows[4] == "111222111"
    assert set("".join(rows[5:])) == {"1"}


def test_a_box_hides_what_is_behind_it() -> None:
    level = level_of("#######/#1 B  #/#    2#/#######")
    state, _ = play(level, ".. E. W.")
    tick(level, state, "E.")
    row = HIDEOUT.scene(level, state, 0).fog[1]
    assert row[3] == "2"
    assert row[4] == "1"


def test_reachable_cells_are_the_floor_that_hangs_together() -> None:
    level = level_of("#######/#1 #  #/#  # 2#/#  #  #/#######")
    found = np.zeros(5, np.uint32)
    rows = np.array([0, 0b0110110, 0b0110110, 0b0110110, 0], np.uint32)
    reach(rows, 5, 1, 1, found)
    assert sum(int(word).bit_count() for word in found) == 6
    assert way_to(level.record, begin(level), 16 + 1, 16 + 5) == 255


WAYS = [
    ("straight on", (1, 1), (3, 1), 2, "E"),
    ("down to the door and through it", (3, 1), (5, 2), 3, "S"),
    ("back through the door", (6, 2), (3, 2), 3, "W"),
    ("on the spot", (1, 1), (1, 1), 0, "N"),
]


@pytest.mark.parametrize(("reason", "start", "end", "steps", "side"), WAYS, ids=[row[0] for row in WAYS])
def test_ways_are_known_through_a_door(
    reason: str, start: tuple[int, int], end: tuple[int, int], steps: int, side: str
) -> None:
    level = level_of("########/#1  =  #/#   D 2#/########", doors=1)
    way = int(way_to(level.record, begin(level), start[1] * 16 + start[0], end[1] * 16 + end[0]))
    assert (way >> 2, "NSEW"[way & 3]) == (steps, side), reason


def test_the_vector_has_a_name_for_each_of_its_entries_and_tells_what_was_seen() -> None:
    level = level_of("#######/#1 B  #/#    2#/#######")
    state, _ = play(level, ".. E.")
    names = HIDEOUT.observations["features"].names
    assert names is not None
    out = np.zeros(len(names(level)), np.float32)
    HIDEOUT.observations["features"].write(level.record, state, 0, out)
    seen = dict(zip(names(level), out.tolist(), strict=True))
    assert len(seen) == 204
    assert (seen["is_hider"], seen["facing_east"], seen["box_1_known"], seen["box_1_dx"]) == (1.0, 1.0, 1.0, 1 / 8)
    assert (seen["to_box_known"], seen["to_box_east"], seen["free_east"], seen["free_west"]) == (1.0, 1.0, 0.0, 1.0)


def test_what_is_not_where_it_was_seen_is_forgotten_by_who_stands_beside_it() -> None:
    level = level_of("########/#1 B   #/#     2#/########")
    state, _ = play(level, "E.")
    assert state.known_age[0, 0] == 0
    state.known_age[0, 0], state.known_cell[0, 0] = 3, 16 + 1
    state.facing[0], state.thing_cell[0] = 3, 16 + 6
    state.thing_at[16 + 3], state.thing_at[16 + 6], state.blocks[16 + 3] = 0, 1, 0
    tick(level, state, "..")
    assert state.known_age[0, 0] == 255
