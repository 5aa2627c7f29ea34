"""Pages for everybody: an accessibility checker, the keyboard alone, twice the size, and a calm screen."""

from __future__ import annotations

import contextlib
import re
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error, expect

from tests.study.browsing import PATIENCE, needs_chromium, open_page, step
from tests.study.serving import Served, serving, starter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page
    from pytest_playwright.pytest_playwright import CreateContextCallback

pytestmark = needs_chromium
SOURCE = starter()
SERIOUS = {"serious", "critical"}
TWICE = {"width": 640, "height": 400}
"""A window of 1,280 by 800 at 200 %."""
KIND = "[...new Set([...document.querySelectorAll('input,textarea,canvas')].map(e => e.type || e.tagName))].join()"
"""What is on a page: pages with the same controls are looked at once."""
OPEN = ("/", "/games/kitchen", "/games/hideout", "/study", "/nowhere", "/experimenter/login")
OWN = ("/experimenter/", "/experimenter/rounds", "/experimenter/audit")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("access") / "store.db", SOURCE, 4.0) as found:
        yield found


def faults(page: Page) -> list[str]:
    """Return what the checker finds on a page that is serious or critical."""
    found = Axe().run(page).response["violations"]
    return [
        f"{page.url}: {each['id']}: {each['help']}: {node['html'][:200]}"
        for each in found
        if each["impact"] in SERIOUS
        for node in each["nodes"]
    ]


def overflow(page: Page) -> int:
    """Return by how many pixels a page is wider than its window."""
    return int(page.evaluate("document.scrollingElement.scrollWidth - innerWidth"))


def log_in(page: Page, served: Served) -> None:
    """Log in as experimenter."""
    page.goto(served.base + "/experimenter/login")
    page.fill("#password", "any")
    page.click("button.go")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_checker_finds_nothing_serious_on_any_page_of_a_study(
    served: Served, new_context: CreateContextCallback, scheme: str
) -> None:
    page = open_page(new_context, color_scheme=scheme, viewport=TWICE, reduced_motion="reduce")
    page.goto(served.base + "/study")
    found: list[str] = []
    seen: set[str] = set()
    for _ in range(1_000):
        try:
            kind = re.sub(r"\d+", "N", page.url) + str(page.evaluate(KIND))
            if kind not in seen:
                found += faults(page)
                assert overflow(page) <= 0, page.url
                seen.add(kind)
        except Error:  # the page moved on by itself, under the hand
            continue
        if "/study/done" in page.url:
            break
        try:
            step(page)
        except Error:  # the page moves on by itself, under the hand
            continue
        page.wait_for_timeout(100)
    assert "/study/done" in page.url
    assert len(seen) > 8
    assert found == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_checker_finds_nothing_serious_on_the_other_pages(
    served: Served, new_context: CreateContextCallback, scheme: str
) -> None:
    page = open_page(new_context, color_scheme=scheme, viewport=TWICE)
    found: list[str] = []
    for path in OPEN:
        page.goto(served.base + path)
        found += faults(page)
        assert overflow(page) <= 0, path
    served.begin("person", "cook", wait=60.0).overruns = 1_000  # which raises an alarm
    log_in(page, served)
    for path in OWN:
        page.goto(served.base + path)
        if page.query_selector("#live a"):
            page.focus("#live a")  # what has the keyboard is not brought up to date under the checker's eyes
        found += faults(page)
        assert overflow(page) <= 0, path
    page.goto(served.base + "/games/kitchen?level=cramped_room")
    page.select_option("#seat-1", "person")
    page.click("button.go")
    found += faults(page)
    assert found == []


def press_through(page: Page) -> None:
    """Answer a page with the keyboard alone: each group of options by its arrows, then the button."""
    for _ in range(60):
        page.keyboard.press("Tab")
        kind = page.evaluate("document.activeElement.type || ''")
        if kind == "radio":
            page.keyboard.press("ArrowUp")
        elif kind == "range":
            page.keyboard.press("ArrowRight")
        elif page.evaluate("document.activeElement.matches('button.go')"):
            page.keyboard.press("Enter")
            page.wait_for_timeout(150)
            return
    pytest.fail(f"the keyboard never comes to the button of {page.url}")


def test_a_study_is_walked_with_the_keyboard_alone(served: Served, new_context: CreateContextCallback) -> None:
    page = open_page(new_context)
    page.goto(served.base + "/study")
    for _ in range(1_000):
        with contextlib.suppress(Error):  # the page moves on by itself, under the hand
            if "/study/done" in page.url:
                break
            if page.query_selector("#play"):
                page.keyboard.press("Space")
            elif not page.query_selector("button.go[disabled]"):
                press_through(page)
        page.wait_for_timeout(100)
    expect(page.locator("#completion")).to_have_text("DONE-7Q2")


def test_a_round_is_played_at_twice_the_size_calmly_and_in_every_palette(
    served: Served, new_context: CreateContextCallback
) -> None:
    page = open_page(new_context, viewport=TWICE, reduced_motion="reduce")
    page.goto(served.base + "/games/kitchen?level=cramped_room")
    page.click("button.go")
    expect(page.locator("#overlay")).to_be_hidden(timeout=PATIENCE)
    board = page.locator("#board").bounding_box()
    assert board is not None
    assert board["height"] > 120
    assert overflow(page) <= 0
    for name in ("#score", "#clock", "#state", "#leave"):
        box = page.locator(name).bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= TWICE["height"], name
    page.click("#settings summary")
    pictures = set()
    for colours in ("usual", "high contrast", "soft"):
        page.select_option("#set-colours", colours)
        page.wait_for_timeout(200)
        pictures.add(page.locator("#board").screenshot())
        assert faults(page) == []
    assert len(pictures) == 3
