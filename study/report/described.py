"""A study's data described and not tested: connections, points, scales, learning; intervals are over participants."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np

from study.design.reading import scale_named
from study.design.scoring import turned
from study.export import scores_of
from study.report.stored import answered, careless, counted, own_points

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from study.design.spec import Scale
    from study.report.stored import Stored

LEAST = 5
"""Participants below which no interval is told."""
RESAMPLES = 2_000
SEVERAL = 3
"""Rounds that a slope needs, and answered pages and items that reliability needs one fewer of."""


def quality(stored: Stored) -> dict[str, Any]:
    """Return how the connections were, and how carefully questions were answered."""
    rtts = [row["rtt"] for row in stored.network if row["rtt"] >= 0]
    focus = [row["focus"] for row in stored.network]
    missed = careless(stored)
    return {
        "seconds": len(stored.network),
        "rtt p50": round(float(np.percentile(rtts, 50)), 1) if rtts else None,
        "rtt p95": round(float(np.percentile(rtts, 95)), 1) if rtts else None,
        "jitter p95": round(float(np.percentile([row["jitter"] for row in stored.network], 95)), 1) if rtts else None,
        "away %": round(100 * (1 - float(np.mean(focus))), 1) if focus else None,
        "unanswered pings": len(stored.network) - len(rtts),
        "rounds with a partner in somebody's seat": len(stored.taken),
        "failed an attention check": len(missed), "failed attention checks": sum(missed.values()),
        "changed answers": sum(row["revision"] > 0 for row in stored.answers),
    }  # fmt: skip


def conditions(stored: Stored) -> Iterator[dict[str, Any]]:
    """Yield the points of finished rounds that are compared, by condition: mean, interval, every participant's mean."""
    found: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for row, place in counted(stored):
        condition = json.dumps(place.values | {"level": row["level"]}, sort_keys=True)
        found[condition][row["session"]].append(own_points(row))
    for key, by in sorted(found.items()):
        values = [float(np.mean(each)) for each in by.values()]
        told = {"condition": json.loads(key), "rounds": sum(map(len, by.values()))}
        yield told | described(values) | {"values": [round(value, 2) for value in values]}


def scales(stored: Stored) -> Iterator[dict[str, Any]]:
    """Yield mean, median, spread and interval of each score of each scale, by the factors' values."""
    found: dict[tuple[str, str, str], dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for row in scores_of(stored.design, stored.ways, stored.answers):
        if row["value"] is not None:
            values = json.dumps(stored.ways[row["session"]][row["place"]].values, sort_keys=True)
            found[row["scale"], row["score"], values][row["session"]].append(row["value"])
    for (scale, score, values), by in sorted(found.items()):
        means = [float(np.mean(each)) for each in by.values()]
        told = {"scale": scale, "score": score, "condition": json.loads(values)} | described(means)
        yield told | {"median": round(float(np.median(means)), 2), "values": [round(value, 2) for value in means]}


def reliability(stored: Stored) -> Iterator[dict[str, Any]]:
    """Yield Cronbach's alpha (1951, Psychometrika 16) of each score of several items, over pages answered in full."""
    given = answered(stored)
    pages = {
        name: [answers for (session, at), answers in given.items() if name in stored.ways[session][at].scales]
        for name in dict.fromkeys(name for way in stored.ways.values() for place in way for name in place.scales)
    }
    for name, own in pages.items():
        scale = scale_named(name, stored.design)
        if scale is None:
            continue
        for score, parts in scale.score.items():
            table = _table(name, scale, parts, own)
            if table.shape[0] >= SEVERAL and table.shape[1] >= SEVERAL - 1:
                yield {"scale": name, "score": score, "pages": len(table), "alpha": alpha(table)}


def alpha(table: np.ndarray[Any, Any]) -> float | None:
    """Return Cronbach's alpha of answers [pages, items]; None where all pages have the same sum."""
    items, whole = table.shape[1], float(table.sum(axis=1).var(ddof=1))
    parts = float(table.var(axis=0, ddof=1).sum())
    return round(items / (items - 1) * (1 - parts / whole), 3) if whole > 0 else None


def order(stored: Stored) -> Iterator[dict[str, Any]]:
    """Yield the points of the rounds in the order in which participants played them."""
    found: dict[int, list[float]] = defaultdict(list)
    for row in stored.played:
        number = stored.ways[row["session"]][row["place"]].number
        if number and row["why"] == "finished":
            found[number].append(own_points(row))
    for number, values in sorted(found.items()):
        yield {"round": number} | described(values)


def learning(stored: Stored) -> list[dict[str, Any]]:
    """Return how points grow: slopes over rounds by participant, and a block's first round beside its later ones."""
    by: dict[str, list[tuple[int, float]]] = defaultdict(list)
    first: dict[tuple[str, str], list[float]] = defaultdict(list)
    seen: set[tuple[str, str]] = set()
    for row, place in sorted(counted(stored), key=lambda each: (each[0]["session"], each[1].number)):
        by[row["session"]].append((place.number, own_points(row)))
        is_first = (row["session"], place.block) not in seen
        seen.add((row["session"], place.block))
        for name, value in place.values.items():
            first[f"{name} {value}", "first round" if is_first else "later rounds"].append(own_points(row))
    slopes = [_slope(np.array(rounds)) for rounds in by.values() if len(rounds) >= SEVERAL]
    told = [{"what": "points more in each round than in the one before"} | described(slopes)] if slopes else []
    return told + [{"what": f"{name}, {which}"} | described(values) for (name, which), values in sorted(first.items())]


def described(values: Sequence[float]) -> dict[str, Any]:
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


def _slope(rounds: np.ndarray[Any, Any]) -> float:
    """Return how many points more there are in each round than in the one before; rounds are (number, points)."""
    return float(np.polyfit(rounds[:, 0], rounds[:, 1], 1)[0])


def _table(
    name: str, scale: Scale, parts: Sequence[str], answered: Sequence[Mapping[str, Any]]
) -> np.ndarray[Any, Any]:
    """Return the answers [pages, items] to a score's items, turned round where it says so, of pages without gaps."""
    items = {item.name: item for item in scale.items}
    rows = []
    for answers in answered:
        given = {part: answers[key] for part in parts if (key := f"{name}.{part.lstrip('-')}") in answers}
        if len(given) == len(parts):
            rows.append([
                turned(items[part[1:]], float(value)) if part.startswith("-") else float(value)
                for part, value in given.items()
            ])  # fmt: skip
    return np.array(rows).reshape(-1, len(parts))
