"""What a game declares: the whole contract between a game's folder and everything that plays it."""

from __future__ import annotations

import functools
import operator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from game.core.editing import Editing
    from game.core.episode import Episode
    from game.core.scene import Scene
    from game.core.telling import Effect, Metric, Tutorial


WAIT = "."
"""Letter of the waiting action in every game."""


class Action(NamedTuple):
    """Something a seat can do in one tick."""

    name: str
    letter: str
    """One character, unique in its game: joint actions are written as one letter a seat."""
    key: str
    """Default key of the first player on a keyboard, as pygame names it: ``"w"``, ``"left shift"``."""


class Message(NamedTuple):
    """Something a seat can say in a tick, beside what it does: the second head of the action."""

    name: str
    text: str
    """What stands in the bubble: a word or two."""


class Role(NamedTuple):
    """A part in a team with its own actions."""

    name: str
    summary: str
    actions: tuple[str, ...]
    """Names of the actions this role may take; waiting is always among them."""
    messages: tuple[str, ...] = ()
    """Names of what this role may say; silence is always possible."""
    sight: str = ""
    """One line on what it sees, where that is not everything."""


class Seat(NamedTuple):
    """A position in the joint action."""

    name: str
    team: int
    """Seats of one team share a reward; in a free-for-all every seat is its own team."""
    role: str
    has_body: bool = True
    every: int = 1
    """The seat acts each ``every`` ticks, from the first on; in between it waits."""


class Observation(NamedTuple):
    """One kind of view that a seat can be given as an array."""

    summary: str
    dtype: np.dtype[Any]
    shape: Callable[[Level], tuple[int, ...]]
    low: float
    high: float
    names: Callable[[Level], tuple[str, ...]] | None
    """Names of the entries when the array is a vector."""
    write: Callable[..., None]
    """Scalar kernel ``(level, state, seat, out)``."""
    write_rows: Callable[..., None]
    """Kernel ``(levels, which, states, out, first, last)`` over rows and all seats."""


class Policy(Protocol):
    """Whatever rates the actions of a seat: a script, a search, a network."""

    observes: str
    """Name of an observation of the game, or ``"state"`` for the state records themselves."""

    def begin(self, game: Game, levels: Sequence[Level], seats: Sequence[int], seeds: Sequence[int]) -> None:
        """Take a seat in ``len(seats)`` rounds that are about to start; ``seeds`` are for its own dice."""

    def prefer(self, observations: np.ndarray[Any, Any]) -> np.ndarray[Any, np.dtype[np.float32]]:
        """Return a preference [B, C] for every choice of each row [B, ...]: the highest is the best, -inf is never."""


@dataclass(frozen=True, slots=True)
class Level:
    """A map with its rules, as text and as the record that the kernels read."""

    game: str
    name: str
    title: str
    text: str
    records: np.ndarray[Any, np.dtype[Any]]
    """Shape (1,), read-only."""
    hint: str = ""
    """One line that helps a new player, where there is one."""

    @property
    def record(self) -> Any:
        """The level as one record."""
        return self.records[0]

    @property
    def horizon(self) -> int:
        """Ticks in a round."""
        return int(self.record.horizon)

    @property
    def seats(self) -> int:
        """Number of seats."""
        return int(self.record.seats)


def _unchanged(level: Level, ticks: int) -> Level:
    """Return a level as it is where that is its length; raises `NotationError` for another."""
    if ticks != level.horizon:
        message = f"rounds of level {level.name!r} have {level.horizon} ticks and no other length, not {ticks}"
        raise NotationError(message)
    return level


@dataclass(frozen=True, slots=True)
class Game:
    """A game as a value. Every state record has ``seed`` and ``tick``; every level record ``seats`` and ``horizon``."""

    name: str
    version: int
    """Goes up whenever a stored episode would replay differently."""
    title: str
    summary: str
    state: np.dtype[Any]
    level: np.dtype[Any]
    outcome: np.dtype[Any]
    actions: tuple[Action, ...]
    """The one with the letter ``.`` is waiting: what a seat does that is not asked or does not answer."""
    roles: tuple[Role, ...]
    streams: tuple[str, ...]
    events: tuple[str, ...]
    tick_rate: float
    """Default ticks per second for people."""
    observations: Mapping[str, Observation]
    level_names: Callable[[], tuple[str, ...]]
    level_text: Callable[[str], str]
    parse_level: Callable[[str], Level]
    seats: Callable[[Level], tuple[Seat, ...]]
    start: Callable[..., None]
    advance: Callable[..., None]
    start_rows: Callable[..., None]
    advance_rows: Callable[..., None]
    scene: Callable[..., Scene]
    """``(level, state, seat, outcome or None)``: what a seat, or a spectator (-1), may see."""
    format_level: Callable[[Level], str] = operator.attrgetter("text")
    """The canonical text of a level: reading it gives the same record."""
    lasting: Callable[[Level, int], Level] = _unchanged
    """``(level, ticks)``: the same level with rounds of another length."""
    bots: Mapping[str, Callable[[], Policy]] = field(default_factory=dict)
    """Scripted policies by name that are decent at the game and need no training; the first is the usual team-mate."""
    usual: Mapping[str, str] = field(default_factory=dict)
    """By role, the bot that usually plays it, where that is not the first."""
    generate: Callable[..., str] | None = None
    """``(seed, **wishes)``: the text of a random level that can be played; None where levels are not drawn."""
    editing: Editing | None = None
    """What the level editor must know; None where levels are not edited."""
    messages: tuple[Message, ...] = ()
    """What can be said, besides nothing. A choice of a seat is ``action + len(actions) * message``, 0 being silence."""
    is_zero_sum: bool = False
    """Whether the rewards of all bodies add up to nothing at every tick."""
    is_mirrored: bool = True
    """Whether the teams play the same part; where they do not, sides are swapped between rounds."""
    lag: tuple[int, int] = (0, 0)
    """Usual reaction delay, in ticks, of partners in the own and in the other team."""
    effects: Mapping[str, Effect] = field(default_factory=dict)
    """By event, for those that can be seen or heard."""
    metrics: Mapping[str, Metric] = field(default_factory=dict)
    margins: Mapping[str, float] = field(default_factory=dict)
    """By bot, how many points its team makes more in a round than one that plays at random, on average over all levels.

    Where rewards add up to nothing the two teams meet, on both sides; else each has the level to itself.
    """
    rare: Mapping[str, str] = field(default_factory=dict)
    """Why something is not to be seen in a few hundred rounds of the bots, by the name of an event, a metric, an action
    or a message; ``"dig by scout"`` for what only that role does not show."""
    recap: Callable[[Level, Any], tuple[str, ...]] | None = None
    """``(level, events [ticks, seats, events])``: three sentences about a round, made from what happened in it."""
    tutorial: Tutorial | None = None
    turned: Callable[[Episode], tuple[Episode, ...]] | None = None
    """A round, itself first, as it would have been on its map mirrored and turned: people are cloned from all of them.

    None where the rules tell left from right.
    """
    disguise: Callable[[Level, Any, int, int], None] | None = None
    """``(level, state, seat, draw)``: changes in place what ``seat`` may not see; None where all is open but the dice.

    Conformance uses it to prove that neither observation nor scene of the seat changes by a byte.
    """

    @property
    def wait(self) -> int:
        """The number of the waiting action."""
        return next(number for number, action in enumerate(self.actions) if action.letter == WAIT)

    @property
    def choices(self) -> int:
        """How many choices there are in a tick: every action with every message and without one."""
        return len(self.actions) * (1 + len(self.messages))

    @property
    def spellings(self) -> tuple[str, ...]:
        """How each choice is written: the action's letter, and the message's number where something is said."""
        return _spellings(self.actions, len(self.messages))

    @property
    def choice_names(self) -> tuple[str, ...]:
        """The name of each choice: that of its action, with that of its message where something is said."""
        spoken = ("", *(f"+{message.name}" for message in self.messages))
        return tuple(action.name + said for said in spoken for action in self.actions)

    def legal(self, level: Level) -> tuple[frozenset[int], ...]:
        """Return the numbers of the choices that each seat's role has."""
        by_role = {role.name: self._choices_of(role) for role in self.roles}
        return tuple(by_role[seat.role] for seat in self.seats(level))

    def _choices_of(self, role: Role) -> frozenset[int]:
        """Return every action of a role with every message it may send, and without one."""
        actions = [number for number, action in enumerate(self.actions) if action.name in role.actions]
        said = [0, *(number + 1 for number, message in enumerate(self.messages) if message.name in role.messages)]
        return frozenset(action + len(self.actions) * message for action in actions for message in said)

    def seldom(self, level: Level) -> tuple[tuple[int, int], ...]:
        """Return (seat, every) of the seats that do not act at every tick."""
        return tuple((number, seat.every) for number, seat in enumerate(self.seats(level)) if seat.every > 1)

    def load_level(self, name: str) -> Level:
        """Return a level that ships with the game; raises `UnknownNameError` that suggests the nearest name."""
        known = self.level_names()
        if name not in known:
            raise UnknownNameError.of("level", name, known)  # noqa: EM101 - a kind, not a message
        return self.parse_level(self.level_text(name))


@functools.cache
def _spellings(actions: tuple[Action, ...], messages: int) -> tuple[str, ...]:
    """Return how every choice is written."""
    spoken = ("", *(str(number + 1) for number in range(messages)))
    return tuple(action.letter + said for said in spoken for action in actions)


class CrossplayError(Exception):
    """A mistake from outside, told in one sentence that says what was wrong and what would be right."""


class UnknownNameError(CrossplayError):
    """A name that is not in the list it was looked up in."""

    @classmethod
    def of(cls, kind: str, name: str, known: tuple[str, ...]) -> UnknownNameError:
        """Return the error with the nearest known name, or the whole list where none is near."""
        import difflib

        near = difflib.get_close_matches(name, known, n=1)
        remedy = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(known)}"
        return cls(f"there is no {kind} {name!r}; {remedy}")


class NotationError(CrossplayError):
    """Text that cannot be read: the line and what a good one looks like."""


class IllegalActionError(CrossplayError):
    """An action that the seat does not have."""


class ConformanceError(CrossplayError):
    """A game breaks its contract."""


def outcome_dtype(seats: int, streams: tuple[str, ...], events: tuple[str, ...]) -> np.dtype[Any]:
    """Return the record of what one tick brought: reward [seats], streams [streams, seats], events [seats, events]."""
    fields = [
        ("reward", "<f4", (seats,)),
        ("streams", "<f4", (len(streams), seats)),
        ("events", "u1", (seats, len(events))),
        ("terminated", "u1"),
    ]
    return np.dtype((np.record, fields))
