"""Making games ready: what a game has to compile is compiled before its first match, and not under a clock."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from game.core.warm import warm

if TYPE_CHECKING:
    from game import Game

_LOCK = threading.Lock()
_READY: set[str] = set()


def make_ready(game: Game) -> None:
    """Compile or load all that live rounds of a game need, once in a process; the very first time takes a minute."""
    with _LOCK:
        if game.name not in _READY:
            for _ in warm(game):
                pass
            _READY.add(game.name)
