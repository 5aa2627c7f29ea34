"""The one way rules are compiled: numba with a disk cache that notices every change in the rules.

numba keys its disk cache by the time stamp of the file a function stands in and not by the files of the
functions it calls. Here the cache folder is named by a hash of every Python source that a function can call: the
core and its own game's folder, or all games and its own package. Edited or upgraded rules never run stale code.
"""

from __future__ import annotations

import functools
import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import numba
import numpy as np
import platformdirs
from numba.extending import intrinsic

if TYPE_CHECKING:
    from collections.abc import Callable

Function = TypeVar("Function", bound="Callable[..., Any]")

Number: TypeAlias = Any
"""A number inside a kernel: a machine number when compiled, a Python or numpy number in plain Python."""

CORE = Path(__file__).resolve().parent


def kernel(function: Function) -> Function:
    """Compile a scalar rule or a loop over rows; with ``NUMBA_DISABLE_JIT=1`` it stays plain Python.

    Kernels neither allocate nor raise: reference counting is off (``_nrt=False``), divisions are unchecked, the
    interpreter lock is released so that rows can be shared out over threads, and every kernel is inlined where it is
    called: a call that passes arrays costs as much as a tick's rules.
    """
    folder = cache_folder(sources(Path(function.__code__.co_filename).resolve().parent))
    if folder is not None:
        numba.config.CACHE_DIR = str(folder)
    options: dict[str, Any] = {"nogil": True, "error_model": "numpy", "_nrt": False, "forceinline": True}
    options["cache"] = folder is not None
    if numba.config.BOUNDSCHECK:
        options["_nrt"] = True
    compiled: Function = numba.njit(**options)(function)
    return compiled


def _on_the_stack(_typing: Any, size: Any) -> Any:
    """Make an array of ``size`` 32-bit words on the stack of the kernel that asks for it."""
    from numba.core import cgutils, types
    from numba.np import arrayobj

    tools: Any = cgutils
    arrays: Any = arrayobj
    words = types.Array(types.uint32, 1, "C")

    def write(context: Any, builder: Any, signature: Any, args: Any) -> Any:  # noqa: ARG001 - numba's form
        pointer = tools.alloca_once(builder, context.get_data_type(types.uint32), size=size.literal_value)
        made = arrays.make_array(words)(context, builder)
        item = context.get_constant(types.intp, 4)
        shape = tools.pack_array(builder, [context.get_constant(types.intp, size.literal_value)])
        strides = tools.pack_array(builder, [item])
        arrays.populate_array(made, data=pointer, shape=shape, strides=strides, itemsize=item, meminfo=None)
        return made._getvalue()  # noqa: SLF001 - numba's way to read a struct

    return words(size), write


def _in_the_heap(size: int) -> Any:
    """Make an array of ``size`` 32-bit words."""
    return np.zeros(size, np.uint32)


scratch: Any = _in_the_heap if numba.config.DISABLE_JIT else intrinsic(prefer_literal=True)(_on_the_stack)
"""``scratch(SIZE)``, with a constant: an array of 32-bit words that lives while the kernel that asked for it runs.

Kernels do not allocate, and a record that is shared by many rows is no place to work in. What is in it at first is
undefined, and it must not be returned.
"""


def is_compiled() -> bool:
    """Tell whether kernels run as machine code in this process."""
    return not numba.config.DISABLE_JIT


def sources(folder: Path) -> tuple[Path, ...]:
    """Return the folders whose code a kernel in ``folder`` may call."""
    games = CORE.parent
    if folder == CORE:
        return (CORE,)
    return (CORE, folder) if folder.is_relative_to(games) else (games, folder)


def source_hash(roots: tuple[Path, ...]) -> str:
    """Return a hash over the names and contents of every Python source under ``roots``."""
    digest = hashlib.blake2b(digest_size=10)
    for root in roots:
        for path in sorted(root.rglob("*.py")):
            name = path.relative_to(root)
            if "window" not in name.parts:
                digest.update(name.as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


@functools.cache
def cache_folder(roots: tuple[Path, ...]) -> Path | None:
    """Return a writable folder for compiled code, or None where nothing can be written (then nothing is cached)."""
    chosen = os.environ.get("NUMBA_CACHE_DIR")
    root = Path(chosen) if chosen else platformdirs.user_cache_path("crossplay", appauthor=False) / "compiled"
    folder = root / source_hash(roots)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".probe-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError:
        return None
    return folder
