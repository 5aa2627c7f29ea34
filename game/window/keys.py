"""Which key does what, and a person's hands: the latest press wins, a tap counts, verbs need a fresh press.

Keys are bound to slots and not to a game's actions, so that fingers find the same thing at one place in every game.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import NamedTuple

Bindings = Mapping[str, Mapping[str, tuple[str, ...]]]
"""Person ("first", "second") -> slot -> names of keys as pygame spells them."""

WALK = ("north", "south", "east", "west")
DIRECTIONS = frozenset(WALK)
VERBS = ("use", "second", "third")
WHEEL = "wheel"
SAY = tuple(f"say {number}" for number in range(1, 8))
"""Slots of the messages, by their number."""


def _numbers(spelling: str) -> dict[str, tuple[str, ...]]:
    """Return a key for each message."""
    return {slot: (spelling.format(number),) for number, slot in enumerate(SAY, 1)}


DEFAULTS: Bindings = {
    "first": {
        "north": ("w",),
        "south": ("s",),
        "east": ("d",),
        "west": ("a",),
        "use": ("e", "space"),
        "second": ("q",),
        "third": ("f",),
        WHEEL: ("tab",),
        **_numbers("{}"),
    },
    "second": {
        "north": ("up",),
        "south": ("down",),
        "east": ("right",),
        "west": ("left",),
        "use": ("right ctrl", "return"),
        "second": ("/", "."),
        "third": (",",),
        WHEEL: ("right shift",),
        **_numbers("[{}]"),
    },
}
WINDOW_KEYS = ("escape", "p", "m", "f11")
"""Keys that the window itself needs: pause, mute and full screen."""


class Press(NamedTuple):
    """A key that went down."""

    action: str
    """Name of an action, or of a message after a plus sign, or ``"wheel"``."""
    key: str = ""
    at: float = 0.0
    """Seconds since play began."""


class Fate(NamedTuple):
    """What became of a key; ``disposition`` is one of those that `game.window.setup.Record` lists."""

    person: str
    """Whose it was, or nothing."""
    press: Press
    disposition: str


class Hands:
    """One person's presses, turned into one action and one message a tick; ``fates`` grows by what became of each.

    ``holds`` are the actions that go on for as long as their key is held.
    """

    def __init__(self, person: str = "", fates: list[Fate] | None = None, holds: AbstractSet[str] = DIRECTIONS) -> None:
        self.person, self._holds = person, holds
        self.fates: list[Fate] = [] if fates is None else fates
        self._pressed: Press | None = None
        self._said: Press | None = None
        self._held: list[str] = []

    def press(self, action: str, key: str = "", at: float = 0.0) -> None:
        """Note that the key of an action, or of a message, went down in play."""
        if action.startswith("+"):
            self._settle(self._said, "replaced")
            self._said = Press(action, key, at)
            return
        self._settle(self._pressed, "replaced")
        self._pressed = Press(action, key, at)
        self._hold(action)

    def rest(self, press: Press, disposition: str) -> None:
        """Note that a key went down while nothing is played: a direction still held when play goes on counts then."""
        self._hold(press.action)
        self._settle(press, disposition)

    def release(self, action: str, key: str = "", at: float = 0.0) -> None:
        """Note that the key of an action went up; a tap since the last tick still counts."""
        self._held = [each for each in self._held if each != action]
        self._settle(Press(action, key, at), "released")

    def take(self) -> str:
        """Return the action of this tick, or nothing: the latest press, else the latest that is still held."""
        action = self._pressed.action if self._pressed else (self._held[-1] if self._held else "")
        self._settle(self._pressed, "played")
        self._pressed = None
        return action

    def speak(self) -> str:
        """Return what is said in this tick beside the action, as a message's name after a plus sign, or nothing."""
        message = self._said.action if self._said else ""
        self._settle(self._said, "played")
        self._said = None
        return message

    def clear(self, disposition: str = "paused") -> None:
        """Forget everything, as for a pause: what was pressed and not yet played never will be."""
        self._settle(self._said, disposition)
        self._settle(self._pressed, disposition)
        self._pressed = self._said = None
        self._held = []

    def _hold(self, action: str) -> None:
        """Let an action that is held go on until it is let go."""
        if action in self._holds:
            self._held = [*(each for each in self._held if each != action), action]

    def _settle(self, press: Press | None, disposition: str) -> None:
        """Say what became of a press."""
        if press is not None:
            self.fates.append(Fate(self.person, press, disposition))


def conflicts(bindings: Bindings) -> tuple[str, ...]:
    """Return a sentence for each key that does two things, and for each that the window needs itself."""
    users: dict[str, list[str]] = {}
    for person, slots in bindings.items():
        for slot, keys in slots.items():
            for key in keys:
                users.setdefault(key, []).append(f"{person} person: {slot}")
    twice = [f"{key!r} is set twice ({', '.join(who)})" for key, who in users.items() if len(who) > 1]
    return (*twice, *(f"{key!r} is needed by the window" for key in users if key in WINDOW_KEYS))


def cap(key: str) -> str:
    """Return what is printed on a key."""
    if key.startswith("[") and key.endswith("]"):
        return f"Keypad {key[1:-1]}"
    return "Enter" if key == "return" else key.title()
