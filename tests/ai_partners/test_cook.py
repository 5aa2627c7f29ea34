"""The scripted cook earns on every level with whom it may be, clears up, gives way, and is the same everywhere."""

from __future__ import annotations

import numpy as np
import pytest

import ai_partners
import game
from game.kitchen.state import COUNTER, DISH, soup_code

KITCHEN = game.load("kitchen")
PAIRS = [pytest.param(name, id=name) for name in KITCHEN.level_names() if KITCHEN.load_level(name).seats == 2]
TOGETHER = {
    "cramped_room": 220,
    "asymmetric_advantages": 440,
    "coordination_ring": 260,
    "forced_coordination": 260,
    "counter_circuit_o_1order": 200,
}
"""Points in self-play below which the cook must not fall; docs/partners.md has what was measured."""


def steps_of(level: game.Level, names: list[str], seed: int = 1) -> list[game.Step]:
    return list(game.play(KITCHEN, level, [ai_partners.load(name, KITCHEN) for name in names], seed))


def score(level: game.Level, names: list[str], seed: int = 1) -> float:
    return sum(float(step.outcome.streams[0].sum()) for step in steps_of(level, names, seed))


def cell(level: game.Level, x: int, y: int) -> int:
    return y * int(level.record.width) + x


@pytest.mark.parametrize("name", KITCHEN.level_names())
def test_cooks_serve_soup_together_on_every_level(name: str) -> None:
    level = KITCHEN.load_level(name)
    assert score(level, ["cook"] * level.seats) >= TOGETHER.get(name, 1)


ALONE = {
    "first_soup",
    "second_cook",
    "two_kinds",
    "asymmetric_advantages",
    "asymmetric_advantages_tomato",
    "four_square",
}
"""Levels on which each cook can do all itself, and nobody stands before the only way to something at the start."""


@pytest.mark.parametrize("name", sorted(ALONE))
@pytest.mark.parametrize("other", ["stay", "random"])
def test_a_cook_serves_alone_beside_one_who_does_not_help(name: str, other: str) -> None:
    level = KITCHEN.load_level(name)
    for seat in range(level.seats):
        names = [other] * level.seats
        names[seat] = "cook"
        assert score(level, names) > 0


def test_a_cook_goes_round_one_who_stands_in_a_ring() -> None:
    level = KITCHEN.load_level("counter_circuit_o_1order")
    assert min(score(level, ["cook", "stay"]), score(level, ["stay", "cook"])) > 0


def test_a_cook_makes_another_soup_where_somebody_stands_before_the_onions() -> None:
    assert score(KITCHEN.load_level("you_shall_not_pass"), ["cook", "stay"]) > 0


def test_a_hand_of_no_use_is_cleared() -> None:
    text = KITCHEN.load_level("first_soup").text.replace("XXSXX", "XXSXX")
    level = KITCHEN.parse_level(text)
    match, cook = game.Round(KITCHEN, level, 1), ai_partners.load("cook", KITCHEN)
    cook.begin(KITCHEN, [level], [0], [1])
    match.state.held[0] = DISH
    for _ in range(12):
        match.step([int(cook.act(match.observe("state", 0))[0])])
    assert DISH in match.state.things[level.record.tile == COUNTER]


def test_a_pot_is_started_when_its_soup_is_the_one_that_pays() -> None:
    text = "dynamics: new\norders: t ooo\nonion_value: 1\ntomato_value: 50\nmap:\nXPXX\nT1 D\nO  X\nXXSX\n"
    level = KITCHEN.parse_level(text)
    served = [
        int(before.state.held[0])
        for before, step in zip(steps_of(level, ["cook"]), steps_of(level, ["cook"])[1:], strict=False)
        if step.outcome.streams[0].sum() > 0
    ]
    assert set(served) == {soup_code(("tomato",))}


def test_a_spoilt_pot_is_cleared_under_both_dynamics() -> None:
    for dynamics, orders in (("old", "ooo"), ("new", "ooo")):
        text = f"dynamics: {dynamics}\norders: {orders}\nmap:\nXPXX\nT1 D\nO  X\nXXSX\n"
        level = KITCHEN.parse_level(text)
        match, cook = game.Round(KITCHEN, level, 1), ai_partners.load("cook", KITCHEN)
        cook.begin(KITCHEN, [level], [0], [1])
        match.state.things[cell(level, 1, 0)] = soup_code(("tomato",))
        while not match.is_over:
            match.step([int(cook.act(match.observe("state", 0))[0])])
        assert match.score > 0


def test_two_cooks_do_not_both_fetch_the_only_dish_that_is_wanted() -> None:
    level = KITCHEN.load_level("cramped_room")
    most = max(int((step.state.held[:2] == DISH).sum()) for step in steps_of(level, ["cook", "cook"]))
    assert most == 1


def test_nobody_swings_to_and_fro() -> None:
    level = KITCHEN.load_level("coordination_ring")
    cells = np.array([step.state.cell[:2] for step in steps_of(level, ["cook", "cook"])], np.int64)
    held = np.array([step.state.held[:2] for step in steps_of(level, ["cook", "cook"])], np.int64)
    for seat in range(2):
        for tick in range(len(cells) - 8):
            window, hands = cells[tick : tick + 8, seat], held[tick : tick + 8, seat]
            swings = (window[:-2:2] == window[2::2]).all() and (window[1:-2:2] == window[3::2]).all()
            assert not (swings and window[0] != window[1] and len(set(hands)) == 1)


def test_three_cooks_and_random_starts_are_played_too() -> None:
    head, _, board = KITCHEN.level_text("four_square").partition("map:")
    chance = "random_positions: yes\nrandom_objects: 500\nmap:"
    level = KITCHEN.lasting(KITCHEN.parse_level(head + chance + board.replace("4", " ")), 200)
    assert all(score(level, ["cook"] * 3, seed) > 0 for seed in range(3))


@pytest.mark.parametrize("name", ai_partners.names(KITCHEN, KITCHEN.load_level("coordination_ring")))
def test_the_same_seed_gives_the_same_round(name: str) -> None:
    level = KITCHEN.load_level("coordination_ring")
    first, again = ([step.joint_action for step in steps_of(level, [name, "random"], 4)] for _ in range(2))
    assert first == again
