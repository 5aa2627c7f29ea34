"""The window itself: opens, shows one screen after another, and closes."""

from __future__ import annotations

import os
import secrets
import sys
from contextlib import closing, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pygame

from game import catalogue, load
from game.window.desk import Desk
from game.window.display import apply_display, open_display
from game.window.editor import Editor
from game.window.guest import Guest
from game.window.lessons import Lessons, lesson_setup
from game.window.match import Match
from game.window.menu import Edit, Menu, Visit
from game.window.preparing import prepare
from game.window.rematch import rematch
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
    from game.window.guest import Feed
    from game.window.setup import Offered, Recorder


FIRST_SEEDS = 2**31
"""Seeds of which a window's first round has one; the next rounds count on from it."""


def run_window(
    partners: Offered, recorder: Recorder | None = None, first: Setup | None = None, *, game: str = ""
) -> int:
    """Open the window at the menu of a game, or at once in the match ``first``; returns 0 when it is closed."""
    with window() as surface, closing(furnish(partners, recorder)) as desk:
        name = first.game if first else game or catalogue()[0]
        if prepare(surface, desk, load(name), menu=first is None) == "quit":
            return 0
        setup = first or _menu(surface, desk, Menu(desk, game=name))
        while setup is not None:
            setup = _play(surface, desk, setup)
    return 0


def visit(feed: Feed) -> int:
    """Show a match of a server, to which ``feed`` is connected; returns 0 when the window is closed."""
    with window() as surface, closing(furnish({}, None)) as desk, closing(Guest(desk, feed)) as screen:
        show(surface, desk, screen)
    return 0


def watch(
    episode: Episode,
    *,
    tick_rate: float = 6.0,
    people: frozenset[int] = frozenset(),
    viewers: tuple[int, ...] = (),
) -> int:
    """Show a stored round, as some seats saw it, in which ``people`` were people's; returns 0 when it is closed."""
    with window() as surface, closing(furnish({}, None)) as desk:
        if prepare(surface, desk, load(episode.game)) != "quit":
            with closing(Replay(desk, Timeline.of(episode).seen_by(viewers), people, tick_rate)) as screen:
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
    desk.seed = secrets.randbelow(FIRST_SEEDS)
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


def _menu(surface: pygame.Surface, desk: Desk, menu: Menu) -> Setup | None:
    """Show the menu, and what it leads to other than a match; returns the match to play, or None to leave."""
    while True:
        choice = show(surface, desk, menu)
        last = choice if isinstance(choice, Setup) else menu.setup()
        if isinstance(choice, Visit):
            if prepare(surface, desk, load(choice.game), menu=True) == "quit":
                return None
            menu = Menu(desk, game=choice.game)
            menu.row = 0
            continue
        if choice == "settings":
            choice = "quit" if show(surface, desk, SettingsPage(desk, settings_path())) == "quit" else "menu"
        elif choice == "learn":
            choice = _learn(surface, desk, last)
        elif isinstance(choice, Edit):
            editor = Editor(desk, load(choice.game), choice.text, choice.own)
            choice = _edit(surface, desk, editor)
            last = replace(last, level=editor.draft.text if editor.is_kept else last.level)
        if choice != "menu":
            desk.notice = ""
            return choice if isinstance(choice, Setup) else None
        menu = Menu(desk, last)


def _learn(surface: pygame.Surface, desk: Desk, chosen: Setup) -> object:
    """Go through the lessons of a game; returns the match ``chosen`` where it is to be played now, "menu" or "quit"."""
    game = load(chosen.game)
    setup = lesson_setup(game, desk.partners_of(game), chosen.tick_rate)
    if setup is None or game.tutorial is None or prepare(surface, desk, game) == "quit":
        return "quit"
    lessons, choice = Lessons(game, game.tutorial, desk.bindings["first"]), None
    while choice in {None, "again", "over"}:
        if choice == "again":
            lessons = Lessons(game, game.tutorial, desk.bindings["first"])
        with closing(Match(desk, setup, lessons)) as match:
            choice = show(surface, desk, match)
        setup = replace(setup, seed=setup.seed + 1)
    return chosen if choice == "play" else choice


def _edit(surface: pygame.Surface, desk: Desk, editor: Editor) -> str:
    """Show the editor and play what is tried in it; returns "menu" or "quit"."""
    while True:
        editor.choice = None
        choice = show(surface, desk, editor)
        if not isinstance(choice, Setup):
            return str(choice)
        while isinstance(choice, Setup):
            choice = _round(surface, desk, choice)
        if choice == "quit":
            return "quit"


def _play(surface: pygame.Surface, desk: Desk, setup: Setup) -> Setup | None:
    """Play a match and show its result; returns the next match, or None to leave."""
    choice = _round(surface, desk, setup)
    if isinstance(choice, Setup):
        desk.notice = ""
        return choice
    return _menu(surface, desk, Menu(desk, setup)) if choice == "menu" else None


def _round(surface: pygame.Surface, desk: Desk, setup: Setup) -> object:
    """Play a match and show its result and replay; returns the next match, "menu" or "quit"."""
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
        elif choice == "again":
            return rematch(setup, match.line)
    return replace(setup, seed=setup.seed + 1) if choice == "again" else choice


def _no_display() -> str:
    """Return the sentence for a machine without a display."""
    return "there is no display to open a window on; play without one with: crossplay play --headless"
