"""Rounds that play themselves: one at random, and many at once by policies, with what happened in each of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from game.core.batch import Batch
from game.core.contract import ConformanceError
from game.core.episode import Legality, Round
from game.core.scores import team_points, teams_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from game.core.contract import Game, Level, Policy

Array = np.ndarray[Any, Any]


class Played(NamedTuple):
    """What happened in many rounds of one level, each counted from its first tick to its end."""

    level: Level
    scores: Array
    """Points [rounds, teams]."""
    ticks: Array
    """Length of each round [rounds]."""
    events: Array
    """How often each event happened [rounds, seats, events]."""
    choices: Array
    """How often each seat made each choice, in all rounds together [seats, choices]."""


@dataclass(frozen=True, slots=True)
class Bench:
    """The seats that one policy decides for in every round, all at once."""

    policy: Policy
    seats: tuple[int, ...]
    every: int


def bot_rounds(game: Game, level: Level, policies: Sequence[Callable[[], Policy]], count: int, seed: int) -> Played:
    """Play ``count`` rounds to their ends with a policy for each seat, and tell what happened in them.

    Seats that name the same policy are asked together, so a policy is called once a tick, or less where its seats act
    seldom. Raises `IllegalActionError` for a choice that a seat does not have.
    """
    batch, dice = Batch(game, level, count, seed), np.random.default_rng(seed)
    benches = [_sit(game, level, *group, count, dice) for group in _groups(game, level, policies).items()]
    points, events = np.zeros((count, level.seats)), np.zeros((count, level.seats, len(game.events)), np.int64)
    ticks, choices = np.zeros(count, np.int64), np.zeros(level.seats * game.choices, np.int64)
    going, places = np.ones(count, bool), np.arange(level.seats) * game.choices
    for tick in range(level.horizon):
        joint = _joint(batch, benches, tick)
        joint[~going] = game.wait
        outcomes = batch.step(joint)
        points[going] += outcomes["streams"][going, 0, : level.seats]
        events[going] += outcomes["events"][going, : level.seats]
        choices += np.bincount((joint[going] + places).ravel(), minlength=len(choices))
        ticks += going
        going &= batch.ended == 0
        if not going.any():
            break
    return Played(level, team_points(teams_of(game, level), points), ticks, events, choices.reshape(level.seats, -1))


def spread(
    game: Game, seating: Callable[[Level], Sequence[Callable[[], Policy]]], count: int, seed: int
) -> list[Played]:
    """Play ``count`` rounds or a few more, equally many on each level of a game, with the policies that sit there."""
    names = game.level_names()
    share = -(-count // len(names))
    levels = [game.load_level(name) for name in names]
    return [bot_rounds(game, level, seating(level), share, seed + place) for place, level in enumerate(levels)]


def _groups(
    game: Game, level: Level, policies: Sequence[Callable[[], Policy]]
) -> dict[tuple[Callable[[], Policy], int], tuple[int, ...]]:
    """Return the seats of each policy, apart by how often they act."""
    groups: dict[tuple[Callable[[], Policy], int], tuple[int, ...]] = {}
    for seat, (policy, place) in enumerate(zip(policies, game.seats(level), strict=True)):
        groups[policy, place.every] = (*groups.get((policy, place.every), ()), seat)
    return groups


def _sit(  # noqa: PLR0913, PLR0917 - the circumstances of one bench
    game: Game,
    level: Level,
    kind: tuple[Callable[[], Policy], int],
    seats: tuple[int, ...],
    count: int,
    dice: np.random.Generator,
) -> Bench:
    """Return a policy that has taken its seats in every round."""
    rows = count * len(seats)
    policy = kind[0]()
    policy.begin(game, [level] * rows, list(seats) * count, dice.integers(2**63, size=rows).tolist())
    return Bench(policy, seats, kind[1])


def _joint(batch: Batch, benches: Sequence[Bench], tick: int) -> Array:
    """Return what all benches choose [rounds, seats], int8."""
    joint = np.full((batch.count, batch.seats), batch.game.wait, np.int8)
    views: dict[str, Array] = {}
    for bench in benches:
        if tick % bench.every == 0:
            preferences = bench.policy.prefer(_seen(batch, bench, views))
            check_preferences(preferences, batch.count * len(bench.seats), batch.game.choices)
            joint[:, bench.seats] = preferences.argmax(axis=1).reshape(batch.count, -1)
    return joint


def _seen(batch: Batch, bench: Bench, views: dict[str, Array]) -> Array:
    """Return what a bench's seats see, round by round; each kind of observation is written once a tick."""
    kind = bench.policy.observes
    if kind == "state":
        raw = batch.states.view(np.uint8).reshape(batch.count, -1)
        return np.repeat(raw, len(bench.seats), axis=0).reshape(-1).view(batch.states.dtype)
    if kind not in views:
        views[kind] = batch.observe(kind)
    seen = views[kind][:, bench.seats]
    return seen.reshape(-1, *seen.shape[2:])


def random_joint_actions(game: Game, level: Level, ticks: int, seed: int) -> list[list[int]]:
    """Return random legal joint actions [ticks, seats]."""
    dice = np.random.default_rng(seed)
    legality = Legality.of(game, level)
    choices = [sorted(known) for known in legality.legal]
    joints = [[int(dice.choice(known)) for known in choices] for _ in range(ticks)]
    for tick, joint in enumerate(joints):
        for seat in legality.waiting(tick):
            joint[seat] = legality.wait
    return joints


def random_play(game: Game, level: Level, ticks: int, seed: int) -> Iterator[Round]:
    """Yield a round of random play before each of its ticks and at its end; it changes at every step."""
    match = Round(game, level, seed)
    yield match
    for joint in random_joint_actions(game, level, min(ticks, level.horizon), seed):
        if not match.is_over:
            match.step(joint)
            yield match


def random_round(game: Game, level: Level, ticks: int, seed: int) -> Round:
    """Return a round of random play."""
    *_, match = random_play(game, level, ticks, seed)
    return match


def bot_round(game: Game, level: Level, name: str, seed: int) -> Iterator[Round]:
    """Yield a round with one bot in every seat before each of its ticks and at its end; it changes at every step."""
    match = Round(game, level, seed)
    bots = [game.bots[name]() for _ in range(level.seats)]
    for seat, bot in enumerate(bots):
        bot.begin(game, [level], [seat], [seed + seat])
    yield match
    while not match.is_over:
        waiting = match.legality.waiting(match.tick)
        match.step([game.wait if seat in waiting else _choice(match, bot, seat) for seat, bot in enumerate(bots)])
        yield match


def _choice(match: Round, bot: Policy, seat: int) -> int:
    """Return a bot's favourite choice; raises `ConformanceError` where there is none."""
    seen = match.observe(bot.observes, seat)
    preferences = bot.prefer(seen if bot.observes == "state" else seen[None])
    check_preferences(preferences, 1, match.game.choices)
    return int(preferences[0].argmax())


def check_preferences(preferences: Array, rows: int, choices: int) -> None:
    """Raise `ConformanceError` unless there is a preference for every choice of each row, and a finite best one."""
    if preferences.shape != (rows, choices):
        message = f"bot preferences must be {[rows, choices]}, not {list(preferences.shape)}: one for every choice"
        raise ConformanceError(message)
    best = preferences.max(axis=1)
    if not np.isfinite(best).all():
        wrong = preferences[int(np.isfinite(best).argmin())].tolist()
        message = f"bot preferences must have a finite best in each row, not {wrong}"
        raise ConformanceError(message)
