"""Games as values: the catalogue, batches of rounds, episodes, play and replay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.core.batch import Batch
from game.core.contract import Game, Level, UnknownNameError
from game.core.episode import Episode, Round, Step, format_episode, parse_episode, play, replay, state_hash

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "Batch",
    "Episode",
    "Game",
    "Level",
    "Round",
    "Step",
    "catalogue",
    "format_episode",
    "load",
    "parse_episode",
    "play",
    "replay",
    "state_hash",
]


def _kitchen() -> Game:
    """Return the kitchen, imported only when it is asked for."""
    from game.kitchen import GAME

    return GAME


GAMES: dict[str, Callable[[], Game]] = {"kitchen": _kitchen}


def catalogue() -> tuple[str, ...]:
    """Return the names of all games."""
    return tuple(GAMES)


def load(name: str) -> Game:
    """Return a game by name; raises `UnknownNameError` that suggests the nearest one."""
    if name not in GAMES:
        raise UnknownNameError.of("game", name, catalogue())
    return GAMES[name]()
