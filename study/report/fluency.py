"""Fluency as the rounds themselves show it: who does nothing, and how often both act at once (Hoffman 2019)."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

import game
from data.check import check_rounds
from data.rounds import read_round
from data.store import reading
from study.report.stored import counted

if TYPE_CHECKING:
    from pathlib import Path

    from study.report.stored import Stored


class Acted(NamedTuple):
    """What a round's actions show for one seat, in parts of its ticks."""

    own_idle: float
    others_idle: float
    """Mean of the other seats'; nan where there are none."""
    together: float
    """In which this seat and another one act at once; nan where there is none."""


def replayed(store: Path, stored: Stored) -> tuple[list[dict[str, Any]], list[str]]:
    """Return fluency by condition, and a sentence for each round that does not replay as it was played."""
    found: dict[str, dict[str, list[Acted]]] = defaultdict(lambda: defaultdict(list))
    with reading(store) as db:
        wrong = [words for _, words in check_rounds(db, {row["round"] for row in stored.played}) if words]
        for row, place in counted(stored):
            episode = read_round(db, row["round"]).episode
            values = json.dumps(place.values | {"level": row["level"]}, sort_keys=True)
            own = acted(episode.joint_actions, game.load(episode.game).wait, row["seat"])
            found[values][row["session"]].append(own)
    return [_row(values, by) for values, by in sorted(found.items())], wrong


def acted(joints: Any, wait: int, seat: int) -> Acted:
    """Return how much a seat and the others act in joint actions [T, seats]; ``wait``: to do and say nothing."""
    acts = np.asarray(joints) != wait
    own, others = acts[:, seat], np.delete(acts, seat, axis=1)
    if not others.shape[1]:
        return Acted(float(1 - own.mean()), float("nan"), float("nan"))
    return Acted(float(1 - own.mean()), float(1 - others.mean()), float((own & others.any(axis=1)).mean()))


def _row(values: str, by: dict[str, list[Acted]]) -> dict[str, Any]:
    """Return the means of a condition over participants, in percent."""
    means = np.array([np.mean([tuple(each) for each in rows], axis=0) for rows in by.values()])
    told = [None if np.isnan(value) else round(100 * float(value), 1) for value in means.mean(axis=0)]
    return {
        "condition": json.loads(values), "participants": len(by), "own idle %": told[0], "others idle %": told[1],
        "together %": told[2],
    }  # fmt: skip
