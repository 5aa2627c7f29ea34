"""The report of a study: who came and why they left, how well it ran, and what differed between conditions.

All of it is described; intervals are of means, over participants, and every comparison is exploratory.
"""

from __future__ import annotations

import itertools
import json
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from data import studies
from data.store import reading
from study.design.places import cells
from study.design.reading import parse_design
from study.design.spec import Pairs, Preference
from study.export import find_study, scores_of, ways_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from study.design.places import Place
    from study.design.spec import Design

LEAST = 5
"""Participants below which no interval is told."""
RESAMPLES = 2_000


class Stored(NamedTuple):
    """What a report is made from."""

    design: Design
    ways: dict[str, tuple[Place, ...]]
    sessions: list[studies.Session]
    played: list[dict[str, Any]]
    answers: list[dict[str, Any]]
    network: list[dict[str, Any]]


def report_of(store: Path, study: str) -> dict[str, Any]:
    """Return the figures of a study; raises `StoreError` where there is none of that name."""
    with reading(store) as db:
        found = find_study(studies.read_studies(db), study)
        design = parse_design(found.design, found.name).design
        sessions = studies.read_sessions(db, found.hash)
        stored = Stored(
            design, ways_of(design, sessions), sessions, studies.read_played(db, found.hash),
            studies.read_answers(db, found.hash), studies.read_network(db, found.hash),
        )  # fmt: skip
    finished = [each.cell for each in sessions if each.status == "finished"]
    points = _points(stored)
    return {
        "study": found.name, "design": found.hash, "code": json.loads(found.code), "started_at": found.started_at,
        "sessions": len(sessions), "bots": sum(each.is_bot for each in sessions),
        "ends": dict(Counter(each.outcome or "under way" for each in sessions)),
        "rounds": dict(Counter(row["why"] for row in stored.played)),
        "cells": {cell.name: finished.count(cell.name) for cell in cells(design)},
        "quality": _quality(stored),
        "conditions": list(_conditions(points)),
        "differences": list(_differences(design, points)),
        "scales": list(_scales(stored)),
        "rounds in order": list(_order(stored)),
        "pairs": _pairs(stored),
        "choices": _choices(stored),
    }  # fmt: skip


def lines(found: Mapping[str, Any]) -> list[str]:
    """Return a report in words."""
    told = [
        f"{found['study']} ({found['design'][:12]}), started {found['started_at'][:16]}: {found['sessions']} sessions"
    ]
    told += [f"  {count} {end}" for end, count in sorted(found["ends"].items(), key=lambda each: -each[1])]
    told += ["finished by cell:"] + [f"  {count} {name}" for name, count in found["cells"].items()]
    told += ["rounds: " + ", ".join(f"{count} {why}" for why, count in found["rounds"].items())]
    quality = found["quality"]
    p50, p95, away = (_said(quality[name]) for name in ("rtt p50", "rtt p95", "away %"))
    told += [f"connections: {quality['seconds']} seconds, {p50} ms (p95 {p95}), {away} % without the keyboard"]
    told += ["points of finished rounds, described and not tested:"]
    told += [f"  {_condition(row)}: {_mean(row)} in {row['rounds']} rounds" for row in found["conditions"]]
    told += ["differences within participants (exploratory):"] if found["differences"] else []
    for row in found["differences"]:
        words = "not enough data" if row["low"] is None else f"{row['low']:g} to {row['high']:g}"
        told.append(
            f"  {row['factor']} {row['first']} less {row['second']}: {row['mean']:g} points "
            f"(95 % {words}), {row['participants']} participants"
        )
    told += ["scales:"] if found["scales"] else []
    told += [f"  {row['scale']} {row['score']}, {_condition(row)}: {_mean(row)}" for row in found["scales"]]
    for pair, counts in found["pairs"].items():
        told.append(f"compared, {pair}: " + ", ".join(f"{name} {count}" for name, count in counts.items()))
    for step, counts in found["choices"].items():
        told.append(f"chosen, {step}: " + ", ".join(f"{name} {count}" for name, count in counts.items()))
    return told


def _quality(stored: Stored) -> dict[str, Any]:
    """Return how the connections were."""
    rtts = [row["rtt"] for row in stored.network if row["rtt"] >= 0]
    focus = [row["focus"] for row in stored.network]
    return {
        "seconds": len(stored.network),
        "rtt p50": round(float(np.percentile(rtts, 50)), 1) if rtts else None,
        "rtt p95": round(float(np.percentile(rtts, 95)), 1) if rtts else None,
        "away %": round(100 * (1 - float(np.mean(focus))), 1) if focus else None,
    }


def _points(stored: Stored) -> dict[str, dict[str, list[float]]]:
    """Return the points of finished rounds by condition (as JSON) and session, practice left out."""
    found: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for row in stored.played:
        if row["is_practice"] or row["why"] != "finished":
            continue
        values = stored.ways[row["session"]][row["place"]].values | {"level": row["level"]}
        found[json.dumps(values, sort_keys=True)][row["session"]].append(_own(row))
    return found


def _own(row: Mapping[str, Any]) -> float:
    """Return the points of a participant's own team; those of the round, where it was played before they were kept."""
    return float((row["score"] if row["points"] is None else row["points"]) or 0)


def _conditions(points: Mapping[str, Mapping[str, list[float]]]) -> Iterator[dict[str, Any]]:
    """Yield mean, spread and interval of each condition, over participants."""
    for key, by in sorted(points.items()):
        values = [float(np.mean(each)) for each in by.values()]
        yield {"condition": json.loads(key), "rounds": sum(map(len, by.values()))} | _described(values)


def _differences(design: Design, points: Mapping[str, Mapping[str, list[float]]]) -> Iterator[dict[str, Any]]:
    """Yield for each two values of each factor within participants how much more one made, by participant."""
    for name, factor in design.factors.items():
        if factor.vary != "within":
            continue
        means: dict[Any, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
        for key, by in points.items():
            values = json.loads(key)
            if name in values:
                for session, each in by.items():
                    means[values[name]][session] += each
        for first, second in itertools.combinations(factor.values, 2):
            both = sorted(means[first].keys() & means[second].keys())
            gaps = [float(np.mean(means[first][who]) - np.mean(means[second][who])) for who in both]
            if gaps:
                yield {"factor": name, "first": first, "second": second} | _described(gaps)


def _scales(stored: Stored) -> Iterator[dict[str, Any]]:
    """Yield mean, spread and interval of each score of each scale, by the factors' values."""
    found: dict[tuple[str, str, str], dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for row in scores_of(stored.design, stored.ways, stored.answers):
        if row["value"] is not None:
            values = json.dumps(stored.ways[row["session"]][row["place"]].values, sort_keys=True)
            found[row["scale"], row["score"], values][row["session"]].append(row["value"])
    for (scale, score, values), by in sorted(found.items()):
        told = _described([float(np.mean(each)) for each in by.values()])
        yield {"scale": scale, "score": score, "condition": json.loads(values)} | told


def _order(stored: Stored) -> Iterator[dict[str, Any]]:
    """Yield the points of the rounds in the order in which participants played them."""
    found: dict[int, list[float]] = defaultdict(list)
    for row in stored.played:
        number = stored.ways[row["session"]][row["place"]].number
        if number and row["why"] == "finished":
            found[number].append(_own(row))
    for number, values in sorted(found.items()):
        yield {"round": number} | _described(values)


def _pairs(stored: Stored) -> dict[str, dict[str, int]]:
    """Return by pair of partners how often each was named, and how often neither."""
    names = {step.name for step in stored.design.steps if isinstance(step, Pairs)}
    found: dict[str, dict[str, int]] = {}
    for row in _latest(stored.answers, names):
        first, second = row["item"].split("|")
        counts = found.setdefault(
            " and ".join(sorted((first, second))), dict.fromkeys((*sorted((first, second)), "neither"), 0)
        )
        counts[(first, second, "neither")[int(row["value"]) - 1]] += 1
    return found


def _choices(stored: Stored) -> dict[str, dict[str, int]]:
    """Return by step how often each partner was chosen for one more round."""
    names = {step.name for step in stored.design.steps if isinstance(step, Preference)}
    found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in _latest(stored.answers, names):
        found[row["step"]][str(row["value"])] += 1
    return {step: dict(counts) for step, counts in found.items()}


def _latest(answers: Sequence[dict[str, Any]], steps: set[str]) -> list[dict[str, Any]]:
    """Return the last revision of each answer given at some steps."""
    found = {(row["session"], row["step"], row["item"]): row for row in answers if row["step"] in steps}
    return list(found.values())


def _described(values: Sequence[float]) -> dict[str, Any]:
    """Return how many values there are, mean, standard deviation, and the mean's 95 % interval where there are enough.

    The interval is the percentile bootstrap's over participants (Efron 1979), with fixed dice.
    """
    told: dict[str, Any] = {
        "participants": len(values),
        "mean": round(float(np.mean(values)), 2),
        "sd": round(float(np.std(values, ddof=1)), 2) if len(values) > 1 else None,
        "low": None,
        "high": None,
    }
    if len(values) >= LEAST:
        dice = np.random.default_rng(0)
        means = np.array(values)[dice.integers(len(values), size=(RESAMPLES, len(values)))].mean(axis=1)
        low, high = np.percentile(means, [2.5, 97.5])
        told |= {"low": round(float(low), 2), "high": round(float(high), 2)}
    return told


def _condition(row: Mapping[str, Any]) -> str:
    """Return a condition in words."""
    return ", ".join(f"{name} {value}" for name, value in row["condition"].items()) or "all"


def _mean(row: Mapping[str, Any]) -> str:
    """Return a mean with its interval in words."""
    interval = "" if row["low"] is None else f" (95 % {row['low']:g} to {row['high']:g})"
    return f"{row['mean']:g}{interval}, {row['participants']} participants"


def _said(value: float | None) -> str:
    """Return a figure, or a question mark where there is none."""
    return "?" if value is None else f"{value:g}"
