"""The flow of a study: how many came to each of its steps, and where the others stayed behind and why."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from study.design.places import cells
from study.report.stored import left_out

if TYPE_CHECKING:
    from study.report.stored import Stored

UNDER_WAY = "under way"


def flow(stored: Stored) -> dict[str, Any]:
    """Return how many came, how many there were at each step and why who stayed there did, and who is analysed."""
    out = left_out(stored, stored.design.analysis.exclude if stored.design.analysis else ())
    came = max((each.number for each in stored.sessions), default=-1) + 1
    return {
        "came": came, "erased": came - len(stored.sessions), "steps": _steps(stored),
        "finished": sum(each.status == "finished" for each in stored.sessions),
        "analysed": sum(each.id not in out and _has_played(stored, each.id) for each in stored.sessions),
        "cells": [
            {
                "cell": cell.name, "came": len(own), "finished": sum(each.status == "finished" for each in own),
                "analysed": sum(each.id not in out and _has_played(stored, each.id) for each in own),
            }
            for cell in cells(stored.design)
            for own in [[each for each in stored.sessions if each.cell == cell.name]]
        ],
    }  # fmt: skip


def _steps(stored: Stored) -> list[dict[str, Any]]:
    """Return each step of the design with how many were there, and how many stayed there by how it ended for them."""
    reached: Counter[str] = Counter()
    stayed: dict[str, Counter[str]] = {}
    for each in stored.sessions:
        way = stored.ways[each.id]
        reached.update({place.step.name for place in way[: each.place + 1]})
        if each.status != "finished":
            last = way[min(each.place, len(way) - 1)].step.name
            stayed.setdefault(last, Counter())[each.outcome or UNDER_WAY] += 1
    names = [step.name for step in stored.design.steps]
    return [{"step": name, "reached": reached[name], "stayed": dict(stayed.get(name, {}))} for name in names]


def _has_played(stored: Stored, session: str) -> bool:
    """Tell whether somebody has finished a round that counts."""
    return any(
        row["session"] == session and row["why"] == "finished" and not row["is_practice"] for row in stored.played
    )
