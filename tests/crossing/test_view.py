"""What drivers see: their own way, and of others what can be seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from game.crossing.roads import SIDES
from game.crossing.view import NAMES
from tests.crossing.cars import CROSSING, placed, play

if TYPE_CHECKING:
    import game


def seen(match: game.Round, seat: int = 0) -> dict[str, float]:
    """Return what a seat sees by name, without zeros and the time."""
    values = dict(zip(NAMES, match.observe("features", seat).tolist(), strict=True))
    return {name: round(value * 14, 2) for name, value in values.items() if value and name != "time_left"}


def test_there_are_94_entries_of_different_names() -> None:
    assert len(NAMES) == len(set(NAMES)) == 94
    assert CROSSING.observations["features"].shape(CROSSING.load_level("four_cars")) == (94,)


def test_the_own_way_is_seen_and_that_of_another_is_not() -> None:
    own = seen(placed("west right 5", "-"))
    assert own == {"driven": 5, "at_line": 14, "west": 14, "right": 14, "may_speak": 14}


@pytest.mark.parametrize("number", range(4))
def test_the_board_is_turned_so_that_the_own_car_came_in_driving_north(number: int) -> None:
    side, from_left = SIDES[number], SIDES[(number + 3) % 4]
    match = placed(f"{side} left 5", f"{from_left} right 6", f"{from_left} left 0")
    others = {name: value for name, value in seen(match).items() if name.endswith(("_1", "_2"))}
    assert others == {
        "to_right_1": -1,
        "ahead_1": 1,
        "faces_right_1": 14,
        "to_right_2": -7,
        "ahead_2": 1,
        "faces_right_2": 14,
    }


def test_of_cars_equally_far_away_the_lower_seat_comes_first() -> None:
    values = seen(placed("north left 5", "east straight 4", "west straight 4"))
    assert (values["to_right_1"], values["to_right_2"]) == (-3, 2)


def test_signals_words_and_waiting_are_seen_in_the_next_tick() -> None:
    match = placed("north left 0", "south left 5", "east right 2", "-")
    play(match, ".C5W.")
    values = seen(match)
    assert (values["claims_1"], values["blinks_left_1"], values["said_1"]) == (14, 14, 10)
    assert (values["waves_2"], values["blinks_right_2"], values["stopped_2"]) == (14, 14, 0.7)


def test_a_driver_without_a_car_sees_the_time_alone() -> None:
    match = placed("-", "north left 3")
    assert seen(match) == {}
    assert match.observe("features", 0)[NAMES.index("time_left")] == 1


def test_the_scene_tells_a_driver_its_own_turn_and_nobody_elses() -> None:
    match = placed("north left 3", "south right 2", "-")
    play(match, "GWC")
    scenes = [CROSSING.scene(match.level, match.state, seat, match.outcome) for seat in (0, 1, 2, -1)]
    assert [scene.board for scene in scenes] == [
        (("word", "car 1:", "left"),),
        (("word", "car 2:", "right"),),
        (("word", "car 3:", "waiting"),),
        (),
    ]
    assert [[car.mark for car in scene.sprites] for scene in scenes] == [["L", ""], ["", "R"], ["", ""], ["", ""]]


def test_the_scene_shows_cars_with_blinkers_bubbles_and_what_happened() -> None:
    match = placed("north left 14", "south right 2", "east straight 4")
    play(match, "GWG7")
    scene = CROSSING.scene(match.level, match.state, 0, match.outcome)
    assert [(car.key, car.x, car.y, car.facing, car.state, car.bubble) for car in scene.sprites] == [
        ("car-1", 6, 2, "south", "right", "you first"),
        ("car-2", 5, 7, "east", "", "sorry"),
    ]
    assert [(each.name, each.x, each.y, each.value) for each in scene.happenings if each.seat == 0] == [
        ("arrival", 0, 6, 1)
    ]
    assert (scene.score, scene.scores) == (1, (1, 0, 0))


@pytest.mark.parametrize(("mix", "teams", "scores"), [(50, [0, 1], (0, 0)), (100, [0, 0], ())])
def test_the_scene_shows_the_teams_of_the_level(mix: int, teams: list[int], scores: tuple[int, ...]) -> None:
    match = placed("north left 3", "south right 2", options=(f"mix: {mix}",))
    scene = CROSSING.scene(match.level, match.state, 0)
    assert ([car.team for car in scene.sprites], scene.scores) == (teams, scores)


def test_the_board_has_grass_two_roads_and_a_middle() -> None:
    match = placed("-")
    names = [tile.name for tile in CROSSING.scene(match.level, match.state, 0).tiles]
    assert {name: names.count(name) for name in set(names)} == {"grass": 144, "road": 48, "middle": 4}


def test_a_disguise_changes_a_turn_only_where_it_cannot_be_told_yet() -> None:
    match = placed("north left 3", "south right 2", "south right 9", "east left 7")
    states = np.array([match.state.copy()]).view(np.recarray)
    for draw in range(2):
        CROSSING.disguise(match.level, match.state, 0, draw)
    changed = (match.state.turn != states[0].turn)[:4].tolist()
    assert changed[0] is False
    assert changed[2] is False


def test_the_recap_has_three_sentences_about_what_happened() -> None:
    match = placed("south straight 13", "north left 5", "east left 6", "-")
    step = play(match, "GGC.")
    assert CROSSING.recap(match.level, step.outcome.events[None, :4]) == (
        "1 cars arrived, 1 of them with driver 1.",
        "2 cars crashed and had to be towed away.",
        "1 times somebody went first and 0 times somebody let others go.",
    )
