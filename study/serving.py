"""The commands that serve studies and work on designs."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

FILE = click.Path(dir_okay=False, path_type=Path)
STORE = click.option("--store", type=FILE, help="The file that everything is kept in; your own if not given.")


@click.command()
@click.argument("design", required=False, type=FILE)
@click.option("--host", default="127.0.0.1", show_default=True, help="Others can reach it with 0.0.0.0, and secrets.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65_535), help="0: any free one.")
@click.option(
    "--backups", type=click.Path(file_okay=False, path_type=Path), help="A folder; STORE-backups if not given."
)
@click.option("--every", default=10.0, show_default=True, type=click.FloatRange(0.1, 1440), help="Minutes to a backup.")
@click.option(
    "--proxy", is_flag=True, help="Everything comes through a reverse proxy that sets X-Forwarded-For and -Proto."
)
@STORE
def serve(  # noqa: PLR0913 - the circumstances of one server
    *, design: Path | None, host: str, port: int, backups: Path | None, every: float, proxy: bool, store: Path | None
) -> None:
    """Serve a study, or without a design a demo study and free play, in the browser.

    Of a study's store, or where --backups is given, copies are made now and then; crossplay data restore makes a store
    of one.

    \b
    Examples: crossplay serve
              crossplay serve study.yaml --port 9000 --store study.db
    """  # noqa: D301 - the backslash is click's mark for lines that stay as they are
    from dataclasses import replace

    from data.store import own_store
    from study.backups import Backups
    from study.design.check import check
    from study.design.reading import STARTER, read_design
    from study.server import Server
    from study.web.settings import settings_of

    place = store or own_store()
    settings = replace(settings_of(place, host, port, os.environ), is_proxied=proxy)
    source = read_design(design or STARTER)
    check(source)
    click.echo("preparing the games ...", err=True)

    def told(words: str) -> None:
        click.echo(words)
        if words.startswith("http"):
            click.echo(f"{words}study (participants), {words}experimenter/ (you)")

    folder = backups or place.with_name(f"{place.stem}-backups")
    keeper = Backups(place, folder, every) if design or backups else None
    Server(settings, told, source, backups=keeper).run()


@click.group()
def study() -> None:
    """Write, check, try out and export a study."""


@study.command()
@click.argument("file", type=FILE)
@click.option("--like", help="Another design that ships: people, rivals or delays; else two-partners.")
def new(file: Path, like: str | None) -> None:
    """Write a design to begin with, with a comment on everything.

    \b
    Examples: crossplay study new study.yaml
              crossplay study new study.yaml --like people
    """  # noqa: D301 - the backslash is click's mark for lines that stay as they are
    from study.design.reading import STARTER, DesignError, designs

    known = designs()
    if like is not None and like not in known:
        message = f"there is no design {like!r} to begin with; there are {', '.join(known)}"
        raise DesignError(message)
    if file.exists():
        message = f"{file} is there already; name another file"
        raise DesignError(message)
    source = known[like] if like is not None else STARTER
    file.write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
    click.echo(f"{file}: change it, then: crossplay study check {file}")


@study.command()
@click.argument("file", type=FILE)
def check(file: Path) -> None:
    """Check a design, and tell what will happen. Example: crossplay study check study.yaml."""
    from study.design.check import check as checked
    from study.design.reading import read_design

    source = read_design(file)
    found = checked(source)
    design = source.design
    click.echo(f"{design.name}, version {design.version}, design {source.hash}")
    click.echo(f"{design.participants} participants in {len(found.cells)} cells, {found.rounds} rounds each")
    for cell in found.cells:
        click.echo(f"  {cell}")
    click.echo(f"about {found.minutes:g} minutes each (the design tells them {design.minutes:g})")
    click.echo(f"at most {found.cost:.2f} {design.bonus.currency} in all")
    for name, digest in found.partners.items():
        click.echo(f"partner {name}: {digest}")
    for words in found.analysis:
        click.echo(f"analysis, {words}")
    for number, step in enumerate(found.steps, 1):
        click.echo(f"  {number:3} {step}")


@study.command()
@click.argument("file", type=FILE)
@click.option("--bots", type=click.IntRange(1, 200), help="How many take part; else one for each way, and three more.")
@click.option("--pace", default=20.0, show_default=True, type=click.FloatRange(1, 50), help="Times faster than people.")
@click.option("--seed", default=1, show_default=True, help="Of what the bots do.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Keep the store and the export here.")
def pilot(file: Path, bots: int | None, pace: float, seed: int, out: Path | None) -> None:
    """Let bots walk every way through a study, with dropouts. Example: crossplay study pilot study.yaml."""
    from study.design.check import check as checked
    from study.design.reading import read_design
    from study.pilot import run

    source = read_design(file)
    checked(source)
    found = run(source, bots, pace, seed, out)
    click.echo("\n".join(found.lines))
    sys.exit(0 if found.is_sound else 1)


@study.command()
@click.argument("name")
@click.option("--out", type=FILE, required=True, help="The zip to write.")
@STORE
def export(name: str, out: Path, store: Path | None) -> None:
    """Write all data of a study as one zip. Example: crossplay study export two-partners --out data.zip."""
    from data.store import own_store
    from study.export import export_study

    export_study(store or own_store(), name, out)
    click.echo(out)


@study.command()
@click.argument("name")
@STORE
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.option("--page", type=FILE, help="Write it as one HTML page, with plots.")
def report(name: str, store: Path | None, page: Path | None, *, as_json: bool) -> None:
    """Tell how a study went: who came, what was planned and found, and what else there is to see.

    \b
    Examples: crossplay study report two-partners
              crossplay study report two-partners --store study.db --page report.html
    """  # noqa: D301 - the backslash is click's mark for lines that stay as they are
    import json

    from data.store import own_store
    from game.core.files import write_text
    from study.report.telling import lines
    from study.report.whole import report_of

    found = report_of(store or own_store(), name)
    if page is not None:
        from study.report.page import page_of

        write_text(page, page_of(found))
    click.echo(json.dumps(found) if as_json else "\n".join(lines(found)))


@study.command()
@click.option(
    "--effect", type=click.FloatRange(0.01, 10), help="The difference, in standard deviations of differences."
)
@click.option("--like", metavar="STUDY", help="Take the spread from a study that took place, as a pilot.")
@click.option("--power", default=0.8, show_default=True, type=click.FloatRange(0.5, 0.999))
@click.option("--alpha", default=0.05, show_default=True, type=click.FloatRange(0.0001, 0.5))
@click.option("--comparisons", default=1, show_default=True, type=click.IntRange(1, 40), help="Primary ones.")
@STORE
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def power(effect: float | None, like: str | None, store: Path | None, *, as_json: bool, **wish: float) -> None:
    """Tell how many participants a comparison within participants needs.

    \b
    Examples: crossplay study power --effect 0.4
              crossplay study power --like two-partners --store pilot.db
    """  # noqa: D301 - the backslash is click's mark for lines that stay as they are
    import json

    from data.store import own_store
    from study.report.power import lines, needed, needed_like

    if (effect is None) == (like is None):
        message = "say either --effect, the difference in standard deviations, or --like, a study that has such data"
        raise click.UsageError(message)
    terms = (wish["power"], wish["alpha"], int(wish["comparisons"]))
    found = [needed(effect, *terms)] if effect is not None else needed_like(store or own_store(), str(like), *terms[:2])
    click.echo(json.dumps(found) if as_json else "\n".join(lines(found)))


@study.command()
@click.argument("file", type=FILE)
@click.option("--port", default=8001, show_default=True, type=click.IntRange(0, 65_535))
def preview(file: Path, port: int) -> None:
    """Show any page of a design, from a store that is thrown away. Example: crossplay study preview study.yaml."""
    import tempfile

    from study.design.check import check as checked
    from study.design.reading import read_design
    from study.server import Server
    from study.web.settings import settings_of

    source = read_design(file)
    checked(source)
    with tempfile.TemporaryDirectory() as folder:
        settings = settings_of(Path(folder) / "preview.db", "127.0.0.1", port, {})
        Server(settings, lambda words: click.echo(f"{words}study/preview"), source, is_preview=True).run()


@study.command()
def password() -> None:
    """Make the hash of a password for CROSSPLAY_PASSWORD. Example: crossplay study password."""
    from argon2 import PasswordHasher

    given = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    click.echo(PasswordHasher().hash(given))
