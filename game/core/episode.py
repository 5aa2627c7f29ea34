"""Rounds, and episodes: game, version, level, seed and joint actions, from which everything else is recomputed."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import numpy as np

from game.core.contract import IllegalActionError, NotationError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from game.core.contract import Game, Level

FORMAT = 1


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
    """One play-through in progress."""

    def __init__(self, game: Game, level: Level, seed: int) -> None:
        self.game, self.level, self.seed = game, level, int(seed)
        self._states = np.zeros(1, game.state)
        self._outcomes = np.zeros(1, game.outcome)
        self._actions = np.zeros((1, level.seats), np.int8)
        self._views: dict[str, np.ndarray[Any, Any]] = {}
        self._joint_actions: list[tuple[int, ...]] = []
        self.score = 0.0
        game.start_rows(level.records, np.zeros(1, np.int32), self._states, np.array([seed], np.uint64), 0, 1)

    @property
    def state(self) -> Any:
        """The current state record (a live view)."""
        return self._states[0]

    @property
    def outcome(self) -> Any:
        """The outcome record of the last tick (a live view; zeros before the first)."""
        return self._outcomes[0]

    @property
    def tick(self) -> int:
        """Ticks played."""
        return len(self._joint_actions)

    @property
    def is_over(self) -> bool:
        """Whether the game has ended or the horizon is reached."""
        return bool(self.outcome.terminated) or self.tick >= self.level.horizon

    def step(self, joint_action: Sequence[int]) -> Step:
        """Play one tick; raises `IllegalActionError`."""
        joint = tuple(int(action) for action in joint_action)
        check_joint_action(self.game, self.level, joint)
        self._actions[0] = joint
        self.game.advance(self.level.record, self.state, self._actions[0], self.outcome)
        self._joint_actions.append(joint)
        self.score += float(self.outcome.streams[0].sum())
        return Step(self.tick - 1, joint, self._states.copy()[0], self._outcomes.copy()[0])

    def observe(self, kind: str, seat: int) -> np.ndarray[Any, Any]:
        """Return what ``seat`` sees as a new array; ``"state"`` gives the state record in an array of shape (1,)."""
        if kind == "state":
            return self._states.copy()
        observation = self.game.observations[kind]
        out = np.zeros(observation.shape(self.level), observation.dtype)
        observation.write(self.level.record, self.state, seat, out.reshape(-1))
        return out

    def episode(self) -> Episode:
        """Return what has been played so far."""
        return Episode(self.game.name, self.game.version, self.level.text, self.seed, tuple(self._joint_actions))


def check_joint_action(game: Game, level: Level, joint: tuple[int, ...]) -> None:
    """Raise `IllegalActionError` unless ``joint`` has one known action for each seat."""
    if len(joint) != level.seats:
        message = f"joint action {joint!r} has {len(joint)} entries; level {level.name!r} has {level.seats} seats"
        raise IllegalActionError(message)
    for action in joint:
        if not 0 <= action < len(game.actions):
            message = f"action {action!r} is not one of 0 to {len(game.actions) - 1} of game {game.name!r}"
            raise IllegalActionError(message)


@dataclass(frozen=True, slots=True)
class Episode:
    """What is stored of a round."""

    game: str
    version: int
    level: str
    """The level's text, rule options included."""
    seed: int
    joint_actions: tuple[tuple[int, ...], ...]


def state_hash(state: Any) -> str:
    """Return 16 hexadecimal digits over the bytes of one state record."""
    return hashlib.blake2b(state.tobytes(), digest_size=8).hexdigest()


def play(game: Game, level: Level, actors: Sequence[Actor], seed: int) -> Iterator[Step]:
    """Yield the steps of one round with ``actors`` in its seats, to the end."""
    match = Round(game, level, seed)
    for seat, actor in enumerate(actors):
        actor.begin(game, [level], [seat], [seed])
    while not match.is_over:
        yield match.step([decide(match, actor, seat) for seat, actor in enumerate(actors)])


def decide(match: Round, actor: Actor, seat: int) -> int:
    """Ask ``actor`` for its action at this tick."""
    seen = match.observe(actor.observes, seat)
    return int(actor.act(seen if actor.observes == "state" else seen[None])[0])


def replay(episode: Episode) -> Iterator[Step]:
    """Yield the steps of a stored round again; raises `NotationError` when it is from another version."""
    from game import load

    game = load(episode.game)
    if episode.version != game.version:
        message = f"the episode is of {game.name} version {episode.version}; this is version {game.version}"
        raise NotationError(message)
    match = Round(game, game.parse_level(episode.level), episode.seed)
    for joint in episode.joint_actions:
        yield match.step(joint)


def format_episode(episode: Episode) -> str:
    """Return the episode as JSON Lines: a header, one line a tick, and a line that closes it."""
    from game import load

    letters = [action.letter for action in load(episode.game).actions]
    header = {"episode": FORMAT, "game": episode.game, "version": episode.version, "seed": episode.seed}
    lines = [json.dumps(header | {"level": episode.level.splitlines()})]
    lines += [
        json.dumps({"tick": tick, "joint": "".join(letters[action] for action in joint)})
        for tick, joint in enumerate(episode.joint_actions)
    ]
    lines.append(json.dumps({"ticks": len(episode.joint_actions)}))
    return "\n".join(lines) + "\n"


def parse_episode(text: str) -> Episode:
    """Return the episode a text describes; raises `NotationError` that quotes the line and shows a good one."""
    from game import load

    lines = text.splitlines()
    header = _read(lines, 0, {"episode", "game", "version", "seed", "level"}, '{"episode": 1, "game": "kitchen", ...}')
    if header["episode"] != FORMAT:
        message = f"line 1: episode format {header['episode']!r} is not known; this program reads format {FORMAT}"
        raise NotationError(message)
    game = load(str(header["game"]))
    level = game.parse_level("\n".join(header["level"]) + "\n")
    closing = _read(lines, len(lines) - 1, {"ticks"}, '{"ticks": 400}')
    if closing["ticks"] != len(lines) - 2:
        message = f"the last line counts {closing['ticks']!r} ticks but {len(lines) - 2} are here: the file is damaged"
        raise NotationError(message)
    by_letter = {action.letter: number for number, action in enumerate(game.actions)}
    joints = tuple(_joint(lines, number, by_letter, level.seats) for number in range(1, len(lines) - 1))
    return Episode(game.name, int(header["version"]), level.text, int(header["seed"]), joints)


def _read(lines: list[str], number: int, keys: set[str], good: str) -> dict[str, Any]:
    """Return the JSON object on a line that must have ``keys``."""
    line = lines[number] if 0 <= number < len(lines) else ""
    try:
        value = json.loads(line)
    except json.JSONDecodeError:
        value = None
    if not isinstance(value, dict) or set(value) != keys:
        message = f"line {number + 1}: {line[:60]!r} cannot be read; a good line looks like {good}"
        raise NotationError(message)
    return value


def _joint(lines: list[str], number: int, by_letter: dict[str, int], seats: int) -> tuple[int, ...]:
    """Return the joint action on line ``number``."""
    good = '{"tick": 0, "joint": "NI"}'
    entry = _read(lines, number, {"tick", "joint"}, good)
    joint = str(entry["joint"])
    if entry["tick"] != number - 1 or len(joint) != seats or not set(joint) <= set(by_letter):
        message = f"line {number + 1}: {lines[number][:60]!r} is not tick {number - 1} of {seats} seats; as in {good}"
        raise NotationError(message)
    return tuple(by_letter[letter] for letter in joint)
