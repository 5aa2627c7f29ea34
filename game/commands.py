"""The commands of games and their levels: games, and levels with show, check, random and convert."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

PATH = click.Path(path_type=Path)
AS_JSON = click.option("--json", "as_json", is_flag=True, help="One JSON object per line.")
GAME = click.option("--game", "game_name", default="kitchen", show_default=True, help="Whose levels.")


def echo_row(row: dict[str, Any], plain: str, *, as_json: bool) -> None:
    """Print a row of a listing."""
    click.echo(json.dumps(row) if as_json else plain)


@click.command("games")
@AS_JSON
@click.option("--check", is_flag=True, help="Run every game through its conformance checks.")
def games(*, as_json: bool, check: bool) -> None:
    """List the games. Example: crossplay games --check."""
    import game
    from game.core import conformance

    for name in game.catalogue():
        found = game.load(name)
        row: dict[str, Any] = {"name": name, "version": found.version, "title": found.title, "summary": found.summary}
        plain = f"{name} {found.version}  {found.summary}"
        if check:
            passed: dict[str, None] = {}
            for held, level in conformance.checking(found):
                click.echo(f"{name} {level}: {held}" if level else f"{name}: {held}", err=True)
                passed[held] = None
            row["checks"] = list(passed)
            plain += f"  passes {', '.join(row['checks'])}"
        echo_row(row, plain, as_json=as_json)


@click.group("levels", invoke_without_command=True)
@GAME
@AS_JSON
@click.pass_context
def levels(ctx: click.Context, *, game_name: str, as_json: bool) -> None:
    """List the levels of a game, or look at, check, draw and convert them. Example: crossplay levels --json."""
    import game

    if ctx.invoked_subcommand is not None:
        return
    found = game.load(game_name)
    for name in found.level_names():
        level = found.load_level(name)
        row = {"name": name, "title": level.title, "seats": level.seats, "ticks": level.horizon}
        echo_row(row, f"{name:40} {level.seats} seats  {level.horizon} ticks  {level.title}", as_json=as_json)


@levels.command("show")
@click.argument("name")
@GAME
def show(*, name: str, game_name: str) -> None:
    """Print a level as text. Example: crossplay levels show cramped_room > my_room.txt."""
    import game

    found = game.load(game_name)
    click.echo(found.format_level(found.load_level(name)), nl=False)


@levels.command("check")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=PATH)
@GAME
@AS_JSON
def check(*, paths: tuple[Path, ...], game_name: str, as_json: bool) -> None:
    """Tell for each level file, or each .txt file of a folder, whether it can be played.

    Example: crossplay levels check my_room.txt my_levels/.
    """
    import game
    from game.core.contract import CrossplayError
    from game.core.files import read_level

    found, wrong = game.load(game_name), 0
    for path in _files(paths):
        try:
            level = read_level(found, path)
        except CrossplayError as error:
            wrong += 1
            echo_row({"path": str(path), "good": False, "message": str(error)}, f"wrong  {error}", as_json=as_json)
        else:
            row = {"path": str(path), "good": True, "name": level.name, "seats": level.seats, "ticks": level.horizon}
            echo_row(row, f"good   {path}: {level.title}, {level.seats} seats", as_json=as_json)
    sys.exit(1 if wrong else 0)


def _files(paths: tuple[Path, ...]) -> list[Path]:
    """Return the files that are named, and the level files of the folders that are."""
    return [file for path in paths for file in (sorted(path.glob("*.txt")) if path.is_dir() else [path])]


@levels.command("random")
@GAME
@click.option("--seed", default=1, show_default=True, help="The same seed and wishes give the same level.")
@click.option("--width", type=int, help="Kitchen: cells from side to side, the border included.")
@click.option("--height", type=int, help="Kitchen: cells from top to bottom, the border included.")
@click.option("--seats", type=int, help="Kitchen: number of cooks.")
@click.option("--floor", type=int, help="Kitchen: per cent of the inner cells that are floor.")
@click.option("--onions", type=int, help="Kitchen: onion dispensers.")
@click.option("--tomatoes", type=int, help="Kitchen: tomato dispensers.")
@click.option("--dishes", type=int, help="Kitchen: dish dispensers.")
@click.option("--pots", type=int, help="Kitchen: pots.")
@click.option("--windows", type=int, help="Kitchen: serving windows.")
@click.option("--dynamics", type=click.Choice(["old", "new"]), help="Kitchen: how a pot starts.")
@click.option("--apart", is_flag=True, help="Kitchen: two regions that share counters, and no way between them.")
@click.option("--random-orders", is_flag=True, help="Kitchen: draw orders, points and cooking times too.")
@click.option("--size", help="Rescue: small, standard or large.")
@click.option("--robots", type=int, help="Rescue: number of robots.")
@click.option("--comm", type=click.Choice(["silent", "ping", "radio"]), help="Rescue: how robots tell each other.")
@click.option("--ticks", type=int, help="Length of a round.")
def random(*, game_name: str, seed: int, **wishes: int | str | None) -> None:
    """Print a random level that can be played. Example: crossplay levels random --game rescue --seed 7 --size large."""
    import game
    from game.core.contract import CrossplayError

    found = game.load(game_name)
    if found.generate is None:
        able = ", ".join(name for name in game.catalogue() if game.load(name).generate is not None)
        message = f"levels of {game_name!r} are not drawn at random; those of {able} are"
        raise CrossplayError(message)
    said = {key: value for key, value in wishes.items() if value is not None and value is not False}
    click.echo(found.generate(seed, **said), nl=False)


@levels.command("convert")
@click.argument("path", metavar="FILE", type=PATH)
@click.option("--dynamics", type=click.Choice(["old", "new"]), default="new", show_default=True)
def convert(*, path: Path, dynamics: str) -> None:
    """Print an Overcooked-AI layout file as a level, or a level file of the kitchen as a layout.

    A layout does not say under which dynamics it is played. Example: crossplay levels convert corridor.layout.
    """
    import game
    from game.core.files import LEVEL_BYTES, read_level, read_text
    from game.kitchen.overcooked import layout_to_text, level_to_layout

    if path.suffix == ".layout":
        text = layout_to_text(read_text(path, LEVEL_BYTES), name=path.stem, dynamics=dynamics)
    else:
        text = level_to_layout(read_level(game.load("kitchen"), path))
    click.echo(text, nl=False)
