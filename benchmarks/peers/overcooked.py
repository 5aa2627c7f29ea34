"""overcooked_ai_py as a peer: one environment, random joint actions, reset at its horizon.

``python overcooked.py rules|features|planes [layout]``
"""

import random
import sys
import types
from collections.abc import Callable

import numpy as np


def without_gym() -> None:
    """Let the package be imported where the retired ``gym`` is not installed: its environments are not used here."""
    for name in ("gym", "gym.envs", "gym.envs.registration", "gym.spaces"):
        sys.modules.setdefault(name, types.ModuleType(name))
    sys.modules["gym"].Env = object
    sys.modules["gym"].spaces = sys.modules["gym.spaces"]
    sys.modules["gym.spaces"].Box = object
    sys.modules["gym.spaces"].Discrete = object
    sys.modules["gym.envs.registration"].register = lambda **_: None
    sys.modules["gym"].register = lambda **_: None


def build(what: str, layout: str = "cramped_room") -> Callable[[], int]:
    """Return a function that plays 100 joint steps."""
    without_gym()
    for old, new in (("Inf", np.inf), ("float_", np.float64)):  # names that numpy 2 dropped and the package still uses
        setattr(np, old, new)
    from overcooked_ai_py.mdp.actions import Action
    from overcooked_ai_py.mdp.overcooked_mdp import OvercookedGridworld

    mdp = OvercookedGridworld.from_layout_name(layout)
    manager = None
    if what == "features":
        from overcooked_ai_py.planning.planners import NO_COUNTERS_PARAMS, MediumLevelActionManager

        manager = MediumLevelActionManager(mdp, NO_COUNTERS_PARAMS)
    dice = random.Random(0)  # noqa: S311 - a game's moves
    joints = [tuple(dice.choice(Action.ALL_ACTIONS) for _ in range(2)) for _ in range(400)]
    here = {"state": mdp.get_standard_start_state(), "tick": 0}

    def run() -> int:
        for _ in range(100):
            state, _ = mdp.get_state_transition(here["state"], joints[here["tick"]])
            if what == "features":
                mdp.featurize_state(state, manager)
            elif what == "planes":
                mdp.lossless_state_encoding(state)
            here["tick"] += 1
            if here["tick"] == len(joints):
                state, here["tick"] = mdp.get_standard_start_state(), 0
            here["state"] = state
        return 100

    return run


if __name__ == "__main__":
    from worker import serve

    serve(build(*sys.argv[1:]))
