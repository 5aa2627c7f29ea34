"""What rescue's events look and sound like, and the numbers that are counted from them."""

from __future__ import annotations

from game.core.telling import Effect, Metric

EFFECTS = {
    "pickup_light": Effect("victim picked up", "pickup"),
    "pickup_critical": Effect("critical victim picked up", "pickup"),
    "deliver_light": Effect("victim saved", "delivery", "confetti"),
    "deliver_critical": Effect("critical victim saved", "delivery", "confetti"),
    "treat": Effect("", "treat"),
    "stabilised": Effect("victim stabilised", "treat", "ring"),
    "dig": Effect("", "dig"),
    "dug": Effect("rubble cleared", "dig", "dust"),
    "push": Effect("heavy rubble pushed", "dig"),
    "opened": Effect("heavy rubble cleared", "dig", "dust"),
    "ping_victim": Effect("victim pinged", "ping", "ring"),
    "ping_blocked": Effect("blocked way pinged", "ping", "ring"),
    "call": Effect("come here", "call", "ring"),
    "died": Effect("a victim has died", "alarm"),
    "assigned": Effect("robot sent", "ping"),
    "arrived": Effect("", "ping"),
}

DELIVERIES = ("deliver_light", "deliver_critical")
METRICS = {
    "saved": Metric("Victims delivered", DELIVERIES),
    "critical_saved": Metric("Critical victims delivered", ("deliver_critical",)),
    "first_seen": Metric("Share of new cells that were new to the team", ("cells_first",), ("cells",)),
    "stabilised_soon": Metric("Share of stabilisations within 25 ticks", ("stabilised_soon",), ("stabilised",)),
    "answers": Metric("Share of victim pings that brought help", ("answered",), ("ping_victim",)),
    "arrivals": Metric("Robots that came, for each call", ("came",), ("call",)),
    "heavy_opened": Metric("Robots that cleared heavy rubble", ("opened",)),
    "push_success": Metric("Share of heavy pushes that cleared it", ("opened",), ("push",)),
    "bumps": Metric("Share of walking that ran into something", ("bump",), ("bump", "walked")),
    "orders_followed": Metric("Share of orders that were followed", ("arrived",), ("assigned",)),
}
