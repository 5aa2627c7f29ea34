"""Overcooked-AI as a black box: the package ``overcooked-ai==1.1.0``, installed without its dependencies."""

from __future__ import annotations

import contextlib
import functools
import io
import sys
import types
import warnings
from pathlib import Path
from typing import Any

HELP = "Overcooked-AI is needed as an oracle: pip install --no-deps overcooked-ai==1.1.0"


@functools.cache
def module() -> Any:
    """Return ``overcooked_ai_py.mdp.overcooked_mdp``; gym, which it registers with, is stood in for."""
    names = ("gym", "gym.envs", "gym.envs.registration")
    stands = {name: types.ModuleType(name) for name in names}
    stands["gym.envs.registration"].register = lambda **_: None  # type: ignore[attr-defined]
    before = {name: sys.modules.get(name) for name in names}
    sys.modules.update(stands)
    try:
        with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import overcooked_ai_py.mdp.overcooked_mdp as found
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(HELP) from error
    finally:
        for name, old in before.items():
            sys.modules.pop(name) if old is None else sys.modules.update({name: old})
    found.Recipe.__int__ = functools.cache(found.Recipe.__int__)  # sorts every state's orders at every tick
    return found


def layouts() -> Path:
    """Return the folder of the package's layout files."""
    return Path(module().__file__).parent.parent / "data" / "layouts"


def gridworld(name: str) -> Any:
    """Return the package's simulator of one layout (one at a time: its recipes are global to the process)."""
    return module().OvercookedGridworld.from_layout_name(name)
