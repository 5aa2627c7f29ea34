"""What happens in a tick at the crossing, one rule a row."""

from __future__ import annotations

import itertools
from collections import Counter

import numpy as np
import pytest

import game
from game.crossing.roads import CELLS, ROADS, SIDES, TURNS
from game.crossing.rules import REST, TOW
from game.crossing.state import EVENTS
from tests.crossing.cars import CROSSING, happened, level_of, placed, play, told

RULES = [
    ("a car that goes drives one cell", ["north left 0"], "G", ["north left 1"], ""),
    ("a car that brakes stands", ["north left 3"], ".", ["north left 3"], ""),
    ("who waves stands", ["north left 3"], "W", ["north left 3"], ""),
    ("who claims drives", ["north left 3"], "C", ["north left 4"], ""),
    ("a car drives round its bend", ["east right 6"], "G", ["east right 7"], ""),
    (
        "a car behind one that stands is held",
        ["west left 3", "west right 4"],
        "G.",
        ["west left 3", "west right 4"],
        "",
    ),
    ("a queue moves up at once", ["west left 3", "west right 4"], "GG", ["west left 4", "west right 5"], ""),
    ("two that drive into one cell crash", ["north left 5", "east left 6"], "GG", ["-", "-"], "0 crash, 1 crash"),
    (
        "the one whose cell is left first is followed and nobody crashes",
        ["north left 5", "east straight 7"],
        "GG",
        ["north left 6", "east straight 8"],
        "",
    ),
    (
        "who waits for a car on its left lets it by",
        ["north left 5", "east left 6"],
        "WG",
        ["north left 5", "east left 7"],
        "",
    ),
    (
        "a car in the middle that leaves crashes with nobody",
        ["north left 5", "east right 6"],
        "GG",
        ["north left 6", "east right 7"],
        "",
    ),
    (
        "four cars in the middle turn round each other",
        [f"{side} left 6" for side in SIDES],
        "GGGG",
        [f"{side} left 7" for side in SIDES],
        "",
    ),
    (
        "two that want a cell on which one stands are held and do not crash",
        ["north left 5", "east left 6", "south left 8"],
        "GG.",
        ["north left 5", "east left 6", "south left 8"],
        "",
    ),
    ("a car at the end of its way arrives", ["south straight 13"], "G", ["-"], "0 arrival"),
    ("a car may stand at the end of its way", ["south straight 13"], ".", ["south straight 13"], ""),
    ("two arrive at once", ["south straight 13", "north left 14"], "GG", ["-", "-"], "0 arrival, 1 arrival"),
    ("a driver without a car does nothing", ["-"], "C", ["-"], ""),
]


@pytest.mark.parametrize(("cars", "joint", "after", "events"), [rule[1:] for rule in RULES], ids=[r[0] for r in RULES])
def test_a_tick(cars: list[str], joint: str, after: list[str], events: str) -> None:
    match = placed(*cars)
    step = play(match, joint)
    assert told(match) == after
    assert happened(step) == (set(events.split(", ")) if events else set())


def test_stops_are_counted_for_cars_on_the_board_that_do_not_move() -> None:
    step = play(placed("-", "north left 2", "south left 2", "-"), "..G.")
    assert step.outcome.events[:4, EVENTS.index("stop")].tolist() == [0, 1, 0, 0]


def test_every_way_leads_from_border_to_border_without_a_jump() -> None:
    for side in range(len(SIDES)):
        for turn in range(len(TURNS)):
            way = [divmod(int(cell), 14) for cell in ROADS[side, turn] if cell < CELLS]
            assert {0, 13} & set(way[0])
            assert {0, 13} & set(way[-1])
            assert all(abs(y - v) + abs(x - u) == 1 for (y, x), (v, u) in itertools.pairwise(way))
    lengths = (ROADS < CELLS).sum(axis=2)
    assert dict(zip(TURNS, lengths[0].tolist(), strict=True)) == {"left": 15, "right": 13, "straight": 14}


def blinkers(match: game.Round) -> list[str]:
    return [("off", *TURNS)[number] for number in match.state.blinker[: match.level.seats]]


BLINKERS = [
    ("off at first", ".", "off"),
    ("a wave tells the truth", "W", "right"),
    ("a claim tells the truth", "C", "right"),
    ("going tells nothing", "G", "off"),
    ("a turn that is said is blinked, though it is false", "G1", "left"),
    ("other words do not blink", ".6", "off"),
    ("a wave is true whatever is said with it", "W1", "right"),
]


@pytest.mark.parametrize(("joint", "shown"), [row[1:] for row in BLINKERS], ids=[row[0] for row in BLINKERS])
def test_the_blinker(joint: str, shown: str) -> None:
    match = placed("north right 2")
    play(match, joint)
    assert blinkers(match) == [shown]


def test_a_turn_that_is_said_and_not_meant_is_counted_as_a_lie() -> None:
    lie, said = EVENTS.index("lie"), EVENTS.index("said")
    step = play(placed("north right 2", "south left 3", "-"), "G1G1G1")
    assert step.outcome.events[:3, lie].tolist() == [1, 0, 0]
    assert step.outcome.events[:3, said].tolist() == [1, 1, 1]


def test_where_nothing_is_hidden_a_car_blinks_from_the_start() -> None:
    match = game.Round(CROSSING, level_of(4, "spawn: 100", "hidden: no"), 3)
    on_board = match.state.cell[:4] < CELLS
    assert on_board.any()
    assert (match.state.blinker[:4][on_board] == match.state.turn[:4][on_board] + 1).all()


CLAIMS = [
    ("kept at once", 5, "C", "0 kept_claim"),
    ("kept in the last tick", 2, "C G G G", "0 kept_claim"),
    ("not yet kept", 2, "C G G", ""),
    ("broken by who is too far away", 1, "C G G G", "0 broken_claim"),
    ("broken by who brakes", 3, "C . . .", "0 broken_claim"),
    ("not yet broken", 1, "C . .", ""),
    ("nothing is promised in the middle", 6, "C", ""),
    ("a second claim does not prolong the first", 1, "C C C C", "0 broken_claim"),
]


@pytest.mark.parametrize(("driven", "joints", "events"), [row[1:] for row in CLAIMS], ids=[row[0] for row in CLAIMS])
def test_a_claim(driven: int, joints: str, events: str) -> None:
    step = play(placed(f"east straight {driven}"), *joints.split())
    assert happened(step) == ({events} if events else set())


def test_a_broken_claim_costs_a_point_only_where_claims_count() -> None:
    for option, points in (("commit: no", 0), ("commit: yes", -1)):
        match = placed("east straight 0", options=(option,))
        assert play(match, "C", ".", ".", ".").outcome.streams[0, 0] == points
        assert match.state.points[0] == points


def test_a_crash_costs_what_the_level_says_and_each_of_the_two_pays() -> None:
    step = play(placed("north left 5", "east left 6", "-", options=("crash: 10",)), "GG.")
    assert step.outcome.streams[0, :3].tolist() == [-10, -10, 0]


REWARDS = [
    ("all one's own", 0, [1.0, -0.03, 0.0, 0.0]),
    ("half and half", 50, [0.62125, 0.10625, 0.12125, 0.12125]),
    ("all shared", 100, [0.2425] * 4),
]


@pytest.mark.parametrize(("mix", "rewards"), [row[1:] for row in REWARDS], ids=[row[0] for row in REWARDS])
def test_a_reward_mixes_ones_own_with_the_mean_of_all(mix: int, rewards: list[float]) -> None:
    step = play(placed("south straight 13", "west left 2", "west left 4", "-", options=(f"mix: {mix}",)), "G.G.")
    assert step.outcome.reward[:4] == pytest.approx(rewards)


def test_moving_is_what_the_shaped_stream_pays_for() -> None:
    match = placed("south straight 3", "west left 2", "-", options=("spawn: 100",))
    match.state.pause[2] = 0
    assert play(match, "G..").outcome.streams[1, :3].tolist() == pytest.approx([0.05, 0, 0])
    assert told(match)[2].endswith(" 0")


def test_drivers_are_teams_of_their_own_but_one_team_where_all_is_shared() -> None:
    assert [seat.team for seat in CROSSING.seats(level_of(3))] == [0, 1, 2]
    assert [seat.team for seat in CROSSING.seats(level_of(3, "mix: 100"))] == [0, 0, 0]


@pytest.mark.parametrize(("cars", "pause"), [(["north left 14"], REST), (["north left 5", "east left 6"], TOW)])
def test_a_new_car_comes_after_a_pause(cars: list[str], pause: int) -> None:
    match = placed(*cars, options=("spawn: 100",))
    play(match, "G" * len(cars))
    absent = 0
    while told(match)[0] == "-":
        absent += 1
        play(match, "." * len(cars))
    assert absent == pause


def test_nobody_comes_in_where_somebody_stands() -> None:
    match = placed(*[f"{side} straight 0" for side in SIDES], "-", options=("spawn: 100",))
    match.state.pause[4] = 0
    play(match, *["....."] * 30)
    assert told(match)[4] == "-"


def test_roads_and_ways_are_drawn_alike() -> None:
    level = level_of(1, "spawn: 100")
    states = [game.Round(CROSSING, level, seed).state for seed in range(400)]
    drawn = Counter((int(state.side[0]), int(state.turn[0])) for state in states)
    assert len(drawn) == len(SIDES) * len(TURNS)
    assert max(drawn.values()) < 400 / 12 * 1.6


def test_a_chance_of_a_quarter_lets_a_quarter_come_in_at_the_start() -> None:
    level = level_of(1)
    came = np.mean([game.Round(CROSSING, level, seed).state.cell[0] < CELLS for seed in range(400)])
    assert came == pytest.approx(0.25, abs=0.06)


def test_a_claim_that_ends_in_a_crash_in_its_last_tick_is_not_broken() -> None:
    match = placed("north left 2", "east left 6")
    assert happened(play(match, "C.", "G.", "G.", "GG")) == {"0 crash", "1 crash"}


def test_a_claim_is_dropped_with_a_crash() -> None:
    match = placed("north left 5", "east left 6")
    step = play(match, "CG")
    assert happened(step) == {"0 crash", "1 crash"}
    assert match.state.promise.tolist() == [0] * 8
