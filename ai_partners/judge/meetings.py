"""Meetings: many rounds at once between named mates, each in a seat, and what every seat got."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ai_partners.mates import Mind, choices_of
from game.core.batch import Batch
from game.core.scores import team_points, teams_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ai_partners.mates import Mate
    from game.core.contract import Game, Level

Array = np.ndarray[Any, Any]


class Met(NamedTuple):
    """What came of rounds that were played to their ends."""

    points: Array
    """Points of each team [rounds, teams]."""
    events: Array
    """How often each event happened to each seat [rounds, seats, events]."""


def meet(  # noqa: PLR0913, PLR0917 - a round's circumstances
    game: Game,
    level: Level,
    seats: Sequence[Mate],
    rounds: int,
    seed: int,
    states: Array | None = None,
    each: Callable[[int, Array, Array], None] | None = None,
) -> Met:
    """Play ``rounds`` rounds of a level with a mate in each seat; the same seed gives the same rounds.

    They begin in ``states`` [rounds] where such are given, with the level's whole time; ``each`` is told every tick's
    number, joint actions [rounds, seats] and outcomes [rounds].
    """
    batch, dice = Batch(game, level, rounds, seed), np.random.default_rng(seed)
    if states is not None:
        seeds = batch.states["seed"].copy()
        batch.states[:] = states
        batch.states["seed"], batch.states["tick"] = seeds, 0
        batch.look()
    minds = [Mind(mate, np.arange(rounds) * level.seats + seat) for seat, mate in enumerate(seats)]
    for mind in minds:
        mind.begin(batch, dice)
    legal, seldom = choices_of(game, [level])[batch.which], game.seldom(level)
    points, going = np.zeros((rounds, level.seats)), np.ones(rounds, bool)
    events = np.zeros((rounds, level.seats, len(game.events)), np.int64)
    for tick in range(level.horizon):
        allowed = legal.copy()
        for seat, every in seldom:
            if tick % every:
                allowed[:, seat] = 0
                allowed[:, seat, game.wait] = 1
        joint = np.full(rounds * level.seats, game.wait, np.int8)
        for mind in minds:
            mind.decide(batch, joint, allowed.reshape(-1, game.choices)[mind.cells], dice)
        table = joint.reshape(rounds, level.seats)
        table[~going] = game.wait
        outcomes = batch.step(table)
        points[going] += outcomes["streams"][going, 0, : level.seats]
        events[going] += outcomes["events"][going, : level.seats]
        if each is not None:
            each(tick, table, outcomes)
        going &= batch.ended == 0
        if not going.any():
            break
    return Met(team_points(teams_of(game, level), points), events)
