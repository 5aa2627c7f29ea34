"""Watching a round again: a bar to scrub with marks to jump to, speed, single steps, and what every seat did."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from game.window.desk import SIZE
from game.window.draw import swatch
from game.window.export import Export, free_path
from game.window.keycap import paint_cap
from game.window.palette import GREEN, INK, MIST, ORANGE, PAPER, SLATE, YELLOW
from game.window.sides import mark_of, team_name, teams_of
from game.window.timeline import EFFECT, POINTS

if TYPE_CHECKING:
    from game.window.desk import Desk
    from game.window.timeline import Mark, Timeline, Viewers

SPEEDS = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0)
STRIP = 150
TRACK = pygame.Rect(40, SIZE[1] - 62, SIZE[0] - 80, 10)
LOOKS = {
    "delivery": (YELLOW, 22),
    POINTS: (YELLOW, 22),
    "potting": (ORANGE, 15),
    EFFECT: (ORANGE, 12),
    "pickup": (MIST, 8),
}
"""Kind of mark -> colour and height."""
HIGH = frozenset({"delivery", POINTS})
"""Kinds of mark that win points."""
VIEW = pygame.Rect(SIZE[0] - 320, SIZE[1] - 42, 280, 34)
"""The button that changes whose sight is shown."""
FIRST, WIDEST = 250, 200
"""Where the seats' actions begin, and the most room for each."""
NARROW = 110
"""Room of a seat from which on its key is large."""
FEW = 3
"""Seats beside which there is room for words."""
NEAR = 5
"""Pixels within which a click means a mark."""
KEYS = (
    "Space stops - arrows step and change speed - N, B next and previous mark - D next points",
    "Home, End - V shows what others see - X writes a GIF, Shift X an MP4 - Esc goes back",
)


class Replay:
    """A stored round on screen; ``choice`` becomes "back"."""

    def __init__(self, desk: Desk, line: Timeline, people: frozenset[int], tick_rate: float) -> None:
        self.desk, self.line, self.people, self.tick_rate = desk, line, people, tick_rate
        self.choice: object = None
        self.at, self.speed, self.playing = 0.0, SPEEDS.index(1.0), True
        self.marks = line.marks()
        self.export: Export | None = None
        self.views = views_of(line)
        self._view = self.views.index(line.viewers) if line.viewers in self.views else 0
        self._now: float | None = None

    @property
    def last(self) -> int:
        """Number of the last scene."""
        return self.line.last

    @property
    def viewers(self) -> Viewers:
        """Whose sights are shown."""
        return self.views[self._view]

    def _look_on(self) -> None:
        """Show what the next one sees."""
        self._view = (self._view + 1) % len(self.views)

    def handle(self, event: pygame.event.Event) -> None:
        """Take an event in."""
        if event.type == pygame.KEYDOWN:
            self._key(event)
        if event.type == pygame.MOUSEBUTTONDOWN and event.button == 1 and VIEW.collidepoint(event.pos):
            self._look_on()
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
        frame = self.line.frame(self.at, self.people, self.tick_rate, self.viewers)
        self.desk.paint(surface, frame, pygame.Rect(0, 0, SIZE[0], SIZE[1] - STRIP))
        surface.fill(INK, (0, SIZE[1] - STRIP, *SIZE))
        self._paint_view(surface)
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
        elif event.key == pygame.K_v:
            self._look_on()
        elif event.key == pygame.K_c:
            self.close()

    def _jump(self, tick: float, *, stop: bool = True) -> None:
        """Go to a time in ticks, and stand still there."""
        self.at = min(float(self.last), max(0.0, float(tick)))
        self.playing = self.playing and not stop

    def _seek(self, key: int) -> None:
        """Jump to the next or previous mark, or the next points."""
        ticks = [mark.tick for mark in self.marks if key != pygame.K_d or mark.kind in HIGH]
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
            self.export = Export(self.line.seen_by(self.viewers), path, self.tick_rate)

    def place(self, tick: float) -> float:
        """Return where a time lies on the bar."""
        return TRACK.x + TRACK.w * tick / max(1, self.last)

    def _time(self, x: float) -> float:
        """Return the time of a place on the bar."""
        return min(1.0, max(0.0, (x - TRACK.x) / TRACK.w)) * self.last

    def view_words(self) -> str:
        """Return whose sight is shown."""
        seats = self.line.seats
        if not self.viewers:
            return "everything"
        if len(self.viewers) == 1:
            return f"what {seats[self.viewers[0]].name} sees"
        return f"what the {team_name(seats, seats[self.viewers[0]].team).lower()} see"

    def _paint_view(self, surface: pygame.Surface) -> None:
        """Paint the button that changes whose sight is shown."""
        pygame.draw.rect(surface, INK, VIEW, border_radius=10)
        pygame.draw.rect(surface, MIST, VIEW, 1, border_radius=10)
        words = self.desk.letters.cut(f"V: {self.view_words()}", 22, VIEW.w - 16)
        self.desk.letters.write(surface, words, VIEW.center, size=22, colour=PAPER, anchor="center")

    def _paint_actions(self, surface: pygame.Surface, tick: int) -> None:
        """Paint what every seat did in the tick shown, as keys, with what it said."""
        joint = self.line.joints[tick - 1] if 0 < tick <= len(self.line.joints) else ()
        room = min(WIDEST, (SIZE[0] - FIRST - 20) // self.line.level.seats)
        for seat in range(self.line.level.seats):
            area = pygame.Rect(FIRST + seat * room, SIZE[1] - STRIP + 8, room, 44)
            swatch(surface, mark_of(self.line.seats, seat), (area.x, area.y + 22), 11)
            said = self._paint_choice(surface, joint[seat], area) if joint else ""
            words = said or ("person" if seat in self.people else "partner")
            if room == WIDEST or said:
                self._paint_said(surface, words, area, is_said=bool(said))

    def _paint_choice(self, surface: pygame.Surface, choice: int, area: pygame.Rect) -> str:
        """Paint the action of a choice as a key; returns the text of its message, or nothing."""
        game, size = self.line.game, 44 if area.w > NARROW else 34
        said, action = divmod(choice, len(game.actions))
        cap = pygame.Rect(area.x + 16, area.centery - size // 2, size, size)
        paint_cap(surface, self.desk.letters, game.actions[action], cap)
        return game.messages[said - 1].text if said else ""

    def _paint_said(self, surface: pygame.Surface, words: str, area: pygame.Rect, *, is_said: bool) -> None:
        """Write what a seat said, beside its key or below it where there is no room, or who sits there."""
        letters = self.desk.letters
        if area.w == WIDEST:
            at, size, anchor = (area.x + 72, area.centery), 24, "midleft"
        else:
            at, size, anchor = (area.x + area.w // 2, area.bottom + 8), 19, "center"
        words = letters.cut(words, size, area.w - (80 if area.w == WIDEST else 4))
        letters.write(surface, words, at, size=size, colour=YELLOW if is_said else MIST, anchor=anchor)

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
            self._paint_now(surface, now)
        lines = KEYS if self.export is None else (self.export.sentence, KEYS[1])
        for number, line in enumerate(lines):
            colour = YELLOW if self.export is not None and number == 0 else MIST
            write(surface, line, (40, TRACK.bottom + 12 + 20 * number), size=20, colour=colour)

    def _paint_now(self, surface: pygame.Surface, words: str) -> None:
        """Write what takes place in the tick shown: beside the seats, or above them where there are many."""
        letters, few = self.desk.letters, self.line.level.seats <= FEW
        at = (SIZE[0] - 40, SIZE[1] - STRIP + (32 if few else -18))
        words = letters.cut(words, 26, SIZE[0] - FIRST - 40 - (WIDEST * self.line.level.seats if few else 0))
        area = letters.line(words, 26, YELLOW).get_rect(midright=at)
        pygame.draw.rect(surface, INK, area.inflate(20, 10), border_radius=8)
        letters.write(surface, words, at, size=26, colour=YELLOW, anchor="midright")


def views_of(line: Timeline) -> tuple[Viewers, ...]:
    """Return whose sights can be shown: everything, each team of several seats together, and each seat."""
    teams = [tuple(n for n, seat in enumerate(line.seats) if seat.team == team) for team in teams_of(line.seats)]
    several = [team for team in teams if len(team) > 1]
    return ((), *several, *((seat,) for seat in range(len(line.seats))))
