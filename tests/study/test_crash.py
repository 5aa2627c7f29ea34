"""A server that is killed loses nothing that it said was kept, and its matches go on."""

from __future__ import annotations

from benchmarks.kills import kills


def test_after_a_kill_nothing_acknowledged_is_lost_and_the_players_play_on() -> None:
    for found in kills(2, 2):
        assert found.lost == 0
        assert found.missing <= 2
        assert found.went_on
