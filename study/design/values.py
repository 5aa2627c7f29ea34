"""Values: what a design's words come to where a factor stands in for them, as in ``tick_rate: $speed``."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import ai_partners
import game

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from study.design.spec import Design, PartnerSpec, Preference, Rounds

MARK = "$"
"""Stands before the name of a factor."""


def factor_in(word: Any) -> str:
    """Return the factor that a word stands for; nothing where it stands for itself."""
    return word[1:] if isinstance(word, str) and word.startswith(MARK) else ""


def come_to(word: Any, values: Mapping[str, Any]) -> Any:
    """Return a word, or the value of the factor that it stands for; raises `KeyError` where that has none here."""
    name = factor_in(word)
    return values[name] if name else word


def plain(value: str | float) -> str:
    """Return a value of a factor in words."""
    return value if isinstance(value, str) else f"{value:g}"


def tick_rate(step: Rounds | Preference, values: Mapping[str, Any]) -> float:
    """Return the ticks a second of a step's rounds."""
    return float(come_to(step.tick_rate, values))


def full_name(partner: PartnerSpec, values: Mapping[str, Any]) -> str:
    """Return a partner's name with its options, as `ai_partners.load` reads it."""
    delay, temperature = come_to(partner.delay, values), come_to(partner.temperature, values)
    options = [f"delay={int(delay)}"] if delay else []
    options += [f"temperature={float(temperature):g}"] if temperature != "own" else []
    return f"{partner.partner}:{','.join(options)}" if options else partner.partner


def factors_of(partner: PartnerSpec) -> tuple[str, ...]:
    """Return the factors that a partner's options stand for."""
    return tuple(name for name in (factor_in(partner.delay), factor_in(partner.temperature)) if name)


def every_name(design: Design, name: str) -> list[str]:
    """Return a partner's full name for each combination of the values of its factors."""
    partner = design.partners[name]
    needed = tuple(dict.fromkeys(factors_of(partner)))
    combinations = itertools.product(*(design.factors[each].values for each in needed))
    return [full_name(partner, dict(zip(needed, values, strict=True))) for values in combinations]


def card_hashes(design: Design, name: str) -> list[str]:
    """Return the hashes of a partner's cards, one for each of its full names; raises what `ai_partners.load` raises."""
    found = game.load(design.game)
    return [ai_partners.load(each, found).card.hash for each in every_name(design, name)]


def every_value(design: Design, words: Iterable[Any]) -> list[Any]:
    """Return all that some words can come to."""
    return [
        value
        for word in words
        for value in (design.factors[factor_in(word)].values if factor_in(word) in design.factors else (word,))
    ]
