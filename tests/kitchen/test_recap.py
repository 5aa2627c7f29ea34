"""The three sentences about a round in the kitchen, and its tutorial."""

from __future__ import annotations

import numpy as np
import pytest

import ai_partners
from game import Round, load
from game.core.episode import decide_all
from game.kitchen.recap import recap
from game.kitchen.state import EVENTS

KITCHEN = load("kitchen")
PAIR, ALONE = KITCHEN.load_level("cramped_room"), KITCHEN.load_level("first_soup")


def events(*found: tuple[int, int, str], seats: int = 2, ticks: int = 50) -> np.ndarray:
    """Return the events of a round from (tick, seat, name)."""
    counts = np.zeros((ticks, seats, len(EVENTS)), np.uint8)
    for tick, seat, name in found:
        counts[tick, seat, EVENTS.index(name)] += 1
    return counts


SOUP = ((3, 0, "potting_onion"), (4, 1, "potting_onion"), (5, 1, "potting_onion"), (29, 0, "soup_delivery"))
TABLE = {
    "nothing was done": (
        (),
        (
            "No soup was served yet; 0 ingredients went into pots.",
            "Nobody put anything into a pot.",
            "Nothing was laid on a counter: every one of 0 things was carried.",
        ),
    ),
    "a first soup": (
        (*SOUP, (1, 0, "onion_pickup")),
        (
            "1 soup was served, the first after 30 ticks.",
            "Cook 2 put 2 of 3 ingredients into pots, and cook 1 served 1 of 1 soup.",
            "Nothing was laid on a counter: every one of 1 thing was carried.",
        ),
    ),
    "several soups, and things laid down": (
        (*SOUP, (41, 1, "soup_delivery"), (48, 1, "soup_delivery"), (2, 1, "dish_drop"), (6, 1, "onion_drop")),
        (
            "3 soups were served, the first after 30 ticks, and the quickest came 7 ticks after the one before.",
            "Cook 2 put 2 of 3 ingredients into pots and served 2 of 3 soups.",
            "2 things went over the counters, 2 of them laid there by cook 2.",
        ),
    ),
}


@pytest.mark.parametrize(("found", "sentences"), TABLE.values(), ids=TABLE)
def test_three_sentences_tell_what_happened(
    found: tuple[tuple[int, int, str], ...], sentences: tuple[str, ...]
) -> None:
    assert recap(PAIR, events(*found)) == sentences


def test_a_cook_alone_is_told_about_alone() -> None:
    told = recap(ALONE, events((1, 0, "potting_onion"), (9, 0, "onion_drop"), seats=1))
    assert told[1:] == ("You put 1 ingredient into pots and served 0 soups.", "1 thing was laid on counters.")


def test_a_cook_can_do_everything_that_the_tutorial_asks_for() -> None:
    tutorial = KITCHEN.tutorial
    assert tutorial is not None
    level = KITCHEN.load_level(tutorial.level)
    match = Round(KITCHEN, level, 1)
    cooks = [ai_partners.load(tutorial.partner, KITCHEN) for _ in range(level.seats)]
    for seat, cook in enumerate(cooks):
        cook.begin(KITCHEN, [level], [seat], [1])
    left = [EVENTS.index(lesson.until) for lesson in tutorial.lessons]
    while left and not match.is_over:
        outcome = match.step(decide_all(match, cooks)).outcome
        if outcome.events[tutorial.seat, left[0]]:
            left.pop(0)
    assert left == []
