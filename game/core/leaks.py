"""Leaks: whether what a seat may not see shows in what it is given, tried at many moments of rounds."""

from __future__ import annotations

import itertools
import json
from typing import TYPE_CHECKING, Any

import numpy as np

from game.core.rounds import bot_round, random_play

if TYPE_CHECKING:
    from collections.abc import Iterator

    from game.core.contract import Game, Level
    from game.core.episode import Round

DISGUISES = 4
"""Changes of what is hidden that each seat is tried with at each moment."""
MOMENTS = 4
"""Moments of each round."""


def is_tight(game: Game, level: Level, ticks: int) -> bool:
    """Tell whether no seat sees a change of what is hidden, the dice first of all, nor has fog without a disguise."""
    for match in _moments(game, level, min(ticks, level.horizon)):
        if game.disguise is None and any(game.scene(level, match.state, seat).fog for seat in range(level.seats)):
            return False
        if not all(_is_same(game, match, seat) for seat in range(level.seats)):
            return False
    return True


def hides_something(game: Game) -> bool:
    """Tell whether the disguise, where there is one, changes the state of some round."""
    if game.disguise is None:
        return True
    for name in game.level_names():
        level = game.load_level(name)
        for match in _moments(game, level, level.horizon):
            for seat in range(level.seats):
                states = match.observe("state", seat)
                game.disguise(level, states[0], seat, 1)
                if states.tobytes() != match.state.tobytes():
                    return True
    return False


def _moments(game: Game, level: Level, ticks: int) -> Iterator[Round]:
    """Yield a random round, and one of each bot, at a few moments from the start to the end; it changes in between."""
    wanted = {ticks * moment // (MOMENTS - 1) for moment in range(MOMENTS)}
    rounds = [random_play(game, level, ticks, 10), *(bot_round(game, level, name, 10) for name in game.bots)]
    for match in itertools.chain.from_iterable(itertools.islice(played, ticks + 1) for played in rounds):
        if match.tick in wanted or match.is_over:
            yield match


def _is_same(game: Game, match: Round, seat: int) -> bool:
    """Tell whether one seat sees the same before and after every change of what is hidden from it."""
    before = _seen(game, match, match.state, seat)
    for draw in range(DISGUISES if game.disguise is not None else 1):
        states = match.observe("state", seat)
        states["seed"] = draw + 1
        if game.disguise is not None:
            game.disguise(match.level, states[0], seat, draw)
        if _seen(game, match, states[0], seat) != before:
            return False
    return True


def _seen(game: Game, match: Round, state: Any, seat: int) -> bytes:
    """Return every byte that a seat gets to see of a state."""
    seen = json.dumps(game.scene(match.level, state, seat, match.outcome).as_json()).encode()
    for kind in game.observations.values():
        out = np.zeros(kind.shape(match.level), kind.dtype)
        kind.write(match.level.record, state, seat, out.reshape(-1))
        seen += out.tobytes()
    return seen
