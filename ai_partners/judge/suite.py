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
from ai_partners import trained, weights
from ai_partners.judge.meetings import meet
from ai_partners.mates import Mate
from ai_partners.network import Network
from game.core.contract import CrossplayError, UnknownNameError
from game.core.files import read_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from game.core.contract import Game, Level, Policy

FOLDER = Path(__file__).with_name("suites")
SEEDS = Path(__file__).with_name("seeds")
"""``seeds/GAME/LEVEL/NAME.json``: the same training as of a partner that ships, by other seeds; judged, not listed."""
LARGEST = 16_384
RESPONSE = "best response"
"""Name of the cells of those who have learned to play with one proxy."""


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
    kind: str = "proxies"
    """``"proxies"``: everybody beside each proxy; ``"cross-play"``: everybody with everybody; ``"people"``: how well
    people are foretold, acted like, and taken over from; ``"teams"``: everybody in all seats, with signals and without;
    ``"switch"``: points over a round in which one proxy takes another's place."""
    signals: tuple[str, ...] = ()
    """Actions that tell others something; messages always do."""
    bots: bool = False
    """Whether the game's scripted partners are judged too where nobody is named."""
    responses: str = ""
    """Folder like ``proxies`` of partners trained to be the best response to the proxy of the same name."""

    def count(self, *, quick: bool) -> int:
        """Return how many rounds a cell has."""
        return self.quick.rounds if quick else self.rounds


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


class Ledger:
    """The cells of one evaluation, each written to a file as it is played and read again by the next attempt."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known = {_key(cell): cell for cell in read_log(path)}

    def cell(self, empty: Cell, rounds: int, play: Callable[[int], tuple[float, ...]]) -> Cell:
        """Return a cell with at least ``rounds`` rounds: the one known, or one that ``play`` plays now."""
        cell = self._known.get(_key(empty))
        if cell is None or len(cell.points) < rounds:
            cell = self._known[_key(empty)] = empty._replace(points=play(rounds))
            with self._path.open("a", encoding="utf-8") as file:
                print(json.dumps(cell._asdict()), file=file)
        return cell


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

    seeds = {level: one.seed for level, one in trained.cards(suite.game).get(name, {}).items()}
    return [
        Entrant(name, seeds.get(level, 0), card.hash, level, Mate(name, make, card.temperature)) for level in levels
    ]


def other_seeds(suite: Suite) -> list[Entrant]:
    """Return who came of the same training as those that ship, by other seeds, on the levels of a suite."""
    folders = [SEEDS / suite.game / level for level in suite.levels]
    return [entrant_of(path) for folder in folders for path in sorted(folder.glob("*.json"))]


def proxies(suite: Suite, level: str, *, quick: bool = False, folder: str = "") -> list[Mate]:
    """Return the proxies of a level, or the mates of another folder; raises `SuiteError` where there are none."""
    paths = sorted((FOLDER / (folder or suite.proxies) / level).glob("*.json"))
    if not paths:
        message = f"suite {suite.name!r} has no proxies for level {level!r}"
        raise SuiteError(message)
    found = [weights.load(path) for path in (paths[: suite.quick.proxies] if quick else paths)]
    return [Mate(card.name, functools.partial(Network, card, tensors), card.temperature) for card, tensors in found]


def play(suite: Suite, entrants: Sequence[Entrant], ledger: Ledger, *, quick: bool) -> Iterator[Cell]:
    """Yield every cell of everybody beside every proxy, in every seat.

    Rounds have the same seeds for every entrant, so that their differences are paired.
    """
    found = game.load(suite.game)
    for entrant in entrants:
        level = found.lasting(found.load_level(entrant.level), suite.ticks)
        for proxy in proxies(suite, entrant.level, quick=quick) + _sane(suite, found):
            for seat in range(level.seats):
                empty = Cell(entrant.name, entrant.hash, entrant.seed, entrant.level, seat, proxy.name, ())
                player = functools.partial(_play, suite, (found, level), entrant, (proxy, seat))
                yield ledger.cell(empty, suite.count(quick=quick), player)


def play_responses(suite: Suite, levels: Iterable[str], ledger: Ledger, *, quick: bool) -> Iterator[Cell]:
    """Yield the cells of the best response to each proxy, in every seat beside it, in the same rounds."""
    found = game.load(suite.game)
    for name in dict.fromkeys(levels):
        level = found.lasting(found.load_level(name), suite.ticks)
        best = {mate.name: mate for mate in proxies(suite, name, folder=suite.responses)}
        for proxy in proxies(suite, name, quick=quick):
            if proxy.name not in best:
                message = f"suite {suite.name!r} has no best response to {proxy.name!r} on {name!r}"
                raise SuiteError(message)
            entrant = Entrant(RESPONSE, 0, proxy.name, name, best[proxy.name])
            for seat in range(level.seats):
                player = functools.partial(_play, suite, (found, level), entrant, (proxy, seat))
                empty = Cell(RESPONSE, proxy.name, 0, name, seat, proxy.name, ())
                yield ledger.cell(empty, suite.count(quick=quick), player)


def rounds_of(suite: Suite, entrant: Entrant) -> list[Cell]:
    """Return the cells of one entrant beside the proxies alone, played now."""
    found = game.load(suite.game)
    level = found.lasting(found.load_level(entrant.level), suite.ticks)
    place, empty = (found, level), Cell(entrant.name, entrant.hash, entrant.seed, entrant.level, 0, "", ())
    return [
        empty._replace(seat=seat, proxy=proxy.name, points=_play(suite, place, entrant, (proxy, seat), suite.rounds))
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


def _play(
    suite: Suite, place: tuple[Game, Level], entrant: Entrant, beside: tuple[Mate, int], rounds: int
) -> tuple[float, ...]:
    """Play the rounds of one cell; return the points of the entrant's team in each."""
    (found, level), (proxy, seat) = place, beside
    seats = [entrant.mate if number == seat else proxy for number in range(level.seats)]
    met = meet(found, level, seats, rounds, seed_of(suite.name, entrant.level, proxy.name, str(seat)))
    return tuple(met.points[:, found.seats(level)[seat].team].tolist())


def _sane(suite: Suite, found: Game) -> list[Mate]:
    """Return the partners of the suite who need no training."""
    return [Mate(name, functools.partial(_policy, name, found)) for name in suite.sanity]


def _policy(name: str, found: Game) -> Policy:
    """Return a listed partner's policy."""
    return ai_partners.load(name, found).policy


def _key(cell: Cell) -> tuple[Any, ...]:
    """Return what tells cells apart."""
    return (cell.hash, cell.level, cell.seat, cell.proxy)


def seed_of(*words: str) -> int:
    """Return a seed by words, the same for ever."""
    return int.from_bytes(hashlib.blake2b(" ".join(words).encode(), digest_size=6).digest(), "little")
