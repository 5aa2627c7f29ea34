"""The experimenter's deeds: for participants who are stuck, for the store, and only after a fresh login."""

from __future__ import annotations

import asyncio
import http.client
import re
import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from data import studies
from data.backup import backups
from data.check import check
from data.rounds import list_rounds
from data.store import StoreError, reading
from study.backups import Backups
from study.design.reading import designs, parse_design
from study.player import Lived, play
from study.server import Server
from study.web.settings import settings_of
from tests.study.serving import Served, serving
from tests.study.test_pages import come, send

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from study.walker import Browser

SOURCE = parse_design(
    designs()["people"].read_text(encoding="utf-8").replace("source: open", "source: prolific"), "people.yaml"
)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    keeper = Backups(tmp_path / "store.db", tmp_path / "copies", 600)
    with serving(tmp_path / "store.db", SOURCE, backups=keeper) as found:
        yield found


def experimenter(served: Served) -> Browser:
    """Return a browser whose experimenter has logged in."""
    browser = served.browser()
    browser.open("/experimenter/login")
    browser.open("/experimenter/login", {"csrf_token": browser.token, "password": "any"})
    assert "Participants" in browser.page
    return browser


def deed(admin: Browser, session: str, what: str) -> None:
    """Do something for a participant."""
    admin.open(f"/experimenter/participants/{session}/{what}", {"csrf_token": admin.token})


def people(served: Served) -> list[studies.Session]:
    """Return all sessions."""
    with reading(served.store) as store:
        return studies.read_sessions(store, SOURCE.hash)


def test_who_is_stuck_is_led_on_ended_with_pay_or_deleted(served: Served) -> None:
    browser = come(served, "stuck")
    send(browser, agree="yes")
    admin = experimenter(served)
    (mine,) = people(served)
    deed(admin, mine.id, "on")
    assert people(served)[0].place == mine.place + 1
    deed(admin, mine.id, "end")
    browser.open("/study/now")
    assert "PAIR-PART" in browser.page
    deed(admin, mine.id, "on")
    assert people(served)[0].status == "ended"
    deed(admin, mine.id, "dance")
    assert admin.status == 404
    admin.open("/experimenter/")
    deed(admin, mine.id, "withdraw")
    assert people(served) == []
    admin.open("/experimenter/audit")
    assert re.findall(r"participant: (\w+)", admin.page) == ["withdraw", "on", "end", "on"]


def test_the_report_is_downloaded_as_one_page(served: Served) -> None:
    come(served, "reported")
    admin = experimenter(served)
    admin.open("/experimenter/report.html")
    assert "<h2>The plan and what took place</h2>" in admin.page
    admin.open("/experimenter/audit")
    assert "report made" in admin.page


def test_what_cannot_be_undone_needs_a_fresh_login(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    come(served, "safe")
    admin = experimenter(served)
    (mine,) = people(served)
    now = time.time()
    monkeypatch.setattr("study.web.admin.time.time", lambda: now + 1_000)
    deed(admin, mine.id, "withdraw")
    assert admin.path == "/experimenter/login"
    assert "cannot be undone" in admin.page
    assert len(people(served)) == 1
    admin.open("/experimenter/")
    assert "Participants" in admin.page


def test_a_cookie_is_of_no_use_in_another_browser_and_goes_by_tls_only_where_the_page_does(tmp_path: Path) -> None:
    settings = replace(settings_of(tmp_path / "a.db", "127.0.0.1", 0, {}), is_proxied=True)
    server = Server(settings, lambda _: None, SOURCE)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    assert server.wait()
    line = http.client.HTTPConnection("127.0.0.1", server.bound)

    def ask(**headers: str) -> http.client.HTTPResponse:
        line.request(
            "GET", "/experimenter/", headers={name.replace("_", "-"): value for name, value in headers.items()}
        )
        answer = line.getresponse()
        answer.read()
        return answer

    try:
        line.request("GET", "/experimenter/login", headers={"X-Forwarded-Proto": "https", "User-Agent": "one"})
        answer = line.getresponse()
        token = re.search(r'name="csrf_token" value="([^"]+)"', answer.read().decode())
        assert token is not None
        assert "Secure" in answer.headers["Set-Cookie"]
        assert answer.headers["Strict-Transport-Security"]
        cookie = answer.headers["Set-Cookie"].partition(";")[0]
        form = urlencode({"csrf_token": token[1], "password": "any"})
        told = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie, "User-Agent": "one"}
        line.request("POST", "/experimenter/login", form, told)
        answer = line.getresponse()
        answer.read()
        assert "Secure" not in answer.headers["Set-Cookie"]
        cookie = answer.headers["Set-Cookie"].partition(";")[0]
        assert ask(Cookie=cookie, User_Agent="one").status == 200
        assert ask(Cookie=cookie, User_Agent="another").status == 303
        assert ask(User_Agent="one").status == 303
    finally:
        line.close()
        server.stop()
        thread.join(20)


def test_strangers_can_do_nothing(served: Served) -> None:
    browser = come(served, "stranger")
    (mine,) = people(served)
    token = browser.token
    for path in ("backup", f"participants/{mine.id}/withdraw", "recruitment", "logout"):
        browser.open(f"/experimenter/{path}", {"csrf_token": token})
        assert browser.path == "/experimenter/login"
    assert len(people(served)) == 1


def test_who_is_away_or_long_on_a_page_raises_an_alarm(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    come(served, "slow")
    admin = experimenter(served)
    admin.open("/experimenter/")
    assert "⚠" not in admin.page
    monkeypatch.setattr("study.web.overview.SLOW", -1.0)
    admin.open("/experimenter/")
    assert "⚠ long on this page" in admin.page
    monkeypatch.setattr("study.web.overview.AWAY", -1.0)
    admin.open("/experimenter/")
    assert "⚠ away" in admin.page


def test_backups_are_made_by_hand_and_by_the_clock_while_people_play(tmp_path: Path) -> None:
    store, folder = tmp_path / "store.db", tmp_path / "copies"
    keeper = Backups(store, folder, 0.01)
    with serving(store, SOURCE, backups=keeper) as served:
        match = served.begin("person", "cook", ticks=400)
        served.ticket(match, 0)
        for _ in range(100):
            if keeper.last:
                break
            time.sleep(0.1)
        assert keeper.last
        admin = experimenter(served)
        before = keeper.count
        admin.open("/experimenter/backup", {"csrf_token": admin.token})
        assert keeper.count > before
        assert "Back up now" in admin.page
    for copy in backups(store, folder):
        with reading(copy) as db:
            assert check(db) == []


def test_a_backup_that_fails_is_told_and_the_server_goes_on(served: Served) -> None:
    admin = experimenter(served)
    folder = served.store.parent / "copies"
    folder.write_text("in the way", encoding="utf-8")
    admin.open("/experimenter/backup", {"csrf_token": admin.token})
    assert "There is no new backup" in admin.page
    come(served, "still")
    assert len(people(served)) == 1


def test_a_full_disk_is_told_no_round_begins_the_one_that_is_goes_on_and_nothing_is_lost(served: Served) -> None:
    admin = experimenter(served)
    waits = come(served, "waits")
    assert served.server.service is not None
    connection = served.server.service.writer._connection  # noqa: SLF001 - the disk's size
    match = served.begin("person", "cook", ticks=90)

    async def fill_up() -> Lived:
        playing = asyncio.create_task(play(served.socket, served.ticket(match, 0), every=0.1))
        await asyncio.sleep(0.5)
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages}")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        await asyncio.sleep(1.2)
        await asyncio.to_thread(refused)
        connection.execute("PRAGMA max_page_count = 1000000")
        return await playing

    def refused() -> None:
        for _ in range(200):
            if served.server.service is not None and served.server.service.writer.trouble:
                break
            time.sleep(0.02)
        admin.open("/experimenter/")
        assert "Nothing can be stored at the moment" in admin.page
        with pytest.raises(StoreError, match="disk is full"):
            served.begin("person", "cook")
        send(waits, agree="yes")
        assert (waits.status, "disk is full" in waits.page) == (400, True)

    assert asyncio.run(fill_up()).why == "finished"
    for _ in range(100):
        if match.is_sealed:
            break
        time.sleep(0.05)
    admin.open("/experimenter/")
    assert "Nothing can be stored" not in admin.page
    with reading(served.store) as store:
        assert check(store) == []
        (row,) = [row for row in list_rounds(store) if row.id == match.id]
    assert (row.ticks, row.status) == (90, "finished")
    waits.open("/study/now")
    send(waits, agree="yes")
    assert waits.path == "/study/1"


def test_quotas_are_shown_with_how_many_have_given_the_answer(served: Served) -> None:
    browser = come(served, "counted")
    send(browser, agree="yes")
    send(browser, rtt="20")
    send(browser, adult="1", games="3")
    admin = experimenter(served)
    assert re.search(r"gamers</td><td>1</td><td>20", admin.page)
