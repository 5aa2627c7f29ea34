"""Many rounds by policies are what single rounds by the same policies are, and are counted to their ends."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import game
from game.core.contract import ConformanceError, IllegalActionError
from game.core.rounds import bot_round, bot_rounds, random_round, spread
from game.core.scores import kept, team_points, teams_of
from game.core.simple import Random, Stay
from tests.core import convoy

if TYPE_CHECKING:
    from collections.abc import Callable

    from game.core.contract import Policy

KITCHEN = game.load("kitchen")
ROOM = KITCHEN.load_level("cramped_room")
RING = convoy.GAME.load_level("ring")


def test_a_round_among_many_is_the_round_that_it_is_alone() -> None:
    played = bot_rounds(convoy.GAME, RING, [convoy.Sweeper] * 10, 12, 3)
    batch = game.Batch(convoy.GAME, RING, 12, 3)
    for row, seed in enumerate(batch.seeds.tolist()):
        *_, match = bot_round(convoy.GAME, RING, "sweeper", seed)
        assert match.scores == tuple(played.scores[row])
        assert match.tick == played.ticks[row]
    assert len(set(played.ticks.tolist())) > 1


def test_what_is_counted_agrees() -> None:
    played = bot_rounds(convoy.GAME, RING, [convoy.Sweeper] * 10, 20, 3)
    finds = played.events[:, :, convoy.EVENTS.index("find")].sum()
    assert played.scores.sum() == finds > 0
    assert played.choices.sum() == played.ticks.sum() * 10
    dashes = played.choices[:, [convoy.DASH, convoy.DASH + convoy.ACTIONS]].sum()
    assert played.events[:, :, convoy.EVENTS.index("dash")].sum() == dashes
    assert played.choices[0, convoy.DASH] == 0


def test_seats_that_act_seldom_are_asked_seldom() -> None:
    asked = []

    class Counted(convoy.Sweeper):
        def prefer(self, observations: Any) -> Any:
            asked.append(len(observations))
            return super().prefer(observations)

    played = bot_rounds(convoy.GAME, RING, [Stay] * 8 + [Counted] * 2, 3, 1)
    assert asked == [6] * 12
    assert played.ticks.tolist() == [60] * 3
    assert played.events[:, 8, convoy.EVENTS.index("call")].tolist() == [12] * 3


@pytest.mark.parametrize(
    ("policies", "points"),
    [([KITCHEN.bots["cook"]] * 2, 240), ([KITCHEN.bots["cook"], Stay], 180), ([Stay, Stay], 0), ([Stay, Random], 0)],
)
def test_policies_that_see_states_score_as_they_are_known_to(policies: list[Callable[[], Policy]], points: int) -> None:
    assert bot_rounds(KITCHEN, ROOM, policies, 2, 1).scores.tolist() == [[points]] * 2


def test_a_choice_that_a_seat_does_not_have_is_refused() -> None:
    class Dasher(convoy.Sweeper):
        def choose(self, observations: Any) -> Any:
            return np.full(len(observations), convoy.DASH)

    with pytest.raises(IllegalActionError, match="seat 0 has the actions"):
        bot_rounds(convoy.GAME, RING, [Dasher] * 10, 2, 1)


def test_preferences_for_actions_alone_are_refused_where_there_are_messages() -> None:
    class Terse(convoy.Sweeper):
        def prefer(self, observations: Any) -> Any:
            return np.zeros((len(observations), convoy.ACTIONS), np.float32)

    with pytest.raises(ConformanceError, match=re.escape("must be [20, 15], not [20, 5]")):
        bot_rounds(convoy.GAME, RING, [Stay] * 8 + [Terse] * 2, 10, 1)


def test_rounds_are_spread_over_the_levels_of_a_game() -> None:
    played = spread(convoy.GAME, lambda level: [functools.partial(Stay)] * level.seats, 5, 1)
    assert [(found.level.name, len(found.scores)) for found in played] == [("ring", 5)]


def test_the_same_seed_plays_the_same_rounds() -> None:
    one, two = (bot_rounds(convoy.GAME, RING, [Random] * 10, 4, 9) for _ in range(2))
    assert np.array_equal(one.events, two.events)
    assert random_round(convoy.GAME, RING, 20, 4).episode() == random_round(convoy.GAME, RING, 20, 4).episode()


def test_a_team_has_the_points_of_its_seats_also_of_those_without_a_body() -> None:
    teams = teams_of(convoy.GAME, RING)
    points = np.arange(12.0)[None]
    assert team_points(teams, points).tolist() == [[0 + 1 + 2 + 3 + 8, 4 + 5 + 6 + 7 + 9]]


@pytest.mark.parametrize(
    ("reason", "scores", "number"),
    [
        ("one team: its score", (7.0,), 7.0),
        ("two teams: the first one's", (3.0, 5.0), 3.0),
        ("everybody for itself: all together", (1.0, 2.0, 3.0), 6.0),
    ],
)
def test_one_number_is_kept_of_a_round(reason: str, scores: tuple[float, ...], number: float) -> None:
    assert kept(scores) == number, reason


def test_a_round_counts_the_points_of_each_team_as_it_goes() -> None:
    *_, match = bot_round(convoy.GAME, RING, "sweeper", 1)
    assert match.scores == tuple(match.state.points)
    assert match.score == match.state.points[0]
    single = random_round(KITCHEN, ROOM, 100, 1)
    assert single.scores == (single.score,)
