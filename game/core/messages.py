"""Messages: who said what, how long the bubble stays, and how often one may speak.

A state of a game with messages has three fields for each seat: ``said``, the number of its last message (0: none),
``said_age``, the ticks since then, and ``said_to``, the seats it was for, one bit each. What is said in a tick can be
heard from the next one on, for it stands in the state after that tick.
"""

from __future__ import annotations

from typing import Any

from numpy import int64

from game.core.compile import Number, kernel

BUBBLE = 8
"""Ticks for which a message can be read."""
PAUSE = 5
"""Ticks between two messages of a seat; what is said before is not sent."""
FIELDS = (("said", "u1"), ("said_age", "u1"), ("said_to", "<u2"))
"""The fields, each of the shape (seats,)."""


@kernel
def hush(state: Any, seats: Number) -> None:
    """Begin a round in silence."""
    for seat in range(seats):
        state.said[seat] = 0
        state.said_age[seat] = BUBBLE
        state.said_to[seat] = 0


@kernel
def speak(state: Any, seat: Number, message: Number, audience: Number) -> Number:
    """Let a seat say something, or nothing (0), and tell whether it was sent: not within `PAUSE` ticks of the last.

    Called once a tick for each seat. ``audience`` has one bit for each seat that hears it.
    """
    age: Number = min(int64(state.said_age[seat]) + 1, BUBBLE)
    state.said_age[seat] = age
    if age >= BUBBLE:
        state.said[seat] = 0
        state.said_to[seat] = 0
    if message == 0 or (age < PAUSE and state.said[seat] != 0):
        return False
    state.said[seat] = message
    state.said_age[seat] = 0
    state.said_to[seat] = audience
    return True


@kernel
def heard(state: Any, seat: Number, listener: Number) -> Number:
    """Return the message of ``seat`` that ``listener`` can read now, or 0; one reads one's own."""
    audible = seat == listener or (int64(state.said_to[seat]) >> int64(listener)) & 1
    return int64(state.said[seat]) if audible and state.said_age[seat] < BUBBLE else 0
