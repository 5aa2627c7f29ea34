"""The crossing: drivers with ways of their own share four lanes and the box where they meet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from game.core.contract import Action, Game, Level, Message, Role, Seat
from game.core.telling import Effect, Lesson, Metric, Tutorial
from game.crossing.bots import BOTS
from game.crossing.level import format_level, lasting, level_names, level_text, parse_level
from game.crossing.loops import advance_rows, start_rows
from game.crossing.roads import ROADS, TURNS
from game.crossing.rules import advance, start
from game.crossing.scene import scene
from game.crossing.state import ACTIONS, COMMON, EVENTS, LEVEL, MESSAGES, OUTCOME, STATE, STREAMS
from game.crossing.view import FEATURES

if TYPE_CHECKING:
    import numpy as np

SUMMARY = "Drives its way, brakes for others, and tells them by waves, claims, words and the blinker what it will do."


def seats(level: Level) -> tuple[Seat, ...]:
    """Return the drivers of a level: each a team of its own, or one team where all share the whole reward."""
    is_one = level.record.mix == COMMON
    return tuple(Seat(f"car {seat + 1}", 0 if is_one else seat, "driver") for seat in range(level.seats))


def disguise(level: Level, state: Any, seat: int, draw: int) -> None:
    """Give every other car another way that has led to where it is; what it blinks stays as it is."""
    for other in range(level.seats):
        turn = (int(state.turn[other]) + 1 + draw) % len(TURNS)
        if other != seat and ROADS[state.side[other], turn, state.driven[other]] == state.cell[other]:
            state.turn[other] = turn


def recap(_level: Level, events: np.ndarray[Any, Any]) -> tuple[str, ...]:
    """Return three sentences about a round."""
    total = dict(zip(EVENTS, events.sum(axis=(0, 1), dtype=int).tolist(), strict=True))
    arrivals = events[..., EVENTS.index("arrival")].sum(axis=0, dtype=int)
    return (
        f"{total['arrival']} cars arrived, {arrivals.max()} of them with driver {arrivals.argmax() + 1}.",
        f"{total['crash']} cars crashed and had to be towed away.",
        f"{total['claim']} times somebody went first and {total['wave']} times somebody let others go.",
    )


GAME = Game(
    name="crossing",
    version=1,
    title="Crossing",
    summary="Drive across a box without lights, each on a way that the others can only guess.",
    state=STATE,
    level=LEVEL,
    outcome=OUTCOME,
    actions=(
        Action("brake", ".", ""),
        Action("go", "G", "e"),
        Action("wave", "W", "q"),
        Action("claim", "C", "f"),
    ),
    roles=(Role("driver", SUMMARY, ACTIONS, MESSAGES),),
    streams=STREAMS,
    events=EVENTS,
    tick_rate=6.0,
    observations={"features": FEATURES},
    level_names=level_names,
    level_text=level_text,
    parse_level=parse_level,
    format_level=format_level,
    lasting=lasting,
    seats=seats,
    start=start,
    advance=advance,
    start_rows=start_rows,
    advance_rows=advance_rows,
    scene=scene,
    bots=BOTS,
    messages=tuple(Message(name, name) for name in MESSAGES),
    effects={
        "arrival": Effect("arrived", "arrive", "confetti"),
        "crash": Effect("crash", "crash", "spark"),
        "wave": Effect("you first"),
        "claim": Effect("me first", "horn"),
        "broken_claim": Effect("claim broken", "alarm", "ring"),
        "said": Effect("", "speak"),
    },
    metrics={
        "throughput": Metric("Cars that arrived", ("arrival",)),
        "crashes": Metric("Cars that crashed", ("crash",)),
        "claims_honoured": Metric("Claims that were kept", ("kept_claim",), ("kept_claim", "broken_claim")),
        "lies": Metric("Turns that were named and not taken", ("lie",)),
    },
    margins={"give_way": 9.0, "all_way_stop": 8.0, "lights": 4.0},
    recap=recap,
    tutorial=Tutorial(
        "first_drive",
        0,
        "give_way",
        (
            Lesson("Hold {go} to drive to the middle.", "go"),
            Lesson("Somebody is there first: {wave} brakes and lets them go.", "wave"),
            Lesson("Tell the others where you turn, with {left}, {right} or {straight}.", "said"),
            Lesson("When the middle is free, {claim} drives in and says that you are next.", "claim"),
            Lesson("Drive on to the end of your way.", "arrival"),
        ),
    ),
    disguise=disguise,
)
