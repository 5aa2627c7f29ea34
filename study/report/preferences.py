"""Preferences: with whom it went better, as the model of Bradley and Terry with ties, and who was chosen once more."""

from __future__ import annotations

import itertools
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np

from study.design.spec import Pairs, Preference
from study.report.comparisons import LEAST, least

if TYPE_CHECKING:
    from collections.abc import Sequence

    from study.report.stored import Stored

Array = np.ndarray[Any, np.dtype[np.float64]]
RESAMPLES = 1_000
STEPS = 12
"""Newton's; each doubles the right digits once it is near."""
ADDED = 0.5
"""Votes added to each answer to each pair, so that who was always or never named has a finite strength."""
ROUNDED = 3


def preferences(stored: Stored) -> list[dict[str, Any]]:
    """Return for each step of pairs how probably each partner is named before each other one, and neither.

    With each pair's 95 % interval, drawing participants anew (the percentiles of 1,000 resamples).
    """
    found = []
    for step in stored.design.steps:
        if isinstance(step, Pairs):
            names = [str(value) for value in stored.design.factors[step.among].values]
            votes = _votes(stored, step.name, names)
            told = {"step": step.name, "participants": len(votes), "pairs": []}
            is_enough = len(votes) >= least(stored.design)
            found.append(told | {"pairs": _told(names, votes, has_ties=bool(step.tie))} if is_enough else told)
    return found


def choices(stored: Stored) -> list[dict[str, Any]]:
    """Return for each step of preference how often each partner was chosen, with Wilson's 95 % interval of the part."""
    from scipy import stats

    found = []
    for step in stored.design.steps:
        if isinstance(step, Preference):
            rows = latest(stored.answers, step.name)
            among = [str(value) for value in stored.design.factors[step.among].values] + ["alone"] * step.alone
            for name in among:
                count = sum(row["value"] == name for row in rows)
                told: dict[str, Any] = {
                    "step": step.name,
                    "chosen": name,
                    "count": count,
                    "of": len(rows),
                    "low": None,
                    "high": None,
                }
                if len(rows) >= LEAST:
                    interval = stats.binomtest(count, len(rows)).proportion_ci(method="wilson")
                    told |= {"low": round(float(interval.low), ROUNDED), "high": round(float(interval.high), ROUNDED)}
                found.append(told)
    return found


def latest(answers: Sequence[dict[str, Any]], step: str) -> list[dict[str, Any]]:
    """Return the last revision of each answer given at a step."""
    return list({(row["session"], row["item"]): row for row in answers if row["step"] == step}.values())


def strengths(counts: Array, pairs: Sequence[tuple[int, int]], *, has_ties: bool) -> tuple[Array, Array]:
    """Return the strengths [..., partners] of Davidson's model, the first 0, and the readiness to tie [...].

    Of a pair i, j: P(i) : P(j) : P(neither) = e^si : e^sj : e^(t + (si + sj) / 2) (Davidson 1970, JASA 65), by maximum
    likelihood, which has one maximum, with Newton's steps for all of many counts at once. ``counts`` is
    [..., pairs, 3]: how often the first was named, the second, and neither. Without ties t is minus infinity.
    """
    partners = 1 + max(max(pair) for pair in pairs)
    shares = np.zeros((len(pairs), 3, partners + 1))
    for place, (i, j) in enumerate(pairs):
        shares[place, 0, i] = shares[place, 1, j] = shares[place, 2, -1] = 1
        shares[place, 2, [i, j]] = 0.5
    answers = 3 if has_ties else 2
    shares = shares[:, :answers, 1 : None if has_ties else -1]
    votes = counts[..., :answers] + ADDED
    whole = votes.sum(axis=-1, keepdims=True)
    found = np.zeros((*counts.shape[:-2], shares.shape[2]))
    for _ in range(STEPS):
        chances = _softmax(np.einsum("pas,...s->...pa", shares, found))
        slope = np.einsum("...pa,pas->...s", votes - whole * chances, shares)
        mean = np.einsum("...pa,pas->...ps", chances, shares)
        bend = np.einsum("...pa,pas,pat->...st", whole * chances, shares, shares)
        bend -= np.einsum("...p,...ps,...pt->...st", whole[..., 0], mean, mean)
        found = found + np.linalg.solve(bend, slope[..., None])[..., 0]
    strength = np.concatenate([np.zeros((*found.shape[:-1], 1)), found[..., : partners - 1]], axis=-1)
    return strength, found[..., -1] if has_ties else np.full(found.shape[:-1], -np.inf)


def chances_of(strength: Array, tie: Array | float, pairs: Sequence[tuple[int, int]]) -> Array:
    """Return [..., pairs, 3] how probable each answer is: the first, the second, neither."""
    first, second = (strength[..., [pair[side] for pair in pairs]] for side in (0, 1))
    return _softmax(np.stack([first, second, np.asarray(tie)[..., None] + (first + second) / 2], axis=-1))


def intervals(votes: Array, pairs: Sequence[tuple[int, int]], *, has_ties: bool) -> tuple[Array, Array]:
    """Return the ends [pairs, 3] of the 95 % intervals of each answer's probability, drawing participants anew.

    On the scale of log odds, which are spread more evenly than probabilities: the fitted ones, and to both sides their
    standard deviation over the drawn studies times the quantile of t. Where nobody may tie, that stays at 0.
    """
    from scipy import special, stats

    drawn = votes[np.random.default_rng(0).integers(len(votes), size=(RESAMPLES, len(votes)))].sum(axis=1)
    fitted, again = (
        chances_of(*strengths(counts, pairs, has_ties=has_ties), pairs)[..., : 3 if has_ties else 2]
        for counts in (votes.sum(axis=0), drawn)
    )
    middle, spread = special.logit(fitted), special.logit(again).std(axis=0, ddof=1)
    ends = (special.expit(middle + side * stats.t.ppf(0.975, len(votes) - 1) * spread) for side in (-1, 1))
    low, high = (np.pad(end, ((0, 0), (0, 3 - end.shape[1]))) for end in ends)
    return low, high


def _softmax(logits: Array) -> Array:
    """Return probabilities over the last axis."""
    odds = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(odds / odds.sum(axis=-1, keepdims=True))


def _votes(stored: Stored, step: str, names: Sequence[str]) -> Array:
    """Return the answers [participants, pairs, 3], each 0 or 1."""
    places = {frozenset(pair): place for place, pair in enumerate(itertools.combinations(names, 2))}
    found: dict[str, Array] = defaultdict(lambda: np.zeros((len(places), 3)))
    for row in latest(stored.answers, step):
        first, second = row["item"].split("|")
        pair = sorted((first, second), key=names.index)
        answer = int(row["value"]) - 1
        found[row["session"]][places[frozenset(pair)], answer if answer == 2 or pair[0] == first else 1 - answer] = 1  # noqa: PLR2004 - neither
    return np.array(list(found.values())).reshape(-1, len(places), 3)


def _told(names: Sequence[str], votes: Array, *, has_ties: bool) -> list[dict[str, Any]]:
    """Return for each pair how often each was named, and how probable that is."""
    pairs = list(itertools.combinations(range(len(names)), 2))
    counts = votes.sum(axis=0)
    fitted = chances_of(*strengths(counts, pairs, has_ties=has_ties), pairs)
    low, high = intervals(votes, pairs, has_ties=has_ties)
    return [
        {
            "first": names[i], "second": names[j], "counts": [int(count) for count in counts[place]],
            **{
                word: {
                    key: round(float(table[place, answer]), ROUNDED)
                    for key, table in (("p", fitted), ("low", low), ("high", high))
                }
                for answer, word in enumerate(("first named", "second named", "neither"))
            },
        }
        for place, (i, j) in enumerate(pairs)
    ]  # fmt: skip
