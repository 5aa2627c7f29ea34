"""Journeys in a real browser: from consent to code, two people, a reload, touch, withdrawal, the experimenter."""

from __future__ import annotations

import re
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from data import studies
from data.store import reading
from study.player import play
from tests.study.browsing import PATIENCE, needs_chromium, open_page, walk
from tests.study.serving import Served, run, serving, starter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_playwright.pytest_playwright import CreateContextCallback

pytestmark = needs_chromium
SOURCE = starter()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("browser") / "store.db", SOURCE, 4.0) as found:
        yield found


def test_from_consent_to_code_with_partners_and_then_withdrawn(
    served: Served, new_context: CreateContextCallback
) -> None:
    page = open_page(new_context)
    page.goto(served.base + "/study")
    walk(page, "/study/done")
    expect(page.locator("#completion")).to_have_text("DONE-7Q2")
    with reading(served.store) as store:
        mine = studies.read_sessions(store, SOURCE.hash)[-1]
        assert (mine.status, mine.code) == ("finished", "DONE-7Q2")
        assert len([row for row in studies.read_played(store, SOURCE.hash) if row["session"] == mine.id]) == 6
    page.on("dialog", lambda dialog: dialog.accept())
    page.click("#withdraw button")
    expect(page.locator(".code")).to_have_text("BACK-2T6")
    with reading(served.store) as store:
        assert mine.id not in {each.id for each in studies.read_sessions(store, SOURCE.hash)}


def test_two_people_play_in_two_browsers_and_a_reload_goes_on_at_once(
    served: Served, new_context: CreateContextCallback
) -> None:
    first, second = open_page(new_context), open_page(new_context)
    first.goto(served.base + "/games/kitchen?level=cramped_room")
    first.select_option("#seat-1", "person")
    first.click("button.go")
    code = first.inner_text(".code")
    second.goto(served.base + "/m/" + code)
    second.click("button.go")
    for page in (first, second):
        expect(page.locator("#state")).to_have_attribute("data-state", "connected", timeout=PATIENCE)
    expect(first.locator("#overlay")).to_be_hidden(timeout=PATIENCE)
    match = next(each for each in served.hub.matches.values() if each.plan.code == code)
    first.keyboard.down("KeyA")
    first.wait_for_timeout(600)
    first.keyboard.up("KeyA")
    assert any(joint[0] == 3 for joint in match.round.episode().joint_actions)
    began = time.monotonic()
    second.reload()
    expect(second.locator("#overlay")).to_be_hidden(timeout=PATIENCE)
    assert second.evaluate("document.getElementById('state').dataset.state") == "connected"
    assert time.monotonic() - began < 10
    assert not match.is_over
    second.on("dialog", lambda dialog: dialog.accept())
    second.click("#leave")
    expect(first.locator("#standin")).not_to_be_empty(timeout=PATIENCE)
    served.hub.call(lambda: match.end("closed"))
    expect(first.locator("#next")).to_be_visible(timeout=PATIENCE)


def test_a_second_tab_takes_the_seat_and_the_first_says_so(served: Served, new_context: CreateContextCallback) -> None:
    page = open_page(new_context)
    page.goto(served.base + "/games/kitchen")
    page.click("button.go")
    expect(page.locator("#state")).to_have_attribute("data-state", "connected", timeout=PATIENCE)
    tab = page.context.new_page()
    tab.goto(page.url)
    expect(tab.locator("#state")).to_have_attribute("data-state", "connected", timeout=PATIENCE)
    expect(page.locator("#text")).to_contain_text("another tab", timeout=PATIENCE)


def test_a_touch_screen_has_a_cross_and_keys_can_be_changed(served: Served, new_context: CreateContextCallback) -> None:
    phone = open_page(new_context, viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    phone.goto(served.base + "/games/kitchen")
    phone.click("button.go")
    expect(phone.locator("#dpad")).to_be_visible(timeout=PATIENCE)
    expect(phone.locator("#overlay")).to_be_hidden(timeout=PATIENCE)
    match = list(served.hub.matches.values())[-1]
    for _ in range(3):
        phone.locator("#pad-west").tap()
        phone.wait_for_timeout(250)
    assert any(joint[0] == 3 for joint in match.round.episode().joint_actions)
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page = open_page(new_context)
    page.goto(served.base + "/games/kitchen")
    page.click("button.go")
    expect(page.locator("#overlay")).to_be_hidden(timeout=PATIENCE)
    page.click('#keys [data-slot="west"]')
    page.keyboard.press("KeyJ")
    expect(page.locator('#keys [data-slot="west"]')).to_have_text("J")
    page.keyboard.down("KeyJ")
    expect(page.locator('#keys [data-slot="west"]')).to_have_class(re.compile("down"))
    page.keyboard.up("KeyJ")


@pytest.mark.parametrize("name", ["rescue", "hideout", "crossing"])
def test_every_game_is_painted_by_the_same_client(
    served: Served, new_context: CreateContextCallback, name: str
) -> None:
    page = open_page(new_context)
    page.goto(f"{served.base}/games/{name}")
    page.click("button.go")
    expect(page.locator("#overlay")).to_be_hidden(timeout=PATIENCE)
    colours = page.evaluate(
        "(() => { const c = document.getElementById('board'), d = c.getContext('2d')"
        ".getImageData(0, 0, c.width, c.height).data, s = new Set();"
        " for (let i = 0; i < d.length; i += 64) s.add(d[i] << 16 | d[i + 1] << 8 | d[i + 2]); return s.size; })()"
    )
    assert colours > 5


def test_pages_weigh_little_and_the_game_can_be_played_soon(served: Served, new_context: CreateContextCallback) -> None:
    page = open_page(new_context)
    weight: list[int] = []
    page.on("response", lambda answer: weight.append(len(answer.body()) if answer.status == 200 else 0))
    page.goto(served.base + "/games/kitchen")
    began = time.monotonic()
    page.click("button.go")
    expect(page.locator("#state")).to_have_attribute("data-state", "connected", timeout=PATIENCE)
    assert sum(weight) < 500_000
    assert time.monotonic() - began < 15


def test_an_experimenter_sees_who_is_where_and_replays_a_round(
    served: Served, new_context: CreateContextCallback
) -> None:
    match = served.begin("person", "cook")
    with ThreadPoolExecutor(1) as pool:  # this thread belongs to the browser
        assert pool.submit(run, play(served.socket, served.ticket(match, 0))).result().why == "finished"
    page = open_page(new_context)
    page.goto(served.base + "/experimenter/")
    page.fill("#password", "any")
    page.click("button.go")
    expect(page.locator("h1")).to_have_text("two-partners")
    page.click("text=Rounds")
    page.click("table a >> nth=0")
    expect(page.locator("#tick")).to_contain_text("/", timeout=PATIENCE)
    page.click("#run")
    page.locator("#scrub").fill("1")
    expect(page.locator("#tick")).to_contain_text("1 /")
