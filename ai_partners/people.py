"""People's episodes: a folder that ``crossplay data export`` wrote, with who sat where."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, NamedTuple

import game
from game.core.contract import CrossplayError
from game.core.files import EPISODE_BYTES, read_text

if TYPE_CHECKING:
    from pathlib import Path

    from game.core.episode import Episode

TABLE = "people.csv"


class PeopleError(CrossplayError):
    """A folder that does not hold people's episodes."""


class Person(NamedTuple):
    """An episode with the people who played it."""

    episode: Episode
    people: tuple[str, ...]
    """One pseudonym for each seat; empty where no person sat."""
    source: str
    """What the episode's own data set calls it: set, split, game."""
    level: str


def read_people(folder: Path) -> list[Person]:
    """Return all episodes in a folder, in the order of its table; raises `PeopleError` in one sentence."""
    path = folder / TABLE
    rows = list(csv.DictReader(read_text(path, EPISODE_BYTES).splitlines()))
    if not rows:
        message = f"{str(folder)!r} has no episodes; export a store with at least one round of people"
        raise PeopleError(message)
    found: dict[str, tuple[list[str], str]] = {}
    try:
        for row in rows:
            found.setdefault(row["round"], ([], str(row["source"])))[0].append(str(row["person"]))
    except KeyError as error:
        message = f"{str(path)!r} is no table of who sat where: it has no column {error}; export the folder anew"
        raise PeopleError(message) from None
    episodes = []
    for identity, (people, source) in found.items():
        if not identity.isalnum():
            message = f"{str(folder / TABLE)!r} names the round {identity!r}, which is no round's id"
            raise PeopleError(message)
        episode = game.parse_episode(read_text(folder / f"{identity}.jsonl", EPISODE_BYTES))
        level = game.load(episode.game).parse_level(episode.level).name
        episodes.append(Person(episode, tuple(people), source, level))
    return episodes


def judging_half(people: list[Person], level: str) -> list[Person]:
    """Return the games of a level that the published split of 2019 sets aside for evaluation."""
    return [person for person in people if person.level == level and " test " in f"{person.source} "]


def learning_half(people: list[Person], level: str) -> list[Person]:
    """Return the games of a level that may be learned from: all but those set aside."""
    return [person for person in people if person.level == level and " test " not in f"{person.source} "]
