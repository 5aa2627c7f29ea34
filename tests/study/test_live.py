"""Live play over real sockets: seats, stages, reconnection, partners that take a seat, and players who misbehave."""

from __future__ import annotations

import asyncio
import json
import time
from typing import TYPE_CHECKING, Any

import pytest
from websockets.asyncio.client import connect as connecting
from websockets.exceptions import ConnectionClosed, InvalidStatus

from data.rounds import read_round, read_sittings
from data.store import reading
from study.player import play
from tests.study.serving import Served, run, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def connect(address: str, **known: Any) -> connecting:
    """Connect with room for all that is not read, so that closing does not wait."""
    return connecting(address, max_queue=None, close_timeout=1, **known)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("live") / "store.db") as found:
        yield found


async def until(socket: Any, kind: str, **wanted: Any) -> dict[str, Any]:
    """Return the first message of a kind with some values."""
    async for text in socket:
        message: dict[str, Any] = json.loads(text)
        if message["t"] == kind and all(message.get(key) == value for key, value in wanted.items()):
            return message
    raise AssertionError(kind)


async def hello(socket: Any, token: str) -> dict[str, Any]:
    """Take a seat and return the welcome."""
    await socket.send(json.dumps({"t": "hello", "token": token}))
    return await until(socket, "welcome")


def key(number: int, slot: str, *, down: bool = True) -> str:
    """Return the message of a key."""
    return json.dumps({"t": "key", "n": number, "slot": slot, "key": slot, "down": down, "at": 1.0, "tick": 0})


def test_two_people_play_a_round_that_is_stored_and_replays(served: Served) -> None:
    match = served.begin("person", "person", ticks=40)
    tokens = [served.ticket(match, seat) for seat in (0, 1)]

    async def both() -> Any:
        return await asyncio.gather(*(play(served.socket, token, seed=n, every=0.1) for n, token in enumerate(tokens)))

    lived = run(both())
    assert [each.why for each in lived] == ["finished", "finished"]
    assert lived[0].ticks[-1][0] == 40
    with reading(served.store) as store:
        stored = read_round(store, match.id)
        assert (stored.status, len(stored.episode.joint_actions), stored.tick_rate) == ("finished", 40, 30.0)
        assert [each.kind for each in read_sittings(store, match.id)] == ["person", "person"]
        assert store.execute("SELECT count(*) FROM input WHERE disposition = 'played'").fetchone()[0] > 2


def test_a_person_plays_with_a_trained_partner_that_is_never_late(served: Served) -> None:
    match = served.begin("person", "ours", ticks=40)
    lived = run(play(served.socket, served.ticket(match, 0), every=0.1))
    assert lived.why == "finished"
    assert match.minds.late <= 2
    assert any(joint[1] != 4 for joint in match.round.episode().joint_actions)


def test_a_reload_takes_the_same_seat_and_the_old_page_is_told(served: Served) -> None:
    match = served.begin("person", "stay", ticks=400)

    async def twice() -> tuple[dict[str, Any], dict[str, Any], int]:
        async with connect(served.socket) as first, connect(served.socket) as second:
            await hello(first, served.ticket(match, 0))
            await until(first, "tick", stage="playing")
            before = match.round.tick
            await hello(second, served.ticket(match, 0))
            bye = await until(first, "bye")
            return bye, await until(second, "tick", stage="playing"), before

    bye, tick, before = run(twice())
    assert bye["why"] == "elsewhere"
    assert 0 <= tick["scene"]["tick"] - before < 40
    served.hub.call(lambda: match.end("closed"))


def test_a_token_opens_a_seat_once(served: Served) -> None:
    match = served.begin("person", "stay", ticks=400)
    token = served.ticket(match, 0)

    async def again() -> tuple[str, str]:
        async with connect(served.socket) as first:
            fresh = (await hello(first, token))["token"]
            async with connect(served.socket) as second:
                await second.send(json.dumps({"t": "hello", "token": token}))
                refused = await until(second, "bye")
            async with connect(served.socket) as third:
                await hello(third, fresh)
            return refused["why"], (await until(first, "bye"))["why"]

    assert run(again()) == ("unknown", "elsewhere")
    served.hub.call(lambda: match.end("closed"))


def test_a_match_stands_still_for_who_is_away_and_goes_on_when_they_are_back(served: Served) -> None:
    match = served.begin("person", "person", ticks=4000, grace=20)

    async def away() -> tuple[int, int, dict[str, Any]]:
        async with connect(served.socket) as stays:
            await hello(stays, served.ticket(match, 0))
            async with connect(served.socket) as goes:
                fresh = (await hello(goes, served.ticket(match, 1)))["token"]
                await until(stays, "tick", stage="playing")
            frozen = await until(stays, "tick", stage="frozen")
            await asyncio.sleep(0.3)
            still = match.round.tick
            async with connect(served.socket) as back:
                await hello(back, fresh)
                return frozen["scene"]["tick"], still, await until(stays, "tick", stage="playing")

    frozen, still, later = run(away())
    assert still == frozen
    assert later["scene"]["tick"] >= frozen
    served.hub.call(lambda: match.end("closed"))


def test_a_partner_takes_the_seat_of_who_stays_away_and_everybody_is_told(served: Served) -> None:
    match = served.begin("person", "person", ticks=60, grace=0.3, gone="partner")

    async def gone() -> tuple[list[int], str, int]:
        async with connect(served.socket) as stays:
            await hello(stays, served.ticket(match, 0))
            async with connect(served.socket) as goes:
                await hello(goes, served.ticket(match, 1))
                await until(stays, "tick", stage="playing")
            told = await until(stays, "tick", stood_in=[1])
            over = await until(stays, "over")
            return told["stood_in"], over["why"], match.round.tick

    assert run(gone()) == ([1], "finished", 60)
    with reading(served.store) as store:
        rows = store.execute(
            "SELECT count(*) FROM input WHERE round = ? AND disposition = 'stood in'", [match.id]
        ).fetchone()
        assert rows[0] > 10


def test_a_match_can_end_when_somebody_leaves(served: Served) -> None:
    match = served.begin("person", "person", ticks=4000, gone="end")

    async def leaving() -> str:
        async with connect(served.socket) as stays, connect(served.socket) as goes:
            await hello(stays, served.ticket(match, 0))
            await hello(goes, served.ticket(match, 1))
            await until(stays, "tick", stage="playing")
            await goes.send('{"t": "leave"}')
            return str((await until(stays, "over"))["why"])

    assert run(leaving()) == "left"
    with reading(served.store) as store:
        assert read_round(store, match.id).status == "abandoned"


def test_nobody_waits_for_ever(served: Served) -> None:
    match = served.begin("person", "person", wait=0.4)

    async def alone() -> str:
        async with connect(served.socket) as one:
            await hello(one, served.ticket(match, 0))
            return str((await until(one, "over"))["why"])

    assert run(alone()) == "nobody came"


def test_a_key_that_comes_twice_counts_once_and_a_tap_is_not_lost(served: Served) -> None:
    match = served.begin("person", "stay", ticks=30, rate=10)

    async def tap() -> None:
        async with connect(served.socket) as one:
            await hello(one, served.ticket(match, 0))
            await until(one, "tick", stage="playing")
            for text in (key(1, "east"), key(2, "east", down=False), key(1, "west"), key(2, "west")):
                await one.send(text)
            await until(one, "over")

    run(tap())
    joints = [joint[0] for joint in match.round.episode().joint_actions]
    assert joints.count(2) == 1
    assert 3 not in joints
    with reading(served.store) as store:
        query = "SELECT disposition FROM input WHERE round = ? ORDER BY number"
        assert [row[0] for row in store.execute(query, [match.id]).fetchall()].count("duplicate") == 2


NONSENSE = {
    "no JSON": "{",
    "another kind": '{"t": "cheat", "score": 99}',
    "a number out of range": '{"t": "key", "n": -1, "slot": "use", "key": "e", "down": true, "at": 0, "tick": 0}',
    "not a number": '{"t": "key", "n": 1, "slot": "use", "key": "e", "down": true, "at": NaN, "tick": 0}',
    "one key too many": '{"t": "leave", "seat": 1}',
    "a list": "[1, 2]",
    "deep nesting": "[" * 3000,
    "too long": '{"t": "key", "n": 1, "slot": "' + "x" * 5000 + '"}',
    "another type": '{"t": "pong", "n": "1", "tick": 0, "focus": true}',
}


@pytest.mark.parametrize("name", NONSENSE)
def test_nonsense_closes_its_own_connection_with_a_sentence_and_nothing_else(served: Served, name: str) -> None:
    match = served.begin("person", "stay", ticks=4000)

    async def talk() -> tuple[str, int]:
        async with connect(served.socket) as one:
            await hello(one, served.ticket(match, 0))
            await one.send(NONSENSE[name])
            bye = await until(one, "bye")
            with pytest.raises(ConnectionClosed):
                await until(one, "never")
            return bye["words"], one.close_code or 0

    words, code = run(talk())
    assert "\n" not in words
    assert code == 1008
    assert not match.is_over
    served.hub.call(lambda: match.end("closed"))


def test_a_flood_is_cut_off_and_the_others_play_on(served: Served) -> None:
    match = served.begin("person", "person", ticks=4000, grace=0.1)

    async def flood() -> str:
        async with connect(served.socket) as good, connect(served.socket) as bad:
            await hello(good, served.ticket(match, 0))
            await hello(bad, served.ticket(match, 1))
            await until(good, "tick", stage="playing")
            with pytest.raises(ConnectionClosed):  # noqa: PT012 - any of them may be the one
                for number in range(1, 5000):
                    await bad.send(key(number, "use"))
                    if number % 100 == 0:
                        await asyncio.sleep(0)
                await until(bad, "never")
            return str((await until(good, "tick", stood_in=[1]))["stage"])

    assert run(flood()) in {"countdown", "playing"}
    served.hub.call(lambda: match.end("closed"))


def test_pages_of_other_sites_cannot_open_a_socket(served: Served) -> None:
    async def forged() -> None:
        async with connect(served.socket, additional_headers={"Origin": "https://evil.example"}):
            pass

    with pytest.raises(InvalidStatus):
        run(forged())


def test_who_says_nothing_first_but_keys_is_sent_away(served: Served) -> None:
    async def rude() -> str:
        async with connect(served.socket) as one:
            await one.send(key(1, "use"))
            return str((await until(one, "bye"))["words"])

    assert "first message must be a hello" in run(rude())


def test_round_trip_times_are_measured_and_stored(served: Served) -> None:
    match = served.begin("person", "stay", ticks=4000)
    run(play(served.socket, served.ticket(match, 0), seconds=3.5))
    time.sleep(0.8)
    with reading(served.store) as store:
        rows = store.execute("SELECT rtt, focus FROM net WHERE round = ? ORDER BY second", [match.id]).fetchall()
    assert len(rows) >= 2
    assert 0 <= rows[-1][0] < 1000
    served.hub.call(lambda: match.end("closed"))


def test_a_partner_that_fails_ends_its_match_honestly(served: Served, tmp_path: Path) -> None:
    del tmp_path
    match = served.begin("person", "cook", ticks=4000)
    match.minds.partners[1].policy.prefer = None  # type: ignore[assignment]
    assert run(play(served.socket, served.ticket(match, 0))).why == "partner failed"
