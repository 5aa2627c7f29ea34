"""A game for the window's tests with all that the kitchen lacks: two unlike teams, fog, messages, more verbs, a coach.

Foxes look for hares on a board of nine by seven cells; each sees the cells around it, and team-mates share nothing. A
hare digs itself in, which hides it even from beside; a fox barks, and catches a hare that it stands on. The foxes have
a coach without a body, who acts each third tick and can only speak.
"""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from game.core.contract import Action, Game, Level, Message, Role, Seat, outcome_dtype
from game.core.scene import Happening, Scene, Sprite, Tile
from game.core.telling import Effect, Lesson, Metric, Tutorial

WIDTH, HEIGHT, BODIES, SEATS = 9, 7, 4, 5
EVENTS = ("catch", "dig", "bark")
LEVEL = np.dtype((np.record, [("horizon", "<i4"), ("seats", "u1")]))
STATE = np.dtype(
    (
        np.record,
        [
            ("seed", "<u8"),
            ("tick", "<i4"),
            ("cell", "u1", (BODIES,)),
            ("dug", "u1", (BODIES,)),
            ("said", "u1", (SEATS,)),
            ("points", "u1", (2,)),
        ],
    )
)
OUTCOME = outcome_dtype(SEATS, ("sparse",), EVENTS)
WALK = {0: (0, 0), 1: (0, -1), 2: (0, 1), 3: (1, 0), 4: (-1, 0)}
DIG, BARK = 5, 6
STEPS = ("wait", "north", "south", "east", "west")
TEAMS = (0, 0, 1, 1, 0)


def parse(text: str) -> Level:
    """Return the only level."""
    return Level("duel", "meadow", "Meadow", text, np.array([(100, SEATS)], LEVEL).view(np.recarray))


def lasting(level: Level, ticks: int) -> Level:
    """Return the level with other rounds."""
    return dataclasses.replace(level, records=np.array([(ticks, SEATS)], LEVEL).view(np.recarray))


def start_rows(levels: Any, which: Any, states: Any, seeds: Any, first: int, last: int) -> None:  # noqa: ARG001
    """Put foxes to the left and hares to the right."""
    for row in range(first, last):
        states[row] = np.zeros(1, STATE)[0]
        states["seed"][row] = seeds[row]
        states["cell"][row] = (9, 36, 17, 44)


def advance(level: Any, state: Any, choices: Any, outcome: Any) -> None:  # noqa: ARG001
    """Speak, walk, dig, bark, and catch."""
    state.tick += 1
    outcome.streams[:] = 0
    outcome.events[:] = 0
    outcome.reward[:] = 0
    for seat in range(SEATS):
        state.said[seat] = int(choices[seat]) // 7
    for body in range(BODIES):
        action = int(choices[body]) % 7
        across, down = WALK.get(action, (0, 0))
        x, y = int(state.cell[body]) % WIDTH + across, int(state.cell[body]) // WIDTH + down
        if 0 <= x < WIDTH and 0 <= y < HEIGHT:
            state.cell[body] = y * WIDTH + x
        state.dug[body] = action == DIG
        outcome.events[body, 1] = action == DIG
        outcome.events[body, 2] = action == BARK
    for fox in (0, 1):
        caught = any(state.cell[fox] == state.cell[hare] and not state.dug[hare] for hare in (2, 3))
        outcome.events[fox, 0] = caught
        outcome.streams[0, fox] = caught
        state.points[0] += caught
    state.points[1] = state.tick - state.points[0]


def advance_rows(
    levels: Any,
    which: Any,
    states: Any,
    choices: Any,
    outcomes: Any,
    seeds: Any,
    ended: Any,
    finals: Any,
    first: int,
    last: int,
) -> None:
    """Advance every row; a finished round starts anew."""
    for row in range(first, last):
        advance(levels[which[row]], states[row], choices[row], outcomes[row])
        ended[row] = states[row].tick >= levels[which[row]].horizon
        if ended[row]:
            finals[row] = states[row]
            start_rows(levels, which, states, seeds, row, row + 1)


def near(one: int, other: int) -> int:
    """Return the distance of two cells, as a king walks."""
    return max(abs(one % WIDTH - other % WIDTH), abs(one // WIDTH - other // WIDTH))


def scene(level: Level, state: Any, seat: int, outcome: Any = None) -> Scene:
    """Return what a seat sees: two cells around its body; a coach and a spectator see all."""
    cells, sees_all = [int(cell) for cell in state.cell], not 0 <= seat < BODIES
    shown = [
        body
        for body in range(BODIES)
        if sees_all or body == seat or (near(cells[body], cells[seat]) <= 2 and not state.dug[body])
    ]
    sprites = tuple(
        Sprite(
            "fox" if body < 2 else "hare",
            f"body-{body}",
            cells[body] % WIDTH,
            cells[body] // WIDTH,
            "south",
            TEAMS[body],
            body,
            bubble=MESSAGES[state.said[body] - 1].text if state.said[body] else "",
        )
        for body in shown
    )
    fog = () if sees_all else tuple(_fog_row(y, cells[seat]) for y in range(HEIGHT))
    tiles = tuple(Tile("floor", x, y) for y in range(HEIGHT) for x in range(WIDTH))
    points = tuple(int(each) for each in state.points)
    told = _happenings(shown, cells, outcome)
    return Scene(WIDTH, HEIGHT, tiles, sprites, told, int(state.tick), level.horizon, points[0], fog=fog, scores=points)


def _fog_row(y: int, cell: int) -> str:
    """Return a row of the fog around a cell."""
    return "".join("2" if near(cell, y * WIDTH + x) <= 2 else "0" for x in range(WIDTH))


def _happenings(shown: list[int], cells: list[int], outcome: Any) -> tuple[Happening, ...]:
    """Return what those who are shown did."""
    if outcome is None:
        return ()
    return tuple(
        Happening(name, body, cells[body] % WIDTH, cells[body] // WIDTH, int(outcome.streams[0, body]))
        for body in shown
        for number, name in enumerate(EVENTS)
        if outcome.events[body, number]
    )


def recap(level: Level, events: Any) -> tuple[str, ...]:
    """Return three sentences."""
    caught = int(events[:, :, 0].sum())
    return (
        f"The foxes caught a hare in {caught} of {len(events)} ticks.",
        f"Hares dug {int(events[:, :, 1].sum())} times.",
        f"That was {level.title}.",
    )


def seats(level: Level) -> tuple[Seat, ...]:  # noqa: ARG001
    """Return two foxes, two hares and the foxes' coach."""
    bodies = [Seat(f"{'fox' if n < 2 else 'hare'} {n % 2 + 1}", n // 2, "fox" if n < 2 else "hare") for n in range(4)]
    return (*bodies, Seat("coach", 0, "coach", has_body=False, every=3))


class Runner:
    """Runs east, or does nothing where it has no legs."""

    observes = "state"

    def begin(self, game: Game, levels: Any, seats: Any, seeds: Any) -> None:  # noqa: ARG002
        """Take seats."""
        self._seats = seats

    def prefer(self, states: Any) -> Any:
        """Like one action."""
        likes = [0 if seat == 4 else 3 for seat in self._seats]
        return np.eye(21, dtype=np.float32)[likes][: len(states)]


MESSAGES = (Message("here", "here!"), Message("wait", "wait"))

GAME = Game(
    name="duel",
    version=1,
    title="Duel",
    summary="Foxes look for hares.",
    state=STATE,
    level=LEVEL,
    outcome=OUTCOME,
    actions=(
        Action("wait", ".", ""),
        Action("north", "N", "w"),
        Action("south", "S", "s"),
        Action("east", "E", "d"),
        Action("west", "W", "a"),
        Action("dig", "D", "e"),
        Action("bark", "B", "q"),
    ),
    roles=(
        Role("fox", "Looks for hares and barks.", (*STEPS, "bark"), ("here", "wait"), "two cells around it"),
        Role("hare", "Digs itself in.", (*STEPS, "dig"), ("wait",), "two cells around it"),
        Role("coach", "Sees all and speaks.", ("wait",), ("here", "wait")),
    ),
    streams=("sparse",),
    events=EVENTS,
    tick_rate=6.0,
    observations={},
    level_names=lambda: ("meadow",),
    level_text=lambda name: name,
    parse_level=parse,
    seats=seats,
    start=start_rows,
    advance=advance,
    start_rows=start_rows,
    advance_rows=advance_rows,
    scene=scene,
    lasting=lasting,
    bots={"runner": Runner},
    messages=MESSAGES,
    is_mirrored=False,
    lag=(1, 2),
    effects={"catch": Effect("a hare is caught", "delivery", "confetti"), "bark": Effect("a fox barks")},
    metrics={
        "digging": Metric("times dug", ("dig",)),
        "barks_per_catch": Metric("barks for each catch", ("bark",), ("catch",)),
    },
    recap=recap,
    tutorial=Tutorial(
        "meadow",
        2,
        "runner",
        (Lesson("Walk with {walk}.", "east"), Lesson("Dig yourself in with {use}.", "dig")),
    ),
)
