"""Making a game ready before people wait for it: every compiled function a live round needs is compiled or loaded."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from game.core.episode import Round, decide

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from game.core.contract import Game, Policy
    from game.core.episode import Actor


class Warmed(NamedTuple):
    """One step that is done."""

    name: str
    done: int
    """Steps done so far."""
    total: int
    """Steps in all; the first starts with none done and no name."""


def warm(game: Game, actors: Mapping[str, Callable[[], Actor]] | None = None) -> Iterator[Warmed]:
    """Yield once before anything is done and after each step that makes ``game`` ready for live rounds.

    The steps: start, advance, every observation, the scene, and the first decision of every bot and of ``actors``. What
    one step compiles stays on disk and in this process. A step may raise what the game or an actor raises.
    """
    steps = tuple(_steps(game, actors or {}))
    yield Warmed("", 0, len(steps))
    for number, (name, step) in enumerate(steps, 1):
        step()
        yield Warmed(name, number, len(steps))


def _steps(game: Game, actors: Mapping[str, Callable[[], Actor]]) -> Iterator[tuple[str, Callable[[], object]]]:
    """Yield what there is to do, by name."""
    yield "start", partial(_round, game)
    yield "advance", lambda: _advance(_round(game))
    for name in game.observations:
        yield f"observation {name}", partial(_observe, game, name)
    yield "scene", lambda: _scene(_round(game))
    for name, bot in game.bots.items():
        yield f"bot {name}", partial(_prefer, game, bot)
    for name, actor in actors.items():
        yield f"partner {name}", partial(_act, game, actor)


def _round(game: Game) -> Round:
    """Return a round at its start, on the first level."""
    return Round(game, game.load_level(game.level_names()[0]), 0)


def _advance(match: Round) -> None:
    """Play a tick in which everybody waits."""
    match.step([match.game.wait] * match.level.seats)


def _observe(game: Game, name: str) -> None:
    """Look once."""
    _round(game).observe(name, 0)


def _scene(match: Round) -> None:
    """Make a picture of the start and of a tick."""
    match.game.scene(match.level, match.state, -1)
    _advance(match)
    match.game.scene(match.level, match.state, -1, match.outcome)


def _prefer(game: Game, bot: Callable[[], Policy]) -> None:
    """Let a bot decide once."""
    match, policy = _round(game), bot()
    policy.begin(game, [match.level], [0], [0])
    seen = match.observe(policy.observes, 0)
    policy.prefer(seen if policy.observes == "state" else np.asarray(seen[None]))


def _act(game: Game, actor: Callable[[], Actor]) -> None:
    """Let a partner decide once."""
    match, partner = _round(game), actor()
    partner.begin(game, [match.level], [0], [0])
    decide(match, partner, 0)
