"""What the commands do that make partners: find everything a run needs, show progress, and say where the result is."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import numpy as np

import game
from ai_partners import weights
from ai_partners.learn import population, recipe
from ai_partners.learn.ppo import TrainingError
from ai_partners.learn.run import run
from ai_partners.learn.spread import spread
from ai_partners.learn.training import Task
from ai_partners.people import learning_half, read_people
from ai_partners.trained import FOLDER as ZOO

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ai_partners.weights import WeightsCard


Array = np.ndarray[Any, Any]
HUMANS, POPULATION = "humans", "population"


def list_recipes() -> Iterator[str]:
    """Yield a line for each recipe."""
    for name in recipe.names():
        yield f"{name:20} {recipe.load(name).summary}"


def train_all(wish: Mapping[str, Any]) -> Iterator[str]:
    """Train every seed on every level of one wish of the command line; yield the final line of each.

    Several are spread over processes or a cluster. Raises a `CrossplayError` in one sentence.
    """
    found = game.load(wish["game_name"])
    levels = wish["levels"] or (found.level_names()[0],)
    each = [{**wish, "level_name": level, "seed": seed} for level in levels for seed in wish["seeds"]]
    if len(each) == 1:
        yield train_one(each[0])
        return
    alone = [one | {"processes": 1, "cluster": None, "is_shown": False} for one in each]
    for number, (_, line) in enumerate(spread(train_one, alone, wish["processes"], wish["cluster"]), 1):
        yield f"{number} of {len(each)}: {line}"


def train_one(wish: Mapping[str, Any]) -> str:
    """Train one seed on one level; return the final line. Raises a `CrossplayError` in one sentence."""
    task, folder = task_of(wish)
    task = dataclasses.replace(task, known=_known(task, wish, folder))
    words = f"{folder / task.recipe.name}.json is trained already; another seed or folder gives another"
    for progress in _logged(run(task, folder), folder if wish["tensorboard"] else None):
        report = progress.report
        _show(wish, f"{report.steps:>12,} joint steps, {_told(progress.scores)}, {progress.left:.0f} s left")
        spent = f"{report.seconds:.0f} s, {report.cpu_seconds:.0f} CPU s"
        words = f"{folder / task.recipe.name}.json {_told(progress.scores)} in {spent}"
    if wish["is_shown"]:
        click.echo("", err=True)
    return words


def task_of(wish: Mapping[str, Any]) -> tuple[Task, Path]:
    """Return what one wish trains, beside nobody yet, and its folder."""
    found = game.load(wish["game_name"])
    level = found.load_level(wish["level_name"])
    changes = {"ppo.steps": wish["steps"]} if wish["steps"] else {}
    chosen = recipe.load(str(wish["recipe"]), **changes)
    folder = Path(wish["out"]) / chosen.name / level.name / str(wish["seed"])
    people = [] if wish["people"] is None else learning_half(read_people(wish["people"]), level.name)
    return Task(found, level, chosen, wish["seed"], {}, tuple(person.episode for person in people)), folder


def _show(wish: Mapping[str, Any], words: str) -> None:
    """Show how far a training is, where somebody is looking."""
    if wish["is_shown"]:
        click.echo(f"\r{words:<78}", err=True, nl=False)


def _told(scores: Mapping[str, float]) -> str:
    """Return the mean of all scores in words."""
    return f"score {np.mean(list(scores.values())):.1f}" if scores else "no round finished yet"


def _logged(progress: Iterator[Any], folder: Path | None) -> Iterator[Any]:
    """Yield progress, and write what TensorBoard shows into a folder where one is given."""
    if folder is None:
        yield from progress
        return
    from torch.utils.tensorboard import SummaryWriter

    with SummaryWriter(str(folder / "tensorboard")) as writer:
        for row in progress:
            numbers = {**row.report.numbers, **{f"score/{name}": score for name, score in row.scores.items()}}
            for name, number in numbers.items():
                writer.add_scalar(name, number, row.report.steps)
            yield row


def _known(task: Task, wish: Mapping[str, Any], folder: Path) -> dict[str, list[tuple[WeightsCard, dict[str, Array]]]]:
    """Return the trained partners that a recipe speaks of, by its word for them."""
    words = {mate.who for mate in task.recipe.mates} | ({task.recipe.anchor.who} if task.recipe.anchor else set())
    known: dict[str, list[tuple[WeightsCard, dict[str, Array]]]] = {}
    if HUMANS in words:
        known[HUMANS] = humans(task, wish["humans"])
    if POPULATION in words:
        known[POPULATION] = _population(task, wish, folder)
    for word in words - {HUMANS, POPULATION, "self", "copy"} - set(task.game.bots):
        path = ZOO / task.game.name / task.level.name / f"{word}.json"
        if path.exists():
            known[word] = [weights.load(path)]
    return known


def humans(task: Task, folder: Path | None) -> list[tuple[WeightsCard, dict[str, Array]]]:
    """Return a level's human models, a folder's or the zoo's; raises `TrainingError` where there are none."""
    place = ZOO / task.game.name / task.level.name if folder is None else folder
    paths = sorted(place.glob("clone*.json" if folder is None else "*.json"))
    if not paths:
        message = f"there is no human model for {task.level.name!r} in {str(place)!r}; make one with crossplay clone"
        raise TrainingError(message)
    return [weights.load(path) for path in paths]


def _population(task: Task, wish: Mapping[str, Any], own: Path) -> list[tuple[WeightsCard, dict[str, Array]]]:
    """Return the population of a folder, or the recipe's own, which is trained first."""
    if wish["population"] is not None:
        return population.load(wish["population"])
    spec = task.recipe.population
    if spec is None:
        message = f"recipe {task.recipe.name!r} plays with a population; give a folder of one with --population"
        raise TrainingError(message)
    place = own / POPULATION
    members = range(spec.members)
    if spec.diversity or (wish["processes"] <= 1 and wish["cluster"] is None):
        for grown in population.grow(task, spec, place):
            part = f"{grown.part:.0%}, score {grown.score:.1f}"
            _show(wish, f"member {grown.member + 1} of {grown.members}: {part}")
    else:
        pieces = [(dict(wish), member) for member in members]
        for number, _ in enumerate(spread(grow_one, pieces, wish["processes"], wish["cluster"]), 1):
            _show(wish, f"{number} of {spec.members} members")
    return population.load(place)


def grow_one(piece: tuple[dict[str, Any], int]) -> None:
    """Train one member of a wish's population into its folder, where it does not lie there yet."""
    wish, member = piece
    task, folder = task_of(wish)
    if task.recipe.population is not None:
        for _ in population.grow(task, task.recipe.population, folder / POPULATION, [member]):
            pass
