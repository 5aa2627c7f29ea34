"""The faults that a study must survive: each with the tests that bring it about, run now, and what came of them."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.fuzz import fuzz
from benchmarks.kills import kills as killed

if TYPE_CHECKING:
    from collections.abc import Iterator

LIVE, PAGES, FAULTS = "tests/study/test_live.py", "tests/study/test_pages.py", "tests/study/test_faults.py"
BROWSER, STORE = "tests/study/test_browser.py", "tests/data/test_faults.py"
ADMIN, WAITING, ACCESS = "tests/study/test_admin.py", "tests/study/test_waiting.py", "tests/study/test_access.py"
BACKUP, PILOT = "tests/data/test_backup.py", "tests/study/test_pilot.py"
KNOWN: tuple[tuple[int, str, str, str], ...] = (
    (2, "power loss: copies of the files at random moments", FAULTS, "copies_of_the_files"),
    (3, "reload in mid-round", BROWSER, "reload_goes_on"),
    (4, "two tabs with one seat", BROWSER, "second_tab"),
    (5, "network cut and back", LIVE, "stands_still or seat_of_who_stays_away"),
    (6, "a client that reads nothing", FAULTS, "reads_nothing"),
    (7, "a flood, and nonsense of every kind", LIVE, "flood or nonsense"),
    (8, "huge frames, forms and texts", f"{FAULTS} {PAGES}", "ten_megabytes or too_large"),
    (9, "used and forged tokens", LIVE, "opens_a_seat_once or comes_twice"),
    (10, "a form sent many times at once", FAULTS, "fifty_times"),
    (11, "pages out of order", PAGES, "can_be_skipped"),
    (12, "disk full", f"{STORE} {ADMIN}", "full"),
    (13, "the store locked by another program", FAULTS, "locked_for_seconds"),
    (14, "a store that is damaged, foreign or newer", STORE, "not full"),
    (15, "the wall clock jumps", FAULTS, "clock_that_jumps"),
    (16, "SQL in every field", PAGES, "nonsense_in_a_form"),
    (17, "code in texts", f"{FAULTS} {PAGES}", "would_be_code or nonsense_in_a_form"),
    (18, "forged forms and sockets of other sites", f"{PAGES} {LIVE}", "without_its_token or other_sites"),
    (19, "a cookie of before", FAULTS, "void_after_start"),
    (20, "a thousand passwords", f"{FAULTS} {PAGES}", "cannot_be_guessed or slowed_down"),
    (21, "paths and names that lead elsewhere", PAGES, "cannot_be_is_told or there_is_not"),
    (22, "files in place of partners", PAGES, "another"),
    (23, "a partner that fails or hangs", f"{LIVE} {FAULTS}", "that_fails or hangs"),
    (
        24,
        "somebody who leaves the waiting room",
        f"{FAULTS} {WAITING}",
        "matched_with_nobody or ghost or left_in_a_round",
    ),
    (25, "a waiting room that never fills", FAULTS, "never_fills"),
    (26, "a link that is only looked at", PAGES, "takes_no_place"),
    (27, "the same person again", PAGES, "takes_no_place"),
    (28, "the code before the data", PAGES, "whole_study"),
    (29, "a restart for a new version", FAULTS, "told_of_a_restart"),
    (30, "a crowd at once", FAULTS, "crowd"),
    (31, "withdrawal", f"{PAGES} {BROWSER} {BACKUP}", "withdraw or forgotten"),
    (32, "an export during live play", FAULTS, "export_during_play"),
    (33, "a design that is changed after it was started", FAULTS, "started_design"),
    (34, "touch screens and other keyboards", BROWSER, "touch_screen"),
    (35, "no colours, no motion, 200 %, no mouse", ACCESS, "test"),
)
"""Number, name, files of tests, and which tests in them."""


def rows(times: int, messages: int) -> Iterator[dict[str, Any]]:
    """Yield what each fault came to: so many kills, so many messages of nonsense, and the tests."""
    found = list(killed(times, 5))
    lost, missing = sum(each.lost for each in found), max(each.missing for each in found)
    serving = float(np.max([each.serving for each in found]))
    words = f"{times} kills of 5 matches: {lost} kept ticks lost, at most {missing} missing, serving in {serving:.1f} s"
    holds = lost == 0 and missing <= 2 and serving < 5 and all(each.went_on for each in found)  # noqa: PLR2004
    yield {"number": 1, "name": "kill -9 in mid-round", "result": words, "holds": holds}
    fuzzed = fuzz(messages, messages // 10)
    words = (
        f"{fuzzed.messages:,} messages and {fuzzed.forms:,} forms: {fuzzed.errors} errors, {fuzzed.answers} answers of "
        f"500 and above, a match beside them {'went on' if fuzzed.plays else 'did not go on'}"
    )
    holds = fuzzed.errors == 0 and fuzzed.answers == 0 and fuzzed.plays
    yield {"number": 7, "name": "nonsense without end", "result": words, "holds": holds}
    for number, name, files, wanted in KNOWN:
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *files.split(), "-k", wanted]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)  # noqa: S603
        last = done.stdout.strip().splitlines()[-1] if done.stdout.strip() else done.stderr[-200:]
        yield {"number": number, "name": name, "result": last, "holds": done.returncode == 0}
