"""Random levels are valid, can be played, are what was wished for, and are the same everywhere."""

from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import game
from game.core.contract import NotationError
from game.kitchen.generator import generate
from game.kitchen.level import map_rows
from game.kitchen.solvable import in_reach
from game.kitchen.state import FLOOR

KITCHEN = game.load("kitchen")
WISHES = st.fixed_dictionaries(
    {
        "width": st.integers(6, 10),
        "height": st.integers(5, 8),
        "seats": st.integers(2, 4),
        "floor": st.integers(40, 90),
        "onions": st.integers(1, 2),
        "tomatoes": st.integers(0, 2),
        "pots": st.integers(1, 3),
        "dynamics": st.sampled_from(["old", "new"]),
        "apart": st.booleans(),
        "random_orders": st.booleans(),
    }
)


@settings(max_examples=60)
@given(st.integers(), WISHES)
def test_a_random_level_is_what_was_wished_for_and_survives_its_text(seed: int, wishes: dict[str, int]) -> None:
    text = generate(seed, **wishes)
    level = KITCHEN.parse_level(text)
    drawn = "".join(map_rows(level))
    assert (len(map_rows(level)[0]), len(map_rows(level)), level.seats) == tuple(
        wishes[key] for key in ("width", "height", "seats")
    )
    assert [drawn.count(symbol) for symbol in "OTPDS"] == [wishes["onions"], wishes["tomatoes"], wishes["pots"], 1, 1]
    assert KITCHEN.format_level(level) == text == generate(seed, **wishes)


@settings(max_examples=20)
@given(st.integers(0, 1000), st.integers(2, 4))
def test_cooks_apart_stand_in_two_regions_that_no_way_joins(seed: int, seats: int) -> None:
    record = KITCHEN.parse_level(generate(seed, seats=seats, apart=True)).record
    floor = set(np.flatnonzero(record.tile[: record.width * record.height] == FLOOR).tolist())
    regions = {frozenset(in_reach(record, seat) & floor) for seat in range(seats)}
    assert len(regions) == 2
    assert frozenset.intersection(*regions) == frozenset()


@pytest.mark.parametrize("mode", ["0", "1"])
def test_another_process_draws_the_same_levels(mode: str) -> None:
    code = (
        "from game.kitchen.generator import generate\n"
        "for seed in range(5):\n"
        "    print(generate(seed, random_orders=True, tomatoes=1, dynamics='new', apart=True), end='')\n"
    )
    other = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "NUMBA_DISABLE_JIT": mode},
        capture_output=True,
        text=True,
        check=True,
    )
    ours = [generate(seed, random_orders=True, tomatoes=1, dynamics="new", apart=True) for seed in range(5)]
    assert other.stdout == "".join(ours)


def test_the_level_of_a_seed_never_changes() -> None:
    assert generate(7).split("map:\n")[1] == "XXXXXXX\nXXDX  S\nO  2  P\nXXX  1X\nXXXOXXX\n"


WRONG = {
    "too narrow": ({"width": 2}, "width 2 of a random level must be a whole number from 3 to 42"),
    "no number": ({"pots": "two"}, "pots 'two' of a random level must be a whole number from 1 to 8"),
    "no food": ({"onions": 0}, "onions or tomatoes"),
    "too many cells": ({"width": 40, "height": 40}, "at most 128 cells"),
    "other dynamics": ({"dynamics": "odd"}, "old or new dynamics"),
    "one cook apart": ({"seats": 1, "apart": True}, "a single cook cannot be apart"),
    "no room": ({"width": 3, "height": 3, "pots": 8}, "none of 2000 maps drawn for seed 1 can be played"),
    "no room for two regions": ({"width": 3, "height": 3, "apart": True}, "none of 2000 maps"),
    "an unknown wish": ({"colour": 3}, "there is no wish 'colour'; known: width"),
}


@pytest.mark.parametrize(("wishes", "message"), WRONG.values(), ids=WRONG.keys())
def test_a_wish_that_cannot_be_is_told_in_one_sentence(wishes: dict[str, object], message: str) -> None:
    with pytest.raises(game.CrossplayError, match=message):
        generate(1, **wishes)


def test_a_seed_is_a_whole_number() -> None:
    with pytest.raises(NotationError, match="seed 'seven' of a random level must be a whole number"):
        generate("seven")  # type: ignore[arg-type]
