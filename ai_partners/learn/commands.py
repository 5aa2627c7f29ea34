"""The commands that make partners: ``crossplay train`` and ``crossplay clone``."""

from __future__ import annotations

import os
from pathlib import Path

import click

FOLDER = click.Path(path_type=Path, file_okay=False)


@click.command()
@click.argument("recipe", required=False)
@click.option("--game", "game_name", default="kitchen", show_default=True)
@click.option(
    "--level", "levels", multiple=True, help="A level to learn, the game's first if not given; may be repeated."
)
@click.option("--seed", "seeds", type=int, multiple=True, default=[0], show_default=True, help="May be repeated.")
@click.option("--steps", type=click.IntRange(1), help="Joint steps, where the recipe's are not wanted.")
@click.option("--out", type=FOLDER, default=Path("runs"), show_default=True, help="Runs lie in OUT/RECIPE/LEVEL/SEED.")
@click.option("--people", type=FOLDER, help="People's episodes, as crossplay data export writes them.")
@click.option("--humans", type=FOLDER, help="A folder of human models; the zoo's own if not given.")
@click.option("--population", type=FOLDER, help="A folder of partners to learn beside; the recipe's own if not given.")
@click.option(
    "--processes",
    type=click.IntRange(1),
    default=os.cpu_count() or 1,
    show_default=True,
    help="How many train at once.",
)
@click.option(
    "--cluster",
    is_flag=False,
    flag_value="local",
    metavar="[ADDRESS]",
    help="Train on a Ray cluster, or a local one.",
)
@click.option("--tensorboard", is_flag=True, help="Also write what TensorBoard shows.")
def train(**wish: object) -> None:
    """Train a partner by a recipe. Example: crossplay train self-play --level cramped_room --seed 1.

    RECIPE is one of those that ship or a YAML file; without it, they are listed. A run that was broken off goes on
    where its last checkpoint was written. Several levels and seeds, and the members of a population, are trained side
    by side; the same seed gives the same partner on the same machine. Without --level the game's first one is learned.
    Learning needs torch: pip install -c constraints.txt -e '.[train]'.
    """
    from ai_partners.learn.workshop import list_recipes, train_all

    if wish["recipe"] is None:
        for line in list_recipes():
            click.echo(line)
        return
    for line in train_all(wish | {"is_shown": True}):
        click.echo(line)


@click.command()
@click.option("--people", type=FOLDER, required=True, help="People's episodes, as crossplay data export writes them.")
@click.option("--level", "level_name", default="cramped_room", show_default=True)
@click.option("--half", type=click.Choice(["train", "test"]), default="train", show_default=True)
@click.option("--kind", default="history", show_default=True, help="history, memory, carroll, or a YAML file.")
@click.option("--pooled", is_flag=True, help="Learn from games on other levels too, of people who are not judged here.")
@click.option("--members", type=click.IntRange(1, 16), default=1, show_default=True, help="Networks whose mean plays.")
@click.option("--name", default="clone", show_default=True)
@click.option("--seed", default=0, show_default=True)
@click.option("--out", type=FOLDER, default=Path("clones"), show_default=True, help="The file lies in OUT/LEVEL.")
def clone(**wish: object) -> None:
    """Clone people from their episodes. Example: crossplay clone --people rounds --level cramped_room.

    The test half of the games of 2019 is set aside for evaluation: nothing that is judged may learn from it.
    """
    from ai_partners.learn.clones import clone_one

    click.echo(clone_one(wish))
