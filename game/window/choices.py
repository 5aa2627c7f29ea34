"""The choices of the menu that are the same in every game: speed, time, reaction and rounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.window.seating import REACTIONS

if TYPE_CHECKING:
    from game.window.setup import Setup

SPEEDS = (("slow", 4.0), ("normal", 6.0), ("fast", 8.0))
LENGTHS = (("usual", 0), ("30 seconds", 30), ("1 minute", 60), ("2 minutes", 120))
"""Seconds of a round; 0: as long as the level has it."""
SERIES = (("six", 6), ("one", 1))
"""Rounds with sides swapped in between, for teams that play unlike parts."""
CHOICES: dict[str, tuple[tuple[str, float], ...]] = {
    "speed": SPEEDS,
    "time": LENGTHS,
    "reaction": REACTIONS,
    "rounds": SERIES,
}
"""By name, the words and the number of each value."""


def picked(last: Setup | None) -> dict[str, int]:
    """Return the place of each choice of the last match among its values, or of the usual ones."""
    if last is None:
        return {"speed": 1, "time": 0, "reaction": 0, "rounds": 0}
    seconds = last.ticks / last.tick_rate
    return {
        "speed": next((number for number, (_, rate) in enumerate(SPEEDS) if rate == last.tick_rate), 1),
        "time": next((number for number, (_, length) in enumerate(LENGTHS) if abs(length - seconds) < 1), 0),
        "reaction": next((number for number, (word, _) in enumerate(REACTIONS) if word == last.reaction), 0),
        "rounds": next((number for number, (_, many) in enumerate(SERIES) if many == last.series.rounds), 0),
    }
