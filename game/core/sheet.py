"""A level's text taken apart: its settings by name, and the rows of its map."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from game.core.contract import Level, NotationError

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np

    from game.core.settings import Setting

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


def split(text: str, settings: Mapping[str, Setting]) -> Sheet:
    """Return the parts of a level's text; raises `NotationError` that names the line and shows what is right."""
    if not isinstance(text, str) or len(text) > LONGEST or "\0" in text:
        message = (
            f"a level is a text of at most {LONGEST} characters without NUL, such as docs/writing-a-level.md shows"
        )
        raise NotationError(message)
    lines = text.removeprefix("\ufeff").splitlines()
    values = {key: setting.read(setting.default) for key, setting in settings.items()}
    said: dict[str, int] = {}
    for number, line in enumerate(lines, 1):
        key, colon, value = (part.strip() for part in line.partition(":"))
        if key + colon + value == MAP:
            return Sheet(values, said, *_rows(lines, number))
        if key and not key.startswith("#"):
            values[key] = _read(number, line, said, settings)
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


def _read(number: int, line: str, said: dict[str, int], settings: Mapping[str, Setting]) -> Any:
    """Return the value of the setting on one line."""
    key, colon, value = (part.strip() for part in line.partition(":"))
    if not colon or key not in settings:
        message = f"line {number}: {line[:60]!r} is not a setting; known: {', '.join(settings)}, then {MAP!r}"
        raise NotationError(message)
    if key in said:
        message = f"line {number}: {key!r} was already set on line {said[key]}; say it once"
        raise NotationError(message)
    try:
        return settings[key].read(value)
    except ValueError as error:
        message = f"line {number}: {key} {value[:60]!r} must be {settings[key].right}"
        raise NotationError(message) from error


def plain(text: str) -> str:
    """Return a level's text with plain line ends, as a level keeps it."""
    return "\n".join(text.removeprefix("\ufeff").splitlines()) + "\n"


def check_rectangle(sheet: Sheet, smallest: int, widest: int, highest: int) -> None:
    """Raise `NotationError` unless the rows of a map are equally long and within its bounds."""
    rows = sheet.rows
    width, height = len(rows[0]) if rows else 0, len(rows)
    if not (smallest <= width <= widest and smallest <= height <= highest):
        message = (
            f"line {sheet.first}: the map is {width} x {height}; it needs at least {smallest} x {smallest} cells "
            f"and at most {widest} x {highest}"
        )
        raise NotationError(message)
    for number, row in enumerate(rows, sheet.first):
        if len(row) != width:
            message = f"line {number}: {row[:60]!r} has {len(row)} cells; every row must have {width} like the first"
            raise NotationError(message)


def join(values: dict[str, Any], rows: tuple[str, ...], settings: Mapping[str, Setting]) -> str:
    """Return the text of a level: its name, every setting that is not the usual one, and its map."""
    shown = {key: settings[key].show(value) for key, value in values.items()}
    said = [f"{key}: {text}" for key, text in shown.items() if key == "name" or text != settings[key].default]
    return "\n".join([*said, MAP, *rows]) + "\n"


def rewritten(
    text: str,
    settings: Mapping[str, Setting],
    changes: Mapping[str, Any] | None = None,
    rows: tuple[str, ...] | None = None,
) -> str:
    """Return the canonical text of a level, with other values for some settings and, where given, another map."""
    sheet = split(text, settings)
    return join({**sheet.values, **(changes or {})}, sheet.rows if rows is None else rows, settings)


def level_of(game: str, sheet: Sheet, text: str, records: np.ndarray[Any, Any]) -> Level:
    """Return the level of a game that a sheet describes, with the records made from it, which it locks."""
    records.setflags(write=False)
    values = sheet.values
    return Level(game, values["name"], values["title"] or values["name"], plain(text), records, values["hint"])
