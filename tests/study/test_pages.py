"""A study's pages: what a participant meets, what nobody can skip, forge or lose, and what the experimenter sees."""

from __future__ import annotations

import io
import json
import re
import zipfile
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from pyarrow import parquet

from data import studies
from data.check import check
from data.store import reading
from study.report.telling import lines
from study.report.whole import report_of
from study.walker import FREELY, Bot, Browser
from study.web.catalogue import FOLDER, words_of
from study.web.throttle import Throttle
from tests.study.serving import Served, serving, starter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SCREENING = """
  - {kind: check, rtt: 400, keyboard: false}
  - kind: questions
    name: screening
    ends: {screened: {colour: "2"}}
    items:
      - {name: colour, kind: choice, ask: "Do you see colours?", options: ["yes", "no"]}
      - {name: look, kind: choice, ask: Choose the third., options: [a, b, c], attention: 3}
"""
OUTCOMES = """
  screened: {code: SCREEN-1, text: Sorry.}
  attention: {code: LOOK-1, text: Sorry.}
  declined: {"""
SOURCE = starter(
    ("source: open", "source: prolific"),
    ("attention: 0", "attention: 1"),
    ("\n  - {kind: check, rtt: 400, keyboard: false}\n", SCREENING),
    ("\n  declined: {", OUTCOMES),
)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("pages") / "store.db", SOURCE, 10.0) as found:
        yield found


def come(served: Served, who: str) -> Browser:
    """Return the browser of somebody who has pressed Start."""
    browser, who = served.browser(), quote(who)
    browser.open(f"/study?PROLIFIC_PID={who}")
    browser.open(f"/study?PROLIFIC_PID={who}", {"csrf_token": browser.token})
    return browser


def send(browser: Browser, **form: object) -> None:
    """Send the form of the page that a browser shows."""
    browser.open(browser.path, {"csrf_token": browser.token, **form})


def to_quiz(browser: Browser) -> None:
    """Go on to the quiz."""
    send(browser, agree="yes")
    send(browser, rtt="20")
    send(browser, colour="1", look="3")
    send(browser)


def count(served: Served) -> int:
    """Return how many sessions there are."""
    with reading(served.store) as store:
        return len(studies.read_sessions(store, SOURCE.hash))


def test_looking_at_the_link_takes_no_place_and_coming_again_takes_no_second_one(served: Served) -> None:
    before = count(served)
    for _ in range(3):
        served.browser().open("/study?PROLIFIC_PID=twice")
    assert count(served) == before
    first = come(served, "twice")
    send(first, agree="yes")
    again = come(served, "twice")
    assert count(served) == before + 1
    assert again.path == "/study/1"


def test_who_does_not_agree_leaves_with_a_code_of_their_own(served: Served) -> None:
    browser = come(served, "no")
    send(browser, agree="no")
    assert browser.path == "/study/done"
    assert "NO-CONSENT" in browser.page


def test_screening_and_attention_end_with_their_outcomes(served: Served) -> None:
    for answers, code in (({"colour": "2", "look": "3"}, "SCREEN-1"), ({"colour": "1", "look": "1"}, "LOOK-1")):
        browser = come(served, code)
        send(browser, agree="yes")
        send(browser, rtt="20")
        send(browser, **answers)
        assert code in browser.page


def test_a_slow_connection_may_be_measured_again_and_then_ends_the_study(served: Served) -> None:
    browser = come(served, "slow")
    send(browser, agree="yes")
    send(browser, rtt="900")
    assert browser.path == "/study/1"
    send(browser, rtt="nonsense", last="yes")
    assert "TECH-9X3" in browser.page


def test_no_page_can_be_skipped_and_an_old_form_changes_nothing(served: Served) -> None:
    browser = come(served, "skip")
    for path in ("/study/9", "/study/done", "/study/room", "/study/after", "/study/now"):
        browser.open(path)
        assert browser.path == "/study/0", path
    send(browser, agree="yes")
    token = browser.token
    browser.open("/study/0", {"csrf_token": token, "agree": "no"})
    assert browser.path == "/study/1"
    browser.open("/study/12", {"csrf_token": token})
    assert browser.path == "/study/1"


def test_a_form_without_its_token_is_refused(served: Served) -> None:
    browser = come(served, "forged")
    browser.open("/study/0", {"agree": "yes"})
    assert browser.status == 400
    browser.open("/study/now")
    assert browser.path == "/study/0"


def test_a_quiz_is_tried_again_and_failed_after_the_last_try(served: Served) -> None:
    browser = come(served, "quiz")
    to_quiz(browser)
    for left in (2, 1):
        send(browser, onions="1", shared="1")
        assert browser.status == 422
        assert f"tries left: {left}" in browser.page
    send(browser, onions="1", shared="1")
    assert "QUIZ-4K1" in browser.page


@pytest.mark.parametrize("value", ["", "9", "-1", "nan", "1e400", "x" * 300, "<script>", "' OR 1=1 --", "2.5"])
def test_nonsense_in_a_form_is_marked_and_nothing_is_kept(served: Served, value: str) -> None:
    browser = come(served, f"nonsense {value[:20]}")
    to_quiz(browser)
    send(browser, onions=value, shared="2")
    assert browser.status == 422
    assert "<script>" not in browser.page.split("<main>")[1]
    with reading(served.store) as store:
        assert not [row for row in studies.read_answers(store, SOURCE.hash) if row["value"] == value]


def test_a_form_that_is_too_large_is_refused(served: Served) -> None:
    browser = come(served, "large")
    browser.open("/study/0", {"csrf_token": browser.token, "agree": "x" * 100_000})
    assert browser.status == 413


def test_a_whole_study_leads_from_the_link_to_the_code_and_its_data_can_be_had(served: Served) -> None:
    for number in range(900, 920):
        walked = Bot(SOURCE, served.base, number, 3, 10.0, "finished" if number == 0 else FREELY).walk()
        if walked.end.startswith("finished with DONE-7Q2"):
            break
    admin = served.browser()
    admin.open("/experimenter/login")
    admin.open("/experimenter/login", {"csrf_token": admin.token, "password": ""})
    assert "two-partners" in admin.page
    from study.export import COLUMNS, ORIGIN, export_bytes

    archive = zipfile.ZipFile(io.BytesIO(export_bytes(served.store, "two-partners")))
    assert archive.read("design.yaml").decode() == SOURCE.text
    rows = {name: [json.loads(line) for line in archive.read(f"{name}.jsonl").splitlines()] for name in COLUMNS}
    assert {frozenset(row) for each in rows.values() for row in each} <= {
        frozenset(each) | set(ORIGIN) for each in COLUMNS.values()
    }
    assert all(row["design"] == SOURCE.hash and row["code"] for each in rows.values() for row in each)
    assert all("bot" not in json.dumps(row) or "is_bot" in row for row in rows["sessions"])
    assert {row["design"] for row in rows["sessions"]} == {SOURCE.hash}
    finished = [row for row in rows["sessions"] if row["status"] == "finished"]
    assert finished, walked
    mine = [row for row in rows["rounds"] if row["session"] == finished[-1]["session"]]
    assert len(mine) == 6
    assert all(f"episodes/{row['round']}.jsonl" in archive.namelist() for row in mine)
    ticks = parquet.read_table(io.BytesIO(archive.read("ticks/ticks-kitchen.parquet"))).to_pylist()
    people = {row["participant"] for row in rows["sessions"]}
    assert {row["round"] for row in ticks} == {row["round"] for row in rows["rounds"] if row["ticks"]}
    assert {row["participant"] for row in ticks if row["kind"] == "person"} <= people
    assert "| `state_hash` |" in archive.read("ticks/dictionary.md").decode()
    assert {row["disposition"] for row in rows["keys"]} >= {"played", "released"}
    assert {row["scale"] for row in rows["scores"] if row["session"] == finished[-1]["session"]} == {
        "partner-rating", "nasa-tlx", "sus",
    }  # fmt: skip
    told = report_of(served.store, "two-partners")
    assert told["ends"]["finished"] >= 1
    assert any("described and not tested" in line for line in lines(told))
    with reading(served.store) as store:
        assert check(store) == []


def test_withdrawing_deletes_everything_from_the_files_bytes(served: Served) -> None:
    browser = come(served, "SECRET-RECRUIT-77")
    send(browser, agree="yes")
    with reading(served.store) as store:
        mine = studies.read_sessions(store, SOURCE.hash)[-1]
    assert b"SECRET-RECRUIT-77" in everything(served.store)
    browser.open("/study/now")
    browser.open("/study/withdraw", {"csrf_token": browser.token})
    assert "BACK-2T6" in browser.page
    assert b"SECRET-RECRUIT-77" not in everything(served.store)
    assert mine.id.encode() not in everything(served.store)
    with reading(served.store) as store:
        assert mine.id not in {each.id for each in studies.read_sessions(store, SOURCE.hash)}
        assert check(store) == []


def everything(store: Path) -> bytes:
    """Return the bytes of a store's files."""
    return b"".join(path.read_bytes() for path in sorted(store.parent.glob(f"{store.name}*")))


def test_an_experimenter_pauses_watches_replays_and_leaves_a_trace(served: Served) -> None:
    admin = served.browser()
    admin.open("/experimenter/")
    assert admin.path == "/experimenter/login"
    admin.open("/experimenter/login", {"csrf_token": admin.token, "password": "any, in a demo"})
    admin.open("/experimenter/")
    admin.open("/experimenter/recruitment", {"csrf_token": admin.token, "state": "paused"})
    late = served.browser()
    late.open("/study?PROLIFIC_PID=late")
    late.open("/study?PROLIFIC_PID=late", {"csrf_token": late.token})
    assert late.status == 403
    admin.open("/experimenter/recruitment", {"csrf_token": admin.token, "state": "open"})
    match = served.begin("person", "cook", ticks=4000)
    admin.open("/experimenter/")
    assert match.id in admin.page
    admin.open(f"/experimenter/matches/{match.id}/watch")
    assert admin.data("token")
    admin.open("/experimenter/")
    admin.open(f"/experimenter/matches/{match.id}/close", {"csrf_token": admin.token})
    assert match.why == "closed"
    admin.open("/experimenter/rounds")
    admin.open(f"/experimenter/rounds/{match.id}")
    assert "replay.js" in admin.page
    admin.open(f"/experimenter/rounds/{match.id}.json")
    assert json.loads(admin.page)["ground"]["columns"] == 5
    admin.open("/experimenter/state")
    assert "Participants" in json.loads(admin.page)["html"]
    admin.open("/experimenter/audit")
    assert {"login", "recruitment paused", "match watched", "match closed"} <= set(
        re.findall(r"<td>([^<]*)</td>", admin.page)
    )
    admin.open("/experimenter/")
    admin.open("/experimenter/logout", {"csrf_token": admin.token})
    admin.open("/experimenter/audit")
    assert admin.path == "/experimenter/login"


def test_free_play_opens_a_match_that_another_browser_joins_by_its_code(served: Served) -> None:
    first, second = served.browser(), served.browser()
    first.open("/games/kitchen")
    form = {"game": "kitchen", "level": "cramped_room", "seat-0": "person", "seat-1": "person", "rate": "6"}
    first.open("/matches", {"csrf_token": first.token, **form})
    code = re.findall(r'class="code">([A-Z]{5})<', first.page)[0]
    second.open("/")
    second.open("/join", {"csrf_token": second.token, "code": code.lower()})
    assert second.path == f"/m/{code}"
    second.open(f"/m/{code}/join", {"csrf_token": second.token})
    assert second.data("token")
    first.open(f"/m/{code}")
    assert first.data("token")
    third = served.browser()
    third.open(f"/m/{code}")
    assert "full" in third.page


WISHES = {
    "another game": ({"game": "chess"}, "there is no game"),
    "another level": ({"level": "../../etc/passwd"}, "there is no level"),
    "another partner": ({"seat-1": "tape:/etc/passwd"}, "has no partner"),
    "nobody": ({"seat-0": "cook"}, "choose a person"),
    "another speed": ({"rate": "1e9"}, "is not offered"),
}


@pytest.mark.parametrize("name", WISHES)
def test_a_match_that_cannot_be_is_told_in_a_sentence(served: Served, name: str) -> None:
    changes, words = WISHES[name]
    browser = served.browser()
    browser.open("/")
    form = {"game": "kitchen", "level": "cramped_room", "seat-0": "person", "seat-1": "cook", "rate": "6"} | changes
    browser.open("/matches", {"csrf_token": browser.token, **form})
    assert browser.status == 400
    assert words in browser.page


@pytest.mark.parametrize(
    "path", ["/nope", "/m/ZZZZZ", "/levels/kitchen/nope.json", "/levels/nope/nope.json", "/games/x"]
)
def test_what_there_is_not_is_said_on_a_page(served: Served, path: str) -> None:
    browser = served.browser()
    browser.open(path)
    assert browser.status in {400, 404}
    assert 'role="alert"' in browser.page


def test_every_answer_keeps_strangers_out(served: Served) -> None:
    from urllib.request import urlopen

    with urlopen(served.base + "/") as answer:  # noqa: S310 - our own server
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
        assert "'unsafe-eval'" not in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "Server" not in answer.headers or "uvicorn" not in answer.headers["Server"]


def test_both_languages_say_everything() -> None:
    english, german = words_of("en"), words_of("de")
    assert english.keys() == german.keys()
    assert all(german.values())
    used = {
        word
        for path in (FOLDER.parent / "templates").glob("*.html")
        for word in re.findall(r'w\["([^"]+)"\]', path.read_text(encoding="utf-8"))
    }
    assert used <= english.keys()


def test_guesses_are_slowed_down() -> None:
    now = [0.0]
    throttle = Throttle(5, 60.0, lambda: now[0])
    assert [throttle.allows("a") for _ in range(6)] == [True] * 5 + [False]
    assert throttle.allows("b")
    now[0] = 61.0
    assert throttle.allows("a")


def test_a_bot_answers_what_a_page_asks(served: Served) -> None:
    bot = Bot(SOURCE, served.base, 0, 0, 10.0, "attention")
    bot.browser = come(served, "form")
    send(bot.browser, agree="yes")
    send(bot.browser, rtt="1")
    form = bot._form()  # noqa: SLF001 - what is tested
    assert set(form) == {"colour", "look"}
    assert form["look"] != "3"


def test_what_a_page_measured_of_the_device_is_kept_and_nonsense_is_not(served: Served) -> None:
    browser = come(served, "device")
    send(browser, agree="yes")
    form = {"width": "1280", "height": "NaN", "refresh": "1e99", "browser": "Firefox", "system": "x" * 500}
    browser.open(browser.path, {"csrf_token": browser.token, "rtt": "21.5", **form})
    with reading(served.store) as store:
        mine = studies.read_sessions(store, SOURCE.hash)[-1].id
        told = {row["item"]: row["value"] for row in studies.read_answers(store, SOURCE.hash) if row["session"] == mine}
    assert told == {"rtt": 21.5, "width": 1280.0, "browser": "Firefox", "system": "x" * 40}


def test_a_preview_opens_any_page_and_a_study_does_not(served: Served, tmp_path: Path) -> None:
    browser = served.browser()
    browser.open("/study/preview")
    assert browser.status == 404
    with serving(tmp_path / "store.db", SOURCE, is_preview=True) as shown:
        browser = shown.browser()
        browser.open("/study/preview")
        cell, token = "partner=learned,scripted", browser.token
        assert cell in browser.page
        names = re.findall(r'name="place" value="(\d+)"', browser.page)
        assert len(set(names)) > 15
        for place in sorted(set(names)):
            browser.open("/study/preview", {"csrf_token": token, "cell": cell, "place": place})
            assert (browser.path, browser.status) == (f"/study/{place}", 200)
        for name in SOURCE.design.outcomes:
            browser.open("/study/preview", {"csrf_token": token, "cell": cell, "outcome": name})
            assert SOURCE.design.outcomes[name].code in browser.page
        for form in ({"cell": "none"}, {"cell": cell, "place": "99"}, {"cell": cell, "outcome": "'"}, {"place": "x"}):
            browser.open("/study/preview", {"csrf_token": token, **form})
            assert (browser.status, "there is no" in browser.page) == (400, True)
