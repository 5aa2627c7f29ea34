"""A real browser, and what tests do with it."""

from __future__ import annotations

import contextlib
import re
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Error

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from pytest_playwright.pytest_playwright import CreateContextCallback

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")
PATIENCE = 90_000
"""Milliseconds for which something is waited for: a game's rules that are compiled meanwhile can take half a minute."""


def open_page(new_context: CreateContextCallback, **known: Any) -> Page:
    """Return a page in a browser of its own that fails the test for any error in a script."""
    page = new_context(**known).new_page()
    page.set_default_timeout(PATIENCE)
    page.on("pageerror", lambda error: pytest.fail(f"a script failed: {error}"))
    return page


def fill(page: Page) -> None:
    """Answer everything on a page."""
    for name in {each.get_attribute("name") for each in page.query_selector_all("input[type=radio]")}:
        options = page.query_selector_all(f'input[name="{name}"]')
        options[-1].check()
    for slider in page.query_selector_all("input[type=range]"):
        slider.focus()
        page.keyboard.press("ArrowRight")


def step(page: Page) -> None:
    """Do what a page asks for."""
    if page.query_selector("#play"):
        page.keyboard.press("ArrowUp")
        return
    fill(page)
    button = page.query_selector("button.go:not([disabled])")
    if button is not None:
        button.focus()
        page.keyboard.press("Enter")


def walk(page: Page, until: str) -> None:
    """Go on from page to page, with the keyboard alone in rounds, until an address is reached."""
    for _ in range(1_000):
        if re.search(until, page.url):
            return
        with contextlib.suppress(Error):  # the page moves on by itself, under the hand
            step(page)
        page.wait_for_timeout(100)
    pytest.fail(f"never came to {until}, last at {page.url}")
