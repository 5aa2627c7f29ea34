"""The commands of the store: list, show, replay, check, export, import, merge, forget, backup, restore."""

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
            level, who = f"{row.game} {row.level}", ", ".join(row.partners)
            plain = f"{row.id}  {row.started_at}  {level}  {row.ticks} ticks  {end}  {who}"
            echo_row(row._asdict(), plain, as_json=as_json)


@data.command("show")
@click.argument("identity", metavar="ROUND")
@with_store
def show_command(*, identity: str, path: Path) -> None:
    """Print a round as an episode file; ROUND is the beginning of its id.

    Example: crossplay data show 3f2a > round.jsonl.
    """
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


@data.command("export")
@click.argument("identities", metavar="[ROUND]...", nargs=-1)
@click.option(
    "--format", "form", type=click.Choice(["jsonl", "parquet", "overcooked"]), default="jsonl", show_default=True
)
@click.option("--out", "folder", type=click.Path(file_okay=False, path_type=Path), required=True, help="A new folder.")
@click.option("--observations", help="With parquet: also what each seat saw, by the name of the game's observation.")
@click.option("--identify", is_flag=True, help="With parquet: the store's own participant ids and exact times.")
@with_store
def export_command(  # noqa: PLR0913 - the choices of one export
    *, path: Path, identities: tuple[str, ...], form: str, folder: Path, observations: str | None, identify: bool
) -> None:
    """Write all rounds, or some, into a new folder. Example: crossplay data export --format parquet --out tables.

    jsonl: episode files. parquet: one row for each tick and seat, and a dictionary of the columns. overcooked:
    Overcooked-AI's trajectory files, for kitchen rounds of two cooks.
    """
    from data.exports import export, form_of, log_export, ready
    from data.rounds import find_round, list_rounds
    from data.store import reading
    from data.writer import Writer

    if form != "parquet" and (observations or identify):
        message = "--observations and --identify go with --format parquet"
        raise click.UsageError(message)
    with reading(path) as store:
        chosen = [find_round(store, name) for name in identities] or [row.id for row in list_rounds(store)]
        written = form_of(store, form, ready(folder), observation=observations, identify=identify)
        done = list(export(store, folder, written, chosen))
    problems = [one.problem for one in done if one.problem]
    for problem in problems:
        click.echo(problem, err=True)
    with Writer(path) as writer:
        log_export(writer, form, len(done) - len(problems))
    click.echo(f"{len(done) - len(problems)} rounds written to {folder}, {len(problems)} not")
    sys.exit(1 if problems else 0)


@data.command("import")
@click.argument("source", metavar="PATH", type=click.Path(exists=True, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON object per file.")
@with_store
def import_command(*, source: Path, path: Path, as_json: bool) -> None:
    """Bring in a file or a folder of rounds. Example: crossplay data import clean_train_trials.pickle.

    Read are episode files (.jsonl), Overcooked-AI's trajectories (.json), and human games of 2019 and 2020 (.pickle,
    .parquet). Each round is replayed and compared with its file; what does not replay is refused, what is there already
    is not stored again.
    """
    from data.imports import import_path
    from data.writer import Writer

    refused = 0
    with Writer(path) as writer:
        for done in import_path(writer, source):
            plain = f"{done.file}: {done.stored} rounds stored, {done.known} there already, {len(done.refused)} refused"
            echo_row(done._asdict(), plain, as_json=as_json)
            refused += len(done.refused)
            for sentence in done.refused:
                click.echo(sentence, err=True)
    sys.exit(1 if refused else 0)


@data.command("merge")
@click.argument("others", metavar="OTHER...", nargs=-1, required=True, type=FILE)
@click.option("--json", "as_json", is_flag=True, help="One JSON object per store.")
@with_store
def merge_command(*, others: tuple[Path, ...], path: Path, as_json: bool) -> None:
    """Take rounds and studies of other stores in. Example: crossplay data merge lab2.db lab3.db --store all.db."""
    from data.merge import merge
    from data.writer import Writer

    told = 0
    with Writer(path) as writer:
        for other in others:
            done = merge(writer, other)
            plain = (
                f"{done.file}: {done.stored} rounds and {done.sessions} sessions stored, "
                f"{done.known} rounds there already, {len(done.told)} remarks"
            )
            echo_row(done._asdict(), plain, as_json=as_json)
            told += len(done.told)
            for sentence in done.told:
                click.echo(sentence, err=True)
    sys.exit(1 if told else 0)


@data.command("forget")
@click.argument("participant", metavar="PARTICIPANT")
@click.option("--yes", is_flag=True, help="Do not ask.")
@with_store
def forget_command(*, participant: str, yes: bool, path: Path) -> None:
    """Erase a person and all rounds they played in. Example: crossplay data forget 1654d8cf2b314d2fb648729283b2b9e6.

    PARTICIPANT is an id that `crossplay data list --json` shows. Files that were exported before are not touched.
    """
    from data.forget import forget

    if not yes:
        click.confirm(f"Erase {participant} and every round they played in from {path}?", abort=True, err=True)
    click.echo(f"forgotten, with {forget(path, participant)} rounds")


@data.command("backup")
@click.option("--out", "folder", type=click.Path(file_okay=False, path_type=Path), required=True, help="A folder.")
@click.option("--keep", default=24, show_default=True, type=click.IntRange(1), help="Copies beyond these go.")
@with_store
def backup_command(*, path: Path, folder: Path, keep: int) -> None:
    """Copy the store, in use or not, into a folder of copies. Example: crossplay data backup --out copies.

    Copies that still hold somebody who was forgotten since are deleted.
    """
    from data.backup import back_up

    click.echo(back_up(path, folder, keep))


@data.command("restore")
@click.argument("backup", metavar="FILE", type=FILE)
@with_store
def restore_command(*, backup: Path, path: Path) -> None:
    """Make the store from a copy, every round of it checked. Example: crossplay data restore copies/store-2026.db.

    A store that is there already is kept beside the new one under another name.
    """
    from data.backup import restore

    aside = restore(backup, path)
    click.echo(f"{path} is made from {backup}" + (f"; what was there is now {aside}" if aside else ""))


@data.command("codebook")
def codebook_command() -> None:
    """Print what every table and column means. Example: crossplay data codebook > data/README.md."""
    from data.codebook import codebook

    click.echo(codebook(), nl=False)
