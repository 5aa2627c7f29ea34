"""The check: whether a design can take place as it is written, and what will happen when it does."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import ai_partners
import game
from game.core.contract import CrossplayError
from study.design.places import cells, has_others, way
from study.design.planning import analysis_wrong, checks_in, in_words
from study.design.reading import DesignError, Wrong
from study.design.spec import OUTCOMES, Check, Preference, Questions, Rounds
from study.design.steps import items_wrong, step_wrong, unknown, words_wrong
from study.design.values import card_hashes, every_value, factor_in, factors_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from game import Game
    from study.design.reading import Source
    from study.design.spec import Design

NEEDED = {"consent": ("declined",), "quiz": ("failed",), "check": ("check",)}
READING = 20.0
"""Seconds that a page takes."""


class Outlook(NamedTuple):
    """What will happen."""

    cells: list[str]
    steps: list[str]
    rounds: int
    """Of each participant, practice not counted."""
    minutes: float
    """That a participant takes, by the rounds' length and twenty seconds a page."""
    cost: float
    """At most, when all who are wanted have finished: reward and the whole bonus."""
    partners: dict[str, str]
    """By name in the design, the hash of the partner's card; of each, where it varies."""
    analysis: list[str]
    """What is planned to be compared."""


def check(source: Source) -> Outlook:
    """Return what will happen; raises `DesignError` with a line for each thing that is wrong."""
    wrongs = list(_wrongs(source.design))
    if wrongs:
        raise DesignError(source.told(wrongs))
    return outlook(source.design)


def outlook(design: Design) -> Outlook:
    """Return what will happen by a design that is right."""
    known = cells(design)
    places = way(design, known[0], 0)
    seconds = sum(_seconds(design, place.step, place.kind) for place in places)
    rounds = sum(place.kind == "round" and place.number > 0 for place in places)
    cost = design.participants * (design.reward + design.bonus.cap)
    partners = {name: ", ".join(card_hashes(design, name)) for name in design.partners}
    steps = [f"{place.name} ({place.kind})" for place in places]
    return Outlook(
        [cell.name for cell in known], steps, rounds, round(seconds / 60, 1), cost, partners, planned(design)
    )


def planned(design: Design) -> list[str]:
    """Return in words what is planned to be compared."""
    if design.analysis is None:
        return ["nothing is planned: everything in the report will be exploratory"]
    return [
        f"{family}: {in_words(contrast)}; what is less than {contrast.smallest:g} counts as none"
        for family in ("primary", "secondary")
        for contrast in getattr(design.analysis, family)
    ]


def _seconds(design: Design, step: object, kind: str) -> float:
    """Return about how long a place takes."""
    if kind != "round" or not isinstance(step, Rounds | Preference):
        return READING
    return step.ticks / min(float(rate) for rate in every_value(design, [step.tick_rate])) + READING / 4


def _wrongs(design: Design) -> Iterator[Wrong]:
    """Yield everything that is wrong."""
    if design.game not in game.catalogue():
        yield Wrong(("game",), f"there is no game {design.game!r}; there are {', '.join(game.catalogue())}")
        return
    found = game.load(design.game)
    yield from _partners(design, found)
    yield from _factors(design)
    yield from _outcomes(design)
    yield from _quotas(design)
    yield from _attention(design)
    yield from analysis_wrong(design)
    names: set[str] = set()
    for place, step in enumerate(design.steps):
        if step.name in names:
            yield Wrong(("steps", place, "name"), f"two steps are called {step.name!r}; give each a name of its own")
        names.add(step.name)
        yield from step_wrong(design, found, place)
    for name, scale in design.scales.items():
        yield from items_wrong(design, scale.items, ("scales", name, "items"))
        items = {item.name for item in scale.items}
        for score, parts in scale.score.items():
            for part in parts:
                if part.lstrip("-") not in items:
                    yield Wrong(("scales", name, "score", score), f"score {score!r} counts {part!r}, which is no item")


def _partners(design: Design, found: Game) -> Iterator[Wrong]:
    """Yield what is wrong with the partners."""
    for name, partner in design.partners.items():
        path = ("partners", name)
        yield from words_wrong(design, partner.label, (*path, "label"))
        if partner.partner not in ai_partners.names(found):
            yield Wrong((*path, "partner"), unknown("partner", partner.partner, ai_partners.names(found)))
            continue
        wrongs = list(_options(design, name))
        yield from wrongs
        if not wrongs:
            yield from _cards(design, name)
    yield from _absence(design)


def _absence(design: Design) -> Iterator[Wrong]:
    """Yield what is wrong with what happens when others are awaited or leave."""
    for key in ("waiting", "dropout"):
        part = getattr(design, key)
        if part.then == "partner" and part.partner not in design.partners:
            yield Wrong((key, "partner"), unknown("partner of this design", part.partner, tuple(design.partners)))
        elif part.partner in design.partners:
            for factor in factors_of(design.partners[part.partner]):
                if factor in design.factors and design.factors[factor].vary == "within":
                    words = f"partner {part.partner!r} varies with {factor!r} within participants and cannot stand in"
                    yield Wrong((key, "partner"), words)
    if design.waiting.gap != "any" and not any(isinstance(step, Check) for step in design.steps):
        yield Wrong(("waiting", "gap"), "without a step 'check' nobody knows how long connections take; say 'gap: any'")
    if design.dropout.then == "requeue" and not has_others(design):
        yield Wrong(("dropout", "then"), "'requeue' needs rounds with a seat for 'other'; say 'partner' or 'end'")


def _options(design: Design, name: str) -> Iterator[Wrong]:
    """Yield the options of a partner that stand for no factor, or for one with values that cannot be meant."""
    partner = design.partners[name]
    for key, low, high in (("delay", 0, 30), ("temperature", 0, 10)):
        word = getattr(partner, key)
        factor = factor_in(word)
        if not factor:
            continue
        if factor not in design.factors:
            yield Wrong(("partners", name, key), unknown("factor", factor, tuple(design.factors)))
            continue
        for value in design.factors[factor].values:
            is_own = key == "temperature" and value == "own"
            is_whole = key == "temperature" or (not isinstance(value, str) and value == int(value))
            if not is_own and (isinstance(value, str) or not low <= value <= high or not is_whole):
                words = f"factor {factor!r} has the value {value!r}, which is no {key} from {low} to {high}"
                yield Wrong(("factors", factor, "values"), words)


def _cards(design: Design, name: str) -> Iterator[Wrong]:
    """Yield what is wrong with a partner's card."""
    partner, path = design.partners[name], ("partners", name)
    try:
        digests = card_hashes(design, name)
    except CrossplayError as error:
        yield Wrong((*path, "partner"), str(error))
        return
    if partner.hash and len(digests) > 1:
        yield Wrong((*path, "hash"), f"partner {name!r} varies with a factor and has no one hash; leave it out")
    elif partner.hash and partner.hash != digests[0]:
        words = f"partner {name!r} has the hash {digests[0]} now and not {partner.hash}: it is another one"
        yield Wrong((*path, "hash"), words)


def _attention(design: Design) -> Iterator[Wrong]:
    """Yield that more attention checks must be failed than there are."""
    checks = checks_in(design)
    if design.attention > checks:
        words = f"{design.attention} failed attention checks end the study, and it has {checks}; add some, or say 0"
        yield Wrong(("attention",), words)


def _quotas(design: Design) -> Iterator[Wrong]:
    """Yield the quotas that count no answer of this design."""
    asked = {
        f"{step.name}.{item.name}": item for step in design.steps if isinstance(step, Questions) for item in step.items
    }
    for name, quota in design.quotas.items():
        item = asked.get(quota.question)
        if item is None:
            yield Wrong(("quotas", name, "question"), unknown("question", quota.question, tuple(asked)))
        elif item.kind == "choice" and quota.answer not in range(1, len(item.options) + 1):
            words = f"question {quota.question!r} has the answers 1 to {len(item.options)} and not {quota.answer!r}"
            yield Wrong(("quotas", name, "answer"), words)


def _factors(design: Design) -> Iterator[Wrong]:
    """Yield what is wrong with the factors."""
    for name, factor in design.factors.items():
        if (factor.vary == "within") != bool(factor.order):
            words = "a factor within participants needs 'order: williams' or 'order: fixed'; one between them has none"
            yield Wrong(("factors", name), words)
        if len(set(factor.values)) < len(factor.values):
            yield Wrong(("factors", name, "values"), f"factor {name!r} has the same value twice")
        if factor.vary == "within" and all(getattr(step, "each", "") != name for step in design.steps):
            yield Wrong(("factors", name), f"no step has 'each: {name}', so this factor changes nothing")


def _outcomes(design: Design) -> Iterator[Wrong]:
    """Yield the outcomes that can happen and are not told, and codes that are used twice."""
    kinds = {type(step).__name__.lower() for step in design.steps}
    needed = {"finished", "left", "withdrawn", *(each for kind in kinds for each in NEEDED.get(kind, ()))}
    needed |= {"nobody"} if has_others(design) and design.waiting.then == "end" else set()
    needed |= {"full"} if design.quotas else set()
    needed |= {"attention"} if design.attention else set()
    needed |= {each for step in design.steps if isinstance(step, Questions) for each in step.ends}
    for name in sorted(needed - design.outcomes.keys()):
        yield Wrong(("outcomes",), f"the outcome {name!r} can happen; say its code and text")
    for name in sorted(design.outcomes.keys() - needed - set(OUTCOMES)):
        yield Wrong(("outcomes", name), f"no step ends with the outcome {name!r}")
    codes: dict[str, str] = {}
    for name, outcome in design.outcomes.items():
        yield from words_wrong(design, outcome.text, ("outcomes", name, "text"))
        if outcome.code and outcome.code in codes:
            words = f"outcomes {codes[outcome.code]!r} and {name!r} have one code; each needs its own to be told apart"
            yield Wrong(("outcomes", name, "code"), words)
        codes[outcome.code] = name
        if outcome.url and not outcome.url.startswith(("https://", "http://localhost", "http://127.0.0.1")):
            yield Wrong(("outcomes", name, "url"), f"{outcome.url!r} must begin with https://")
