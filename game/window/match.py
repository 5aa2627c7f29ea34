"""The match: a countdown, then ticks by absolute deadline, with a pause that stops the clock."""

from __future__ import annotations

import logging
import math
from typing import TYPE_CHECKING

import pygame

from game import load, state_hash
from game.core.contract import CrossplayError
from game.window.buttons import paint_buttons, pressed, row, shade
from game.window.card import card_of, paint_cards
from game.window.crew import Crew
from game.window.desk import SIZE
from game.window.inputs import Inputs
from game.window.keeping import Keeping
from game.window.lessons import AREA as LESSONS
from game.window.palette import NIGHT, YELLOW
from game.window.series import part_words
from game.window.setup import PEOPLE, find_level
from game.window.sides import sides_of
from game.window.slots import role_of, slots_of
from game.window.timeline import Timeline
from game.window.wheel import paint_wheels

if TYPE_CHECKING:
    from game.window.card import Card
    from game.window.desk import Desk
    from game.window.lessons import Lessons
    from game.window.setup import Setup

COUNTDOWN = 3.0
PAUSE = (("on", "Go on"), ("again", "Start again"), ("menu", "Menu"))
LEARNT = (("play", "Now play"), ("again", "Once more"), ("menu", "Menu"))
CATCH_UP = 3
"""Ticks played at most in one picture; a longer stall moves the deadlines instead."""
OWN_KEYS = frozenset({pygame.K_ESCAPE, pygame.K_p, pygame.K_m, pygame.K_F11})
"""What `game.window.keys.WINDOW_KEYS` names."""
logger = logging.getLogger(__name__)


class Match:
    """A round being played; ``choice`` becomes "over", "again" or "menu", and after ``lessons`` also "play".

    With lessons nothing is recorded, and the round stops when the last is learnt.
    """

    def __init__(self, desk: Desk, setup: Setup, lessons: Lessons | None = None) -> None:
        game = load(setup.game)
        level = find_level(game, setup.level, setup.ticks)
        self.desk, self.setup, self.lessons = desk, setup, lessons
        self.choice: object = None
        self.line = Timeline(game, level, setup.seed, setup.ticks)
        self.paused = False
        self.why = ""
        """Why the match is paused, where a person did not ask for it."""
        self.shows_card = False
        """Whether the role cards are shown during play too."""
        self._choices = {name: number for number, name in enumerate(game.choice_names)}
        self._seats = {PEOPLE[name]: seat for seat, name in enumerate(setup.seats) if name in PEOPLE}
        self._sides = sides_of(self.line.seats, setup.people)
        able = {person: slots_of(game, role_of(game, level, seat)) for person, seat in self._seats.items()}
        self._inputs = Inputs(desk.bindings, able, desk.settings.button)
        self._inputs.plug(desk.pads.names)
        self._keeping = Keeping(None if lessons else desk.recorder, setup)
        self._crew = Crew(desk.partners_of(game), setup)
        self._now = 0.0
        self._begins: float | None = None
        self._chosen, self._counted = 0, 4
        self._buttons = row(PAUSE, (SIZE[0] // 2, 420))
        self._begin()

    def handle(self, event: pygame.event.Event) -> None:
        """Take an event in: pause keys first, then buttons while paused, and the game's keys."""
        if self.is_learnt:
            self._choose(event)
        elif event.type == pygame.KEYDOWN and event.key in {pygame.K_ESCAPE, pygame.K_p}:
            self.pause(paused=not self.paused)
        elif event.type in {pygame.JOYDEVICEADDED, pygame.JOYDEVICEREMOVED}:
            self._pads(event)
        elif event.type == pygame.WINDOWFOCUSLOST and self.setup.people:
            self.pause(paused=True)
        elif event.type == pygame.KEYDOWN and event.key == pygame.K_h and not self._inputs.is_bound(event.key):
            self.shows_card = not self.shows_card
        elif getattr(event, "key", None) not in OWN_KEYS:
            rest = "paused" if self.paused else "early" if self._elapsed() < 0 else ""
            self._inputs.handle(event, self._elapsed() / self.setup.tick_rate, "late" if self.line.is_over else rest)
            if self.paused:
                self._choose(event)
        self._tell()

    @property
    def is_learnt(self) -> bool:
        """Whether there were lessons and all of them are learnt."""
        return self.lessons is not None and self.lessons.is_over

    def pause(self, *, paused: bool, why: str = "") -> None:
        """Stop or go on; what was held is forgotten."""
        self.paused, self.why = paused, why
        self._inputs.clear()
        if not paused:
            self._inputs.missing.clear()

    def update(self, now: float) -> None:
        """Play every tick whose deadline has passed."""
        before, self._now = self._now or now, now
        if self._begins is None:
            self._begins = now + COUNTDOWN
        if self.paused or self.is_learnt:
            self._begins += now - before
            return
        self._count(self._begins - now)
        for _ in range(CATCH_UP):
            if self.choice is not None or self.line.is_over or self._late() < 0:
                break
            self._tick()
        if self.line.is_over:
            if self._late() >= 0 and self.choice is None:
                self._finish()
        elif self._late() > 1:
            self._begins += self._late() / self.setup.tick_rate

    def close(self) -> None:
        """Leave the match; a round that is not over is noted as left early."""
        self._inputs.clear("late")
        self._tell()
        self._keeping.abandon()

    def paint(self, surface: pygame.Surface) -> None:
        """Paint what the people who play may see, and over it the countdown, the pause, or what helps in play."""
        at = min(max(0.0, self._elapsed()), float(self.line.round.tick + 1))
        moment, people, rate = max(0.0, at - 1 + 1e-9), self.setup.people, self.setup.tick_rate
        surface.fill(NIGHT)
        area = surface.get_rect() if self.lessons is None else pygame.Rect(0, 0, SIZE[0], LESSONS.y - 6)
        self.desk.paint(surface, [self.line.frame(moment, people, rate, viewers) for viewers in self._sides], area)
        middle, write = (SIZE[0] // 2, SIZE[1] // 2), self.desk.letters.write
        if self.paused:
            shade(surface)
            write(surface, "Pause", (middle[0], 260), size=90, anchor="center")
            if self.why:
                write(surface, self.why, (middle[0], 340), size=28, colour=YELLOW, anchor="center")
            paint_buttons(surface, self.desk.letters, self._buttons, self._chosen)
        elif self._elapsed() < 0:
            shade(surface)
            left = str(math.ceil(-self._elapsed() / self.setup.tick_rate))
            write(surface, left, (middle[0], 280), size=200, colour=YELLOW, anchor="center")
            if part := part_words(self.setup.series, self.line.seats, self.setup.people):
                write(surface, part, (middle[0], 130), size=40, anchor="center")
        if self.lessons is not None and not self.paused:
            self.lessons.paint(surface, self.desk.letters)
            if self.is_learnt:
                paint_buttons(surface, self.desk.letters, self._buttons, self._chosen)
        elif self.paused or self._elapsed() < 0 or self.shows_card:
            paint_cards(surface, self.desk.letters, self.cards())
        else:
            paint_wheels(surface, self.desk.letters, self.line.game, self._inputs.wheels)

    def _elapsed(self) -> float:
        """Return ticks since play began; negative in the countdown."""
        since = -COUNTDOWN if self._begins is None else self._now - self._begins
        return since * self.setup.tick_rate

    def _late(self) -> float:
        """Return by how many ticks the deadline of the next tick has passed."""
        return self._elapsed() - (self.line.round.tick + 1)

    def _begin(self) -> None:
        """Let the partners take their seats."""
        try:
            self._crew.begin(self.line)
        except CrossplayError as error:
            self._give_up(error)

    def _pads(self, event: pygame.event.Event) -> None:
        """Pause when a person's gamepad is unplugged, and say when it is back."""
        if event.type == pygame.JOYDEVICEADDED:
            was = bool(self._inputs.missing)
            self._inputs.plug(self.desk.pads.names)
            if was and not self._inputs.missing:
                self.why = "The gamepad is back: press Enter or its button to go on."
            return
        person = self._inputs.unplug(event.instance_id)
        if person and not self.line.is_over:
            name = self.setup.seats[self._seats[person]]
            remedy = "plug it in again, or press Enter to go on with the keyboard."
            self.pause(paused=True, why=f"The gamepad of {name!r} was unplugged: {remedy}")

    def _choose(self, event: pygame.event.Event) -> None:
        """Press the buttons of the pause."""
        name, self._chosen = pressed(self._buttons, event, self._chosen)
        if event.type == pygame.JOYBUTTONDOWN and event.button == self.desk.settings.button:
            name = "on"
        if name == "on":
            self.pause(paused=False)
        elif name:
            self.choice = name

    def _tell(self) -> None:
        """Pass on what has become of the keys pressed."""
        for person, press, disposition in self._inputs.drain():
            key = (press.key, press.action, press.at)
            self._keeping.input(self._seats.get(person, -1), key, self.line.round.tick, disposition)

    def _tick(self) -> None:
        """Play one tick: every seat decides from the same state; a partner that fails ends the match."""
        late = self._late() / self.setup.tick_rate
        try:
            joint = self._decide()
            self._tell()
            state = self.line.step(joint)
        except CrossplayError as error:
            self._give_up(error)
            return
        self._keeping.tick(joint, state_hash(state), late)
        self.desk.notice = self._keeping.fault or self.desk.notice
        self._sound()
        if self.lessons is not None and self.lessons.see(joint, self.line.log[-1]):
            self.desk.sound.play("go")
            self._buttons = row(LEARNT if self.is_learnt else PAUSE, (SIZE[0] // 2, 420))

    def _sound(self) -> None:
        """Play what the people who play may hear of this tick."""
        names = {each.name for viewers in self._sides for each in self.line.scene(self.line.last, viewers).happenings}
        for name in sorted(names):
            effect = self.line.game.effects.get(name)
            if effect is not None and effect.sound:
                self.desk.sound.play(effect.sound)
            else:
                self.desk.sound.happening(name)

    def _decide(self) -> tuple[int, ...]:
        """Return the joint action of this tick."""
        waiting = self.line.round.legality.waiting(self.line.round.tick)
        rest, joint = self.line.game.wait, []
        for seat, name in enumerate(self.setup.seats):
            if seat in waiting:
                joint.append(rest)
            elif name in PEOPLE:
                joint.append(self._wish(PEOPLE[name]))
            else:
                joint.append(self._crew.decide(self.line, seat))
        return tuple(joint)

    def _wish(self, person: str) -> int:
        """Return a person's choice: what was pressed, or waiting, with what is said beside it."""
        said = self._inputs.speak(person)
        action = self._inputs.take(person) or self.line.game.actions[self.line.game.wait].name
        return self._choices[action + said]

    def _give_up(self, error: CrossplayError) -> None:
        """Close the match because of a partner that failed, and say so."""
        logger.error("the match was closed", exc_info=error)
        self.desk.notice = str(error)
        self.choice = "menu"

    def _count(self, left: float) -> None:
        """Sound the countdown."""
        number = max(0, math.ceil(left))
        if number < self._counted:
            self._counted = number
            self.desk.sound.play("count" if number else "go")

    def _finish(self) -> None:
        """Close the record and go on to the result."""
        self.choice = "over"
        self._inputs.clear("late")
        self._tell()
        self._keeping.finish(self.line.round.score)
        self.desk.notice = self._keeping.fault or self.desk.notice

    def cards(self) -> list[Card]:
        """Return the role cards of the people who play."""
        game, level, bindings = self.line.game, self.line.level, self.desk.bindings
        return [
            card_of(game, level, seat, bindings[person], self._pad_words(person))
            for person, seat in self._seats.items()
        ]

    def _pad_words(self, person: str) -> str:
        """Return how a person's gamepad is used, or nothing where there is none."""
        if person not in self._inputs.owners.values():
            return ""
        return f"or the gamepad: stick or cross, and button {self.desk.settings.button + 1}"
