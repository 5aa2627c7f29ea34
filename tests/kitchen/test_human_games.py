"""Every logged human game replays exactly."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import numpy as np
import pytest

from game.kitchen.loops import advance_rows
from game.kitchen.state import OUTCOME
from tests.kitchen import logged

if TYPE_CHECKING:
    from pathlib import Path

SAMPLE = "hh2020_sample.parquet"
CONVERTED = "hh2019_clean.parquet"
PACKAGED = "the package's frames"
IS_BESIDE = logged.FOLDER.exists()
"""Whether the converted games lie beside the checkout; where not, the package's are used and the sample is left out."""
SOURCES = [pytest.param(CONVERTED if IS_BESIDE else PACKAGED, 91_026, 76, id="2019")]
SOURCES += [pytest.param(SAMPLE, 1_186, 3, id="2020")] * IS_BESIDE


@functools.cache
def games(source: str) -> list[logged.Game]:
    return logged.packaged() if source == PACKAGED else logged.converted(source)


def advanced(levels: np.ndarray, states: np.ndarray, joints: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the next states and the points of rows that each have a level of their own."""
    rows = len(states)
    after, outcomes, ended = states.copy(), np.zeros(rows, OUTCOME), np.zeros(rows, np.bool_)
    which, seeds = np.arange(len(levels), dtype=np.int32), np.zeros(rows, np.uint64)
    if len(levels) == 1:
        which = np.zeros(rows, np.int32)
    advance_rows(levels, which, after, joints, outcomes, seeds, ended, after.copy(), 0, rows)
    return after, outcomes["streams"][:, 0].sum(1)


@pytest.mark.parametrize(("source", "transitions", "count"), SOURCES)
def test_every_consecutive_transition_and_every_reward_is_reproduced(source: str, transitions: int, count: int) -> None:
    checked = 0
    for level, states, joints, rewards in games(source):
        after, points = advanced(level.records, states, joints)
        assert list(logged.differences(after[:-1], states[1:])) == [], level.name
        assert np.array_equal(points, rewards), level.name
        checked += len(states) - 1
    assert (checked, len(games(source))) == (transitions, count)


@pytest.mark.parametrize(("source", "transitions", "count"), SOURCES)
def test_every_game_replays_open_loop_to_its_logged_score_and_last_state(
    source: str, transitions: int, count: int
) -> None:
    played = games(source)
    levels = np.concatenate([game.level.records for game in played])
    now = np.concatenate([game.states[:1] for game in played])
    last, scores, ticks = now.copy(), np.zeros(count), 0
    for tick in range(max(len(game.joints) for game in played)):
        on = np.array([tick < len(game.joints) for game in played])
        joints = np.array([game.joints[tick] if tick < len(game.joints) else (4, 4) for game in played], np.int8)
        last[on] = now[on]
        now, points = advanced(levels, now, joints)
        scores += points * on
        ticks += int(on.sum())
    assert list(logged.differences(last, np.concatenate([game.states[-1:] for game in played]))) == []
    assert scores.tolist() == [game.rewards.sum() for game in played]
    assert ticks == transitions + count


@pytest.mark.skipif(not IS_BESIDE, reason="there is nothing to compare the package's games with")
def test_the_packaged_games_are_the_converted_ones() -> None:
    converted = {game.joints.tobytes(): game.states.tobytes() for game in games(CONVERTED)}
    packaged = {game.joints.tobytes(): game.states.tobytes() for game in logged.packaged("test")}
    assert len(packaged) == 37
    assert packaged.items() <= converted.items()


def test_without_data_there_is_no_pass(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(logged, "FOLDER", tmp_path)
    monkeypatch.setattr(logged, "PACKAGE", "overcooked-ai-not-installed")
    with pytest.raises(FileNotFoundError, match="never passes without data"):
        logged.converted(SAMPLE)
    with pytest.raises(FileNotFoundError, match="no check passes without data"):
        logged.packaged()
