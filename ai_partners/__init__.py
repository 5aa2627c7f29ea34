"""Partners: whatever decides for a seat and is not a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ai_partners.cook import Cook
from ai_partners.simple import Random, Stay
from game.core.contract import UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Callable

    from game.core.episode import Actor

PARTNERS: dict[str, Callable[[], Actor]] = {"cook": Cook, "random": Random, "stay": Stay}


def load(name: str) -> Actor:
    """Return a new partner by name; raises `UnknownNameError` that suggests the nearest one."""
    if name not in PARTNERS:
        raise UnknownNameError.of("partner", name, tuple(PARTNERS))
    return PARTNERS[name]()
