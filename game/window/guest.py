"""A match on somebody else's server: this window shows what it is sent and sends the keys that are pressed."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Protocol

import pygame

from game import load
from game.core.scene import Happening, Scene, Sprite, Tile
from game.window.buttons import paint_buttons, pressed, row, shade
from game.window.desk import SIZE
from game.window.frame import Frame, recent
from game.window.palette import NIGHT, PAPER, YELLOW

if TYPE_CHECKING:
    from collections.abc import Iterable

    from game.window.desk import Desk

BUTTONS = (("quit", "Leave"),)
KEPT = 8
"""Scenes of which happenings are still shown."""
WORDS = {
    "waiting": "Waiting for the others",
    "countdown": "Get ready",
    "frozen": "A player is away",
}


class Feed(Protocol):
    """The connection to a server."""

    state: str
    """``"connected"``, or what it is doing instead, in words."""

    def take(self) -> Iterable[dict[str, Any]]:
        """Return the messages that have come since the last call."""

    def key(self, slot: str, key: str, tick: int, *, down: bool) -> None:
        """Send a key."""

    def leave(self) -> None:
        """Leave the match for good."""


class Guest:
    """A seat in a match of a server; ``choice`` becomes "quit"."""

    def __init__(self, desk: Desk, feed: Feed) -> None:
        self.desk, self._feed = desk, feed
        self.choice: object = None
        self.told = ""
        """How the match ended, in words."""
        self.scenes: list[Scene] = []
        self.stage, self._left = "waiting", -1.0
        self._tiles: tuple[Tile, ...] = ()
        self._size = (1, 1)
        self._welcome: dict[str, Any] = {}
        self._now, self._came = 0.0, 0.0
        self._slots = {
            pygame.key.key_code(name): slot for slot, names in desk.bindings["first"].items() for name in names
        }
        self._buttons, self._chosen = row(BUTTONS, (SIZE[0] // 2, 520)), 0

    def handle(self, event: pygame.event.Event) -> None:
        """Take an event in: keys go to the server."""
        if self.told:
            name, self._chosen = pressed(self._buttons, event, self._chosen)
            self.choice = name or self.choice
        elif event.type == pygame.KEYDOWN and event.key == pygame.K_ESCAPE:
            self._feed.leave()
            self.choice = "quit"
        elif event.type in {pygame.KEYDOWN, pygame.KEYUP} and event.key in self._slots:
            tick = self.scenes[-1].tick if self.scenes else 0
            down = event.type == pygame.KEYDOWN
            self._feed.key(self._slots[event.key], pygame.key.name(event.key), tick, down=down)

    def update(self, now: float) -> None:
        """Take in what has come."""
        self._now = now
        for message in self._feed.take():
            self._see(message)

    def paint(self, surface: pygame.Surface) -> None:
        """Paint the newest scene, and over it what is waited for."""
        surface.fill(NIGHT)
        if self.scenes:
            self.desk.paint(surface, [self.frame()], surface.get_rect())
        words, number = self._notice()
        if not words:
            return
        shade(surface)
        write, middle = self.desk.letters.write, (SIZE[0] // 2, SIZE[1] // 2)
        write(surface, words, (middle[0], 240), size=48, colour=PAPER, anchor="center")
        if number:
            write(surface, number, (middle[0], 360), size=120, colour=YELLOW, anchor="center")
        if self.told:
            paint_buttons(surface, self.desk.letters, self._buttons, self._chosen)

    def close(self) -> None:
        """Leave the screen; the feed is closed by who opened it."""

    def frame(self) -> Frame:
        """Return the picture of now."""
        rate = float(self._welcome.get("rate", 6.0))
        alpha = min(1.0, max(0.0, (self._now - self._came) * rate))
        before = self.scenes[-2] if len(self.scenes) > 1 else None
        people = frozenset(self._welcome.get("people", ()))
        effects = load(self._welcome["game"]).effects if self._welcome else {}
        return Frame(self.scenes[-1], before, alpha, recent(self.scenes, alpha, rate), people, rate, effects)

    def _see(self, message: dict[str, Any]) -> None:
        """Take in one message."""
        kind = message["t"]
        if kind == "welcome":
            self._welcome = message
        elif kind == "ground":
            self._size = message["columns"], message["rows"]
            self._tiles = tuple(Tile(*each) for each in message["tiles"])
        elif kind == "tick":
            self.stage, self._left = message["stage"], message["left"]
            scene = self._scene(message["scene"])
            if not self.scenes or scene.tick != self.scenes[-1].tick:
                self.scenes, self._came = [*self.scenes[-KEPT:], scene], self._now
                self._sound(scene)
        elif kind == "over":
            self.told = f"{message['words']}  Score: {message['score']:g}"
        elif kind == "bye":
            self.told = self.told or message["words"]

    def _scene(self, told: dict[str, Any]) -> Scene:
        """Return a scene from what was sent."""
        sprites = tuple(
            Sprite(**dict(zip(self._welcome["sprite"], each, strict=True)))._replace(carried=tuple(each[7]))
            for each in told["sprites"]
        )
        happenings = tuple(Happening(*each) for each in told["happenings"])
        board = tuple(tuple(line) for line in told["board"])
        rest = {name: told[name] for name in ("tick", "horizon", "score", "phase", "phase_left", "is_seen", "is_blind")}
        fog, scores = tuple(told["fog"]), tuple(told["scores"])
        return Scene(
            *self._size, self._tiles, sprites, happenings, board=board, fog=fog, scores=scores, **rest
        )  # fmt: skip

    def _sound(self, scene: Scene) -> None:
        """Play what happened."""
        effects = load(self._welcome["game"]).effects
        for name in sorted({each.name for each in scene.happenings}):
            effect = effects.get(name)
            if effect is not None and effect.sound:
                self.desk.sound.play(effect.sound)

    def _notice(self) -> tuple[str, str]:
        """Return what is to be said over the board, and a number."""
        if self.told:
            return self.told, ""
        if self._feed.state != "connected":
            return self._feed.state, ""
        left = str(math.ceil(self._left)) if self._left > 0 else ""
        return WORDS.get(self.stage, ""), left if self.stage in WORDS else ""
