"""The flow of a study: how many came to each of its steps, and where the others stayed behind and why."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from study.design.places import cells
from study.report.stored import left_out, planned_choice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.studies import Session
    from study.report.stored import Stored

UNDER_WAY = "under way"


def flow(stored: Stored) -> dict[str, Any]:
    """Return how many came, how many there were at each step and why who stayed there did, and who is analysed."""
    played = {row["session"] for row in stored.played if row["why"] == "finished" and not row["is_practice"]}
    analysed = played - left_out(stored, planned_choice(stored.design).exclude)
    came = max((each.number for each in stored.sessions), default=-1) + 1
    by = {cell.name: [each for each in stored.sessions if each.cell == cell.name] for cell in cells(stored.design)}
    return {
        **_counts(stored.sessions, analysed), "came": came, "erased": came - len(stored.sessions),
        "steps": _steps(stored), "cells": [{"cell": name} | _counts(own, analysed) for name, own in by.items()],
    }  # fmt: skip


def _counts(sessions: Sequence[Session], analysed: set[str]) -> dict[str, int]:
    """Return how many of some came, finished and are analysed."""
    return {
        "came": len(sessions), "finished": sum(each.status == "finished" for each in sessions),
        "analysed": sum(each.id in analysed for each in sessions),
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
