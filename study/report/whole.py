"""The whole report: who came, how well it ran, what was planned and found, and what else there is to see."""

from __future__ import annotations

import importlib.util
import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from study.design.check import planned
from study.report import described
from study.report.deviations import deviations
from study.report.flow import flow
from study.report.fluency import replayed
from study.report.stored import gather, units_of

if TYPE_CHECKING:
    from pathlib import Path

    from study.report.stored import Stored

NEEDED = "comparisons and tests need statsmodels, which is not installed: pip install -c constraints.txt -e '.[report]'"


def report_of(store: Path, study: str) -> dict[str, Any]:
    """Return all figures of a study, the same for the same store; raises `StoreError` where there is no such study."""
    stored = gather(store, study)
    fluency, wrong = replayed(store, stored)
    rounds = len({row["round"] for row in stored.played})
    return {
        "study": stored.study.name, "version": stored.design.version, "design": stored.study.hash,
        "code": json.loads(stored.study.code), "seed": stored.design.seed, "source": stored.design.source,
        "started_at": stored.study.started_at,
        "last_seen_at": max((each.seen_at for each in stored.sessions), default=None),
        "sessions": len(stored.sessions), "bots": sum(each.is_bot for each in stored.sessions),
        "units": len(set(units_of(stored).values())),
        "partners": stored.seated,
        "flow": flow(stored),
        "ends": dict(Counter(each.outcome or "under way" for each in stored.sessions)),
        "rounds": dict(Counter(row["why"] for row in stored.played)),
        "quality": described.quality(stored) | {"rounds replayed": rounds, "rounds that do not replay": wrong},
        "plan": planned(stored.design),
        "plan and run": deviations(stored),
        **compared(stored),
        "conditions": list(described.conditions(stored)),
        "scales": list(described.scales(stored)),
        "reliability": list(described.reliability(stored)),
        "fluency": fluency,
        "rounds in order": list(described.order(stored)),
        "learning": described.learning(stored),
        "made from": SOURCES,
    }  # fmt: skip


SOURCES = {
    "flow": "session, and the pages that the design gives each of them",
    "quality": "net, answer, input (disposition 'stood in'), and every round of the study replayed",
    "plan and run": "design, session, played, round, seat, audit",
    "families, sensitivity, exploratory": "played (why 'finished', no practice, not chosen), answer (last revision)",
    "preferences, choices": "answer (the last revision) of the steps of these kinds",
    "conditions, rounds in order, learning": "played (why 'finished', no practice)",
    "scales, reliability": "answer (the last revision)",
    "fluency": "joint actions of the rounds",
}
"""Which tables of the store each part of the report is made from."""


def compared(stored: Stored) -> dict[str, Any]:
    """Return all comparisons; where what they need is not installed, a sentence that says so."""
    if importlib.util.find_spec("statsmodels") is None:
        return {"missing": NEEDED}
    from study.report.comparisons import exploratory, families
    from study.report.preferences import choices, preferences
    from study.report.sensitivity import sensitivity

    return {
        "families": families(stored),
        "sensitivity": sensitivity(stored),
        "exploratory": exploratory(stored),
        "preferences": preferences(stored),
        "choices": choices(stored),
    }
