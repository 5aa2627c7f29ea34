"""A level is text both ways; a wrong one is refused with its line, what is wrong and what would be right."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

import game
from game.core.contract import NotationError
from game.kitchen.level import map_rows, settings_of, with_settings
from game.kitchen.orders import orders_of
from game.kitchen.settings import SETTINGS
from tests.kitchen import oracle

KITCHEN = game.load("kitchen")
HEAD = "name: toy\norders: ooo\nmap:\n"
GOOD = "XXPXX\nO1 2O\nX   X\nXDXSX\n"


def said(line: str) -> str:
    """Return a level with one more setting, on its first line."""
    return f"{line}\n{HEAD}{GOOD}"


WRONG = {
    "a ragged row": (HEAD + "XXPXX\nO1 2OX\nX   X\nXDXSX\n", "line 5.*6 cells"),
    "a gap between rows": (HEAD + "XXPXX\n\nO1 2O\nX   X\nXDXSX\n", "line 5.*'' has 0 cells"),
    "a space after a row": (HEAD + GOOD.replace("XXPXX", "XXPXX "), "line 4, column 6: floor ' ' on the border"),
    "floor on the border": (HEAD + GOOD.replace("XXPXX", "X PXX"), "line 4, column 2.*border"),
    "a cook on the border": (HEAD + GOOD.replace("XXPXX", "X1PXX"), "line 4, column 2.*border"),
    "an unknown tile": (HEAD + GOOD.replace("D", "Q"), "line 7, column 2: 'Q' is no tile"),
    "a tabulator": (HEAD + GOOD.replace("   ", "\t  "), r"line 6, column 2: '\\t' is no tile"),
    "a digit that is none": (HEAD + GOOD.replace("2", "²"), "line 5, column 4: '²' is no tile"),
    "a digit of another script": (HEAD + GOOD.replace("2", "٢"), "line 5, column 4: '٢' is no tile"),
    "no pot": (HEAD + GOOD.replace("P", "X"), "a pot P"),
    "no food": (HEAD + GOOD.replace("O", "X"), "an onion dispenser O or a tomato dispenser T"),
    "too many pots": (HEAD + "PPPPPPPPP\nO1     2O\nXDXSXXXXX\n", "at most 8 pots, not 9"),
    "a cook twice": (HEAD + GOOD.replace("2", "1"), "cook 1 stands on the map twice"),
    "a cook left out": (HEAD + GOOD.replace("2", "3"), "must be numbered"),
    "no cook": (HEAD + GOOD.replace("1", " ").replace("2", " "), "must be numbered"),
    "five cooks": (HEAD + "XXPXXXX\nO12345O\nXDXSXXX\n", "up to at most 4"),
    "an unknown setting": (said("colour: red"), "line 1: 'colour: red' is not a setting; known: name, title"),
    "a line that is no setting": (said("a nice level"), "line 1: 'a nice level' is not a setting"),
    "a setting twice": (said("name: toy"), "line 2: 'name' was already set on line 1"),
    "no map": ("name: toy\n", "no line 'map:'"),
    "an empty map": ("map:\n", "the map is 0 x 0"),
    "a bad order": (HEAD.replace("ooo", "oxo") + GOOD, "line 2: orders 'oxo' must be"),
    "an order twice": (HEAD.replace("ooo", "oot oto") + GOOD, "orders 'oot oto' must be different orders"),
    "an order that is too long": (HEAD.replace("ooo", "oooo") + GOOD, "orders of one to three letters"),
    "a bonus that is not ordered": (
        said("bonus: ttt"),
        "line 1: bonus 'ttt' must be one of the orders, which are 'ooo'",
    ),
    "old dynamics with a short order": (
        "dynamics: old\n" + HEAD.replace("ooo", "oo") + GOOD,
        "orders of three ingredients",
    ),
    "old dynamics without orders": ("dynamics: old\nmap:\n" + GOOD, "orders .* must list orders of three ingredients"),
    "old dynamics with pots too small to start": (
        "dynamics: old\nmax_ingredients: 2\n" + HEAD + GOOD,
        "nobody can serve",
    ),
    "other dynamics": (said("dynamics: odd"), "dynamics 'odd' must be old or new"),
    "a number that is none": (said("ticks: soon"), "line 1: ticks 'soon' must be a whole number from 1 to 1000000"),
    "a number with two signs": (said("ticks: --5"), "ticks '--5' must be a whole number"),
    "a number of many digits": (said("ticks: " + "9" * 5000), "line 1: ticks '999.*' must be a whole number"),
    "a number in other digits": (said("ticks: ٤٠٠"), "must be a whole number"),
    "half a number": (said("cook_time: 2.5"), "cook_time '2.5' must be a whole number from 0 to 255"),
    "two ways to say points": (
        said("delivery_reward: 5\nrecipe_values: 5"),
        "recipe_values and delivery_reward say the same",
    ),
    "values for other orders": (said("recipe_values: 5 6"), "line 1: recipe_values has 2 amounts for 1 listed orders"),
    "two numbers of three": (said("shaping: 3 3"), "shaping must be three whole numbers"),
    "a name of control characters": (said("title: \x1b[31mred"), "title .* must be a few words of printable text"),
    "a name without end": (said("title: " + "a" * 100), "title 'aaa.*' must be a few words"),
    "facing for one of two": (said("start_facing: N"), "line 1: start_facing has 1 letters for 2 cooks"),
    "facing nowhere": (said("start_facing: N Q"), "start_facing 'N Q' must be a letter N, S, E or W"),
    "a thing for one of two": (said("start_held: onion"), "start_held has 1 entries for 2 cooks"),
    "an unknown thing": (said("start_held: -, leek"), "start_held '-, leek' must be for each cook"),
    "a thing on the floor": (
        said("start_objects: 2,1 onion"),
        "'2,1 onion' must lie on a counter, or in a pot as a soup",
    ),
    "a thing on a dispenser": (said("start_objects: 0,1 onion"), "must lie on a counter"),
    "a thing out of reach": (said("start_objects: 0,0 onion"), "'0,0 onion' is where no cook can reach"),
    "a thing outside": (said("start_objects: 9,9 dish"), "'9,9 dish' is where no cook can reach"),
    "two things in one cell": (
        said("start_objects: 0,2 dish; 0,2 onion"),
        "'0,2 onion' lies where something lies already",
    ),
    "an onion in a pot": (said("start_objects: 2,0 onion"), "'2,0 onion' is in a pot, where there can be a soup"),
    "a soup that cooks on a counter": (said("start_objects: 0,2 soup ooo cooking 5"), "only pots cook"),
    "a soup cooked too long": (
        said("start_objects: 2,0 soup ooo cooking 20"),
        "cooking for less than 20 ticks, or ready",
    ),
    "a soup too large for the pots": (
        said("max_ingredients: 1\nstart_objects: 2,0 soup oo").replace("ooo\n", "o\n"),
        "a soup of at most 1 ingredients",
    ),
    "a kitchen that is too large": (HEAD + "X" * 200 + "\n" + "X" * 200 + "\n" + "X" * 200 + "\n", "at most 128 cells"),
    "a kitchen that is too small": (HEAD + "XX\nXX\n", "needs at least 3 x 3"),
    "a kitchen nobody can serve in": (HEAD + "XXPXX\nO1 2O\nXXXXX\nXDXSX\n", "nobody can serve"),
    "a pot that no dish comes to": (HEAD + "XXPXXX\nO1XX2D\nX XX X\nXSXXSX\n", "nobody can serve"),
    "an order nobody can cook": (HEAD.replace("ooo", "ttt") + GOOD, "must reach the ingredients of an order"),
    "a hostile text": ("\0" * 10, "without NUL"),
    "ten megabytes": ("X" * 10_000_000, "at most 65536 characters"),
    "a line without end": ("X" * 60_000, "line 1: 'XXX.*' is not a setting"),
    "a row without end": (HEAD + "X" * 60_000, "the map is 60000 x 1"),
    "nothing": ("", "no line 'map:'"),
    "bytes": (b"map:", "a level is a text"),
}


@pytest.mark.parametrize(("text", "message"), WRONG.values(), ids=WRONG.keys())
def test_a_wrong_level_is_refused_with_one_clear_sentence(text: str, message: str) -> None:
    with pytest.raises(NotationError, match=message) as caught:
        KITCHEN.parse_level(text)
    assert len(str(caught.value)) < 500
    assert "\n" not in str(caught.value)


NAMED = st.sampled_from([*SETTINGS, "map", "colour"])
VALUES = st.one_of(st.sampled_from(["-", "", "old", "3 3 5", "ooo", "2,0 soup ooo", "N S"]), st.text(max_size=12))
LINES = st.builds("{}: {}".format, NAMED, VALUES)
ROWS = st.text(alphabet=" XOTDPS123459²\t", max_size=9)


@given(st.text())
def test_any_text_is_a_level_or_a_notation_error(text: str) -> None:
    with pytest.raises(NotationError):
        KITCHEN.parse_level(text)


@given(st.lists(LINES, max_size=5), st.one_of(st.just(GOOD), st.lists(ROWS, max_size=6).map("\n".join)))
def test_any_settings_and_rows_are_a_level_that_survives_its_text_or_a_notation_error(
    lines: list[str], rows: str
) -> None:
    with contextlib.suppress(NotationError):
        level = KITCHEN.parse_level("\n".join([*lines, "map:", rows]))
        again = KITCHEN.parse_level(KITCHEN.format_level(level))
        assert again.records.tobytes() == level.records.tobytes()
        assert KITCHEN.format_level(again) == again.text


@pytest.mark.parametrize("name", KITCHEN.level_names())
def test_the_canonical_text_of_a_shipped_level_gives_the_same_record(name: str) -> None:
    level = KITCHEN.load_level(name)
    again = KITCHEN.parse_level(KITCHEN.format_level(level))
    assert again.records.tobytes() == level.records.tobytes()
    assert again.text == KITCHEN.format_level(again)
    assert (again.name, again.title) == (level.name, level.title) == (name, again.title)


def test_a_level_with_every_setting_survives_its_text() -> None:
    text = (
        "# a comment\ntitle: All of it\nhint: Try.\ndynamics: new\nticks: 90\norders: oot  o\nbonus: too\n"
        "recipe_values: 7 3\nrecipe_times: 9 4\norder_bonus: 3\nmax_ingredients: 3\nshaping: 1  2 3\n"
        "random_positions: yes\nrandom_objects: 5\nstart_facing: S E\nstart_held: -,soup  to\n"
        "start_objects: 2,0 soup too cooking 3;0,2 dish\nmap:\n" + GOOD.replace("XDX", "TDX")
    )
    level = KITCHEN.parse_level(text)
    canonical = KITCHEN.format_level(level)
    assert "bonus: oot\n" in canonical
    assert "start_held: -, soup to\nstart_objects: 2,0 soup too cooking 3; 0,2 dish\n" in canonical
    assert KITCHEN.parse_level(canonical).records.tobytes() == level.records.tobytes()


def test_a_setting_can_be_changed_and_the_rest_stays() -> None:
    level = KITCHEN.parse_level(with_settings(KITCHEN.level_text("two_kinds"), {"ticks": 90}))
    assert (level.horizon, level.title, orders_of(level)) == (90, "Lesson 5: Two kinds", (("oot", "ttt"), ()))


def test_a_round_begins_as_its_level_says() -> None:
    level = KITCHEN.parse_level(
        "start_facing: S E\nstart_held: dish, -\nstart_objects: 2,0 soup ooo ready\nmap:\n" + GOOD
    )
    match = game.Round(KITCHEN, level, 1)
    for joint in ("E.", "N.", "I."):
        match.step([["N", "S", "E", "W", ".", "I"].index(letter) for letter in joint])
    assert int(match.state.held[0]) >= 4


def test_distances_count_moves_turns_and_the_use_itself() -> None:
    record = KITCHEN.load_level("cramped_room").record
    start = int(record.start_cell[0])
    onions, pot = 5, 2
    assert record.distance[0, start, onions] == len(("north", "west", "interact"))
    assert record.distance[0, start, pot] == len(("east", "north", "interact"))


CLASSICS = (
    "cramped_room",
    "asymmetric_advantages",
    "coordination_ring",
    "forced_coordination",
    "counter_circuit_o_1order",
)
OF_2020 = (
    "asymmetric_advantages_tomato",
    "counter_circuit",
    "cramped_corridor",
    "inverse_marshmallow_experiment",
    "marshmallow_experiment",
    "marshmallow_experiment_coordination",
    "soup_coordination",
    "you_shall_not_pass",
)


@pytest.mark.parametrize("name", CLASSICS + OF_2020)
def test_a_level_of_overcooked_has_its_map_cooks_and_orders(name: str) -> None:
    world, level = oracle.gridworld(name), KITCHEN.load_level(name)
    cooks = {position: str(number) for number, position in enumerate(world.start_player_positions, 1)}
    cells = [[cooks.get((x, y), tile) for x, tile in enumerate(row)] for y, row in enumerate(world.terrain_mtx)]
    assert map_rows(level) == tuple("".join(row) for row in cells)
    letters = [{"".join(sorted(part[0] for part in order)) for order in orders} for orders in _orders(world)]
    assert [set(orders) for orders in orders_of(level)] == letters
    assert level.record.old == (name in CLASSICS)


def _orders(world: object) -> list[list[tuple[str, ...]]]:
    state = world.get_standard_start_state().to_dict()  # type: ignore[attr-defined]
    return [[order["ingredients"] for order in state[key]] for key in ("all_orders", "bonus_orders")]


def test_the_tutorial_has_a_hint_on_every_level() -> None:
    for name in ("first_soup", "second_cook", "pass_it_on", "start_the_pot", "two_kinds"):
        assert settings_of(KITCHEN.load_level(name))["hint"]


def test_there_is_a_level_for_each_number_of_cooks() -> None:
    assert {KITCHEN.load_level(name).seats for name in KITCHEN.level_names()} >= {1, 2, 4}
