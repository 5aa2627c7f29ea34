"""The window itself: opens, shows one screen after another at 60 pictures a second, and closes."""

from __future__ import annotations

import os
import sys
import time
from contextlib import closing, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pygame

from game import catalogue, load
from game.window.desk import Desk
from game.window.display import apply_display, open_display
from game.window.match import Match
from game.window.menu import Menu
from game.window.notice import paint_notice
from game.window.palette import colours
from game.window.preparing import Preparing
from game.window.replay import Replay
from game.window.result import Result
from game.window.settings import USUAL, Settings, SettingsError, read_settings, settings_path
from game.window.settings_page import SettingsPage
from game.window.setup import NoDisplayError, Setup
from game.window.timeline import Timeline

if TYPE_CHECKING:
    from collections.abc import Iterator

    from game.core.episode import Episode
    from game.window.desk import Screen
    from game.window.setup import Partners, Recorder

PICTURES = 60


def run_window(partners: Partners, recorder: Recorder | None = None, first: Setup | None = None) -> int:
    """Open the window at the menu, or at once in the match ``first``; returns 0 when it is closed."""
    with window() as surface:
        desk = furnish(partners, recorder)
        if _prepare(surface, desk, first.game if first else catalogue()[0]) == "quit":
            return 0
        setup = first or _menu(surface, desk, None)
        while setup is not None:
            setup = _play(surface, desk, setup)
    return 0


def watch(episode: Episode, *, tick_rate: float = 6.0, people: frozenset[int] = frozenset()) -> int:
    """Show a stored round, in which ``people`` were the seats of people; returns 0 when the window is closed."""
    with window() as surface:
        desk = furnish({}, None)
        if _prepare(surface, desk, episode.game) != "quit":
            with closing(Replay(desk, Timeline.of(episode), people, tick_rate)) as screen:
                show(surface, desk, screen)
    return 0


def furnish(partners: Partners, recorder: Recorder | None) -> Desk:
    """Return a desk with the person's own settings, or with the usual ones and a notice why."""
    settings, fault = USUAL, ""
    try:
        settings = read_settings(settings_path())
    except SettingsError as error:
        fault = str(error)
        print(f"crossplay: {fault}", file=sys.stderr)  # noqa: T201 - talk
    desk = Desk(partners, recorder, settings.bindings)
    desk.apply(settings)
    desk.notice = fault
    apply_display(settings)
    return desk


@contextmanager
def window() -> Iterator[pygame.Surface]:
    """Open a window for a while; raises `NoDisplayError` where there is none to open."""
    asked = os.environ.get("SDL_VIDEODRIVER", "")
    screens = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if sys.platform.startswith("linux") and not asked and not screens:
        raise NoDisplayError(_no_display())
    try:
        pygame.display.init()
        pygame.joystick.init()
        surface = open_display()
    except pygame.error as error:
        raise NoDisplayError(_no_display()) from error
    pygame.display.set_caption("Crossplay")
    try:
        yield surface
    finally:
        pygame.quit()


def show(surface: pygame.Surface, desk: Desk, screen: Screen) -> object:
    """Show a screen until it has a choice; a closed window is the choice "quit"."""
    clock = pygame.time.Clock()
    while screen.choice is None:
        for event in pygame.event.get():
            if event.type == pygame.QUIT:
                return "quit"
            desk.pads.handle(event)
            if not _own_key(desk, screen, event):
                screen.handle(event)
        screen.update(time.monotonic())
        with colours(desk.settings.colours):
            screen.paint(surface)
        paint_notice(surface, desk.letters, desk.notice)
        pygame.display.flip()
        clock.tick(PICTURES)
    return screen.choice


def _own_key(desk: Desk, screen: Screen, event: pygame.event.Event) -> bool:
    """Mute or change to full screen where a key says so; tells whether it did."""
    if event.type != pygame.KEYDOWN or getattr(screen, "typing", False):
        return False
    settings: Settings = desk.settings
    if event.key == pygame.K_m:
        desk.apply(replace(settings, muted=not settings.muted))
    elif event.key == pygame.K_F11:
        desk.apply(replace(settings, full_screen=not settings.full_screen))
        apply_display(desk.settings)
    return event.key in {pygame.K_m, pygame.K_F11}


def _prepare(surface: pygame.Surface, desk: Desk, game: str) -> object:
    """Compile or load a game while the window goes on painting; returns "ready" or "quit"."""
    with closing(Preparing(desk, load(game))) as page:
        return show(surface, desk, page)


def _menu(surface: pygame.Surface, desk: Desk, last: Setup | None) -> Setup | None:
    """Show the menu and the settings; returns the match to play, or None to leave."""
    while (choice := show(surface, desk, menu := Menu(desk, last))) == "settings":
        last = menu.setup()
        if show(surface, desk, SettingsPage(desk, settings_path())) == "quit":
            return None
    desk.notice = ""
    return choice if isinstance(choice, Setup) else None


def _play(surface: pygame.Surface, desk: Desk, setup: Setup) -> Setup | None:
    """Play a match and show its result; returns the next match, or None to leave."""
    with closing(Match(desk, setup)) as match:
        choice = show(surface, desk, match)
    while choice in {"over", "replay"}:
        choice = show(surface, desk, Result(desk, setup, match.line))
        if choice == "replay":
            with closing(Replay(desk, match.line, setup.people, setup.tick_rate)) as screen:
                back = show(surface, desk, screen)
            choice = "quit" if back == "quit" else "replay"
    if choice == "again":
        desk.notice = ""
        return replace(setup, seed=setup.seed + 1)
    return _menu(surface, desk, setup) if choice == "menu" else None


def _no_display() -> str:
    """Return the sentence for a machine without a display."""
    return "there is no display to open a window on; play without one with: crossplay play --headless"
