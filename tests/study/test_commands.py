"""The commands around a study, as a researcher types them."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING
from urllib.request import urlopen

from argon2 import PasswordHasher
from click.testing import CliRunner

from crossplay import main
from study.design.reading import STARTER
from tests.study.serving import QUICK

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result


def run(*words: object, given: str | None = None) -> Result:
    """Run a command."""
    return CliRunner().invoke(main, [str(word) for word in words], input=given)


def test_from_a_new_design_to_the_data_of_a_pilot(tmp_path: Path) -> None:
    file = tmp_path / "study.yaml"
    assert run("study", "new", file).exit_code == 0
    again = run("study", "new", file)
    assert (again.exit_code, "is there already" in again.stderr) == (1, True)
    checked = run("study", "check", file)
    assert "40 participants in 4 cells, 5 rounds each" in checked.stdout
    text = file.read_text(encoding="utf-8")
    for old, new in QUICK:
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")
    piloted = run("study", "pilot", file, "--bots", 5, "--out", tmp_path / "out")
    assert piloted.exit_code == 0, piloted.output
    assert "server error" not in piloted.stdout
    assert "of 5 bots finished" in piloted.stdout
    store = tmp_path / "out" / "pilot.db"
    assert "sessions" in run("study", "report", "two-partners", "--store", store).stdout
    assert run("study", "report", "two-partners", "--store", store, "--json").stdout.startswith('{"study"')
    page = tmp_path / "report.html"
    assert run("study", "report", "two-partners", "--store", store, "--page", page).exit_code == 0
    assert "Primary comparisons, as planned" in page.read_text(encoding="utf-8")
    assert "have both; at least 6" in run("study", "power", "--like", "two-partners", "--store", store).stderr
    assert run("study", "export", "two-partners", "--store", store, "--out", tmp_path / "data.zip").exit_code == 0
    assert (tmp_path / "data.zip").stat().st_size > 10_000
    wrong = run("study", "export", "no-such-study", "--store", store, "--out", tmp_path / "x.zip")
    assert (wrong.exit_code, "there is no study 'no-such-study'" in wrong.stderr) == (1, True)
    assert run("data", "check", "--store", store).exit_code == 0


def test_how_many_participants_are_needed_is_told_for_an_effect() -> None:
    assert "d_z 0.4: 52 participants for a power of 80 %" in run("study", "power", "--effect", "0.4").stdout
    assert json.loads(run("study", "power", "--effect", "0.4", "--json").stdout)[0]["participants"] == 52
    assert "say either --effect" in run("study", "power").stderr


def test_a_wrong_design_is_not_served(tmp_path: Path) -> None:
    file = tmp_path / "study.yaml"
    file.write_text(STARTER.read_text(encoding="utf-8").replace("game: kitchen", "game: chess"), encoding="utf-8")
    for words in (("serve", file), ("study", "check", file), ("study", "pilot", file), ("study", "preview", file)):
        result = run(*words)
        assert result.exit_code == 1
        assert f"{file}:7: there is no game 'chess'" in result.stderr


def test_a_password_becomes_a_hash() -> None:
    result = run("study", "password", given="right\nright\n")
    assert PasswordHasher().verify(result.stdout.strip(), "right")


def test_a_server_prints_its_links_and_stops_when_it_is_told(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "crossplay", "serve", "--port", "0", "--store", str(tmp_path / "a.db")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        link = process.stdout.readline().strip()
        with urlopen(link + "study") as answer:  # noqa: S310 - our own server
            assert b"Cooking with a partner" in answer.read()
        began = time.monotonic()
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
        assert time.monotonic() - began < 10


def test_a_server_that_others_can_reach_needs_secrets(tmp_path: Path) -> None:
    result = run("serve", "--host", "0.0.0.0", "--port", "0", "--store", tmp_path / "a.db")  # noqa: S104 - what is tested
    assert result.exit_code == 1
    assert "needs a secret" in result.stderr
