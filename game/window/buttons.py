"""Buttons that a mouse or a keyboard can press."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pygame

from game.window.palette import GREEN, INK, MIST, PAPER, SLATE, YELLOW

if TYPE_CHECKING:
    from collections.abc import Sequence

    from game.window.lettering import Type


class Button(NamedTuple):
    """A word to press."""

    name: str
    text: str
    area: pygame.Rect


def row(names: Sequence[tuple[str, str]], middle: tuple[int, int], width: int = 220) -> tuple[Button, ...]:
    """Return buttons side by side around a middle."""
    left = middle[0] - (len(names) * (width + 20) - 20) // 2
    return tuple(
        Button(name, text, pygame.Rect(left + number * (width + 20), middle[1] - 28, width, 56))
        for number, (name, text) in enumerate(names)
    )


def pressed(buttons: Sequence[Button], event: pygame.event.Event, chosen: int) -> tuple[str, int]:
    """Return the name of the button an event presses, or nothing, and which one is chosen now."""
    if event.type == pygame.MOUSEBUTTONDOWN and event.button == 1:
        hit = [number for number, each in enumerate(buttons) if each.area.collidepoint(event.pos)]
        return (buttons[hit[0]].name, hit[0]) if hit else ("", chosen)
    if event.type != pygame.KEYDOWN:
        return "", chosen
    if event.key in {pygame.K_RETURN, pygame.K_SPACE}:
        return buttons[chosen].name, chosen
    step = {pygame.K_RIGHT: 1, pygame.K_DOWN: 1, pygame.K_LEFT: -1, pygame.K_UP: -1}.get(event.key, 0)
    return "", (chosen + step) % len(buttons)


def paint_buttons(surface: pygame.Surface, letters: Type, buttons: Sequence[Button], chosen: int) -> None:
    """Paint buttons, the chosen one with a bright edge."""
    for number, each in enumerate(buttons):
        main = number == chosen
        pygame.draw.rect(surface, GREEN if main else SLATE, each.area, border_radius=12)
        pygame.draw.rect(surface, YELLOW if main else MIST, each.area, 3 if main else 1, border_radius=12)
        letters.write(surface, each.text, each.area.center, size=30, colour=PAPER, anchor="center")


def paint_way(  # noqa: PLR0913 - what it says, and how it looks
    surface: pygame.Surface, letters: Type, button: Button, size: int, *, main: bool, chosen: bool
) -> None:
    """Paint a large button that leads somewhere else."""
    pygame.draw.rect(surface, GREEN if main else SLATE, button.area, border_radius=16)
    if chosen:
        pygame.draw.rect(surface, YELLOW, button.area, 4, border_radius=16)
    letters.write(surface, button.text, button.area.center, size=size, anchor="center")


def shade(surface: pygame.Surface) -> None:
    """Darken everything painted so far."""
    veil = pygame.Surface(surface.get_size(), pygame.SRCALPHA)
    veil.fill((*INK, 170))
    surface.blit(veil, (0, 0))
