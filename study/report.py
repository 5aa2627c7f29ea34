"""The report of a study: who came, finished and dropped out, data quality, and scores by condition, described only."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np

from data import studies
from data.store import reading
from study.design.places import cells
from study.design.reading import parse_design
from study.export import find_study, ways_of

if TYPE_CHECKING:
    from pathlib import Path


def report_of(store: Path, study: str) -> dict[str, Any]:
    """Return the figures of a study; raises `StoreError` where there is none of that name."""
    with reading(store) as db:
        found = find_study(studies.read_studies(db), study)
        sessions = studies.read_sessions(db, found.hash)
        played = studies.read_played(db, found.hash)
    design = parse_design(found.design, found.name).design
    ways = ways_of(design, sessions)
    finished = [each.cell for each in sessions if each.status == "finished"]
    done = {cell.name: finished.count(cell.name) for cell in cells(design)}
    ends: dict[str, int] = {}
    for each in sessions:
        end = each.outcome or ("under way" if each.status == "going" else each.status)
        ends[end] = ends.get(end, 0) + 1
    conditions: dict[str, list[float]] = {}
    for row in played:
        if row["is_practice"] or row["why"] != "finished":
            continue
        key = json.dumps(ways[row["session"]][row["place"]].values | {"level": row["level"]}, sort_keys=True)
        conditions.setdefault(key, []).append(float(row["score"] or 0))
    whys: dict[str, int] = {}
    for row in played:
        whys[row["why"]] = whys.get(row["why"], 0) + 1
    return {
        "study": found.name, "design": found.hash, "started_at": found.started_at, "sessions": len(sessions),
        "ends": ends, "rounds": whys, "cells": done,
        "conditions": [
            json.loads(key) | {"rounds": len(values), "mean": round(float(np.mean(values)), 2), "sd": _sd(values)}
            for key, values in sorted(conditions.items())
        ],
    }  # fmt: skip


def lines(found: dict[str, Any]) -> list[str]:
    """Return a report in words."""
    told = [
        f"{found['study']} ({found['design'][:12]}), started {found['started_at'][:16]}: {found['sessions']} sessions"
    ]
    told += [f"  {count} {end}" for end, count in sorted(found["ends"].items(), key=lambda each: -each[1])]
    told += ["finished by cell:"] + [f"  {count} {name}" for name, count in found["cells"].items()]
    told += ["rounds: " + ", ".join(f"{count} {why}" for why, count in found["rounds"].items())]
    told += ["scores of finished rounds, described and not tested:"]
    for row in found["conditions"]:
        words = ", ".join(f"{key} {value}" for key, value in row.items() if key not in {"rounds", "mean", "sd"})
        spread = "" if row["sd"] is None else f", sd {row['sd']:g}"
        told.append(f"  {words}: {row['mean']:g} points in {row['rounds']} rounds{spread}")
    return told


def _sd(values: list[float]) -> float | None:
    """Return the standard deviation, None for fewer than two values."""
    return round(float(np.std(values, ddof=1)), 2) if len(values) > 1 else None
