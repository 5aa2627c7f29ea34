"""Rescue's records and codes: what a state and a level hold.

A cell is one number, ``32 * y + x``, on every board; a set of cells is rows of bits, bit ``x`` of word ``y``.
"""

from __future__ import annotations

import numpy as np

from game.core.contract import outcome_dtype
from game.core.messages import FIELDS

WIDTH = 32
"""Columns that every board has room for; a cell's row is ``cell >> 5`` and its column ``cell & 31``."""
MAX_ROWS = 24
MAX_CELLS = WIDTH * MAX_ROWS
MAX_ROBOTS = 10
MAX_SEATS = MAX_ROBOTS + 1
"""Robots, then the dispatcher where there is one."""
MAX_VICTIMS = 8
MAX_SPOTS = 48
MAX_VIEW = 6
VIEW_ROWS = 2 * MAX_VIEW + 1
MAX_VIEWS = 3
"""Different radii of sight in one team at most."""
NEVER = 255
"""Age of what was never seen or has not happened."""
NO_ROOM = 255

WAIT, NORTH, SOUTH, EAST, WEST, USE, PING, CALL = range(8)
ACTIONS = 8
STEP = np.array([-WIDTH, WIDTH, 1, -1], np.int64)
"""[side] what is added to a cell."""

SCOUT, DIGGER, MEDIC, DISPATCHER = range(4)
ROLES = ("scout", "digger", "medic", "dispatcher")
SILENT, PINGS, RADIO = range(3)
COMMS = ("silent", "ping", "radio")
TEAM, OWN, MIXED = range(3)
REWARDS = ("team", "own", "mixed")

FLOOR, WALL, DOOR, CLINIC, RUBBLE, HEAVY = range(6)
TILES = ("floor", "wall", "door", "clinic", "rubble", "heavy")
SYMBOLS = ".#+Crh"

ABSENT, LYING, CARRIED, GONE, DEAD = range(5)
"""What has become of a victim; gone is delivered, or dead in somebody's arms."""
LIGHT, CRITICAL = 1, 2
NO_PING, VICTIM_PING, BLOCKED_PING = range(3)

EVENTS = (
    "pickup_light",
    "pickup_critical",
    "deliver_light",
    "deliver_critical",
    "treat",
    "stabilised",
    "stabilised_soon",
    "dig",
    "dug",
    "push",
    "opened",
    "ping_victim",
    "ping_blocked",
    "call",
    "answered",
    "came",
    "said",
    "bump",
    "refused",
    "died",
    "found",
    "room",
    "cells",
    "cells_first",
    "assigned",
    "arrived",
    "walked",
)
(
    PICKUP_LIGHT,
    PICKUP_CRITICAL,
    DELIVER_LIGHT,
    DELIVER_CRITICAL,
    TREAT,
    STABILISED,
    STABILISED_SOON,
    DIG,
    DUG,
    PUSH,
    OPENED,
    PING_VICTIM,
    PING_BLOCKED,
    CALLED,
    ANSWERED,
    CAME,
    SAID,
    BUMP,
    REFUSED,
    DIED,
    FOUND,
    ROOM,
    CELLS,
    CELLS_FIRST,
    ASSIGNED,
    ARRIVED,
    WALKED,
) = range(len(EVENTS))
EVENT_COUNT = len(EVENTS)
STREAMS = ("sparse", "shaped")
OUTCOME = outcome_dtype(MAX_SEATS, STREAMS, EVENTS)

STATE = np.dtype(
    (
        np.record,
        [
            ("seed", "<u8"),
            ("tick", "<i4"),
            ("cell", "<u2", (MAX_ROBOTS,)),
            ("facing", "u1", (MAX_ROBOTS,)),
            ("load", "u1", (MAX_ROBOTS,)),  # the carried victim's number and 1, or 0
            ("rest", "u1", (MAX_ROBOTS,)),  # 1: a critical victim is too heavy for a step in this tick
            ("work", "u1", (MAX_ROBOTS,)),  # ticks of digging or treating in a row
            ("work_at", "<u2", (MAX_ROBOTS,)),
            ("push_at", "<u2", (MAX_ROBOTS,)),  # the heavy rubble it last pushed, and the ticks since
            ("push_age", "u1", (MAX_ROBOTS,)),
            ("nudged", "u1", (MAX_ROBOTS,)),  # the side on which a mate walked into it, and 1, or 0
            ("assigned_at", "<u2", (MAX_ROBOTS,)),
            ("assigned_age", "u1", (MAX_ROBOTS,)),
            ("ping_at", "<u2", (MAX_SEATS,)),
            ("ping_kind", "u1", (MAX_SEATS,)),
            ("ping_age", "u1", (MAX_SEATS,)),
            ("ping_to", "<u2", (MAX_SEATS,)),  # the seats that it is for, one bit each
            ("call_at", "<u2", (MAX_SEATS,)),
            ("call_age", "u1", (MAX_SEATS,)),
            ("call_to", "<u2", (MAX_SEATS,)),
            *((name, kind, (MAX_SEATS,)) for name, kind in FIELDS),
            ("cursor", "<u2"),
            ("chosen", "u1"),  # the robot that the dispatcher sends next
            ("victim_at", "<u2", (MAX_VICTIMS,)),
            ("victim_is", "u1", (MAX_VICTIMS,)),  # light or critical
            ("victim_now", "u1", (MAX_VICTIMS,)),
            ("steady", "u1", (MAX_VICTIMS,)),  # 1: stabilised
            ("found_tick", "<i4", (MAX_VICTIMS,)),  # when the team first saw it, or -1
            ("pinged_by", "u1", (MAX_VICTIMS,)),
            ("pinged_age", "u1", (MAX_VICTIMS,)),
            ("left", "u1", (3,)),  # [kind] victims that can still be delivered
            ("saved", "u1", (3,)),  # [kind] victims delivered
            ("rooms", "<u4"),  # those somebody has been in, one bit each
            ("block", "u1", (MAX_CELLS,)),  # 0: free, else the tile that stops feet and sight
            ("cleared", "<u4", (MAX_ROWS,)),  # rubble that is gone
            ("team_known", "<u4", (MAX_ROWS,)),  # what anybody knows
            # what each robot sees and knows
            ("seen", "<u4", (MAX_ROBOTS, MAX_ROWS)),
            ("known", "<u4", (MAX_ROBOTS, MAX_ROWS)),
            ("opened", "<u4", (MAX_ROBOTS, MAX_ROWS)),  # rubble that it knows to be gone
            ("found", "u1", (MAX_ROBOTS,)),  # victims whose place it knows, one bit each
            ("gone", "u1", (MAX_ROBOTS,)),  # victims that it knows to be there no longer
            ("stable", "u1", (MAX_ROBOTS,)),  # victims that it knows to be stabilised
            ("found_age", "u1", (MAX_ROBOTS, MAX_VICTIMS)),
            ("mate_at", "<u2", (MAX_ROBOTS, MAX_ROBOTS)),
            ("mate_age", "u1", (MAX_ROBOTS, MAX_ROBOTS)),
            ("mate_load", "u1", (MAX_ROBOTS, MAX_ROBOTS)),  # 0 nothing, 1 light, 2 critical, 3 stabilised
        ],
    )
)

LEVEL = np.dtype(
    (
        np.record,
        [
            ("horizon", "<i4"),
            ("seats", "u1"),
            ("robots", "u1"),
            ("dispatcher", "u1"),
            ("width", "u1"),
            ("height", "u1"),
            ("role", "u1", (MAX_SEATS,)),
            ("team", "u1", (MAX_SEATS,)),  # all zero: one team
            ("death", "<i4"),
            ("dig", "u1"),
            ("treat", "u1"),
            ("window", "u1"),
            ("comm", "u1"),
            ("radius", "u1"),  # of pings, calls, messages and radio; 0: the whole board
            ("all_linked", "u1"),  # 1: everybody hears everybody everywhere
            ("ping_pause", "u1"),
            ("call_pause", "u1"),
            ("ping_map", "u1"),
            ("reward", "u1"),
            ("own_share", "u1"),  # per cent
            ("points", "u1", (3,)),  # [kind]
            ("shaping", "<i2", (7,)),  # per mille: cell, pick-up, stabilised, dug, opened, ping, call
            ("tile", "u1", (MAX_CELLS,)),
            ("block", "u1", (MAX_CELLS,)),
            ("room", "u1", (MAX_CELLS,)),
            ("start_cell", "<u2", (MAX_ROBOTS,)),
            ("light", "u1"),
            ("critical", "u1"),
            ("spots", "u1"),
            ("spot_at", "<u2", (MAX_SPOTS,)),  # where victims may lie: those of a fixed kind first
            ("spot_is", "u1", (MAX_SPOTS,)),  # light, critical, or 0: drawn
            ("wall", "<u4", (MAX_ROWS,)),
            ("rubble", "<u4", (MAX_ROWS,)),
            ("heavy", "<u4", (MAX_ROWS,)),
            ("clinic", "<u4", (MAX_ROWS,)),
            ("ward", "<u4", (MAX_ROWS,)),  # cells on or beside the clinic
            ("quiet", "<u4", (MAX_ROWS,)),  # dead zones: nothing is sent or heard there
            ("inside", "<u4", (MAX_ROWS,)),  # all cells but the border
            ("sees", "u1", (MAX_ROBOTS,)),  # radius of sight
            ("detects", "u1", (MAX_ROBOTS,)),  # radius at which it notices victims
            ("table", "u1", (MAX_ROBOTS,)),  # which table of sight is a robot's
            ("radii", "u1", (MAX_VIEWS,)),
            ("sight", "<u4", (MAX_VIEWS, MAX_CELLS, VIEW_ROWS)),  # what is seen from a cell while no rubble is gone
        ],
    )
)
