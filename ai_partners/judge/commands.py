"""The command ``crossplay evaluate``."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("suite", required=False)
@click.option("--partner", "partners", multiple=True, help="A listed partner; may be given more than once.")
@click.option(
    "--file",
    "files",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A card of a policy file, or a folder of them.",
)
@click.option("--people", type=click.Path(path_type=Path, file_okay=False), help="People's games, where a suite asks.")
@click.option("--quick", is_flag=True, help="Fewer rounds and proxies: a first look.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default=Path("evaluations"), show_default=True)
def evaluate(  # noqa: PLR0913 - the command line's options
    *,
    suite: str | None,
    partners: tuple[str, ...],
    files: tuple[Path, ...],
    people: Path | None,
    quick: bool,
    out: Path,
) -> None:
    """Judge partners by a suite. Example: crossplay evaluate hp-19 --partner cook --partner planner --quick.

    Writes OUT/SUITE.json and OUT/SUITE.html; rounds that were played already, in an evaluation that was interrupted,
    are not played again. Without a suite, they are listed; without a partner, all trained ones that ship are judged.
    """
    from ai_partners.judge import suite as suites
    from ai_partners.judge.report import Wish, judge

    if suite is None:
        for name in suites.names():
            click.echo(f"{name:12} {suites.load(name).summary}")
        return
    for line in judge(suites.load(suite), Wish(partners, files, out, quick, people)):
        click.echo(line)
