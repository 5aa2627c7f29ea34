"""Who presses what: the keyboard and the gamepads of one or two people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from game.window.keys import Fate, Hands, Press

if TYPE_CHECKING:
    from collections.abc import Iterable

    from game.window.keys import Bindings

HAT = 10
"""Number given to a gamepad's cross, beside those of its two axes."""
DEAD = 0.4
"""Share of its way that a stick has to be pushed."""


class Inputs:
    """Turns events into presses of people's hands, and tells what became of each."""

    def __init__(self, bindings: Bindings, people: tuple[str, ...], button: int = 0) -> None:
        self.fates: list[Fate] = []
        self.hands = {person: Hands(person, self.fates) for person in people}
        self.owners: dict[int, str] = {}
        """Gamepad -> whose it is."""
        self.missing: list[str] = []
        """People whose gamepad was unplugged."""
        self._people, self._button = people, button
        self._keys: dict[int, tuple[str, str]] = {}
        self._pushed: dict[tuple[int, int], str] = {}
        for person, actions in bindings.items():
            owner = person if person in self.hands else next(iter(people), "")
            for action, names in actions.items():
                self._keys |= {pygame.key.key_code(name): (owner, action) for name in names}

    def handle(self, event: pygame.event.Event, at: float = 0.0, rest: str = "") -> None:
        """Take an event in, ``at`` seconds since play began; ``rest`` says why nothing is played now, if so."""
        if event.type in {pygame.KEYDOWN, pygame.KEYUP}:
            self._key(event, at, rest)
        elif event.type in {pygame.JOYBUTTONDOWN, pygame.JOYBUTTONUP}:
            bound = event.button == self._button
            person = self._owner(event.instance_id) if bound else ""
            press = Press("interact" if bound else "", f"button {event.button}", at)
            self._note(person, press, rest, down=event.type == pygame.JOYBUTTONDOWN)
        elif event.type == pygame.JOYHATMOTION:
            self._steer(event, HAT, (event.value[0], -event.value[1]), (at, rest))
        elif event.type == pygame.JOYAXISMOTION and event.axis in {0, 1}:
            push = (event.value, 0.0) if event.axis == 0 else (0.0, event.value)
            self._steer(event, event.axis, push, (at, rest))

    def take(self, person: str) -> str:
        """Return a person's action of this tick."""
        return self.hands[person].take() if person in self.hands else ""

    def clear(self, disposition: str = "paused") -> None:
        """Forget what is held, and say what became of what was pressed."""
        self._pushed.clear()
        for hands in self.hands.values():
            hands.clear(disposition)

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

    def _key(self, event: pygame.event.Event, at: float, rest: str) -> None:
        """Take a key of a keyboard in."""
        person, action = self._keys.get(event.key, ("", ""))
        press = Press(action, pygame.key.name(event.key), at)
        self._note(person, press, rest, down=event.type == pygame.KEYDOWN)

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
            self._note(person, Press(before, key, at), rest, down=False)
        if now:
            self._note(person, Press(now, key, at), rest, down=True)

    def _note(self, person: str, press: Press, rest: str, *, down: bool) -> None:
        """Pass a press or release to a person's hands; a press that is nobody's is unbound."""
        hands = self.hands.get(person)
        if hands is None:
            if down:
                self.fates.append(Fate("", press._replace(action=""), "unbound"))
        elif not down:
            hands.release(*press)
        elif rest:
            hands.rest(press, rest)
        else:
            hands.press(*press)


def _direction(push: tuple[float, float]) -> str:
    """Return the direction of a push, or nothing inside the dead zone."""
    x, y = push
    if max(abs(x), abs(y)) < DEAD:
        return ""
    if abs(x) > abs(y):
        return "east" if x > 0 else "west"
    return "south" if y > 0 else "north"
