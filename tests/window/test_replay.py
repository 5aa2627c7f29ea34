"""Watching a round again, and writing it as a film."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import imageio_ffmpeg
import numpy as np
import pygame
import pytest
from PIL import Image, ImageSequence

import game as games
from game import Round, load
from game.core.contract import NotationError
from game.window import app
from game.window.desk import SIZE, Desk
from game.window.export import Export, films_path, free_path
from game.window.film import FilmError, filming, pictures, write_film
from game.window.keycap import paint_cap
from game.window.keys import DEFAULTS
from game.window.replay import TRACK, Replay
from game.window.timeline import Mark, Timeline

from players import click, down  # isort: skip
from toy import GAME  # isort: skip

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from game.core.episode import Episode

SMALL = (160, 120)


@pytest.fixture(autouse=True)
def toy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Play the tests' own small game."""
    monkeypatch.setitem(games.GAMES, "kitchen", lambda: GAME)


@pytest.fixture
def watching(tmp_path: Path) -> Iterator[Replay]:
    """Return the replay of ten ticks in which the first cook delivers at ticks 4 and 8."""
    with app.window():
        desk = Desk({}, None, DEFAULTS)
        desk.films = tmp_path / "films"
        yield Replay(desk, Timeline.of(episode(10)), frozenset({0}), 10.0)


def episode(ticks: int) -> Episode:
    """Return a round in which the first cook walks east."""
    match = Round(load("kitchen"), load("kitchen").load_level("cramped_room"), 1)
    for _ in range(ticks):
        match.step((2, 4))
    return match.episode()


def press(replay: Replay, *keys: int, mod: int = 0) -> None:
    """Press keys."""
    for key in keys:
        replay.handle(down(key, mod=mod))


def test_marks_are_the_deliveries_with_tick_and_seat(watching: Replay) -> None:
    assert watching.marks == (
        Mark(4, "delivery", "soup delivery", 0),
        Mark(8, "delivery", "soup delivery", 0),
    )


def test_keys_jump_to_marks_and_stop_there(watching: Replay) -> None:
    places = []
    for key in (pygame.K_n, pygame.K_d, pygame.K_n, pygame.K_b, pygame.K_END, pygame.K_RIGHT, pygame.K_HOME):
        press(watching, key)
        places.append(watching.at)
    assert places == [4, 8, 8, 4, 10, 10, 0]
    assert not watching.playing


def test_time_passes_at_the_speed_that_is_set_up_to_the_end(watching: Replay) -> None:
    watching.update(1.0)
    watching.update(1.2)
    assert watching.at == pytest.approx(2)
    press(watching, pygame.K_UP)
    watching.update(1.4)
    assert watching.at == pytest.approx(6)
    press(watching, *[pygame.K_DOWN] * 9)
    watching.update(1.8)
    assert watching.at == pytest.approx(7)
    watching.update(99.0)
    assert watching.at == 10


def test_space_stops_and_begins_again_at_the_end(watching: Replay) -> None:
    press(watching, pygame.K_SPACE)
    assert not watching.playing
    press(watching, pygame.K_END, pygame.K_SPACE)
    assert (watching.at, watching.playing) == (0, True)


def test_a_click_near_a_mark_jumps_to_it_and_another_to_where_it_is(watching: Replay) -> None:
    watching.handle(click((round(watching.place(4)) + 3, TRACK.y - 8)))
    assert (watching.at, watching.playing) == (4, False)
    watching.handle(click((TRACK.x + TRACK.w // 4, TRACK.y)))
    assert watching.at == pytest.approx(2.5)
    watching.handle(pygame.event.Event(pygame.MOUSEMOTION, pos=TRACK.midright, buttons=(1, 0, 0), rel=(1, 0)))
    assert watching.at == pytest.approx(10, abs=0.05)


def test_a_round_that_was_interrupted_is_shown_up_to_there() -> None:
    assert [len(Timeline.of(episode(ticks)).scenes) for ticks in (0, 3)] == [1, 4]


def test_a_round_of_another_version_is_refused() -> None:
    with pytest.raises(NotationError, match="version 9"):
        Timeline.of(replace(episode(2), version=9))


def test_every_moment_is_painted_also_of_a_round_without_ticks(watching: Replay) -> None:
    surface = pygame.Surface(SIZE)
    for at in (0.0, 4.0, 10.0):
        watching.at = at
        watching.paint(surface)
    empty = Replay(watching.desk, Timeline.of(episode(0)), frozenset(), 10.0)
    empty.update(1.0)
    empty.update(2.0)
    press(empty, pygame.K_n, pygame.K_RIGHT)
    empty.paint(surface)
    assert empty.at == 0


def test_every_action_has_its_own_key_cap() -> None:
    letters, caps = Desk({}, None, DEFAULTS).letters, set()
    for action in (*GAME.actions, GAME.actions[0]._replace(name="jump", letter="J")):
        surface = pygame.Surface((44, 44))
        paint_cap(surface, letters, action, surface.get_rect())
        caps.add(pygame.image.tobytes(surface, "RGB"))
    assert len(caps) == len(GAME.actions) + 1


def test_a_film_is_written_from_the_viewer_bit_by_bit(watching: Replay) -> None:
    press(watching, pygame.K_x)
    assert watching.export is not None
    surface = pygame.Surface(SIZE)
    first = watching.export
    while not first.is_over:
        press(watching, pygame.K_x)
        watching.update(1.0)
        watching.paint(surface)
    assert watching.export is first
    path = watching.desk.films / "cramped_room-1.gif"
    assert watching.export.sentence == f"The film is in {path}"
    assert [each.name for each in path.parent.iterdir()] == [path.name]
    press(watching, pygame.K_x, mod=pygame.KMOD_SHIFT)
    assert watching.export.path.name == "cramped_room-1.mp4"


def test_a_film_that_is_stopped_leaves_nothing_behind(watching: Replay) -> None:
    press(watching, pygame.K_x)
    assert watching.export is not None
    watching.export.go_on(0.0)
    press(watching, pygame.K_c, pygame.K_ESCAPE)
    assert "stopped" in watching.export.sentence
    assert list(watching.desk.films.iterdir()) == []
    assert watching.choice == "back"


def test_a_film_that_cannot_be_written_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    export = Export(Timeline.of(episode(1)), tmp_path / "file" / "round.gif", 6.0)
    export.go_on()
    assert export.is_over
    assert "name a place that you may write to" in export.sentence


def test_a_film_without_ffmpeg_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> str:
        message = "No ffmpeg exe could be found."
        raise RuntimeError(message)

    monkeypatch.setattr("imageio_ffmpeg._io.get_ffmpeg_exe", missing)
    with pytest.raises(FilmError, match=r"there is no ffmpeg .* name a file that ends in \.gif"):
        write_film(episode(1), tmp_path / "round.mp4", size=SMALL)
    assert list(tmp_path.iterdir()) == []


def test_a_film_is_only_written_under_a_name_that_says_its_kind(tmp_path: Path) -> None:
    with pytest.raises(FilmError, match=r"'\.avi'; name a file that ends in \.gif or \.mp4"):
        write_film(episode(1), tmp_path / "round.avi")


def test_a_gif_shows_the_pictures_of_the_round_for_as_long_as_they_last(tmp_path: Path) -> None:
    line, shares = Timeline.of(episode(6)), []
    path = write_film(episode(6), tmp_path / "round.gif", tick_rate=10.0, size=SMALL, progress=shares.append)
    wanted = list(pictures(line, 10.0, SMALL, between=2))
    lengths, last = [], wanted[0]
    with Image.open(path) as film:
        for each in ImageSequence.Iterator(film):
            lengths.append(each.info["duration"])
            last = np.asarray(each.convert("RGB"))
    assert sum(lengths) == 650
    assert shares[-1] == 1.0
    assert np.abs(last.astype(int) - wanted[-1]).mean() < 4


def test_an_mp4_plays_and_has_all_pictures(tmp_path: Path) -> None:
    path = write_film(episode(3), tmp_path / "round.mp4", size=SMALL)
    count, seconds = imageio_ffmpeg.count_frames_and_secs(str(path))
    assert (count, round(seconds, 2)) == (16, 0.53)


def test_films_do_not_take_each_others_names(tmp_path: Path) -> None:
    assert free_path(tmp_path, "../etc", ".gif").name == "etc-1.gif"
    free_path(tmp_path, "", ".gif").touch()
    assert free_path(tmp_path, "...", ".gif").name == "round-2.gif"
    assert films_path().name == "Crossplay"


def test_filming_does_not_change_the_round(tmp_path: Path) -> None:
    line = Timeline.of(episode(2))
    before = tuple(line.scenes)
    assert list(filming(line, tmp_path / "round.gif", size=SMALL))[-1] == 1.0
    assert tuple(line.scenes) == before
