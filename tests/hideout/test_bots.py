"""Hideout's scripted players are worth playing with, and their vector is all they see."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np
import pytest

import game
from game.core.metrics import measure
from tests.hideout.boards import HIDEOUT

COUNT = 60


@functools.cache
def outcome_of(level_name: str, hiding: str, seeking: str, late: int = 0) -> tuple[float, float, dict[str, float]]:
    """Return the points of both teams in a round, on average, and every metric, over the same rounds each time."""
    level = HIDEOUT.load_level(level_name)
    hiders = int(level.record.hiders)
    batch = game.Batch(HIDEOUT, level, COUNT, 5, observation="features")
    bots = [HIDEOUT.bots[hiding if seat < hiders else seeking]() for seat in range(level.seats)]
    for seat, bot in enumerate(bots):
        bot.begin(HIDEOUT, [level] * COUNT, [seat] * COUNT, list(range(seat, COUNT + seat)))
    events, points, past = [], np.zeros(2), []
    for _ in range(level.horizon):
        past = [*past[-late:], batch.observations.copy()] if late else [batch.observations]  # type: ignore[union-attr]
        joint = np.stack([bot.prefer(past[0][:, seat]).argmax(axis=1) for seat, bot in enumerate(bots)], axis=1)
        done = batch.step(joint.astype(np.int8))
        events.append(done["events"].copy())
        streams: Any = done["streams"][:, 0]
        points += [streams[:, :hiders].sum() / COUNT, streams[:, hiders:].sum() / COUNT]
    return float(points[0]), float(points[1]), measure(HIDEOUT, np.array(events))


def test_a_cupboard_seals_the_corner_room_in_most_rounds_also_when_it_sees_late() -> None:
    assert outcome_of("corner_room", "cupboard", "patrol")[2]["sealed"] > 0.8
    assert outcome_of("corner_room", "cupboard", "patrol", late=1)[2]["sealed"] > 0.7
    assert outcome_of("corner_room", "sleeper", "patrol")[2]["sealed"] < 0.1


def test_a_patrol_finds_runners() -> None:
    assert outcome_of("corner_room", "runner", "patrol")[2]["seen"] > 0.5


HIDING = [("cupboard", "patrol"), ("cupboard", "climber"), ("runner", "sleeper")]
SEEKING = [("runner", "patrol"), ("runner", "climber"), ("sleeper", "patrol")]


@pytest.mark.parametrize(("hiding", "seeking"), HIDING)
def test_scripted_hiders_do_better_than_random_ones(hiding: str, seeking: str) -> None:
    assert outcome_of("corner_room", hiding, seeking)[0] > outcome_of("corner_room", "sleeper", seeking)[0] + 3


@pytest.mark.parametrize(("hiding", "seeking"), SEEKING)
def test_scripted_seekers_do_better_than_random_ones(hiding: str, seeking: str) -> None:
    assert outcome_of("corner_room", hiding, seeking)[1] > outcome_of("corner_room", hiding, "sleeper")[1] + 15


def test_a_climber_gets_over_the_wall_that_stops_a_patrol() -> None:
    assert outcome_of("corner_room", "cupboard", "patrol")[2]["seen"] < 0.1
    assert outcome_of("corner_room", "cupboard", "climber")[2]["seen"] > 0.3


def test_a_bot_asked_for_many_rows_decides_for_each_as_it_would_alone() -> None:
    level = HIDEOUT.load_level("corner_room")
    batch = game.Batch(HIDEOUT, level, 3, 7, observation="features")
    many, alone = HIDEOUT.bots["climber"](), [HIDEOUT.bots["climber"]() for _ in range(3)]
    many.begin(HIDEOUT, [level] * 3, [0, 2, 3], [5, 6, 7])
    for row, bot in enumerate(alone):
        bot.begin(HIDEOUT, [level], [(0, 2, 3)[row]], [5 + row])
    assert batch.observations is not None
    for _ in range(60):
        seen = batch.observations[range(3), [0, 2, 3]]
        wishes = many.prefer(seen)
        assert all((bot.prefer(seen[row : row + 1])[0] == wishes[row]).all() for row, bot in enumerate(alone))
        joint = np.zeros((3, 4), np.int8)
        joint[range(3), [0, 2, 3]] = wishes.argmax(axis=1)
        batch.step(joint)


LABS = [("lock_and_return", 0.3), ("blueprint", 0.2)]


@pytest.mark.parametrize(("level", "share"), LABS)
def test_cupboards_do_what_a_lab_asks_for(level: str, share: float) -> None:
    assert outcome_of(level, "cupboard", "sleeper")[2]["built"] > share
