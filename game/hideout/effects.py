"""What the events of hideout look and sound like, and which numbers about a round are counted from them."""

from __future__ import annotations

from game.core.telling import Effect, Metric

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
    "seen": Metric("Share of the search that hiders were seen", ("seen",), ("seen", "hidden")),
    "seen_from_above": Metric("Share of the search seen from above", ("seen_from_above",), ("seen", "hidden")),
    "moved": Metric("Steps that boxes and ramps were moved", ("push", "drag")),
    "locked": Metric("Locks closed", ("lock",)),
    "sealed": Metric("Share of rounds sealed after preparation", ("sealed",), ("sealed", "unsealed")),
    "climbs": Metric("Climbs onto a ramp, a wall or a box", ("climb",)),
    "ramp_defence": Metric(
        "Share of ramps secured after preparation",
        ("ramp_locked", "ramp_inside"),
        ("ramp_locked", "ramp_inside", "ramp_free"),
    ),
    "built": Metric("Share of a lab's ticks with its task done", ("built",), ("built", "unbuilt")),
}
