"""Partners: whatever decides for a seat and is not a person."""

from __future__ import annotations

import functools
import hashlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ai_partners.name import TAPE, Name, format_name, parse_name
from ai_partners.partner import Card, Partner, PartnerError, usual_delay
from ai_partners.tape import Tape, load_tape, tape_hash
from ai_partners.trained import Trained, cards, plays
from game import catalogue
from game import load as load_game
from game.core.compile import source_hash, sources
from game.core.contract import UnknownNameError
from game.core.simple import Random, Stay

if TYPE_CHECKING:
    from collections.abc import Callable

    from game.core.contract import Game, Level, Policy

__all__ = [
    "Card",
    "Name",
    "Partner",
    "PartnerError",
    "Tape",
    "format_name",
    "load",
    "names",
    "parse_name",
    "usual_delay",
]

ANYWHERE: dict[str, tuple[str, Callable[[], Policy]]] = {"stay": ("script", Stay), "random": ("script", Random)}
"""Kind and policy of the partners that play any game."""


def _planner() -> Policy:
    """Return the kitchen's planner, imported only when it is asked for."""
    from ai_partners.planner import Planner

    return Planner()


NEEDED = {"adaptive": ("clone", "ppo-bc", "self-play")}
"""Trained partners that others are made of: those play only where these do."""


def _adaptive() -> Policy:
    """Return the kitchen's adaptive partner: who it may sit beside, and what goes with each."""
    from ai_partners.belief import Adaptive, Kind

    cook = load_game("kitchen").bots["cook"]
    clone, best, taught = (functools.partial(Trained, name, "kitchen") for name in NEEDED["adaptive"])
    kinds = (Kind("person", clone, best), Kind("self-taught", taught, taught), Kind("scripted", cook, cook))
    return Adaptive((*kinds, Kind("idle", Stay, cook)))


SEARCHES: dict[str, dict[str, tuple[str, Callable[[], Policy]]]] = {
    "kitchen": {"planner": ("search", _planner), "adaptive": ("mixture", _adaptive)}
}
"""By game, kind and policy of the partners that search or were made for that game outside its folder."""


def names(game: Game, level: Level | None = None) -> tuple[str, ...]:
    """Return the partners that play a game: those made for it first, then those that play anything.

    With a level, only those that play that level: a trained partner knows the levels that it has learned. Tapes and
    files are not among them: they are named by their file, ``"tape:FILE"``.
    """
    learned = cards(game.name)
    known = {name for name, on in learned.items() if level is None or plays(on, game, level)}
    needed = {name: (name,) for name in learned} | NEEDED
    return tuple(name for name in _policies(game) if known.issuperset(needed.get(name, ())))


def load(name: str, game: Game) -> Partner:
    """Return a new partner, by a name that may carry options: ``"cook"`` or ``"cook:delay=2,temperature=0.5"``.

    ``"tape:FILE"`` and ``"tape:FILE,seat=0"`` read an episode file: a name from a stranger must first be looked up in
    `names`. Raises `UnknownNameError` that suggests the nearest name, and `PartnerError` for an option out of its
    bounds, a partner of another game, and a file that is no tape.
    """
    wish = parse_name(name)
    if wish.plain == TAPE:
        return _load_tape(wish, game)
    if wish.plain not in names(game):
        raise _unknown(wish.plain, game)
    kind, policy = _policies(game)[wish.plain]
    made = policy()
    if isinstance(made, Trained):
        return _load_trained(wish, made)
    text = (made.__doc__ or wish.plain).splitlines()[0]
    source = _source(type(made).__module__)
    usual = getattr(made, "temperature", 0.0)
    temperature = usual if wish.temperature is None else wish.temperature
    return Partner(Card(wish.plain, text, kind, wish.delay, temperature, source), made)


def _load_trained(wish: Name, made: Trained) -> Partner:
    """Return a trained partner; its card's source is a hash over those of all its levels."""
    first = next(iter(made.cards.values()))
    temperature = first.temperature if wish.temperature is None else wish.temperature
    hashes = "".join(card.hash for card in made.cards.values())
    source = hashlib.blake2b(hashes.encode(), digest_size=10).hexdigest()
    return Partner(Card(wish.plain, first.summary, "policy", wish.delay, temperature, source), made)


def _policies(game: Game) -> dict[str, tuple[str, Callable[[], Policy]]]:
    """Return kind and policy of all partners of a game by name."""
    bots = {name: ("script", policy) for name, policy in game.bots.items()}
    learned = {name: ("policy", functools.partial(Trained, name, game.name)) for name in cards(game.name)}
    return {**SEARCHES.get(game.name, {}), **bots, **learned, **ANYWHERE}


def _load_tape(wish: Name, game: Game) -> Partner:
    """Return a partner that plays a recorded round again; its card does not tell where the file lies."""
    tape = load_tape(wish.file, game, wish.seat)
    text = (Tape.__doc__ or TAPE).splitlines()[0]
    return Partner(Card(TAPE, text, TAPE, wish.delay, wish.temperature or 0.0, tape_hash(game, tape)), tape)


def _unknown(plain: str, game: Game) -> Exception:
    """Return what to say of a name that no partner of this game has."""
    others = [other for other in catalogue() if other != game.name and plain in names(load_game(other))]
    if others:
        known = ", ".join(names(game))
        return PartnerError(f"partner {plain!r} plays {', '.join(others)} and not {game.name}; there play: {known}")
    return UnknownNameError.of("partner", plain, (*names(game), TAPE))


@functools.cache
def _source(module: str) -> str:
    """Return a hash of all code that a policy's module may call."""
    path = Path(sys.modules[module].__file__ or "").resolve()
    return source_hash(sources(path.parent))
