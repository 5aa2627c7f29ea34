"""The commands about partners: who there is, and what is known of one."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import ai_partners
import game
from ai_partners.name import TAPE, TAPE_EXAMPLE
from ai_partners.tape import Tape
from ai_partners.trained import cards

if TYPE_CHECKING:
    from collections.abc import Iterator


@click.group(invoke_without_command=True)
@click.option("--game", "game_name", help="Only the partners that play this game.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object per line.")
@click.pass_context
def partners(context: click.Context, *, game_name: str | None, as_json: bool) -> None:
    """List the partners, or show one. Example: crossplay partners --game kitchen."""
    if context.invoked_subcommand is not None:
        return
    for row in _rows(game.catalogue() if game_name is None else (game_name,)):
        games = "every game" if row["games"] == list(game.catalogue()) else ", ".join(row["games"])
        line = f"{row['name']:17} {row['kind']:7} {games:11} {row['summary']}"
        scores = f" {_scored(row['levels'])}" if row.get("levels") else ""
        click.echo(json.dumps(row) if as_json else line + scores)


@partners.command("adopt")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--name", required=True, help="The name under which it can sit down from then on.")
def adopt_command(*, file: Path, name: str) -> None:
    """Measure a trained partner and put it into the zoo. Example: crossplay partners adopt mine.json --name mine."""
    from ai_partners.judge.adopting import adopt

    card = adopt(file, name)
    click.echo(f"{card.name} on {card.level}: {_scored({card.level: card.scores})}")


@partners.command("show")
@click.argument("name")
@click.option("--game", "game_name", default="kitchen", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="The card as one JSON object.")
def show(*, name: str, game_name: str, as_json: bool) -> None:
    """Print the card of a partner. Example: crossplay partners show cook:delay=2,temperature=0.1."""
    card = ai_partners.load(name, game.load(game_name)).card
    row = asdict(card) | {"hash": card.hash}
    if as_json:
        click.echo(json.dumps(row))
        return
    for key, value in row.items():
        click.echo(f"{key:12} {value}")


def _rows(games: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """Yield name, kind, summary and games of every partner."""
    playing: dict[tuple[str, str, str], list[str]] = {}
    for game_name in games:
        found = game.load(game_name)
        for card in (ai_partners.load(name, found).card for name in ai_partners.names(found)):
            playing.setdefault((card.name, card.kind, card.summary), []).append(game_name)
    for (name, kind, summary), known in playing.items():
        row: dict[str, Any] = {"name": name, "kind": kind, "summary": summary, "games": known}
        learned = {level: card.scores for found in known for level, card in cards(found).get(name, {}).items()}
        yield row | ({"levels": learned} if kind == "policy" else {})
    text = f"{(Tape.__doc__ or TAPE).splitlines()[0]} Example: {TAPE_EXAMPLE}"
    yield {"name": f"{TAPE}:FILE", "kind": TAPE, "summary": text, "games": list(games)}


def _scored(levels: dict[str, dict[str, float]]) -> str:
    """Return in words on how many levels a trained partner was measured and its mean points by what was measured."""
    kinds = dict.fromkeys(kind for scores in levels.values() for kind in scores)
    means = {kind: [scores[kind] for scores in levels.values() if kind in scores] for kind in kinds}
    told = ", ".join(f"{kind} {sum(points) / len(points):.0f}" for kind, points in means.items())
    return f"({len(levels)} level{'s' * (len(levels) != 1)}; {told})"
