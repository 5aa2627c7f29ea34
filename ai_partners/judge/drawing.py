"""Plots of an evaluation's page, as SVG in the page itself."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.figure import Figure

Array = np.ndarray[Any, Any]
COLOURS = ("#2d6cdf", "#e0813a", "#3a9d6e", "#a65bd1", "#c94a5a", "#6b7a89", "#b8a032", "#38a3b8")


def svg(figure: Figure) -> str:
    """Return a figure as SVG, the same bytes for the same figure."""
    from matplotlib import rc_context

    drawn = io.StringIO()
    with rc_context({"svg.hashsalt": "crossplay"}):
        figure.savefig(drawn, format="svg", metadata={"Date": None})
    return drawn.getvalue()[drawn.getvalue().index("<svg") :]


def new(width: float, height: float) -> tuple[Figure, Any]:
    """Return a figure and its axes, in inches."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout="constrained")
    axes = figure.subplots()
    axes.spines[["top", "right"]].set_visible(False)
    return figure, axes


def heat(names: Sequence[str], matrix: Array, across: str, down: str) -> str:
    """Return a matrix [names, names] as a heat map with its numbers."""
    size = 2 + 0.55 * len(names)
    figure, axes = new(size + 1, size)
    axes.imshow(matrix, cmap="viridis")
    axes.set_xticks(range(len(names)), names, rotation=60, ha="right")
    axes.set_yticks(range(len(names)), names)
    axes.set_xlabel(across)
    axes.set_ylabel(down)
    middle = (np.nanmin(matrix) + np.nanmax(matrix)) / 2
    for y, row in enumerate(matrix):
        for x, value in enumerate(row):
            colour = "white" if value < middle else "black"
            axes.text(x, y, f"{value:.0f}", ha="center", va="center", color=colour, fontsize=8)
    return svg(figure)


def curves(lines: Mapping[str, tuple[Sequence[float], Sequence[float]]], across: str, up: str) -> str:
    """Return lines by name, each as its points' x and y."""
    figure, axes = new(9, 3.8)
    for number, (name, (x, y)) in enumerate(lines.items()):
        axes.plot(x, y, marker="o", color=COLOURS[number % len(COLOURS)], label=name)
    axes.set_xlabel(across)
    axes.set_ylabel(up)
    axes.legend(frameon=False, ncols=4)
    return svg(figure)


def bars(groups: Sequence[str], series: Mapping[str, Sequence[tuple[int, float, float, float]]], up: str) -> str:
    """Return bars by name, each as (group, height, low, high), a cluster for each group."""
    figure, axes = new(11, 4.2)
    width = 0.8 / max(len(series), 1)
    for number, (name, points) in enumerate(series.items()):
        at = [group + (number - (len(series) - 1) / 2) * width for group, *_ in points]
        heights = [height for _, height, _, _ in points]
        errors = [[max(h - low, 0) for _, h, low, _ in points], [max(high - h, 0) for _, h, _, high in points]]
        axes.bar(at, heights, width * 0.9, yerr=errors, color=COLOURS[number % len(COLOURS)], label=name)
    axes.set_xticks(range(len(groups)), [group.replace("_", " ") for group in groups])
    axes.set_ylabel(up)
    if series:
        axes.legend(frameon=False, ncols=4)
    return svg(figure)
