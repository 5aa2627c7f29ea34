"""The command line: one click group that loads what a command needs when it runs."""

from __future__ import annotations

import functools
import importlib
import json
import sys
from pathlib import Path
from typing import Any

import click


ELSEWHERE = {
    "games": "game.commands:games",
    "levels": "game.commands:levels",
    "data": "data.commands:data",
    "bench": "benchmarks.commands:bench",
}
"""Commands that stand in their package: module and name."""


class Group(click.Group):
    """A group that loads a command when it is asked for and tells a mistake from outside in one line, exit code 1."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return sorted([*super().list_commands(ctx), *ELSEWHERE])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, imported only now; an unknown name suggests the nearest one."""
        if cmd_name in ELSEWHERE:
            module, _, name = ELSEWHERE[cmd_name].partition(":")
            found: click.Command = getattr(importlib.import_module(module), name)
            return found
        if cmd_name not in self.commands:
            raise click.exceptions.NoSuchCommand(cmd_name, possibilities=self.list_commands(ctx), ctx=ctx)
        return super().get_command(ctx, cmd_name)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        from game.core.contract import CrossplayError

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
def partners(*, as_json: bool) -> None:
    """List the partners. Example: crossplay partners."""
    import ai_partners
    import game

    found = game.load("kitchen")
    for name in ai_partners.names(found):
        row = {"name": name, "summary": ai_partners.load(name, found).card.summary}
        click.echo(json.dumps(row) if as_json else f"{name:10} {row['summary']}")


@main.command()
@click.option("--headless", is_flag=True, help="Play without a window, with a partner in every seat.")
@click.option("--game", "game_name", default="kitchen", show_default=True)
@click.option("--level", "level_name", default="cramped_room", show_default=True)
@click.option("--seat", "seats", multiple=True, help="Partner of a seat, once for each; cooks where not given.")
@click.option("--seed", default=1, show_default=True)
@click.option("--out", type=click.Path(dir_okay=False, writable=True), help="Write the round as an episode file.")
@click.option("--store", "store_file", type=click.Path(dir_okay=False), help="Where rounds are kept.")
@click.option("--no-store", is_flag=True, help="Keep nothing.")
def play(  # noqa: PLR0913 - the circumstances of one round
    *, headless: bool, game_name: str, level_name: str, seats: tuple[str, ...], seed: int,
    out: str | None, store_file: str | None, no_store: bool
) -> None:
    """Play a round in a window. Example: crossplay play --headless --level coordination_ring --out round.jsonl."""
    import ai_partners
    import game
    from data.recorder import Recorder
    from data.sitting import Sitting
    from data.writer import Writer
    from game.core.episode import decide

    if not headless:
        from game.window.app import run_window

        sys.exit(run_window(_seatable(), None if no_store else _recorder(store_file)))
    found = game.load(game_name)
    level = found.load_level(level_name)
    if len(seats) > level.seats:
        message = f"{len(seats)} partners for the {level.seats} seats of {level_name!r}; give at most one a seat"
        raise click.UsageError(message)
    names = [*seats, *["cook"] * (level.seats - len(seats))]
    match, actors = game.Round(found, level, seed), [ai_partners.load(name, found) for name in names]
    for seat, actor in enumerate(actors):
        actor.begin(found, [level], [seat], [seed])
    sittings = [Sitting("partner", name, _card(actor)) for name, actor in zip(names, actors, strict=True)]
    writer = None if no_store else Writer(_place(store_file))
    record = None if writer is None else Recorder(writer, match, sittings)
    while not match.is_over:
        step = match.step([decide(match, actor, seat) for seat, actor in enumerate(actors)])
        if record is not None:
            record.tick(step.joint_action, game.state_hash(step.state))
        if match.tick % 20 == 0:
            click.echo(f"\rtick {match.tick} of {level.horizon}, score {match.score:g}", err=True, nl=False)
    click.echo(err=True)
    if writer is not None and record is not None:
        record.finish(match.score)
        writer.close()
    if out is not None:
            Path(out).write_text(game.format_episode(match.episode()), encoding="utf-8")
    click.echo(f"score {match.score:g} after {match.tick} ticks on {level_name} with {', '.join(names)}")


def _card(actor: Any) -> str:
    """Return a partner's card as the store keeps it."""
    from dataclasses import asdict

    return json.dumps(asdict(actor.card), sort_keys=True)


def _seatable() -> dict[str, Any]:
    """Return what can sit in a seat, by name."""
    import ai_partners
    import game

    found = game.load("kitchen")
    return {name: functools.partial(ai_partners.load, name, found) for name in ai_partners.names(found)}


def _place(store_file: str | None) -> Path:
    """Return the store that was named, or the person's own."""
    import platformdirs

    if store_file is not None:
        return Path(store_file)
    return platformdirs.user_data_path("crossplay", appauthor=False) / "store.db"


def _recorder(store_file: str | None) -> Any:
    """Return what the window calls when a round begins."""
    import game
    from data.recorder import Recorder
    from data.sitting import Sitting
    from data.writer import Writer
    from game.window.setup import PEOPLE, find_level

    writer = Writer(_place(store_file))

    def begin(setup: Any) -> Recorder:
        found = game.load(setup.game) if isinstance(setup.game, str) else setup.game
        level = find_level(found, setup.level)
        sittings = [Sitting("person" if name in PEOPLE else "partner", name) for name in setup.seats]
        match = game.Round(found, level, setup.seed)
        return Recorder(writer, match, sittings, tick_rate=setup.tick_rate)

    return begin


@main.command()
@click.argument("episode", type=click.Path(exists=True, dir_okay=False))
@click.option("--text", is_flag=True, help="Print the ticks on which something was earned, and open no window.")
def replay(*, episode: str, text: bool) -> None:
    """Play a stored round again. Example: crossplay replay round.jsonl --text."""
    import game

    found = game.parse_episode(Path(episode).read_text(encoding="utf-8"))
    if not text:
        from game.window.app import watch

        sys.exit(watch(found))
    score, state = 0.0, ""
    for step in game.replay(found):
        earned, state = float(step.outcome.streams[0].sum()), game.state_hash(step.state)
        score += earned
        if earned:
            click.echo(f"tick {step.tick}: +{earned:g}")
    click.echo(f"score {score:g} after {len(found.joint_actions)} ticks, state {state}")


if __name__ == "__main__":
    main()
