"""Plots of a study's report, as SVG in the page itself."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any

import numpy as np

from ai_partners.judge.drawing import COLOURS, new, svg
from study.report.telling import condition, stayed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

HIGH, GAP, WIDE = 34, 14, 300
"""Of the boxes of the flow, in pixels."""


def flow(found: Mapping[str, Any]) -> str:
    """Return the flow: a box for each step, beside it who stayed there, and at the end who finished and is analysed."""
    boxes = [(f"{found['came']} came", f"{found['erased']} withdrew, erased" if found["erased"] else "")]
    boxes += [(f"{row['reached']} at {row['step']}", stayed(row)) for row in found["steps"]]
    boxes += [(f"{found['finished']} finished", ""), (f"{found['analysed']} analysed: played rounds that count", "")]
    parts = []
    for place, (words, beside) in enumerate(boxes):
        top = place * (HIGH + GAP)
        parts.append(_box(0, top, words, "#eaf0f8"))
        if place:
            parts.append(f'<path d="M{WIDE / 2} {top - GAP}V{top - 1}" stroke="#1d2733" marker-end="url(#tip)"/>')
        if beside:
            middle = top + HIGH / 2
            parts.append(f'<path d="M{WIDE} {middle}H{WIDE + 38}" stroke="#1d2733" marker-end="url(#tip)"/>')
            parts.append(_box(WIDE + 40, top, beside, "#f8ece4"))
    height = len(boxes) * (HIGH + GAP)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-2 -2 {2 * WIDE + 44} {height}" width="{2 * WIDE + 44}" '
        'role="img" aria-label="How many came to each step"><defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" '
        'markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z"/></marker></defs>'
        f"{''.join(parts)}</svg>"
    )


def _box(left: float, top: float, words: str, colour: str) -> str:
    """Return a box with words."""
    shape = f'<rect x="{left}" y="{top}" width="{WIDE}" height="{HIGH}" rx="5" fill="{colour}" stroke="#9aa7b4"/>'
    size = min(15.0, 1.75 * WIDE / max(len(words), 1))
    place = f'x="{left + WIDE / 2}" y="{top + HIGH / 2 + 5}" text-anchor="middle" font-size="{size:.1f}"'
    return f"{shape}<text {place}>{html.escape(words)}</text>"


def values(rows: Sequence[Mapping[str, Any]], across: str) -> str:
    """Return each condition's participants as points, with mean and interval."""
    if not rows:
        return ""
    figure, axes = new(9, 0.8 + 0.45 * len(rows))
    dice = np.random.default_rng(0)
    for place, row in enumerate(rows[::-1]):
        colour = COLOURS[place % len(COLOURS)]
        heights = place + dice.uniform(-0.16, 0.16, len(row["values"]))
        axes.plot(row["values"], heights, ".", color=colour, alpha=0.45, markersize=5)
        if row["low"] is not None:
            axes.plot([row["low"], row["high"]], [place, place], color="#1d2733", linewidth=2)
        axes.plot([row["mean"]], [place], "D", color="#1d2733", markersize=5)
    axes.set_yticks(range(len(rows)), [condition(row).strip() for row in rows[::-1]])
    axes.set_xlabel(across)
    return svg(figure)


def learning(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return points from round to round, with intervals."""
    if not rows:
        return ""
    figure, axes = new(7, 3)
    x = [row["round"] for row in rows]
    low = [row["mean"] if row["low"] is None else row["low"] for row in rows]
    high = [row["mean"] if row["high"] is None else row["high"] for row in rows]
    axes.fill_between(x, low, high, color=COLOURS[0], alpha=0.2, linewidth=0)
    axes.plot(x, [row["mean"] for row in rows], marker="o", color=COLOURS[0])
    axes.set_xticks(x)
    axes.set_xlabel("round")
    axes.set_ylabel("points")
    return svg(figure)


def forest(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return differences with intervals by the way to choose, the comparisons apart."""
    known = [row for row in rows if row["difference"] is not None]
    if not known:
        return ""
    figure, axes = new(9, 0.8 + 0.3 * len(known))
    names = list(dict.fromkeys(row["comparison"] for row in known))
    for place, row in enumerate(known[::-1]):
        colour = COLOURS[names.index(row["comparison"]) % len(COLOURS)]
        axes.plot([row["low"], row["high"]], [place, place], color=colour, linewidth=2)
        axes.plot([row["difference"]], [place], "D", color=colour, markersize=5)
    axes.axvline(0, color="#6b7a89", linewidth=1)
    axes.set_yticks(range(len(known)), [row["way"] for row in known[::-1]])
    axes.set_xlabel(names[0] if len(names) == 1 else "difference")
    return svg(figure)


def pairs(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return for each two partners how probably each is named, and neither."""
    if not rows:
        return ""
    figure, axes = new(8, 0.9 + 0.5 * len(rows))
    for place, row in enumerate(rows[::-1]):
        left = 0.0
        for key, colour in (("first named", COLOURS[0]), ("neither", "#c9d1d9"), ("second named", COLOURS[1])):
            part = 100 * row[key]["p"]
            axes.barh(place, part, left=left, color=colour, height=0.6)
            axes.text(left + part / 2, place, f"{part:.0f} %", ha="center", va="center", fontsize=9)
            left += part
    axes.set_yticks(range(len(rows)), [f"{row['first']} | neither | {row['second']}" for row in rows[::-1]])
    axes.set_xlim(0, 100)
    axes.set_xlabel("percent who say that it went better with")
    return svg(figure)
