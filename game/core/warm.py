"""Making a game ready before people wait for it: every compiled function a live round needs is compiled or loaded."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, NamedTuple

from game.core.episode import Round, decide

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from game.core.contract import Game, Level, Policy
    from game.core.episode import Actor


FOR_A_MENU = 3
"""Steps after which a menu can show the first level; the rest is needed when a round begins."""


class Warmed(NamedTuple):
    """One step that is done."""

    name: str
    done: int
    """Steps done so far."""
    total: int
    """Steps in all; the first starts with none done and no name."""


def warm(game: Game, actors: Mapping[str, Callable[[], Actor]] | None = None) -> Iterator[Warmed]:
    """Yield once before anything is done and after each step that makes ``game`` ready for live rounds.

    The steps: reading a level, start and scene (`FOR_A_MENU`), advance, every observation, and the first decision of
    every bot and of ``actors``. What a step compiles stays on disk and in this process. A step may raise what the game
    or an actor raises.
    """
    steps = tuple(_steps(game, actors or {}))
    yield Warmed("", 0, len(steps))
    for number, (name, step) in enumerate(steps, 1):
        step()
        yield Warmed(name, number, len(steps))


def _steps(game: Game, actors: Mapping[str, Callable[[], Actor]]) -> Iterator[tuple[str, Callable[[], object]]]:
    """Yield what there is to do, by name; all of it on the first level, which the first step reads."""
    level = functools.cache(lambda: game.load_level(game.level_names()[0]))
    yield "level", level
    yield "start", lambda: Round(game, level(), 0)
    yield "scene", lambda: _scene(Round(game, level(), 0))
    yield "advance", lambda: _advance(Round(game, level(), 0))
    for name in game.observations:
        yield f"observation {name}", functools.partial(_observe, game, level, name)
    for name, bot in game.bots.items():
        yield f"bot {name}", functools.partial(_prefer, game, level, bot)
    for name, actor in actors.items():
        yield f"partner {name}", functools.partial(_act, game, level, actor)


def _scene(match: Round) -> None:
    """Make a picture of the start."""
    match.game.scene(match.level, match.state, -1)


def _advance(match: Round) -> None:
    """Play a tick in which everybody waits, and make a picture of it."""
    match.step([match.game.wait] * match.level.seats)
    match.game.scene(match.level, match.state, -1, match.outcome)


def _observe(game: Game, level: Callable[[], Level], name: str) -> None:
    """Look once."""
    Round(game, level(), 0).observe(name, 0)


def _prefer(game: Game, level: Callable[[], Level], bot: Callable[[], Policy]) -> None:
    """Let a bot decide once."""
    match, policy = Round(game, level(), 0), bot()
    policy.begin(game, [match.level], [0], [0])
    seen = match.observe(policy.observes, 0)
    policy.prefer(seen if policy.observes == "state" else seen[None])


def _act(game: Game, level: Callable[[], Level], actor: Callable[[], Actor]) -> None:
    """Let a partner decide once."""
    match, partner = Round(game, level(), 0), actor()
    partner.begin(game, [match.level], [0], [0])
    decide(match, partner, 0)
