"""How a game tells people of itself: what its events look like, what is counted from them, and a first lesson."""

from __future__ import annotations

from typing import NamedTuple


class Effect(NamedTuple):
    """What a named event looks and sounds like, for every painter."""

    caption: str
    """A few words for those who do not hear it, such as ``"door opened"``; nothing for what is not worth a word."""
    sound: str = ""
    """Name of a sound, or nothing."""
    burst: str = ""
    """Name of a small animation on its cell: ``"confetti"``, ``"dust"``, ``"spark"``, ``"ring"``; or nothing."""


class Metric(NamedTuple):
    """A number about a round that is counted from its events, the same for people and for agents."""

    summary: str
    counts: tuple[str, ...]
    """The events whose number is the metric."""
    per: tuple[str, ...] = ()
    """The events it is divided by; none: it is a plain number."""


class Lesson(NamedTuple):
    """One step of a game's tutorial: a sentence, and the event that shows that it was understood."""

    text: str
    """One sentence; ``{use}`` stands for the key of the action ``use``, ``{walk}`` for the keys to walk."""
    until: str
    """The event of the learner's seat that ends the step; an action's name where doing it is enough."""


class Tutorial(NamedTuple):
    """Twenty seconds in which a newcomer does each thing once, beside a scripted partner."""

    level: str
    seat: int
    partner: str
    """Name of the bot in all other seats."""
    lessons: tuple[Lesson, ...]
