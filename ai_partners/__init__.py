"""Partners: whatever decides for a seat and is not a person."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ai_partners.partner import SLOWEST, Card, Partner
from ai_partners.simple import Random, Stay
from game.core.compile import source_hash, sources
from game.core.contract import CrossplayError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Callable

    from game.core.contract import Game, Policy

__all__ = ["Card", "Partner", "PartnerError", "load", "names"]

ANYWHERE: dict[str, tuple[str, Callable[[], Policy]]] = {"stay": ("script", Stay), "random": ("script", Random)}
"""Kind and policy of the partners that play any game."""


def _planner() -> Policy:
    """Return the kitchen's planner, imported only when it is asked for."""
    from ai_partners.planner import Planner

    return Planner()


SEARCHES: dict[str, dict[str, tuple[str, Callable[[], Policy]]]] = {"kitchen": {"planner": ("search", _planner)}}
"""By game, kind and policy of the partners that search or were made for that game outside its folder."""
HOTTEST = 100.0
"""Highest temperature."""


class PartnerError(CrossplayError):
    """A partner that is asked for what it cannot do."""


def names(game: Game) -> tuple[str, ...]:
    """Return the partners that play a game: those made for it first, then those that play anything."""
    return (*SEARCHES.get(game.name, {}), *game.bots, *ANYWHERE)


def load(name: str, game: Game) -> Partner:
    """Return a new partner, by a name that may carry options: ``"cook"`` or ``"cook:delay=2,temperature=0.5"``.

    Raises `UnknownNameError` that suggests the nearest name, and `PartnerError` for an option out of its bounds.
    """
    plain, _, options = name.partition(":")
    if plain not in names(game):
        raise UnknownNameError.of("partner", plain, names(game))
    kind, policy = ANYWHERE.get(plain) or SEARCHES.get(game.name, {}).get(plain) or ("script", game.bots[plain])
    delay, temperature = _options(options)
    made = policy()
    summary = (made.__doc__ or plain).splitlines()[0]
    return Partner(Card(plain, summary, kind, delay, temperature, _source(made)), made)


def _source(policy: Policy) -> str:
    """Return a hash of the code that decides."""
    path = Path(sys.modules[type(policy).__module__].__file__ or "").resolve()
    return source_hash(sources(path.parent))


def _options(text: str) -> tuple[int, float]:
    """Return reaction delay in ticks and temperature."""
    delay, temperature = 0, 0.0
    for part in text.split(",") if text else ():
        key, _, value = part.partition("=")
        if key == "delay" and value.isdecimal() and int(value) <= SLOWEST:
            delay = int(value)
        elif key == "temperature" and value.replace(".", "", 1).isdecimal() and float(value) <= HOTTEST:
            temperature = float(value)
        else:
            message = (
                f"{part!r} is no option of a partner; good ones are delay=0 to {SLOWEST} (ticks) "
                f"and temperature=0 to {HOTTEST:g}, as in 'cook:delay=2,temperature=0.5'"
            )
            raise PartnerError(message)
    return delay, temperature
