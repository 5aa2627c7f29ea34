"""Rounds, and episodes: game, version, level, seed and joint actions, from which everything else is recomputed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import numpy as np

from game.core.contract import IllegalActionError, NotationError
from game.core.scores import kept, teams_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from game.core.contract import Game, Level


class Step(NamedTuple):
    """One tick of a trajectory."""

    tick: int
    """Ticks played when the joint action was taken."""
    joint_action: tuple[int, ...]
    state: Any
    """A copy of the state record after the tick."""
    outcome: Any
    """A copy of the outcome record of the tick."""


class Actor(Protocol):
    """Whatever decides for a seat."""

    observes: str
    """Name of an observation of the game, or ``"state"`` for the records themselves."""

    def begin(self, game: Game, levels: Sequence[Level], seats: Sequence[int], seeds: Sequence[int]) -> None:
        """Take a seat in ``len(seats)`` rounds that are about to start."""

    def act(self, observations: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        """Return one action [B] for each row of observations [B, ...]."""


class Round:
    """One play-through in progress: a batch of one row that stops where a batch would start anew."""

    def __init__(self, game: Game, level: Level, seed: int) -> None:
        self.game, self.level, self.seed = game, level, int(seed)
        self.legality = Legality.of(game, level)
        self._teams = teams_of(game, level)
        self._points = [0.0] * (max(self._teams) + 1)
        self._levels, self._which, self._horizon = level.records, np.zeros(1, np.int32), level.horizon
        self._states, self._finals = np.zeros(1, game.state), np.zeros(1, game.state)
        self._outcomes, self._ended = np.zeros(1, game.outcome), np.zeros(1, np.uint8)
        self._seeds = np.array([seed], np.uint64)
        self._actions = np.zeros((1, level.seats), np.int8)
        self._joint_actions: list[tuple[int, ...]] = []
        self._views: dict[str, tuple[np.ndarray[Any, Any], np.ndarray[Any, Any], Any]] = {}
        self._earned, self._terminated = self._outcomes["streams"][0, 0], self._outcomes["terminated"]
        self.state, self.outcome = self._states[0], self._outcomes[0]
        """The state now and the outcome of the last tick, zeros before the first: views that change at every step."""
        game.start_rows(self._levels, self._which, self._states, self._seeds, 0, 1)

    @property
    def tick(self) -> int:
        """Ticks played."""
        return len(self._joint_actions)

    @property
    def scores(self) -> tuple[float, ...]:
        """Points of each team."""
        return tuple(self._points)

    @property
    def score(self) -> float:
        """The one number that is kept of the round: with two teams the first one's points, else those of all."""
        return kept(self._points)

    @property
    def is_over(self) -> bool:
        """Whether the game has ended or the horizon is reached."""
        return len(self._joint_actions) >= self._horizon or bool(self._terminated[0])

    def step(self, joint_action: Sequence[int]) -> Step:
        """Play one tick; raises `IllegalActionError`, also when the round is over, and then changes nothing."""
        joint, tick = tuple(map(int, joint_action)), len(self._joint_actions)
        if self.is_over:
            message = f"the round is over after {tick} ticks; start another"
            raise IllegalActionError(message)
        self.legality.check(joint, tick)
        self._actions[0] = joint
        self._advance()
        self._joint_actions.append(joint)
        for team, points in zip(self._teams, self._earned.tolist(), strict=False):  # a record may have more seats
            self._points[team] += points
        return Step(tick, joint, copied(self._states)[0], copied(self._outcomes)[0])

    def _advance(self) -> None:
        """Play one tick of the only row; where the loop over rows has already started the next round, go back."""
        self.game.advance_rows(
            self._levels,
            self._which,
            self._states,
            self._actions,
            self._outcomes,
            self._seeds,
            self._ended,
            self._finals,
            0,
            1,
        )
        if self._ended[0]:
            self._states[:] = self._finals

    def observe(self, kind: str, seat: int) -> np.ndarray[Any, Any]:
        """Return what ``seat`` sees as a new array; ``"state"`` gives the state record in an array of shape (1,)."""
        if kind == "state":
            return copied(self._states)
        if kind not in self._views:
            observation = self.game.observations[kind]
            view = np.zeros((1, self.level.seats, *observation.shape(self.level)), observation.dtype)
            self._views[kind] = view, view.reshape(1, self.level.seats, -1), observation.write_rows
        view, flat, write = self._views[kind]
        write(self._levels, self._which, self._states, flat, 0, 1)
        seen: np.ndarray[Any, Any] = view[0, seat].copy()
        return seen

    def episode(self) -> Episode:
        """Return what has been played so far."""
        return Episode(self.game.name, self.game.version, self.level.text, self.seed, tuple(self._joint_actions))


NOBODY: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Legality:
    """What each seat of a level may do, looked up once."""

    game: str
    names: tuple[str, ...]
    """The choices' names."""
    wait: int
    legal: tuple[frozenset[int], ...]
    """The actions of each seat's role."""
    seldom: tuple[tuple[int, int], ...]
    """(seat, every) of the seats that do not act at every tick."""

    @classmethod
    def of(cls, game: Game, level: Level) -> Legality:
        """Return what the seats of a level may do."""
        names = game.choice_names
        return cls(game.name, names, game.wait, game.legal(level), game.seldom(level))

    def check(self, joint: tuple[int, ...], tick: int) -> None:
        """Raise `IllegalActionError` unless ``joint`` has, for each seat, an action that it may take at this tick."""
        if len(joint) != len(self.legal):
            message = f"joint action {joint!r} has {len(joint)} entries; this level has {len(self.legal)} seats"
            raise IllegalActionError(message)
        for seat, (action, known) in enumerate(zip(joint, self.legal, strict=True)):
            if action not in known:
                good = ", ".join(f"{number} ({self.names[number]})" for number in sorted(known))
                message = f"seat {seat} of game {self.game!r} has no action {action!r}; it has {good}"
                raise IllegalActionError(message)
        for seat, every in self.seldom:
            if tick % every and joint[seat] != self.wait:
                message = f"seat {seat} acts each {every} ticks, not at tick {tick}; there it waits ({self.wait})"
                raise IllegalActionError(message)

    def waiting(self, tick: int) -> frozenset[int]:
        """Return the seats that are not asked at a tick."""
        if not self.seldom:
            return NOBODY
        return frozenset(seat for seat, every in self.seldom if tick % every)


@dataclass(frozen=True, slots=True)
class Episode:
    """What is stored of a round."""

    game: str
    version: int
    level: str
    """The level's text, rule options included."""
    seed: int
    joint_actions: tuple[tuple[int, ...], ...]


def copied(records: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Return a copy of an array of records [N] by its bytes; numpy's own goes field by field, ten times slower."""
    return np.ndarray(records.shape, records.dtype, bytearray(records.view(np.uint8).data))


def state_hash(state: Any) -> str:
    """Return 16 hexadecimal digits over the bytes of one state record."""
    return hashlib.blake2b(state.tobytes(), digest_size=8).hexdigest()


def play(game: Game, level: Level, actors: Sequence[Actor], seed: int) -> Iterator[Step]:
    """Yield the steps of one round with ``actors`` in its seats, to the end."""
    match = Round(game, level, seed)
    for seat, actor in enumerate(actors):
        actor.begin(game, [level], [seat], [seed])
    while not match.is_over:
        yield match.step(decide_all(match, actors))


def decide_all(match: Round, actors: Sequence[Actor]) -> list[int]:
    """Ask every actor whose seat acts at this tick; the others wait."""
    waiting, wait = match.legality.waiting(match.tick), match.legality.wait
    return [wait if seat in waiting else decide(match, actor, seat) for seat, actor in enumerate(actors)]


def decide(match: Round, actor: Actor, seat: int) -> int:
    """Ask ``actor`` for its action at this tick."""
    seen = match.observe(actor.observes, seat)
    return int(actor.act(seen if actor.observes == "state" else seen[None])[0])


def replay(game: Game, episode: Episode) -> Iterator[Step]:
    """Yield the steps of a stored round again; raises `NotationError` when it is of another game or version."""
    if (episode.game, episode.version) != (game.name, game.version):
        message = (
            f"the episode is of {episode.game} version {episode.version}; "
            f"this is {game.name} version {game.version}, and other rules would tell another story"
        )
        raise NotationError(message)
    match = Round(game, game.parse_level(episode.level), episode.seed)
    for joint in episode.joint_actions:
        yield match.step(joint)
