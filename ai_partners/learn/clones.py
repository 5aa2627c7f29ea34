"""What ``crossplay clone`` does: people's games chosen, models fitted, a policy file, and how well it foretells."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click
import msgspec
import numpy as np

import game
from ai_partners import weights
from ai_partners.learn import cloning, frames, kinds
from ai_partners.network import level_hash
from ai_partners.people import Person, judging_half, learning_half, read_people
from ai_partners.weights import Stuck, WeightsCard

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from game.core.contract import Game, Level

Array = np.ndarray[Any, Any]
STILL = Stuck(1, ("own_x", "own_y", *(f"own_facing_{side}" for side in ("north", "south", "east", "west"))), 3)
"""People's models of the kitchen stand still like this."""


def clone_one(wish: Mapping[str, Any]) -> str:
    """Clone by one wish of the command line; return the final line."""
    found = game.load("kitchen")
    level = found.load_level(wish["level_name"])
    kind = _kind(found, wish["kind"])
    config, names = kind.model, kind.sees(_names(found, level, kind.model.observation))
    columns = columns_of(found, level, config.observation, names)
    own, others = learned_from(read_people(wish["people"]), level, wish)
    parts = [frames_of(found, people, config) for people in (own, *others) if people]
    learned = frames.joined([lying[0] for lying in parts]) if parts else frames.frames(found, level, [])
    if config.memory:
        names, columns = _changing(learned, names, columns)
    card = WeightsCard(
        wish["name"], f"Cloned from people's rounds ({Path(wish['kind']).stem}, {wish['half']} half).", found.name,
        found.version, level.name, level_hash(found, level), "cloning", wish["seed"], 0, 0.0, config.observation,
        len(names) + len(config.extras), found.choices, config.hidden, columns=names, extras=config.extras,
        activation=config.activation, heads=config.heads, memory=config.memory, after=config.after,
        members=wish["members"], stuck=STILL, data=(learned.hash,), stored=config.stored,
    )  # fmt: skip
    weights.check_size(card)
    people = [person.people for person in own or others[0]]
    if not own:
        config = msgspec.structs.replace(config, own=0)
    reports = [_fitted(found, parts, people, (config, columns), wish["seed"] + n, n) for n in range(wish["members"])]
    click.echo("", err=True)
    models = [report.model for report in reports]
    prefixes = [f"member.{number}." for number in range(len(models))] if len(models) > 1 else [""]
    tensors = {
        n: t for prefix, model in zip(prefixes, models, strict=True) for n, t in cloning.tensors(model, prefix).items()
    }
    saved = weights.save(Path(wish["out"]) / level.name, tensors, card)
    told = _foretold(found, level, wish, models, columns)
    return f"{Path(wish['out']) / level.name / saved.name}.json {reports[-1].train:.3f} nats per action{told}"


def _kind(found: Game, name: str) -> kinds.Kind:
    """Return a kind of human model; raises `CloningError` where a game does not show what it would see."""
    kind = kinds.load(name)
    known = [seen for seen, observation in found.observations.items() if observation.names is not None]
    if kind.model.observation not in known:
        message = f"kind {name!r} sees {kind.model.observation!r}; of {found.name} it can see {', '.join(known)}"
        raise frames.CloningError(message)
    return kind


def _fitted(  # noqa: PLR0913, PLR0917 - one fit's circumstances
    found: Game,
    parts: Sequence[Sequence[frames.Frames]],
    people: Sequence[tuple[str, ...]],
    kind: tuple[cloning.CloneConfig, Array],
    seed: int,
    number: int,
) -> cloning.CloneReport:
    """Fit one model to frames [levels][ways to lie], its own level first; return the last report, and show all.

    ``people`` [episodes][seats] are those of the first level, some of whom are kept back where the kind asks for it.
    """
    config, columns = kind
    first, held = parts[0], None
    if config.patience:
        learn, back = frames.split(people, 0.15, seed)
        first, held = [lying.of(learn) for lying in first], first[0].of(back)
    train = frames.joined([lying for part in (first, *parts[1:]) for lying in part])
    alone = first[0] if len(parts) > 1 else None
    for report in cloning.clone(found, train, held, config, seed, columns=columns, own=alone):
        words = f"model {number + 1}, epoch {report.epoch}: {report.train:.3f} nats, held back {report.held:.3f}"
        click.echo(f"\r{words:<78}", err=True, nl=False)
    return report


def learned_from(
    everybody: list[Person], level: Level, wish: Mapping[str, Any]
) -> tuple[list[Person], list[list[Person]]]:
    """Return the games of a level that are learned from, and, where levels are pooled, those of each other level.

    Of other levels no game is taken with anybody who plays in the half of this one that is not learned from: who is
    judged has not been seen anywhere.
    """
    half, rest = (learning_half, judging_half) if wish["half"] == "train" else (judging_half, learning_half)
    own = half(everybody, level.name)
    if not wish["pooled"]:
        return own, []
    barred = {who for person in rest(everybody, level.name) for who in person.people}
    levels = sorted({person.level for person in everybody} - {level.name})
    others = [[p for p in half(everybody, name) if not barred & set(p.people)] for name in levels]
    return own, [people for people in others if people]


def frames_of(found: Game, people: Sequence[Person], config: cloning.CloneConfig) -> list[frames.Frames]:
    """Return the frames of games of one level, and of the same games in each way the level can lie, if that is asked.

    The first are those of the games as they were.
    """
    level = found.load_level(people[0].level)
    games = [found.turned(one.episode) if config.turned and found.turned else (one.episode,) for one in people]
    return [frames.frames(found, level, lying, config.observation) for lying in zip(*games, strict=True)]


def _foretold(
    found: Game, level: Level, wish: Mapping[str, Any], models: Sequence[cloning.HumanModel], columns: Array
) -> str:
    """Return how well models of the learning half together foretell the other one, where there is one."""
    others = judging_half(read_people(wish["people"]), level.name)
    if wish["half"] == "test" or not others:
        return ""
    held = frames.frames(found, level, [person.episode for person in others], models[0].config.observation)
    told = cloning.likelihood_of(models, held, columns)
    return f", {told:.3f} on the test half, from which nothing was learned or chosen"


def _changing(learned: frames.Frames, names: tuple[str, ...], columns: Array) -> tuple[tuple[str, ...], Array]:
    """Return the columns, and their names, that are not the same in all frames: a file has room for no others."""
    seen = learned.seen[:, columns]
    kept = np.flatnonzero((seen != seen[0]).any(axis=0))
    return tuple(names[column] for column in kept.tolist()), columns[kept]


def columns_of(found: Game, level: Level, observation: str, names: tuple[str, ...]) -> Array:
    """Return where named entries of an observation stand."""
    known = _names(found, level, observation)
    return np.array([known.index(name) for name in names])


def _names(found: Game, level: Level, observation: str) -> tuple[str, ...]:
    """Return the names of an observation's entries."""
    return cast("tuple[str, ...]", found.observations[observation].names(level))  # type: ignore[misc]
