"""A tiny game for the window's tests: two cooks walk in a room, and reaching the right wall earns points."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from game.core.contract import Action, Game, Level, Role, Seat, outcome_dtype
from game.core.scene import Happening, Scene, Sprite, Tile

LEVEL = np.dtype((np.record, [("horizon", "<i4"), ("seats", "u1")]))
STATE = np.dtype((np.record, [("seed", "<u8"), ("tick", "<i4"), ("x", "u1", (2,))]))
OUTCOME = outcome_dtype(2, ("sparse",), ("soup_delivery", "onion_pickup"))
NAMES = ("north", "south", "east", "west", "stay", "interact")


def parse(text: str) -> Level:
    """Return the only level."""
    return Level("kitchen", "cramped_room", "Cramped room", text, np.array([(400, 2)], LEVEL).view(np.recarray))


def lasting(level: Level, ticks: int) -> Level:
    """Return the level with shorter or longer rounds."""
    return dataclasses.replace(level, records=np.array([(ticks, 2)], LEVEL).view(np.recarray))


def start_rows(levels: Any, which: Any, states: Any, seeds: Any, first: int, last: int) -> None:  # noqa: ARG001
    """Put both cooks at the left."""
    states["seed"][first:last] = seeds[first:last]
    states["x"][first:last] = 1


def advance(level: Any, state: Any, actions: Any, outcome: Any) -> None:  # noqa: ARG001
    """Walk; the wall at the right pays and sends back."""
    state.tick += 1
    outcome.streams[:] = 0
    outcome.events[:] = 0
    for seat in range(2):
        step = int(actions[seat] == 2) - int(actions[seat] == 3 and state.x[seat] > 1)
        state.x[seat] = int(state.x[seat]) + step
        if state.x[seat] > 4:
            state.x[seat] = 1
            outcome.streams[0, seat] = 20
            outcome.events[seat, 0] = 1


def advance_rows(
    levels: Any,
    which: Any,
    states: Any,
    actions: Any,
    outcomes: Any,
    seeds: Any,
    ended: Any,
    finals: Any,
    first: int,
    last: int,
) -> None:
    """Walk in every row; a finished round starts anew."""
    for row in range(first, last):
        level = levels[which[row]]
        advance(level, states[row], actions[row], outcomes[row])
        ended[row] = states[row].tick >= level.horizon
        if ended[row]:
            finals[row] = states[row]
            start_rows(levels, which, states, seeds, row, row + 1)


def scene(level: Level, state: Any, seat: int, outcome: Any = None) -> Scene:  # noqa: ARG001
    """Return the room."""
    tiles = tuple(Tile("floor" if 0 < x < 5 else "counter", x, y) for x in range(6) for y in range(2))
    cooks = tuple(Sprite("cook", f"cook-{n}", int(state.x[n]), n, "east", 0, n) for n in range(2))
    scored = () if outcome is None else tuple(n for n in range(2) if outcome.events[n, 0])
    found = tuple(Happening("soup_delivery", n, 5, n, 20) for n in scored)
    return Scene(6, 2, tiles, cooks, found, int(state.tick), 400, 0, (("order", "onion", "20"),))


GAME = Game(
    name="kitchen",
    version=1,
    title="Kitchen",
    summary="A room to walk in.",
    state=STATE,
    level=LEVEL,
    outcome=OUTCOME,
    actions=tuple(Action(name, letter, "") for name, letter in zip(NAMES, "NSEW.I", strict=True)),
    roles=(Role("cook", "Walks.", NAMES),),
    streams=("sparse",),
    events=("soup_delivery", "onion_pickup"),
    tick_rate=6.0,
    observations={},
    level_names=lambda: ("cramped_room",),
    level_text=lambda name: name,
    parse_level=parse,
    seats=lambda level: (Seat("cook 1", 0, "cook"), Seat("cook 2", 0, "cook"))[: level.seats],
    start=start_rows,
    advance=advance,
    start_rows=start_rows,
    advance_rows=advance_rows,
    scene=scene,
    lasting=lasting,
)
