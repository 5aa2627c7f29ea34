"""Showing one screen of the window at 60 pictures a second until it has a choice."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pygame

from game.window.display import apply_display
from game.window.notice import paint_notice
from game.window.palette import colours
from game.window.pane import Pane, inward

if TYPE_CHECKING:
    from game.window.desk import Desk, Screen

PICTURES, BUSY = 60, 15
"""Pictures a second, usually and while a game is made ready behind the page: painting takes time from compiling."""


def show(surface: pygame.Surface, desk: Desk, screen: Screen) -> object:
    """Show a screen until it has a choice; a closed window is the choice "quit"."""
    clock, pane = pygame.time.Clock(), Pane(surface)
    while screen.choice is None:
        for event in pygame.event.get():
            if event.type == pygame.QUIT:
                return "quit"
            desk.pads.handle(event)
            if not own_key(desk, screen, event):
                screen.handle(inward(event, surface.get_size()))
        screen.update(time.monotonic())
        with colours(desk.settings.colours):
            pane.paint(screen)
        paint_notice(surface, desk.letters, desk.notice)
        pygame.display.flip()
        clock.tick(BUSY if desk.is_warming else PICTURES)
    return screen.choice


def own_key(desk: Desk, screen: Screen, event: pygame.event.Event) -> bool:
    """Mute or change to full screen where a key says so; tells whether it did."""
    if event.type != pygame.KEYDOWN or getattr(screen, "typing", False):
        return False
    settings = desk.settings
    if event.key == pygame.K_m:
        desk.apply(replace(settings, muted=not settings.muted))
    elif event.key == pygame.K_F11:
        desk.apply(replace(settings, full_screen=not settings.full_screen))
        apply_display(desk.settings)
    return event.key in {pygame.K_m, pygame.K_F11}
