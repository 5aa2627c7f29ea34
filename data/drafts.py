"""Drafts: rounds on their way in, each replayed and compared with what its file says happened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

import game
from data.trace import trace
from game.core.contract import CrossplayError
from game.kitchen.overcooked import level_for, state_reader
from game.kitchen.overcooked.layouts import started

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from data.sitting import Sitting
    from data.trace import Trace
    from game import Level


class ImportRefusedError(CrossplayError):
    """A file or a round that is not what it should be, or that does not replay as it says."""


class Draft(NamedTuple):
    """A round that replays, ready to be stored."""

    episode: game.Episode
    hashes: list[str]
    score: float | None
    """None where the round was not played to its end."""
    sittings: tuple[Sitting, ...]
    """A person's ``participant`` is the id that the file uses; it is hashed before it is stored."""
    started_at: str | None = None
    tick_rate: float | None = None
    source: str = ""
    """What the file calls the round."""


class Logged(NamedTuple):
    """What a file in Overcooked-AI's terms says of a round of T ticks."""

    layout: str
    joints: Sequence[tuple[int, ...]]
    rewards: Sequence[float]
    """[T]: what both earned at each tick."""
    states: Mapping[int, Any]
    """States as JSON values, by the ticks before which they were logged; 0 is among them."""


def draft_of(episode: game.Episode, played: Trace, sittings: tuple[Sitting, ...]) -> Draft:
    """Return the draft of a replayed episode."""
    over = len(played.joints) == played.level.horizon or bool(played.outcomes["terminated"].any())
    return Draft(episode, played.hashes(), played.score if over else None, sittings)


def fit(logged: Logged) -> tuple[game.Episode, Trace]:
    """Return the episode and the replay of a logged round, under the dynamics with which it replays as logged.

    Raises `ImportRefusedError`, or `NotationError` and `UnknownNameError` where no level of ours fits.
    """
    starts = [player["position"] for player in logged.states[0]["players"]]
    usual = level_for(logged.layout, starts, ticks=len(logged.joints))
    other = "new" if usual.record.old else "old"
    episode, played = _replay(usual, logged)
    wrong = differences(played, logged)
    if not wrong:
        return episode, played
    try:
        episode, played = _replay(level_for(logged.layout, starts, ticks=len(logged.joints), dynamics=other), logged)
    except CrossplayError:
        raise ImportRefusedError(wrong) from None
    if differences(played, logged):
        raise ImportRefusedError(wrong)
    return episode, played


def _replay(level: Level, logged: Logged) -> tuple[game.Episode, Trace]:
    """Return the round as played on a level, which begins in the state that was logged first."""
    version = game.load("kitchen").version
    episode = game.Episode("kitchen", version, level.text, 0, tuple(logged.joints))
    played = trace(episode)
    if _is_as_logged(played, 0, logged.states[0]):
        return episode, played
    episode = game.Episode("kitchen", version, started(level, logged.states[0]), 0, tuple(logged.joints))
    return episode, trace(episode)


def differences(played: Trace, logged: Logged) -> str:
    """Return what first differs between a replay and the log, or nothing."""
    if len(logged.rewards) != len(played.rewards):
        return f"it has {len(logged.rewards)} rewards for {len(played.rewards)} joint actions"
    for tick in np.flatnonzero(played.rewards != np.asarray(logged.rewards, np.float64)):
        ours, theirs = played.rewards[tick], logged.rewards[int(tick)]
        return f"it does not replay: at tick {tick} the file has the reward {theirs:g}, the rules give {ours:g}"
    read, count = state_reader(played.level), len(played.states)
    for before, state in logged.states.items():
        if not 0 <= before < count or not _is_same(played.states[before : before + 1], state, read):
            return f"it does not replay: before tick {before} the file has another state than the rules give"
    return ""


def _is_as_logged(played: Trace, tick: int, state: Any) -> bool:
    """Tell whether a state of a replay is the logged one."""
    return _is_same(played.states[tick : tick + 1], state, state_reader(played.level))


def _is_same(ours: Any, state: Any, read: Any) -> bool:
    """Tell whether a logged state says the same as a record in an array of one; logs do not always count ticks."""
    theirs = ours.copy()
    read(state, theirs[0])
    theirs["tick"] = ours["tick"]
    return bool(theirs.tobytes() == ours.tobytes())
