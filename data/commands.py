"""The commands of the store: list, show, replay, check, export, import, merge, forget."""

from __future__ import annotations

import json
import sys
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable

FILE = click.Path(dir_okay=False, path_type=Path)


@click.group()
def data() -> None:
    """Look after the store of rounds: look into it, check it, bring rounds in and out, forget a person."""


def with_store(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the option --store, and the file it names, or this person's own, as ``path``."""

    @click.option("--store", "path", type=FILE, help="The file that rounds are kept in; your own if not given.")
    @wraps(command)
    def run(*, path: Path | None, **rest: Any) -> None:
        from data.store import own_store

        command(path=path or own_store(), **rest)

    return run


def echo_row(row: dict[str, Any], plain: str, *, as_json: bool) -> None:
    """Print a row of a listing."""
    click.echo(json.dumps(row) if as_json else plain)


@data.command("list")
@with_store
@click.option("--json", "as_json", is_flag=True, help="One JSON object per line.")
def list_command(*, path: Path, as_json: bool) -> None:
    """List the rounds. Example: crossplay data list --json."""
    from data.rounds import list_rounds
    from data.store import reading

    with reading(path) as store:
        for row in list_rounds(store):
            end = row.status if row.score is None else f"score {row.score:g}"
            plain = f"{row.id}  {row.started_at}  {row.level}  {row.ticks} ticks  {end}  {', '.join(row.partners)}"
            echo_row(row._asdict(), plain, as_json=as_json)


@data.command("show")
@click.argument("identity", metavar="ROUND")
@with_store
def show_command(*, identity: str, path: Path) -> None:
    """Print a round as an episode file; ROUND is an id or its beginning. Example: crossplay data show 3f2a > round.jsonl."""
    import game
    from data.rounds import find_round, get_episode
    from data.store import reading

    with reading(path) as store:
        click.echo(game.format_episode(get_episode(store, find_round(store, identity))), nl=False)


@data.command("replay")
@click.argument("identity", metavar="ROUND")
@click.option("--text", is_flag=True, help="Print the ticks on which something was earned, and open no window.")
@with_store
def replay_command(*, identity: str, text: bool, path: Path) -> None:
    """Play a stored round again. Example: crossplay data replay 3f2a --text."""
    from data.rounds import find_round, get_episode
    from data.store import reading
    from data.trace import tell

    with reading(path) as store:
        episode = get_episode(store, find_round(store, identity))
    if not text:
        from game.window.app import watch

        sys.exit(watch(episode))
    for line in tell(episode):
        click.echo(line)


@data.command("check")
@with_store
@click.option("--json", "as_json", is_flag=True, help="One JSON object per finding.")
def check_command(*, path: Path, as_json: bool) -> None:
    """Replay every round and compare every state. Example: crossplay data check."""
    from data.check import check_events, check_file, check_rounds
    from data.events import head
    from data.store import reading

    with reading(path) as store:
        rounds = list(check_rounds(store))
        wrong = [*check_file(store), *check_events(store), *(found for _, found in rounds if found)]
        for found in wrong:
            echo_row({"wrong": found}, found, as_json=as_json)
        differ = sum(bool(found) for _, found in rounds)
        click.echo(f"{len(rounds) - differ} rounds replay exactly, {differ} do not", err=as_json)
        click.echo(f"the last event is {head(store.conn)}", err=True)
    sys.exit(1 if wrong else 0)
