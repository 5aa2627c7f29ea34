"""A reader for pickled pandas frames that builds nothing but plain data and needs no pandas.

Every class that a frame names is stood in for by an empty one that only keeps what it is given; a name that no frame
needs is refused.
"""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

KNOWN = {
    ("numpy", "dtype"),
    ("numpy", "ndarray"),
    ("numpy.core.multiarray", "_reconstruct"),
    ("pandas.core.frame", "DataFrame"),
    ("pandas.core.indexes.base", "Index"),
    ("pandas.core.indexes.base", "_new_Index"),
    ("pandas.core.indexes.numeric", "Int64Index"),
    ("pandas.core.internals.managers", "BlockManager"),
}


class Kept:
    """What a pickle says of an object: the arguments that made it and the state put into it."""

    def __init__(self, *arguments: Any) -> None:
        self.arguments, self.state = arguments, None

    def __setstate__(self, state: Any) -> None:
        self.state = state


class Plain(pickle.Unpickler):
    """An unpickler that imports nothing."""

    def find_class(self, module: str, name: str) -> type[Kept]:
        if (module, name) not in KNOWN:
            message = f"a frame of plain data names no {module}.{name}"
            raise pickle.UnpicklingError(message)
        return Kept


def columns(path: Path) -> dict[str, np.ndarray[Any, Any]]:
    """Return the columns of a pickled frame by name."""
    with path.open("rb") as file:
        frame = Plain(file).load()
    content = frame.state["_data"].state[3]["0.14.1"]
    names = array(content["axes"][0].arguments[1]["data"])
    found = {}
    for block in content["blocks"]:
        places = array(block["mgr_locs"])
        found |= dict(zip(names[places], array(block["values"]), strict=True))
    return found


def array(kept: Any) -> np.ndarray[Any, Any]:
    """Return the array that was pickled."""
    _, shape, kind, is_fortran, content = kept.state
    flat = np.array(content, object) if isinstance(content, list) else np.frombuffer(content, kind.arguments[0])
    return flat.reshape(shape, order="F" if is_fortran else "C")
