"""A level is text both ways; a wrong one is refused with what is wrong and what would be right."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.core.contract import NotationError
from game.hideout.level import with_settings
from game.hideout.settings import SETTINGS
from tests.hideout.boards import HIDEOUT, begin, level_of

HEAD = "hiders: 1\nseekers: 1\nmap:\n"
GOOD = "#######\n#1 D  #\n# B#x #\n#  #R2#\n#######\n"

WRONG = {
    "a ragged row": (HEAD + GOOD.replace("# B#x #", "# B#x #."), "line 6.*8 cells"),
    "an unknown tile": (HEAD + GOOD.replace("x", "Q"), "line 6, column 5: 'Q' is no tile"),
    "floor on the border": (HEAD + GOOD.replace("#######\n#1", "### ###\n#1"), "line 4, column 4: ' ' on the border"),
    "a low border": (HEAD + GOOD.replace("# B", "= B"), "line 6, column 1: '=' on the border; .* high wall #"),
    "a body left out": (HEAD + GOOD.replace("2", " "), "each digit from 1 to 2 once"),
    "a body twice": (HEAD + GOOD.replace("x", "2"), "each digit from 1 to 2 once.*not 1 22"),
    "a body too many": (HEAD + GOOD.replace("x", "3"), "each digit from 1 to 2 once.*not 1 2 3"),
    "a door that leads nowhere": (
        HEAD + "######\n#D1 ##\n##2 ##\n######\n",
        "line 5, column 2: a door D needs floor on two",
    ),
    "a small map": (HEAD + "###\n#1#\n###\n", "line 4: the map is 3 x 3"),
    "a large map": (HEAD + ("#" * 16 + "\n") * 5, "line 4: the map is 16 x 5; .* at most 15 x 15"),
    "seven boxes": (HEAD + "##########\n#1BBBBBBB#\n#       2#\n##########\n", "7 boxes B; at most 6 fit"),
    "three ramps": (HEAD + "##########\n#1RRR    #\n#       2#\n##########\n", "3 ramps R; at most 2 fit"),
    "more doors than places": ("doors: 2\n" + HEAD + GOOD, "line 1: doors asks for 2 but the map has 1 places D"),
    "doors the wrong way round": ("doors: 2 1\n" + HEAD + GOOD, "doors '2 1' must be one or two whole numbers"),
    "four hiders": ("hiders: 4\nmap:\n" + GOOD, "hiders '4' must be a whole number from 1 to 3"),
    "all preparation": ("preparation: 100\n" + HEAD + GOOD, "preparation '100' must be a whole number from 0 to 90"),
    "a mark that is missing": (
        "task: shelter\n" + HEAD + GOOD.replace("x", " "),
        "line 1: task 'shelter' needs a mark x",
    ),
    "a box that is missing": ("task: blueprint\n" + HEAD + GOOD.replace("B", "x"), "needs a box B for every mark x"),
    "an unknown task": ("task: win\n" + HEAD + GOOD, "task 'win' must be hide, return, blueprint or shelter"),
    "an unknown reward": ("reward: gold\n" + HEAD + GOOD, "reward 'gold' must be zero_sum, own or mean"),
    "one number of two": ("shaping: 3\n" + HEAD + GOOD, "shaping must be two whole numbers"),
    "an unknown setting": ("colour: red\n" + HEAD + GOOD, "line 1: 'colour: red' is not a setting"),
    "a room too small to begin in": (
        "begin: pushed\n" + HEAD + "########\n#1BD  2#\n########\n########\n",
        "begin needs rooms of more than 3 cells",
    ),
    "no map": ("hiders: 1\n", "no line 'map:'"),
}


@pytest.mark.parametrize(("text", "said"), WRONG.values(), ids=WRONG)
def test_a_wrong_level_is_refused_in_one_sentence(text: str, said: str) -> None:
    with pytest.raises(NotationError, match=said) as caught:
        HIDEOUT.parse_level(text)
    assert "\n" not in str(caught.value)


CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "ticks": st.integers(1, 500),
        "preparation": st.integers(0, 90),
        "blind": st.sampled_from(["yes", "no"]),
        "begin": st.sampled_from(["free", "pushed", "half", "sealed"]),
        "begin_ramps": st.sampled_from(["free", "locked"]),
        "cone": st.sampled_from(["135", "360"]),
        "surf": st.sampled_from(["yes", "no"]),
        "reward": st.sampled_from(["zero_sum", "own", "mean"]),
        "doors": st.sampled_from([(1,), (0, 1), (0, 2)]),
    },
)


@given(CHANGES)
def test_a_level_is_the_same_after_it_was_written_and_read(changes: dict[str, object]) -> None:
    level = HIDEOUT.parse_level(with_settings("name: toy\n" + HEAD + GOOD, changes))
    again = HIDEOUT.parse_level(HIDEOUT.format_level(level))
    assert again.records.tobytes() == level.records.tobytes()
    assert HIDEOUT.format_level(again) == HIDEOUT.format_level(level)


def test_every_level_that_ships_has_a_hint_and_rounds_of_another_length() -> None:
    for name in HIDEOUT.level_names():
        level = HIDEOUT.load_level(name)
        assert level.hint
        assert HIDEOUT.lasting(level, 50).horizon == 50
        assert HIDEOUT.lasting(level, level.horizon) is level
        assert level.name == name


def test_the_corner_room_lies_in_every_corner_with_one_and_two_doors_and_nobody_in_a_wall() -> None:
    level = HIDEOUT.load_level("corner_room")
    states = [begin(level, seed) for seed in range(60)]
    assert {int(state.variant) for state in states} == {0, 1, 2, 3}
    assert {int(state.open_doors) for state in states} == {1, 2}
    for state in states:
        assert len(set(state.cell[:4].tolist()) | set(state.thing_cell[[0, 1, 6]].tolist())) == 7
        assert all(state.tile[cell] < 3 for cell in state.cell[:4])


def test_a_round_can_begin_sealed_or_one_push_from_it() -> None:
    rows = "##########/#   D    #/# 1 =    #/# B =  2 #/##########"
    sealed, pushed = (begin(level_of(rows, doors=1, begin=word)) for word in ("sealed", "pushed"))
    assert (int(sealed.thing_cell[0]), int(sealed.lock[0])) == (16 + 4, 1)
    assert (int(pushed.thing_cell[0]), int(pushed.lock[0])) == (16 + 3, 0)
    assert (int(pushed.cell[0]), int(pushed.facing[0])) == (16 + 2, 2)


def test_a_round_can_begin_with_one_door_left_to_close_and_the_ramps_locked() -> None:
    level = HIDEOUT.parse_level(with_settings(HIDEOUT.level_text("corner_room"), {"begin": "half", "doors": (2, 2)}))
    for seed in range(20):
        state = begin(level, seed)
        closed = [int(state.thing_at[int(cell)]) - 1 for cell in state.door[:2]]
        assert closed[0] == 0
        assert closed[1] != 1
        assert state.lock.tolist() == [1, *[0] * (len(state.lock) - 1)]
    ramp = "##########/#1   2   #/#      R #/##########"
    free, locked = (begin(level_of(ramp, begin_ramps=word)) for word in ("free", "locked"))
    assert [int(state.lock[6]) for state in (free, locked)] == [0, 1]
    assert int(locked.known_cell[0, 6]) == int(locked.thing_cell[6])
    assert (int(locked.known_lock[0, 6]), int(locked.known_age[0, 6])) == (1, 0)


def test_every_setting_is_explained_where_it_is_wrong() -> None:
    assert all(setting.right for setting in SETTINGS.values())
