"""Sounds made from a few numbers; silence where there is no audio device."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pygame

RATE = 22050


class Recipe(NamedTuple):
    """A short sound: it slides from one pitch to another and fades."""

    start: float
    end: float
    seconds: float
    volume: float
    square: bool = False


RECIPES = {
    "pickup": Recipe(420, 640, 0.08, 0.3),
    "drop": Recipe(320, 220, 0.08, 0.3),
    "potting": Recipe(300, 520, 0.14, 0.35),
    "delivery": Recipe(520, 1040, 0.35, 0.4),
    "bump": Recipe(110, 80, 0.06, 0.2, square=True),
    "count": Recipe(440, 440, 0.12, 0.3),
    "go": Recipe(880, 880, 0.25, 0.3),
    "click": Recipe(700, 700, 0.03, 0.2),
}


def wave(recipe: Recipe) -> np.ndarray[tuple[int, ...], np.dtype[np.int16]]:
    """Return the samples of a recipe, [samples, 2] in 16 bits."""
    share = np.linspace(0, 1, int(RATE * recipe.seconds))
    pitch = recipe.start + (recipe.end - recipe.start) * share
    tone = np.sin(2 * np.pi * np.cumsum(pitch) / RATE)
    tone = np.sign(tone) * 0.5 if recipe.square else tone
    samples = (tone * (1 - share) ** 1.5 * np.minimum(1, share * 20) * recipe.volume * 32767).astype(np.int16)
    return np.repeat(samples[:, None], 2, axis=1)


class Sound:
    """Plays recipes by name; knows how to be silent."""

    def __init__(self) -> None:
        self.muted = False
        self.volume = 0.8
        """0 to 1."""
        self._sounds: dict[str, pygame.mixer.Sound] = {}
        try:
            pygame.mixer.init(RATE, -16, 2, 256)
        except pygame.error:
            return
        self._sounds = {name: pygame.mixer.Sound(buffer=wave(recipe).tobytes()) for name, recipe in RECIPES.items()}

    @property
    def is_able(self) -> bool:
        """Whether there is a device to play on."""
        return bool(self._sounds)

    def play(self, name: str) -> None:
        """Play a sound, or nothing when muted or unable."""
        if not self.muted and name in self._sounds:
            self._sounds[name].set_volume(self.volume)
            self._sounds[name].play()

    def happening(self, name: str) -> None:
        """Play what belongs to a happening: its name's last or first word says which."""
        words = name.split("_")
        found = next((word for word in ("delivery", "potting", "pickup", "drop", "bump") if word in words), "")
        self.play(found)
