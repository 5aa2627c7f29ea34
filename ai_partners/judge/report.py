"""One evaluation from the wish to the report: entrants found, cells played, JSON and page written."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import click

import ai_partners
import game
from ai_partners.judge import figures
from ai_partners.judge import suite as suites
from ai_partners.judge.page import page
from ai_partners.trained import cards
from game.core.files import replace_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from ai_partners.judge.suite import Entrant, Suite


def judge(suite: Suite, partners: Sequence[str], files: Sequence[Path], out: Path, *, quick: bool) -> Iterator[str]:
    """Play a suite and write its report; yield a line for each partner and one for the files."""
    began = time.process_time()
    entrants = entrants_of(suite, partners, files)
    out.mkdir(parents=True, exist_ok=True)
    name = f"{suite.name}-quick" if quick else suite.name
    cells = []
    for cell in suites.play(suite, entrants, out / f"{name}.cells.jsonl", quick=quick):
        cells.append(cell)
        words = f"{len(cells)} cells, {cell.partner} on {cell.level} beside {cell.proxy}"
        click.echo(f"\r{words:<78.78}", err=True, nl=False)
    click.echo("", err=True)
    rows = figures.summary(suite, cells)
    ledger = {"rounds": sum(len(cell.points) for cell in cells), "CPU seconds": round(time.process_time() - began, 1)}
    whole = {"suite": suite.name, "quick": quick, "rows": rows, "ledger": ledger, "cells": [c._asdict() for c in cells]}
    replace_file(out / f"{name}.json", (json.dumps(whole, indent=1) + "\n").encode())
    replace_file(out / f"{name}.html", page(suite, rows, ledger).encode())
    for row in rows:
        levels = ", ".join(f"{level} {found['mean']:.1f}" for level, found in row["levels"].items())
        yield f"{row['partner']:20} {'-' if row['mean'] is None else row['mean']:>6} {levels}"
    yield f"{out / name}.json {out / name}.html"


def entrants_of(suite: Suite, partners: Sequence[str], files: Sequence[Path]) -> list[Entrant]:
    """Return everybody who is judged: those named, those in files, or else all trained partners that ship."""
    found = game.load(suite.game)
    named = list(partners) if partners or files else list(cards(found.name))
    for name in named:
        ai_partners.load(name, found)
    paths = [path for given in files for path in (sorted(given.rglob("*.json")) if given.is_dir() else [given])]
    read = [suites.entrant_of(path) for path in paths]
    return [entrant for name in named for entrant in suites.entrants_named(name, suite)] + [
        entrant for entrant in read if entrant.level in suite.levels
    ]
