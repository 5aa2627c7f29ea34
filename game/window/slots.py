"""The slots of a seat: which of its actions and messages is at which place of a keyboard or gamepad."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.core.contract import WAIT
from game.window.keys import DIRECTIONS, SAY, VERBS, WALK, WHEEL, cap

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from game.core.contract import Game, Level, Role

Able = dict[str, str]
"""Slot -> name of the action, or of the message after a plus sign; the slot of the wheel is its own name."""
SAYINGS = {"interact": "take, put and serve"}
"""What an action is called in a sentence, where that is not its name."""
ARROWS = ("up", "left", "down", "right")


def slots(game: Game) -> Able:
    """Return all slots of a game: directions by name, verbs in the order of its actions, messages in theirs."""
    names = [action.name for action in game.actions if action.letter != WAIT]
    walk = {name: name for name in names if name in DIRECTIONS}
    verbs = dict(zip(VERBS, (name for name in names if name not in DIRECTIONS), strict=False))
    said = dict(zip(SAY, (f"+{message.name}" for message in game.messages), strict=False))
    return walk | verbs | said


def slots_of(game: Game, role: Role) -> Able:
    """Return the slots that do something for a role; each stays at its place, whatever else the role lacks."""
    has = {*role.actions, *(f"+{name}" for name in role.messages)}
    found = {slot: name for slot, name in slots(game).items() if name in has}
    return found | ({WHEEL: WHEEL} if role.messages else {})


def held(able: Able) -> frozenset[str]:
    """Return the actions that go on while their key is held: directions, or the first verb of who never walks."""
    walk = DIRECTIONS & able.keys()
    return walk or frozenset({able["use"]} if "use" in able else ())


def role_of(game: Game, level: Level, seat: int) -> Role:
    """Return the role of a seat."""
    name = game.seats(level)[seat].role
    return next(role for role in game.roles if role.name == name)


def saying(action: str) -> str:
    """Return what an action is called in a sentence."""
    return SAYINGS.get(action, action.replace("_", " "))


def walking(keys: Mapping[str, Sequence[str]]) -> str:
    """Return the keys that walk, as they are printed."""
    walk = tuple(keys[side][0] if keys.get(side) else "?" for side in ("north", "west", "south", "east"))
    return "arrow keys" if walk == ARROWS else " ".join(cap(key) for key in walk)


def words(keys: Mapping[str, Sequence[str]], able: Able) -> str:
    """Return in a line what a person's keys do: ``"W A S D to walk, E or Space to take, put and serve"``."""
    found = [f"{walking(keys)} to walk"] if any(side in able for side in WALK) else []
    found += [f"{_caps(keys, slot)} to {saying(able[slot])}" for slot in VERBS if slot in able]
    if WHEEL in able:
        found.append(f"{_caps(keys, WHEEL)} to speak")
    return ", ".join(found)


def _caps(keys: Mapping[str, Sequence[str]], slot: str) -> str:
    """Return what is printed on the keys of a slot."""
    return " or ".join(cap(key) for key in keys.get(slot, ())) or "no key"
