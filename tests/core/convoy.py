"""A second game for the core's tests, as unlike the kitchen as the contract allows.

Ten seats: two teams of four carriers and a coach. Carriers step left and right on a ring of cells, runners may also
dash two cells; each team has a hidden treasure cell, and stepping on the other team's earns a point and moves it. A
coach has no body, acts each five ticks and may call, which shows its team for a moment where the treasure of the
others is. What is said is heard by the own team. A team wins, and the round terminates, at five points.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy import int64, uint64

from game.core.compile import kernel
from game.core.contract import Action, Game, Level, Message, NotationError, Observation, Role, Seat, outcome_dtype
from game.core.dice import below
from game.core.messages import FIELDS, heard, hush, speak
from game.core.scene import Happening, Scene, Sprite, Tile
from game.core.telling import Effect, Lesson, Metric, Tutorial
from game.core.turns import close

SEATS, BODIES, RING, GOAL, CALL = 10, 8, 24, 5, 4
WAIT, LEFT, RIGHT, DASH = range(4)
ACTIONS, FEATURES = 5, 22
FOUND, FASTER = 1, 2
STATE = np.dtype(
    (
        np.record,
        [
            ("seed", "<u8"),
            ("tick", "<i4"),
            ("cell", "u1", (BODIES,)),
            ("treasure", "u1", (2,)),
            ("shown", "i1", (2,)),
            ("points", "u1", (2,)),
            ("found", "<u2"),
            *((*field, (SEATS,)) for field in FIELDS),
        ],
    )
)
LEVEL = np.dtype((np.record, [("horizon", "<i4"), ("seats", "u1"), ("goal", "u1")]))
EVENTS = ("find", "call", "dash")
OUTCOME = outcome_dtype(SEATS, ("sparse", "shaped"), EVENTS)


@kernel
def hide(state: Any, team: int) -> None:
    """Put a team's treasure on a random cell."""
    state.treasure[team] = below(state.seed, uint64(int64(state.found) * 2 + team), RING)


@kernel
def start(level: Any, seed: Any, state: Any) -> None:  # noqa: ARG001
    """Spread the bodies out and hide both treasures."""
    state.seed = seed
    state.tick = 0
    state.found = 0
    for body in range(BODIES):
        state.cell[body] = body * 3
    hush(state, SEATS)
    for team in range(2):
        state.shown[team] = 0
        state.points[team] = 0
        hide(state, team)


@kernel
def advance(level: Any, state: Any, joint_action: Any, outcome: Any) -> None:
    """Let everyone speak, then the coaches call, then everyone step, then finds count in the order of seats."""
    for seat in range(SEATS):
        outcome.reward[seat] = 0.0
        for stream in range(2):
            outcome.streams[stream, seat] = 0.0
        for event in range(3):
            outcome.events[seat, event] = 0
        ours = seat // 4 if seat < BODIES else seat - BODIES
        speak(state, seat, int64(joint_action[seat]) // ACTIONS, (15 << 4 * ours) | (256 << ours))
    for team in range(2):
        called = int64(joint_action[8 + team]) % ACTIONS == CALL and state.tick % 5 == 0
        state.shown[team] = 3 if called else max(int64(state.shown[team]) - 1, 0)
        outcome.events[8 + team, 1] = called
    for body in range(BODIES):
        action = int64(joint_action[body]) % ACTIONS
        stride = int64(action == RIGHT) - int64(action == LEFT) + 2 * int64(action == DASH)
        outcome.events[body, 2] = action == DASH
        state.cell[body] = (int64(state.cell[body]) + stride) % RING
    for body in range(BODIES):
        other = 1 - body // 4
        if state.cell[body] == state.treasure[other]:
            state.points[1 - other] += 1
            state.found += 1
            hide(state, other)
            outcome.events[body, 0] = 1
            outcome.streams[0, body] = 1.0
            for seat in range(SEATS):
                wins = (seat // 4 if seat < BODIES else seat - BODIES) != other
                outcome.reward[seat] += 1.0 if wins else -1.0
    state.tick += 1
    outcome.terminated = state.points[0] >= level.goal or state.points[1] >= level.goal


@kernel
def observe(level: Any, state: Any, seat: int, out: Any) -> None:
    """Write cells, both scores, the others' treasure while the own coach shows it (else -1), time, and what is said."""
    for body in range(BODIES):
        out[body] = state.cell[body]
    team = seat // 4 if seat < BODIES else seat - BODIES
    out[8] = state.points[team]
    out[9] = state.points[1 - team]
    out[10] = int64(state.treasure[1 - team]) if state.shown[team] > 0 else -1
    out[11] = int64(level.horizon) - int64(state.tick)
    for other in range(SEATS):
        out[12 + other] = heard(state, other, seat)


@kernel
def start_rows(levels: Any, which: Any, states: Any, seeds: Any, first: int, last: int) -> None:
    """Start rows."""
    for row in range(first, last):
        start(levels[which[row]], seeds[row], states[row])


@kernel
def observe_rows(levels: Any, which: Any, states: Any, out: Any, first: int, last: int) -> None:
    """Observe rows."""
    for row in range(first, last):
        for seat in range(SEATS):
            observe(levels[which[row]], states[row], seat, out[row, seat])


@kernel
def advance_rows(
    levels: Any,
    which: Any,
    states: Any,
    joints: Any,
    outcomes: Any,
    seeds: Any,
    ended: Any,
    finals: Any,
    first: int,
    last: int,
) -> None:
    """Advance rows."""
    for row in range(first, last):
        level = levels[which[row]]
        advance(level, states[row], joints[row], outcomes[row])
        if close(level, states[row], outcomes[row], row, seeds, ended, finals):
            start(level, seeds[row], states[row])


def parse(text: str) -> Level:
    """Read ``goal: N``."""
    key, _, value = text.strip().partition(": ")
    if key != "goal" or not value.isdecimal():
        message = f"line 1: {text[:40]!r} is no goal; a good line is 'goal: 5'"
        raise NotationError(message)
    records = np.zeros(1, LEVEL)
    records[0] = (60, SEATS, int(value))
    return Level("convoy", "ring", "Ring", text, records)


def team_of(seat: int) -> int:
    """Return a seat's team."""
    return seat // 4 if seat < BODIES else seat - BODIES


def scene(level: Level, state: Any, seat: int, outcome: Any = None) -> Scene:
    """Return the ring; a treasure is on it only for those who may see it."""
    said = [0 if seat < 0 else int(heard(state, other, seat)) for other in range(SEATS)]
    bubbles = ["" if message == 0 else MESSAGES[message - 1].text for message in said]
    sprites = [
        Sprite("runner", f"body-{body}", int(state.cell[body]), 0, team=team_of(body), seat=body, bubble=bubbles[body])
        for body in range(BODIES)
    ]
    team = team_of(seat) if seat >= 0 else 0
    if seat >= 0 and state.shown[team] > 0:
        sprites.append(Sprite("treasure", "treasure", int(state.treasure[1 - team]), 0))
    found = (
        ()
        if outcome is None
        else tuple(
            Happening("find", body, int(state.cell[body]), 0, 1) for body in range(BODIES) if outcome.events[body, 0]
        )
    )
    tiles = tuple(Tile("floor", x, 0) for x in range(RING))
    own = int(state.points[team])
    scores = (int(state.points[0]), int(state.points[1]))
    board = tuple(("word", text) for text in bubbles[BODIES:] if text)
    return Scene(RING, 1, tiles, tuple(sprites), found, int(state.tick), level.horizon, own, board=board, scores=scores)


def disguise(level: Level, state: Any, seat: int, draw: int) -> None:  # noqa: ARG001
    """Move the treasures that a seat may not see, and let the others say something else."""
    team = team_of(seat)
    state.treasure[team] = (int(state.treasure[team]) + draw + 1) % RING
    if state.shown[team] == 0:
        state.treasure[1 - team] = (int(state.treasure[1 - team]) + draw + 1) % RING
    if state.shown[1 - team] > 0:
        state.shown[1 - team] = 1 + draw % 3
    for other in range(SEATS):
        if team_of(other) != team:
            state.said[other] = (int(state.said[other]) + draw + 1) % 3
            state.said_age[other] = draw


class Sweeper:
    """Runs round the ring, and straight for a treasure that is shown; a coach calls."""

    observes = "features"

    def begin(self, game: Game, levels: Any, seats: Any, seeds: Any) -> None:  # noqa: ARG002
        """Take a seat."""
        self._seats = np.array(seats)
        self._eye = np.eye(game.choices, dtype=np.float32)

    def prefer(self, observations: Any) -> Any:
        """Like one choice."""
        return self._eye[self.choose(observations)]

    def choose(self, observations: Any) -> Any:
        """Return a choice for each row."""
        seats, shown = self._seats, observations[:, 10]
        cells = observations[np.arange(len(seats)), np.minimum(seats, BODIES - 1)]
        ahead = np.where(shown < 0, RING // 2, (shown - cells) % RING)
        stride = np.where((seats % 4 == 3) & (ahead >= 2), DASH, RIGHT)
        walk = np.where(ahead == 0, WAIT, np.where(ahead > RING // 2, LEFT, stride))
        runs = walk + ACTIONS * FOUND * (ahead <= 1)
        return np.where(seats >= BODIES, CALL + ACTIONS * FASTER * (observations[:, 8] == 0), runs).astype(int)


def recap(level: Level, events: Any) -> tuple[str, ...]:
    """Tell who found how much, who ran, and how much it was helped."""
    finds, calls, dashes = events.sum(axis=(0, 1), dtype=int).tolist()
    return (
        f"{finds} treasures were found.",
        f"The coaches called {calls} times.",
        f"{dashes} dashes of {level.title}.",
    )


def seats(level: Level) -> tuple[Seat, ...]:  # noqa: ARG001
    """Return two teams: three carriers and a runner each, and a coach without a body."""
    bodies = [Seat(f"body {n}", n // 4, "runner" if n % 4 == 3 else "carrier") for n in range(BODIES)]
    return (*bodies, *(Seat(f"coach {team}", team, "coach", has_body=False, every=5) for team in range(2)))


MESSAGES = (Message("found", "Found it!"), Message("faster", "Faster!"))
GAME = Game(
    name="convoy",
    version=1,
    title="Convoy",
    summary="Find the other team's treasure.",
    state=STATE,
    level=LEVEL,
    outcome=OUTCOME,
    actions=(
        Action("wait", ".", ""),
        Action("left", "L", "a"),
        Action("right", "R", "d"),
        Action("dash", "D", "e"),
        Action("call", "C", "q"),
    ),
    roles=(
        Role("carrier", "Walks.", ("wait", "left", "right"), ("found",)),
        Role("runner", "Walks and dashes.", ("wait", "left", "right", "dash"), ("found",)),
        Role("coach", "Calls.", ("wait", "call"), ("faster",), "Where the others' treasure is, after a call."),
    ),
    streams=("sparse", "shaped"),
    events=EVENTS,
    tick_rate=6.0,
    observations={
        "features": Observation(
            "Bodies, points and a treasure that is shown",
            np.dtype(np.float32),
            lambda _: (FEATURES,),
            -1.0,
            100.0,
            lambda _: tuple(f"entry_{n}" for n in range(FEATURES)),
            observe,
            observe_rows,
        )
    },
    level_names=lambda: ("ring",),
    level_text=lambda _: "goal: 5\n",
    parse_level=parse,
    seats=seats,
    start=start,
    advance=advance,
    start_rows=start_rows,
    advance_rows=advance_rows,
    scene=scene,
    bots={"sweeper": Sweeper},
    disguise=disguise,
    messages=MESSAGES,
    is_zero_sum=True,
    lag=(1, 2),
    effects={"find": Effect("treasure found", "score", "confetti"), "call": Effect("a coach calls", "ring")},
    metrics={
        "finds": Metric("Treasures found.", ("find",)),
        "finds_per_call": Metric("Treasures found for each call.", ("find",), ("call",)),
    },
    margins={"sweeper": 1.5},
    recap=recap,
    tutorial=Tutorial("ring", 0, "sweeper", (Lesson("Press {right}.", "right"), Lesson("Find the treasure.", "find"))),
)
