"""Rounds of the crossing arranged and told in words: ``"north left 5"`` is a car that has driven five cells."""

from __future__ import annotations

import game
from game.core.notation import parse_joint
from game.crossing.roads import CELLS, ROADS, SIDES, TURNS
from game.crossing.rules import park
from game.crossing.state import EVENTS

CROSSING = game.load("crossing")
NEVER = 255
"""Ticks for which a car that is not wanted stays off the board."""


def level_of(cars: int, *lines: str) -> game.Level:
    """Return a level with some lines of its own."""
    return CROSSING.parse_level("\n".join([f"cars: {cars}", *lines]))


def placed(*cars: str, options: tuple[str, ...] = (), seed: int = 1) -> game.Round:
    """Return a round with these cars on the board, one for each seat; ``"-"`` is a driver without a car."""
    match = game.Round(CROSSING, level_of(len(cars), *options), seed)
    state = match.state
    for seat, car in enumerate(cars):
        park(state, seat, NEVER)
        if car != "-":
            side, turn, driven = car.split()
            state.side[seat], state.turn[seat], state.driven[seat] = SIDES.index(side), TURNS.index(turn), int(driven)
            state.cell[seat] = ROADS[state.side[seat], state.turn[seat], int(driven)]
    return match


def play(match: game.Round, *joints: str) -> game.Step:
    """Play joint actions, each a word with a letter a seat, and return the last step."""
    return [match.step(parse_joint(CROSSING, joint)) for joint in joints][-1]


def told(match: game.Round) -> list[str]:
    """Return where every car is, in the words that `placed` reads."""
    state = match.state
    return [
        f"{SIDES[state.side[seat]]} {TURNS[state.turn[seat]]} {state.driven[seat]}" if state.cell[seat] < CELLS else "-"
        for seat in range(match.level.seats)
    ]


def happened(step: game.Step) -> set[str]:
    """Return what took place, as the seat's number and the event, but for stops and words."""
    found = {(seat, EVENTS[event]) for seat, event in zip(*step.outcome.events.nonzero(), strict=True)}
    return {f"{seat} {event}" for seat, event in found if event not in {"stop", "said", "wave", "claim"}}
