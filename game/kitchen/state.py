"""The kitchen's records and codes: what a state and a level hold.

Cells are numbered ``y * width + x``. A thing is one byte: nothing, an ingredient, a dish, or a soup, and a soup's code
keeps the order in which its ingredients went in.
"""

from __future__ import annotations

import itertools

import numpy as np

from game.core.contract import outcome_dtype

MAX_SEATS = 4
MAX_CELLS = 128
MAX_POTS = 8
FULL = 3
"""Ingredients with which a pot starts by itself under old dynamics."""
FAR = 255
"""Distance of what cannot be reached."""
NOWHERE = FAR << 8
"""Distances with their cells are ``distance * 256 + cell``; from here on nothing can be reached."""

PLANES = 26
NEAREST = 6
"""Kinds of fixture whose nearest is known: onions, tomatoes, dishes, window, pot, and the second nearest pot."""
SEEN_HANDOVERS = 4
"""Hand-over counters that the features show; such a counter has floor on two sides or more."""

NORTH, SOUTH, EAST, WEST, STAY, INTERACT = range(6)

FLOOR, COUNTER, ONIONS, TOMATOES, DISHES, POT, WINDOW = range(7)
TILES = ("floor", "counter", "onions", "tomatoes", "dishes", "pot", "window")
SYMBOLS = " XOTDPS"

NOTHING, ONION, TOMATO, DISH = range(4)
FIRST_SOUP = 4
SOUPS: tuple[tuple[str, ...], ...] = tuple(
    mix for size in (1, 2, 3) for mix in itertools.product(("onion", "tomato"), repeat=size)
)
THINGS = 4 + len(SOUPS)
"""Number of thing codes: nothing, onion, tomato, dish, and every ordered soup of one to three ingredients."""


def soup_code(ingredients: tuple[str, ...]) -> int:
    """Return the code of a soup by its ingredients in order."""
    return FIRST_SOUP + SOUPS.index(ingredients)


def _counts(name: str) -> tuple[int, ...]:
    """Return how many of an ingredient each thing code contains."""
    return (0, 0, 0, 0, *(soup.count(name) for soup in SOUPS))


def _grown(name: str) -> tuple[int, ...]:
    """Return the soup that each pot content becomes when an ingredient goes in (0: it cannot)."""
    grown = [0] * THINGS
    grown[NOTHING] = soup_code((name,))
    for soup in SOUPS:
        if len(soup) < len(SOUPS[-1]):
            grown[soup_code(soup)] = soup_code((*soup, name))
    return tuple(grown)


ONION_COUNT = np.array(_counts("onion"), np.uint8)
TOMATO_COUNT = np.array(_counts("tomato"), np.uint8)
SIZE = ONION_COUNT + TOMATO_COUNT
GROWN = np.array([(0,) * THINGS, _grown("onion"), _grown("tomato")], np.uint8)
"""[ingredient code, pot content] -> pot content."""
STEP_X = np.array([0, 0, 1, -1, 0, 0], np.int8)
STEP_Y = np.array([-1, 1, 0, 0, 0, 0], np.int8)

EVENTS = (
    "tomato_pickup",
    "useful_tomato_pickup",
    "tomato_drop",
    "useful_tomato_drop",
    "potting_tomato",
    "onion_pickup",
    "useful_onion_pickup",
    "onion_drop",
    "useful_onion_drop",
    "potting_onion",
    "dish_pickup",
    "useful_dish_pickup",
    "dish_drop",
    "useful_dish_drop",
    "soup_pickup",
    "soup_delivery",
    "soup_drop",
    "optimal_onion_potting",
    "optimal_tomato_potting",
    "viable_onion_potting",
    "viable_tomato_potting",
    "catastrophic_onion_potting",
    "catastrophic_tomato_potting",
    "useless_onion_potting",
    "useless_tomato_potting",
)
STREAMS = ("sparse", "shaped")
OUTCOME = outcome_dtype(MAX_SEATS, STREAMS, EVENTS)

STATE = np.dtype(
    (
        np.record,
        [
            ("seed", "<u8"),
            ("tick", "<i4"),
            ("cell", "u1", (MAX_SEATS,)),
            ("facing", "u1", (MAX_SEATS,)),
            ("held", "u1", (MAX_SEATS,)),
            ("recent", "<u2", (MAX_SEATS,)),  # own last five actions, three bits each, the latest lowest
            ("cooking", "<i2", (MAX_POTS,)),  # -1 idle, else ticks cooked, up to the soup's cook time
            ("things", "u1", (MAX_CELLS,)),
        ],
    )
)

LEVEL = np.dtype(
    (
        np.record,
        [
            ("horizon", "<i4"),
            ("seats", "u1"),
            ("width", "u1"),
            ("height", "u1"),
            ("old", "u1"),  # 1: a pot starts by itself when it holds three
            ("pots", "u1"),
            ("largest", "u1"),  # ingredients a pot holds at most
            ("random_positions", "u1"),
            ("random_objects", "<i2"),  # per mille
            ("shaping", "<i2", (3,)),  # placement, dish pickup, soup pickup
            ("tile", "u1", (MAX_CELLS,)),
            ("ahead", "u1", (4, MAX_CELLS)),  # [direction, cell] neighbour; the border's is the cell itself
            ("pot_cell", "u1", (MAX_POTS,)),
            ("pot_at", "i1", (MAX_CELLS,)),  # pot number or -1
            ("cook_time", "<i2", (THINGS,)),
            ("value", "<i4", (THINGS,)),  # points for delivering the soup, bonus included
            ("best", "<i4", (THINGS,)),  # points of the best soup that this content can still become
            ("start_cell", "u1", (MAX_SEATS,)),
            ("start_facing", "u1", (MAX_SEATS,)),
            ("start_held", "u1", (MAX_SEATS,)),
            ("start_cooking", "<i2", (MAX_POTS,)),
            ("start_things", "u1", (MAX_CELLS,)),
            ("distance", "u1", (4, MAX_CELLS, MAX_CELLS)),  # [facing, from, to]: actions until `to` has been used
            # derived from the above, so that a tick looks up what it would otherwise search for
            ("walk", "u1", (6, MAX_CELLS)),  # [action, cell] where the action leads if nobody is in the way
            ("x", "u1", (MAX_CELLS,)),
            ("y", "u1", (MAX_CELLS,)),
            ("counters", "u1"),
            ("counter_cell", "u1", (MAX_CELLS,)),  # counters beside floor: things lie on no other
            ("nearest", "<u2", (4, MAX_CELLS, NEAREST)),  # [facing, from, kind] distance * 256 + cell
            ("handover", "<u2", (4, MAX_CELLS, SEEN_HANDOVERS)),  # likewise, the nearest first
            ("first_plane", "<u2", (MAX_CELLS,)),  # index of a cell's planes: they stand column by column
            ("template", "u1", (2, MAX_CELLS * PLANES)),  # [is urgent] planes of the map alone
        ],
    )
)
