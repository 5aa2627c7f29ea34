"""A trace: every state and outcome of an episode as arrays, recomputed in one go."""

from __future__ import annotations

import functools
import hashlib
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

import game
from game.core.contract import IllegalActionError, NotationError
from game.core.episode import Legality
from game.core.scores import kept, team_points, teams_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from game import Episode, Game, Level


class Trace(NamedTuple):
    """The whole of a round of T ticks, replayed."""

    game: Game
    level: Level
    joints: np.ndarray[Any, Any]
    """Actions [T, seats], int8."""
    states: np.ndarray[Any, Any]
    """State records [T + 1], the first one before the first tick."""
    outcomes: np.ndarray[Any, Any]
    """Outcome records [T]."""

    @property
    def rewards(self) -> np.ndarray[Any, Any]:
        """The first reward stream of all seats together, [T]."""
        return np.asarray(self.outcomes["streams"][:, 0].sum(axis=1, dtype=np.float64))

    @property
    def score(self) -> float:
        """The number that is kept of the round, as `game.Round.score` has it."""
        points = self.outcomes["streams"][:, 0].sum(axis=0, dtype=np.float64)
        return kept(team_points(teams_of(self.game, self.level), points).tolist())

    def hashes(self) -> list[str]:
        """Return the hash of the state after each tick, as `game.state_hash` gives it."""
        raw, size = self.states[1:].tobytes(), self.states.dtype.itemsize
        starts = range(0, len(raw), size)
        return [hashlib.blake2b(raw[start : start + size], digest_size=8).hexdigest() for start in starts]


def trace(episode: Episode) -> Trace:
    """Replay an episode; raises `NotationError` where it is of another version of its game or cannot be played."""
    found = game.load(episode.game)
    if episode.version != found.version:
        message = (
            f"the episode is of {episode.game} version {episode.version}; this is version {found.version}, "
            "and other rules would tell another story"
        )
        raise NotationError(message)
    level = level_of(episode.game, episode.level)
    joints = _joints(found, level, episode)
    states = np.zeros(len(joints) + 1, found.state)
    outcomes = np.zeros(len(joints), found.outcome)
    played = _advance(found, level, episode.seed, joints, states, outcomes)
    if played < len(joints):
        message = f"the round is over after {played} ticks, but the episode goes on to {len(joints)}"
        raise NotationError(message)
    return Trace(found, level, joints, states, outcomes)


@functools.lru_cache(maxsize=64)
def level_of(name: str, text: str) -> Level:
    """Return the level of a game by its text, which many rounds share; raises `NotationError`."""
    return game.load(name).parse_level(text)


def _advance(  # noqa: PLR0913, PLR0917 - the arrays of one loop
    found: Game, level: Level, seed: int, joints: Any, states: Any, outcomes: Any
) -> int:
    """Write every state and outcome; returns how many ticks were played before the round was over.

    The loop over rows with one row: numba finds the types of arrays ten times as fast as those of single records.
    """
    which, seeds = np.zeros(1, np.int32), np.array([seed], np.uint64)
    row, final, ended = np.zeros(1, found.state), np.zeros(1, found.state), np.zeros(1, np.uint8)
    found.start_rows(level.records, which, row, seeds, 0, 1)
    states[0] = row[0]
    for tick in range(len(joints)):
        outcome, joint = outcomes[tick : tick + 1], joints[tick : tick + 1]
        found.advance_rows(level.records, which, row, joint, outcome, seeds, ended, final, 0, 1)
        states[tick + 1] = final[0] if ended[0] else row[0]
        if ended[0]:
            return tick + 1
    return len(joints)


def tell(episode: Episode) -> Iterator[str]:
    """Yield a line for each tick on which something was earned, and a last one with score, ticks and final state."""
    played = trace(episode)
    for tick in np.flatnonzero(played.rewards):
        yield f"tick {tick}: +{played.rewards[tick]:g}"
    final = game.state_hash(played.states[-1])
    yield f"score {played.score:g} after {len(played.joints)} ticks, state {final}"


def _joints(found: Game, level: Level, episode: Episode) -> np.ndarray[Any, Any]:
    """Return the joint actions as an array; raises `NotationError` where one is illegal."""
    legality = Legality.of(found, level)
    known = set(episode.joint_actions)
    try:
        for joint in known:
            legality.check(joint, 0)
        for tick, joint in enumerate(episode.joint_actions) if legality.seldom else ():
            legality.check(joint, tick)
    except IllegalActionError as error:
        raise NotationError(*error.args) from error
    return np.array(episode.joint_actions, np.int8).reshape(-1, level.seats)
