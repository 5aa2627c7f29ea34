"""Power: how many participants a comparison within participants needs, by theory, and by resampling a pilot."""

from __future__ import annotations

import importlib.util
import math
from typing import TYPE_CHECKING, Any

import numpy as np

from game.core.contract import CrossplayError
from study.design.planning import in_words
from study.report.comparisons import LEAST
from study.report.stored import figures, gather, planned_choice
from study.report.twin import paired
from study.report.whole import NEEDED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from study.design.spec import Contrast
    from study.report.stored import Stored

RESAMPLES = 2_000
CURVE = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
MOST = 5_000
"""Participants above which nobody looks further."""


class PowerError(CrossplayError):
    """A question about power that cannot be answered."""


def needed(effect: float, power: float, alpha: float, comparisons: int) -> dict[str, Any]:
    """Return how many participants a paired t test needs, and which power some others have.

    ``effect`` is d_z, the difference in standard deviations of the participants' differences. Each of several primary
    comparisons is held to alpha divided by their number, which is the hardest that Holm's correction can ask.
    """
    solver = _solver()
    own = alpha / comparisons
    participants = math.ceil(solver.solve_power(effect, power=power, alpha=own))
    curve = {
        str(round(100 * part)): math.ceil(solver.solve_power(effect, power=part, alpha=own))
        for part in sorted({*CURVE, power})
    }
    return {
        "comparison": f"d_z {effect:g}", "effect": effect, "power": power, "alpha": alpha, "comparisons": comparisons,
        "participants": participants, "by power %": curve,
    }  # fmt: skip


def needed_like(store: Path, study: str, power: float, alpha: float) -> list[dict[str, Any]]:
    """Return for each primary comparison of a study how many participants find its smallest difference that matters.

    The spread is that of the study's own data, as a pilot's: by theory with d_z = smallest / spread, and, as nothing
    says that differences are normal, by drawing participants from the pilot with their mean moved to the smallest
    difference (2,000 drawn studies for each number). Raises `PowerError` where there is no plan or too little data.
    """
    stored = gather(store, study)
    plan = stored.design.analysis
    if plan is None:
        message = f"study {study!r} plans no comparison; give its design an 'analysis', or say --effect"
        raise PowerError(message)
    inner = [each for each in plan.primary if stored.design.factors[each.factor].vary == "within"]
    if not inner:
        message = f"study {study!r} plans no primary comparison within participants; say --effect"
        raise PowerError(message)
    return [_like(stored, each, (power, alpha, len(plan.primary))) for each in inner]


def _like(stored: Stored, contrast: Contrast, terms: tuple[float, float, int]) -> dict[str, Any]:
    """Return how many participants find a comparison's smallest difference; ``terms``: power, alpha, comparisons."""
    power, alpha, comparisons = terms
    found = figures(stored, contrast.outcome, contrast.factor, planned_choice(stored.design))
    both = paired(found, contrast.first, contrast.second)
    if both.shape[1] < LEAST:
        words = f"{both.shape[1]} participants have both; at least {LEAST} are needed to see a spread"
        message = f"{in_words(contrast)}: {words}"
        raise PowerError(message)
    gaps = both[0] - both[1]
    spread = float(gaps.std(ddof=1))
    if spread <= 0:
        words = f"all {both.shape[1]} differences are equal, so there is no spread to plan with"
        message = f"{in_words(contrast)}: {words}"
        raise PowerError(message)
    return needed(contrast.smallest / spread, power, alpha, comparisons) | {
        "comparison": in_words(contrast), "smallest": contrast.smallest, "spread": round(spread, 3),
        "drawn participants": simulated(gaps, contrast.smallest, power, alpha / comparisons),
    }  # fmt: skip


def simulated(gaps: np.ndarray[Any, Any], smallest: float, power: float, alpha: float) -> int | None:
    """Return the fewest participants of whose drawn studies enough find a difference; None above 5,000."""
    low, high = 2, 4
    while _power(gaps, smallest, high, alpha) < power:
        low, high = high, 2 * high
        if high > MOST:
            return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _power(gaps, smallest, middle, alpha) >= power else (middle, high)
    return high


def lines(found: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Yield the answer in words."""
    for row in found:
        yield (
            f"{row['comparison']}: {row['participants']} participants for a power of {100 * row['power']:g} %, "
            f"two-sided alpha {row['alpha']:g}, {row['comparisons']} primary comparison{'s' * (row['comparisons'] > 1)}"
        )
        if "spread" in row:
            drawn = row["drawn participants"]
            words = f"{drawn} participants" if drawn else f"more than {MOST} participants"
            spread = f"{row['spread']:g} (d_z {row['effect']:.2f})"
            yield f"  to find {row['smallest']:g} where the spread of differences is {spread}"
            yield f"  by studies drawn from the pilot: {words}"
        yield "  by power: " + ", ".join(f"{part} % {count}" for part, count in row["by power %"].items())


def _power(gaps: np.ndarray[Any, Any], smallest: float, participants: int, alpha: float) -> float:
    """Return which part of drawn studies finds the smallest difference by a paired t test."""
    from scipy import stats

    dice = np.random.default_rng(participants)
    drawn = (gaps - gaps.mean() + smallest)[dice.integers(len(gaps), size=(RESAMPLES, participants))]
    spread = drawn.std(axis=1, ddof=1)
    t = drawn.mean(axis=1) / np.where(spread > 0, spread / np.sqrt(participants), 1e-12)
    return float(np.mean(np.abs(t) > stats.t.isf(alpha / 2, participants - 1)))


def _solver() -> Any:
    """Return what knows the power of paired t tests; raises `PowerError` where it is not installed."""
    if importlib.util.find_spec("statsmodels") is None:
        raise PowerError(NEEDED)
    from statsmodels.stats.power import TTestPower

    return TTestPower()
