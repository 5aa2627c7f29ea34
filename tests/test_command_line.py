"""The commands do what the README shows, and answer mistakes in one line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest
from click.testing import CliRunner

from crossplay import main

if TYPE_CHECKING:
    from collections.abc import Iterator

    from click.testing import Result

ROOT = Path(__file__).resolve().parents[1]
SHOWN = "\n".join(
    page.read_text(encoding="utf-8") for page in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
)


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[str, click.Command]]:
    """Yield every command with the words that call it."""
    context = click.Context(group)
    for name in group.list_commands(context):
        found = group.get_command(context, name)
        assert found is not None
        words = (*path, name)
        yield " ".join(words), found
        if isinstance(found, click.Group):
            yield from commands(found, words)


@pytest.fixture
def store(tmp_path: Path) -> tuple[str, str]:
    """Return the option that names a store with one short round."""
    place = ("--store", str(tmp_path / "store.db"))
    assert run("play", "--headless", "--ticks", 40, *place).exit_code == 0
    return place


def test_a_headless_round_is_written_and_replays_to_its_score(tmp_path: Path) -> None:
    path = tmp_path / "round.jsonl"
    played = run("play", "--headless", "--level", "coordination_ring", "--out", path, "--no-store")
    again = run("replay", path, "--text")
    assert played.exit_code == again.exit_code == 0
    assert played.stdout.split(" after")[0] == again.stdout.splitlines()[-1].split(" after")[0]


def test_a_headless_round_is_stored_and_the_store_replays_it(store: tuple[str, str]) -> None:
    listed = json.loads(run("data", "list", "--json", *store).stdout)
    assert (listed["ticks"], listed["status"]) == (40, "finished")
    assert "1 rounds replay exactly" in run("data", "check", *store).stdout
    assert len(run("data", "show", listed["id"], *store).stdout.splitlines()) == 42
    told = run("replay", listed["id"][:6], "--text", *store).stdout
    assert told.splitlines()[-1].startswith(f"score {listed['score']:g} after 40 ticks")


def test_a_round_of_the_store_becomes_a_film_and_a_picture(store: tuple[str, str], tmp_path: Path) -> None:
    identity = json.loads(run("data", "list", "--json", *store).stdout)["id"]
    film, picture = tmp_path / "round.gif", tmp_path / "moment.png"
    result = run("replay", identity, "--film", film, "--picture", picture, "--tick", 12.5, *store)
    assert result.exit_code == 0
    assert [path.read_bytes()[:4] for path in (film, picture)] == [b"GIF8", b"\x89PNG"]


def test_a_level_of_ones_own_is_played_from_its_file(tmp_path: Path) -> None:
    level = tmp_path / "mine.txt"
    level.write_text(run("levels", "show", "first_soup").stdout, encoding="utf-8")
    played = run("play", "--headless", "--level-file", level, "--ticks", 30, "--no-store", "--seat", "1=stay")
    assert played.stdout == "score 0 after 30 ticks on first_soup with stay\n"


def test_listings_are_one_json_object_a_line() -> None:
    for command in ("levels", "games", "partners"):
        lines = run(command, "--json").stdout.splitlines()
        assert all("name" in json.loads(line) for line in lines)
        assert lines


PAIR = ("--level", "cramped_room")
WRONG = {
    "an unknown level": (("--level", "cramped_rom"), 1, "did you mean 'cramped_room'?"),
    "an unknown game": (("--game", "kichen"), 1, "did you mean 'kitchen'?"),
    "an unknown partner": (("--seat", "cok"), 1, "did you mean 'cook'?"),
    "a seat filled twice": (
        ("--seat", "1=cook", "--seat", "1=stay"),
        1,
        "seat 1 is filled twice, by 'cook' and 'stay'",
    ),
    "a seat that is not there": ((*PAIR, "--seat", "9=cook"), 1, "'cook' finds no seat 9: this level has 2"),
    "too many partners": ((*PAIR, *("--seat", "cook") * 3), 1, "finds no seat 3: this level has 2"),
    "a person without a window": (("--seat", "you"), 1, "has no seat for 'you'"),
    "a person twice": ((*PAIR, "--seat", "you", "--seat", "you"), 1, "'you' cannot sit in 2 seats at once"),
    "two levels": (("--level", "cramped_room", "--level-file", "x"), 2, "name two levels"),
    "a level file that is not there": (("--level-file", "no.txt"), 1, "'no.txt' cannot be read"),
    "no length": (("--ticks", "0"), 2, "not in the range"),
    "nowhere to write": (("--ticks", "1", "--out", "no/such/folder/a.jsonl"), 1, "cannot be written"),
}


@pytest.mark.parametrize(("words", "code", "sentence"), WRONG.values(), ids=WRONG)
def test_a_mistake_is_told_in_one_line_with_an_exit_code(words: tuple[str, ...], code: int, sentence: str) -> None:
    result = run("play", "--headless", "--no-store", *words)
    assert result.exit_code == code
    assert sentence in result.stderr.strip().splitlines()[-1]
    assert not result.stdout or code == 1


def test_without_a_display_the_games_are_served_in_a_browser(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("SDL_VIDEODRIVER", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr("study.server.Server.run", lambda server: server._told("http://127.0.0.1:1/"))  # noqa: SLF001
    result = run("play", "--store", tmp_path / "a.db")
    assert result.exit_code == 0
    assert result.stderr == ("there is no display to open a window on; play in a browser instead, or with --headless\n")
    assert result.stdout == "http://127.0.0.1:1/games/kitchen\n"


def test_a_replay_without_a_display_names_what_shows_it(
    monkeypatch: pytest.MonkeyPatch, store: tuple[str, str]
) -> None:
    for name in ("SDL_VIDEODRIVER", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    result = run("replay", json.loads(run("data", "list", "--json", *store).stdout)["id"], *store)
    assert result.exit_code == 1
    assert result.stderr.endswith("see it without one with --text, --film or --picture\n")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a display, and a window would open")
def test_the_greeting_of_a_library_is_no_result_of_a_command(store: tuple[str, str]) -> None:
    hidden = {"SDL_VIDEODRIVER", "DISPLAY", "WAYLAND_DISPLAY", "PYGAME_HIDE_SUPPORT_PROMPT"}
    bare = {name: value for name, value in os.environ.items() if name not in hidden}
    identity = json.loads(run("data", "list", "--json", *store).stdout)["id"]
    words = [sys.executable, "-m", "crossplay", "replay", identity, *store]
    done = subprocess.run(words, env=bare, capture_output=True, text=True, check=False, cwd=ROOT)
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (1, "", 1)


def test_an_unknown_command_suggests_the_nearest() -> None:
    result = run("plya")
    assert result.exit_code == 2
    assert "play" in result.stderr


def test_every_command_is_shown_in_the_readme_or_the_docs_and_has_an_example() -> None:
    for words, command in commands(main):
        assert f"crossplay {words}" in SHOWN, words
        if not isinstance(command, click.Group):
            assert "Example" in (command.help or ""), words
