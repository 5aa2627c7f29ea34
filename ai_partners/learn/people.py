"""People's episodes: a folder that ``crossplay data export`` wrote, with who sat where."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

import game
from ai_partners.learn.cloning import CloningError
from game.core.files import EPISODE_BYTES, read_text

if TYPE_CHECKING:
    from pathlib import Path

    from game.core.episode import Episode

TABLE = "people.json"


class Person(NamedTuple):
    """An episode with the people who played it."""

    episode: Episode
    people: tuple[str, ...]
    """One pseudonym for each seat; empty where no person sat."""
    source: str
    """What the episode's own data set calls it: set, split, game."""
    level: str


def read_people(folder: Path) -> list[Person]:
    """Return all episodes in a folder, in the order of its table; raises `CloningError` in one sentence."""
    try:
        rows = [json.loads(line) for line in read_text(folder / TABLE, EPISODE_BYTES).splitlines()]
        found = [(row["round"], tuple(map(str, row["people"])), str(row["source"])) for row in rows]
    except (ValueError, KeyError, TypeError) as error:
        message = f"{str(folder / TABLE)!r} is no table of who sat where ({error}); export the folder anew"
        raise CloningError(message) from None
    if not found:
        message = f"{str(folder)!r} has no episodes; export a store with at least one round of people"
        raise CloningError(message)
    episodes = []
    for identity, people, source in found:
        if not identity.isalnum():
            message = f"{str(folder / TABLE)!r} names the round {identity!r}, which is no round's id"
            raise CloningError(message)
        episode = game.parse_episode(read_text(folder / f"{identity}.jsonl", EPISODE_BYTES))
        level = game.load(episode.game).parse_level(episode.level).name
        episodes.append(Person(episode, people, source, level))
    return episodes


def judging_half(people: list[Person], level: str) -> list[Person]:
    """Return the games of a level that the published split of 2019 sets aside for evaluation."""
    return [person for person in people if person.level == level and " test " in f"{person.source} "]


def learning_half(people: list[Person], level: str) -> list[Person]:
    """Return the games of a level that may be learned from: all but those set aside."""
    return [person for person in people if person.level == level and " test " not in f"{person.source} "]
