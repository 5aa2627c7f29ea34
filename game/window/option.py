"""What can be set on the settings page, each as a value: its label, its words, and how a step changes it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import pygame

from game.window.keys import VERBS, WALK, WHEEL, WINDOW_KEYS, cap
from game.window.palette import SETS
from game.window.settings import LOUDEST, USUAL, ZOOMS, Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ACTIONS = (*WALK, *VERBS, WHEEL)
"""Slots on the page; the keys of the numbers of messages can be set in the file."""
LABELS = {
    "north": "up",
    "south": "down",
    "east": "right",
    "west": "left",
    "use": "use",
    "second": "second verb",
    "third": "third verb",
    WHEEL: "speak",
}
NAMES = {"first": "You", "second": "Second person"}


class Option(NamedTuple):
    """A line of the page."""

    name: str
    label: str
    words: Callable[[Settings], str]
    change: Callable[[Settings, int], Settings]
    """Steps to the next (1) or previous (-1) value."""


def keys_of(settings: Settings, person: str, action: str) -> str:
    """Return the keys of an action as they are printed."""
    return " or ".join(cap(key) for key in settings.bindings[person][action]) or "none"


def bind(settings: Settings, slot: tuple[str, str], key: int) -> tuple[Settings, str]:
    """Give a key to an action of a person, its only one; a key that is in use is refused with a sentence."""
    name = pygame.key.name(key)
    if not name or name in WINDOW_KEYS:
        return settings, f"{cap(name) or 'That key'} is needed by the window itself: press another key, or Esc."
    for person, actions in settings.bindings.items():
        for action, keys in actions.items():
            if name in keys and (person, action) != slot:
                use = f"{LABELS.get(action, action)!r} of {NAMES[person].lower()!r}"
                return settings, f"{cap(name)} is already {use}: press another key, or Esc."
    person, action = slot
    bindings = {**settings.bindings, person: {**settings.bindings[person], action: (name,)}}
    return replace(settings, bindings=bindings), ""


def reset(settings: Settings) -> Settings:
    """Return the usual keys and everything else as usual; the window keeps its size."""
    return replace(USUAL, full_screen=settings.full_screen, zoom=settings.zoom)


def _switch(name: str) -> Callable[[Settings, int], Settings]:
    """Return a change between yes and no."""
    return _choose(name, (False, True))


def _choose(name: str, values: Sequence[object], *, around: bool = True) -> Callable[[Settings, int], Settings]:
    """Return a change to the next of some values, beginning again after the last or not."""

    def change(settings: Settings, step: int) -> Settings:
        place = values.index(getattr(settings, name)) + step
        place = place % len(values) if around else min(max(place, 0), len(values) - 1)
        changes: dict[str, Any] = {name: values[place]}
        return replace(settings, **changes)

    return change


def _yes(name: str) -> Callable[[Settings], str]:
    """Return the words for yes and no."""
    return lambda settings: "on" if getattr(settings, name) else "off"


OPTIONS = (
    Option("muted", "Sound", lambda settings: "off" if settings.muted else "on", _switch("muted")),
    Option(
        "volume",
        "Volume",
        lambda settings: f"{settings.volume} of {LOUDEST}",
        _choose("volume", range(LOUDEST + 1), around=False),
    ),
    Option("calm", "Reduced motion", _yes("calm"), _switch("calm")),
    Option("captions", "Captions", _yes("captions"), _switch("captions")),
    Option("colours", "Colours of seats", lambda settings: settings.colours, _choose("colours", tuple(SETS))),
    Option("full_screen", "Full screen (F11)", _yes("full_screen"), _switch("full_screen")),
    Option("zoom", "Window size", lambda settings: f"{settings.zoom} %", _choose("zoom", ZOOMS, around=False)),
    Option(
        "button",
        "Gamepad button",
        lambda settings: f"button {settings.button + 1}",
        _choose("button", range(16)),
    ),
)
WAYS = (("test", "Test sound"), ("reset", "Usual settings"), ("cancel", "Cancel"), ("save", "Save"))
