"""What all screens share: painter, letters, sound, settings, gamepads, partners and the recorder."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from game.window.draw import Painter
from game.window.export import films_path
from game.window.frame import Frame
from game.window.lettering import Type
from game.window.pads import Pads
from game.window.settings import LOUDEST, Settings
from game.window.shelf import own_levels_path
from game.window.sound import Sound
from game.window.split import paint_split
from game.window.warming import Warming

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pygame

    from game.core.contract import Game
    from game.window.keys import Bindings
    from game.window.setup import Offered, Partners, Recorder

SIZE = (1120, 720)


class Desk:
    """The resources of one window."""

    def __init__(
        self, partners: Offered, recorder: Recorder | None, bindings: Bindings, levels: Path | None = None
    ) -> None:
        self.partners, self.recorder = partners, recorder
        self.letters = Type()
        self.painter = Painter(self.letters)
        self.sound = Sound()
        self.pads = Pads()
        self.films = films_path()
        """Folder of a person's films."""
        self.levels = levels or own_levels_path()
        """Folder of a person's own levels."""
        self.seed = 0
        """Dice of the first round."""
        self.notice = ""
        """A sentence to show below whatever screen there is."""
        self._warmings: dict[str, Warming] = {}
        self.apply(Settings(bindings))

    @property
    def bindings(self) -> Bindings:
        """The keys of both people."""
        return self.settings.bindings

    def apply(self, settings: Settings) -> None:
        """Use other settings from now on."""
        self.settings = settings
        self.sound.muted, self.sound.volume = settings.muted, settings.volume / LOUDEST
        self.painter = Painter(self.letters)  # its pictures were painted in other colours

    def partners_of(self, game: Game) -> Partners:
        """Return who can sit beside people in a game."""
        return self.partners(game) if callable(self.partners) else self.partners

    def warm(self, game: Game) -> Warming:
        """Return how far a game is made ready, beginning with it where that has not been done."""
        if game.name not in self._warmings:
            self._warmings[game.name] = Warming(game, self.partners_of(game))
        return self._warmings[game.name]

    def is_ready(self, game: str) -> bool:
        """Tell whether the menu can show a game without waiting for it."""
        return game in self._warmings and self._warmings[game].is_enough_for_a_menu

    @property
    def is_warming(self) -> bool:
        """Whether a game is being made ready."""
        return not all(warming.is_over for warming in self._warmings.values())

    def close(self) -> None:
        """Stop what goes on beside the window."""
        for warming in self._warmings.values():
            warming.stop()
        for warming in self._warmings.values():
            warming.close()

    def paint(self, surface: pygame.Surface, frames: Frame | Sequence[Frame], area: pygame.Rect | None = None) -> None:
        """Paint a moment of play, or one for each side; with reduced motion everything stands where it is going."""
        shown = [frames] if isinstance(frames, Frame) else list(frames)
        shown = [replace(frame, captions=self.settings.captions) for frame in shown]
        if self.settings.calm:
            shown = [replace(frame, alpha=1.0, calm=True) for frame in shown]
        if len(shown) == 1:
            self.painter.paint(surface, shown[0], area)
        else:
            paint_split(surface, shown, area or surface.get_rect(), self.painter)


class Screen(Protocol):
    """One page of the window; ``choice`` says where to go once it is not None."""

    choice: object

    def handle(self, event: pygame.event.Event) -> None:
        """Take an event in."""

    def update(self, now: float) -> None:
        """Let time pass; ``now`` is the monotonic clock."""

    def paint(self, surface: pygame.Surface) -> None:
        """Paint the page."""
