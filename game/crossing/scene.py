"""The crossing as a picture: everybody sees all cars and blinkers, but of the turns only that of the own car."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from game.core.messages import heard
from game.core.scene import Happening, Scene, Sprite, Tile
from game.crossing.roads import BOARD, BOX, CELLS, FACES, LANES, SIDES, TURNS
from game.crossing.state import COMMON, EVENTS, MESSAGES

if TYPE_CHECKING:
    from game.core.contract import Level

SIGNALS = ("", "", "you first", "me first")
"""By action, what a car without a message seems to say."""


def scene(level: Level, state: Any, seat: int, outcome: Any = None) -> Scene:
    """Return what ``seat`` (or a spectator, -1) sees; ``outcome`` of the last tick adds what happened in it."""
    points = tuple(map(int, state.points[: level.seats]))
    return Scene(
        columns=BOARD,
        rows=BOARD,
        tiles=tuple(Tile(tile(cell), cell % BOARD, cell // BOARD) for cell in range(CELLS)),
        sprites=tuple(car(state, other, seat) for other in range(level.seats) if state.cell[other] < CELLS),
        happenings=() if outcome is None else happenings(level, state, outcome),
        tick=int(state.tick),
        horizon=level.horizon,
        score=sum(points),
        scores=points if level.record.mix < COMMON else (),
        board=(("word", f"car {seat + 1}:", turn_of(state, seat)),) if seat >= 0 else (),
    )


def tile(cell: int) -> str:
    """Return the name of a cell's tile."""
    return "middle" if cell in BOX else "road" if cell % BOARD in LANES or cell // BOARD in LANES else "grass"


def turn_of(state: Any, seat: int) -> str:
    """Return where a car is going, in words for its driver."""
    return TURNS[state.turn[seat]] if state.cell[seat] < CELLS else "waiting"


def car(state: Any, seat: int, viewer: int) -> Sprite:
    """Return a car; its state is what it blinks, and the mark of the own one tells where it is going."""
    cell, said = int(state.cell[seat]), int(heard(state, seat, viewer if viewer >= 0 else seat))
    return Sprite(
        "car",
        f"car-{seat}",
        cell % BOARD,
        cell // BOARD,
        facing=SIDES[FACES[state.side[seat], state.turn[seat], state.driven[seat]]],
        team=seat,
        seat=seat,
        state=("", *TURNS)[state.blinker[seat]],
        bubble=MESSAGES[said - 1] if said else SIGNALS[state.signal[seat]],
        mark=turn_of(state, seat)[0].upper() if seat == viewer else "",
    )


def happenings(level: Level, state: Any, outcome: Any) -> tuple[Happening, ...]:
    """Return what took place in the last tick where the cars are, or where they were when they left the board."""
    found = []
    for seat in range(level.seats):
        cell = int(state.cell[seat] if state.cell[seat] < CELLS else state.left[seat])
        for number, name in enumerate(EVENTS):
            if outcome.events[seat, number]:
                value = int(outcome.streams[0, seat]) if name == "arrival" else 0
                found.append(Happening(name, seat, cell % BOARD, cell // BOARD, value))
    return tuple(found)
