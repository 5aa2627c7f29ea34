"""The window itself: opens, shows one screen after another, and closes."""

from __future__ import annotations

import os
import sys
from contextlib import closing, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pygame

from game import catalogue, load
from game.window.desk import Desk
from game.window.display import apply_display, open_display
from game.window.editor import Editor
from game.window.match import Match
from game.window.menu import Edit, Menu
from game.window.preparing import prepare
from game.window.replay import Replay
from game.window.result import Result
from game.window.settings import USUAL, SettingsError, read_settings, settings_path
from game.window.settings_page import SettingsPage
from game.window.setup import NoDisplayError, Setup
from game.window.showing import show
from game.window.timeline import Timeline

if TYPE_CHECKING:
    from collections.abc import Iterator

    from game.core.episode import Episode
    from game.window.setup import Offered, Recorder


def run_window(partners: Offered, recorder: Recorder | None = None, first: Setup | None = None) -> int:
    """Open the window at the menu, or at once in the match ``first``; returns 0 when it is closed."""
    with window() as surface, closing(furnish(partners, recorder)) as desk:
        if prepare(surface, desk, load(first.game if first else catalogue()[0]), menu=first is None) == "quit":
            return 0
        setup = first or _menu(surface, desk, None)
        while setup is not None:
            setup = _play(surface, desk, setup)
    return 0


def watch(episode: Episode, *, tick_rate: float = 6.0, people: frozenset[int] = frozenset()) -> int:
    """Show a stored round, in which ``people`` were the seats of people; returns 0 when the window is closed."""
    with window() as surface, closing(furnish({}, None)) as desk:
        if prepare(surface, desk, load(episode.game)) != "quit":
            with closing(Replay(desk, Timeline.of(episode), people, tick_rate)) as screen:
                show(surface, desk, screen)
    return 0


def furnish(partners: Offered, recorder: Recorder | None) -> Desk:
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


def _menu(surface: pygame.Surface, desk: Desk, last: Setup | None) -> Setup | None:
    """Show the menu, and what it leads to other than a match; returns the match to play, or None to leave."""
    while True:
        menu = Menu(desk, last)
        choice = show(surface, desk, menu)
        last = choice if isinstance(choice, Setup) else menu.setup()
        if choice == "settings":
            choice = "quit" if show(surface, desk, SettingsPage(desk, settings_path())) == "quit" else "menu"
        elif isinstance(choice, Edit):
            editor = Editor(desk, load(choice.game), choice.text, choice.own)
            choice = _edit(surface, desk, editor)
            last = replace(last, level=editor.draft.text if editor.is_kept else last.level)
        if choice != "menu":
            desk.notice = ""
            return choice if isinstance(choice, Setup) else None


def _edit(surface: pygame.Surface, desk: Desk, editor: Editor) -> str:
    """Show the editor and play what is tried in it; returns "menu" or "quit"."""
    while True:
        editor.choice = None
        choice = show(surface, desk, editor)
        if not isinstance(choice, Setup):
            return str(choice)
        while (after := _round(surface, desk, choice)) == "again":
            choice = replace(choice, seed=choice.seed + 1)
        if after == "quit":
            return "quit"


def _play(surface: pygame.Surface, desk: Desk, setup: Setup) -> Setup | None:
    """Play a match and show its result; returns the next match, or None to leave."""
    choice = _round(surface, desk, setup)
    if choice == "again":
        desk.notice = ""
        return replace(setup, seed=setup.seed + 1)
    return _menu(surface, desk, setup) if choice == "menu" else None


def _round(surface: pygame.Surface, desk: Desk, setup: Setup) -> object:
    """Play a match and show its result and replay; returns "again", "menu" or "quit"."""
    if prepare(surface, desk, load(setup.game)) == "quit":
        return "quit"
    with closing(Match(desk, setup)) as match:
        choice = show(surface, desk, match)
    while choice in {"over", "replay"}:
        choice = show(surface, desk, Result(desk, setup, match.line))
        if choice == "replay":
            with closing(Replay(desk, match.line, setup.people, setup.tick_rate)) as screen:
                back = show(surface, desk, screen)
            choice = "quit" if back == "quit" else "replay"
    return choice


def _no_display() -> str:
    """Return the sentence for a machine without a display."""
    return "there is no display to open a window on; play without one with: crossplay play --headless"
