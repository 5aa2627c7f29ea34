"""The pilot: bots that walk through a whole study by its pages and its sockets, at an accelerated clock."""

from __future__ import annotations

import asyncio
import html
import random
import re
import shutil
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from http.cookiejar import CookieJar
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

from study.design.spec import Questions, Quiz
from study.player import play
from study.server import Server
from study.web.settings import settings_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from study.design.reading import Source

CAREFUL = 0.9
"""Share of a bot's answers with which the study goes on."""
LEAVING = 0.3
"""Chance that a bot drops out, at a page or in a round."""
PATIENCE = 100.0
"""Seconds in which all bots must be done."""


class Walked(NamedTuple):
    """What became of one bot."""

    number: int
    end: str
    """Where it ended: the code it was given, or where and how it dropped out."""
    pages: int


class Browser:
    """As much of a browser as a bot needs."""

    def __init__(self, base: str) -> None:
        self.base = base
        self._opener = build_opener(HTTPCookieProcessor(CookieJar()))
        self.page, self.path, self.status = "", "", 200

    def open(self, path: str, form: dict[str, object] | None = None, token: str = "") -> None:
        """Open a page, or send a form."""
        data = None if form is None else urlencode(form, doseq=True).encode()
        request = Request(path if path.startswith("http") else self.base + path, data)  # noqa: S310 - our own server
        if token:
            request.add_header("X-CSRFToken", token)
        try:
            answer = self._opener.open(request, timeout=30)
        except HTTPError as error:
            answer = error
        with answer:
            self.page = answer.read().decode()
            self.path = answer.url.removeprefix(self.base).partition("?")[0]
            self.status = answer.status

    @property
    def token(self) -> str:
        """Return the page's token against forged forms."""
        found = re.search(r'name="csrf_token" value="([^"]+)"|id="csrf" value="([^"]+)"', self.page)
        return (found[1] or found[2]) if found else ""

    def data(self, name: str) -> str:
        """Return what the page's script is told."""
        found = re.search(rf'data-{name}="([^"]*)"', self.page)
        return html.unescape(found[1]) if found else ""


def run(source: Source, bots: int, pace: float, seed: int, out: Path | None) -> Iterator[str]:
    """Yield a line for each bot and one for the whole; the store and the export are kept in ``out``."""
    from study.export import export_bytes

    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "pilot.db"
        server = Server(settings_of(store, "127.0.0.1", 0, {}), lambda _: None, source, pace)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        if not server.wait():
            yield "the server did not start"
            return
        base = f"http://127.0.0.1:{server.bound}"
        with ThreadPoolExecutor(min(bots, 32)) as pool:
            jobs = [pool.submit(_walk, source, base, number, seed, pace) for number in range(bots)]
            walked = [job.result(PATIENCE) for job in jobs]
        data = export_bytes(store, source.hash)
        server.stop()
        thread.join(10)
        for each in walked:
            yield f"bot {each.number}: {each.end} after {each.pages} pages"
        if out is not None:
            out.mkdir(parents=True, exist_ok=True)
            shutil.copy(store, out / "pilot.db")
            (out / "pilot.zip").write_bytes(data)
    finished = sum(each.end.startswith("finished") for each in walked)
    yield f"{finished} of {bots} bots finished in {time.monotonic() - began:.0f} s; the export has {len(data):,} bytes"


def _walk(source: Source, base: str, number: int, seed: int, pace: float) -> Walked:
    """Walk one bot from the link to the code, or to where it drops out."""
    dice = random.Random(f"{seed} {number}")  # noqa: S311 - decoration
    browser = Browser(base)
    leaves_at = dice.randrange(2, 12) if dice.random() < LEAVING and number else 10_000
    link = f"/study?PROLIFIC_PID=bot{number}&workerId=bot{number}&survey_code=bot{number}"
    browser.open(link)
    browser.open(link, {"csrf_token": browser.token})
    for pages in range(1, 500):
        if browser.status >= 500:  # noqa: PLR2004 - HTTP
            return Walked(number, f"server error at {browser.path}", pages)
        if browser.path in {"/study/done", "/study"}:
            found = re.search(r'id="completion">([^<]*)<', browser.page)
            return Walked(number, f"finished with {found[1]}" if found else f"ended at {browser.path}", pages)
        if pages >= leaves_at:
            return Walked(number, f"dropped out at {browser.path}", pages)
        _step(source, browser, dice, number, pace)
    return Walked(number, f"never came to an end, last at {browser.path}", 500)


def _step(source: Source, browser: Browser, dice: random.Random, number: int, pace: float) -> None:
    """Do what a page asks for."""
    if 'id="ready"' in browser.page or 'id="waited"' in browser.page:
        token = browser.token
        browser.open("/study/room", {}, token)
        if '"waiting"' in browser.page:
            time.sleep(1.0 / pace)
        browser.open("/study/room")
        return
    if browser.data("token"):
        is_leaving = dice.random() < LEAVING / 10 and number > 0
        seconds = 2.0 if is_leaving else 120.0
        address = browser.base.replace("http", "ws") + browser.data("socket")
        asyncio.run(
            play(address, browser.data("token"), seed=number, every=2.0 / pace, seconds=seconds, is_leaving=is_leaving)
        )
        for _ in range(50):
            browser.open("/study/after")
            if not browser.data("token"):
                return
            time.sleep(0.1)
        return
    form = _form(source, browser.page, dice)
    browser.open(browser.path, form | {"csrf_token": browser.token})


def _form(source: Source, page: str, dice: random.Random) -> dict[str, object]:
    """Return answers to all that a page asks for; most of them let the study go on, so that every way is walked."""
    form: dict[str, object] = {}
    steps = [step for step in source.design.steps if isinstance(step, Quiz | Questions)]
    right = {item.name: item.right or item.attention for step in steps for item in step.items}
    ends = {
        (name, answer)
        for step in steps
        if isinstance(step, Questions)
        for each in step.ends.values()
        for name, answer in each.items()
    }
    if 'name="agree"' in page:
        form["agree"] = "yes"
    if 'id="rtt"' in page:
        form["rtt"] = "20"
    options: dict[str, list[str]] = {}
    for name, value in re.findall(r'type="(?:radio|checkbox)" name="([^"]+)" value="([^"]+)"', page):
        options.setdefault(name, []).append(value)
    for name, values in options.items():
        wanted = right.get(name) or dice.choice([value for value in values if (name, value) not in ends] or values)
        form[name] = wanted if dice.random() < CAREFUL else dice.choice(values)
    for name, low, high in re.findall(r'type="number"[^>]* name="([^"]+)" min="([^"]+)" max="([^"]+)"', page):
        form[name] = str(int((float(low) + float(high)) / 2))
    for low, high, name in re.findall(r'type="range"[^>]* min="([^"]+)" max="([^"]+)"[^>]* data-field="([^"]+)"', page):
        form[name] = str(dice.choice((float(low), float(high))))
    for name in re.findall(r'<textarea[^>]* name="([^"]+)"', page):
        form[name] = "the partner cooked; =1+1 <b>and</b> said nothing"
    return form
