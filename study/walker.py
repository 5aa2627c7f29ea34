"""Bots that walk a study by its pages and its sockets, as people do with a browser."""

from __future__ import annotations

import asyncio
import html
import random
import re
import time
from http.cookiejar import CookieJar
from typing import TYPE_CHECKING, NamedTuple
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

from study.design.spec import Questions, Quiz
from study.player import play

if TYPE_CHECKING:
    from study.design.reading import Source

CAREFUL = 0.9
"""Share of the answers of a bot that does as it likes with which the study goes on."""
LEAVING = 0.3
"""Chance that such a bot drops out, at a page or in a round."""
FREELY, VANISHED, ALONE, FULL = "freely", "vanished", "alone", "full"
"""Ways that are no outcome: as it likes, away from a page without a word, and after all others are done; and one that
needs somebody before it who gives the same answer."""


class Walked(NamedTuple):
    """What became of one bot."""

    number: int
    way: str
    end: str
    """Where it ended: the code it was given, or where and how it dropped out."""
    pages: int
    is_done: bool = False
    """Whether a way that is no outcome was walked to its end."""
    is_sound: bool = True
    """Whether it came to an end without a mistake of the server."""


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


class Bot:
    """Somebody made of code, from the link to the code, or to where it drops out."""

    def __init__(self, source: Source, base: str, number: int, seed: int, pace: float, way: str) -> None:  # noqa: PLR0913, PLR0917 - what a bot is made of
        self._source, self._number, self._pace, self.way = source, number, pace, way
        self._dice = random.Random(f"{seed} {number}")  # noqa: S311 - decoration
        self.browser = Browser(base)
        is_leaving = way == VANISHED or (way == FREELY and self._dice.random() < LEAVING)
        self._leaves_at = self._dice.randrange(2, 9) if is_leaving else 10_000
        self._items = {
            item.name: item for step in source.design.steps if isinstance(step, Quiz | Questions) for item in step.items
        }
        self._items |= {
            f"{name}.{item.name}": item for name, scale in source.design.scales.items() for item in scale.items
        }

    def walk(self) -> Walked:
        """Walk."""
        browser, number = self.browser, self._number
        link = f"/study?PROLIFIC_PID=bot{number}&workerId=bot{number}&survey_code=bot{number}"
        browser.open(link)
        browser.open(link, {"csrf_token": browser.token})
        for pages in range(1, 500):
            if browser.status >= 500:  # noqa: PLR2004 - HTTP
                return Walked(number, self.way, f"server error at {browser.path}", pages, is_sound=False)
            if browser.path in {"/study/done", "/study"}:
                return self._ended(pages)
            if pages >= self._leaves_at:
                return Walked(number, self.way, f"dropped out at {browser.path}", pages, is_done=self.way == VANISHED)
            self._step()
        return Walked(number, self.way, f"never came to an end, last at {browser.path}", 500, is_sound=False)

    def _ended(self, pages: int) -> Walked:
        """Return what became of a bot at its end; one whose way it is withdraws there."""
        browser = self.browser
        found = re.search(r'id="completion">([^<]*)<', browser.page)
        end = f"finished with {found[1]}" if found else f"ended at {browser.path}"
        if self.way == "withdrawn" and browser.path == "/study/done":
            browser.open("/study/withdraw", {"csrf_token": browser.token})
            end = "withdrew after the end"
        return Walked(self._number, self.way, end, pages, is_done=self.way in {"withdrawn", ALONE} and bool(found))

    def _step(self) -> None:
        """Do what a page asks for."""
        browser = self.browser
        if 'id="ready"' in browser.page or 'id="waited"' in browser.page:
            token = browser.token
            browser.open("/study/room", {}, token)
            if '"waiting"' in browser.page:
                time.sleep(1.0 / self._pace)
            browser.open("/study/room")
        elif browser.data("token"):
            self._play()
        else:
            browser.open(browser.path, self._form() | {"csrf_token": browser.token})

    def _play(self) -> None:
        """Play a round; who leaves does so for good, in the middle of it."""
        browser = self.browser
        is_leaving = self.way == "left" or (self.way == FREELY and self._dice.random() < LEAVING / 10)
        address = browser.base.replace("http", "ws") + browser.data("socket")
        seconds = 6.0 / self._pace if is_leaving else 120.0
        every = 2.0 / self._pace
        asyncio.run(
            play(address, browser.data("token"), seed=self._number, every=every, seconds=seconds, is_leaving=is_leaving)
        )
        for _ in range(50):
            browser.open("/study/after")
            if not browser.data("token"):
                return
            time.sleep(0.1)

    def _form(self) -> dict[str, object]:
        """Return answers to all that a page asks for, as they lead on the bot's way."""
        page, form = self.browser.page, dict[str, object]()
        if 'name="agree"' in page:
            form["agree"] = "no" if self.way == "declined" else "yes"
        if 'id="rtt"' in page:
            form |= {"rtt": "99999", "last": "yes"} if self.way == "check" else {"rtt": "20", "width": "1280"}
        options: dict[str, list[str]] = {}
        for name, value in re.findall(r'type="(?:radio|checkbox)" name="([^"]+)" value="([^"]+)"', page):
            options.setdefault(html.unescape(name), []).append(value)
        for name, values in options.items():
            form[name] = self._choose(name, values)
        for name, low, high in re.findall(r'type="number"[^>]* name="([^"]+)" min="([^"]+)" max="([^"]+)"', page):
            form[name] = str(int((float(low) + float(high)) / 2))
        for low, high, name in re.findall(
            r'type="range"[^>]* min="([^"]+)" max="([^"]+)"[^>]* data-field="([^"]+)"', page
        ):
            form[name] = str(self._dice.choice((float(low), float(high))))
        for name in re.findall(r'<textarea[^>]* name="([^"]+)"', page):
            form[name] = "the partner cooked; =1+1 <b>and</b> said nothing"
        for name in re.findall(r'<input type="text"[^>]* name="([^"]+)"', page):
            form[name] = "some words"
        return form

    def _choose(self, name: str, values: list[str]) -> str:
        """Return one of the options of a question."""
        item = self._items.get(name)
        ends = {
            outcome: answer[name]
            for step in self._source.design.steps
            if isinstance(step, Questions)
            for outcome, answer in step.ends.items()
            if name in answer
        }
        if self.way in ends:
            return ends[self.way]
        wanted = None if item is None else item.right if item.right is not None else item.attention
        misses = item is not None and (
            (self.way == "failed" and item.right is not None)
            or (self.way == "attention" and item.attention is not None)
        )
        quotas = [
            f"{quota.answer:g}" if not isinstance(quota.answer, str) else quota.answer
            for quota in self._source.design.quotas.values()
            if quota.question.partition(".")[2] == name
        ]
        if self.way == FULL and quotas:
            return quotas[0]
        safe = [value for value in values if value not in {*ends.values(), *quotas}] or values
        if wanted is None:
            return self._dice.choice(safe if self.way != FREELY or self._dice.random() < CAREFUL else values)
        right = f"{wanted:g}" if not isinstance(wanted, str) else wanted
        wrong = [value for value in values if value != right] or values
        if misses:
            return self._dice.choice(wrong)
        return right if self.way != FREELY or self._dice.random() < CAREFUL else self._dice.choice(values)
