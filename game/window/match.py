"""The match: a countdown, then ticks by absolute deadline, with a pause that stops the clock."""

from __future__ import annotations

import logging
import math
from typing import TYPE_CHECKING

import pygame

from game import load, state_hash
from game.core.contract import CrossplayError
from game.window.buttons import paint_buttons, pressed, row, shade
from game.window.crew import Crew
from game.window.desk import SIZE
from game.window.inputs import Inputs
from game.window.keeping import Keeping
from game.window.keys import words
from game.window.palette import INK, YELLOW
from game.window.setup import PEOPLE, find_level
from game.window.timeline import Timeline

if TYPE_CHECKING:
    from game.window.desk import Desk
    from game.window.setup import Setup

COUNTDOWN = 3.0
PAUSE = (("on", "Go on"), ("again", "Start again"), ("menu", "Menu"))
CATCH_UP = 3
"""Ticks played at most in one picture; a longer stall moves the deadlines instead."""
OWN_KEYS = frozenset({pygame.K_ESCAPE, pygame.K_p, pygame.K_m, pygame.K_F11})
"""What `game.window.keys.WINDOW_KEYS` names."""
logger = logging.getLogger(__name__)


class Match:
    """A round being played; ``choice`` becomes "over", "again" or "menu"."""

    def __init__(self, desk: Desk, setup: Setup) -> None:
        game = load(setup.game)
        level = find_level(game, setup.level, setup.ticks)
        self.desk, self.setup = desk, setup
        self.choice: object = None
        self.line = Timeline(game, level, setup.seed, setup.ticks)
        self.paused = False
        self.why = ""
        """Why the match is paused, where a person did not ask for it."""
        self._actions = {action.name: number for number, action in enumerate(game.actions)}
        self._seats = {PEOPLE[name]: seat for seat, name in enumerate(setup.seats) if name in PEOPLE}
        self._inputs = Inputs(desk.bindings, tuple(self._seats), desk.settings.button)
        self._inputs.plug(desk.pads.names)
        self._keeping = Keeping(desk.recorder, setup)
        self._crew = Crew(desk.partners, setup)
        self._now = 0.0
        self._begins: float | None = None
        self._chosen, self._counted = 0, 4
        self._buttons = row(PAUSE, (SIZE[0] // 2, 420))
        self._begin()

    def handle(self, event: pygame.event.Event) -> None:
        """Take an event in: pause keys first, then buttons while paused, and the game's keys."""
        if event.type == pygame.KEYDOWN and event.key in {pygame.K_ESCAPE, pygame.K_p}:
            self.pause(paused=not self.paused)
        elif event.type in {pygame.JOYDEVICEADDED, pygame.JOYDEVICEREMOVED}:
            self._pads(event)
        elif event.type == pygame.WINDOWFOCUSLOST and self.setup.people:
            self.pause(paused=True)
        elif getattr(event, "key", None) not in OWN_KEYS:
            rest = "paused" if self.paused else "early" if self._elapsed() < 0 else ""
            self._inputs.handle(event, self._elapsed() / self.setup.tick_rate, "late" if self.line.is_over else rest)
            if self.paused:
                self._choose(event)
        self._tell()

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
        if self.paused:
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
        """Paint the board, and over it the countdown or the pause."""
        at = min(max(0.0, self._elapsed()), float(self.line.round.tick + 1))
        frame = self.line.frame(max(0.0, at - 1 + 1e-9), self.setup.people, self.setup.tick_rate)
        self.desk.paint(surface, frame)
        middle, write = (SIZE[0] // 2, SIZE[1] // 2), self.desk.letters.write
        if self.paused:
            shade(surface)
            write(surface, "Pause", (middle[0], 260), size=90, anchor="center")
            if self.why:
                write(surface, self.why, (middle[0], 340), size=28, colour=YELLOW, anchor="center")
            paint_buttons(surface, self.desk.letters, self._buttons, self._chosen)
            self._paint_keys(surface)
        elif self._elapsed() < 0:
            shade(surface)
            left = str(math.ceil(-self._elapsed() / self.setup.tick_rate))
            write(surface, left, middle, size=200, colour=YELLOW, anchor="center")
            self._paint_keys(surface)

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
        for name in {happening.name for happening in self.line.scenes[-1].happenings}:
            self.desk.sound.happening(name)

    def _decide(self) -> tuple[int, ...]:
        """Return the joint action of this tick."""
        waiting = self.line.round.legality.waiting(self.line.round.tick)
        rest, joint = self.line.game.wait, []
        for seat, name in enumerate(self.setup.seats):
            if seat in waiting:
                joint.append(rest)
            elif name in PEOPLE:
                joint.append(self._actions.get(self._inputs.take(PEOPLE[name]), rest))
            else:
                joint.append(self._crew.decide(self.line, seat))
        return tuple(joint)

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

    def _paint_keys(self, surface: pygame.Surface) -> None:
        """Write the keys of the people who play, at the lower edge."""
        letters, lines = self.desk.letters, self.key_lines()
        strip = pygame.Rect(0, 0, SIZE[0], 34 * len(lines) + 20)
        strip.bottom = SIZE[1] - 70
        surface.fill(INK, strip)
        for number, line in enumerate(lines):
            letters.write(surface, line, (strip.centerx, strip.y + 27 + 34 * number), size=28, anchor="center")

    def key_lines(self) -> list[str]:
        """Return the keys and the gamepad of each person."""
        lines = []
        for person, seat in self._seats.items():
            name = f"{self.setup.seats[seat].capitalize()}: " if len(self._seats) > 1 else ""
            lines.append(name + words(self.desk.bindings, person))
            if person in self._inputs.owners.values():
                lines[-1] += ","
                lines.append(f"or the gamepad: stick or cross, and button {self.desk.settings.button + 1}")
        return lines
