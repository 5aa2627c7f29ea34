"""Whole runs of the window, driven by posted events: menu, match, result, replay, and a film."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pygame
import pytest

import game as games
from game import Round, load
from game.art.sounds import recipes
from game.core.contract import CrossplayError
from game.window import app, showing
from game.window.film import write_film
from game.window.setup import NoDisplayError
from game.window.sound import wave

from players import Notes, Still  # isort: skip
from toy import GAME  # isort: skip

if TYPE_CHECKING:
    from pathlib import Path

    from game.core.episode import Episode


def episode(ticks: int = 6) -> Episode:
    """Return a short round."""
    game = load("kitchen")
    match = Round(game, game.load_level("cramped_room"), 1)
    for number in range(ticks):
        match.step((number % 6, 4))
    return match.episode()


@pytest.fixture(autouse=True)
def toy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Play the tests' own small game."""
    monkeypatch.setitem(games.GAMES, "kitchen", lambda: GAME)


@pytest.fixture
def fast(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Let the clock run 40 times as fast, and keep the keys of this machine out."""
    real = showing.time.monotonic
    monkeypatch.setattr(showing.time, "monotonic", lambda: real() * 40)
    monkeypatch.setattr(app, "settings_path", lambda: tmp_path / "settings.json")


@pytest.mark.usefixtures("fast")
def test_menu_match_result_replay_and_out(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = {
        "Menu": [pygame.K_RETURN],
        "Match": [pygame.K_w],
        "Result": [pygame.K_RIGHT, pygame.K_RETURN],
        "Replay": [pygame.K_RIGHT, pygame.K_ESCAPE],
    }
    seen: list[str] = []
    show = app.show

    def posting(surface: pygame.Surface, desk: Any, screen: Any) -> object:
        name = type(screen).__name__
        seen.append(name)
        for key in keys[name] if len(seen) < 5 else []:
            pygame.event.post(pygame.event.Event(pygame.KEYDOWN, key=key))
        if len(seen) == 5:
            pygame.event.post(pygame.event.Event(pygame.QUIT))
        return show(surface, desk, screen)

    monkeypatch.setattr(app, "show", posting)
    notes = Notes()
    assert app.run_window({"Still": Still}, notes) == 0
    assert seen == ["Menu", "Match", "Result", "Replay", "Result"]
    assert notes.setup is not None
    assert sorted(notes.setup.seats) == ["Still", "you"]
    assert len(notes.ticks) == notes.setup.ticks
    assert notes.fates == [("w", "north", 0, "early")]
    assert notes.keys[0].seat == notes.setup.seats.index("you")
    assert notes.score == 0


def test_a_film_is_written(tmp_path: Path) -> None:
    for name in ("round.gif", "round.mp4"):
        assert write_film(episode(), tmp_path / name, size=(320, 240)).stat().st_size > 1000
    with pytest.raises(CrossplayError, match="gif"):
        write_film(episode(), tmp_path / "round.txt")


def test_no_display_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SDL_VIDEODRIVER", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(app.sys, "platform", "linux")
    with pytest.raises(NoDisplayError, match="crossplay play --headless"):
        app.run_window({})


def test_every_sound_is_audible_and_not_clipped() -> None:
    for recipe in recipes().values():
        assert 1000 < np.abs(wave(recipe)).max() < 32000
