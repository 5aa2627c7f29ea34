"""Sounds as data: short tones that any program can make from a few numbers."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from game.core.contract import NotationError

if TYPE_CHECKING:
    from collections.abc import Mapping

PATH = Path(__file__).with_name("sounds.json")
WAVES = ("sine", "square", "triangle")
KEYS = {"from": "start", "to": "end"}
"""Names in the file that are no names of fields."""


class Tone(NamedTuple):
    """A tone that slides from one pitch to another and fades."""

    wave: str
    """One of `WAVES`."""
    start: float
    """Hertz."""
    end: float
    seconds: float
    volume: float
    """0 to 1."""
    at: float = 0.0
    """Seconds after the sound's beginning."""
    attack: float = 0.05
    """Share of its time in which it swells."""
    fade: float = 1.5
    """Its loudness is (1 - share of its time) to this power."""
    noise: float = 0.0
    """Share of noise in it."""
    vibrato: tuple[float, float] = (0.0, 0.0)
    """How often a second, and by what share, its pitch sways."""


Recipe = tuple[Tone, ...]


@functools.cache
def recipes() -> Mapping[str, Recipe]:
    """Return the sounds that ship with the games, by name."""
    return parse_sounds(PATH.read_text(encoding="utf-8"))


def parse_sounds(text: str) -> Mapping[str, Recipe]:
    """Return the sounds in a file; raises `NotationError`."""
    return {name: tuple(_tone(name, tone) for tone in tones) for name, tones in json.loads(text).items()}


def _tone(name: str, raw: dict[str, Any]) -> Tone:
    """Return one tone of a sound."""
    named: dict[str, Any] = {
        KEYS.get(key, key): tuple(value) if key == "vibrato" else value for key, value in raw.items()
    }
    good = '{"wave": "sine", "from": 420, "to": 640, "seconds": 0.08, "volume": 0.3}'
    try:
        tone = Tone(**named)
    except TypeError as error:
        message = f"sound {name!r} has the tone {raw!r}; a good one is {good}"
        raise NotationError(message) from error
    if tone.wave not in WAVES:
        message = f"sound {name!r} has the wave {tone.wave!r}; waves are {', '.join(WAVES)}"
        raise NotationError(message)
    return tone
