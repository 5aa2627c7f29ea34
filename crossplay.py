"""The command line: one click group that loads a command's module when the command is asked for."""

from __future__ import annotations

import importlib
import os
import sys
from importlib.metadata import version
from typing import Any

import click

COMMANDS = {
    "play": "study.commands:play",
    "replay": "study.commands:replay",
    "serve": "study.serving:serve",
    "study": "study.serving:study",
    "games": "game.commands:games",
    "levels": "game.commands:levels",
    "partners": "ai_partners.commands:partners",
    "train": "ai_partners.learn.commands:train",
    "clone": "ai_partners.learn.commands:clone",
    "evaluate": "ai_partners.judge.commands:evaluate",
    "data": "data.commands:data",
    "bench": "benchmarks.commands:bench",
}
"""Each command's module and name, in the order of the help text."""


class Lazy(click.Group):
    """A group that imports a command when it is asked for and tells a mistake from outside in one line."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command:
        """Return a command; an unknown name suggests the nearest one."""
        if cmd_name not in COMMANDS:
            raise click.exceptions.NoSuchCommand(cmd_name, possibilities=COMMANDS, ctx=ctx)
        module, _, name = COMMANDS[cmd_name].partition(":")
        found: click.Command = getattr(importlib.import_module(module), name)
        return found

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        from game.core.contract import CrossplayError

        os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")  # pygame's greeting is no result of a command
        try:
            return super().invoke(ctx)
        except CrossplayError as error:
            click.echo(f"crossplay: {error}", err=True)
            sys.exit(1)


@click.group(cls=Lazy)
@click.version_option(version("crossplay"), prog_name="crossplay")
def main() -> None:
    """Play team games with AI partners, store every round, and replay it exactly.

    Exit codes: 0 done, 1 something given was wrong (one line says what), 2 the command itself was misspelt.
    """


if __name__ == "__main__":
    main()
