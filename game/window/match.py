"""The match: a countdown, then ticks by absolute deadline, with a pause that stops the clock."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pygame

from game import load, state_hash
from game.core.episode import decide
from game.window.buttons import paint_buttons, pressed, row, shade
from game.window.desk import SIZE
from game.window.keys import Inputs
from game.window.palette import PAPER, YELLOW
from game.window.setup import PEOPLE, find_level
from game.window.timeline import Timeline

if TYPE_CHECKING:
    from game.window.desk import Desk
    from game.window.setup import Setup

COUNTDOWN = 3.0
PAUSE = (("on", "Go on"), ("again", "Start again"), ("menu", "Menu"))
CATCH_UP = 3
"""Ticks played at most in one picture; a longer stall moves the deadlines instead."""


class Match:
    """A round being played; ``choice`` becomes "over", "again" or "menu"."""

    def __init__(self, desk: Desk, setup: Setup) -> None:
        game = load(setup.game)
        level = find_level(game, setup.level)
        self.desk, self.setup = desk, setup
        self.choice: object = None
        self.line = Timeline(game, level, setup.seed, setup.ticks)
        self.paused = False
        self._actions = {action.name: number for number, action in enumerate(game.actions)}
        self._rest = self._actions.get("stay", 0)
        people = tuple(PEOPLE[name] for name in setup.seats if name in PEOPLE)
        self._inputs = Inputs(desk.bindings, people)
        self._actors = {seat: desk.partners[name]() for seat, name in enumerate(setup.seats) if name not in PEOPLE}
        for seat, actor in self._actors.items():
            actor.begin(game, [level], [seat], [setup.seed])
        self._record = desk.recorder(setup) if desk.recorder else None
        self._now = 0.0
        self._begins: float | None = None
        self._chosen, self._counted = 0, 4
        self._buttons = row(PAUSE, (SIZE[0] // 2, 420))

    def handle(self, event: pygame.event.Event) -> None:
        """Take an event in: pause keys first, then buttons while paused, then the game's keys."""
        if event.type == pygame.KEYDOWN and event.key in {pygame.K_ESCAPE, pygame.K_p}:
            self.pause(paused=not self.paused)
        elif self.paused:
            name, self._chosen = pressed(self._buttons, event, self._chosen)
            if name == "on":
                self.pause(paused=False)
            elif name:
                self.choice = name
        elif event.type == pygame.WINDOWFOCUSLOST and self.setup.people:
            self.pause(paused=True)
        else:
            self._press(event)

    def pause(self, *, paused: bool) -> None:
        """Stop or go on; what was held is forgotten."""
        self.paused = paused
        self._inputs.clear()

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
            if self.line.is_over or self._elapsed() < self.line.round.tick + 1:
                break
            self._tick()
        late = self._elapsed() - (self.line.round.tick + 1)
        if self.line.is_over:
            if late >= 0 and self.choice is None:
                self._finish()
        elif late > 1:
            self._begins += late / self.setup.tick_rate

    def paint(self, surface: pygame.Surface) -> None:
        """Paint the board, and over it the countdown or the pause."""
        at = min(max(0.0, self._elapsed()), float(self.line.round.tick + 1))
        frame = self.line.frame(max(0.0, at - 1 + 1e-9), self.setup.people, self.setup.tick_rate)
        self.desk.painter.paint(surface, frame)
        middle = (SIZE[0] // 2, SIZE[1] // 2)
        if self.paused:
            shade(surface)
            self.desk.letters.write(surface, "Pause", (middle[0], 280), size=90, anchor="center")
            paint_buttons(surface, self.desk.letters, self._buttons, self._chosen)
        elif self._elapsed() < 0:
            shade(surface)
            left = str(math.ceil(-self._elapsed() / self.setup.tick_rate))
            self.desk.letters.write(surface, left, middle, size=200, colour=YELLOW, anchor="center")
            words = "W A S D to walk, E or space to take, put and serve"
            self.desk.letters.write(surface, words, (middle[0], 640), size=32, colour=PAPER, anchor="center")

    def _elapsed(self) -> float:
        """Return ticks since play began; negative in the countdown."""
        return 0.0 if self._begins is None else (self._now - self._begins) * self.setup.tick_rate

    def _press(self, event: pygame.event.Event) -> None:
        """Pass an event to the hands, and a press to the recorder."""
        press = self._inputs.handle(event)
        if press is None or self._record is None:
            return
        names = [PEOPLE.get(name) for name in self.setup.seats]
        self._record.input(names.index(press[0]), press[1], self._elapsed() / self.setup.tick_rate)

    def _tick(self) -> None:
        """Play one tick: every seat decides from the same state."""
        joint = tuple(self._decide(seat, name) for seat, name in enumerate(self.setup.seats))
        state = self.line.step(joint)
        if self._record is not None:
            self._record.tick(joint, state_hash(state))
        for name in {happening.name for happening in self.line.scenes[-1].happenings}:
            self.desk.sound.happening(name)

    def _decide(self, seat: int, name: str) -> int:
        """Return a seat's action."""
        if seat in self._actors:
            return decide(self.line.round, self._actors[seat], seat)
        return self._actions.get(self._inputs.take(PEOPLE[name]), self._rest)

    def _count(self, left: float) -> None:
        """Sound the countdown."""
        number = max(0, math.ceil(left))
        if number < self._counted:
            self._counted = number
            self.desk.sound.play("count" if number else "go")

    def _finish(self) -> None:
        """Close the record and go on to the result."""
        self.choice = "over"
        if self._record is not None:
            self._record.finish(self.line.round.score)
