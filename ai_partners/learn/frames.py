"""What people's episodes teach from: what every seat saw and did, and who is kept apart from whom."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ai_partners.network import Past
from game.core.contract import CrossplayError
from game.core.episode import Round

if TYPE_CHECKING:
    from collections.abc import Sequence

    from game.core.contract import Game, Level
    from game.core.episode import Episode

Array = np.ndarray[Any, Any]
EXTRAS = ("since_move", "tempo=0.1", "tempo=0.015")
"""What a model may know of its own past beside what it sees, by the names that `ai_partners.network` plays them by."""


class CloningError(CrossplayError):
    """Episodes that nobody can be cloned from."""


@dataclass(frozen=True, slots=True)
class Frames:
    """What people saw and did, one row for each seat and tick."""

    seen: Array
    """[N, entries] float32"""
    extras: Array
    """What the seat knows of its own past [N, len(EXTRAS)] float32."""
    choices: Array
    """[N] int64"""
    before: Array
    """The seat's choice a tick earlier, -1 at first [N]."""
    episode: Array
    """Number of the episode [N]."""
    seat: Array
    tick: Array
    hash: str
    """Over all episodes."""

    def of(self, episodes: Sequence[int]) -> Frames:
        """Return the frames of some episodes."""
        rows = np.isin(self.episode, np.asarray(episodes))
        parts = (self.seen, self.extras, self.choices, self.before, self.episode, self.seat, self.tick)
        seen, extras, choices, before, episode, seat, tick = (part[rows] for part in parts)
        return Frames(seen, extras, choices, before, episode, seat, tick, self.hash)


def frames(game: Game, level: Level, episodes: Sequence[Episode], observation: str = "features") -> Frames:
    """Return what every seat saw and did in episodes of one level.

    Raises `CloningError` where there are none, or where one is of another game, version or level.
    """
    if not episodes:
        message = "there is no episode to clone from; give a file with at least one"
        raise CloningError(message)
    parts = [_frames_of(game, level, number, episode, observation) for number, episode in enumerate(episodes)]
    texts = "".join(_text(episode) for episode in episodes)
    columns = (np.concatenate([part[column] for part in parts]) for column in range(7))
    seen, extras, choices, before, number, seat, tick = columns
    digest = hashlib.blake2b(texts.encode(), digest_size=8).hexdigest()
    return Frames(seen, extras, choices, before, number, seat, tick, digest)


def joined(parts: Sequence[Frames]) -> Frames:
    """Return the frames of several levels together, their episodes numbered on."""
    offsets = np.cumsum([0, *(int(part.episode.max(initial=-1)) + 1 for part in parts)])
    columns = [
        np.concatenate([getattr(part, name) for part in parts])
        for name in ("seen", "extras", "choices", "before", "seat", "tick")
    ]
    seen, extras, choices, before, seat, tick = columns
    number = np.concatenate([part.episode + offset for part, offset in zip(parts, offsets, strict=False)])
    digest = hashlib.blake2b("".join(part.hash for part in parts).encode(), digest_size=8).hexdigest()
    return Frames(seen, extras, choices, before, number, seat, tick, digest)


def _frames_of(game: Game, level: Level, number: int, episode: Episode, observation: str) -> tuple[Array, ...]:
    """Return an episode's frames, seat after seat."""
    if (episode.game, episode.version) != (game.name, game.version):
        message = f"episode {number + 1} is of {episode.game} {episode.version}; this is {game.name} {game.version}"
        raise CloningError(message)
    played = game.parse_level(episode.level)
    if played.name != level.name:
        message = f"episode {number + 1} was played on {played.name!r}, which is not this {level.name!r}"
        raise CloningError(message)
    match, seats, ticks = Round(game, played, episode.seed), level.seats, len(episode.joint_actions)
    seen = np.zeros((seats, ticks, *game.observations[observation].shape(level)), np.float32)
    joint = np.array(episode.joint_actions, np.int64).T
    for tick, actions in enumerate(episode.joint_actions):
        for seat in range(seats):
            seen[seat, tick] = match.observe(observation, seat)
        match.step(actions)
    before = np.concatenate([np.full((seats, 1), -1), joint[:, :-1]], axis=1)
    places = np.indices((seats, ticks))
    past = np.stack([past_of(name, before, game.wait) for name in EXTRAS], axis=-1)
    flat = (seen.reshape(seats * ticks, -1), past.reshape(seats * ticks, -1), joint.reshape(-1))
    return (*flat, before.reshape(-1), np.full(seats * ticks, number), places[0].reshape(-1), places[1].reshape(-1))


def past_of(name: str, before: Array, wait: int) -> Array:
    """Return what each seat knows of its past by an extra's name [seats, ticks], from its choices a tick earlier."""
    past = Past((name,), len(before))
    found = np.zeros(before.shape, np.float32)
    for tick in range(before.shape[1]):
        if tick:
            past.chosen(before[:, tick], wait)
        found[:, tick] = past.entries()[:, 0]
    return found


def _text(episode: Episode) -> str:
    """Return what an episode's hash is made of."""
    return f"{episode.game} {episode.version} {episode.seed}\n{episode.level}\n{episode.joint_actions}\n"


def split(people: Sequence[tuple[str, ...]], share: float, seed: int) -> tuple[list[int], list[int]]:
    """Return the numbers of the episodes to learn from and of those kept back: no person is on both sides.

    ``people`` [episodes][seats]. Episodes that share a person stay together; about ``share`` of the episodes is kept
    back. Raises `CloningError` where one person, or people who are all tied together, leave nothing to keep back.
    """
    groups = _groups(people)
    if len(groups) < 2:  # noqa: PLR2004 - two sides
        message = f"all {len(people)} episodes hang together by their people; a split needs people who never met"
        raise CloningError(message)
    order = np.random.default_rng(seed).permutation(len(groups))
    held: list[int] = []
    for group in order[:-1]:
        if len(held) < share * len(people):
            held += groups[group]
    return sorted(set(range(len(people))) - set(held)), sorted(held)


def _groups(people: Sequence[tuple[str, ...]]) -> list[list[int]]:
    """Return the episodes that hang together by their people."""
    groups: list[tuple[set[str], list[int]]] = []
    for number, who in enumerate(people):
        tied = [group for group in groups if group[0] & set(who)]
        groups = [group for group in groups if group not in tied]
        merged = (set(who).union(*(group[0] for group in tied)), sorted([number, *(n for g in tied for n in g[1])]))
        groups.append(merged)
    return [episodes for _, episodes in groups]


def inputs(found: Frames, columns: Array | None, extras: Sequence[str]) -> Array:
    """Return a model's inputs [N, I]."""
    seen = found.seen if columns is None else found.seen[:, columns]
    return np.concatenate([seen, found.extras[:, [EXTRAS.index(name) for name in extras]]], axis=1) if extras else seen


def lives(found: Frames) -> list[Array]:
    """Return the rows of each life, which is one seat of one episode from its first tick to its last."""
    order = np.lexsort((found.tick, found.seat, found.episode))
    keys = np.stack([found.episode[order], found.seat[order]])
    ends = np.flatnonzero((keys[:, 1:] != keys[:, :-1]).any(axis=0)) + 1
    return np.split(order, ends)
