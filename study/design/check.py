"""The check: whether a design can take place as it is written, and what will happen when it does."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, NamedTuple

import ai_partners
import game
from game.core.contract import CrossplayError
from study.design.places import ME, OTHER, cells, way
from study.design.reading import DesignError, Wrong, scale_named, shipped
from study.design.spec import Preference, Questions, Quiz, Rounds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from game import Game
    from study.design.reading import Source
    from study.design.spec import Design, Item, PartnerSpec, Text

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
    """By name in the design, the hash of the partner's card."""


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
    partners = {name: card_hash(design, name) for name in design.partners}
    steps = [f"{place.name} ({place.kind})" for place in places]
    return Outlook([cell.name for cell in known], steps, rounds, round(seconds / 60, 1), cost, partners)


def full_name(partner: PartnerSpec) -> str:
    """Return a partner's name with its options, as `ai_partners.load` reads it."""
    options = [f"delay={partner.delay}"] if partner.delay else []
    options += [f"temperature={partner.temperature:g}"] if partner.temperature != "own" else []
    return f"{partner.partner}:{','.join(options)}" if options else partner.partner


def card_hash(design: Design, name: str) -> str:
    """Return the hash of a partner's card; raises what `ai_partners.load` raises."""
    return ai_partners.load(full_name(design.partners[name]), game.load(design.game)).card.hash


def tick_rate(step: Rounds | Preference, values: dict[str, str | float]) -> float:
    """Return the ticks a second of a step's rounds."""
    rate = step.tick_rate
    return float(values[rate.removeprefix("$")]) if isinstance(rate, str) else float(rate)


def _seconds(design: Design, step: object, kind: str) -> float:
    """Return about how long a place takes."""
    if kind != "round" or not isinstance(step, Rounds | Preference):
        return READING
    rates = [factor.values for factor in design.factors.values()]
    rate = step.tick_rate if not isinstance(step.tick_rate, str) else min(float(v) for v in _numbers(rates))
    return step.ticks / float(rate) + READING / 4


def _numbers(rates: Iterable[tuple[str | float, ...]]) -> Iterator[float]:
    """Yield all values that are numbers."""
    yield from (float(value) for values in rates for value in values if not isinstance(value, str))


def _wrongs(design: Design) -> Iterator[Wrong]:
    """Yield everything that is wrong."""
    if design.game not in game.catalogue():
        yield Wrong(("game",), f"there is no game {design.game!r}; there are {', '.join(game.catalogue())}")
        return
    found = game.load(design.game)
    yield from _partners(design, found)
    yield from _factors(design)
    yield from _outcomes(design)
    names: set[str] = set()
    for place, step in enumerate(design.steps):
        if step.name in names:
            yield Wrong(("steps", place, "name"), f"two steps are called {step.name!r}; give each a name of its own")
        names.add(step.name)
        yield from _step(design, found, place)
    for name, scale in design.scales.items():
        yield from _items(design, scale.items, ("scales", name, "items"))
        items = {item.name for item in scale.items}
        for score, parts in scale.score.items():
            for part in parts:
                if part.lstrip("-") not in items:
                    yield Wrong(("scales", name, "score", score), f"score {score!r} counts {part!r}, which is no item")


def _partners(design: Design, found: Game) -> Iterator[Wrong]:
    """Yield what is wrong with the partners."""
    for name, partner in design.partners.items():
        path = ("partners", name)
        yield from _words(design, partner.label, (*path, "label"))
        if partner.partner not in ai_partners.names(found):
            yield Wrong((*path, "partner"), _unknown("partner", partner.partner, ai_partners.names(found)))
            continue
        try:
            digest = card_hash(design, name)
        except CrossplayError as error:
            yield Wrong((*path, "partner"), str(error))
            continue
        if partner.hash and partner.hash != digest:
            yield Wrong(
                (*path, "hash"), f"partner {name!r} has the hash {digest} now and not {partner.hash}: it is another one"
            )
    for key in ("waiting", "dropout"):
        part = getattr(design, key)
        if part.then == "partner" and part.partner not in design.partners:
            yield Wrong((key, "partner"), _unknown("partner of this design", part.partner, tuple(design.partners)))


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
    from study.design.spec import OUTCOMES

    kinds = {type(step).__name__.lower() for step in design.steps}
    needed = {"finished", "left", "withdrawn", *(each for kind in kinds for each in NEEDED.get(kind, ()))}
    steps = [step for step in design.steps if isinstance(step, Rounds)]
    needed |= {"nobody"} if any(OTHER in step.seats for step in steps) else set()
    needed |= {"attention"} if design.attention else set()
    needed |= {each for step in design.steps if isinstance(step, Questions) for each in step.ends}
    for name in sorted(needed - design.outcomes.keys()):
        yield Wrong(("outcomes",), f"the outcome {name!r} can happen; say its code and text")
    for name in sorted(design.outcomes.keys() - needed - set(OUTCOMES)):
        yield Wrong(("outcomes", name), f"no step ends with the outcome {name!r}")
    codes: dict[str, str] = {}
    for name, outcome in design.outcomes.items():
        yield from _words(design, outcome.text, ("outcomes", name, "text"))
        if outcome.code and outcome.code in codes:
            words = f"outcomes {codes[outcome.code]!r} and {name!r} have one code; each needs its own to be told apart"
            yield Wrong(("outcomes", name, "code"), words)
        codes[outcome.code] = name
        if outcome.url and not outcome.url.startswith(("https://", "http://localhost", "http://127.0.0.1")):
            yield Wrong(("outcomes", name, "url"), f"{outcome.url!r} must begin with https://")


def _step(design: Design, found: Game, place: int) -> Iterator[Wrong]:
    """Yield what is wrong with a step."""
    step, path = design.steps[place], ("steps", place)
    text = getattr(step, "text", "")
    yield from _words(design, text, (*path, "text"))
    if isinstance(step, Quiz | Questions):
        yield from _items(design, step.items, (*path, "items"), is_quiz=isinstance(step, Quiz))
    scales = {
        "scales": getattr(step, "scales", ()),
        "after_round": getattr(step, "after_round", ()),
        "after_block": getattr(step, "after_block", ()),
    }
    for key, names in scales.items():
        for name in names:
            scale = scale_named(name, design)
            if scale is None:
                yield Wrong((*path, key), _unknown("scale", name, (*shipped(), *design.scales)))
            elif any(not item.ask for item in scale.items):
                words = f"scale {name!r} ships without its wording ({scale.source}); copy it to 'scales' and paste that"
                yield Wrong((*path, key), words)
    if isinstance(step, Rounds):
        yield from _rounds(design, found, step, path)
    if isinstance(step, Preference):
        yield from _preference(design, found, step, path)


def _rounds(design: Design, found: Game, step: Rounds, path: tuple[str | int, ...]) -> Iterator[Wrong]:
    """Yield what is wrong with a step of rounds."""
    wrongs = list(_seats(design, step, path))
    yield from wrongs
    if step.each and (step.each not in design.factors or design.factors[step.each].vary != "within"):
        within = tuple(name for name, factor in design.factors.items() if factor.vary == "within")
        yield Wrong((*path, "each"), _unknown("factor within participants", step.each, within))
    if isinstance(step.tick_rate, str) and step.tick_rate[1:] not in design.factors:
        yield Wrong((*path, "tick_rate"), f"{step.tick_rate!r} is neither a number nor a factor of this design")
    for place in range(len(step.levels)):
        if not wrongs:
            yield from _level(design, found, step, (*path, "levels", place))


def _seats(design: Design, step: Rounds, path: tuple[str | int, ...]) -> Iterator[Wrong]:
    """Yield what is wrong with the seats of a step of rounds."""
    known = {ME, OTHER, *design.partners, *(f"${name}" for name in design.factors)}
    if step.seats.count(ME) != 1:
        yield Wrong((*path, "seats"), f"'me' must sit in one seat, not in {step.seats.count(ME)}")
    for seat in step.seats:
        if seat not in known:
            yield Wrong((*path, "seats"), _unknown("seat", seat, tuple(sorted(known))))
        elif seat.startswith("$"):
            for value in design.factors[seat[1:]].values:
                if value not in {*design.partners, OTHER}:
                    words = f"factor {seat[1:]!r} has the value {value!r}, which sits in a seat and is no partner"
                    yield Wrong(("factors", seat[1:], "values"), words)


def _level(design: Design, found: Game, step: Rounds, path: tuple[str | int, ...]) -> Iterator[Wrong]:
    """Yield what is wrong with one of the levels of a step of rounds."""
    name = step.levels[int(path[-1])]
    if name not in found.level_names():
        yield Wrong(path, _unknown("level", name, found.level_names()))
        return
    level = found.load_level(name)
    if level.seats != len(step.seats):
        yield Wrong(path, f"level {name!r} has {level.seats} seats; 'seats' fills {len(step.seats)}")
        return
    yield from _playing(design, found, step.seats, name, path)
    yield from _length(found, name, step.ticks, (*path[:-2], "ticks"))


def _preference(design: Design, found: Game, step: Preference, path: tuple[str | int, ...]) -> Iterator[Wrong]:
    """Yield what is wrong with a choice of a partner."""
    if step.among not in design.factors:
        yield Wrong((*path, "among"), _unknown("factor", step.among, tuple(design.factors)))
    elif any(value not in design.partners for value in design.factors[step.among].values):
        yield Wrong((*path, "among"), f"the values of factor {step.among!r} must be partners of this design")
    if step.level not in found.level_names():
        yield Wrong((*path, "level"), _unknown("level", step.level, found.level_names()))
    elif found.load_level(step.level).seats != 2:  # noqa: PLR2004 - a pair
        yield Wrong((*path, "level"), "a partner is chosen for a level of two seats")
    else:
        yield from _length(found, step.level, step.ticks, (*path, "ticks"))


def _length(found: Game, name: str, ticks: int, path: tuple[str | int, ...]) -> Iterator[Wrong]:
    """Yield what is wrong with the length of rounds on a level."""
    try:
        found.lasting(found.load_level(name), ticks)
    except CrossplayError as error:
        yield Wrong(path, str(error))


def _playing(
    design: Design, found: Game, seats: tuple[str, ...], name: str, path: tuple[str | int, ...]
) -> Iterator[Wrong]:
    """Yield the partners that do not play a level."""
    wanted = [value for seat in seats if seat[0] == "$" for value in design.factors[seat[1:]].values]
    level = found.load_level(name)
    for partner in dict.fromkeys([*wanted, *seats]):
        spec = design.partners.get(str(partner))
        if spec is not None and spec.partner not in ai_partners.names(found, level):
            yield Wrong(path, f"partner {partner!r} ({spec.partner}) does not play level {name!r}")


def _items(
    design: Design, items: tuple[Item, ...], path: tuple[str | int, ...], *, is_quiz: bool = False
) -> Iterator[Wrong]:
    """Yield what is wrong with questions."""
    names: set[str] = set()
    for place, item in enumerate(items):
        at = (*path, place)
        if item.name in names:
            yield Wrong((*at, "name"), f"two questions are called {item.name!r}; give each a name of its own")
        names.add(item.name)
        yield from _words(design, item.ask, (*at, "ask"))
        for option in item.options:
            yield from _words(design, option, (*at, "options"))
        if item.kind in {"choice", "many"} and len(item.options) < 2:  # noqa: PLR2004 - to choose from
            yield Wrong(at, f"question {item.name!r} needs two options or more")
        if item.kind in {"scale", "slider"} and len(item.options) != 2:  # noqa: PLR2004 - both ends
            yield Wrong(at, f"question {item.name!r} needs two options: the words at both ends")
        if item.low >= item.high or item.step <= 0:
            yield Wrong(at, f"question {item.name!r} must go up from 'low' to 'high' in steps above 0")
        if is_quiz and item.right is None:
            yield Wrong(at, f"question {item.name!r} of a quiz needs its right answer: 'right'")


def _words(design: Design, text: Text, path: tuple[str | int, ...]) -> Iterator[Wrong]:
    """Yield the languages in which words are missing."""
    if isinstance(text, dict):
        missing = [language for language in design.languages if not text.get(language)]
        if missing:
            yield Wrong(path, f"the words in {', '.join(missing)} are missing")
        for other in text.keys() - set(design.languages):
            yield Wrong(path, f"there are words in {other!r}, which is none of this design's languages")
    elif len(design.languages) > 1 and text:
        yield Wrong(path, f"say it in each language: {{{', '.join(f'{each}: ...' for each in design.languages)}}}")


def _unknown(kind: str, name: str, known: tuple[str, ...]) -> str:
    """Return what to say of a name that is not known."""
    near = difflib.get_close_matches(name, known, n=1)
    return f"there is no {kind} {name!r}; " + (
        f"did you mean {near[0]!r}?" if near else f"there are {', '.join(known)}"
    )
