"""One function that any game is run through before it is trusted."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from typing import TYPE_CHECKING

import numpy as np

from game.core.batch import Batch
from game.core.contract import CrossplayError
from game.core.episode import Episode, Round, format_episode, parse_episode, replay, state_hash

if TYPE_CHECKING:
    from collections.abc import Callable

    from game.core.contract import Game, Level


class ConformanceError(CrossplayError):
    """A game breaks its contract."""


def check(game: Game, ticks: int = 200) -> tuple[str, ...]:
    """Run every check on every level of a catalogued game and return their names; raises `ConformanceError`."""
    for name in game.level_names():
        level = game.load_level(name)
        for test in CHECKS:
            if not test(game, level, ticks):
                message = f"game {game.name!r} on level {name!r} fails the check {test.__name__!r}: {test.__doc__}"
                raise ConformanceError(message)
    first = game.load_level(game.level_names()[0])
    for mode in ("0", "1"):
        if digest_elsewhere(game, first, ticks, mode) != digest(game, first, ticks):
            message = f"game {game.name!r} differs in another process with NUMBA_DISABLE_JIT={mode}"
            raise ConformanceError(message)
    return (*(test.__name__ for test in CHECKS), "same_in_another_process", "plain_python_equals_compiled")


def random_joint_actions(game: Game, level: Level, ticks: int, seed: int) -> np.ndarray[tuple[int, int], np.dtype[np.int8]]:
    """Return random actions [ticks, seats]."""
    dice = np.random.default_rng(seed)
    return dice.integers(0, len(game.actions), (ticks, level.seats)).astype(np.int8)


def random_round(game: Game, level: Level, ticks: int, seed: int) -> Round:
    """Return a round of random play."""
    match = Round(game, level, seed)
    for joint in random_joint_actions(game, level, min(ticks, level.horizon), seed):
        if not match.is_over:
            match.step(joint.tolist())
    return match


def digest(game: Game, level: Level, ticks: int) -> str:
    """Return a hash over every state and observation of a round of random play."""
    match = Round(game, level, 3)
    total = hashlib.blake2b(digest_size=8)
    for joint in random_joint_actions(game, level, min(ticks, level.horizon), 3):
        total.update(match.step(joint.tolist()).state.tobytes() + match.outcome.tobytes())
        for kind in game.observations:
            for seat in range(level.seats):
                total.update(match.observe(kind, seat).tobytes())
    return total.hexdigest()


def digest_elsewhere(game: Game, level: Level, ticks: int, disable_jit: str) -> str:
    """Return the digest as another process computes it."""
    import os

    program = (
        "import sys, game; from game.core.conformance import digest\n"
        "g = game.load(sys.argv[1]); print(digest(g, g.load_level(sys.argv[2]), int(sys.argv[3])))"
    )
    done = subprocess.run(  # noqa: S603 - our own interpreter and program
        [sys.executable, "-c", program, game.name, level.name, str(ticks)],
        env=os.environ | {"NUMBA_DISABLE_JIT": disable_jit},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def same_seed_gives_same_states(game: Game, level: Level, ticks: int) -> bool:
    """The same seed and joint actions give the same states."""
    return digest(game, level, ticks) == digest(game, level, ticks)


def looking_changes_nothing(game: Game, level: Level, ticks: int) -> bool:
    """Scenes and observations leave the state as it was."""
    match = random_round(game, level, ticks, 5)
    before = match.state.tobytes()
    for seat in range(level.seats):
        json.dumps(game.scene(level, match.state, seat, match.outcome).as_json())
        for kind in game.observations:
            match.observe(kind, seat)
    return match.state.tobytes() == before


def observations_stay_in_bounds(game: Game, level: Level, ticks: int) -> bool:
    """Every observation has its declared shape and type, is finite and within its bounds."""
    match = random_round(game, level, ticks, 6)
    for name, kind in game.observations.items():
        for seat in range(level.seats):
            seen = match.observe(name, seat)
            good = seen.shape == kind.shape(level) and seen.dtype == kind.dtype and bool(np.isfinite(seen).all())
            if not good or seen.min() < kind.low or seen.max() > kind.high:
                return False
            if kind.names is not None and len(kind.names(level)) != seen.size:
                return False
    return True


def notation_round_trips(game: Game, level: Level, ticks: int) -> bool:
    """A level and an episode survive being written and read."""
    episode = random_round(game, level, ticks, 7).episode()
    again = game.parse_level(level.text)
    return parse_episode(format_episode(episode)) == episode and again.records.tobytes() == level.records.tobytes()


def replay_equals_play(game: Game, level: Level, ticks: int) -> bool:
    """Replaying an episode ends in the state that play ended in."""
    match = random_round(game, level, ticks, 8)
    episode: Episode = match.episode()
    last = list(replay(episode))[-1]
    return state_hash(last.state) == state_hash(match.state)


def batch_equals_single(game: Game, level: Level, ticks: int) -> bool:
    """Every row of a batch, also after it started anew, is what a single round gives."""
    batch = Batch(game, level, 3, 9, observation=next(iter(game.observations)))
    single = Round(game, level, int(batch.seeds[1]))
    for joint in random_joint_actions(game, level, ticks, 9):
        batch.step(np.repeat(joint[None], 3, axis=0))
        single.step(joint.tolist())
        if batch.ended[1]:
            if batch.finals[1].tobytes() != single.state.tobytes():
                return False
            single = Round(game, level, int(batch.seeds[1]))
        if batch.states[1].tobytes() != single.state.tobytes():
            return False
    return True


def seats_are_consistent(game: Game, level: Level, ticks: int) -> bool:  # noqa: ARG001
    """There is one seat for each of the level's, roles and their actions are known, and letters are unique."""
    seats = game.seats(level)
    roles = {role.name: role for role in game.roles}
    names = {action.name for action in game.actions}
    letters = {action.letter for action in game.actions}
    known = all(seat.role in roles and set(roles[seat.role].actions) <= names for seat in seats)
    return len(seats) == level.seats and known and len(letters) == len(game.actions)


CHECKS: tuple[Callable[[Game, Level, int], bool], ...] = (
    seats_are_consistent,
    same_seed_gives_same_states,
    looking_changes_nothing,
    observations_stay_in_bounds,
    notation_round_trips,
    replay_equals_play,
    batch_equals_single,
)
