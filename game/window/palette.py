"""The colours: Okabe and Ito's set, safe for colour-blind eyes, with ink, paper and wood."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

Colour = tuple[int, int, int]

ORANGE: Colour = (230, 159, 0)
SKY: Colour = (86, 180, 233)
GREEN: Colour = (0, 158, 115)
YELLOW: Colour = (240, 228, 66)
BLUE: Colour = (0, 114, 178)
VERMILLION: Colour = (213, 94, 0)
PINK: Colour = (204, 121, 167)
INK: Colour = (38, 36, 48)
NIGHT: Colour = (30, 33, 46)
SLATE: Colour = (58, 63, 84)
MIST: Colour = (160, 166, 186)
PAPER: Colour = (252, 249, 242)
FLOORS: tuple[Colour, Colour] = ((240, 231, 214), (234, 224, 205))
TOP: Colour = (190, 152, 110)
FRONT: Colour = (140, 106, 72)
STEEL: Colour = (92, 100, 118)
DARK_STEEL: Colour = (58, 64, 80)
SEATS: tuple[Colour, ...] = (BLUE, VERMILLION, GREEN, PINK)
TRIMS: tuple[Colour, ...] = (YELLOW, PAPER, SKY, INK)
SETS: dict[str, tuple[Colour, ...]] = {
    "usual": SEATS,
    "high contrast": ((0, 0, 0), (196, 30, 0), (86, 0, 140), (0, 84, 96)),
    "soft": ((51, 92, 138), (176, 74, 90), (60, 112, 66), (122, 82, 140)),
}
"""Sets of colours of the seats, all dark enough for a light badge and a light floor."""
_CHOSEN: ContextVar[tuple[Colour, ...]] = ContextVar("colours of the seats", default=SEATS)


def seat_colour(seat: int) -> Colour:
    """Return the colour of a seat's body in the set in use; the badge's shape tells the seats apart too."""
    colours = _CHOSEN.get()
    return colours[seat % len(colours)]


def trim_colour(seat: int) -> Colour:
    """Return the colour of a small part of a body, which tells mates of one team colour apart."""
    return TRIMS[seat % len(TRIMS)]


@contextmanager
def colours(name: str) -> Iterator[None]:
    """Paint with another set of colours for a while, as ``decimal.localcontext`` does for arithmetic."""
    before = _CHOSEN.set(SETS[name])
    try:
        yield
    finally:
        _CHOSEN.reset(before)


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """Return ``first`` with ``share`` of ``second`` in it."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue
