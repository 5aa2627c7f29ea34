"""What the events of hideout look and sound like, and which numbers about a round are counted from them."""

from __future__ import annotations

from game.core.contract import Effect, Metric

EFFECTS = {
    "found": Effect("found!", "alarm", "ring"),
    "seen_from_above": Effect("seen from above"),
    "push": Effect("", "push", "dust"),
    "drag": Effect("", "push", "dust"),
    "grab": Effect("grabbed", "grab"),
    "let_go": Effect("let go", "drop"),
    "lock": Effect("locked", "lock", "spark"),
    "unlock": Effect("unlocked", "unlock"),
    "refused": Effect("it is not yours to move", "buzz"),
    "climb": Effect("climbed up", "climb", "dust"),
    "down": Effect("jumped down", "thud", "dust"),
    "bump": Effect("", "bump"),
    "sealed": Effect("nobody can walk in", "win", "confetti"),
    "unsealed": Effect("a way in is open"),
    "built": Effect("the task is done", "chime"),
    "said": Effect("", "speak"),
}
"""By event; what is not here makes no sound."""

METRICS = {
    "seen": Metric("Share of the search in which a hider was seen, over all hiders", ("seen",), ("seen", "hidden")),
    "seen_from_above": Metric(
        "Share of the search in which somebody on a wall or a box saw a hider", ("seen_from_above",), ("seen", "hidden")
    ),
    "moved": Metric("Steps that boxes and ramps were pushed or dragged", ("push", "drag")),
    "locked": Metric("Locks closed", ("lock",)),
    "sealed": Metric(
        "Rounds at the end of whose preparation no seeker could walk to a hider", ("sealed",), ("sealed", "unsealed")
    ),
    "climbs": Metric("Climbs onto a ramp, a wall or a box", ("climb",)),
    "ramp_defence": Metric(
        "Ramps that the hiders had locked or brought into a room by the end of the preparation",
        ("ramp_locked", "ramp_inside"),
        ("ramp_locked", "ramp_inside", "ramp_free"),
    ),
    "built": Metric("Share of a lab's ticks in which its task was done", ("built",), ("built", "unbuilt")),
}
