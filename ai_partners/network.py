"""A trained network in a seat, played with numpy: it turns what it sees into the logarithms of its probabilities."""

from __future__ import annotations

import contextlib
import hashlib
from typing import TYPE_CHECKING, Any

import numpy as np

from ai_partners.forward import LEAST, Member, log_softmax
from ai_partners.weights import WeightsError
from game.core.contract import NotationError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ai_partners.weights import WeightsCard
    from game.core.contract import Game, Level

Array = np.ndarray[Any, Any]

LONGEST = 20
"""Decisions after which ``since_move`` counts no further."""
TEMPO = 0.4
"""How often people do something, before anything is known of one."""
USUAL = 400
"""Ticks of the round by which a level is told from others."""


class Network:
    """Plays what it has learned."""

    def __init__(self, card: WeightsCard, tensors: dict[str, Array]) -> None:
        self.card, self.observes = card, card.observation
        self.is_freed = True
        """Whether the rule for standing still holds; not where its probabilities are to foretell people."""
        prefixes = [f"member.{member}." for member in range(card.members)] if card.members > 1 else [""]
        self._members = [
            Member(card, {_bare(n, p): t for n, t in tensors.items() if n.startswith(p)}) for p in prefixes
        ]

    def begin(self, game: Game, levels: Sequence[Level], seats: Sequence[int], seeds: Sequence[int]) -> None:
        """Take a seat in ``len(seats)`` rounds; raises `WeightsError` for a game or level it was not made for."""
        del seeds
        check_place(self.card, game, levels)
        rows = len(seats)
        self._columns = _columns(self.card.columns, game, self.card, levels[0]) if levels else None
        self._unsaid = game.choices - self.card.choices
        self._wait, self._past = game.wait, Past(self.card.extras, rows)
        self.memory = np.zeros((self.card.members, rows, self.card.memory), np.float32)
        if self.card.stuck is not None:
            watched = _columns(self.card.stuck.columns, game, self.card, levels[0])
            self._watch = Watch(rows, watched, self.card.stuck.ticks, self.card.choices)

    def renew(self, rows: Array, seeds: Sequence[int]) -> None:
        """Forget the rounds of some rows, which begin anew."""
        del seeds
        self._past.renew(rows)
        self.memory[:, rows] = 0
        if self.card.stuck is not None:
            self._watch.renew(rows)

    def prefer(self, observations: Array) -> np.ndarray[Any, np.dtype[np.float32]]:
        """Return the logarithms of the probabilities [B, C] of every choice, by what each row sees [B, ...]."""
        return prefer_together([self], [observations])[0]

    def own(self, observations: Array, found: Array) -> np.ndarray[Any, np.dtype[np.float32]]:
        """Return log-probabilities [B, C] by those of the bare network, which knows nothing of the rounds so far."""
        if self.card.stuck is not None and self.is_freed:
            found = self._watch.free(observations, found)
        if self._unsaid:
            found = np.concatenate([found, np.full((len(found), self._unsaid), LEAST)], axis=1)
        return np.asarray(found, np.float32)

    def chosen(self, choices: Array) -> None:
        """Take note of what was finally chosen [B]."""
        if self.card.extras:
            self._past.chosen(choices, self._wait)
        if self.card.stuck is not None:
            self._watch.chosen(choices)

    def think(self, inputs: Array, memory: Array) -> Array:
        """Return what the bare network makes of inputs [B, I]; ``memory`` [members, B, M] is written in place."""
        logs = [member.logs(inputs, memory[n], self._wait) for n, member in enumerate(self._members)]
        found: Array = logs[0] if len(logs) == 1 else np.log(np.mean(np.exp(logs), axis=0) + np.float32(1e-12))
        return found

    def inputs(self, observations: Array) -> Array:
        """Return the first layer's inputs [B, I], or planes [B, W, H, C]."""
        seen = observations if self._columns is None else observations[:, self._columns]
        seen = seen.astype(np.float32, copy=False)
        if not self.card.extras:
            return seen
        return np.concatenate([seen, self._past.entries()], axis=1)


def prefer_together(
    networks: Sequence[Network], observations: Sequence[Array]
) -> list[np.ndarray[Any, np.dtype[np.float32]]]:
    """Return log-probabilities [B, C] for each of some players of one policy file, all worked out in one pass."""
    first = networks[0]
    if len(networks) == 1:
        return [first.own(observations[0], first.think(first.inputs(observations[0]), first.memory))]
    memory = np.concatenate([network.memory for network in networks], axis=1)
    found = first.think(_inputs_together(networks, observations), memory)
    chosen, row = [], 0
    for network, seen in zip(networks, observations, strict=True):
        rows = slice(row, row + len(seen))
        row = rows.stop
        if first.card.memory:
            network.memory[:] = memory[:, rows]
        chosen.append(network.own(seen, found[rows]))
    return chosen


def _inputs_together(networks: Sequence[Network], observations: Sequence[Array]) -> Array:
    """Return the first layer's inputs of all players, those of each as `Network.inputs` gives them."""
    if not networks[0].card.extras:
        return networks[0].inputs(np.concatenate(observations))
    return np.concatenate([network.inputs(seen) for network, seen in zip(networks, observations, strict=True)])


class Past:
    """What a player knows of what it did, as further inputs.

    ``since_move``: decisions since it last did something, as a part of `LONGEST`. ``tempo=RATE``: how often it does
    something, a running mean of that rate that begins at `TEMPO`. ``constant:NAME=VALUE``: a number.
    """

    def __init__(self, names: Sequence[str], rows: int) -> None:
        self._kinds = [name.partition("=")[0] for name in names]
        self._numbers = [float(name.partition("=")[2] or 0) for name in names]
        self._entries = np.zeros((rows, len(names)), np.float32)
        self.renew(np.arange(rows))

    def renew(self, rows: Array) -> None:
        """Forget what some rows did."""
        for column, (kind, number) in enumerate(zip(self._kinds, self._numbers, strict=True)):
            self._entries[rows, column] = {"since_move": 0.0, "tempo": TEMPO}.get(kind, number)

    def entries(self) -> Array:
        """Return the inputs [B, E]."""
        return self._entries

    def chosen(self, choices: Array, wait: int) -> None:
        """Take note of what was chosen [B]."""
        waited = choices == wait
        for column, (kind, number) in enumerate(zip(self._kinds, self._numbers, strict=True)):
            entry = self._entries[:, column]
            if kind == "since_move":
                entry[:] = np.where(waited, np.minimum(entry + np.float32(1 / LONGEST), 1), 0)
            elif kind == "tempo":
                entry += np.float32(number) * (~waited - entry)


class Watch:
    """Notices who stands still: the rule of Carroll et al.'s code (2019) for cloned people, which freeze.

    Where the watched entries have not changed for some decisions, what was chosen in them gets probability 0.
    """

    def __init__(self, rows: int, columns: Array | None, ticks: int, choices: int) -> None:
        self._columns, self._ticks = columns, ticks
        self._last: Array | None = None
        self._still = np.zeros(rows, np.int64)
        self._done = np.full((ticks, rows), -1, np.int64)
        self._choices = choices

    def renew(self, rows: Array) -> None:
        """Forget some rows."""
        self._still[rows] = 0
        if self._last is not None:
            self._last[rows] = np.nan

    def free(self, observations: Array, logs: Array) -> Array:
        """Return log-probabilities [B, C] without what did not help; a row that would have none left stays."""
        now = observations[:, self._columns].astype(np.float32)
        same = np.zeros(len(now), bool) if self._last is None else (now == self._last).all(axis=1)
        self._still = np.where(same, self._still + 1, 0)
        self._last = now.reshape(len(now), -1)
        stuck = np.flatnonzero(self._still >= self._ticks)
        if not len(stuck):
            return logs
        barred = (self._done[:, stuck, None] == np.arange(self._choices)).any(axis=0)
        barred &= ~barred.all(axis=1)[:, None]
        freed = logs.copy()
        freed[stuck] = log_softmax(np.where(barred, LEAST, logs[stuck]))
        return freed

    def chosen(self, choices: Array) -> None:
        """Note what was chosen [B]."""
        self._done = np.concatenate([self._done[1:], choices[None].astype(np.int64)])


def check_place(card: WeightsCard, game: Game, levels: Sequence[Level]) -> None:
    """Raise `WeightsError` unless a card's network can sit in a game on these levels."""
    if (card.game, card.game_version) != (game.name, game.version):
        message = f"partner {card.name!r} plays {card.game} {card.game_version} and not {game.name} {game.version}"
        raise WeightsError(message)
    if card.choices not in {len(game.actions), game.choices}:
        message = (
            f"partner {card.name!r} has {card.choices} choices; {game.name} has {game.choices}, "
            f"and {len(game.actions)} for those that say nothing"
        )
        raise WeightsError(message)
    for level in {level.name: level for level in levels}.values():
        if level_hash(game, level) != card.level_hash:
            message = f"partner {card.name!r} has learned level {card.level!r} and not this {level.name!r}"
            raise WeightsError(message)
        length = _length(card, game, level)
        if length != card.inputs:
            message = f"partner {card.name!r} has {card.inputs} inputs; what it sees on {level.name!r} gives {length}"
            raise WeightsError(message)


def level_hash(game: Game, level: Level) -> str:
    """Return the hash of a level's canonical text; rounds of another length are played on the same level."""
    with contextlib.suppress(NotationError):
        level = game.lasting(level, USUAL)
    return hashlib.blake2b(game.format_level(level).encode(), digest_size=8).hexdigest()


def _length(card: WeightsCard, game: Game, level: Level) -> int:
    """Return how many inputs a card's columns and extras come to on a level."""
    whole = int(np.prod(game.observations[card.observation].shape(level)))
    return (len(card.columns) or whole) + len(card.extras)


def _columns(names: tuple[str, ...], game: Game, card: WeightsCard, level: Level) -> Array | None:
    """Return where the named entries of an observation stand, or None for all."""
    if not names:
        return None
    known = game.observations[card.observation].names
    all_names = list(known(level)) if known is not None else []
    missing = [name for name in names if name not in all_names]
    if missing:
        message = f"partner {card.name!r} sees {missing[0]!r}, which the observation {card.observation!r} does not have"
        raise WeightsError(message)
    return np.array([all_names.index(name) for name in names])


def _bare(name: str, prefix: str) -> str:
    """Return a tensor's name without its member's prefix."""
    return name.removeprefix(prefix)
