"""The mixed model of the points of rounds: what differs between two values of a factor, beside what units differ by.

    points ~ value * level + round + (1 + value | unit)

Fitted by restricted maximum likelihood (statsmodels' MixedLM; Laird & Ware 1982, Biometrics 38). The value is coded
-1/2 and 1/2 and levels by their deviation from the mean of all, so that the value's coefficient is its difference over
all levels alike. What the data cannot tell apart is left out in a fixed order, and so is what does not converge; the
formula that comes back says what was fitted. Intervals are by the t distribution with as many degrees of freedom as
there are units, less one (or two, for a factor between them): with few units the normal distribution promises too much.
"""

from __future__ import annotations

import functools
import warnings
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from study.report.stored import Figure

Array = np.ndarray[Any, np.dtype[np.float64]]
LEVEL = 0.95


class Estimate(NamedTuple):
    """A difference as the model has it."""

    difference: float
    error: float
    """Its standard error."""
    df: int
    formula: str
    """What was fitted."""
    notes: tuple[str, ...]
    """What of the model was left out, and why."""

    @property
    def interval(self) -> tuple[float, float]:
        """Return the 95 % interval."""
        from scipy import stats

        low, high = stats.t.interval(LEVEL, self.df, self.difference, self.error)
        return float(low), float(high)

    @property
    def p(self) -> float:
        """Return the probability of a difference as large where there is none."""
        from scipy import stats

        return float(2 * stats.t.sf(abs(self.difference) / self.error, self.df))

    def p_of_less(self, smallest: float) -> float:
        """Return the larger p-value of two one-sided tests against a difference of ``smallest`` (Schuirmann 1987)."""
        from scipy import stats

        above = stats.t.sf((self.difference + smallest) / self.error, self.df)
        below = stats.t.cdf((self.difference - smallest) / self.error, self.df)
        return float(max(above, below))


class Terms(NamedTuple):
    """The fixed part of a model."""

    names: tuple[str, ...]
    matrix: Array
    """[figures, columns]; the second column is the value's."""
    left_out: tuple[str, ...]


@functools.lru_cache(maxsize=64)
def estimate(
    figures: tuple[Figure, ...], first: str | float, second: str | float, *, is_within: bool, with_rtt: bool = False
) -> Estimate | None:
    """Return how much more there is with the first value than with the second; None where that cannot be told."""
    amounts = np.array([each.amount for each in figures])
    spread = float(amounts.std())
    units = sorted({each.unit for each in figures})
    if spread <= 0 or len(units) <= 2:  # noqa: PLR2004 - two are needed for the difference itself
        return None
    sign = np.array([0.5 if each.value == first else -0.5 for each in figures])
    terms = _terms(figures, sign, with_rtt=with_rtt)
    groups = np.array([units.index(each.unit) for each in figures])
    df = units_of_both(figures, first, second, is_within=is_within) - (1 if is_within else 2)
    parts = _random_parts(groups, sign, is_within=is_within)
    told = [f"{term} cannot be told apart from the others" for term in terms.left_out]
    for random, columns, is_free in parts:
        fitted = _fit(amounts / spread, terms.matrix, groups, columns, is_free=is_free)
        if fitted is not None:
            formula = f"points ~ {' + '.join(terms.names)}{random}"
            return Estimate(fitted[0] * spread, fitted[1] * spread, df, formula, tuple(told))
        told.append(f"with{random.removeprefix(' +')} it does not converge inside of its bounds")
    return None


def units_of_both(figures: Sequence[Figure], first: str | float, second: str | float, *, is_within: bool) -> int:
    """Return how many units are compared: those with both values, or, between units, with either."""
    one, other = ({each.unit for each in figures if each.value == value} for value in (first, second))
    return len(one & other if is_within else one | other)


def _terms(figures: Sequence[Figure], sign: Array, *, with_rtt: bool) -> Terms:
    """Return the fixed part: each term as long as its columns are no mixture of those before it."""
    levels = sorted({each.level for each in figures})
    shown = np.array([[float(each.level == level) for level in levels] for each in figures])
    deviations = shown[:, :-1] - shown[:, -1:]
    rounds = np.array([float(each.number) for each in figures])
    rtts = np.array([each.rtt for each in figures])
    known = rtts[rtts >= 0]
    wanted: list[tuple[str, Array]] = [("value", sign[:, None])]
    wanted += [("level", deviations)] if len(levels) > 1 else []
    wanted += [("round", _standard(rounds)[:, None])] if len(set(rounds)) > 1 else []
    wanted += [("value:level", sign[:, None] * deviations)] if len(levels) > 1 else []
    if with_rtt and len(known) > 0:
        wanted.append(("rtt", _standard(np.where(rtts >= 0, rtts, known.mean()))[:, None]))
    matrix, names, left_out = np.ones((len(figures), 1)), [], []
    for name, columns in wanted:
        wider = np.hstack([matrix, columns])
        if np.linalg.matrix_rank(wider) == wider.shape[1] < len(figures):
            matrix = wider
            names.append(name)
        else:
            left_out.append(name)
    return Terms(tuple(names), matrix, tuple(left_out))


def _standard(values: Array) -> Array:
    """Return values with mean 0 and spread 1."""
    spread = float(values.std())
    centred: Array = values - values.mean()
    return centred / spread if spread > 0 else centred


def _random_parts(groups: Array, sign: Array, *, is_within: bool) -> list[tuple[str, Array | None, bool]]:
    """Return what units may differ by, the richest first: its formula, its columns, and whether they may correlate."""
    counts = [np.bincount(groups[sign == side], minlength=int(groups.max()) + 1) for side in (0.5, -0.5)]
    ones = np.ones((len(groups), 1))
    parts: list[tuple[str, Array | None, bool]] = []
    if is_within and all(np.median(count) > 1 for count in counts):
        both = np.hstack([ones, sign[:, None]])
        parts += [(" + (1 + value | unit)", both, True), (" + (1 + value || unit)", both, False)]
    if np.max(counts[0] + counts[1]) > 1:
        parts.append((" + (1 | unit)", ones, True))
    return parts or [("", None, True)]


def _fit(
    amounts: Array, matrix: Array, groups: Array, columns: Array | None, *, is_free: bool
) -> tuple[float, float] | None:
    """Return the value's coefficient and its standard error; None where it does not converge inside of its bounds.

    Powell's method: of statsmodels' the one that found the best likelihood in all of our simulated studies.
    """
    from statsmodels.regression.linear_model import OLS
    from statsmodels.regression.mixed_linear_model import MixedLM, MixedLMParams

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            if columns is None:
                found = OLS(amounts, matrix).fit()
                told = float(found.params[1]), float(found.bse[1])
                return told if len(amounts) > matrix.shape[1] and told[1] > 0 else None
            model = MixedLM(amounts, matrix, groups, exog_re=columns)
            free = (
                None if is_free else MixedLMParams.from_components(np.ones(matrix.shape[1]), np.eye(columns.shape[1]))
            )
            found = model.fit(reml=True, free=free, method="powell", maxiter=200)
            error = float(found.bse_fe[1])
        except (np.linalg.LinAlgError, ValueError):
            return None
    is_bound = any("boundary" in str(each.message) for each in caught) and columns.shape[1] > 1
    return (float(found.fe_params[1]), error) if found.converged and not is_bound and error > 0 else None
