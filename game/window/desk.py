"""What all screens share: painter, letters, sound, keys, partners and the recorder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from game.window.draw import Painter
from game.window.lettering import Type
from game.window.shelf import own_levels_path
from game.window.sound import Sound

if TYPE_CHECKING:
    from pathlib import Path

    import pygame

    from game.window.keys import Bindings
    from game.window.setup import Partners, Recorder

SIZE = (1120, 720)


class Desk:
    """The resources of one window."""

    def __init__(
        self, partners: Partners, recorder: Recorder | None, bindings: Bindings, levels: Path | None = None
    ) -> None:
        self.partners, self.recorder, self.bindings = partners, recorder, bindings
        self.letters = Type()
        self.painter = Painter(self.letters)
        self.sound = Sound()
        self.levels = levels or own_levels_path()
        """Folder of a person's own levels."""


class Screen(Protocol):
    """One page of the window; ``choice`` says where to go once it is not None."""

    choice: object

    def handle(self, event: pygame.event.Event) -> None:
        """Take an event in."""

    def update(self, now: float) -> None:
        """Let time pass; ``now`` is the monotonic clock."""

    def paint(self, surface: pygame.Surface) -> None:
        """Paint the page."""
