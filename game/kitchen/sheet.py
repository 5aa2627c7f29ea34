"""A level's text taken apart: its settings by name, and the rows of its map."""

from __future__ import annotations

from typing import Any, NamedTuple

from game.core.contract import NotationError
from game.kitchen.settings import SETTINGS

LONGEST = 65_536
"""Characters in a level's text at most."""
MAP = "map:"


class Sheet(NamedTuple):
    """The parts of a level's text."""

    values: dict[str, Any]
    """Every setting by name."""
    lines: dict[str, int]
    """The line on which each setting stands, for those that the text says."""
    first: int
    """The line of the map's first row."""
    rows: tuple[str, ...]

    def wrong(self, key: str, what: str) -> NotationError:
        """Return the error that tells what is wrong with a setting."""
        line = self.lines.get(key)
        return NotationError(f"line {line}: {key} {what}" if line else f"{key} {what}")


def split(text: str) -> Sheet:
    """Return the parts of a level's text; raises `NotationError` that names the line and shows what is right."""
    if not isinstance(text, str) or len(text) > LONGEST or "\0" in text:
        message = (
            f"a level is a text of at most {LONGEST} characters without NUL, such as docs/writing-a-level.md shows"
        )
        raise NotationError(message)
    lines = text.removeprefix("\ufeff").splitlines()
    values = {key: setting.read(setting.default) for key, setting in SETTINGS.items()}
    said: dict[str, int] = {}
    for number, line in enumerate(lines, 1):
        key, colon, value = (part.strip() for part in line.partition(":"))
        if key + colon + value == MAP:
            return Sheet(values, said, *_rows(lines, number))
        if key and not key.startswith("#"):
            values[key] = _read(number, line, said)
            said[key] = number
    message = f"there is no line {MAP!r}; it stands between the settings and the rows of the map"
    raise NotationError(message)


def _rows(lines: list[str], start: int) -> tuple[int, tuple[str, ...]]:
    """Return the number of the map's first line and its rows, without the empty lines around them."""
    end = len(lines)
    while start < end and not lines[start].strip():
        start += 1
    while end > start and not lines[end - 1].strip():
        end -= 1
    return start + 1, tuple(lines[start:end])


def _read(number: int, line: str, said: dict[str, int]) -> Any:
    """Return the value of the setting on one line."""
    key, colon, value = (part.strip() for part in line.partition(":"))
    if not colon or key not in SETTINGS:
        message = f"line {number}: {line[:60]!r} is not a setting; known: {', '.join(SETTINGS)}, then {MAP!r}"
        raise NotationError(message)
    if key in said:
        message = f"line {number}: {key!r} was already set on line {said[key]}; say it once"
        raise NotationError(message)
    try:
        return SETTINGS[key].read(value)
    except ValueError as error:
        message = f"line {number}: {key} {value[:60]!r} must be {SETTINGS[key].right}"
        raise NotationError(message) from error


def join(values: dict[str, Any], rows: tuple[str, ...]) -> str:
    """Return the text of a level: its name, every setting that is not the usual one, and its map."""
    shown = {key: SETTINGS[key].show(value) for key, value in values.items()}
    said = [f"{key}: {text}" for key, text in shown.items() if key == "name" or text != SETTINGS[key].default]
    return "\n".join([*said, MAP, *rows]) + "\n"
