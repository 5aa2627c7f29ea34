"""Which key does what, and a person's hands: the latest press wins, a tap counts, interact needs a fresh press."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

Bindings = Mapping[str, Mapping[str, tuple[str, ...]]]
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
WINDOW_KEYS = ("escape", "p", "m", "f11")
"""Keys that the window itself needs: pause, mute and full screen."""


class Press(NamedTuple):
    """A key that went down."""

    action: str
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
    """One person's presses, turned into one action name a tick; ``fates`` grows by what became of each."""

    def __init__(self, person: str = "", fates: list[Fate] | None = None) -> None:
        self.person = person
        self.fates: list[Fate] = [] if fates is None else fates
        self._pressed: Press | None = None
        self._held: list[str] = []

    def press(self, action: str, key: str = "", at: float = 0.0) -> None:
        """Note that the key of an action went down in play."""
        self._settle("replaced")
        self._pressed = Press(action, key, at)
        self._hold(action)

    def rest(self, press: Press, disposition: str) -> None:
        """Note that a key went down while nothing is played: a direction still held when play goes on counts then."""
        self._hold(press.action)
        self.fates.append(Fate(self.person, press, disposition))

    def release(self, action: str, key: str = "", at: float = 0.0) -> None:
        """Note that the key of an action went up; a tap since the last tick still counts."""
        self._held = [each for each in self._held if each != action]
        self.fates.append(Fate(self.person, Press(action, key, at), "released"))

    def take(self) -> str:
        """Return the action of this tick, or nothing: the latest press, else the latest direction still held."""
        action = self._pressed.action if self._pressed else (self._held[-1] if self._held else "")
        self._settle("played")
        return action

    def clear(self, disposition: str = "paused") -> None:
        """Forget everything, as for a pause: what was pressed and not yet played never will be."""
        self._settle(disposition)
        self._held = []

    def _hold(self, action: str) -> None:
        """Let a direction go on until it is let go."""
        if action in DIRECTIONS:
            self._held = [*(each for each in self._held if each != action), action]

    def _settle(self, disposition: str) -> None:
        """Say what became of the press that waited for its tick."""
        if self._pressed is not None:
            self.fates.append(Fate(self.person, self._pressed, disposition))
        self._pressed = None


def conflicts(bindings: Bindings) -> tuple[str, ...]:
    """Return a sentence for each key that does two things, and for each that the window needs itself."""
    users: dict[str, list[str]] = {}
    for person, actions in bindings.items():
        for action, keys in actions.items():
            for key in keys:
                users.setdefault(key, []).append(f"{person} person: {action}")
    twice = [f"{key!r} is set twice ({', '.join(who)})" for key, who in users.items() if len(who) > 1]
    return (*twice, *(f"{key!r} is needed by the window" for key in users if key in WINDOW_KEYS))


def words(bindings: Bindings, person: str) -> str:
    """Return in a line which keys a person has: ``"W A S D to walk, E or Space to take, put and serve"``."""
    keys = bindings[person]
    walk = [keys[side][0] if keys[side] else "?" for side in ("north", "west", "south", "east")]
    walking = "arrow keys" if walk == ["up", "left", "down", "right"] else " ".join(cap(key) for key in walk)
    return f"{walking} to walk, {' or '.join(cap(key) for key in keys['interact'])} to take, put and serve"


def cap(key: str) -> str:
    """Return what is printed on a key."""
    return "Enter" if key == "return" else key.title()
