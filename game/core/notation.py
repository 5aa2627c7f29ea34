"""Episodes as text that a person can read: JSON Lines, a header, one line a tick, and a line that closes it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from game.core.contract import IllegalActionError, NotationError
from game.core.episode import Episode, Legality

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from game.core.contract import Game, Level

FORMAT = 1
HEADER = {"episode": FORMAT, "game": "kitchen", "version": 1, "seed": 1, "level": ["name: cramped_room", "map:", "..."]}
TICK = {"tick": 0, "joint": "NI"}
CLOSING = {"ticks": 400}
"""What good lines look like, first, in between and last."""


def format_episode(game: Game, episode: Episode) -> str:
    """Return the episode as JSON Lines: a header, one line a tick, and a line that closes it."""
    letters = [action.letter for action in game.actions]
    header = {"episode": FORMAT, "game": episode.game, "version": episode.version, "seed": episode.seed}
    lines = [json.dumps(header | {"level": episode.level.splitlines()})]
    lines += [
        json.dumps({"tick": tick, "joint": "".join(letters[action] for action in joint)})
        for tick, joint in enumerate(episode.joint_actions)
    ]
    lines.append(json.dumps({"ticks": len(episode.joint_actions)}))
    return "\n".join(lines) + "\n"


def parse_episode(text: str, load: Callable[[str], Game]) -> Episode:
    """Return the episode a text describes; ``load`` finds the game it names.

    Raises `NotationError` that quotes the line and shows a good one, and what ``load`` raises for an unknown game.
    """
    lines = text.splitlines()
    header = _read(lines, 0, HEADER)
    if header["episode"] != FORMAT:
        message = f"line 1: episode format {header['episode']!r} is not known; this program reads format {FORMAT}"
        raise NotationError(message)
    game = load(header["game"])
    level = game.parse_level("\n".join(header["level"]) + "\n")
    closing = _read(lines, len(lines) - 1, CLOSING)
    if closing["ticks"] != len(lines) - 2:
        message = f"the last line counts {closing['ticks']!r} ticks but {len(lines) - 2} are here: the file is damaged"
        raise NotationError(message)
    if closing["ticks"] > level.horizon:
        message = f"the episode has {closing['ticks']} ticks but a round of this level ends after {level.horizon}"
        raise NotationError(message)
    joints = tuple(_joints(game, level, lines))
    return Episode(game.name, header["version"], level.text, header["seed"], joints)


def _read(lines: list[str], number: int, good: dict[str, Any]) -> dict[str, Any]:
    """Return the JSON object on a line that must have the keys and the types of values of ``good``."""
    line = lines[number] if 0 <= number < len(lines) else ""
    try:
        value = json.loads(line)
    except (json.JSONDecodeError, RecursionError):
        value = None
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
    by_letter = {action.letter: number for number, action in enumerate(game.actions)}
    for number in range(1, len(lines) - 1):
        entry = _read(lines, number, TICK)
        joint = entry["joint"]
        if entry["tick"] != number - 1 or len(joint) != level.seats or not set(joint) <= set(by_letter):
            good = json.dumps({"tick": number - 1, "joint": game.actions[game.wait].letter * level.seats})
            letters = "".join(by_letter)
            message = f"line {number + 1}: {lines[number][:60]!r} is not like {good} with the letters {letters}"
            raise NotationError(message)
        actions = tuple(by_letter[letter] for letter in joint)
        try:
            legality.check(actions, number - 1)
        except IllegalActionError as error:
            message = f"line {number + 1}: {error}"
            raise NotationError(message) from error
        yield actions
