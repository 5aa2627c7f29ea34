"""Who presses what: the keyboard and the gamepads of one or two people."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pygame

from game.window.keys import DIRECTIONS, SAY, VERBS, WHEEL, Fate, Hands, Press
from game.window.slots import held
from game.window.wheel import Wheel

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from game.window.keys import Bindings
    from game.window.slots import Able

HAT = 10
"""Number given to a gamepad's cross, beside those of its two axes."""
DEAD = 0.4
"""Share of its way that a stick has to be pushed."""
PAD = (*VERBS, WHEEL)
"""What the first four buttons of a gamepad do, beginning with the one that is set."""


class Touch(NamedTuple):
    """Something pressed or let go."""

    slot: str
    key: str
    at: float
    rest: str
    """Why nothing is played now, if so."""
    down: bool


class Inputs:
    """Turns events into presses of people's hands, and tells what became of each.

    ``people`` are the persons who play, each with the slots that do something for the seat.
    """

    def __init__(self, bindings: Bindings, people: Mapping[str, Able], button: int = 0) -> None:
        self.fates: list[Fate] = []
        self.hands = {person: Hands(person, self.fates, held(able)) for person, able in people.items()}
        self.wheels = {person: Wheel([slot for slot in SAY if slot in able]) for person, able in people.items()}
        self.owners: dict[int, str] = {}
        """Gamepad -> whose it is."""
        self.missing: list[str] = []
        """People whose gamepad was unplugged."""
        self._people, self._able = tuple(people), people
        others = [number for number in range(len(PAD) + 1) if number != button]
        self._buttons = dict(zip((button, *others), PAD, strict=False))
        self._keys: dict[int, tuple[str, str]] = {}
        self._pushed: dict[tuple[int, int], str] = {}
        for person, slots in bindings.items():
            owner = person if person in self.hands else next(iter(people), "")
            for slot, names in slots.items():
                self._keys |= {pygame.key.key_code(name): (owner, slot) for name in names}

    def handle(self, event: pygame.event.Event, at: float = 0.0, rest: str = "") -> None:
        """Take an event in, ``at`` seconds since play began; ``rest`` says why nothing is played now, if so."""
        if event.type in {pygame.KEYDOWN, pygame.KEYUP}:
            person, slot = self._keys.get(event.key, ("", ""))
            self._note(person, Touch(slot, pygame.key.name(event.key), at, rest, event.type == pygame.KEYDOWN))
        elif event.type in {pygame.JOYBUTTONDOWN, pygame.JOYBUTTONUP}:
            slot = self._buttons.get(event.button, "")
            person = self._owner(event.instance_id) if slot else ""
            down = event.type == pygame.JOYBUTTONDOWN
            self._note(person, Touch(slot, f"button {event.button}", at, rest, down))
        elif event.type == pygame.JOYHATMOTION:
            self._steer(event, HAT, (event.value[0], -event.value[1]), (at, rest))
        elif event.type == pygame.JOYAXISMOTION and event.axis in {0, 1}:
            push = (event.value, 0.0) if event.axis == 0 else (0.0, event.value)
            self._steer(event, event.axis, push, (at, rest))

    def take(self, person: str) -> str:
        """Return a person's action of this tick."""
        return self.hands[person].take() if person in self.hands else ""

    def speak(self, person: str) -> str:
        """Return a person's message of this tick."""
        return self.hands[person].speak() if person in self.hands else ""

    def is_bound(self, key: int) -> bool:
        """Tell whether a key does something for somebody who plays."""
        person, slot = self._keys.get(key, ("", ""))
        return slot in self._able.get(person, {})

    def clear(self, disposition: str = "paused") -> None:
        """Forget what is held, and say what became of what was pressed."""
        self._pushed.clear()
        for person, hands in self.hands.items():
            hands.clear(disposition)
            self.wheels[person].close()

    def drain(self) -> tuple[Fate, ...]:
        """Return what has become known since the last call about the keys pressed."""
        found = tuple(self.fates)
        self.fates.clear()
        return found

    def plug(self, pads: Iterable[int]) -> None:
        """Give each new gamepad to who lost one, else to the last person without one: the first has the keyboard."""
        for pad in pads:
            if pad not in self.owners and self._people:
                without = [person for person in self._people if person not in self.owners.values()]
                self.owners[pad] = self.missing.pop(0) if self.missing else (without or self._people)[-1]

    def unplug(self, pad: int) -> str:
        """Take a gamepad away; returns whose it was, or nothing."""
        person = self.owners.pop(pad, "")
        if person:
            self.missing.append(person)
        return person

    def _owner(self, pad: int) -> str:
        """Return whose a gamepad is."""
        self.plug((pad,))
        return self.owners.get(pad, "")

    def _steer(
        self, event: pygame.event.Event, control: int, push: tuple[float, float], when: tuple[float, str]
    ) -> None:
        """Turn a stick or cross into a direction that goes down and up."""
        slot, (at, rest) = (event.instance_id, control), when
        now, before = _direction(push), self._pushed.get(slot, "")
        if now == before:
            return
        self._pushed[slot] = now
        person, key = self._owner(event.instance_id), "cross" if control == HAT else "stick"
        if before:
            self._note(person, Touch(before, key, at, rest, down=False))
        if now:
            self._note(person, Touch(now, key, at, rest, down=True))

    def _note(self, person: str, touch: Touch) -> None:
        """Pass a press or release to a person's hands; one that does nothing for the seat is unbound and nobody's."""
        name = self._able.get(person, {}).get(touch.slot, "")
        wheel = self.wheels.get(person)
        if wheel is not None and not touch.rest and self._turn(person, wheel, touch):
            return
        if not name:
            if touch.down:
                self.fates.append(Fate("", Press("", touch.key, touch.at), "unbound"))
            return
        hands, press = self.hands[person], Press(name, touch.key, touch.at)
        if not touch.down:
            hands.release(*press)
        elif touch.rest:
            hands.rest(press, touch.rest)
        else:
            hands.press(*press)

    def _turn(self, person: str, wheel: Wheel, touch: Touch) -> bool:
        """Let the wheel of messages have a touch that is meant for it; tells whether it was."""
        if touch.slot == WHEEL and wheel.slots:
            said = wheel.open() if touch.down else wheel.close()
            if said:
                self.hands[person].press(self._able[person][said], touch.key, touch.at)
        elif wheel.is_open and touch.down and touch.slot in DIRECTIONS:
            wheel.turn(1 if touch.slot in {"east", "south"} else -1)
        else:
            return False
        press = Press(WHEEL, touch.key, touch.at)
        self.fates.append(Fate(person, press, "unbound" if touch.down else "released"))
        return True


def _direction(push: tuple[float, float]) -> str:
    """Return the direction of a push, or nothing inside the dead zone."""
    x, y = push
    if max(abs(x), abs(y)) < DEAD:
        return ""
    if abs(x) > abs(y):
        return "east" if x > 0 else "west"
    return "south" if y > 0 else "north"
