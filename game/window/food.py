"""What lies about in a kitchen: food, dishes, soups and pots, drawn by code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.window.palette import DARK_STEEL, GREEN, INK, MIST, ORANGE, PAPER, STEEL, VERMILLION, YELLOW, mix

if TYPE_CHECKING:
    from game.window.brush import Brush

ONION_SKIN = mix(YELLOW, ORANGE, 0.35)
SOUPS = {"onion": mix(YELLOW, ORANGE, 0.25), "tomato": VERMILLION}


def onion(brush: Brush, x: float = 0.5, y: float = 0.55, size: float = 0.28) -> None:
    """Paint an onion: a bulb with a sprout and skin lines."""
    brush.line((x, y - size * 0.8), (x - size * 0.35, y - size * 1.55), GREEN, size * 0.22)
    brush.line((x, y - size * 0.8), (x + size * 0.3, y - size * 1.5), GREEN, size * 0.22)
    brush.shape([(x - size * 0.55, y - size * 0.7), (x, y - size * 1.25), (x + size * 0.55, y - size * 0.7)], INK)
    brush.disc(x, y, size * 1.06, INK)
    brush.shape([(x - size * 0.5, y - size * 0.65), (x, y - size * 1.1), (x + size * 0.5, y - size * 0.65)], ONION_SKIN)
    brush.disc(x, y, size * 0.92, ONION_SKIN)
    brush.ring((x - size * 0.45, y - size * 0.9, size * 0.9, size * 1.8), mix(ONION_SKIN, INK, 0.3), size * 0.1)


def tomato(brush: Brush, x: float = 0.5, y: float = 0.55, size: float = 0.28) -> None:
    """Paint a tomato: wide and round with a star of leaves."""
    brush.oval((x - size * 1.18, y - size * 1.02, size * 2.36, size * 2.04), INK)
    brush.oval((x - size * 1.05, y - size * 0.9, size * 2.1, size * 1.8), VERMILLION)
    brush.disc(x - size * 0.45, y - size * 0.3, size * 0.2, mix(VERMILLION, PAPER, 0.6))
    for side in (-0.6, 0.0, 0.6):
        brush.line((x, y - size * 0.85), (x + size * side, y - size * (0.45 if side else 1.25)), GREEN, size * 0.24)


def dish(brush: Brush, x: float = 0.5, y: float = 0.55, size: float = 0.3) -> None:
    """Paint an empty plate."""
    brush.oval((x - size * 1.15, y - size * 0.8, size * 2.3, size * 1.7), INK)
    brush.oval((x - size * 1.05, y - size * 0.72, size * 2.1, size * 1.5), PAPER)
    brush.oval((x - size * 0.65, y - size * 0.42, size * 1.3, size * 0.9), mix(PAPER, MIST, 0.5))


def soup(brush: Brush, contents: tuple[str, ...]) -> None:
    """Paint a bowl of soup with one dot for each ingredient."""
    x, y, size = 0.5, 0.5, 0.32
    brush.oval((x - size * 1.2, y - size * 0.75, size * 2.4, size * 2.2), INK)
    brush.oval((x - size * 1.1, y - size * 0.65, size * 2.2, size * 2.0), PAPER)
    brush.oval((x - size * 1.1, y - size * 0.65, size * 2.2, size * 1.3), mix(PAPER, MIST, 0.6))
    first = contents[0] if contents else "onion"
    brush.oval((x - size * 0.95, y - size * 0.5, size * 1.9, size), SOUPS.get(first, ORANGE))
    contents_row(brush, contents, y)


def contents_row(brush: Brush, contents: tuple[str, ...], y: float) -> None:
    """Paint the ingredients side by side."""
    for number, name in enumerate(contents):
        x = 0.5 + (number - (len(contents) - 1) / 2) * 0.2
        ingredient(brush, name, x, y, 0.085)


def ingredient(brush: Brush, name: str, x: float, y: float, size: float) -> None:
    """Paint an ingredient by name; an unknown one is a plain disc."""
    if name == "onion":
        onion(brush, x, y, size)
    elif name == "tomato":
        tomato(brush, x, y, size)
    else:
        brush.disc(x, y, size, MIST)


def pot(brush: Brush, contents: tuple[str, ...], state: str) -> None:
    """Paint a pot with what is in it; a ready one has a bright rim."""
    brush.box((0.06, 0.4, 0.88, 0.12), INK, 0.05)
    brush.box((0.14, 0.3, 0.72, 0.56), INK, 0.14)
    brush.box((0.17, 0.34, 0.66, 0.48), STEEL, 0.12)
    brush.oval((0.13, 0.18, 0.74, 0.36), GREEN if state == "ready" else INK)
    brush.oval((0.18, 0.22, 0.64, 0.28), DARK_STEEL)
    if contents and state in {"cooking", "ready"}:
        brush.oval((0.2, 0.24, 0.6, 0.24), SOUPS.get(contents[0], ORANGE))
    contents_row(brush, contents, 0.36)
