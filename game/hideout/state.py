"""Hideout's records and codes: what a state and a level hold.

Cells are numbered ``16 * y + x`` on boards of at most 15 x 15: what lies beyond the board is high wall, so that a
neighbour is a sum and no look beyond the border needs a check. Things are boxes, numbers 0 to 5, and ramps, 6 and 7.
"""

from __future__ import annotations

import numpy as np

from game.core.contract import outcome_dtype
from game.core.messages import FIELDS

MAX_SEATS = 6
MAX_TEAM = 3
STRIDE = 16
LARGEST = 15
CELLS = 256
MAX_BOXES = 6
MAX_RAMPS = 2
THINGS = MAX_BOXES + MAX_RAMPS
MAX_DOORS = 2
"""Doors that are open in a round at most."""
MAX_PLACES = 12
"""Places in the walls where a door may be."""
MAX_MARKS = 6

WAIT, NORTH, SOUTH, EAST, WEST, LOCK, UNLOCK, GRAB = range(8)
ACTIONS = 8
MESSAGES = 7
CHOICES = ACTIONS * (1 + MESSAGES)
STEPS = np.array([-STRIDE, STRIDE, 1, -1], np.int16)
"""By side: 0 north, 1 south, 2 east, 3 west."""

FLOOR, DOOR, MARK, LOW, HIGH = range(5)
"""What a cell is; from `LOW` on it is a wall."""
TILES = ("floor", "door", "mark", "low", "wall")
SYMBOLS = " Dx=#"

HIDERS, SEEKERS = range(2)
FREE = 0
"""A lock that is open; a locked one has the number of its team, counted from 1."""
NEVER = 255
"""Age of what was never seen."""
OLDEST = 254

NO_WAY = 255
"""Ways are ``4 * steps + side`` of the first step, at most `FARTHEST` steps."""
FARTHEST = 62

HIDE, RETURN, BLUEPRINT, SHELTER = range(4)
TASKS = ("hide", "return", "blueprint", "shelter")
BY_TEAM, BY_SEAT, BY_MEAN = range(3)
REWARDS = ("zero_sum", "own", "mean")
BEGINNINGS = ("free", "pushed", "half", "sealed")
RAMPS = ("free", "locked")
"""How ramps begin: open to everybody, or locked by the hiders, who know where they lie."""

EVENTS = (
    "seen",  # a hider, in a tick of the search
    "hidden",
    "seen_from_above",
    "found",  # a seeker sees a hider for the first time in the round
    "push",
    "drag",
    "grab",
    "let_go",
    "lock",
    "unlock",
    "refused",
    "climb",
    "down",
    "bump",
    "sealed",  # these five at the end of the preparation, counted for the first hider
    "unsealed",
    "ramp_locked",
    "ramp_inside",
    "ramp_free",
    "built",  # in a lab: the task is done, or not, in this tick, counted for the first hider
    "unbuilt",
    "said",
)
STREAMS = ("points", "shaped")
OUTCOME = outcome_dtype(MAX_SEATS, STREAMS, EVENTS)

STATE = np.dtype(
    (
        np.record,
        [
            ("seed", "<u8"),
            ("tick", "<i4"),
            ("points", "<i4", (2,)),
            ("variant", "u1"),  # how the map lies: 1 mirrored east to west, 2 north to south, 3 both
            ("open_doors", "u1"),
            ("door", "u1", (MAX_DOORS,)),
            ("inward", "u1", (MAX_DOORS,)),  # side of the door on which the room lies
            ("found", "u1"),  # hiders that were seen in this round, one bit each
            ("cell", "u1", (MAX_SEATS,)),
            ("home", "u1", (MAX_SEATS,)),  # where a body began
            ("facing", "u1", (MAX_SEATS,)),
            ("height", "u1", (MAX_SEATS,)),  # 0 floor, 1 on a ramp, 2 on a wall or a box
            ("holds", "u1", (MAX_SEATS,)),  # 0, or the thing's number counted from 1
            ("sees", "u1", (MAX_SEATS,)),  # opponents in sight of this seat, one bit each
            *((*field, (MAX_SEATS,)) for field in FIELDS),
            ("thing_cell", "u1", (THINGS,)),
            ("lock", "u1", (THINGS,)),
            ("holder", "u1", (THINGS,)),  # 0, or the seat counted from 1
            # what the other team knows of a body
            ("last_cell", "u1", (MAX_SEATS,)),
            ("last_age", "u1", (MAX_SEATS,)),
            ("last_facing", "u1", (MAX_SEATS,)),
            ("last_height", "u1", (MAX_SEATS,)),
            # what each team knows of the things
            ("known_cell", "u1", (2, THINGS)),
            ("known_age", "u1", (2, THINGS)),
            ("known_lock", "u1", (2, THINGS)),
            # the board as it is
            ("tile", "u1", (CELLS,)),
            ("blocks", "u1", (CELLS,)),  # 1 for what blocks the sight of those on the floor: walls and boxes
            ("thing_at", "u1", (CELLS,)),  # 0, or the thing's number counted from 1
        ],
    )
)

LEVEL = np.dtype(
    (
        np.record,
        [
            ("horizon", "<i4"),
            ("preparation", "<i4"),  # ticks
            ("seats", "u1"),
            ("hiders", "u1"),
            ("width", "u1"),
            ("height", "u1"),
            ("boxes", "u1"),
            ("ramps", "u1"),
            ("blind", "u1"),
            ("surf", "u1"),
            ("cone", "u1"),  # 1: 135 degrees; 0: all round
            ("scatter", "u1"),
            ("mirror", "u1"),
            ("beginning", "u1"),
            ("ramps_locked", "u1"),
            ("reward", "u1"),
            ("task", "u1"),
            ("shaping", "<i2", (2,)),  # of a closed door, of a ramp that seekers cannot use
            ("places", "u1"),
            ("fewest_doors", "u1"),
            ("most_doors", "u1"),
            ("marks", "u1"),
            ("mark_cell", "u1", (MAX_MARKS,)),
            ("place_cell", "u1", (MAX_PLACES,)),
            ("place_inward", "u1", (MAX_PLACES,)),
            ("start_cell", "u1", (MAX_SEATS,)),
            ("start_thing", "u1", (THINGS,)),
            ("area", "u1", (CELLS,)),  # floor that hangs together without the doors: 1 the largest, 2... rooms
            ("tile", "u1", (4, CELLS)),  # [variant, cell] with all doors closed
            ("high", "u1", (4, CELLS)),  # 1 for what blocks the sight of those above
            ("flip", "u1", (4, CELLS)),  # [variant, cell] where a cell of the map lies in a variant, and back
            ("ways", "u1", (CELLS, CELLS)),  # [from, to] on the map as drawn, through no door
        ],
    )
)
