"""Rescue's scripted partners by name; the first is the usual team-mate."""

from __future__ import annotations

from game.rescue.responder import Specialist

BOTS = {"specialist": Specialist}
