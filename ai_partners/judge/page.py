"""The page of an evaluation: one HTML file that holds its tables and plots and needs nothing else."""

from __future__ import annotations

import html
import io
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ai_partners.judge.suite import Suite

STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#1d2733}"
    "table{border-collapse:collapse;margin:1rem 0}td,th{padding:.3rem .8rem;border-bottom:1px solid #d6dde4;"
    "text-align:right}td:first-child,th:first-child{text-align:left}svg{max-width:100%;height:auto}"
)
COLOURS = ("#2d6cdf", "#e0813a", "#3a9d6e", "#a65bd1", "#c94a5a", "#6b7a89", "#b8a032", "#38a3b8")


def page(suite: Suite, rows: Sequence[dict[str, Any]], ledger: dict[str, Any]) -> str:
    """Return an evaluation as one HTML page; ``rows`` are those of `figures.summary`."""
    head = ["partner", "all levels", *suite.levels, "worse / better seat"]
    body = "".join(
        _line([row["partner"], _told(row["mean"]), *_levels(suite, row), _told(row["worst_seat_ratio"])])
        for row in rows
    )
    title = html.escape(f"Suite {suite.name}")
    spent = ", ".join(f"{html.escape(key)} {html.escape(str(value))}" for key, value in ledger.items())
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title><style>{STYLE}</style>'
        f"<h1>{title}</h1><p>{html.escape(suite.summary)}</p><table>{_line(head, 'th')}{body}</table>"
        f"{_plot(suite, rows)}<h2>Every seed</h2>{_seeds(suite, rows)}<p>{spent}</p></html>"
    )


def _levels(suite: Suite, row: dict[str, Any]) -> list[str]:
    """Return a partner's points on each level, seat by seat, with the interval of their mean."""
    return [_cell(row["levels"].get(level)) for level in suite.levels]


def _cell(level: dict[str, Any] | None) -> str:
    """Return one level's points."""
    if level is None:
        return "-"
    seats = " / ".join(f"{points:.0f}" for points in level["seats"])
    return f"{level['mean']:.1f} ({level['interval'][0]:.0f} to {level['interval'][1]:.0f}; seats {seats})"


def _seeds(suite: Suite, rows: Sequence[dict[str, Any]]) -> str:
    """Return a table with the points of every seed."""
    lines = [_line(["partner", *suite.levels], "th")]
    for row in rows:
        found = [row["levels"].get(level, {}).get("seeds", {}) for level in suite.levels]
        lines.append(
            _line([row["partner"], *(", ".join(f"{points:.0f}" for points in seeds.values()) for seeds in found)])
        )
    return f"<table>{''.join(lines)}</table>"


def _line(words: Sequence[str], kind: str = "td") -> str:
    """Return a row of a table."""
    return "<tr>" + "".join(f"<{kind}>{html.escape(word)}</{kind}>" for word in words) + "</tr>"


def _told(number: float | None) -> str:
    """Return a number, or a dash."""
    return "-" if number is None else f"{number:g}"


def _plot(suite: Suite, rows: Sequence[dict[str, Any]]) -> str:
    """Return bars with intervals, a group for each level, as SVG."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(11, 4.2), layout="constrained")
    axes = figure.subplots()
    width = 0.8 / max(len(rows), 1)
    for number, row in enumerate(rows):
        found = [(place, row["levels"][level]) for place, level in enumerate(suite.levels) if level in row["levels"]]
        at = [place + (number - (len(rows) - 1) / 2) * width for place, _ in found]
        means = [level["mean"] for _, level in found]
        below = [max(level["mean"] - level["interval"][0], 0) for _, level in found]
        above = [max(level["interval"][1] - level["mean"], 0) for _, level in found]
        axes.bar(
            at, means, width * 0.9, yerr=[below, above], color=COLOURS[number % len(COLOURS)], label=row["partner"]
        )
    axes.set_xticks(range(len(suite.levels)), [level.replace("_", " ") for level in suite.levels])
    axes.set_ylabel("points in a round")
    axes.spines[["top", "right"]].set_visible(False)
    if rows:
        axes.legend(frameon=False, ncols=4)
    drawn = io.StringIO()
    figure.savefig(drawn, format="svg", metadata={"Date": None})
    return drawn.getvalue()[drawn.getvalue().index("<svg") :]
