"""A server that is killed loses nothing that it said was kept, and its matches go on."""

from __future__ import annotations

from benchmarks.fuzz import fuzz
from benchmarks.kills import kills


def test_after_a_kill_nothing_acknowledged_is_lost_and_the_players_play_on() -> None:
    for found in kills(2, 2):
        assert found.lost == 0
        assert found.missing <= 2
        assert found.went_on


def test_nonsense_without_end_fails_nothing() -> None:
    found = fuzz(3_000, 300, seed=2)
    assert found.messages >= 2_900
    assert (found.errors, found.answers, found.plays) == (0, 0, True)
