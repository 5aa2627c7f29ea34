"""The kitchen's tutorial: one soup, from the onions to the window, beside a cook who helps."""

from __future__ import annotations

from game.core.telling import Lesson, Tutorial

TUTORIAL = Tutorial(
    level="second_cook",
    seat=0,
    partner="cook",
    lessons=(
        Lesson("Walk to the onions on the left with {walk}, and take one with {interact}.", "onion_pickup"),
        Lesson("Put it into the pot at the top: face the pot and press {interact}.", "potting_onion"),
        Lesson(
            "Three onions fill the pot, and it cooks by itself. Take a dish on the right with {interact}.",
            "dish_pickup",
        ),
        Lesson("Face the pot: when it shows a tick mark, {interact} puts the soup onto your dish.", "soup_pickup"),
        Lesson("Bring the soup to the window at the bottom and press {interact}: that earns points.", "soup_delivery"),
    ),
)
