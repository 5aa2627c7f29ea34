"""A game that is made ready in a thread while the window goes on."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from game.core.warm import FOR_A_MENU, Warmed, warm
from game.window.setup import playing

if TYPE_CHECKING:
    from game.core.contract import Game
    from game.window.setup import Partners

logger = logging.getLogger(__name__)


class Warming:
    """The steps of one game, begun when it is made; ``step`` is the last that is done."""

    def __init__(self, game: Game, partners: Partners) -> None:
        self.game, self.partners = game, partners
        self.step = Warmed("", 0, 1)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"warm {game.name}")
        self._thread.start()

    @property
    def is_over(self) -> bool:
        """Whether everything is done, or will not be."""
        return not self._thread.is_alive()

    @property
    def is_enough_for_a_menu(self) -> bool:
        """Whether a menu can be shown without waiting."""
        return self.is_over or self.step.done >= FOR_A_MENU

    def stop(self) -> None:
        """Do no more than the step under way."""
        self._stop.set()

    def close(self) -> None:
        """Stop, and wait for the step under way."""
        self.stop()
        self._thread.join()

    def _run(self) -> None:
        """Go through the steps; one that fails will be told when a match needs it."""
        try:
            first = self.game.load_level(self.game.level_names()[0])
            for step in warm(self.game, playing(self.partners, first)):
                self.step = step
                if self._stop.is_set():
                    return
        except Exception:
            logger.exception("preparing %s failed after %d steps", self.game.name, self.step.done)
