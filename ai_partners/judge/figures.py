"""Figures of an evaluation: interquartile means with intervals over seeds and proxies, worst seats, worst partners."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import stats

from ai_partners.judge.suite import RESPONSE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ai_partners.judge.suite import Cell, Suite

Array = np.ndarray[Any, Any]
RESAMPLES = 2000


def summary(suite: Suite, cells: Sequence[Cell]) -> list[dict[str, Any]]:
    """Return a row for each partner: its figures over all levels, and on each of them."""
    proxied = [cell for cell in cells if cell.proxy not in suite.sanity and cell.partner != RESPONSE]
    names = dict.fromkeys(cell.partner for cell in proxied)
    rows = [_partner(suite, name, [c for c in proxied if c.partner == name], cells) for name in names]
    best = [cell for cell in cells if cell.partner == RESPONSE]
    return [_with_ratio(row, proxied, best) for row in rows] if suite.responses else rows


def _with_ratio(row: dict[str, Any], cells: Sequence[Cell], best: Sequence[Cell]) -> dict[str, Any]:
    """Return a partner's row with its part of the best responses' points, on each level and over all.

    The mean over proxies of points / points of the best response, both over all seats and rounds; it may be above 1.
    A proxy with whom the best response makes nothing says nothing and is left out.
    """
    for level, found in row["levels"].items():
        parts = []
        for proxy in dict.fromkeys(cell.proxy for cell in best if cell.level == level):
            most = _mean(c for c in best if (c.level, c.proxy) == (level, proxy))
            own = _mean(c for c in cells if (c.partner, c.level, c.proxy) == (row["partner"], level, proxy))
            if most > 0:
                parts.append(own / most)
        found["ratio"] = round(float(np.mean(parts)), 3) if parts else None
    ratios = [found["ratio"] for found in row["levels"].values() if found["ratio"] is not None]
    return row | {"ratio": round(float(np.mean(ratios)), 3) if len(ratios) == len(row["levels"]) else None}


def _partner(suite: Suite, name: str, cells: list[Cell], everything: Sequence[Cell]) -> dict[str, Any]:
    """Return one partner's row."""
    levels = {level: _level([c for c in cells if c.level == level]) for level in suite.levels}
    known = {level: row for level, row in levels.items() if row}
    sane = [c for c in everything if c.partner == name and c.proxy in suite.sanity]
    by_sane = {proxy: round(_mean(c for c in sane if c.proxy == proxy), 1) for proxy in suite.sanity}
    means = [row["mean"] for row in known.values()]
    whole = round(float(np.mean(means)), 1) if len(known) == len(suite.levels) else None
    ratios = [row["seat_ratio"] for row in known.values()]
    return {"partner": name, "mean": whole, "worst_seat_ratio": min(ratios), "sanity": by_sane, "levels": known}


def _level(cells: list[Cell]) -> dict[str, Any]:
    """Return a partner's figures on one level; none where it was not played."""
    if not cells:
        return {}
    table = grid(cells)
    seats = [float(table[seat].mean()) for seat in range(len(table))]
    low, high = interval(table)
    return {
        "mean": round(float(table.mean()), 1),
        "iqm": round(iqm(table.reshape(-1)), 1),
        "interval": [round(low, 1), round(high, 1)],
        "seats": [round(points, 1) for points in seats],
        "seat_ratio": round(min(seats) / max(*seats, 1e-9), 3),
        "worst_proxy": round(float(table.mean(axis=(0, 1)).min()), 1),
        "seeds": {
            str(seed): round(_mean(c for c in cells if c.seed == seed), 1) for seed in sorted({c.seed for c in cells})
        },
    }


def grid(cells: Sequence[Cell]) -> Array:
    """Return mean points [seats, seeds, proxies]; every seed has met the same proxies in the same seats."""
    seats, seeds = sorted({c.seat for c in cells}), sorted({c.seed for c in cells})
    proxies = sorted({c.proxy for c in cells})
    found = np.full((len(seats), len(seeds), len(proxies)), np.nan)
    for cell in cells:
        place = (seats.index(cell.seat), seeds.index(cell.seed), proxies.index(cell.proxy))
        found[place] = float(np.mean(cell.points))
    return found


def iqm(points: Array) -> float:
    """Return the mean of the middle half (the interquartile mean of Agarwal et al. 2021, arXiv 2108.13264)."""
    return float(stats.trim_mean(points, 0.25))


def interval(table: Array, seed: int = 0) -> tuple[float, float]:
    """Return the 95 % interval of the mean of points [seats, seeds, proxies], drawing seeds and proxies anew.

    Seats are not drawn: both are always played. Rounds are not either: a partner's luck in its rounds is small beside
    the difference between partners who were trained alike.
    """
    dice = np.random.default_rng(seed)
    _, seeds, proxies = table.shape
    drawn = [
        float(table[:, dice.integers(seeds, size=seeds)][:, :, dice.integers(proxies, size=proxies)].mean())
        for _ in range(RESAMPLES)
    ]
    low, high = np.quantile(drawn, [0.025, 0.975])
    return float(low), float(high)


def _mean(cells: Iterable[Cell]) -> float:
    """Return the mean of all rounds of cells."""
    found = [points for cell in cells for points in cell.points]
    return float(np.mean(found)) if found else float("nan")
