"""Whether the report's intervals and tests keep what they promise, on simulated studies whose truth is known."""

from __future__ import annotations

import itertools
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from study.report.stored import Figure

PARTICIPANTS = 30
LEVELS = ("one", "two")
EFFECT = 10.0
"""Points, in the studies in which there is a difference."""
APART, DIFFERS, CHANCE = 20.0, 10.0, 20.0
"""Standard deviations: of participants, of how large the difference is for each of them, and of rounds."""
SOUP = 20
"""Points of one soup, in the studies in which points are soups."""
STRENGTHS, TIE = (0.0, 0.5, 1.0), -0.5
"""Of three partners who are compared in pairs."""
WHAT = {
    "covered: mixed model, points spread normally": (93, 97),
    "covered: mixed model, points of soups": (93, 97),
    "covered: resampled difference, points spread normally": (93, 97),
    "covered: resampled difference, points of soups": (93, 97),
    "covered: effect size d_z": (93, 97),
    "covered: difference between participants": (93, 97),
    "covered: preference of one partner before another": (93, 97),
    "false: mixed model": (0, 6),
    "false: signed ranks": (0, 6),
    "false: any of three, by Holm": (0, 6),
    "false: no difference that matters": (0, 6),
}
"""What is counted -> the percent of studies between which it should be."""
ALPHA = 0.05


class Kept(NamedTuple):
    """How often something was so."""

    name: str
    percent: float
    low: float
    high: float
    studies: int

    @property
    def holds(self) -> bool:
        """Tell whether it is within its limits."""
        return self.low <= self.percent <= self.high


def rows(studies: int, only: str = "", processes: int = 2) -> Iterator[Kept]:
    """Yield how often each promise whose name has ``only`` in it was kept, over simulated studies."""
    names = tuple(name for name in WHAT if only in name)
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        parts = pool.map(kept, range(studies), itertools.repeat(names), chunksize=5)
        found = Counter(name for part in parts for name in part)
    for name in names:
        yield Kept(name, round(100 * found[name] / studies, 1), *WHAT[name], studies)


def kept(seed: int, names: Collection[str] = tuple(WHAT)) -> list[str]:
    """Return which of some promises were kept in one simulated study; a false finding counts as one that came about."""
    told = dict(itertools.chain.from_iterable(part(seed) for part, own in PARTS.items() if own & set(names)))
    return [name for name in names if told[name]]


def _covered(seed: int) -> Iterator[tuple[str, bool]]:
    """Yield whether intervals cover the difference that there is, and whether it counts for one that is none."""
    from study.report.mixed import estimate
    from study.report.twin import twin

    for is_soup, name in ((False, "points spread normally"), (True, "points of soups")):
        told = simulated(seed, EFFECT, is_soup=is_soup)
        model, pair = estimate(told, "a", "b", is_within=True), twin(told, "a", "b", is_within=True)
        yield f"covered: mixed model, {name}", model is not None and _holds(model.interval, EFFECT)
        yield f"covered: resampled difference, {name}", pair is not None and _holds(pair.interval, EFFECT)
        if not is_soup:
            size = EFFECT / np.sqrt(DIFFERS**2 + 2 * CHANCE**2 / len(LEVELS))
            interval = pair.d_interval if pair is not None else None
            yield "covered: effect size d_z", interval is not None and _holds(interval, size)
            yield "false: no difference that matters", model is not None and model.p_of_less(EFFECT) < ALPHA


def _false(seed: int) -> Iterator[tuple[str, bool]]:
    """Yield whether a difference is found where there is none."""
    from statsmodels.stats.multitest import multipletests

    from study.report.mixed import estimate
    from study.report.twin import twin

    nothing = [twin(simulated(seed, 0.0, draw=draw), "a", "b", is_within=True) for draw in range(3)]
    ps = [each.p for each in nothing if each is not None]
    yield "false: signed ranks", ps[0] < ALPHA
    yield "false: any of three, by Holm", bool(multipletests(ps, ALPHA, method="holm")[0].any())
    model = estimate(simulated(seed, 0.0), "a", "b", is_within=True)
    yield "false: mixed model", model is not None and model.p < ALPHA


def _between(seed: int) -> Iterator[tuple[str, bool]]:
    """Yield whether the interval of a difference between participants covers it."""
    from study.report.mixed import estimate

    apart = estimate(simulated(seed, EFFECT, is_within=False), "a", "b", is_within=False)
    yield "covered: difference between participants", apart is not None and _holds(apart.interval, EFFECT)


def _preferred(seed: int) -> Iterator[tuple[str, bool]]:
    """Yield whether the interval of a preference covers the truth, in a study of pairs whose answers are drawn."""
    from study.report.preferences import chances_of, intervals

    dice = np.random.default_rng(seed)
    pairs = list(itertools.combinations(range(len(STRENGTHS)), 2))
    truth = chances_of(np.array(STRENGTHS), TIE, pairs)
    votes = np.array([[dice.multinomial(1, chance) for chance in truth] for _ in range(PARTICIPANTS)])
    low, high = intervals(votes.astype(float), pairs, has_ties=True)
    yield "covered: preference of one partner before another", _holds((low[0, 0], high[0, 0]), truth[0, 0])


def simulated(
    seed: int, effect: float, *, is_soup: bool = False, is_within: bool = True, draw: int = 0
) -> tuple[Figure, ...]:
    """Return the rounds of a study: each participant on each level with both values, or with one of them."""
    from study.report.stored import Figure

    dice = np.random.default_rng([seed, draw])
    found = []
    for who in range(PARTICIPANTS):
        own, gap = dice.normal(100, APART), dice.normal(effect, DIFFERS)
        values = dice.permutation(["a", "b"]) if is_within else [("a", "b")[who % 2]]
        for number, (value, level) in enumerate(itertools.product(values, dice.permutation(LEVELS)), 1):
            expected = own + gap * (0.5 if value == "a" else -0.5) + 15 * LEVELS.index(level) + 2 * number
            points = SOUP * dice.poisson(max(expected, 0) / SOUP) if is_soup else dice.normal(expected, CHANCE)
            found.append(Figure(str(who), str(value), str(level), number, float(points), -1.0))
    return tuple(found)


def _holds(interval: tuple[Any, Any], truth: float) -> bool:
    """Tell whether an interval covers the truth."""
    return bool(interval[0] <= truth <= interval[1])


PARTS = {
    _covered: {name for name in WHAT if "points" in name or "d_z" in name or "matters" in name},
    _false: {"false: mixed model", "false: signed ranks", "false: any of three, by Holm"},
    _between: {"covered: difference between participants"},
    _preferred: {"covered: preference of one partner before another"},
}
"""What each tells of."""
