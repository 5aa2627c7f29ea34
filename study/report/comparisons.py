"""Comparisons: those that the design plans, tested and corrected for each other, and all others, called exploratory."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from study.design.planning import POINTS, in_words, outcomes_of
from study.design.spec import Contrast
from study.design.values import plain
from study.report import mixed
from study.report.stored import figures, planned_choice
from study.report.twin import twin

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from study.design.spec import Design
    from study.report.mixed import Estimate
    from study.report.stored import Choice, Figure, Stored
    from study.report.twin import Twin

LEAST = 6
"""Units below which nothing is told, where the design plans nothing; the fewest whose ranks can differ at 5 %."""
ALPHA = 0.05
FAMILIES = ("primary", "secondary")


def families(stored: Stored) -> dict[str, list[dict[str, Any]]]:
    """Return the planned comparisons by family, the p-values of each corrected for each other (Holm 1979)."""
    plan = stored.design.analysis
    if plan is None:
        return {}
    found = {}
    for family in FAMILIES:
        rows = [compare(stored, each, planned_choice(stored.design)) for each in getattr(plan, family)]
        found[family] = [row | {"test": row["test"] | holm} if row["test"] else row for row, holm in _holm(rows)]
    return found


def exploratory(stored: Stored) -> list[dict[str, Any]]:
    """Return what was not planned: each outcome for each two values of each factor, with the probability named so."""
    known = {_key(each) for family in FAMILIES for each in getattr(stored.design.analysis, family, ())}
    choice = planned_choice(stored.design)
    rows = []
    for name, factor in stored.design.factors.items():
        for outcome in outcomes_of(stored.design, name):
            for first, second in itertools.combinations(factor.values, 2):
                contrast = Contrast(outcome, name, first, second, 1.0)
                if _key(contrast) not in known:
                    rows.append(_explored(stored, contrast, choice))
    return rows


def least(design: Design) -> int:
    """Return how many units the plan needs to tell anything; `LEAST` where nothing is planned."""
    return design.analysis.minimum if design.analysis is not None else LEAST


def compare(stored: Stored, contrast: Contrast, choice: Choice, *, with_rtt: bool = False) -> dict[str, Any]:
    """Return a comparison with its test: of points by the mixed model, of scores by ranks; None where data is short."""
    found, pair = _compared(stored, contrast, choice)
    told: dict[str, Any] = {
        "comparison": in_words(contrast),
        "first": plain(contrast.first),
        "second": plain(contrast.second),
        "units": _units(stored, contrast, found),
        "test": None,
        "twin": None,
    }
    if pair is None:
        return told
    told["twin"] = _effects(pair)
    is_within = _is_within(stored, contrast)
    if contrast.outcome == POINTS:
        model = mixed.estimate(tuple(found), contrast.first, contrast.second, is_within=is_within, with_rtt=with_rtt)
        told["test"] = _modelled(model, contrast) if model is not None else None
    else:
        told["test"] = _ranked(pair, contrast, is_within=is_within)
    return told


def _explored(stored: Stored, contrast: Contrast, choice: Choice) -> dict[str, Any]:
    """Return a comparison that nobody planned."""
    found, pair = _compared(stored, contrast, choice)
    told = {
        "comparison": in_words(contrast),
        "units": _units(stored, contrast, found),
        "twin": None,
        "exploratory p": None,
    }
    return told if pair is None else told | {"twin": _effects(pair), "exploratory p": round(pair.p, 4)}


def _compared(stored: Stored, contrast: Contrast, choice: Choice) -> tuple[list[Figure], Twin | None]:
    """Return the figures of two values, and their difference by unit where there are enough units."""
    both = (contrast.first, contrast.second)
    found = [each for each in figures(stored, contrast.outcome, contrast.factor, choice) if each.value in both]
    pair = twin(found, *both, is_within=_is_within(stored, contrast))
    return found, pair if pair is not None and sum(pair.units) >= least(stored.design) else None


def _units(stored: Stored, contrast: Contrast, found: Sequence[Figure]) -> int:
    """Return how many units a comparison has."""
    is_within = _is_within(stored, contrast)
    return mixed.units_of_both(found, contrast.first, contrast.second, is_within=is_within)


def _is_within(stored: Stored, contrast: Contrast) -> bool:
    """Tell whether both values are met by the same units."""
    return stored.design.factors[contrast.factor].vary == "within"


def _effects(pair: Twin) -> dict[str, Any]:
    """Return the difference by unit and its sizes."""
    return {
        "difference": _round(pair.difference), "low": _round(pair.interval[0]), "high": _round(pair.interval[1]),
        "median": _round(pair.median), "d": _round(pair.d),
        "d low": _round(pair.d_interval[0]) if pair.d_interval else None,
        "d high": _round(pair.d_interval[1]) if pair.d_interval else None, "d average": _round(pair.d_average),
        "more often": _round(pair.more), "cliff": _round(pair.cliff),
    }  # fmt: skip


def _modelled(model: Estimate, contrast: Contrast) -> dict[str, Any]:
    """Return the mixed model's test."""
    low, high = model.interval
    formula, *notes = (words.replace("value", contrast.factor) for words in (model.formula, *model.notes))
    return {
        "by": "mixed model", "formula": formula, "notes": notes,
        "difference": _round(model.difference), "low": _round(low), "high": _round(high), "df": model.df,
        "p": _p(model.p), "smallest": contrast.smallest, "p of less": _p(model.p_of_less(contrast.smallest)),
    }  # fmt: skip


def _ranked(pair: Twin, contrast: Contrast, *, is_within: bool) -> dict[str, Any]:
    """Return the test of ranks; that a difference is less than the smallest one is tested by its mean."""
    mean = mixed.Estimate(pair.difference, pair.error, pair.df, "", ())
    less = mean.p_of_less(contrast.smallest) if pair.error > 0 else float(abs(pair.difference) >= contrast.smallest)
    return {
        "by": "Wilcoxon's signed ranks" if is_within else "Mann and Whitney's ranks", "formula": "", "notes": [],
        "difference": _round(pair.difference), "low": _round(pair.interval[0]), "high": _round(pair.interval[1]),
        "df": pair.df, "p": _p(pair.p), "smallest": contrast.smallest, "p of less": _p(less),
    }  # fmt: skip


def _holm(rows: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Yield each comparison with its corrected p-value and what follows; one without a test counts in no family."""
    from statsmodels.stats.multitest import multipletests

    ps = [row["test"]["p"] for row in rows if row["test"]]
    corrected = iter(multipletests(ps, ALPHA, method="holm")[1] if ps else ())
    for row in rows:
        if row["test"]:
            p = _p(float(next(corrected)))
            yield row, {"holm p": p, "finding": _finding(row, p)}
        else:
            yield row, {}


def _finding(row: dict[str, Any], p: float) -> str:
    """Return what a test has found, in words."""
    test = row["test"]
    if p < ALPHA:
        return f"more with {row['first' if test['difference'] > 0 else 'second']}"
    return "no difference that matters" if test["p of less"] < ALPHA else "no difference shown"


def _key(contrast: Contrast) -> tuple[str, str, frozenset[str | float]]:
    """Return what makes two comparisons one."""
    return contrast.outcome, contrast.factor, frozenset((contrast.first, contrast.second))


def _round(value: float | None) -> float | None:
    """Return a figure as it is told."""
    return None if value is None else round(value, 3)


def _p(value: float) -> float:
    """Return a probability as it is told."""
    return round(value, 5)
