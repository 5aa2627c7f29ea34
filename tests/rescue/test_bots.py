"""Scripted robots: good at the game, better when they can talk, and no hindrance to the person beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from game.core.rounds import bot_rounds
from game.core.simple import Random
from game.rescue.level import with_settings
from game.rescue.state import ACTIONS, EAST, EVENTS, WEST
from game.rescue.view import NAMES
from tests.rescue.playing import RESCUE, begin, level_of, tick

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import game

ROUNDS = 12


class Still(Random):
    """A person who does nothing."""

    def prefer(self, observations: Any) -> Any:
        """Wait."""
        return np.eye(1, RESCUE.choices, dtype=np.float32).repeat(len(observations), axis=0)


def points(level: game.Level, policies: Sequence[Callable[[], Any]], rounds: int = ROUNDS) -> float:
    """Return the mean points of a team."""
    return float(bot_rounds(RESCUE, level, policies, rounds, 5).scores.mean())


@pytest.mark.parametrize("name", RESCUE.bots)
def test_a_team_of_each_bot_beats_a_random_one_by_most_of_the_points(name: str) -> None:
    level = RESCUE.load_level("five_rooms")
    assert points(level, [RESCUE.bots[name]] * 4) > points(level, [Random] * 4) + RESCUE.margins[name]


def test_a_team_saves_more_in_little_time_the_more_its_scouts_can_tell() -> None:
    text, team = RESCUE.level_text("corridors"), ["specialist", "sweeper", "sweeper", "specialist"]
    changes = [{"comm": comm, "ticks": 70} for comm in ("silent", "ping", "radio")]
    levels = [RESCUE.parse_level(with_settings(text, change)) for change in changes]
    silent, ping, radio = (points(level, [RESCUE.bots[name] for name in team], 48) for level in levels)
    assert silent < ping < radio


@pytest.mark.parametrize("person", [Still, Random])
def test_three_specialists_save_most_victims_beside_a_person_who_does_nothing_of_use(person: Any) -> None:
    level = RESCUE.load_level("five_rooms")
    alone = points(level, [person] * 4)
    assert points(level, [person, *[RESCUE.bots["specialist"]] * 3]) > alone + 6


def test_two_robots_get_through_heavy_rubble_from_both_sides() -> None:
    level = RESCUE.load_level("together")
    played = bot_rounds(RESCUE, level, [RESCUE.bots["specialist"]] * 2, ROUNDS, 1)
    assert (played.events[:, :, EVENTS.index("opened")] == 1).all()


def choice_of(name: str, level: game.Level, state: Any, seat: int, ticks: int = 2) -> int:
    """Return what a bot does when it has looked at a state for some ticks."""
    bot, out = RESCUE.bots[name](), np.zeros((1, len(NAMES)), np.float32)
    bot.begin(RESCUE, [level], [seat], [1])
    RESCUE.observations["features"].write(level.record, state, seat, out[0])
    return [int(bot.prefer(out)[0].argmax()) % ACTIONS for _ in range(ticks)][-1]


def test_an_idle_specialist_changes_places_with_who_walks_into_it() -> None:
    level = level_of("12 / l#", "digger medic")
    state = begin(level)
    tick(level, state, "E.")
    assert choice_of("specialist", level, state, 1) == WEST


def test_the_obedient_come_when_called_and_loners_go_on_as_before() -> None:
    level = level_of("........1........2 / .#######.#######l#", "digger medic")
    state = begin(level)
    alone = choice_of("loner", level, state, 0)
    tick(level, state, ".C")
    assert choice_of("obedient", level, state, 0) == EAST
    assert choice_of("loner", level, state, 0) == alone
