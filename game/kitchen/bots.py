"""The kitchen's scripted partners by name, the first the usual team-mate, and what is to be expected of them."""

from __future__ import annotations

from game.kitchen.cook import Cook

BOTS = {"cook": Cook}
MARGINS = {"cook": 500.0}
_SPOILED = "The cook keeps to the orders, so it spoils no pot and puts nothing into a spoiled one."
_CARRIED = "The cook serves the soup that it carries and lays none down."
_FETCHED = "The cook fetches dishes and tomatoes when they are wanted and hands over only what the levels need."
RARE = {
    "catastrophic_onion_potting": _SPOILED,
    "catastrophic_tomato_potting": _SPOILED,
    "useless_onion_potting": _SPOILED,
    "useless_tomato_potting": _SPOILED,
    "soup_drop": _CARRIED,
    "useful_dish_drop": _FETCHED,
    "useful_tomato_drop": _FETCHED,
}
