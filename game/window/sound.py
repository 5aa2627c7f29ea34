"""Sounds made from a few numbers; silence where there is no audio device."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pygame

from game.art.sounds import recipes

if TYPE_CHECKING:
    from game.art.sounds import Recipe, Tone

RATE = 22050
Samples = np.ndarray[tuple[int, ...], np.dtype[np.float64]]


def wave(recipe: Recipe) -> np.ndarray[tuple[int, ...], np.dtype[np.int16]]:
    """Return the samples of a sound, [samples, 2] in 16 bits."""
    mixed = np.zeros(max(int(RATE * tone.at) + int(RATE * tone.seconds) for tone in recipe))
    for tone in recipe:
        first = int(RATE * tone.at)
        samples = tone_wave(tone)
        mixed[first : first + len(samples)] += samples
    return np.repeat((np.clip(mixed, -1, 1) * 32767).astype(np.int16)[:, None], 2, axis=1)


def tone_wave(tone: Tone) -> Samples:
    """Return the samples of one tone, [samples] from -1 to 1."""
    share = np.linspace(0, 1, int(RATE * tone.seconds))
    often, wide = tone.vibrato
    sway = 1 + wide * np.sin(2 * np.pi * often * share * tone.seconds)
    turns = np.cumsum((tone.start + (tone.end - tone.start) * share) * sway) / RATE
    pure = _shape(tone.wave, turns)
    noise = np.random.default_rng(1).uniform(-1, 1, len(share))
    loudness = (1 - share) ** tone.fade * np.minimum(1, share / max(tone.attack, 1e-6)) * tone.volume
    return np.asarray((pure * (1 - tone.noise) + noise * tone.noise) * loudness)


def _shape(name: str, turns: Samples) -> Samples:
    """Return a wave at some numbers of turns."""
    sine = np.sin(2 * np.pi * turns)
    if name == "square":
        return np.asarray(np.sign(sine))
    return np.asarray(np.arcsin(sine) * 2 / np.pi) if name == "triangle" else np.asarray(sine)


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
        self._sounds = {name: pygame.mixer.Sound(buffer=wave(recipe).tobytes()) for name, recipe in recipes().items()}

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
        """Play what belongs to a happening of which the game says nothing: a word of its name says what."""
        words = name.split("_")
        found = next((word for word in ("delivery", "potting", "pickup", "drop", "bump") if word in words), "")
        self.play(found)
