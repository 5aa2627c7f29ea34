"""Faults: what breaks, hangs, floods or comes twice, and what must then be true."""

from __future__ import annotations

import asyncio
import io
import json
import shutil
import sqlite3
import threading
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from argon2 import PasswordHasher
from websockets.asyncio.client import connect as connecting
from websockets.exceptions import ConnectionClosed

from data import studies
from data.check import check
from data.store import reading
from study.design.check import check as checked
from study.player import play
from study.sessions import Sessions
from study.web.settings import PASSWORD, SECRET, SettingsError, settings_of
from tests.study.serving import Served, run, serving, starter
from tests.study.test_live import hello, until
from tests.study.test_pages import come, send

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from study.walker import Browser

PAIRS = starter(
    ("seats: [me, $partner]", "seats: [me, other]"),
    (
        "    each: partner                # a block with each partner, in the participant's order\n",
        "    each: partner\n",
    ),
    ("waiting: {limit: 120,", "waiting: {limit: 20,"),
    ("source: open", "source: prolific"),
)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("faults") / "store.db", PAIRS, 10.0) as found:
        yield found


def connect(address: str) -> connecting:
    """Connect with room for all that is not read."""
    return connecting(address, max_queue=None, close_timeout=1)


def to_pairs(served: Served, who: str, rtt: str = "5") -> Browser:
    """Return a browser that stands before its first round with another participant."""
    browser = come(served, who)
    send(browser, agree="yes")
    send(browser, rtt=rtt)
    send(browser)
    send(browser, onions="3", shared="2")
    round_(served, browser)
    return browser


def round_(served: Served, browser: Browser) -> str:
    """Play the round that a browser stands before."""
    browser.open("/study/room", {}, browser.token)
    browser.open("/study/room")
    lived = run(play(served.socket, browser.data("token"), every=0.05))
    for _ in range(100):
        browser.open("/study/after")
        if not browser.data("token"):
            break
        time.sleep(0.05)
    return str(lived.why)


def ask(browser: Browser, token: str) -> str:
    """Ask whether the round has begun."""
    browser.open("/study/room", {}, token)
    return str(json.loads(browser.page)["state"])


def test_two_participants_are_matched_and_each_has_the_round_in_their_data(served: Served) -> None:
    first, second = to_pairs(served, "pair-1"), to_pairs(served, "pair-2")
    tokens = first.token, second.token
    assert ask(first, tokens[0]) == "waiting"
    assert ask(second, tokens[1]) == "playing"
    assert ask(first, tokens[0]) == "playing"
    for each in (first, second):
        each.open("/study/room")

    async def both() -> Any:
        return await asyncio.gather(*(play(served.socket, each.data("token")) for each in (first, second)))

    assert [each.why for each in run(both())] == ["finished", "finished"]
    time.sleep(0.3)
    with reading(served.store) as store:
        rows = [row for row in studies.read_played(store, PAIRS.hash) if row["block"].startswith("main")]
    assert len({row["round"] for row in rows}) == 1
    assert {row["seat"] for row in rows} == {0, 1}


def test_who_leaves_the_waiting_room_is_matched_with_nobody(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("study.waiting.GHOST", 0.2)
    ghost, waits = to_pairs(served, "ghost"), to_pairs(served, "waits")
    assert ask(ghost, ghost.token) == "waiting"
    time.sleep(0.3)
    assert ask(waits, waits.token) == "waiting"


def test_a_waiting_room_that_never_fills_ends_with_a_partner(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("study.waiting.GHOST", 0.5)
    time.sleep(0.6)
    alone = to_pairs(served, "alone")
    token, states = alone.token, []
    for _ in range(40):
        states.append(ask(alone, token))
        if states[-1] == "playing":
            break
        time.sleep(0.1)
    assert states[0] == "waiting"
    assert states[-1] == "playing"


def test_a_form_sent_fifty_times_at_once_is_answered_once(served: Served) -> None:
    browser = come(served, "double")
    send(browser, agree="yes")
    token = browser.token

    def again(_: int) -> None:
        browser._opener.open(served.base + "/study/1", f"csrf_token={token}&rtt=5".encode()).read()  # noqa: SLF001

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(again, range(50)))
    browser.open("/study/now")
    assert browser.path == "/study/2"


def test_a_partner_that_hangs_never_stalls_a_tick(served: Served) -> None:
    match = served.begin("person", "cook", ticks=30)
    hangs = threading.Event()
    match.minds.partners[1].act = lambda _: hangs.wait(20) and None  # type: ignore[assignment,method-assign]
    other = served.begin("person", "cook", ticks=30)

    async def beside() -> Any:
        return await asyncio.gather(*(play(served.socket, served.ticket(each, 0)) for each in (match, other)))

    lived = run(beside())
    hangs.set()
    assert [each.why for each in lived] == ["finished", "finished"]
    assert match.minds.late >= 28
    assert other.minds.late < 20
    assert match.overruns <= 1


def test_a_store_that_is_locked_for_seconds_delays_no_tick_and_loses_none(served: Served) -> None:
    match = served.begin("person", "stay", ticks=90)

    async def locked() -> str:
        async with connect(served.socket) as one:
            await hello(one, served.ticket(match, 0))
            await until(one, "tick", stage="playing")
            other = sqlite3.connect(served.store, isolation_level=None, check_same_thread=False)
            other.execute("BEGIN IMMEDIATE")
            before = match.round.tick
            await asyncio.sleep(1.5)
            ticked = match.round.tick - before
            other.execute("ROLLBACK")
            other.close()
            assert ticked > 30
            return str((await until(one, "over"))["why"])

    assert run(locked()) == "finished"
    with reading(served.store) as store:
        assert check(store) == []


def test_copies_of_the_files_at_any_moment_open_and_replay(served: Served, tmp_path: Path) -> None:
    match = served.begin("person", "stay", ticks=4000)

    async def copying() -> None:
        async with connect(served.socket) as one:
            await hello(one, served.ticket(match, 0))
            for number in range(8):
                await until(one, "tick", stage="playing")
                await asyncio.sleep(0.07)
                for suffix in ("", "-wal"):
                    path = served.store.with_name(served.store.name + suffix)
                    if path.exists():
                        shutil.copy(path, tmp_path / f"{number}.db{suffix}")

    run(copying())
    served.hub.call(lambda: match.end("closed"))
    for number in range(8):
        with reading(tmp_path / f"{number}.db") as store:
            assert [each for each in check(store) if "damaged" in each or "differs" in each] == []


def test_a_client_that_reads_nothing_costs_the_others_nothing(served: Served) -> None:
    slow, good = served.begin("person", "stay", ticks=4000), served.begin("person", "stay", ticks=90)

    async def beside() -> Any:
        async with connecting(served.socket, max_queue=1, close_timeout=0.1) as lazy:
            await lazy.send(json.dumps({"t": "hello", "token": served.ticket(slow, 0)}))
            return await play(served.socket, served.ticket(good, 0))

    lived = run(beside())
    assert lived.why == "finished"
    assert good.overruns == 0
    link: Any = slow.chairs[0].link
    assert link is None or len(link._events) <= 64  # noqa: SLF001 - what waits is bounded
    served.hub.call(lambda: slow.end("closed"))


def test_a_frame_of_ten_megabytes_is_refused_before_it_is_read(served: Served) -> None:
    match = served.begin("person", "stay", ticks=4000)

    async def huge() -> int:
        async with connect(served.socket) as one:
            await hello(one, served.ticket(match, 0))
            with pytest.raises(ConnectionClosed):  # noqa: PT012 - either may be the one
                await one.send("x" * 10_000_000)
                await until(one, "never")
            return one.close_code or 0

    assert run(huge()) in {1006, 1009}
    served.hub.call(lambda: match.end("closed"))


def test_a_cookie_of_before_is_void_after_start_and_login(served: Served) -> None:
    browser = served.browser()
    browser.open("/games/kitchen")
    before = cookies(browser)
    browser.open("/experimenter/login")
    browser.open("/experimenter/login", {"csrf_token": browser.token, "password": "any"})
    assert cookies(browser) != before
    assert browser.path == "/experimenter/"


def cookies(browser: Browser) -> list[str | None]:
    """Return the values of a browser's cookies."""
    jar = next(each.cookiejar for each in browser._opener.handlers if hasattr(each, "cookiejar"))  # noqa: SLF001
    return [each.value for each in jar]


def test_a_password_cannot_be_guessed_a_thousand_times(tmp_path: Path) -> None:
    hashed = PasswordHasher(time_cost=1, memory_cost=64).hash("right")
    with serving(tmp_path / "a.db") as served:
        object.__setattr__(served.server.service.settings, "password", hashed)  # type: ignore[union-attr]
        browser = served.browser()
        found = []
        for _ in range(8):
            browser.open("/experimenter/login")
            browser.open("/experimenter/login", {"csrf_token": browser.token, "password": "wrong"})
            found.append(browser.status)
        assert found == [403] * 5 + [429] * 3
        with reading(served.store) as store:
            assert sum(row["what"] == "login failed" for row in studies.read_audit(store)) == 5


def test_a_server_for_others_refuses_to_start_without_secrets(tmp_path: Path) -> None:
    good = {SECRET: "x" * 40, PASSWORD: PasswordHasher(time_cost=1, memory_cost=64).hash("p")}
    assert not settings_of(tmp_path, "0.0.0.0", 80, good).is_demo  # noqa: S104 - what is tested
    for lacking, words in ((SECRET, "secrets.token_hex"), (PASSWORD, "crossplay study password")):
        with pytest.raises(SettingsError, match=words):
            settings_of(tmp_path, "0.0.0.0", 80, {k: v for k, v in good.items() if k != lacking})  # noqa: S104
    with pytest.raises(SettingsError, match="no argon2 hash"):
        settings_of(tmp_path, "127.0.0.1", 80, {PASSWORD: "admin123"})


def test_a_started_design_stays_as_it_is_and_an_edit_is_another_study(served: Served) -> None:
    service = served.server.service
    assert service is not None
    Sessions(PAIRS, service.writer, service.hub)
    edited = starter(("participants: 40", "participants: 41"))
    checked(edited)
    Sessions(edited, service.writer, service.hub)
    with reading(served.store) as store:
        texts = {each.hash: each.design for each in studies.read_studies(store)}
    assert texts[PAIRS.hash] == PAIRS.text
    assert texts[edited.hash] == edited.text


def test_words_that_would_be_code_are_only_words_to_the_experimenter(served: Served) -> None:
    service = served.server.service
    assert service is not None
    service.writer.do(lambda c: studies.note_audit(c, "experimenter", "<script>alert(1)</script>", "=1+1"))
    admin = served.browser()
    admin.open("/experimenter/login")
    admin.open("/experimenter/login", {"csrf_token": admin.token, "password": "any"})
    admin.open("/experimenter/audit")
    assert "<script>alert" not in admin.page
    assert "&lt;script&gt;alert" in admin.page


def test_players_are_told_of_a_restart_and_their_match_goes_on(tmp_path: Path) -> None:
    with serving(tmp_path / "a.db") as before:
        match = before.begin("person", "cook", ticks=4000, grace=30)
        timer = threading.Timer(1.0, before.server.stop)
        timer.start()
        lived = run(play(before.socket, before.ticket(match, 0), seconds=20))
        timer.join()
    assert lived.why == "restart"
    with serving(tmp_path / "a.db") as after:
        again = run(play(after.socket, lived.token, seconds=3))
        assert again.ticks[-1][0] > again.ticks[0][0] >= lived.kept
        after.hub.call(lambda: after.hub.matches[match.id].end("closed"))
        time.sleep(0.3)
        with reading(after.store) as store:
            assert check(store) == []


def test_a_wall_clock_that_jumps_changes_no_tick(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    match = served.begin("person", "stay", ticks=60)
    real = time.time

    async def jumping() -> Any:
        playing = asyncio.create_task(play(served.socket, served.ticket(match, 0)))
        for hours in (1, -1, 0):
            await asyncio.sleep(0.4)
            monkeypatch.setattr(time, "time", lambda hours=hours: real() + 3600 * hours)
        return await playing

    began = time.monotonic()
    assert run(jumping()).why == "finished"
    assert match.overruns == 0
    assert 1.9 < time.monotonic() - began < 6


def test_an_export_during_play_is_whole_and_delays_no_tick(served: Served) -> None:
    from study.export import export_apart

    match = served.begin("person", "cook", ticks=90)

    async def exporting() -> Any:
        playing = asyncio.create_task(play(served.socket, served.ticket(match, 0)))
        await asyncio.sleep(0.5)
        data = await asyncio.get_running_loop().run_in_executor(None, export_apart, served.store, PAIRS.hash)
        return await playing, data

    lived, data = run(exporting())
    assert lived.why == "finished"
    assert match.overruns <= 1
    assert zipfile.ZipFile(io.BytesIO(data)).testzip() is None


def test_a_crowd_that_comes_at_once_gets_its_pages(served: Served) -> None:
    def arrive(number: int) -> tuple[int, str]:
        browser = come(served, f"crowd-{number}")
        return browser.status, browser.path

    with ThreadPoolExecutor(40) as pool:
        found = list(pool.map(arrive, range(60)))
    refused = [status for status, path in found if path != "/study/0"]
    assert not [status for status in refused if status >= 500]
    assert set(refused) <= {403}
