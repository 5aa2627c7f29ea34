"""The commands that play a round on this machine and show it again."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from game import Episode, Game, Level

FILE = click.Path(dir_okay=False, path_type=Path)
STORE = click.option("--store", type=FILE, help="The file that rounds are kept in; your own if not given.")


@click.command()
@click.option("--headless", is_flag=True, help="Play without a window, with a partner in every seat.")
@click.option("--game", "game_name", default="kitchen", show_default=True, help="One of: crossplay games.")
@click.option("--level", "level_name", help="One of: crossplay levels.")
@click.option("--level-file", type=FILE, help="A level file of your own.")
@click.option("--seat", "seats", multiple=True, help="Who sits where: cook, 2=planner, 1=you. Once for each seat.")
@click.option("--seed", default=1, show_default=True, type=click.IntRange(0, 2**63 - 1), help="Dice of the round.")
@click.option("--ticks", type=click.IntRange(1, 1_000_000), help="Length of the round; else the level's own.")
@click.option("--out", type=FILE, help="With --headless: write the round as an episode file too.")
@STORE
@click.option("--no-store", is_flag=True, help="Keep nothing.")
@click.option("--join", "link", metavar="URL", help="Play a seat of a match on a server: the link with its code.")
def play(  # noqa: PLR0913 - the circumstances of one round
    *,
    headless: bool,
    game_name: str,
    level_name: str | None,
    level_file: Path | None,
    seats: tuple[str, ...],
    seed: int,
    ticks: int | None,
    out: Path | None,
    store: Path | None,
    no_store: bool,
    link: str | None,
) -> None:
    """Play a round in a window, or without one.

    \b
    Examples: crossplay play
              crossplay play --level coordination_ring --seat you --seat planner
              crossplay play --headless --level pass_it_on --seat cook --seat 2=planner --out round.jsonl
              crossplay play --join http://127.0.0.1:8000/m/ABCDE
    """  # noqa: D301 - the backslash is click's mark for lines that stay as they are
    import game
    from data.store import own_store

    if level_name and level_file:
        message = "--level and --level-file name two levels; give one of them"
        raise click.UsageError(message)
    if out and not headless:
        message = "--out needs --headless; a round from the window is written by: crossplay data show ROUND"
        raise click.UsageError(message)
    if link:
        sys.exit(_join(link))
    found = game.load(game_name)
    place = None if no_store else store or own_store()
    if headless:
        _play_headless(found, _level(found, level_name, level_file, ticks), (seats, seed), (place, out))
        return
    begun = level_name or level_file or seats or ticks
    sys.exit(
        _play_in_window(found, _level(found, level_name, level_file, ticks) if begun else None, (seats, seed), place)
    )


def _level(found: Game, name: str | None, file: Path | None, ticks: int | None) -> Level:
    """Return the level that was asked for, or the one a newcomer starts with."""
    from game.core.files import read_level

    level = read_level(found, file) if file else found.load_level(name or found.level_names()[0])
    return found.lasting(level, ticks) if ticks else level


def _play_headless(
    found: Game, level: Level, wish: tuple[tuple[str, ...], int], places: tuple[Path | None, Path | None]
) -> None:
    """Play a round with partners only, with a line of progress on stderr."""
    import game
    from game.core.files import write_text
    from study import local

    (seats, seed), (store, out) = wish, places
    names = local.fill(found, level, local.asked(seats, level.seats))
    table = local.seat_partners(found, level, names, seed)
    click.echo("preparing the round ...", err=True, nl=False)
    with local.recording(store, table) as recorder:
        for step in local.play(table, recorder):
            if step.tick % 20 == 19 or table.match.is_over:  # noqa: PLR2004 - now and then
                words = f"tick {step.tick + 1} of {level.horizon}, score {table.match.score:g}"
                click.echo(f"\r{words:<24}", err=True, nl=table.match.is_over)
    if out is not None:
        write_text(out, game.format_episode(table.match.episode()))
    words = f"score {table.match.score:g} after {table.match.tick} ticks on {level.name} with {', '.join(names)}"
    click.echo(words)


def _play_in_window(found: Game, level: Level | None, wish: tuple[tuple[str, ...], int], store: Path | None) -> int:
    """Open the window, at once in a match where one was asked for."""
    from contextlib import nullcontext

    import ai_partners
    from data.writer import Writer
    from game.window.app import run_window
    from game.window.seating import REACTIONS, reacting
    from game.window.setup import NoDisplayError, Setup
    from study import local

    (seats, seed), first = wish, None
    if level is not None:
        wished = local.asked(seats, level.seats)
        names = local.fill(found, level, wished, local.PEOPLE[:1])
        late = reacting(names, found.seats(level), found.lag, (REACTIONS[0][1], found.tick_rate))
        names = tuple(name if seat in wished else late[seat - 1] for seat, name in enumerate(names, 1))
        for name in set(names) - set(local.PEOPLE):
            ai_partners.load(name, found)
        first = Setup(found.name, level.text, names, found.tick_rate, level.horizon, seed)
    try:
        with nullcontext() if store is None else Writer(store) as writer:
            recorder = None if writer is None else local.window_recorder(writer)
            return run_window(local.Seatable, recorder, first, game=found.name)
    except NoDisplayError:
        return _serve(found, store)


def _join(link: str) -> int:
    """Play a seat of a match on a server in this window."""
    from contextlib import closing

    from game.window.app import visit
    from study.joining import join

    with closing(join(link, lambda words: click.echo(words, err=True))) as connection:
        return visit(connection)


def _serve(found: Game, store: Path | None) -> int:
    """Serve the games in the browser instead, since there is no display to open a window on."""
    import os
    import tempfile

    from study.server import Server
    from study.web.settings import settings_of

    click.echo("there is no display to open a window on; play in a browser instead, or with --headless", err=True)
    with tempfile.TemporaryDirectory() as folder:
        settings = settings_of(store or Path(folder) / "play.db", "127.0.0.1", 0, os.environ)
        Server(settings, lambda words: click.echo(f"{words}games/{found.name}")).run()
    return 0


@click.command()
@click.argument("episode", metavar="FILE|ROUND")
@click.option("--text", is_flag=True, help="Print the ticks on which something was earned, and open no window.")
@click.option("--film", type=FILE, help="Write a film, .gif or .mp4, and open no window.")
@click.option("--picture", type=FILE, help="Write a picture of one moment, .png, and open no window.")
@click.option("--tick", default=0.0, show_default=True, help="The moment of the picture.")
@click.option("--seat", type=click.IntRange(1), help="Show what this seat sees, numbered from 1; else everything.")
@STORE
def replay(  # noqa: PLR0913 - what to show, and how
    *,
    episode: str,
    text: bool,
    film: Path | None,
    picture: Path | None,
    tick: float,
    seat: int | None,
    store: Path | None,
) -> None:
    """Show a round again: an episode file, or a round of the store by the beginning of its id.

    \b
    Examples: crossplay replay round.jsonl --text
              crossplay replay 3f2a --film round.mp4
              crossplay replay round.jsonl --picture moment.png --tick 249.3 --seat 2
    """  # noqa: D301 - the backslash is click's mark for lines that stay as they are
    found, people = _find(episode, store)
    viewers = _viewers(found, seat)
    if text:
        from data.trace import tell

        for line in tell(found):
            click.echo(line)
    if film:
        from game.window.film import write_film

        write_film(found, film, viewers=viewers, progress=_show_share)
        click.echo(film)
    if picture:
        from game.window.still import write_still

        click.echo(write_still(found, tick, picture, people=people, viewers=viewers))
    if not (text or film or picture):
        sys.exit(_watch(found, people, viewers))


def _viewers(found: Episode, seat: int | None) -> tuple[int, ...]:
    """Return the seats whose sight is shown, none for everything; raises `SeatError` for one that is not there."""
    import game
    from study.local import SeatError

    if seat is None:
        return ()
    seats = game.load(found.game).parse_level(found.level).seats
    if seat > seats:
        message = f"there is no seat {seat} in this round; it has the seats 1 to {seats}"
        raise SeatError(message)
    return (seat - 1,)


def _watch(found: Episode, people: frozenset[int], viewers: tuple[int, ...]) -> int:
    """Show an episode in a window; raises `NoDisplayError` that names what shows it without one."""
    from game.window.app import watch
    from game.window.setup import NoDisplayError

    try:
        return watch(found, people=people, viewers=viewers)
    except NoDisplayError as error:
        message = "there is no display to open a window on; see it without one with --text, --film or --picture"
        raise NoDisplayError(message) from error


def _show_share(share: float) -> None:
    """Show on stderr how much of a film is done."""
    click.echo(f"\r{share:.0%}", err=True, nl=share >= 1)


def _find(episode: str, store: Path | None) -> tuple[Episode, frozenset[int]]:
    """Return an episode from a file or the store, and the seats of people in it where that is known."""
    import game
    from data.rounds import find_round, get_episode, read_sittings
    from data.store import own_store, reading
    from game.core.files import EPISODE_BYTES, read_text

    if store is None and (Path(episode).exists() or Path(episode).suffix):
        return game.parse_episode(read_text(Path(episode), EPISODE_BYTES)), frozenset()
    with reading(store or own_store()) as rounds:
        identity = find_round(rounds, episode)
        seats = read_sittings(rounds, identity)
        people = frozenset(seat for seat, sitting in enumerate(seats) if sitting.kind == "person")
        return get_episode(rounds, identity), people
