"""What a suite of proxies comes to on its page: points on each level, each seat and seed, and parts of the best."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ai_partners.judge.drawing import bars
from ai_partners.judge.page import Section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ai_partners.judge.suite import Suite


def sections(suite: Suite, rows: Sequence[dict[str, Any]]) -> list[Section]:
    """Return the sections of a page; ``rows`` are those of `figures.summary`."""
    head = ["partner", "all levels", *suite.levels, "worse / better seat"]
    lines = [[row["partner"], _told(row["mean"]), *_levels(suite, row), _told(row["worst_seat_ratio"])] for row in rows]
    found = [Section("Points in a round", head, lines, _plot(suite, rows))]
    if suite.responses:
        head = ["partner", "all levels", *suite.levels]
        lines = [[row["partner"], _told(row["ratio"]), *_ratios(suite, row)] for row in rows]
        found.append(Section("Part of what the best response makes", head, lines))
    if suite.sanity:
        lines = [[row["partner"], *(_told(row["sanity"][name]) for name in suite.sanity)] for row in rows]
        found.append(Section("Beside partners who do nothing of use", ["partner", *suite.sanity], lines))
    lines = [[row["partner"], *_seeds(suite, row)] for row in rows]
    return [*found, Section("Every seed", ["partner", *suite.levels], lines)]


def _levels(suite: Suite, row: dict[str, Any]) -> list[str]:
    """Return a partner's points on each level, seat by seat, with the interval of their mean."""
    return [_cell(row["levels"].get(level)) for level in suite.levels]


def _cell(level: dict[str, Any] | None) -> str:
    """Return one level's points."""
    if level is None:
        return "-"
    seats = " / ".join(f"{points:.0f}" for points in level["seats"])
    return f"{level['mean']:.1f} ({level['interval'][0]:.0f} to {level['interval'][1]:.0f}; seats {seats})"


def _ratios(suite: Suite, row: dict[str, Any]) -> list[str]:
    """Return a partner's part of the best responses' points on each level."""
    return [_told(row["levels"].get(level, {}).get("ratio")) for level in suite.levels]


def _seeds(suite: Suite, row: dict[str, Any]) -> list[str]:
    """Return the points of every seed on each level."""
    found = [row["levels"].get(level, {}).get("seeds", {}) for level in suite.levels]
    return [", ".join(f"{points:.0f}" for points in seeds.values()) for seeds in found]


def _told(number: float | None) -> str:
    """Return a number, or a dash."""
    return "-" if number is None else f"{number:g}"


def _plot(suite: Suite, rows: Sequence[dict[str, Any]]) -> str:
    """Return bars with intervals, a group for each level."""
    series = {
        row["partner"]: [
            (place, row["levels"][level]["mean"], *row["levels"][level]["interval"])
            for place, level in enumerate(suite.levels)
            if level in row["levels"]
        ]
        for row in rows
    }
    return bars(suite.levels, series, "points in a round")
