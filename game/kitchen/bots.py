"""The kitchen's scripted partners by name; the first is the usual team-mate."""

from __future__ import annotations

from game.kitchen.cook import Cook

BOTS = {"cook": Cook}
