"""What is written in small YAML files of a folder, or of one's own: how it is found, and what its numbers may be."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from game.core.contract import CrossplayError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Iterable


def stems(folder: Path) -> tuple[str, ...]:
    """Return the names of the files in a folder."""
    return tuple(sorted(path.stem for path in folder.glob("*.yaml")))


def path_of(what: str, name: str, folder: Path) -> Path:
    """Return where a name of a folder, or a file that ends in .yaml, lies; raises `UnknownNameError`."""
    if name.endswith((".yaml", ".yml")):
        return Path(name)
    if name not in stems(folder):
        raise UnknownNameError.of(what, name, stems(folder))
    return folder / f"{name}.yaml"


def check_bounds(whose: str, numbers: Iterable[tuple[str, float, float, float]], error: type[CrossplayError]) -> None:
    """Raise ``error`` for the first number, told by its name, that is not from its least to its most."""
    for what, value, low, high in numbers:
        if not low <= value <= high:
            message = f"{whose}: {what} must be from {low} to {high}, not {value}"
            raise error(message)
