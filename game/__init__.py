"""Games as values: the catalogue, batches of rounds, episodes, play and replay."""

from __future__ import annotations

import functools
import importlib
from typing import TYPE_CHECKING

from game.core import episode as _episode
from game.core import notation as _notation
from game.core.batch import Batch
from game.core.contract import CrossplayError, Game, IllegalActionError, Level, NotationError, UnknownNameError
from game.core.episode import Episode, Round, Step, play, state_hash

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = [
    "Batch",
    "CrossplayError",
    "Episode",
    "Game",
    "IllegalActionError",
    "Level",
    "NotationError",
    "Round",
    "Step",
    "UnknownNameError",
    "catalogue",
    "format_episode",
    "load",
    "parse_episode",
    "play",
    "replay",
    "state_hash",
]


def _imported(name: str) -> Game:
    """Return the game of a folder, imported only when it is asked for."""
    found: Game = importlib.import_module(f"game.{name}").GAME
    return found


GAMES: dict[str, Callable[[], Game]] = {
    "kitchen": functools.partial(_imported, "kitchen"),
    "rescue": functools.partial(_imported, "rescue"),
    "hideout": functools.partial(_imported, "hideout"),
    "crossing": functools.partial(_imported, "crossing"),
}


def catalogue() -> tuple[str, ...]:
    """Return the names of all games."""
    return tuple(GAMES)


def load(name: str) -> Game:
    """Return a game by name; raises `UnknownNameError` that suggests the nearest one."""
    if name not in GAMES:
        raise UnknownNameError.of("game", name, catalogue())  # noqa: EM101 - a kind, not a message
    return GAMES[name]()


def replay(episode: Episode) -> Iterator[Step]:
    """Yield the steps of a stored round again; raises `NotationError` when it is from another version."""
    return _episode.replay(load(episode.game), episode)


def format_episode(episode: Episode) -> str:
    """Return the episode as JSON Lines that a person can read."""
    return _notation.format_episode(load(episode.game), episode)


def parse_episode(text: str) -> Episode:
    """Return the episode a text describes; raises `NotationError` that quotes the line and shows a good one."""
    return _notation.parse_episode(text, load)
