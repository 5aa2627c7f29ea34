"""One evaluation from the wish to the report: entrants found, cells played, JSON and page written."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any, NamedTuple

import click

import ai_partners
import game
from ai_partners.judge import beside, crossplay, figures, people, switching, teams
from ai_partners.judge import suite as suites
from ai_partners.judge.page import page
from ai_partners.judge.suite import Ledger, SuiteError
from ai_partners.people import judging_half, learning_half, read_people
from ai_partners.trained import cards
from game.core.files import replace_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from ai_partners.judge.page import Section
    from ai_partners.judge.suite import Cell, Entrant, Suite


class Wish(NamedTuple):
    """What is evaluated, and where the report goes."""

    partners: Sequence[str]
    files: Sequence[Path]
    out: Path
    quick: bool
    people: Path | None = None
    """A folder of people's episodes, for suites that ask for them."""


class Found(NamedTuple):
    """What an evaluation came to."""

    rows: Any
    """For the JSON."""
    cells: Sequence[Cell]
    sections: list[Section]
    lines: list[str]
    """For the terminal."""


def judge(suite: Suite, wish: Wish) -> Iterator[str]:
    """Play a suite and write its report; yield a line for each partner and one for the files.

    Raises `SuiteError` in one sentence.
    """
    began = time.process_time()
    entrants = entrants_of(suite, wish.partners, wish.files)
    wish.out.mkdir(parents=True, exist_ok=True)
    name = f"{suite.name}-quick" if wish.quick else suite.name
    ledger = Ledger(wish.out / f"{name}.cells.jsonl")
    found = KINDS[suite.kind](suite, entrants, ledger, wish)
    spent = {"rounds": sum(len(c.points) for c in found.cells), "CPU seconds": round(time.process_time() - began, 1)}
    whole = {"suite": suite.name, "quick": wish.quick, "rows": found.rows, "ledger": spent}
    whole["cells"] = [cell._asdict() for cell in found.cells]
    replace_file(wish.out / f"{name}.json", (json.dumps(whole, indent=1) + "\n").encode())
    html = page(f"Suite {suite.name}", suite.summary, found.sections, spent)
    replace_file(wish.out / f"{name}.html", html.encode())
    yield from found.lines
    yield f"{wish.out / name}.json {wish.out / name}.html"


def _beside(suite: Suite, entrants: Sequence[Entrant], ledger: Ledger, wish: Wish) -> Found:
    """Judge everybody beside each proxy."""
    cells = _shown(suites.play(suite, entrants, ledger, quick=wish.quick))
    if suite.responses:
        levels = [entrant.level for entrant in entrants]
        cells += _shown(suites.play_responses(suite, levels, ledger, quick=wish.quick))
    rows = figures.summary(suite, cells)
    lines = []
    for row in rows:
        levels_told = ", ".join(f"{level} {got['mean']:.1f}" for level, got in row["levels"].items())
        ratio = f" ratio {row['ratio']}" if suite.responses else ""
        lines.append(f"{row['partner']:20} {'-' if row['mean'] is None else row['mean']:>6}{ratio} {levels_told}")
    return Found(rows, cells, beside.sections(suite, rows), lines)


def _cross(suite: Suite, entrants: Sequence[Entrant], ledger: Ledger, wish: Wish) -> Found:
    """Judge everybody with everybody."""
    cells = _shown(crossplay.play(suite, entrants, ledger, quick=wish.quick))
    levels = crossplay.figures(suite, cells)
    lines = [f"{level:26} {row}" for level, got in levels.items() for row in got["rows"]]
    return Found(levels, cells, crossplay.sections(suite, levels), lines)


def _switch(suite: Suite, entrants: Sequence[Entrant], ledger: Ledger, wish: Wish) -> Found:
    """Judge everybody while proxies change places."""
    cells = _shown(switching.play(suite, entrants, ledger, quick=wish.quick))
    rows = switching.figures(cells)
    return Found(rows, cells, switching.sections(suite, rows), [str(row) for row in rows])


def _people(suite: Suite, entrants: Sequence[Entrant], ledger: Ledger, wish: Wish) -> Found:
    """Judge everybody by people's games, which the ledger does not keep: they take seconds."""
    del ledger
    if wish.people is None:
        message = f"suite {suite.name!r} judges by people's games; give their folder with --people"
        raise SuiteError(message)
    everybody, found = read_people(wish.people), game.load(suite.game)
    rows = []
    for name in suite.levels:
        mine = [entrant for entrant in entrants if entrant.level == name]
        held, rest = judging_half(everybody, name), learning_half(everybody, name)
        if not mine or not held or not rest:
            continue
        level = found.load_level(name)
        keep = 2 if wish.quick else None
        life, others = (people.lives(found, level, [one.episode for one in half[:keep]]) for half in (held, rest))
        guesses = people.baselines(found, life, others).items()
        rows += [{"partner": who, "level": name, "figures": got} for who, got in guesses]
        for entrant in mine:
            got = people.examine(found, entrant, life, others)
            rows.append({"partner": crossplay.told(entrant), "level": name, "figures": got})
            click.echo(f"\r{entrant.name} on {name:<60.60}", err=True, nl=False)
    click.echo("", err=True)
    if not rows:
        message = f"in {str(wish.people)!r} there are not two halves of people's games on any level that is judged"
        raise SuiteError(message)
    lines = [f"{row['level']:26} {row['partner']:20} {row['figures']}" for row in rows]
    return Found(rows, (), people.sections(suite, rows), lines)


def _teams(suite: Suite, entrants: Sequence[Entrant], ledger: Ledger, wish: Wish) -> Found:
    """Judge everybody as a team."""
    cells = _shown(teams.play(suite, entrants, ledger, quick=wish.quick))
    rows = teams.figures(suite, cells)
    return Found(rows, cells, teams.sections(suite, rows), [str(row) for row in rows])


KINDS = {"proxies": _beside, "cross-play": _cross, "switch": _switch, "people": _people, "teams": _teams}


def _shown(cells: Iterable[Cell]) -> list[Cell]:
    """Return cells, and show each while it is played."""
    found = []
    for cell in cells:
        found.append(cell)
        words = f"{len(found)} cells, {cell.partner} on {cell.level} beside {cell.proxy}"
        click.echo(f"\r{words:<78.78}", err=True, nl=False)
    click.echo("", err=True)
    return found


def entrants_of(suite: Suite, partners: Sequence[str], files: Sequence[Path]) -> list[Entrant]:
    """Return everybody who is judged: those named, those in files, or else all trained partners and seeds that ship.

    Where a suite asks for bots they are judged too unless somebody is named.
    """
    found = game.load(suite.game)
    usual = [*cards(found.name), *(found.bots if suite.bots else ())]
    named = list(partners) if partners else [] if files and not suite.bots else usual
    for name in named:
        ai_partners.load(name, found)
    paths = [path for given in files for path in (sorted(given.rglob("*.json")) if given.is_dir() else [given])]
    read = [suites.entrant_of(path) for path in paths]
    read += [] if partners or files or suite.kind == "people" else suites.other_seeds(suite)
    return [entrant for name in named for entrant in suites.entrants_named(name, suite)] + [
        entrant for entrant in read if entrant.level in suite.levels
    ]
