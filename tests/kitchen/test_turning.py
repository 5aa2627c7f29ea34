"""A round that is turned with its map is the same round."""

from __future__ import annotations

import pytest

import game
from game.core.episode import Episode, replay
from game.core.rounds import random_play
from game.kitchen.turning import TURNS, Turn, turned_level

KITCHEN = game.load("kitchen")
TICKS = 120


def random_round(text: str, seed: int) -> Episode:
    """Return a round of somebody who does anything at all."""
    level = KITCHEN.parse_level(text)
    for match in random_play(KITCHEN, level, min(TICKS, level.horizon - 1), seed):
        last = match
    return last.episode()


@pytest.mark.parametrize("name", KITCHEN.level_names())
def test_a_round_that_is_turned_brings_the_same(name: str) -> None:
    episode = random_round(KITCHEN.level_text(name), 3)
    assert KITCHEN.turned is not None
    lying = KITCHEN.turned(episode)
    assert lying[0] == episode
    assert len({one.level for one in lying}) > 1
    wanted = [step.outcome.tobytes() for step in replay(KITCHEN, episode)]
    for one in lying[1:]:
        assert [step.outcome.tobytes() for step in replay(KITCHEN, one)] == wanted


def test_what_lies_about_and_where_cooks_look_is_turned_too() -> None:
    text = "name: small\nstart_facing: N E\nstart_objects: 1,0 dish; 3,2 onion\nmap:\nXXPX\nO12S\nXDXX\n"
    assert turned_level(text, Turn(east_west=True)).endswith(
        "start_facing: N W\nstart_objects: 2,0 dish; 0,2 onion\nmap:\nXPXX\nS21O\nXXDX\n"
    )
    assert turned_level(text, Turn(transposed=True)).endswith(
        "start_facing: W S\nstart_objects: 0,1 dish; 2,3 onion\nmap:\nXOX\nX1D\nP2X\nXSX\n"
    )


@pytest.mark.parametrize("turn", TURNS)
def test_a_cell_goes_where_its_map_goes(turn: Turn) -> None:
    rows = ("abc", "def")
    there = turn.rows(rows)
    for y, row in enumerate(rows):
        for x, letter in enumerate(row):
            column, line = turn.cell(x, y, 3, 2)
            assert there[line][column] == letter


def test_where_chance_puts_things_a_round_is_not_turned() -> None:
    text = KITCHEN.level_text("cramped_room").replace("map:", "random_objects: 500\nmap:")
    episode = random_round(text, 1)
    assert KITCHEN.turned is not None
    assert KITCHEN.turned(episode) == (episode,)


def test_what_is_done_is_turned_with_its_side() -> None:
    text = KITCHEN.level_text("cramped_room")
    episode = Episode("kitchen", 1, text, 0, ((0, 1), (2, 3), (4, 5)))
    assert KITCHEN.turned is not None
    transposed, upside_down = KITCHEN.turned(episode)[1:3]
    assert transposed.joint_actions == ((3, 2), (1, 0), (4, 5))
    assert upside_down.joint_actions == ((1, 0), (2, 3), (4, 5))
