"""The command line: one click group that loads what a command needs when it runs."""

from __future__ import annotations

import json
import sys
from typing import Any

import click


class Group(click.Group):
    """A group that tells a mistake from outside in one line, with exit code 1."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's own type
        """Run the command."""
        from game.core.contract import CrossplayError  # noqa: PLC0415 - commands load on demand

        try:
            return super().invoke(ctx)
        except CrossplayError as error:
            click.echo(f"crossplay: {error}", err=True)
            sys.exit(1)


@click.group(cls=Group)
@click.version_option("0.1.0", prog_name="crossplay")
def main() -> None:
    """Play team games with AI partners, and replay every round exactly."""


@main.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object per line.")
@click.option("--check", is_flag=True, help="Run every game through its conformance checks.")
def games(*, as_json: bool, check: bool) -> None:
    """List the games. Example: crossplay games --check."""
    import game  # noqa: PLC0415
    from game.core import conformance  # noqa: PLC0415

    for name in game.catalogue():
        found = game.load(name)
        row: dict[str, Any] = {"name": name, "version": found.version, "summary": found.summary}
        if check:
            row["checks"] = list(conformance.check(found))
        click.echo(json.dumps(row) if as_json else "  ".join(str(value) for value in row.values()))


@main.command()
@click.option("--game", "game_name", default="kitchen", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON object per line.")
def levels(*, game_name: str, as_json: bool) -> None:
    """List the levels of a game. Example: crossplay levels --json."""
    import game  # noqa: PLC0415

    found = game.load(game_name)
    for name in found.level_names():
        level = found.load_level(name)
        row = {"name": name, "title": level.title, "seats": level.seats, "ticks": level.horizon}
        click.echo(json.dumps(row) if as_json else f"{name:40} {level.seats} seats  {level.horizon} ticks")


if __name__ == "__main__":
    main()
