"""Sensitivity: the primary comparisons again, with other participants, other rounds and other levels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from study.design.planning import POINTS, in_words
from study.report.comparisons import compare
from study.report.stored import Choice, planned_choice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from study.design.spec import Contrast
    from study.report.stored import Stored

WAYS = {
    "everybody and every finished round": (),
    "only who finished": ("unfinished",),
    "only who failed no attention check": ("attention",),
    "only rounds in which no partner took a seat": ("takeover",),
}
"""In words -> what is left out."""


def sensitivity(stored: Stored) -> list[dict[str, Any]]:
    """Return each primary comparison by each way to choose, next to the planned one; their p-values are exploratory."""
    plan, choice = stored.design.analysis, planned_choice(stored.design)
    return [row for each in plan.primary for row in _ways(stored, each, choice)] if plan is not None else []


def _ways(stored: Stored, contrast: Contrast, planned: Choice) -> Iterator[dict[str, Any]]:
    """Yield one comparison in all ways."""
    yield _row(stored, contrast, "as planned", planned)
    for words, exclude in WAYS.items():
        yield _row(stored, contrast, words, Choice(exclude))
    if contrast.outcome != POINTS:
        return
    if stored.network:
        yield _row(stored, contrast, "with the connection's time in the model", planned, with_rtt=True)
    levels = sorted({row["level"] for row in stored.played if not row["is_practice"]})
    for level in levels if len(levels) > 1 else ():
        yield _row(stored, contrast, f"without the level {level}", planned._replace(without_level=level))


def _row(stored: Stored, contrast: Contrast, words: str, choice: Choice, *, with_rtt: bool = False) -> dict[str, Any]:
    """Return a comparison by one way to choose."""
    found = compare(stored, contrast, choice, with_rtt=with_rtt)
    told = {"comparison": in_words(contrast), "way": words, "units": found["units"]}
    test = found["test"] or {}
    return told | {key: test.get(key) for key in ("difference", "low", "high")} | {"exploratory p": test.get("p")}
