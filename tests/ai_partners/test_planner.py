"""The planner: its scores, its manners, and that what it foresees is what the rules do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import ai_partners
import game
from ai_partners.planner import Planner
from ai_partners.planner.mind import Mind, groups, own_tables, tables_of
from ai_partners.planner.others import Others
from game.kitchen.state import EAST, FAR, INTERACT, STAY, WEST

if TYPE_CHECKING:
    from game.core.contract import Level

KITCHEN = game.load("kitchen")
REACHED = {
    "cramped_room": 260,
    "asymmetric_advantages": 500,
    "coordination_ring": 340,
    "forced_coordination": 340,
    "counter_circuit_o_1order": 300,
}
"""Points in self-play over 400 ticks: the planner throws no dice, so a lower score is another planner."""
BRIEF = """\
name: brief
dynamics: new
ticks: 24
orders: o ot
cook_time: 2
map:
XPPXX
O1 2S
XTDXX
"""
CORRIDOR = """\
name: corridor
dynamics: old
ticks: 60
orders: ooo
map:
XXXXPXX
O1   2D
XXX XXX
XXXSXXX
"""


def score(level: Level, names: list[str], seed: int = 1) -> float:
    """Return the points of a round."""
    partners = [ai_partners.load(name, KITCHEN) for name in names]
    return sum(float(step.outcome.streams[0].sum()) for step in game.play(KITCHEN, level, partners, seed))


class Walker:
    """Does one action for ever."""

    observes = "state"

    def __init__(self, action: int) -> None:
        self.action = action

    def begin(self, *_: object) -> None:
        """Take a seat."""

    def act(self, observations: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        """Return the action for every row."""
        return np.full(len(observations), self.action, np.int8)


@pytest.mark.parametrize(("name", "points"), REACHED.items())
def test_two_planners_score_what_they_have_reached(name: str, points: int) -> None:
    assert score(KITCHEN.load_level(name), ["planner", "planner"]) >= points


@pytest.mark.parametrize("name", sorted(set(KITCHEN.level_names()) - set(REACHED)))
def test_planners_serve_soup_on_every_other_level(name: str) -> None:
    level = shortened(name, 150)
    assert score(level, ["planner"] * level.seats) > 0


def shortened(name: str, ticks: int) -> Level:
    """Return a shipped level with a shorter round."""
    return KITCHEN.parse_level(KITCHEN.level_text(name).replace("ticks: 400", f"ticks: {ticks}"))


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("cramped_room", "stay"),
        ("asymmetric_advantages", "stay"),
        ("cramped_room", "random"),
        ("coordination_ring", "random"),
    ],
)
def test_it_serves_beside_a_cook_who_does_nothing_or_anything(name: str, other: str) -> None:
    assert score(shortened(name, 200), ["planner", other]) >= 40


@pytest.mark.parametrize("seats", [("planner", "cook"), ("cook", "planner")])
def test_it_hands_over_to_a_scripted_cook_where_that_is_the_only_way(seats: tuple[str, str]) -> None:
    assert score(shortened("forced_coordination", 200), list(seats)) >= 40


@pytest.mark.parametrize(
    ("name", "seats", "points"),
    [
        ("cramped_room", ("planner", "cook"), 240),
        ("counter_circuit_o_1order", ("planner", "cook"), 160),
        ("you_shall_not_pass", ("planner", "random"), 200),
        ("soup_coordination", ("random", "planner"), 400),
        ("four_square", ("stay", "planner", "planner", "planner"), 300),
    ],
)
def test_it_keeps_to_the_scripted_cooks_ways_beside_those_who_do_not_play_along(
    name: str, seats: tuple[str, ...], points: int
) -> None:
    assert score(KITCHEN.load_level(name), list(seats)) >= points


def test_it_keeps_to_its_plan_beside_those_who_do() -> None:
    others = Others(KITCHEN.load_level("cramped_room").record, 0)
    assert not others.keep_to_script()
    others._planned[1], others._scripted[1] = 0.7, 0.9  # noqa: SLF001
    assert others.keep_to_script()


def test_beside_a_cook_who_stands_it_does_not_carry_things_to_and_fro() -> None:
    level = KITCHEN.load_level("forced_coordination")
    partners = [ai_partners.load("stay", KITCHEN), ai_partners.load("planner", KITCHEN)]
    joints = [step.joint_action for step in game.play(KITCHEN, level, partners, 1)]
    assert sum(joint[1] == INTERACT for joint in joints[100:]) <= 4


def test_the_same_round_comes_again() -> None:
    level = shortened("cramped_room", 60)
    rounds = [
        [
            step.joint_action
            for step in game.play(KITCHEN, level, [ai_partners.load(n, KITCHEN) for n in ("planner", "random")], 5)
        ]
        for _ in range(2)
    ]
    assert rounds[0] == rounds[1]


def test_what_is_foreseen_together_is_what_the_rules_do(monkeypatch: pytest.MonkeyPatch) -> None:
    mended: list[int] = []
    monkeypatch.setattr(Mind, "_mend", lambda _, state: mended.append(int(state.tick)))
    assert score(shortened("coordination_ring", 120), ["planner", "planner"]) > 0
    assert mended == []


def test_it_gives_way_to_a_cook_who_pushes_through_a_corridor() -> None:
    level = KITCHEN.parse_level(CORRIDOR)
    walls = [Walker(EAST), ai_partners.load("planner", KITCHEN)]
    cells = [int(step.state.cell[0]) % 7 for step in game.play(KITCHEN, level, walls, 1)]
    assert max(cells) >= 4


def test_a_cook_in_a_dead_end_pushes_back() -> None:
    level = KITCHEN.parse_level(CORRIDOR)
    match = game.Round(KITCHEN, level, 1)
    mind = Mind(level.record, 0, 200)
    match.state.cell[0], match.state.cell[1] = 8, 9
    mind.others.pressed[1] = 2
    match.state.recent[1] = WEST
    assert mind._give_way(match.state, (STAY, STAY)) == (EAST, STAY)  # noqa: SLF001


def test_preferences_are_graded_in_points() -> None:
    level = KITCHEN.load_level("cramped_room")
    planner = Planner()
    planner.begin(KITCHEN, [level, level], [0, 1], [1, 2])
    match = game.Round(KITCHEN, level, 1)
    preferences = planner.prefer(np.concatenate([match.observe("state", 0)] * 2))
    assert preferences.shape == (2, 6)
    assert (preferences.max(axis=1) == 1).all()
    assert (np.sort(preferences, axis=1)[:, -2] < 1).all()


def test_it_plays_with_a_delay_and_a_temperature() -> None:
    assert score(shortened("asymmetric_advantages", 150), ["planner:delay=2,temperature=0.2", "planner"]) > 0


def test_a_random_start_is_planned_from_where_it_is() -> None:
    text = KITCHEN.level_text("cramped_room").replace(
        "ticks: 400", "ticks: 120\nrandom_positions: yes\nrandom_objects: 500"
    )
    assert score(KITCHEN.parse_level(text), ["planner", "planner"], seed=3) > 0


def test_a_small_effort_is_enough_for_a_small_kitchen() -> None:
    level = KITCHEN.parse_level(BRIEF)
    planners = [Planner(30), Planner(30)]
    match = game.Round(KITCHEN, level, 1)
    for seat, planner in enumerate(planners):
        planner.begin(KITCHEN, [level], [seat], [1])
    while not match.is_over:
        match.step([int(planner.prefer(match.observe("state", 0)).argmax()) for planner in planners])
    assert match.score > 0


def test_a_wall_of_cooks_changes_the_ways_but_not_the_prices() -> None:
    level = KITCHEN.load_level("coordination_ring").record
    free, blocked = tables_of(level.tobytes())[0], own_tables(level.tobytes(), 1 << 8)[0]
    assert int(free.price_work) == int(blocked.price_work)
    assert int(free.distance[0, 7, 13]) < int(blocked.distance[0, 7, 13]) < FAR


def test_distances_are_those_of_the_level() -> None:
    level = KITCHEN.load_level("soup_coordination").record
    assert np.array_equal(tables_of(level.tobytes())[0].distance[:, :55, :55], level.distance[:, :55, :55])


def test_four_cooks_are_planned_in_changing_pairs() -> None:
    assert [groups(4, phase) for phase in range(3)] == [[0b0011, 0b1100], [0b0101, 0b1010], [0b1001, 0b0110]]
    assert groups(1, 5) == [1]
