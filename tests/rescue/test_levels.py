"""Levels as text: those that ship, those that are drawn, and those that are refused in one sentence."""

from __future__ import annotations

import pytest

from game import NotationError, UnknownNameError
from game.rescue.generator import SIZES, generate
from game.rescue.settings import SETTINGS
from game.rescue.state import HEAVY, RUBBLE
from tests.rescue.playing import RESCUE

GOOD = "name: toy\nroles: scout digger\nmap:\n#######\n#C12.l#\n#.....#\n#.....#\n#######\n"


def test_twelve_levels_ship_from_the_first_steps_to_the_collapse_in_three_sizes() -> None:
    names = RESCUE.level_names()
    levels = [RESCUE.load_level(name) for name in names]
    assert (len(names), names[0], names[-1]) == (12, "first_steps", "collapse")
    assert {int(level.record.width) for level in levels} >= {13, 19, 27}
    assert all(level.hint and level.title for level in levels)


@pytest.mark.parametrize("name", RESCUE.level_names())
def test_a_level_survives_being_written_and_read(name: str) -> None:
    level = RESCUE.load_level(name)
    again = RESCUE.parse_level(RESCUE.format_level(level))
    assert again.records.tobytes() == level.records.tobytes()
    assert RESCUE.format_level(again) == RESCUE.format_level(level)


def test_one_level_is_played_by_eight_for_themselves_with_short_radio() -> None:
    record = RESCUE.load_level("swarm").record
    assert (int(record.robots), int(record.radius), int(record.light)) == (8, 5, 1)
    assert int(record.own_share) == 100


def test_a_round_may_last_longer_and_all_else_stays() -> None:
    level = RESCUE.load_level("eyes")
    longer = RESCUE.lasting(level, 500)
    assert (longer.horizon, longer.record.wall.tolist()) == (500, level.record.wall.tolist())


@pytest.mark.parametrize("size", SIZES)
def test_a_random_level_is_the_same_for_the_same_seed_and_has_its_size(size: str) -> None:
    text = generate(4, size)
    record = RESCUE.parse_level(text).record
    assert generate(4, size) == text
    assert (int(record.width), int(record.height)) == SIZES[size]


def test_random_levels_have_open_blocked_and_heavy_ways_and_can_all_be_played() -> None:
    records = [RESCUE.parse_level(generate(seed)).record for seed in range(12)]
    assert all((record.tile == RUBBLE).sum() >= 6 for record in records)
    assert any((record.tile == HEAVY).any() for record in records)


WRONG = [
    ("no map", "name: toy\n", "there is no line 'map:'"),
    ("an unknown setting", GOOD.replace("name: toy", "nam: toy"), "line 1: 'nam: toy' is not a setting"),
    ("an unknown role", GOOD.replace("scout", "spy"), "line 2: roles 'spy digger' must be one to 10 of the words"),
    ("an unknown symbol", GOOD.replace("2.l", "2?l"), r"line 5, column 5: '\?' is no tile"),
    ("a hole in the border", GOOD.replace("l#", "l."), "line 5, column 7: '.' stands on the border"),
    ("a robot too many", GOOD.replace("2.l", "23l"), "robot 3 stands 1 times on the map; the roles name 2 robots"),
    ("a robot too few", GOOD.replace("2.l", "..l"), "robot 2 stands 0 times"),
    ("nobody to save", GOOD.replace(".l#", "..#"), "the map has 0 places for victims"),
    ("more victims than places", GOOD.replace("map:", "critical: 2\nmap:"), "3 victims cannot lie on a map with 1 l"),
    ("no clinic", GOOD.replace("C", "."), "line 5, column 6: nobody can bring a victim from here to the clinic"),
    ("a victim behind a wall", GOOD.replace("2.l#\n#.....#", "2#l#\n#...###"), "nobody can bring a victim"),
    ("rows of two lengths", GOOD.replace("#.....#\n#.....#", "#.....#\n#....#"), "every row must have 7"),
    ("radii of two roles", GOOD.replace("map:", "view: 5 3\nmap:"), "line 3: view '5 3' must be three whole numbers"),
    ("a word for a number", GOOD.replace("map:", "dig: two\nmap:"), "line 3: dig 'two' must be a whole number"),
]


@pytest.mark.parametrize(("reason", "text", "sentence"), WRONG, ids=[row[0] for row in WRONG])
def test_a_bad_level_is_refused_in_one_sentence(reason: str, text: str, sentence: str) -> None:
    with pytest.raises(NotationError, match=sentence) as caught:
        RESCUE.parse_level(text)
    assert "\n" not in str(caught.value), reason


SOLVABLE = [
    ("rubble with a digger", "scout digger", "r", True),
    ("rubble without one", "scout medic", "r", False),
    ("heavy rubble that only one side of gets to", "scout digger", "h", False),
]


@pytest.mark.parametrize(("reason", "roles", "tile", "good"), SOLVABLE, ids=[row[0] for row in SOLVABLE])
def test_a_level_must_be_solvable(reason: str, roles: str, tile: str, good: bool) -> None:  # noqa: FBT001 - a column
    text = f"name: toy\nroles: {roles}\nmap:\n#######\n#C12{tile}l#\n#...###\n#...#.#\n#######\n"
    if good:
        assert RESCUE.parse_level(text).seats == 2, reason
        return
    with pytest.raises(NotationError, match="line 5, column 6: nobody can bring"):
        RESCUE.parse_level(text)


def test_wishes_that_cannot_be_are_refused() -> None:
    with pytest.raises(UnknownNameError, match="there is no size 'larg'; did you mean 'large'"):
        generate(1, "larg")
    with pytest.raises(NotationError, match="1 to 6 robots"):
        generate(1, robots=9)
    with pytest.raises(NotationError, match="comm 'loud' must be silent, ping or radio"):
        generate(1, comm="loud")


def test_every_setting_has_a_default_that_it_reads_itself() -> None:
    assert all(setting.show(setting.read(setting.default)) == setting.default for setting in SETTINGS.values())
