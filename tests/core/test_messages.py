"""What is said: how long it can be read, by whom, and how often one may speak."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.core.messages import BUBBLE, FIELDS, PAUSE, heard, hush, speak

SEATS = 3
EVERYBODY = 0b111
RECORD = np.dtype((np.record, [(*field, (SEATS,)) for field in FIELDS]))


def silence() -> Any:
    state = np.zeros(1, RECORD)[0]
    state.said[:] = 7
    hush(state, SEATS)
    return state


def after(said: list[int], audience: int = EVERYBODY) -> Any:
    """Return the state after the first seat has said one thing a tick."""
    state = silence()
    for message in said:
        speak(state, 0, message, audience)
    return state


def test_a_round_begins_in_silence() -> None:
    assert [int(heard(silence(), seat, listener)) for seat in range(SEATS) for listener in range(SEATS)] == [0] * 9


READ = {
    "what was said in the last tick": ([3], 3),
    "a few ticks later": ([3, 0, 0], 3),
    "on the last tick of the bubble": ([3] + [0] * (BUBBLE - 1), 3),
    "no longer": ([3] + [0] * BUBBLE, 0),
    "what comes too soon is not sent": ([3, 0, 0, 0, 5], 3),
    "after the pause it is": ([3, 0, 0, 0, 0, 5], 5),
    "a new one has a bubble of its own": ([3, 0, 0, 0, 0, 5] + [0] * (BUBBLE - 1), 5),
    "and then is gone": ([3, 0, 0, 0, 0, 5] + [0] * BUBBLE, 0),
    "trying all the time sends one each five ticks": ([1, 2, 3, 4, 5, 6, 7], 6),
}


@pytest.mark.parametrize(("said", "read"), READ.values(), ids=READ)
def test_what_can_be_read(said: list[int], read: int) -> None:
    assert heard(after(said), 0, 1) == read


@pytest.mark.parametrize(
    ("reason", "audience", "read"),
    [
        ("all hear it", 0b111, [4, 4, 4]),
        ("one other hears it", 0b100, [4, 0, 4]),
        ("one reads one's own even if nobody hears it", 0b000, [4, 0, 0]),
    ],
)
def test_a_message_is_for_its_audience(reason: str, audience: int, read: list[int]) -> None:
    state = after([4], audience)
    assert [int(heard(state, 0, listener)) for listener in range(SEATS)] == read, reason


def test_speaking_tells_whether_it_was_sent() -> None:
    state = silence()
    assert [bool(speak(state, 0, message, 1)) for message in (0, 2, 2, 0, 0, 0, 2)] == [
        False, True, False, False, False, False, True,
    ]  # fmt: skip


@given(st.lists(st.integers(0, 7), max_size=40))
def test_messages_of_a_seat_are_at_least_a_pause_apart_and_none_stays_longer_than_its_bubble(said: list[int]) -> None:
    state, sent = silence(), []
    for tick, message in enumerate(said):
        if speak(state, 1, message, EVERYBODY):
            sent.append(tick)
        assert bool(heard(state, 1, 0)) == bool(sent and tick - sent[-1] < BUBBLE)
    assert all(later - earlier >= PAUSE for earlier, later in itertools.pairwise(sent))


def test_seats_do_not_disturb_each_other() -> None:
    state = silence()
    for seat in range(SEATS):
        speak(state, seat, seat + 1, EVERYBODY)
    assert [int(heard(state, seat, 0)) for seat in range(SEATS)] == [1, 2, 3]
