"""Pickled data frames of pandas, read without pandas and without running anything that the file asks for.

A pickle is a program. Here every constructor that a frame needs is replaced by one that only keeps its arguments, and
every other name is refused, so that nothing but numbers, texts, lists and these husks can come out.
"""

from __future__ import annotations

import io
import pickle
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from game.core.contract import CrossplayError

if TYPE_CHECKING:
    from pathlib import Path

MOST_BYTES = 268_435_456
"""Bytes of a pickled frame at most."""


class FrameError(CrossplayError):
    """A pickled frame that is damaged, is something else, or asks for more than plain data."""


class Husk:
    """What a pickle asked to be built: the arguments and the state it gave, and nothing else."""

    __slots__ = ("given", "state")
    given: tuple[Any, ...]
    state: Any

    def __new__(cls, *given: Any) -> Self:
        """Keep the arguments."""
        husk = super().__new__(cls)
        husk.given, husk.state = given, None
        return husk

    def __setstate__(self, state: Any) -> None:
        """Keep the state."""
        self.state = state


ALLOWED = frozenset(
    {
        ("pandas.core.frame", "DataFrame"),
        ("pandas.core.internals.managers", "BlockManager"),
        ("pandas.core.indexes.base", "_new_Index"),
        ("pandas.core.indexes.base", "Index"),
        ("pandas.core.indexes.numeric", "Int64Index"),
        ("numpy.core.multiarray", "_reconstruct"),
        ("numpy._core.multiarray", "_reconstruct"),
        ("numpy", "ndarray"),
        ("numpy", "dtype"),
    }
)
"""The names a frame of plain columns needs; each becomes a `Husk`."""
BROKEN = (
    pickle.UnpicklingError, EOFError, AttributeError, IndexError, KeyError, TypeError, ValueError, OverflowError,
    MemoryError, RecursionError,
)  # fmt: skip
"""What Python's unpickler raises at damaged bytes, and what unexpected husks lead to."""


class Reader(pickle.Unpickler):
    """An unpickler that builds husks."""

    def find_class(self, module: str, name: str) -> Any:
        """Return the husk for a name that a frame needs; raises `FrameError` for any other."""
        if (module, name) not in ALLOWED:
            message = f"it asks for {f'{module}.{name}'[:120]!r}, which no frame of plain columns needs; it was not run"
            raise FrameError(message)
        return Husk


def read_frame(path: Path) -> dict[str, list[Any]]:
    """Return the columns of a pickled frame by name; raises `FrameError`."""
    try:
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except OSError as error:
        message = f"{str(path)!r} cannot be read ({error.strerror}); give the path of a pickled data frame"
        raise FrameError(message) from error
    if len(raw) > MOST_BYTES:
        message = f"{str(path)!r} has more than {MOST_BYTES} bytes; a pickled data frame of games has fewer"
        raise FrameError(message)
    try:
        return _columns(Reader(io.BytesIO(raw)).load())
    except FrameError as error:
        message = f"{str(path)!r} is refused: {error}"
        raise FrameError(message) from None
    except BROKEN as error:
        message = f"{str(path)!r} is no pickled data frame, or is damaged ({type(error).__name__}: {str(error)[:80]})"
        raise FrameError(message) from error


def _columns(frame: Any) -> dict[str, list[Any]]:
    """Return the columns of the husk of a frame, all of one length."""
    _, blocks, items, _ = frame.state["_data"].state
    columns: dict[str, list[Any]] = {}
    for block, names in zip(blocks, items, strict=True):
        (words,) = _rows(names.given[1]["data"])
        columns |= dict(zip(map(str, words), _rows(block), strict=True))
    if len({len(column) for column in columns.values()}) != 1:
        message = "it has columns of several lengths"
        raise FrameError(message)
    return columns


def _rows(array: Any) -> list[list[Any]]:
    """Return the rows of the husk of an array of one or two dimensions, as lists of plain values."""
    _, shape, kind, is_fortran, data = array.state
    *count, length = shape
    rows = count[0] if count else 1
    code = kind.given[0]
    if code == "O8":
        if not isinstance(data, list) or len(data) != rows * length:
            raise ValueError(shape)
        return [data[row::rows] if is_fortran else data[row * length : (row + 1) * length] for row in range(rows)]
    if code not in {"i8", "f8", "b1"} or kind.state[1] not in {"<", "|"}:
        message = f"it has an array of kind {str(code)[:20]!r}; known are O8, i8, f8 and b1 in little endian"
        raise FrameError(message)
    numbers = np.frombuffer(data, np.dtype("?" if code == "b1" else f"<{code}"))
    found: list[list[Any]] = numbers.reshape((rows, length), order="F" if is_fortran else "C").tolist()
    return found
