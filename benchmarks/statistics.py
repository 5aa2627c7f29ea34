"""Whether the report's intervals and tests keep what they promise, on simulated studies whose truth is known."""

from __future__ import annotations

import itertools
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

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


def rows(studies: int, processes: int = 2) -> Iterator[Kept]:
    """Yield how often each promise was kept, over simulated studies."""
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        found = Counter(name for names in pool.map(kept, range(studies), chunksize=5) for name in names)
    for name, (low, high) in WHAT.items():
        yield Kept(name, round(100 * found[name] / studies, 1), low, high, studies)


def kept(seed: int) -> list[str]:
    """Return what was so in one simulated study."""
    from statsmodels.stats.multitest import multipletests

    from study.report.mixed import estimate
    from study.report.twin import twin

    found: dict[str, bool] = {}
    for is_soup, name in ((False, "points spread normally"), (True, "points of soups")):
        told = simulated(seed, EFFECT, is_soup=is_soup)
        model, pair = estimate(told, "a", "b", is_within=True), twin(told, "a", "b", is_within=True)
        found[f"covered: mixed model, {name}"] = model is not None and _holds(model.interval, EFFECT)
        found[f"covered: resampled difference, {name}"] = pair is not None and _holds(pair.interval, EFFECT)
        if not is_soup and pair is not None:
            size = EFFECT / np.sqrt(DIFFERS**2 + 2 * CHANCE**2 / len(LEVELS))
            found["covered: effect size d_z"] = pair.d_interval is not None and _holds(pair.d_interval, size)
        if model is not None and not is_soup:
            found["false: no difference that matters"] = model.p_of_less(EFFECT) < 0.05  # noqa: PLR2004 - as usual
    nothing = [twin(simulated(seed, 0.0, draw=draw), "a", "b", is_within=True) for draw in range(3)]
    ps = [each.p for each in nothing if each is not None]
    found["false: signed ranks"] = ps[0] < 0.05  # noqa: PLR2004 - as usual
    found["false: any of three, by Holm"] = bool(multipletests(ps, method="holm")[0].any())
    model = estimate(simulated(seed, 0.0), "a", "b", is_within=True)
    found["false: mixed model"] = model is not None and model.p < 0.05  # noqa: PLR2004 - as usual
    apart = estimate(simulated(seed, EFFECT, is_within=False), "a", "b", is_within=False)
    found["covered: difference between participants"] = apart is not None and _holds(apart.interval, EFFECT)
    found["covered: preference of one partner before another"] = _preferred(seed)
    return [name for name, is_so in found.items() if is_so]


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


def _preferred(seed: int) -> bool:
    """Tell whether the interval of a preference covers the truth, in a study of pairs whose answers are drawn."""
    from study.report.preferences import chances_of, intervals

    dice = np.random.default_rng(seed)
    pairs = list(itertools.combinations(range(len(STRENGTHS)), 2))
    truth = chances_of(np.array(STRENGTHS), TIE, pairs)
    votes = np.array([[dice.multinomial(1, chance) for chance in truth] for _ in range(PARTICIPANTS)])
    low, high = intervals(votes.astype(float), pairs, has_ties=True)
    return _holds((low[0, 0], high[0, 0]), truth[0, 0])


def _holds(interval: tuple[Any, Any], truth: float) -> bool:
    """Tell whether an interval covers the truth."""
    return bool(interval[0] <= truth <= interval[1])
