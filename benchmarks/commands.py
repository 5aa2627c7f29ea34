"""The command ``crossplay bench``: speed, in ratios."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from benchmarks.simulator import Row


@click.group()
def bench() -> None:
    """Measure speed in turn with peers and with the machine's own limits."""


@bench.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object per line: name, ours, peer, ratio, goal, holds.")
@click.option("--only", default="", metavar="TEXT", help="Only the comparisons whose name has this text in it.")
@click.option(
    "--peer-python",
    default=sys.executable,
    metavar="PATH",
    help="Interpreter in which overcooked-ai and JaxMARL are installed; this one unless given.",
)
def simulator(*, as_json: bool, only: str, peer_python: str) -> None:
    """Compare the simulator with its peers. Example: crossplay bench simulator --only overcooked --json.

    Ours and the peer run in turn on one core, in processes of their own, in joint steps per CPU second. Peers are
    installed with: pip install -e '.[bench]' && pip install --no-deps overcooked-ai==1.1.0
    """
    from benchmarks.simulator import contests, run
    from benchmarks.start import LIMITS, starts

    for contest in contests():
        if only in contest.name:
            show(run(contest, peer_python), as_json=as_json)
    if any(only in name for name in LIMITS):
        for row in starts():
            if only in row.name:
                show(row, as_json=as_json)


@bench.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object per line: name, ours, peer, ratio, goal, holds.")
@click.option("--only", default="", metavar="TEXT", help="Only the measurements whose name has this text in it.")
def games(*, as_json: bool, only: str) -> None:
    """Hold every game to its joint steps and live ticks a second. Example: crossplay bench games --only kitchen.

    Joint steps are those of a batch of 1,024 rounds on one core with every seat observed; finished rounds start anew.
    """
    from benchmarks.games import rows

    for row in rows(only):
        show(row, as_json=as_json)


@bench.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object per line: name, ours, peer, ratio, goal, holds.")
@click.option("--only", default="", metavar="TEXT", help="Only the measurements whose name has this text in it.")
@click.option("--peer-python", metavar="PATH", help="Interpreter with JaxMARL, whose IPPO then runs in turn with ours.")
def learner(*, as_json: bool, only: str, peer_python: str | None) -> None:
    """Hold training and trained partners to their limits. Example: crossplay bench learner --only playing."""
    from benchmarks.learning import rows

    for row in rows(only, peer_python):
        show(row, as_json=as_json)


@bench.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object per line: name, ours, peer, ratio, goal, holds.")
@click.option("--only", default="", metavar="TEXT", help="Only the cases whose name has this text in it.")
def devices(*, as_json: bool, only: str) -> None:
    """Train on a GPU and on one core, in turn, in wall seconds. Example: crossplay bench devices --only planes."""
    from benchmarks.devices import rows

    for row in rows(only):
        show(row, as_json=as_json)


@bench.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object per line: name, percent, low, high, holds.")
@click.option("--studies", default=1000, show_default=True, type=click.IntRange(10, 100_000), help="How many.")
@click.option("--only", default="", metavar="TEXT", help="Only the promises whose name has this text in it.")
def statistics(*, as_json: bool, studies: int, only: str) -> None:
    """Hold a report's intervals and tests to what they promise. Example: crossplay bench statistics --studies 200.

    On simulated studies with known truth: how many percent of the intervals cover it, and how many tests are false.
    """
    from benchmarks.statistics import rows

    for row in rows(studies, only):
        plain = f"{row.name:56} {row.percent:5.1f} %  {row.low:g} to {row.high:g}  {'holds' if row.holds else 'MISSED'}"
        click.echo(json.dumps(row._asdict() | {"holds": row.holds}) if as_json else plain)


@bench.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object per line: name, ours, peer, ratio, goal, holds.")
@click.option("--only", default="", metavar="TEXT", help="Only the levels whose name has this text in it.")
def planner(*, as_json: bool, only: str) -> None:
    """Hold the planner against known scores and a live round. Example: crossplay bench planner --json."""
    from benchmarks.partners import rows

    for row in rows(only):
        show(row, as_json=as_json)


@bench.command("pairs")
@click.option("--json", "as_json", is_flag=True, help="One JSON object per line: level, first, others, points.")
@click.option("--partner", default="cook", show_default=True, help="Whose scores.")
@click.option("--only", default="", metavar="TEXT", help="Only the levels whose name has this text in it.")
def pairs_command(*, as_json: bool, partner: str, only: str) -> None:
    """Tell who scores what with whom. Example: crossplay bench pairs --partner planner --only room."""
    from benchmarks.pairs import pairs

    for pair in pairs(partner, only):
        plain = f"{pair.level:36} {pair.first:10} {pair.others:10} {pair.points:>6}"
        click.echo(json.dumps(pair._asdict()) if as_json else plain)


@bench.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object per line: name, ours, limit, ratio, holds.")
@click.option("--quick", is_flag=True, help="Few matches for a few seconds: a first look.")
def serve(*, as_json: bool, quick: bool) -> None:
    """Load a server with players made of code. Example: crossplay bench serve --quick.

    The server has one core and the players the other; everything goes over loopback and stops by itself.
    """
    from benchmarks.serving import rows

    for row in rows(quick=quick):
        words = f"{row['name']:<74} {row['ours']:>10,.3f} {row['limit']:>8,g}  {'holds' if row['holds'] else 'MISSED'}"
        click.echo(json.dumps(row) if as_json else words)


@bench.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object per fault: number, name, result, holds.")
@click.option(
    "--kills", default=10, show_default=True, type=click.IntRange(1, 50), help="How often a server is killed."
)
@click.option(
    "--fuzz", default=10_000, show_default=True, type=click.IntRange(100, 1_000_000), help="Messages of nonsense."
)
def faults(*, as_json: bool, kills: int, fuzz: int) -> None:
    """Break a server in every way, and tell what held. Example: crossplay bench faults --kills 50 --fuzz 100000."""
    from benchmarks.faults import rows

    for row in rows(kills, fuzz):
        state = "holds" if row["holds"] else "MISSED"
        click.echo(json.dumps(row) if as_json else f"{row['number']:>3} {row['name']:<52} {state:<7} {row['result']}")


def show(row: Row | str, *, as_json: bool) -> None:
    """Print a result, or say on stderr why there is none."""
    if isinstance(row, str):
        click.echo(row, err=True)
    elif as_json:
        click.echo(json.dumps(asdict(row)))
    else:
        verdict = "holds" if row.holds else "MISSED"
        click.echo(f"{row.name:52} {row.ours:>14,} {row.peer:>14,} {row.ratio:>9,.2f} of {row.goal:>6,g}  {verdict}")
