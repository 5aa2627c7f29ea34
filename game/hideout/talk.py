"""What the players of hideout can say to their own team."""

from __future__ import annotations

from game.core.contract import Message

MESSAGES = (
    Message("box", "box!"),
    Message("door", "door"),
    Message("ramp", "ramp"),
    Message("seen", "seen"),
    Message("hide", "hide"),
    Message("left", "left"),
    Message("right", "right"),
)
