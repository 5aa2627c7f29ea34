"""A tape: a recorded episode that plays again in a seat, whatever the others do this time."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ai_partners.partner import PartnerError
from game import catalogue
from game.core.contract import IllegalActionError, NotationError, UnknownNameError
from game.core.episode import Legality
from game.core.notation import format_episode, parse_episode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from game.core.contract import Game, Level
    from game.core.episode import Episode

LARGEST = 2**26
"""Most bytes of a file that is read as a tape."""


class Tape:
    """Does at every tick what a seat did in a recorded round, and waits when the tape is over."""

    observes = "state"

    def __init__(self, episode: Episode, seat: int | None = None) -> None:
        self.episode, self.seat = episode, seat

    def begin(self, game: Game, levels: Sequence[Level], seats: Sequence[int], seeds: Sequence[int]) -> None:
        """Take a seat in ``len(seats)`` rounds; raises `PartnerError` where the tape does not fit."""
        del seeds
        _check_game(self.episode, game)
        recorded = game.parse_level(self.episode.level)
        played = np.array(self.episode.joint_actions, np.int8).reshape(-1, recorded.seats)
        self._actions = np.full((len(seats), len(played) + 1), game.wait)
        for row, (level, seat) in enumerate(zip(levels, seats, strict=True)):
            track = seat if self.seat is None else self.seat
            _check_seat(track, recorded)
            _check_level(game, recorded, level)
            _check_legal(game, level, seat, played[:, track].tolist())
            self._actions[row, :-1] = played[:, track]
        self._rows, self._likes = np.arange(len(seats)), np.eye(game.choices, dtype=np.float32)

    def prefer(self, observations: np.ndarray[Any, Any]) -> np.ndarray[Any, np.dtype[np.float32]]:
        """Return preferences [B, A]: 1 for what the seat did at this tick and 0 for all else."""
        ticks = np.minimum(observations["tick"], self._actions.shape[1] - 1)
        likes: np.ndarray[Any, np.dtype[np.float32]] = self._likes[self._actions[self._rows, ticks]]
        return likes


def load_tape(file: str, game: Game, seat: int | None) -> Tape:
    """Return the tape in an episode file; raises `PartnerError` with what is wrong with the file or the seat."""
    text = _read(file)
    try:
        episode = parse_episode(text, lambda name: _same_game(file, name, game))
    except (NotationError, UnknownNameError) as error:
        message = f"the tape {file!r} cannot be read: {error}"
        raise PartnerError(message) from error
    _check_game(episode, game)
    if seat is not None:
        _check_seat(seat, game.parse_level(episode.level))
    return Tape(episode, seat)


def tape_hash(game: Game, tape: Tape) -> str:
    """Return a hash of what is on a tape and of the seat that plays again."""
    text = format_episode(game, tape.episode) + f"seat {tape.seat}"
    return hashlib.blake2b(text.encode(), digest_size=10).hexdigest()


def _read(file: str) -> str:
    """Return the text of a file of a sane size."""
    path = Path(file.replace("\0", "?"))
    try:
        if not path.is_file() or path.stat().st_size > LARGEST:
            message = f"there is no tape {file!r}; a tape is an episode file of at most {LARGEST >> 20} MiB"
            raise PartnerError(message)
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        message = f"the tape {file!r} cannot be read: {error}; it must be an episode file that you may read"
        raise PartnerError(message) from error


def _same_game(file: str, name: str, game: Game) -> Game:
    """Return the game if it is the one that a tape names."""
    if name != game.name:
        kind = "another game" if name in catalogue() else "a game unknown here"
        message = f"the tape {file!r} is of {kind}, {name[:40]!r}; this is {game.name!r}, and only its tapes play here"
        raise PartnerError(message)
    return game


def _check_game(episode: Episode, game: Game) -> None:
    """Refuse a tape of another game or of other rules."""
    if (episode.game, episode.version) != (game.name, game.version):
        message = (
            f"the tape is of {episode.game} version {episode.version}; "
            f"this is {game.name} version {game.version}, where it would mean something else"
        )
        raise PartnerError(message)


def _check_seat(seat: int, recorded: Level) -> None:
    """Refuse a seat that is not on the tape."""
    if not 0 <= seat < recorded.seats:
        message = f"seat {seat} is not on the tape; it has the seats 0 to {recorded.seats - 1}"
        raise PartnerError(message)


def _check_level(game: Game, recorded: Level, level: Level) -> None:
    """Refuse another level than the recorded one; only the number of ticks may differ."""
    there, here = recorded.records.copy(), level.records.copy()
    there["horizon"] = here["horizon"] = 0
    if there.tobytes() != here.tobytes():
        message = (
            f"the tape was recorded on {recorded.name!r}, and this {game.name} level, {level.name!r}, is another one; "
            "play the tape on its own level"
        )
        raise PartnerError(message)


def _check_legal(game: Game, level: Level, seat: int, actions: list[int]) -> None:
    """Refuse actions that the seat does not have, or has at other ticks."""
    joint = [game.wait] * level.seats
    legality = Legality.of(game, level)
    try:
        for tick, action in enumerate(actions):
            joint[seat] = action
            legality.check(tuple(joint), tick)
    except IllegalActionError as error:
        message = f"the tape cannot play in seat {seat}: at tick {tick}, {error}"
        raise PartnerError(message) from error
