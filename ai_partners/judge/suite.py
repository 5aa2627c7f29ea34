"""Suites: frozen files that say who is met on which levels, and the cells that one partner's evaluation comes to.

A cell is one partner in one seat of one level beside one proxy. Cells are written as they are played, so an evaluation
that was interrupted goes on where it stopped.
"""

from __future__ import annotations

import functools
import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
import yaml

import ai_partners
import game
from ai_partners import weights
from ai_partners.judge.meetings import meet
from ai_partners.mates import Mate
from ai_partners.network import Network
from game.core.contract import CrossplayError, UnknownNameError
from game.core.files import read_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from game.core.contract import Game, Level, Policy

FOLDER = Path(__file__).with_name("suites")
LARGEST = 16_384


class SuiteError(CrossplayError):
    """A suite, or a partner, that cannot be evaluated."""


class Quick(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is done where a first look is enough."""

    rounds: int
    proxies: int


class Suite(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who is met on which levels."""

    summary: str
    game: str
    levels: tuple[str, ...]
    ticks: int
    proxies: str
    """Folder of the proxies' files beside the suite, one folder for each level in it."""
    rounds: int
    """Rounds of each cell."""
    quick: Quick
    sanity: tuple[str, ...] = ()
    """Partners whom a good partner should still do well beside."""
    name: str = ""


class Cell(NamedTuple):
    """One partner in one seat beside one proxy."""

    partner: str
    hash: str
    """Of the partner's card."""
    seed: int
    """The partner's training seed."""
    level: str
    seat: int
    proxy: str
    points: tuple[float, ...]
    """Of its team in each round."""


class Entrant(NamedTuple):
    """Somebody who is evaluated, on one level."""

    name: str
    """All seeds of one recipe have one name."""
    seed: int
    hash: str
    level: str
    mate: Mate


def names() -> tuple[str, ...]:
    """Return the suites that ship with the project."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


def load(name: str) -> Suite:
    """Return a suite by its name; raises `UnknownNameError` that suggests the nearest one."""
    if name not in names():
        raise UnknownNameError.of("suite", name, names())  # noqa: EM101 - a kind, not a message
    found = msgspec.convert(yaml.safe_load(read_text(FOLDER / f"{name}.yaml", LARGEST)), Suite)
    return msgspec.structs.replace(found, name=name)


def entrant_of(path: Path) -> Entrant:
    """Return who is in a policy file."""
    card, tensors = weights.load(path)
    mate = Mate(card.recipe, functools.partial(Network, card, tensors), card.temperature)
    return Entrant(card.recipe, card.seed, card.hash, card.level, mate)


def entrants_named(name: str, suite: Suite) -> list[Entrant]:
    """Return a listed partner on every level of a suite that it plays; raises what `ai_partners.load` raises."""
    found = game.load(suite.game)
    card = ai_partners.load(name, found).card
    levels = [level for level in suite.levels if card.name in ai_partners.names(found, found.load_level(level))]
    if not levels:
        message = f"partner {name!r} plays none of the levels of suite {suite.name!r}: {', '.join(suite.levels)}"
        raise SuiteError(message)

    def make() -> Policy:
        """Return it with an empty memory."""
        return ai_partners.load(name, found).policy

    return [Entrant(name, 0, card.hash, level, Mate(name, make, card.temperature)) for level in levels]


def proxies(suite: Suite, level: str, *, quick: bool = False) -> list[Mate]:
    """Return the proxies of a level; raises `SuiteError` where there are none."""
    paths = sorted((FOLDER / suite.proxies / level).glob("*.json"))
    if not paths:
        message = f"suite {suite.name!r} has no proxies for level {level!r}"
        raise SuiteError(message)
    found = [weights.load(path) for path in (paths[: suite.quick.proxies] if quick else paths)]
    return [Mate(card.name, functools.partial(Network, card, tensors), card.temperature) for card, tensors in found]


def play(suite: Suite, entrants: Sequence[Entrant], log: Path, *, quick: bool = False) -> Iterator[Cell]:
    """Yield every cell, played now or read from the log of an earlier attempt, to which new ones are added.

    Rounds have the same seeds for every entrant, so that their differences are paired.
    """
    known = {_key(cell, quick=quick): cell for cell in read_log(log)}
    found = game.load(suite.game)
    for entrant in entrants:
        level = found.lasting(found.load_level(entrant.level), suite.ticks)
        for proxy in proxies(suite, entrant.level, quick=quick) + _sane(suite, found):
            for seat in range(level.seats):
                empty = Cell(entrant.name, entrant.hash, entrant.seed, entrant.level, seat, proxy.name, ())
                cell = known.get(_key(empty, quick=quick))
                if cell is None or len(cell.points) < _rounds(suite, quick=quick):
                    cell = _play(suite, (found, level), entrant, (proxy, seat), quick=quick)
                    with log.open("a", encoding="utf-8") as file:
                        print(json.dumps(cell._asdict()), file=file)
                yield cell


def rounds_of(suite: Suite, entrant: Entrant) -> list[Cell]:
    """Return the cells of one entrant beside the proxies alone, played now."""
    found = game.load(suite.game)
    level = found.lasting(found.load_level(entrant.level), suite.ticks)
    return [
        _play(suite, (found, level), entrant, (proxy, seat), quick=False)
        for proxy in proxies(suite, entrant.level)
        for seat in range(level.seats)
    ]


def read_log(log: Path) -> list[Cell]:
    """Return the cells of a log; a last line that was cut off does not count."""
    if not log.exists():
        return []
    cells = []
    for line in log.read_text(encoding="utf-8").splitlines():
        try:
            row: dict[str, Any] = json.loads(line)
            cells.append(Cell(**(row | {"points": tuple(row["points"])})))
        except (ValueError, TypeError, KeyError):
            continue
    return cells


def _play(suite: Suite, place: tuple[Game, Level], entrant: Entrant, beside: tuple[Mate, int], *, quick: bool) -> Cell:
    """Play the rounds of one cell."""
    (found, level), (proxy, seat) = place, beside
    seats = [entrant.mate if number == seat else proxy for number in range(level.seats)]
    seed = _seed(suite.name, entrant.level, proxy.name, str(seat))
    met = meet(found, level, seats, _rounds(suite, quick=quick), seed)
    points = tuple(met.points[:, found.seats(level)[seat].team].tolist())
    return Cell(entrant.name, entrant.hash, entrant.seed, entrant.level, seat, proxy.name, points)


def _sane(suite: Suite, found: Game) -> list[Mate]:
    """Return the partners of the suite who need no training."""
    return [Mate(name, functools.partial(_policy, name, found)) for name in suite.sanity]


def _policy(name: str, found: Game) -> Policy:
    """Return a listed partner's policy."""
    return ai_partners.load(name, found).policy


def _rounds(suite: Suite, *, quick: bool) -> int:
    """Return how many rounds a cell has."""
    return suite.quick.rounds if quick else suite.rounds


def _key(cell: Cell, *, quick: bool) -> tuple[Any, ...]:
    """Return what tells cells apart."""
    return (cell.hash, cell.level, cell.seat, cell.proxy, quick)


def _seed(*words: str) -> int:
    """Return a seed by words, the same for ever."""
    return int.from_bytes(hashlib.blake2b(" ".join(words).encode(), digest_size=6).digest(), "little")
