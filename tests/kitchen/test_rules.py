"""The kitchen's rules as tables: the first column of every row is the reason it is there."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import pytest

import game
from game.kitchen.state import DISH, EVENTS, FIRST_SOUP, NOTHING, ONION, SOUPS, TOMATO, soup_code

KITCHEN = game.load("kitchen")
LETTERS = "NSEW.I"
PLAIN = {"-": NOTHING, "o": ONION, "t": TOMATO, "d": DISH}
NAMES = {"o": "onion", "t": "tomato"}

ROOM = "XPDSX\nO{}X\nX{}X\nX{}X\nXXXXX\n"
"""Three by three cells of floor; a drawing such as ``1.. / .2. / ...`` says who stands where."""
WALL = "XPDSX\nO 1 T\nX 2 X\nXXXXX\n"
PLACES = {"pot": (1, 1, "N"), "dishes": (2, 1, "N"), "window": (3, 1, "N")} | {
    "onions": (1, 1, "W"),
    "tomatoes": (3, 1, "E"),
    "counter": (1, 2, "W"),
    "floor": (2, 1, "S"),
}
"""Where cook 1 stands and looks to face a fixture of `WALL`."""
ISLAND = "XDXSX\nO1{}2O\nX   X\nXTXPX\n"
"""Two cooks who face one fixture between them."""


def level_of(rows: str, dynamics: str = "new", more: str = "") -> game.Level:
    return KITCHEN.parse_level(f"name: toy\ndynamics: {dynamics}\norders: ooo ttt\n{more}map:\n{rows}")


def thing(word: str) -> int:
    """Return the code of ``-``, ``o``, ``t``, ``d`` or a soup such as ``(oot)``."""
    return PLAIN[word] if word in PLAIN else soup_code(tuple(NAMES[letter] for letter in word.strip("()")))


def begin(level: game.Level) -> Any:
    state = np.zeros(1, KITCHEN.state)[0]
    KITCHEN.start(level.record, np.uint64(1), state)
    return state


def tick(level: game.Level, state: Any, letters: str) -> Any:
    outcome = np.zeros(1, KITCHEN.outcome)[0]
    KITCHEN.advance(level.record, state, np.array([LETTERS.index(letter) for letter in letters], np.int8), outcome)
    return outcome


MOVES = [
    ("a cook walks onto free floor", "1.. / ... / ..2", "E.", ".1. / ... / ..2", "EN"),
    ("a cook turns to a wall and stays", "1.. / ... / ..2", "W.", "1.. / ... / ..2", "WN"),
    ("waiting and using keep the facing", "1.. / ... / ..2", ".I", "1.. / ... / ..2", "NN"),
    ("who walks into a waiting cook only turns", "12. / ... / ...", "E.", "12. / ... / ...", "EN"),
    ("who walks into a cook that uses something only turns", "12. / ... / ...", "EI", "12. / ... / ...", "EN"),
    ("two who want the same cell both stay", "1.2 / ... / ...", "EW", "1.2 / ... / ...", "EW"),
    ("two who would swap both stay", "12. / ... / ...", "EW", "12. / ... / ...", "EW"),
    ("following a cook that moves away works", "12. / ... / ...", "EE", ".12 / ... / ...", "EE"),
    ("following a cook that is blocked by a wall does not", ".12 / ... / ...", "EE", ".12 / ... / ...", "EE"),
    ("a clash of two holds back the third as well", "1.2 / ... / 3..", "EWE", "1.2 / ... / 3..", "EWE"),
    ("a swap of two holds back the third as well", "12. / ... / 3..", "EWE", "12. / ... / 3..", "EWE"),
    ("three may turn in a circle", "12. / 3.. / ...", "ESN", "31. / .2. / ...", "ESN"),
    ("three may walk in a row", "123 / ... / ...", "EES", ".12 / ..3 / ...", "EES"),
    ("three who do not meet all walk", "1.2 / ... / 3..", "SSE", "... / 1.2 / .3.", "SSE"),
]


@pytest.mark.parametrize(("reason", "before", "letters", "after", "facing"), MOVES, ids=[row[0] for row in MOVES])
def test_moves(reason: str, before: str, letters: str, after: str, facing: str) -> None:
    level = level_of(ROOM.format(*before.replace(".", " ").split(" / ")))
    state = begin(level)
    tick(level, state, letters)
    where = {place: str(seat + 1) for seat, place in enumerate(map(int, state.cell[: level.seats]))}
    there = {(place % 5 - 1, place // 5 - 1): number for place, number in where.items()}
    drawn = " / ".join("".join(there.get((x, y), ".") for x in range(3)) for y in range(3))
    assert drawn == after, reason
    assert "".join(LETTERS[side] for side in state.facing[: level.seats]) == facing


USES = [
    # reason, dynamics, faced, held, lying, ticks -> held, lying, ticks, sparse, shaped
    ("what is held goes on an empty counter", "new", "counter", "o", "-", None, "-", "o", None, 0, 0),
    ("what lies on a counter is taken", "new", "counter", "-", "t", None, "t", "-", None, 0, 0),
    ("a plated soup can lie on a counter", "new", "counter", "(ooo)", "-", None, "-", "(ooo)", None, 0, 0),
    ("a plated soup taken from a counter earns nothing", "new", "counter", "-", "(o)", None, "(o)", "-", None, 0, 0),
    ("a full counter takes nothing more", "new", "counter", "o", "d", None, "o", "d", None, 0, 0),
    ("an empty counter gives nothing", "new", "counter", "-", "-", None, "-", "-", None, 0, 0),
    ("onions are taken", "new", "onions", "-", "-", None, "o", "-", None, 0, 0),
    ("tomatoes are taken", "new", "tomatoes", "-", "-", None, "t", "-", None, 0, 0),
    ("a dish is taken; unwanted, it earns nothing", "new", "dishes", "-", "-", None, "d", "-", None, 0, 0),
    ("nothing goes back into a dispenser", "new", "onions", "o", "-", None, "o", "-", None, 0, 0),
    ("floor is not used", "new", "floor", "o", "-", None, "o", "-", None, 0, 0),
    ("an ingredient goes into an empty pot", "new", "pot", "o", "-", -1, "-", "(o)", -1, 0, 3),
    ("a pot keeps the order of its ingredients", "new", "pot", "t", "(o)", -1, "-", "(ot)", -1, 0, 3),
    ("new: the third does not start the pot", "new", "pot", "o", "(oo)", -1, "-", "(ooo)", -1, 0, 3),
    ("old: the third starts the pot", "old", "pot", "o", "(oo)", -1, "-", "(ooo)", 1, 0, 3),
    ("a full pot takes nothing more", "new", "pot", "o", "(ooo)", -1, "o", "(ooo)", -1, 0, 0),
    ("a cooking pot takes nothing more", "new", "pot", "o", "(o)", 3, "o", "(o)", 4, 0, 0),
    ("new: empty hands start an idle pot", "new", "pot", "-", "(o)", -1, "-", "(o)", 1, 0, 0),
    ("old: empty hands do nothing to a pot", "old", "pot", "-", "(oo)", -1, "-", "(oo)", -1, 0, 0),
    ("an empty pot cannot be started", "new", "pot", "-", "-", -1, "-", "-", -1, 0, 0),
    ("empty hands take no ready soup", "new", "pot", "-", "(ooo)", 20, "-", "(ooo)", 20, 0, 0),
    ("a dish takes a ready soup", "new", "pot", "d", "(ooo)", 20, "(ooo)", "-", -1, 0, 5),
    ("a dish takes no soup that cooks", "new", "pot", "d", "(ooo)", 19, "d", "(ooo)", 20, 0, 0),
    ("a dish takes no idle soup", "new", "pot", "d", "(ooo)", -1, "d", "(ooo)", -1, 0, 0),
    ("a dish does not go into an empty pot", "new", "pot", "d", "-", -1, "d", "-", -1, 0, 0),
    ("a soup does not go back into a pot", "new", "pot", "(o)", "-", -1, "(o)", "-", -1, 0, 0),
    ("an ordered soup is worth its points", "new", "window", "(ooo)", "-", None, "-", "-", None, 20, 0),
    ("a soup that is not ordered is worth nothing and gone", "new", "window", "(oot)", "-", None, "-", "-", None, 0, 0),
    ("only soup is served", "new", "window", "d", "-", None, "d", "-", None, 0, 0),
    ("empty hands serve nothing", "new", "window", "-", "-", None, "-", "-", None, 0, 0),
]


@pytest.mark.parametrize("row", USES, ids=[row[0] for row in USES])
def test_uses(row: tuple[Any, ...]) -> None:
    _, dynamics, faced, held, lying, ticks, held_after, lying_after, ticks_after, sparse, shaped = row
    level = level_of(WALL, dynamics)
    state, (x, y, side) = begin(level), PLACES[faced]
    state.cell[0], state.facing[0], state.held[0] = y * 5 + x, LETTERS.index(side), thing(held)
    state.cell[1] = 2 * 5 + 3
    cell = int(level.record.ahead[state.facing[0], state.cell[0]])
    state.things[cell] = thing(lying)
    state.cooking[0] = -1 if ticks is None else ticks
    outcome = tick(level, state, "I.")
    assert (int(state.held[0]), int(state.things[cell])) == (thing(held_after), thing(lying_after))
    assert int(state.cooking[0]) == (-1 if ticks_after is None else ticks_after)
    assert (outcome.streams[0, 0], outcome.streams[1, 0]) == (sparse, shaped)
    assert outcome.reward[:2].tolist() == [sparse, sparse]


TIES = [
    # reason, dynamics, between them, hands, lying, ticks -> hands, lying, ticks
    ("the lower seat's third ingredient goes in", "new", "P", "oo", "(oo)", -1, "-o", "(ooo)", -1),
    ("a pot is filled by 1 and started by 2 in one tick", "new", "P", "o-", "(oo)", -1, "--", "(ooo)", 1),
    ("a pot that 1 starts takes nothing more from 2", "new", "P", "-o", "(oo)", -1, "-o", "(oo)", 1),
    ("one soup goes to the lower seat's dish", "old", "P", "dd", "(ooo)", 20, "Sd", "-", -1),
    ("2 takes what 1 puts down in the same tick", "new", "X", "o-", "-", None, "-o", "-", None),
    ("1 cannot take what 2 puts down in the same tick", "new", "X", "-o", "-", None, "--", "o", None),
    ("of two who put down the lower seat does", "new", "X", "od", "-", None, "-d", "o", None),
    ("of two who take the lower seat does", "new", "X", "--", "t", None, "t-", "-", None),
]


@pytest.mark.parametrize("row", TIES, ids=[row[0] for row in TIES])
def test_ties_go_by_the_order_of_seats(row: tuple[Any, ...]) -> None:
    _, dynamics, between, hands, lying, ticks, hands_after, lying_after, ticks_after = row
    level = level_of(ISLAND.format(between), dynamics)
    state = begin(level)
    state.facing[:2] = LETTERS.index("E"), LETTERS.index("W")
    state.held[:2] = [thing(letter) for letter in hands]
    state.things[7] = thing(lying)
    if between == "P":
        state.cooking[0] = ticks
    tick(level, state, "II")
    expected = [thing("(ooo)" if letter == "S" else letter) for letter in hands_after]
    assert state.held[:2].tolist() == expected
    assert int(state.things[7]) == thing(lying_after)
    assert between != "P" or int(state.cooking[0]) == ticks_after


LIVES = [
    ("new: twenty ticks from the one that starts it", "new", "", "(ooo)", "I.", 20),
    ("old: twenty ticks from the one that fills it", "old", "", "(oo)", "I.", 20),
    ("the level's constant time", "new", "cook_time: 7\n", "(ooo)", "I.", 7),
    ("a recipe's own time", "new", "recipe_times: 5 9\n", "(ttt)", "I.", 9),
    ("time by ingredient", "new", "onion_time: 4\ntomato_time: 2\n", "(ot)", "I.", 6),
]


@pytest.mark.parametrize(("reason", "dynamics", "more", "soup", "first", "ticks"), LIVES, ids=[row[0] for row in LIVES])
def test_a_soup_is_ready_after_its_time_and_stays_so(  # noqa: PLR0913, PLR0917 - the columns of the table
    reason: str, dynamics: str, more: str, soup: str, first: str, ticks: int
) -> None:
    level = level_of(WALL, dynamics, more)
    state = begin(level)
    state.cell[0], state.things[1] = 1 * 5 + 1, thing(soup)
    state.held[0] = ONION if dynamics == "old" else NOTHING
    tick(level, state, first)
    seen = [int(state.cooking[0])]
    for _ in range(ticks + 5):
        tick(level, state, "..")
        seen.append(int(state.cooking[0]))
    assert seen == [min(count, ticks) for count in range(1, ticks + 7)], reason


WORTH = [
    ("twenty points where nothing is said", "", "(ooo)", 20),
    ("the level's constant", "delivery_reward: 5\n", "(ttt)", 5),
    ("a recipe's own points", "recipe_values: 9 4\n", "(ttt)", 4),
    ("points by ingredient", "onion_value: 21\ntomato_value: 13\n", "(ttt)", 39),
    ("a bonus order counts twice", "bonus: ooo\n", "(ooo)", 40),
    ("a bonus order counts as often as the level says", "bonus: ooo\norder_bonus: 5\n", "(ooo)", 100),
    ("what is no order earns nothing", "bonus: ooo\n", "(oot)", 0),
]


@pytest.mark.parametrize(("reason", "more", "soup", "points"), WORTH, ids=[row[0] for row in WORTH])
def test_points_of_a_delivery(reason: str, more: str, soup: str, points: int) -> None:
    level = level_of(WALL, more=more)
    state = begin(level)
    state.cell[0], state.held[0] = 1 * 5 + 3, thing(soup)
    outcome = tick(level, state, "I.")
    assert outcome.streams[0, 0] == points, reason
    assert outcome.events[0, EVENTS.index("soup_delivery")] == 1


DISHES_WANTED = [
    # reason, other's hand, a dish lies on a counter, pot's content, ticks, earned
    ("no pot is under way", "-", False, "-", -1, 0),
    ("an idle pot with room is under way", "-", False, "(o)", -1, 3),
    ("a full idle pot is not", "-", False, "(ooo)", -1, 0),
    ("a cooking pot is", "-", False, "(ooo)", 4, 3),
    ("a ready pot is", "-", False, "(ooo)", 20, 3),
    ("the other already holds a dish", "d", False, "(ooo)", 20, 0),
    ("a dish lies on a counter", "-", True, "(ooo)", 20, 0),
    ("the other's onion does not matter", "o", False, "(ooo)", 20, 3),
]


@pytest.mark.parametrize("row", DISHES_WANTED, ids=[row[0] for row in DISHES_WANTED])
def test_a_dish_earns_its_shaped_reward_only_where_one_is_wanted(row: tuple[Any, ...]) -> None:
    _, other, lies, content, ticks, earned = row
    level = level_of(WALL)
    state = begin(level)
    state.held[1], state.things[1], state.cooking[0] = thing(other), thing(content), ticks
    state.things[10] = DISH if lies else NOTHING
    assert tick(level, state, "I.").streams[1, 0] == earned


def test_a_dish_earns_nothing_with_three_cooks() -> None:
    level = level_of(WALL.replace("2 X", "23X"))
    state = begin(level)
    state.things[1], state.cooking[0] = thing("(ooo)"), 20
    assert tick(level, state, "I..").streams[1].sum() == 0


POTTINGS = [
    ("towards an order", "o", "(oo)", ["optimal_onion_potting", "viable_onion_potting"]),
    ("away from every order", "t", "(oo)", ["catastrophic_tomato_potting"]),
    ("where nothing can be ordered any more", "o", "(ot)", ["optimal_onion_potting", "useless_onion_potting"]),
]


@pytest.mark.parametrize(("reason", "held", "content", "expected"), POTTINGS, ids=[row[0] for row in POTTINGS])
def test_events_of_a_potting(reason: str, held: str, content: str, expected: list[str]) -> None:
    level = level_of(WALL)
    state = begin(level)
    state.cell[0], state.held[0], state.things[1] = 1 * 5 + 1, thing(held), thing(content)
    outcome = tick(level, state, "I.")
    happened = [event for number, event in enumerate(EVENTS) if outcome.events[0, number]]
    assert [event for event in happened if not event.startswith("potting")] == expected, reason


DROPS = [
    ("an onion while every pot is full and no dish is held", "o", "-", "(ooo)", ["onion_drop", "useful_onion_drop"]),
    ("an onion while a pot has room", "o", "-", "(oo)", ["onion_drop"]),
    ("a dish while no pot is full", "d", "-", "(o)", ["dish_drop", "useful_dish_drop"]),
    ("a dish while the other brings an onion", "d", "o", "(o)", ["dish_drop"]),
    ("a soup", "(ooo)", "-", "-", ["soup_drop"]),
]


@pytest.mark.parametrize(("reason", "held", "other", "content", "expected"), DROPS, ids=[row[0] for row in DROPS])
def test_events_of_putting_down(reason: str, held: str, other: str, content: str, expected: list[str]) -> None:
    level = level_of(WALL)
    state = begin(level)
    state.cell[:2], state.facing[0] = (2 * 5 + 1, 1 * 5 + 2), LETTERS.index("W")
    state.held[:2], state.things[1] = (thing(held), thing(other)), thing(content)
    outcome = tick(level, state, "I.")
    assert [event for number, event in enumerate(EVENTS) if outcome.events[0, number]] == expected, reason


def starts(count: int) -> Any:
    """Return the first states of many rounds with random starts, and their level."""
    level = level_of(WALL.replace("2 X", "23X"), more="random_positions: yes\nrandom_objects: 500\n")
    states = np.zeros(count, KITCHEN.state)
    seeds = np.arange(count, dtype=np.uint64)
    KITCHEN.start_rows(level.records, np.zeros(count, np.int32), states, seeds, 0, count)
    return level, states


def test_random_starts_put_cooks_on_distinct_floor_and_reach_every_arrangement() -> None:
    level, states = starts(2000)
    cells = states["cell"][:, :3]
    assert (level.record.tile[cells] == 0).all()
    assert all(len(set(row)) == 3 for row in cells.tolist())
    assert len({tuple(row) for row in cells.tolist()}) == 6 * 5 * 4


def test_random_starts_have_the_weights_of_overcooked_ai() -> None:
    _, states = starts(2000)
    held = Counter(np.minimum(states["held"][:, :3].reshape(-1), FIRST_SOUP).tolist())
    total = 6_000
    assert held[NOTHING] / total == pytest.approx(0.5, abs=0.02)
    assert held[ONION] / total == pytest.approx(0.3, abs=0.02)
    assert held[DISH] / total == pytest.approx(0.1, abs=0.02)
    assert held[FIRST_SOUP] / total == pytest.approx(0.1, abs=0.02)
    assert (states["things"][:, 1] > 0).mean() == pytest.approx(0.5, abs=0.05)
    assert (states["cooking"][states["things"][:, 1] > 0, 0] == 0).mean() == pytest.approx(0.5, abs=0.05)
    assert set(np.unique(states["things"][:, 1])) <= {0, *range(FIRST_SOUP, FIRST_SOUP + len(SOUPS))}
