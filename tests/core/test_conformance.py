"""Every game in the catalogue keeps the contract."""

from __future__ import annotations

import pytest
from pettingzoo.test import parallel_api_test, parallel_seed_test

import game
from game.core.conformance import check
from game.core.parallel_env import SeatEnv


@pytest.mark.parametrize("name", game.catalogue())
def test_every_game_passes_every_check(name: str) -> None:
    assert "plain_python_equals_compiled" in check(game.load(name), ticks=60)


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_the_adapter_passes_pettingzoos_own_tests() -> None:
    kitchen = game.load("kitchen")
    level = kitchen.load_level("cramped_room")
    parallel_api_test(SeatEnv(kitchen, level), num_cycles=500)
    parallel_seed_test(lambda: SeatEnv(kitchen, level))
