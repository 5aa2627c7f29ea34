"""The model's twin: the same difference from one figure for each unit, by resampling, with its effect sizes.

It assumes nothing but that units are independent of each other. Intervals are BCa's (Efron 1987, JASA 82), with fixed
dice, by scipy.
"""

from __future__ import annotations

import warnings
from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from study.report.stored import Figure

Array = np.ndarray[Any, np.dtype[np.float64]]
RESAMPLES = 2_000
FEWEST = 3
"""Units, of each group: so many that one can be left out."""


class Twin(NamedTuple):
    """A difference by unit, and how large it is."""

    units: tuple[int, ...]
    """How many: of those with both values; or with the first and with the second."""
    difference: float
    interval: tuple[float, float]
    median: float
    """Of the differences; or the difference of the medians."""
    d: float | None
    """Difference in standard deviations: of the differences (d_z), or of both groups together (Cohen's d)."""
    d_interval: tuple[float, float] | None
    d_average: float | None
    """Difference in standard deviations, the mean of those under both values (d_av; Lakens 2013, Frontiers 4)."""
    more: float
    """Probability of superiority: of a unit to have more with the first value; a tie counts as half."""
    p: float
    """Of the ranks: Wilcoxon's signed ranks, or Mann and Whitney's."""
    error: float
    """Standard error of the difference."""
    df: int

    @property
    def cliff(self) -> float:
        """Return Cliff's delta: how much more often the first has more than the second."""
        return 2 * self.more - 1


def twin(figures: Sequence[Figure], first: str | float, second: str | float, *, is_within: bool) -> Twin | None:
    """Return the difference by unit; None where there are fewer than three, in each group."""
    if is_within:
        both = paired(figures, first, second)
        return _within(*both) if both.shape[1] >= FEWEST else None
    one, other = (np.array(list(means(figures, value).values())) for value in (first, second))
    return _between(one, other) if min(len(one), len(other)) >= FEWEST else None


def paired(figures: Sequence[Figure], first: str | float, second: str | float) -> Array:
    """Return [2, units] what each unit has with both values: the mean over the levels that it has met with both."""
    found: dict[str, dict[str, dict[Any, list[float]]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    for each in figures:
        found[each.unit][each.level][each.value].append(each.amount)
    rows = []
    for levels in found.values():
        both = [met for met in levels.values() if first in met and second in met]
        if not both:
            together: dict[Any, list[float]] = defaultdict(list)
            for met in levels.values():
                for value, amounts in met.items():
                    together[value] += amounts
            both = [together] if first in together and second in together else []
        if both:
            rows.append([float(np.mean([np.mean(met[value]) for met in both])) for value in (first, second)])
    return np.array(rows).reshape(-1, 2).T


def means(figures: Sequence[Figure], value: str | float) -> dict[str, float]:
    """Return by unit its mean with a value, over levels alike."""
    found: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for each in figures:
        if each.value == value:
            found[each.unit][each.level].append(each.amount)
    return {unit: float(np.mean([np.mean(amounts) for amounts in met.values()])) for unit, met in found.items()}


def _within(one: Array, other: Array) -> Twin:
    """Return the difference within units."""
    from scipy import stats

    gaps = one - other
    spread, each = float(gaps.std(ddof=1)), (float(one.std(ddof=1)) + float(other.std(ddof=1))) / 2
    mean = float(gaps.mean())
    p = float(stats.wilcoxon(gaps, zero_method="pratt").pvalue) if gaps.any() else 1.0
    return Twin(
        (len(gaps),), mean, _bca((gaps,), np.mean), float(np.median(gaps)), mean / spread if spread > 0 else None,
        _bca((gaps,), _d_z) if spread > 0 else None, mean / each if each > 0 else None,
        float(np.mean((gaps > 0) + (gaps == 0) / 2)), p, spread / len(gaps) ** 0.5, len(gaps) - 1,
    )  # fmt: skip


def _between(one: Array, other: Array) -> Twin:
    """Return the difference between units."""
    from scipy import stats

    found = stats.mannwhitneyu(one, other)
    spread = float(_pooled(one, other))
    mean = float(one.mean() - other.mean())
    error = float(np.sqrt(one.var(ddof=1) / len(one) + other.var(ddof=1) / len(other)))
    return Twin(
        (len(one), len(other)), mean, _bca((one, other), _gap), float(np.median(one) - np.median(other)),
        mean / spread if spread > 0 else None, _bca((one, other), _cohen) if spread > 0 else None, None,
        float(found.statistic / (len(one) * len(other))), float(found.pvalue), error, len(one) + len(other) - 2,
    )  # fmt: skip


def _bca(samples: tuple[Array, ...], statistic: Callable[..., Any]) -> tuple[float, float]:
    """Return a BCa interval, or where that cannot be told the percentiles'; of equal figures the statistic itself."""
    from scipy import stats

    if all(np.ptp(sample) == 0 for sample in samples):
        found = float(statistic(*samples, axis=-1))
        return found, found
    for method in ("BCa", "percentile"):
        dice = np.random.default_rng(0)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", stats.DegenerateDataWarning)
            told = stats.bootstrap(samples, statistic, n_resamples=RESAMPLES, method=method, rng=dice, vectorized=True)
        low, high = told.confidence_interval
        if np.isfinite(low) and np.isfinite(high):
            break
    return float(low), float(high)


def _d_z(gaps: Array, axis: int) -> Array:
    """Return means in standard deviations; 0 for a resample without any spread."""
    spread = gaps.std(axis=axis, ddof=1)
    return np.asarray(np.where(spread > 0, gaps.mean(axis=axis) / np.where(spread > 0, spread, 1), 0.0))


def _gap(one: Array, other: Array, axis: int) -> Array:
    """Return differences of means."""
    return np.asarray(one.mean(axis=axis) - other.mean(axis=axis))


def _cohen(one: Array, other: Array, axis: int) -> Array:
    """Return differences in pooled standard deviations; 0 for a resample without any spread."""
    pooled = _pooled(one, other, axis)
    return np.asarray(np.where(pooled > 0, _gap(one, other, axis) / np.where(pooled > 0, pooled, 1), 0.0))


def _pooled(one: Array, other: Array, axis: int = -1) -> Array:
    """Return standard deviations of two groups together."""
    n, m = one.shape[axis], other.shape[axis]
    parts = (n - 1) * one.var(axis=axis, ddof=1) + (m - 1) * other.var(axis=axis, ddof=1)
    return np.asarray(np.sqrt(parts / (n + m - 2)))
