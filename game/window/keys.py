"""From keys to one action a tick: the latest press wins, a short tap counts, and using something needs a fresh press."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pygame

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

Bindings = dict[str, dict[str, tuple[str, ...]]]
"""Person ("first", "second") -> action name -> names of keys as pygame spells them."""

DEFAULTS: Bindings = {
    "first": {
        "north": ("w",),
        "south": ("s",),
        "east": ("d",),
        "west": ("a",),
        "interact": ("e", "space"),
    },
    "second": {
        "north": ("up",),
        "south": ("down",),
        "east": ("right",),
        "west": ("left",),
        "interact": ("right ctrl", "return"),
    },
}
DIRECTIONS = frozenset({"north", "south", "east", "west"})


class Hands:
    """One person's presses, turned into one action name a tick."""

    def __init__(self) -> None:
        self._pressed = ""
        self._held: list[str] = []

    def press(self, action: str) -> None:
        """Note that the key of an action went down."""
        self._pressed = action
        if action in DIRECTIONS:
            self.release(action)
            self._held.append(action)

    def release(self, action: str) -> None:
        """Note that the key of an action went up; a tap since the last tick still counts."""
        self._held = [each for each in self._held if each != action]

    def take(self) -> str:
        """Return the action of this tick, or nothing: the latest press, else the latest direction still held."""
        action = self._pressed or (self._held[-1] if self._held else "")
        self._pressed = ""
        return action

    def clear(self) -> None:
        """Forget everything, as after a pause."""
        self._pressed, self._held = "", []


def read_bindings(path: Path) -> Bindings:
    """Return the key bindings in a JSON file, over the defaults; a missing file means the defaults."""
    if not path.is_file():
        return DEFAULTS
    stored = json.loads(path.read_text(encoding="utf-8"))
    return {
        person: {action: tuple(stored.get(person, {}).get(action, keys)) for action, keys in actions.items()}
        for person, actions in DEFAULTS.items()
    }


def write_bindings(path: Path, bindings: Bindings) -> None:
    """Store key bindings."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(bindings, indent=2) + "\n", encoding="utf-8")


class Inputs:
    """Who presses what: keyboards and gamepads of one or two people."""

    def __init__(self, bindings: Mapping[str, Mapping[str, tuple[str, ...]]], people: tuple[str, ...]) -> None:
        self.hands = {person: Hands() for person in people}
        self._keys: dict[int, tuple[str, str]] = {}
        for person, actions in bindings.items():
            owner = person if person in self.hands else next(iter(people), "")
            for action, names in actions.items():
                self._keys |= {pygame.key.key_code(name): (owner, action) for name in names}
        self._pads: dict[tuple[int, int], str] = {}

    def handle(self, event: pygame.event.Event) -> tuple[str, str] | None:
        """Take an event in; returns (person, action) when it was a press in the game."""
        if event.type in {pygame.KEYDOWN, pygame.KEYUP} and event.key in self._keys:
            person, action = self._keys[event.key]
            return self._note(person, action, down=event.type == pygame.KEYDOWN)
        if event.type == pygame.JOYBUTTONDOWN and event.button == 0:
            return self._note(self._owner(event), "interact", down=True)
        if event.type == pygame.JOYHATMOTION:
            x, y = event.value
            return self._steer(event, 10, (x, -y))
        if event.type == pygame.JOYAXISMOTION and event.axis in {0, 1}:
            return self._steer(event, event.axis, (event.value, 0.0) if event.axis == 0 else (0.0, event.value))
        return None

    def take(self, person: str) -> str:
        """Return a person's action of this tick."""
        return self.hands[person].take() if person in self.hands else ""

    def clear(self) -> None:
        """Forget what is held."""
        for hands in self.hands.values():
            hands.clear()

    def _owner(self, event: pygame.event.Event) -> str:
        """Return whose a gamepad is: the second person's when there are two, as the first has the keyboard."""
        people = tuple(self.hands)
        return people[-1] if people else ""

    def _steer(self, event: pygame.event.Event, control: int, push: tuple[float, float]) -> tuple[str, str] | None:
        """Turn a stick or cross into a direction that goes down and up."""
        person, slot = self._owner(event), (event.instance_id, control)
        now, before = _direction(push), self._pads.get(slot, "")
        if now == before:
            return None
        self._pads[slot] = now
        self._note(person, before, down=False)
        return self._note(person, now, down=True) if now else None

    def _note(self, person: str, action: str, *, down: bool) -> tuple[str, str] | None:
        """Pass a press or release to a person's hands."""
        if person not in self.hands:
            return None
        if not down:
            self.hands[person].release(action)
            return None
        self.hands[person].press(action)
        return person, action


def _direction(push: tuple[float, float]) -> str:
    """Return the direction of a push, or nothing inside the dead zone."""
    x, y = push
    if max(abs(x), abs(y)) < 0.4:
        return ""
    if abs(x) > abs(y):
        return "east" if x > 0 else "west"
    return "south" if y > 0 else "north"
