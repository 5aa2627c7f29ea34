"""The window itself: opens, shows one screen after another at 60 pictures a second, and closes."""

from __future__ import annotations

import os
import sys
import time
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs
import pygame

from game import load
from game.window.desk import SIZE, Desk
from game.window.editor import Editor
from game.window.keys import read_bindings
from game.window.match import Match
from game.window.menu import Edit, Menu
from game.window.pane import Pane, inward
from game.window.replay import Replay
from game.window.result import Result
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
        desk = Desk(partners, recorder, read_bindings(keys_path()))
        setup = first or _menu(surface, desk, None)
        while setup is not None:
            setup = _play(surface, desk, setup)
    return 0


def watch(episode: Episode, *, tick_rate: float = 6.0) -> int:
    """Show a stored round; returns 0 when the window is closed."""
    with window() as surface:
        desk = Desk({}, None, read_bindings(keys_path()))
        show(surface, desk, Replay(desk, Timeline.of(episode), frozenset(), tick_rate))
    return 0


def keys_path() -> Path:
    """Return where the key bindings are kept."""
    return Path(platformdirs.user_config_dir("crossplay")) / "keys.json"


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
        surface = pygame.display.set_mode(SIZE, pygame.RESIZABLE)
    except pygame.error as error:
        raise NoDisplayError(_no_display()) from error
    pads = [pygame.joystick.Joystick(number) for number in range(pygame.joystick.get_count())]
    pygame.display.set_caption("Crossplay")
    try:
        yield surface
    finally:
        pads.clear()
        pygame.quit()


def show(surface: pygame.Surface, desk: Desk, screen: Screen) -> object:
    """Show a screen until it has a choice; a closed window is the choice "quit"."""
    pads, clock, pane = {}, pygame.time.Clock(), Pane(surface)
    while screen.choice is None:
        for event in pygame.event.get():
            if event.type == pygame.QUIT:
                return "quit"
            if event.type == pygame.JOYDEVICEADDED:
                pads[event.device_index] = pygame.joystick.Joystick(event.device_index)
            elif event.type == pygame.KEYDOWN and event.key == pygame.K_m and not getattr(screen, "typing", False):
                desk.sound.muted = not desk.sound.muted
            else:
                screen.handle(inward(event, surface.get_size()))
        screen.update(time.monotonic())
        pane.paint(screen)
        pygame.display.flip()
        clock.tick(PICTURES)
    return screen.choice


def _menu(surface: pygame.Surface, desk: Desk, last: Setup | None) -> Setup | None:
    """Show the menu, and what it leads to other than a match; returns the match to play, or None to leave."""
    while True:
        menu = Menu(desk, last)
        choice = show(surface, desk, menu)
        last = choice if isinstance(choice, Setup) else menu.setup()
        if isinstance(choice, Edit):
            editor = Editor(desk, load(choice.game), choice.text, choice.own)
            choice = _edit(surface, desk, editor)
            last = replace(last, level=editor.draft.text if editor.is_kept else last.level)
        if choice != "menu":
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
        return replace(setup, seed=setup.seed + 1)
    return _menu(surface, desk, setup) if choice == "menu" else None


def _round(surface: pygame.Surface, desk: Desk, setup: Setup) -> object:
    """Play a match and show its result and replay; returns "again", "menu" or "quit"."""
    match = Match(desk, setup)
    choice = show(surface, desk, match)
    while choice in {"over", "replay"}:
        choice = show(surface, desk, Result(desk, setup, match.line))
        if choice == "replay":
            back = show(surface, desk, Replay(desk, match.line, setup.people, setup.tick_rate))
            choice = "quit" if back == "quit" else "replay"
    return choice


def _no_display() -> str:
    """Return the sentence for a machine without a display."""
    return "there is no display to open a window on; play without one with: crossplay play --headless"
