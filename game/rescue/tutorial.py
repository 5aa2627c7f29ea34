"""Rescue's tutorial: one victim from the dark to the clinic, beside a robot that does its own part."""

from __future__ import annotations

from game.core.telling import Lesson, Tutorial

TUTORIAL = Tutorial(
    level="first_steps",
    seat=0,
    partner="loner",
    lessons=(
        Lesson("You are the scout. Walk through the door on the right with {walk}.", "walked"),
        Lesson("It is dark, and you see far. Walk on until you see a victim.", "found"),
        Lesson("Show it to the others: {ping} pings the nearest victim you know of.", "ping_victim"),
        Lesson("Walk up to a victim, face it, and pick it up with {use}.", "pickup_light"),
        Lesson("Carry it back to the clinic on the left: it is taken from you there.", "deliver_light"),
        Lesson("When you need a hand, {call} calls the others to you. Try it.", "call"),
    ),
)
