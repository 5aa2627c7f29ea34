"""The shelf: a person's own levels, one text file each in a folder of theirs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import platformdirs

from game.core.contract import CrossplayError

if TYPE_CHECKING:
    from pathlib import Path

    from game.core.contract import Game

NAME = re.compile(r"[A-Za-z0-9_-]{1,40}")
LARGEST = 65_536


class ShelfError(CrossplayError):
    """An own level cannot be kept, read or thrown away."""


class TakenError(ShelfError):
    """There is an own level of this name already."""


def own_levels_path() -> Path:
    """Return the folder of a person's own levels, with a folder for each game."""
    return platformdirs.user_data_path("crossplay", appauthor=False) / "levels"


class Shelf:
    """The own levels of one game."""

    def __init__(self, folder: Path, game: Game) -> None:
        self._folder, self._game = folder / game.name, game

    def names(self) -> tuple[str, ...]:
        """Return the names of the levels kept, those with safe names only."""
        if not self._folder.is_dir():
            return ()
        return tuple(sorted(path.stem for path in self._folder.glob("*.txt") if NAME.fullmatch(path.stem)))

    def text(self, name: str) -> str:
        """Return the text of a level; raises `ShelfError`."""
        if name not in self.names():
            message = f"there is no own level {name!r} in {self._folder}"
            raise ShelfError(message)
        try:
            return self._path(name).read_text(encoding="utf-8")[: LARGEST + 1]
        except (OSError, UnicodeDecodeError) as error:
            message = f"the own level {name!r} cannot be read: {error}"
            raise ShelfError(message) from error

    def check(self, name: str) -> None:
        """Raise `ShelfError` for a name under which nothing can be kept."""
        if not NAME.fullmatch(name):
            message = (
                f"the file name {name[:60]!r} will not do; use up to 40 letters, digits, _ and -, as in 'my_kitchen'"
            )
            raise ShelfError(message)
        if name in self._game.level_names():
            message = f"{name!r} is a level that ships with the game; choose another file name, as in 'my_{name[:37]}'"
            raise ShelfError(message)

    def keep(self, name: str, text: str, *, replace: bool = False) -> None:
        """Write a level whole or not at all; raises `TakenError` rather than replace one unasked, else `ShelfError`."""
        self.check(name)
        if name in self.names() and not replace:
            message = f"there is an own level {name!r} already"
            raise TakenError(message)
        path = self._path(name)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            fresh = path.with_suffix(".new")
            fresh.write_text(text, encoding="utf-8")
            fresh.replace(path)
        except OSError as error:
            message = f"the level {name!r} cannot be saved in {self._folder}: {error.strerror}"
            raise ShelfError(message) from error

    def throw_away(self, name: str) -> None:
        """Delete a level; raises `ShelfError`."""
        self.check(name)
        try:
            self._path(name).unlink()
        except OSError as error:
            message = f"the own level {name!r} cannot be deleted: {error.strerror}"
            raise ShelfError(message) from error

    def _path(self, name: str) -> Path:
        """Return where a level of a checked name lies."""
        return self._folder / f"{name}.txt"
