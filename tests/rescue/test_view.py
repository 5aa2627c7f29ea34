"""What a seat sees: numbers counted by hand, and a picture that holds no more than it may."""

from __future__ import annotations

import numpy as np
import pytest

import game
from game.rescue.disguise import disguise
from game.rescue.state import WIDTH
from game.rescue.view import NAMES
from tests.rescue.playing import RESCUE, begin, joint_of, level_of, tick

ROOM = "....... / ....... / ...1... / ....... / ......l"


def count(rows: np.ndarray) -> int:
    """Return how many cells are in rows of bits."""
    return sum(bits.bit_count() for bits in rows.tolist())


def test_a_robot_in_the_open_sees_every_cell_of_its_disc() -> None:
    state = begin(level_of(ROOM, "digger"))
    here = int(state.cell[0])
    disc = sum(x * x + y * y <= 12 for x in range(-3, 4) for y in range(-3, 4))
    assert (here & 31, here >> 5) == (6, 3)
    assert (count(state.seen[0]), disc) == (37, 37)


def test_rubble_is_seen_and_hides_what_is_behind_it() -> None:
    state = begin(level_of(".r1r...l", "digger"))
    assert int(state.seen[0, 1]) == 0b111 << 4


def test_only_scouts_notice_victims_from_afar() -> None:
    found = {role: int(begin(level_of("1..l", role)).found[0]) for role in ("scout", "digger", "medic")}
    assert found == {"scout": 1, "digger": 0, "medic": 0}


def entries(level: game.Level, state: np.ndarray, seat: int, *names: str) -> list[float]:
    """Return some entries of a view."""
    out = np.zeros(len(NAMES), np.float32)
    RESCUE.observations["features"].write(level.record, state, seat, out)
    return [round(float(out[NAMES.index(name)]), 6) for name in names]


def test_the_compass_shows_steps_side_and_place_of_a_victim() -> None:
    level = level_of("1..l", "scout")
    seen = entries(level, begin(level), 0, "light_known", "light_steps", "light_east", "light_dx", "critical_known")
    assert seen == [1.0, 3 / WIDTH, 1.0, 3 / WIDTH, 0.0]


def test_a_call_shows_the_way_to_the_caller_through_what_is_unknown() -> None:
    level = level_of("2.......1 / ......... / ........l", "digger medic")
    state = begin(level)
    tick(level, state, "C.")
    assert entries(level, state, 1, "call_on", "call_east", "mate_1_known") == [1.0, 1.0, 0.0]


def test_who_is_walked_into_feels_from_which_side() -> None:
    level = level_of("12.l", "scout medic")
    state = begin(level)
    tick(level, state, "E.")
    assert entries(level, state, 1, "nudged_west", "nudged_east") == [1.0, 0.0]


def test_the_picture_is_dark_where_nobody_was_and_has_ghosts_of_mates_out_of_sight() -> None:
    level = level_of("21...... / ##.##### / .......l", "digger medic")
    match = game.Round(RESCUE, level, 1)
    for joint in ("E.", "S.", "S.", "E.", "E.", "E.", "E."):
        match.step(joint_of(joint))
    scene = RESCUE.scene(level, match.state, 1, match.outcome)
    ghost = next(sprite for sprite in scene.sprites if sprite.name == "robot" and sprite.seat == 0)
    unknown = {(tile.x, tile.y) for tile in scene.tiles if tile.name == "unknown"}
    dark = {(x, y) for y, row in enumerate(scene.fog) for x, letter in enumerate(row) if letter == "0"}
    assert ghost.age > 0
    assert unknown == dark
    assert not [sprite for sprite in scene.sprites if sprite.name == "victim"]


@pytest.mark.parametrize("seat", range(4))
def test_the_disguise_changes_victims_mates_and_maps_that_a_seat_does_not_see(seat: int) -> None:
    level = RESCUE.load_level("five_rooms")
    match = game.Round(RESCUE, level, 2)
    for tick_number in range(30):
        match.step([(tick_number + each) % 5 for each in range(4)])
    state = match.observe("state", seat)[0]
    before = state.copy()
    disguise(level, state, seat, 1)
    assert (before.victim_at != state.victim_at).any()
    assert (before.known != state.known).any(axis=1).sum() == 3
    assert (before.known[seat] == state.known[seat]).all()
