"""Trials: whole-game checks that take hundreds of rounds. Each returns what is wrong in a few words, or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from game.core.contract import WAIT
from game.core.metrics import measure
from game.core.rounds import Played, bot_rounds, spread
from game.core.scores import TWO, teams_of
from game.core.simple import Random

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from game.core.contract import Game, Level, Policy

SHOWN = 200
"""Bot rounds in which everything that a game declares is to be seen."""
SWAPS = 2048
"""Contests between equal teams: one standard error of a fair win rate is 1.1 %, so `FAIR` is 2.7 of them."""
FAIR = 0.03
"""How far from a half the win rate between equal teams may be."""
BY = " by "
"""What stands between the name of an action or a message and that of a role."""
DUELS = 200
"""Rounds of bots, and as many of random play, that a margin is measured in."""


def everything_occurs(game: Game) -> str:
    """Every action and message of every role, every event and every metric occurs when bots play, but for the rare.

    Waiting is what a seat does between two actions and need not be seen.
    """
    names = tuple(game.bots)
    share = -(-SHOWN // len(names)) if names else 0
    played = [found for name in names for found in spread(game, _alone(game.bots[name]), share, 20)]
    missing = sorted(name for name in _missing(game, played) if not _is_rare(game, name)) if names else []
    return f"in {SHOWN} rounds of the bots there is no {', no '.join(missing)}" if missing else ""


def _alone(policy: Callable[[], Policy]) -> Callable[[Level], list[Callable[[], Policy]]]:
    """Return who sits where when one policy has all seats."""
    return lambda level: [policy] * level.seats


def _missing(game: Game, played: Sequence[Played]) -> set[str]:
    """Return the names of what is declared and does not occur."""
    events = sum(found.events.sum(axis=(0, 1)) for found in played)
    missing = {name for name, count in zip(game.events, np.asarray(events), strict=True) if count == 0}
    missing |= {name for name, value in measure(game, np.asarray(events)).items() if not np.isfinite(value)}
    done: dict[str, Any] = {role.name: np.zeros(game.choices, np.int64) for role in game.roles}
    for found in played:
        for seat, place in enumerate(game.seats(found.level)):
            done[place.role] += found.choices[seat]
    return missing | {name for role in game.roles for name in _undone(game, role.name, done[role.name])}


def _is_rare(game: Game, name: str) -> bool:
    """Tell whether a game says of something, or of something that a role does, that it is rare."""
    return name in game.rare or name.partition(BY)[0] in game.rare


def _undone(game: Game, name: str, done: np.ndarray[Any, Any]) -> Iterator[str]:
    """Yield the actions and messages of a role that it never used, given how often it made each choice."""
    role = next(role for role in game.roles if role.name == name)
    table = done.reshape(1 + len(game.messages), len(game.actions))
    for action, count in zip(game.actions, table.sum(axis=0), strict=True):
        if action.name in role.actions and action.letter != WAIT and count == 0:
            yield action.name + BY + role.name
    for message, count in zip(game.messages, table[1:].sum(axis=1), strict=True):
        if message.name in role.messages and count == 0:
            yield message.name + BY + role.name


def bots_beat_random(game: Game) -> str:
    """The usual bot has a margin over random play, and every bot that has one keeps it."""
    usual = next(iter(game.bots), None)
    if usual is not None and usual not in game.margins:
        return f"the usual bot {usual!r} has no margin"
    for name, margin in game.margins.items():
        lead = round(margin_of(game, name), 2)
        if lead < margin:
            return f"the margin of {name!r} is {lead:g}, not {margin:g}"
    return ""


def margin_of(game: Game, name: str) -> float:
    """Return how many points a bot's team makes more than a random one, as `Game.margins` has it."""
    bot = game.bots[name]
    if game.is_zero_sum:
        sides = [spread(game, _against(game, bot, side), DUELS // 2, 30 + side) for side in range(TWO)]
        leads = [_lead(found, side) for side, played in enumerate(sides) for found in played]
        return float(np.concatenate(leads).mean())
    own, other = (spread(game, _alone(policy), DUELS, 30) for policy in (bot, Random))
    return _mean(own) - _mean(other)


def _against(game: Game, bot: Callable[[], Policy], side: int) -> Callable[[Level], list[Callable[[], Policy]]]:
    """Return who sits where when a bot has one team and chance all others."""
    return lambda level: [bot if team == side else Random for team in teams_of(game, level)]


def _lead(played: Played, side: int) -> np.ndarray[Any, Any]:
    """Return the points by which one of two teams leads in each round."""
    lead: np.ndarray[Any, Any] = played.scores[:, side] - played.scores[:, 1 - side]
    return lead


def _mean(played: Sequence[Played]) -> float:
    """Return the mean points of a team in a round, every level counted alike."""
    return float(np.mean([found.scores.mean() for found in played]))


def team_swap(game: Game) -> str:
    """Between two opposed teams of the same bot each wins as often: who sits where makes no difference.

    Where one's gain is not the other's loss there is nothing to win, and so nothing to try. Where the teams do not play
    the same part, two rounds with sides swapped are one contest.
    """
    levels = [game.load_level(name) for name in game.level_names()]
    levels = [level for level in levels if game.is_zero_sum and len(set(teams_of(game, level))) == TWO]
    if not levels or not game.bots:
        return ""
    bot, share = next(iter(game.bots.values())), -(-SWAPS // len(levels)) * (1 if game.is_mirrored else 2)
    played = [bot_rounds(game, level, [bot] * level.seats, share, 40 + at) for at, level in enumerate(levels)]
    leads = np.concatenate([_contests(_lead(found, 0), is_mirrored=game.is_mirrored) for found in played])
    rate = float(((leads > 0) + 0.5 * (leads == 0)).mean())
    return "" if abs(rate - 0.5) <= FAIR else f"the first team wins {rate:.1%} of the rounds between equal teams"


def _contests(leads: np.ndarray[Any, Any], *, is_mirrored: bool) -> np.ndarray[Any, Any]:
    """Return the lead in each contest: a round, or two rounds in which whoever leads has changed sides."""
    return leads if is_mirrored else leads[::2] - leads[1::2]


TRIALS: tuple[Callable[[Game], str], ...] = (everything_occurs, bots_beat_random, team_swap)
