"""Watching a round again: a bar to scrub, speed, single steps, and what every seat did."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from game.window.desk import SIZE
from game.window.draw import swatch
from game.window.palette import INK, MIST, PAPER, SLATE, YELLOW

if TYPE_CHECKING:
    from game.window.desk import Desk
    from game.window.timeline import Timeline

SPEEDS = (0.5, 1.0, 2.0, 4.0, 8.0)
STRIP = 96
TRACK = pygame.Rect(200, SIZE[1] - 36, SIZE[0] - 240, 10)


class Replay:
    """A stored round on screen; ``choice`` becomes "back"."""

    def __init__(self, desk: Desk, line: Timeline, people: frozenset[int], tick_rate: float) -> None:
        self.desk, self.line, self.people, self.tick_rate = desk, line, people, tick_rate
        self.choice: object = None
        self.at, self.speed, self.playing = 0.0, 1, True
        self._now: float | None = None

    @property
    def last(self) -> int:
        """Number of the last scene."""
        return len(self.line.scenes) - 1

    def handle(self, event: pygame.event.Event) -> None:
        """Take an event in."""
        if event.type == pygame.KEYDOWN:
            self._key(event.key)
        held = event.type == pygame.MOUSEMOTION and event.buttons[0]
        if (held or event.type == pygame.MOUSEBUTTONDOWN) and TRACK.inflate(20, 40).collidepoint(event.pos):
            self.at = min(1.0, max(0.0, (event.pos[0] - TRACK.x) / TRACK.w)) * self.last

    def update(self, now: float) -> None:
        """Move on with the time."""
        passed = 0.0 if self._now is None else now - self._now
        self._now = now
        if self.playing:
            self.at = min(float(self.last), self.at + passed * self.tick_rate * SPEEDS[self.speed])

    def paint(self, surface: pygame.Surface) -> None:
        """Paint the board, the seats' actions and the bar."""
        frame = self.line.frame(self.at, self.people, self.tick_rate)
        self.desk.painter.paint(surface, frame, pygame.Rect(0, 0, SIZE[0], SIZE[1] - STRIP))
        surface.fill(INK, (0, SIZE[1] - STRIP, *SIZE))
        self._actions(surface, frame.scene.tick)
        write = self.desk.letters.write
        words = f"{'playing' if self.playing else 'stopped'}  x{SPEEDS[self.speed]:g}"
        write(surface, words, (20, SIZE[1] - 42), size=26, colour=YELLOW)
        words = "Space stops, left and right step, up and down change speed, Esc goes back"
        write(surface, words, (SIZE[0] - 20, SIZE[1] - STRIP + 12), size=20, colour=MIST, anchor="topright")
        share = self.at / max(1, self.last)
        pygame.draw.rect(surface, SLATE, TRACK, border_radius=5)
        pygame.draw.rect(surface, YELLOW, (*TRACK.topleft, round(TRACK.w * share), TRACK.h), border_radius=5)
        pygame.draw.circle(surface, PAPER, (TRACK.x + TRACK.w * share, TRACK.centery), 11)

    def _key(self, key: int) -> None:
        """Take a key in."""
        if key == pygame.K_ESCAPE:
            self.choice = "back"
        elif key == pygame.K_SPACE:
            self.at = 0.0 if self.at >= self.last else self.at
            self.playing = not self.playing
        elif key in {pygame.K_LEFT, pygame.K_RIGHT}:
            self.playing = False
            self.at = min(float(self.last), max(0.0, round(self.at) + (1.0 if key == pygame.K_RIGHT else -1.0)))
        elif key in {pygame.K_UP, pygame.K_DOWN}:
            step = 1 if key == pygame.K_UP else -1
            self.speed = min(len(SPEEDS) - 1, max(0, self.speed + step))

    def _actions(self, surface: pygame.Surface, tick: int) -> None:
        """Write what every seat did in the tick shown."""
        joint = self.line.joints[tick - 1] if 0 < tick <= len(self.line.joints) else ()
        self.desk.letters.write(surface, f"tick {tick}", (20, SIZE[1] - STRIP + 14), size=28, colour=PAPER)
        for seat, action in enumerate(joint):
            x = 150 + seat * 130
            swatch(surface, seat, (x, SIZE[1] - STRIP + 24), 9)
            name = self.line.game.actions[action].name
            self.desk.letters.write(surface, name, (x + 16, SIZE[1] - STRIP + 24), size=26, anchor="midleft")
