"""Visits: how soon a page is there, a reload plays on, and a crowd is let in."""

from __future__ import annotations

import asyncio
import http
import http.client
import re
import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import numpy as np

from benchmarks.rows import row
from study.player import play

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.host import Host

RATE = 10.0
CUT = 10.0
"""Seconds of a network that is cut."""
BROKEN = 500
"""From here on a status of HTTP says that the server failed."""
ARRIVING = 10.0
"""Seconds in which a crowd comes."""


def returns(host: Host, times: int) -> Iterator[dict[str, Any]]:
    """Yield how soon a player who takes the seat anew plays on, and how many return after ten seconds."""
    begun = host.tell(do="begin", matches=min(times, 20), partner="cook", rate=RATE, level="cramped_room")
    waits, again = asyncio.run(_return(host, begun["tickets"], times))
    yield row(f"{times} returns to a seat: seconds until it plays on, p95", float(np.percentile(waits, 95)), 2)
    share = 100 * float(np.mean(again))
    yield row(f"{len(again)} cuts of {CUT:g} s: resumed at the tick, %", share, 99.5, is_least=True)
    host.tell(do="end")


async def _return(host: Host, tickets: list[str], times: int) -> tuple[list[float], list[bool]]:
    """Leave and take seats again, at once and after a cut; return the seconds, and whether the tick went on."""
    waits: list[float] = []
    lived = await asyncio.gather(*(play(host.address, token, seconds=2.5) for token in tickets))
    while len(waits) < times:
        began = time.perf_counter()
        before = [one.ticks[-1][0] for one in lived]
        lived = await asyncio.gather(*(play(host.address, one.token, seconds=2.5) for one in lived))
        for last, one in zip(before, lived, strict=True):
            waits += [when - began for tick, when in one.ticks if tick > last][:1] or [float("inf")]
    await asyncio.sleep(CUT)
    last = [one.ticks[-1][0] for one in lived]
    back = await asyncio.gather(*(play(host.address, one.token, seconds=3) for one in lived))
    again = [one.ticks[0][0] <= tick + 1 < one.ticks[-1][0] for tick, one in zip(last, back, strict=True)]
    return waits[:times], again


def crowd(host: Host, people: int) -> Iterator[dict[str, Any]]:
    """Yield how soon pages come while many participants arrive within ten seconds."""
    began = time.monotonic()

    def arrive(number: int) -> list[tuple[int, float]]:
        """Look at the link and press Start at one's moment; return status and seconds of each page."""
        time.sleep(max(0.0, began + ARRIVING * number / people - time.monotonic()))
        line = http.client.HTTPConnection("127.0.0.1", host.port, timeout=30)
        seen: list[tuple[int, float]] = []
        cookie, path, form = "", "/study", ""
        for _ in range(3):
            asked = time.perf_counter()
            headers = {"Cookie": cookie} | ({"Content-Type": "application/x-www-form-urlencoded"} if form else {})
            line.request("POST" if form else "GET", path, form or None, headers)
            answer = line.getresponse()
            page = answer.read().decode()
            seen.append((answer.status, time.perf_counter() - asked))
            cookie = (answer.getheader("Set-Cookie") or cookie).partition(";")[0]
            token = re.search(r'name="csrf_token" value="([^"]+)"', page)
            path = answer.getheader("Location") or path
            form = (
                urlencode({"csrf_token": token[1]})
                if token and answer.status == http.HTTPStatus.OK and path == "/study"
                else ""
            )
        line.close()
        return seen

    with ThreadPoolExecutor(min(people, 64)) as pool:
        pages = [each for found in pool.map(arrive, range(people)) for each in found]
    yield row(
        f"{people} arrivals in {ARRIVING:g} s: page p95, ms",
        1000 * float(np.percentile([s for _, s in pages], 95)),
        500,
    )
    yield row(
        f"{people} arrivals in {ARRIVING:g} s: answers of 500 and above", sum(code >= BROKEN for code, _ in pages), 0
    )


PLAYS_ON = """() => new Promise((done) => {
  const look = () => (document.getElementById("overlay").hidden ? done() : requestAnimationFrame(look));
  look();
})"""
"""Looks before every frame; a selector that is waited for is looked at only every half second."""


def seen(host: Host, times: int) -> Iterator[dict[str, Any]]:
    """Yield what a real browser measures; nothing where there is no Chromium, or Playwright is not installed."""
    place = shutil.which("chromium") or shutil.which("google-chrome")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return
    if place is None:
        return
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=place, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_context().new_page()
        weight: list[int] = []
        page.on(
            "response", lambda answer: weight.append(len(answer.body()) if answer.status == http.HTTPStatus.OK else 0)
        )
        page.goto(host.base + "/games/kitchen?level=cramped_room")
        began = time.perf_counter()
        page.click("button.go")
        page.wait_for_selector("#state[data-state=connected]")
        ready = time.perf_counter() - began
        yield row("page weight of choosing and playing, KB", sum(weight) / 1000, 500)
        yield row("seconds from the button to a game that takes keys", ready, 3)
        page.wait_for_selector("#overlay", state="hidden")
        waits = []
        for _ in range(times):
            page.wait_for_timeout(1_500)
            began = time.perf_counter()
            page.reload()
            page.evaluate(PLAYS_ON)
            waits.append(time.perf_counter() - began)
        yield row(f"{times} reloads in a browser: seconds until it plays on, p95", float(np.percentile(waits, 95)), 2)
        browser.close()
