"""What the kitchen's events look and sound like."""

from __future__ import annotations

from game.core.telling import Effect, Metric

EFFECTS = {
    "onion_pickup": Effect("", "pickup"),
    "tomato_pickup": Effect("", "pickup"),
    "dish_pickup": Effect("", "dish"),
    "soup_pickup": Effect("soup on a dish", "ready", "spark"),
    "onion_drop": Effect("", "drop"),
    "tomato_drop": Effect("", "drop"),
    "dish_drop": Effect("", "dish"),
    "soup_drop": Effect("soup put down", "drop"),
    "potting_onion": Effect("onion into the pot", "potting"),
    "potting_tomato": Effect("tomato into the pot", "potting"),
    "soup_delivery": Effect("soup served", "delivery", "confetti"),
}
"""The other events only say how useful one of these was."""

METRICS = {
    "deliveries": Metric("Soups delivered", ("soup_delivery",)),
    "useful_dishes": Metric("Share of dishes fetched for a soup", ("useful_dish_pickup",), ("dish_pickup",)),
    "good_onions": Metric("Share of onions put where they help most", ("optimal_onion_potting",), ("potting_onion",)),
}
