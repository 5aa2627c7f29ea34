"""One function that any game is run through before it is trusted."""

from __future__ import annotations

import hashlib
import importlib
import itertools
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from game.core.batch import Batch
from game.core.claims import CLAIMS, margins_are_quoted
from game.core.contract import WAIT, ConformanceError, IllegalActionError
from game.core.episode import Episode, Round, replay, state_hash
from game.core.leaks import is_tight
from game.core.notation import format_episode, parse_episode
from game.core.rounds import bot_round, random_joint_actions, random_round
from game.core.trials import TRIALS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from game.core.contract import Game, Level

ROUNDING = 1e-4
"""How far from nothing rewards may add up to, as they are 32-bit numbers."""


def check(game: Game, ticks: int = 200, module: str | None = None) -> tuple[str, ...]:
    """Run every check on a game and return their names; raises `ConformanceError` that names the first that fails.

    ``module`` names the module whose ``GAME`` this is, for the other processes; usually ``game.<name>``.
    """
    return tuple(dict.fromkeys(name for name, _ in checking(game, ticks, module)))


def checking(game: Game, ticks: int = 200, module: str | None = None) -> Iterator[tuple[str, str]]:
    """Yield (check, level or nothing) after each one that holds; raises `ConformanceError` for one that does not."""
    home = module or f"game.{game.name}"
    yield from keeping_rules(game, ticks, home)
    yield from keeping_words(game, Path(importlib.import_module(home).__file__ or "").parent)


def keeping_rules(game: Game, ticks: int, module: str) -> Iterator[tuple[str, str]]:
    """Yield the checks of the contract, level by level, and those in other processes."""
    for name in game.level_names():
        level = game.load_level(name)
        for test in CHECKS:
            if not test(game, level, ticks):
                message = f"game {game.name!r} on level {name!r} fails the check {test.__name__!r}: {test.__doc__}"
                raise ConformanceError(message)
            yield test.__name__, name
    first = game.load_level(game.level_names()[0])
    for name, mode in (("same_in_another_process", "0"), ("plain_python_equals_compiled", "1")):
        if digest_elsewhere(module, first, ticks, mode) != digest(game, first, ticks):
            message = f"game {game.name!r} differs in another process with NUMBA_DISABLE_JIT={mode}"
            raise ConformanceError(message)
        yield name, first.name


def keeping_words(game: Game, folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the checks of what a game says of itself, here and in the ``RULES.md`` of its folder."""
    for claim in CLAIMS:
        yield _held(game, claim.__name__, claim(game)), ""
    yield _held(game, "margins_are_quoted", margins_are_quoted(game, folder)), ""
    for trial in TRIALS:
        yield _held(game, trial.__name__, trial(game)), ""


def _held(game: Game, name: str, complaint: str) -> str:
    """Return the name of a check that holds; raises `ConformanceError` with what is wrong where something is."""
    if complaint:
        message = f"game {game.name!r} fails the check {name!r}: {complaint}"
        raise ConformanceError(message)
    return name


def digest(game: Game, level: Level, ticks: int) -> str:
    """Return a hash over every state and observation of a round of random play."""
    match = Round(game, level, 3)
    total = hashlib.blake2b(digest_size=8)
    for joint in random_joint_actions(game, level, min(ticks, level.horizon), 3):
        if match.is_over:
            break
        total.update(match.step(joint).state.tobytes() + match.outcome.tobytes())
        for kind in game.observations:
            for seat in range(level.seats):
                total.update(match.observe(kind, seat).tobytes())
    return total.hexdigest()


def digest_elsewhere(module: str, level: Level, ticks: int, disable_jit: str) -> str:
    """Return the digest as another process computes it."""
    program = (
        "import importlib, sys; from game.core.conformance import digest\n"
        "g = importlib.import_module(sys.argv[1]).GAME; print(digest(g, g.load_level(sys.argv[2]), int(sys.argv[3])))"
    )
    done = subprocess.run(  # noqa: S603 - our own interpreter and program
        [sys.executable, "-c", program, module, level.name, str(ticks)],
        env=os.environ | {"NUMBA_DISABLE_JIT": disable_jit, "PYTHONPATH": os.pathsep.join(sys.path)},
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
    return bool(match.state.tobytes() == before)


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
    again = game.parse_level(game.format_level(level))
    read = parse_episode(format_episode(game, episode), lambda _: game)
    return read == episode and again.records.tobytes() == level.records.tobytes()


def replay_equals_play(game: Game, level: Level, ticks: int) -> bool:
    """Replaying an episode ends in the state that play ended in."""
    match = random_round(game, level, ticks, 8)
    episode: Episode = match.episode()
    last = list(replay(game, episode))[-1]
    return state_hash(last.state) == state_hash(match.state)


def batch_equals_single(game: Game, level: Level, ticks: int) -> bool:
    """Every row of a batch, also after it started anew, is what a single round gives."""
    batch = Batch(game, level, 3, 9, observation=next(iter(game.observations)))
    single = Round(game, level, int(batch.seeds[1]))
    choices = random_joint_actions(game, level, level.horizon, 9)
    for _ in range(ticks):
        batch.step(np.array([choices[tick] for tick in batch.states["tick"]], np.int8))
        single.step(choices[single.tick])
        if batch.ended[1]:
            if batch.finals[1].tobytes() != single.state.tobytes():
                return False
            single = Round(game, level, int(batch.seeds[1]))
        if batch.states[1].tobytes() != single.state.tobytes():
            return False
    return True


def seats_are_consistent(game: Game, level: Level, ticks: int) -> bool:  # noqa: ARG001 - every check takes the ticks
    """There is one seat for each of the level's, its role is known and may wait, and letters are unique."""
    seats = game.seats(level)
    roles = {role.name: role for role in game.roles}
    letters = [action.letter for action in game.actions]
    known = {action.name for action in game.actions}
    good = len(seats) == level.seats and all(seat.role in roles and seat.every >= 1 for seat in seats)
    good = good and all(set(role.actions) <= known for role in game.roles) and letters.count(WAIT) == 1
    waits = good and all(game.wait in actions for actions in game.legal(level))
    return waits and len(set(letters)) == len(letters) and all(len(letter) == 1 for letter in letters)


def nothing_hidden_leaks(game: Game, level: Level, ticks: int) -> bool:
    """Changing what a seat may not see, the dice first of all, changes no byte of its observations or scene."""
    return is_tight(game, level, ticks)


def rewards_sum_to_zero(game: Game, level: Level, ticks: int) -> bool:
    """Where a game says so, the rewards of all bodies add up to nothing at every tick."""
    bodies = [number for number, seat in enumerate(game.seats(level)) if seat.has_body]
    match = Round(game, level, 13)
    for joint in random_joint_actions(game, level, ticks if game.is_zero_sum else 0, 13):
        if not match.is_over:
            match.step(joint)
            if abs(float(match.outcome.reward[bodies].sum(dtype=np.float64))) > ROUNDING:
                return False
    return True


def seldom_seats_wait(game: Game, level: Level, ticks: int) -> bool:
    """A seat that acts seldom, or has no such action, is refused, and nothing has changed."""
    match = random_round(game, level, ticks, 11)
    if match.is_over:
        return True
    before = match.state.tobytes()
    for seat, known in enumerate(match.legality.legal):
        wrong = set(range(game.choices + 1)) - known
        if seat in match.legality.waiting(match.tick):
            wrong |= known - {game.wait}
        for action in wrong:
            joint = [game.wait] * level.seats
            joint[seat] = action
            if not _is_refused(match, joint):
                return False
    return bool(match.state.tobytes() == before)


def _is_refused(match: Round, joint: list[int]) -> bool:
    """Tell whether a round refuses a joint action."""
    try:
        match.step(joint)
    except IllegalActionError:
        return True
    return False


def bots_are_legal(game: Game, level: Level, ticks: int) -> bool:
    """Every bot, in every seat, prefers a choice that the seat has, and plays the same with the same seed."""
    return all(_bot_episode(game, level, name, ticks) == _bot_episode(game, level, name, ticks) for name in game.bots)


def _bot_episode(game: Game, level: Level, name: str, ticks: int) -> Episode:
    """Return the first ticks of a round with one bot in every seat; an illegal choice raises."""
    *_, match = itertools.islice(bot_round(game, level, name, 12), ticks + 1)
    return match.episode()


CHECKS: tuple[Callable[[Game, Level, int], bool], ...] = (
    same_seed_gives_same_states,
    looking_changes_nothing,
    observations_stay_in_bounds,
    notation_round_trips,
    replay_equals_play,
    batch_equals_single,
    seats_are_consistent,
    nothing_hidden_leaks,
    seldom_seats_wait,
    rewards_sum_to_zero,
    bots_are_legal,
)
"""What is tried on each level."""
