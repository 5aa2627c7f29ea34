"""Text files from outside, read so that no file can do harm."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from game.core.contract import CrossplayError, NotationError

if TYPE_CHECKING:
    from pathlib import Path

    from game.core.contract import Game, Level

LEVEL_BYTES = 262_144
"""Bytes of a level file at most."""
EPISODE_BYTES = 268_435_456
"""Bytes of an episode file at most."""


class UnreadableFileError(CrossplayError):
    """A file that is not there, not allowed, too large, or no text."""


class UnwritableFileError(CrossplayError):
    """A file that cannot be written."""


def read_text(path: Path, most: int) -> str:
    """Return the text of a UTF-8 file of at most ``most`` bytes; raises `UnreadableFileError`."""
    try:
        if path.exists() and not path.is_file():
            message = f"{str(path)!r} is no file; give the path of a text file"
            raise UnreadableFileError(message)
        with path.open("rb") as file:
            data = file.read(most + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        message = f"{str(path)!r} cannot be read ({reason}); give the path of a text file"
        raise UnreadableFileError(message) from error
    if len(data) > most:
        message = f"{str(path)!r} has more than {most} bytes; such a file has fewer"
        raise UnreadableFileError(message)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"{str(path)!r} is no UTF-8 text: line {line} has the byte {data[error.start]:#04x}; save it as UTF-8"
        raise UnreadableFileError(message) from error


def write_text(path: Path, text: str) -> None:
    """Write a UTF-8 file; raises `UnwritableFileError`."""
    try:
        path.write_text(text, encoding="utf-8")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        message = f"{str(path)!r} cannot be written ({reason}); name a file in a folder that is there and writable"
        raise UnwritableFileError(message) from error


def replace_file(path: Path, data: bytes) -> None:
    """Write a file as a whole: whoever reads it finds what was there before or all of the new, never a half.

    Raises `UnwritableFileError`.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with draft.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        message = f"{str(path)!r} cannot be written ({reason}); name a file in a folder that is there and writable"
        raise UnwritableFileError(message) from error


def read_level(game: Game, path: Path) -> Level:
    """Return the level in a file; raises `UnreadableFileError` or `NotationError`, either with the file's name."""
    text = read_text(path, LEVEL_BYTES)
    try:
        return game.parse_level(text)
    except NotationError as error:
        message = f"{str(path)!r}: {error}"
        raise NotationError(message) from error
