"""Watching a round again: a bar to scrub with marks to jump to, speed, single steps, and what every seat did."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from game.window.desk import SIZE
from game.window.draw import swatch
from game.window.export import Export, free_path
from game.window.keycap import paint_cap
from game.window.palette import GREEN, INK, MIST, ORANGE, PAPER, SLATE, YELLOW

if TYPE_CHECKING:
    from game.window.desk import Desk
    from game.window.timeline import Mark, Timeline

SPEEDS = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0)
STRIP = 150
TRACK = pygame.Rect(40, SIZE[1] - 62, SIZE[0] - 80, 10)
LOOKS = {"delivery": (YELLOW, 22), "potting": (ORANGE, 15), "pickup": (MIST, 8)}
"""Kind of mark -> colour and height."""
NEAR = 5
"""Pixels within which a click means a mark."""
KEYS = (
    "Space stops - arrows step and change speed - N, B next and previous mark - D next delivery",
    "Home, End - X writes a GIF, Shift X an MP4 - Esc goes back",
)


class Replay:
    """A stored round on screen; ``choice`` becomes "back"."""

    def __init__(self, desk: Desk, line: Timeline, people: frozenset[int], tick_rate: float) -> None:
        self.desk, self.line, self.people, self.tick_rate = desk, line, people, tick_rate
        self.choice: object = None
        self.at, self.speed, self.playing = 0.0, SPEEDS.index(1.0), True
        self.marks = line.marks()
        self.export: Export | None = None
        self._now: float | None = None

    @property
    def last(self) -> int:
        """Number of the last scene."""
        return len(self.line.scenes) - 1

    def handle(self, event: pygame.event.Event) -> None:
        """Take an event in."""
        if event.type == pygame.KEYDOWN:
            self._key(event)
        on_track = TRACK.inflate(20, 50)
        if event.type == pygame.MOUSEBUTTONDOWN and event.button == 1 and on_track.collidepoint(event.pos):
            near = [mark for mark in self.marks if abs(self.place(mark.tick) - event.pos[0]) <= NEAR]
            closest = min(near, key=lambda mark: abs(self.place(mark.tick) - event.pos[0]), default=None)
            self._jump(self._time(event.pos[0]) if closest is None else closest.tick, stop=closest is not None)
        elif event.type == pygame.MOUSEMOTION and event.buttons[0] and on_track.collidepoint(event.pos):
            self.at = self._time(event.pos[0])

    def update(self, now: float) -> None:
        """Move on with the time, and with the film that is being written."""
        passed = 0.0 if self._now is None else now - self._now
        self._now = now
        if self.playing:
            self.at = min(float(self.last), self.at + passed * self.tick_rate * SPEEDS[self.speed])
        if self.export is not None:
            self.export.go_on()

    def close(self) -> None:
        """Stop writing a film."""
        if self.export is not None:
            self.export.stop()

    def paint(self, surface: pygame.Surface) -> None:
        """Paint the board, the seats' actions and the bar."""
        frame = self.line.frame(self.at, self.people, self.tick_rate)
        self.desk.paint(surface, frame, pygame.Rect(0, 0, SIZE[0], SIZE[1] - STRIP))
        surface.fill(INK, (0, SIZE[1] - STRIP, *SIZE))
        self._paint_actions(surface, frame.scene.tick)
        self._paint_track(surface)
        self._paint_words(surface, frame.scene.tick)

    def _key(self, event: pygame.event.Event) -> None:
        """Take a key in."""
        steps = {pygame.K_LEFT: -1, pygame.K_RIGHT: 1}
        ends = {pygame.K_HOME: 0, pygame.K_END: self.last}
        if event.key == pygame.K_ESCAPE:
            self.close()
            self.choice = "back"
        elif event.key == pygame.K_SPACE:
            self.at = 0.0 if self.at >= self.last else self.at
            self.playing = not self.playing
        elif event.key in steps:
            self._jump(round(self.at) + steps[event.key])
        elif event.key in ends:
            self._jump(ends[event.key])
        elif event.key in {pygame.K_UP, pygame.K_DOWN}:
            step = 1 if event.key == pygame.K_UP else -1
            self.speed = min(len(SPEEDS) - 1, max(0, self.speed + step))
        elif event.key in {pygame.K_n, pygame.K_b, pygame.K_d}:
            self._seek(event.key)
        elif event.key == pygame.K_x:
            self._film(".mp4" if getattr(event, "mod", 0) & pygame.KMOD_SHIFT else ".gif")
        elif event.key == pygame.K_c:
            self.close()

    def _jump(self, tick: float, *, stop: bool = True) -> None:
        """Go to a time in ticks, and stand still there."""
        self.at = min(float(self.last), max(0.0, float(tick)))
        self.playing = self.playing and not stop

    def _seek(self, key: int) -> None:
        """Jump to the next or previous mark, or the next delivery."""
        ticks = [mark.tick for mark in self.marks if key != pygame.K_d or mark.kind == "delivery"]
        if key == pygame.K_b:
            found = max((tick for tick in ticks if tick < self.at - 1e-6), default=None)
        else:
            found = min((tick for tick in ticks if tick > self.at + 1e-6), default=None)
        if found is not None:
            self._jump(found)

    def _film(self, suffix: str) -> None:
        """Begin to write a film, unless one is being written."""
        if self.export is None or self.export.is_over:
            path = free_path(self.desk.films, self.line.level.name, suffix)
            self.export = Export(self.line, path, self.tick_rate)

    def place(self, tick: float) -> float:
        """Return where a time lies on the bar."""
        return TRACK.x + TRACK.w * tick / max(1, self.last)

    def _time(self, x: float) -> float:
        """Return the time of a place on the bar."""
        return min(1.0, max(0.0, (x - TRACK.x) / TRACK.w)) * self.last

    def _paint_actions(self, surface: pygame.Surface, tick: int) -> None:
        """Paint what every seat did in the tick shown, as keys."""
        joint = self.line.joints[tick - 1] if 0 < tick <= len(self.line.joints) else ()
        top = SIZE[1] - STRIP + 10
        for seat in range(self.line.level.seats):
            x = 250 + seat * 200
            swatch(surface, seat, (x, top + 22), 11)
            if joint:
                action = self.line.game.actions[joint[seat]]
                paint_cap(surface, self.desk.letters, action, pygame.Rect(x + 20, top, 44, 44))
            words = "person" if seat in self.people else "partner"
            self.desk.letters.write(surface, words, (x + 76, top + 22), size=24, colour=MIST, anchor="midleft")

    def _paint_track(self, surface: pygame.Surface) -> None:
        """Paint the bar with its marks, the highest kind last."""
        pygame.draw.rect(surface, SLATE, TRACK, border_radius=5)
        done = (*TRACK.topleft, round(self.place(self.at)) - TRACK.x, TRACK.h)
        pygame.draw.rect(surface, GREEN, done, border_radius=5)
        for mark in sorted(self.marks, key=lambda each: LOOKS[each.kind][1]):
            self._paint_mark(surface, mark)
        pygame.draw.circle(surface, PAPER, (self.place(self.at), TRACK.centery), 10)

    def _paint_mark(self, surface: pygame.Surface, mark: Mark) -> None:
        """Paint a mark above the bar."""
        colour, height = LOOKS[mark.kind]
        x = round(self.place(mark.tick))
        pygame.draw.line(surface, colour, (x, TRACK.y - 2), (x, TRACK.y - 2 - height), 3)

    def _paint_words(self, surface: pygame.Surface, tick: int) -> None:
        """Write the tick, the speed, what takes place now, the keys, and the film's progress."""
        write, top = self.desk.letters.write, SIZE[1] - STRIP
        words = f"{'playing' if self.playing else 'stopped'} x{SPEEDS[self.speed]:g}"
        write(surface, f"tick {tick} of {self.last}", (40, top + 12), size=28)
        write(surface, words, (40, top + 38), size=24, colour=YELLOW)
        now = ", ".join(sorted({mark.words for mark in self.marks if mark.tick == tick}))
        if now:
            write(surface, now, (SIZE[0] - 40, top + 32), size=26, colour=YELLOW, anchor="midright")
        lines = KEYS if self.export is None else (self.export.sentence, KEYS[1])
        for number, line in enumerate(lines):
            colour = YELLOW if self.export is not None and number == 0 else MIST
            write(surface, line, (40, TRACK.bottom + 12 + 20 * number), size=20, colour=colour)
