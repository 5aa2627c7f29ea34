"""The crossing as a picture: everybody sees all cars and blinkers, but of the turns only that of the own car."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from game.core.scene import Happening, Scene, Sprite, Tile
from game.crossing.roads import BOARD, CELLS, FACES, LANES, SIDES, TURNS
from game.crossing.state import COMMON, EVENTS, MESSAGES

if TYPE_CHECKING:
    from game.core.contract import Level

TILES = tuple(
    Tile("middle" if y in LANES and x in LANES else "road" if y in LANES or x in LANES else "grass", x, y)
    for y in range(BOARD)
    for x in range(BOARD)
)
SIGNALS = ("", "", "you first", "me first")
"""By action, what a car without a message seems to say."""


def scene(level: Level, state: Any, seat: int, outcome: Any = None) -> Scene:
    """Return what ``seat`` (or a spectator, -1) sees; ``outcome`` of the last tick adds what happened in it."""
    now = {name: state[name].tolist() for name in state.dtype.names} | {"apart": level.record.mix < COMMON}
    points = tuple(now["points"][: level.seats])
    return Scene(
        columns=BOARD,
        rows=BOARD,
        tiles=TILES,
        sprites=tuple(car(now, other, seat) for other in range(level.seats) if now["cell"][other] < CELLS),
        happenings=() if outcome is None else happenings(level, now, outcome),
        tick=now["tick"],
        horizon=level.horizon,
        score=sum(points),
        scores=points if now["apart"] else (),
        board=(("word", f"car {seat + 1}:", turn_of(now, seat)),) if seat >= 0 else (),
    )


def turn_of(now: dict[str, Any], seat: int) -> str:
    """Return where a car is going, in a word for its driver."""
    return TURNS[now["turn"][seat]] if now["cell"][seat] < CELLS else "waiting"


def car(now: dict[str, Any], seat: int, viewer: int) -> Sprite:
    """Return a car; its state is what it blinks, and the mark of the own one tells where it is going."""
    cell, said = now["cell"][seat], now["said"][seat]
    return Sprite(
        "car",
        f"car-{seat}",
        cell % BOARD,
        cell // BOARD,
        facing=SIDES[FACES[now["side"][seat], now["turn"][seat], now["driven"][seat]]],
        team=seat if now["apart"] else 0,
        seat=seat,
        state=("", *TURNS)[now["blinker"][seat]],
        bubble=MESSAGES[said - 1] if said else SIGNALS[now["signal"][seat]],
        mark=turn_of(now, seat)[0].upper() if seat == viewer else "",
    )


def happenings(level: Level, now: dict[str, Any], outcome: Any) -> tuple[Happening, ...]:
    """Return what took place in the last tick where the cars are, or where they were when they left the board."""
    found = []
    for seat, number in np.argwhere(outcome["events"][: level.seats]).tolist():
        cell = now["cell"][seat] if now["cell"][seat] < CELLS else now["left"][seat]
        value = int(outcome["streams"][0, seat]) if EVENTS[number] == "arrival" else 0
        found.append(Happening(EVENTS[number], seat, cell % BOARD, cell // BOARD, value))
    return tuple(found)
