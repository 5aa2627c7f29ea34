"""Episodes as text that a person can read: JSON Lines, a header, one line a tick, and a line that closes it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from game.core.contract import IllegalActionError, NotationError
from game.core.episode import Episode, Legality

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from game.core.contract import Game, Level

FORMAT = 1
LONGEST_NAME = 60
HEADER = {"episode": FORMAT, "game": "kitchen", "version": 1, "seed": 1, "level": ["name: cramped_room", "map:", "..."]}
TICK = {"tick": 0, "joint": "NI"}
CLOSING = {"ticks": 400}
"""What good lines look like, first, in between and last."""


def format_joint(game: Game, joint_action: Sequence[int]) -> str:
    """Return a joint action as one word: a letter a seat, with the message's number behind it where one is sent."""
    spellings = game.spellings
    return "".join(spellings[choice] for choice in joint_action)


def parse_joint(game: Game, word: str) -> tuple[int, ...]:
    """Return the joint action that a word spells; raises `NotationError` for a letter or number there is not."""
    by_spelling = {spelling: choice for choice, spelling in enumerate(game.spellings)}
    found, at = [], 0
    while at < len(word):
        size = 2 if word[at + 1 : at + 2].isdigit() else 1
        if word[at : at + size] not in by_spelling:
            letters = "".join(action.letter for action in game.actions)
            said = f", each with a digit up to {len(game.messages)} where something is said" if game.messages else ""
            message = f"the joint action {word[:60]!r} has other letters than {letters}{said}"
            raise NotationError(message)
        found.append(by_spelling[word[at : at + size]])
        at += size
    return tuple(found)


def format_episode(game: Game, episode: Episode) -> str:
    """Return the episode as JSON Lines: a header, one line a tick, and a line that closes it."""
    header = {"episode": FORMAT, "game": episode.game, "version": episode.version, "seed": episode.seed}
    lines = [json.dumps(header | {"level": episode.level.splitlines()})]
    lines += [
        json.dumps({"tick": tick, "joint": format_joint(game, joint)})
        for tick, joint in enumerate(episode.joint_actions)
    ]
    lines.append(json.dumps({"ticks": len(episode.joint_actions)}))
    return "\n".join(lines) + "\n"


def parse_episode(text: str, load: Callable[[str], Game]) -> Episode:
    """Return the episode a text describes; ``load`` finds the game it names.

    Raises `NotationError` that quotes the line and shows a good one, and what ``load`` raises for an unknown game.
    """
    lines = text.removeprefix("\ufeff").splitlines()
    header = _read_header(lines)
    game = load(header["game"])
    try:
        level = game.parse_level("\n".join(header["level"]) + "\n")
    except NotationError as error:
        message = f"line 1: the level in the header is wrong: {error}"
        raise NotationError(message) from error
    _check_closing(lines, level)
    joints = tuple(_joints(game, level, lines))
    return Episode(game.name, header["version"], level.text, header["seed"], joints)


def _read_header(lines: list[str]) -> dict[str, Any]:
    """Return the header; tells an episode of another format from a line that is none."""
    value = _load(lines[0]) if lines else None
    found = value.get("episode") if isinstance(value, dict) else None
    if isinstance(found, int) and found != FORMAT:
        message = f"line 1: episode format {str(found)[:20]} is not known; this program reads format {FORMAT}"
        raise NotationError(message)
    header = _read(lines, 0, HEADER)
    if len(header["game"]) > LONGEST_NAME:
        message = f"line 1: the game's name {header['game'][:LONGEST_NAME]!r}... is too long; it is like 'kitchen'"
        raise NotationError(message)
    return header


def _check_closing(lines: list[str], level: Level) -> None:
    """See that the last line counts the ticks that are there, and that a round has as many."""
    ticks = len(lines) - 2
    if not _is_like(_load(lines[-1]), CLOSING):
        message = (
            f"line {len(lines)}: the last line {lines[-1][:60]!r} does not count the ticks, "
            f"as in {json.dumps(CLOSING)}: the file is truncated"
        )
        raise NotationError(message)
    counted = _load(lines[-1])["ticks"]
    if counted != ticks:
        message = f"line {len(lines)}: the last line counts {counted} ticks but {ticks} are here: the file is damaged"
        raise NotationError(message)
    if ticks > level.horizon:
        message = f"the episode has {ticks} ticks but a round of this level ends after {level.horizon}"
        raise NotationError(message)


def _load(line: str) -> Any:
    """Return the JSON value of a line, or None where it is none."""
    try:
        return json.loads(line)
    except (ValueError, RecursionError):  # a number of thousands of digits is a ValueError of its own
        return None


def _read(lines: list[str], number: int, good: dict[str, Any]) -> dict[str, Any]:
    """Return the JSON object on a line that must have the keys and the types of values of ``good``."""
    line = lines[number] if number < len(lines) else ""
    value = _load(line)
    if not _is_like(value, good):
        message = f"line {number + 1}: {line[:60]!r} cannot be read; a good line looks like {json.dumps(good)}"
        raise NotationError(message)
    found: dict[str, Any] = value
    return found


def _is_like(value: object, good: dict[str, Any]) -> bool:
    """Tell whether a value has exactly the keys of ``good``, each with a value of its type and range."""
    if not isinstance(value, dict) or set(value) != set(good):
        return False
    if any(type(value[key]) is not type(good[key]) for key in good):
        return False
    numbers = [number for number in value.values() if isinstance(number, int)]
    lines = [line for entry in value.values() if isinstance(entry, list) for line in entry]
    return all(0 <= number < 2**64 for number in numbers) and all(isinstance(line, str) for line in lines)


def _joints(game: Game, level: Level, lines: list[str]) -> Iterator[tuple[int, ...]]:
    """Yield the joint action of every tick."""
    legality = Legality.of(game, level)
    known: dict[str, tuple[int, ...]] = {}
    for number in range(1, len(lines) - 1):
        entry = _read(lines, number, TICK)
        word = entry["joint"]
        try:
            actions = known[word] if word in known else known.setdefault(word, parse_joint(game, word))
        except NotationError:
            actions = ()
        if entry["tick"] != number - 1 or len(actions) != level.seats:
            good = json.dumps({"tick": number - 1, "joint": game.actions[game.wait].letter * level.seats})
            letters = "".join(action.letter for action in game.actions)
            message = f"line {number + 1}: {lines[number][:60]!r} is not like {good} with the letters {letters}"
            raise NotationError(message)
        try:
            legality.check(actions, number - 1)
        except IllegalActionError as error:
            message = f"line {number + 1}: {error}"
            raise NotationError(message) from error
        yield actions
