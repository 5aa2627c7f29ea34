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


BETTER = [(name, bot) for name, bot in (("hider", "cupboard"), ("seeker", "patrol"), ("seeker", "climber"))]


@pytest.mark.parametrize(("part", "bot"), BETTER)
def test_a_bots_team_beats_random_play_by_its_margin(part: str, bot: str) -> None:
    margin = HIDEOUT.margins[bot]
    if part == "hider":
        assert outcome_of("corner_room", bot, "patrol")[0] > outcome_of("corner_room", "sleeper", "patrol")[0] + margin
    else:
        assert outcome_of("corner_room", "runner", bot)[1] > outcome_of("corner_room", "runner", "sleeper")[1] + margin


LABS = [("lock_and_return", 0.3), ("blueprint", 0.2)]


@pytest.mark.parametrize(("level", "share"), LABS)
def test_cupboards_do_what_a_lab_asks_for(level: str, share: float) -> None:
    assert outcome_of(level, "cupboard", "sleeper")[2]["built"] > share
