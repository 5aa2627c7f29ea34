"""The waiting room: fair, without ghosts, and open again to those whose mate has left."""

from __future__ import annotations

import asyncio
import math
import random
import time
from typing import TYPE_CHECKING, Any

import pytest

from data import studies
from data.store import reading
from study.player import play
from study.waiting import GHOST, Fairness, WaitingRoom
from tests.study.serving import Served, run, serving, starter
from tests.study.test_faults import ask, to_pairs

if TYPE_CHECKING:
    from collections.abc import Iterator

AGAIN = starter(
    ("seats: [me, $partner]", "seats: [me, other]"),
    ("waiting: {limit: 120, gap: any,", "waiting: {limit: 60, gap: 80,"),
    ("dropout: {grace: 15, then: partner, partner: scripted}", "dropout: {grace: 15, then: requeue}"),
    ("source: open", "source: prolific"),
    ("    order: shuffled", "    order: fixed"),
    (
        "    swap: true                   # every second participant sits in the other seat\n    ticks: 12",
        "    swap: true\n    ticks: 120",
    ),
)


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        """Return the time."""
        return self.now


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("again") / "store.db", AGAIN, 10.0) as found:
        yield found


def test_who_came_first_plays_first_and_asking_keeps_the_place() -> None:
    clock = Clock()
    room = WaitingRoom(clock)
    assert room.ask("round", "a", 2) == ()
    clock.now = 3.0
    assert room.ask("round", "b", 2) == ()
    assert room.ask("round", "a", 2) == ()
    assert room.ask("other", "c", 1) == ()
    assert room.waited("a") == 3.0
    assert room.ask("round", "d", 2) == ("a", "b")
    assert len(room) == 1


def test_who_is_sent_back_waits_at_the_head_with_time_begun_anew() -> None:
    clock = Clock()
    room = WaitingRoom(clock)
    room.ask("round", "a", 2)
    clock.now = 2.0
    room.put_first("round", ["z"])
    assert room.waited("z") == 0.0
    assert room.is_in("z")
    assert room.ask("round", "b", 2) == ("z", "a")


def test_who_is_too_far_away_waits_for_somebody_near_or_half_of_the_limit() -> None:
    clock = Clock()
    rtts = {"far": 300.0, "near": 20.0, "unknown": math.nan, "nearer": 100.0, "far again": 181.0, "late": 100.0}
    room = WaitingRoom(clock, Fairness(80.0, 5.0, rtts.__getitem__))
    assert room.ask("round", "far", 1) == ()
    assert room.ask("round", "near", 1) == ()
    assert room.ask("round", "unknown", 1) == ("far",)
    assert room.ask("round", "nearer", 1) == ("near",)
    assert room.ask("round", "far again", 1) == ()
    clock.now = 4.0
    assert room.ask("round", "late", 1) == ()
    assert room.ask("round", "far again", 1) == ()
    clock.now = 5.0
    assert room.ask("round", "late", 1) == ("far again",)


def test_a_party_of_three_is_near_to_each_other() -> None:
    rtts = {"a": 10.0, "b": 160.0, "c": 85.0, "d": 90.0}
    room = WaitingRoom(Clock(), Fairness(80.0, 30.0, rtts.__getitem__))
    assert room.ask("round", "a", 2) == ()
    assert room.ask("round", "b", 2) == ()
    assert room.ask("round", "c", 2) == ()
    assert room.ask("round", "d", 2) == ("a", "c")


def test_in_five_thousand_matches_only_the_patient_play_with_who_is_far_and_nobody_waits_longer() -> None:
    clock, dice = Clock(), random.Random(3)  # noqa: S311 - who comes
    since: dict[str, float] = {}
    rtts: dict[str, float] = {}
    room = WaitingRoom(clock, Fairness(80.0, 20.0, rtts.__getitem__))
    longest, far, matches = 0.0, 0, 0
    while matches < 5_000:
        clock.now += 1.0
        if dice.random() < 0.3:
            who = f"p{len(rtts)}"
            since[who], rtts[who] = clock.now, dice.uniform(5, 400)
        for who in list(since):
            if who not in since or not (found := room.ask("round", who, 1)):
                continue
            pair = (who, *found)
            waited = max(clock.now - since.pop(each) for each in pair)
            longest, matches = max(longest, waited), matches + 1
            is_far = abs(rtts[pair[0]] - rtts[pair[1]]) > 80.0
            far += is_far
            assert not is_far or waited >= 20.0
    assert 0 < far < matches / 3
    assert longest <= 40.0


def test_in_ten_thousand_matches_nobody_plays_with_a_ghost_or_twice_or_is_passed_over() -> None:
    clock, dice = Clock(), random.Random(7)  # noqa: S311 - who comes and goes
    room = WaitingRoom(clock)
    waiting: list[str] = []
    gone: dict[str, float] = {}
    played: set[str] = set()
    matches = count = 0
    while matches < 10_000:
        clock.now += 1.0
        if waiting and dice.random() < 0.3:
            gone[waiting.pop(dice.randrange(len(waiting)))] = clock.now
        count += 1
        for who in [*waiting, f"p{count}"]:
            found = room.ask("round", who, 1)
            if not found:
                waiting += [who] if who not in waiting else []
                continue
            matches += 1
            (other,) = found
            assert not {who, other} & played
            assert other not in gone or clock.now - gone[other] <= GHOST
            assert other in gone or other == next(each for each in waiting if each != who)
            played |= {who, other}
            waiting = [each for each in waiting if each not in {who, other}]
    assert len(room) <= len(waiting) + len(gone)
    assert len(played) == 20_000


def test_the_check_page_says_who_is_near_enough_to_play_with(served: Served) -> None:
    people = [to_pairs(served, f"{rtt}ms", rtt) for rtt in ("250", "20", "60")]
    tokens = [each.token for each in people]
    assert [ask(*each) for each in zip(people, tokens, strict=True)] == ["waiting", "waiting", "playing"]
    assert [ask(*each) for each in zip(people, tokens, strict=True)] == ["waiting", "playing", "playing"]
    for each, token in zip(people, tokens, strict=True):
        each.open("/study/withdraw", {}, token)


def test_who_is_left_in_a_round_waits_again_and_plays_it_with_somebody_else(served: Served) -> None:
    first, second = to_pairs(served, "first"), to_pairs(served, "second")
    token = first.token
    assert ask(first, token) == "waiting"
    assert ask(second, second.token) == "playing"
    for each in (first, second):
        each.open("/study/room")

    async def one_leaves() -> Any:
        return await asyncio.gather(
            play(served.socket, first.data("token")),
            play(served.socket, second.data("token"), seconds=0.9, is_leaving=True),
        )

    lived = run(one_leaves())
    assert lived[0].why == "left"
    for _ in range(50):
        second.open("/study/after")
        if second.path == "/study/done":
            break
        time.sleep(0.05)
    assert "PART-5M8" in second.page
    first.open("/study/after")
    assert 'id="waited"' in first.page
    third = to_pairs(served, "third")
    assert ask(third, third.token) == "playing"
    assert ask(first, token) == "playing"
    for each in (first, third):
        each.open("/study/room")

    async def both() -> Any:
        return await asyncio.gather(*(play(served.socket, each.data("token")) for each in (first, third)))

    assert [each.why for each in run(both())] == ["finished", "finished"]
    time.sleep(0.3)
    with reading(served.store) as store:
        people = {each.number: each.id for each in studies.read_sessions(store, AGAIN.hash)}
        whys = [
            row["why"]
            for row in studies.read_played(store, AGAIN.hash)
            if row["session"] == people[0] and row["block"].startswith("main")
        ]
    assert whys == ["begun anew", "finished"]
    first.open("/study/after")
    assert first.path.startswith("/study/")
