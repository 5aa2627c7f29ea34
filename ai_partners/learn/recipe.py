"""Recipes: small YAML files that say who sits where, what is rewarded, what holds back, where rounds begin."""

from __future__ import annotations

import difflib
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import yaml

from ai_partners.learn.networks import NetworkConfig
from ai_partners.learn.ppo import PPOConfig, Schedule
from ai_partners.learn.written import check_bounds, path_of, stems
from game.core.contract import CrossplayError
from game.core.files import read_text

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(__file__).with_name("recipes")
LARGEST = 16_384
SAMPLERS = ("uniform", "rank", "pfsp", "regret")


class RecipeError(CrossplayError):
    """A recipe that says what it cannot mean."""


class MateSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who sits in the other seats of a share of the rounds."""

    who: str
    """``"self"`` (learns too), ``"copy"`` (the learner, not learning), ``"past"`` (the learner of earlier parts of the
    training), ``"adversaries"``, ``"population"``, ``"humans"`` (the level's cloned people), or a partner's name."""
    share: float = 1.0
    epsilon: float = 0.0
    """Part of its choices that are drawn uniformly."""
    absent: float = 0.0
    """Part of the time in which its mind is elsewhere: it waits, or does its last deed again."""
    temperature: float | None = None
    since: float = 0.0
    """Part of the training after which they join."""
    until: float = 1.0
    """Part of the training after which they leave."""
    rivals: bool = False
    """Whether they are the other team, and not the learner's team-mates."""
    reward: float = 1.0
    """Weight of the game's reward in rounds with them; -1 for one that works against them."""


class StartsSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where rounds begin; what is left begins in the level's own start."""

    random: float | Schedule = 0.0
    """Part that begins in states of random play."""
    human: float | Schedule = 0.0
    """Part that begins in states of people's rounds."""
    scripted: float | Schedule = 0.0
    """Part that begins in states of rounds of the game's usual bots."""
    varied: float | Schedule = 0.0
    """Part that begins in the first states of the level with other settings: a curriculum."""
    remembered: float | Schedule = 0.0
    """Part that begins in states that training has seen lately."""
    variants: tuple[dict[str, str], ...] = ()
    """The other settings, as the level's header would have them; each is as likely."""

    def shares(self) -> dict[str, Schedule]:
        """Return the shares that are ever above nothing, by kind."""
        every = {name: getattr(self, name) for name in self.__struct_fields__ if name != "variants"}
        known = {name: s if isinstance(s, Schedule) else Schedule(s, s) for name, s in every.items()}
        return {name: share for name, share in known.items() if share.start or share.end}


class AnchorSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A policy that the learner is held near to."""

    who: str = "humans"
    weight: tuple[float, float] = (0.1, 0.1)
    """Weight of the Kullback-Leibler divergence at the start and at the end; where it is sampled, least and most."""
    sampled: bool = False
    """Whether each seat draws its weight anew for each round and sees it, as its nearness from 0 to 1."""
    plays: float = 0.5
    """The nearness with which the partner that comes of it plays."""


class PopulationSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Partners that are trained first, to be mates of the learner."""

    members: int = 8
    steps: int = 2_000_000
    observation: str = ""
    """What members see; nothing: what the learner sees."""
    keep: tuple[float, ...] = (0.05, 0.5, 1.0)
    """Parts of its training after which a member is kept; below 1, of its best score."""
    diversity: float = 0.0
    """Weight in a member's reward of choosing what the members before it and itself together seldom choose."""
    biases: tuple[float, ...] = ()
    """Weights of events from which each member's own are drawn (HSP)."""
    biased: tuple[str, ...] = ()
    """The events that may be weighed."""
    joint: bool = False
    """Whether only one seat has the taste in the rounds that its member learns in, and the others want points."""
    liking: Schedule = Schedule(1.0, 1.0)
    """Part of the taste that counts: one that comes later finds two who can play already."""
    plain: int = 0
    """Members, the first ones, with no taste of their own: they want points and nothing else."""
    sampler: str = "uniform"
    """``"uniform"``; ``"rank"``: those with whom it makes the fewest points are met the most; ``"regret"``: those with
    whom it makes the fewest of the points that they make with themselves; ``"pfsp"``: rivals who win the most."""

    def seen_by(self, recipe: Recipe) -> str:
        """Return the observation of the members of a recipe's population."""
        return self.observation or recipe.observation


class PastSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Earlier selves of the learner, to be met again (fictitious self-play)."""

    places: int = 8
    every: float = 0.02
    """Part of the training after which one more is kept."""
    sampler: str = "pfsp"


class AdversarySpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Partners that are trained while the training goes on, to be good with themselves and bad with the learner."""

    generations: int = 6
    steps: int = 1_000_000
    """Joint steps of each."""
    own: float = 0.6
    """Part of their rounds that they play with themselves."""
    sampler: str = "regret"


class Recipe(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a partner is made."""

    name: str
    summary: str
    """One line for lists and the menu."""
    mates: tuple[MateSpec, ...] = (MateSpec("self"),)
    network: NetworkConfig = NetworkConfig()
    ppo: PPOConfig = PPOConfig()
    rows: int = 64
    """Rounds at once."""
    observation: str = "features"
    starts: StartsSpec = StartsSpec()
    anchor: AnchorSpec | None = None
    predicts: float = 0.0
    """Weight of the loss of foretelling what the others do next."""
    population: PopulationSpec | None = None
    past: PastSpec = PastSpec()
    adversaries: AdversarySpec = AdversarySpec()
    speaks: bool = False
    """Whether it may say messages beside what it does, where the game has them; else it learns to do without."""


def names() -> tuple[str, ...]:
    """Return the recipes that ship with the project."""
    return stems(FOLDER)


def load(name: str, **changes: Any) -> Recipe:
    """Return a recipe by its name, or from a file that ends in .yaml, with some of its keys changed.

    Keys of parts are written with a dot: ``{"ppo.steps": 100_000}``. Raises `RecipeError` for text that is no recipe
    and `UnknownNameError` for a name that is not known.
    """
    path = path_of("recipe", name, FOLDER)
    return parse(path.stem, read_text(path, LARGEST), changes)


def parse(name: str, text: str, changes: dict[str, Any] | None = None) -> Recipe:
    """Return the recipe in a YAML text; raises `RecipeError` in one sentence."""
    raw = mapping(f"recipe {name!r}", text, "rows: 64")
    for key, value in (changes or {}).items():
        _change(raw, key, value)
    raw.setdefault("name", name)
    try:
        return check(msgspec.convert(raw, Recipe))
    except msgspec.ValidationError as error:
        parts = (MateSpec, StartsSpec, AnchorSpec, PopulationSpec, PastSpec, AdversarySpec, NetworkConfig, PPOConfig)
        message = f"recipe {name!r}: {told(str(error), Recipe, *parts)}"
        raise RecipeError(message) from None


def mapping(what: str, text: str, such: str) -> dict[str, Any]:
    """Return the keys and values in a YAML text; raises `RecipeError` that names ``what`` it should be."""
    try:
        raw = yaml.safe_load(text)
    except yaml.YAMLError as error:
        message = f"{what} is no YAML: {' '.join(str(error).split())}"
        raise RecipeError(message) from None
    if not isinstance(raw, dict):
        message = f"{what} must be keys with values, such as '{such}', not {raw!r}"
        raise RecipeError(message)
    return raw


def check(recipe: Recipe) -> Recipe:
    """Return a recipe; raises `RecipeError` where its numbers cannot be meant."""
    ppo, starts = recipe.ppo, recipe.starts
    checks: tuple[tuple[str, float, float, float], ...] = (
        ("rows", recipe.rows, 1, 65_536),
        ("ppo.steps", ppo.steps, 1, 10**11),
        ("ppo.ticks", ppo.ticks, 2, 10_000),
        ("ppo.epochs", ppo.epochs, 1, 100),
        ("ppo.minibatch", ppo.minibatch, 16, 10**7),
        ("ppo.gamma", ppo.gamma, 0, 1),
        ("ppo.lam", ppo.lam, 0, 1),
        ("the shares of 'starts' together", _most(starts), 0, 1),
        ("past.places", recipe.past.places, 1, 64),
        ("past.every", recipe.past.every, 0.001, 1),
        ("adversaries.generations", recipe.adversaries.generations, 1, 64),
        ("adversaries.own", recipe.adversaries.own, 0, 1),
        ("the number of mates", len(recipe.mates), 1, 64),
        ("the number of mates at any time", _lasting(recipe), 1, 64),
    )
    for key in ("population", "past", "adversaries"):
        if (part := getattr(recipe, key)) is not None and part.sampler not in SAMPLERS:
            message = f"recipe {recipe.name!r}: {key}.sampler must be one of {', '.join(SAMPLERS)}"
            raise RecipeError(message)
    if recipe.anchor is not None:
        least = 1e-6 if recipe.anchor.sampled else 0
        checks += (
            ("anchor.weight", min(recipe.anchor.weight), least, 1_000),
            ("anchor.plays", recipe.anchor.plays, 0, 1),
        )
    _check_draws(recipe)
    checks += tuple((f"'absent' of {mate.who!r}", mate.absent, 0, _most_absent(mate)) for mate in recipe.mates)
    check_bounds(f"recipe {recipe.name!r}", checks, RecipeError)
    return recipe


def _most_absent(mate: MateSpec) -> float:
    """Return for how much of the time a mate's mind may be elsewhere; a self of any time has none of its own."""
    return 0.0 if mate.who in {"self", "copy", "past", "adversaries"} else 0.9


def _check_draws(recipe: Recipe) -> None:
    """Raise `RecipeError` where what seats draw cannot be seen, or where they would draw two things."""
    drawing = dict(_drawing(recipe))
    for key, observation in drawing.items():
        if observation == "planes":
            message = f"recipe {recipe.name!r}: {key} needs an observation that is a vector, to have one entry more"
            raise RecipeError(message)
    if {"anchor.sampled", "ppo.tastes"} <= drawing.keys():
        message = f"recipe {recipe.name!r}: anchor.sampled and ppo.tastes: one both have seats draw; leave one of them"
        raise RecipeError(message)


def _drawing(recipe: Recipe) -> Iterator[tuple[str, str]]:
    """Yield the keys by which seats draw something, each with the observation beside which they see it."""
    if recipe.anchor is not None and recipe.anchor.sampled:
        yield "anchor.sampled", recipe.observation
    if recipe.ppo.tastes == "one":
        yield "ppo.tastes", recipe.observation
    if recipe.population is not None and recipe.population.joint:
        yield "population.joint", recipe.population.seen_by(recipe)


def _most(starts: StartsSpec) -> float:
    """Return the largest part of rounds that begins elsewhere; below 0 where a share is."""
    shares = starts.shares().values()
    least = min((min(share.start, share.end) for share in shares), default=0.0)
    return least if least < 0 else max(sum(s.start for s in shares), sum(s.end for s in shares))


def _lasting(recipe: Recipe) -> int:
    """Return how many mates there are at least at any part of a training."""
    parts = {0.0, *(mate.since for mate in recipe.mates), *(mate.until for mate in recipe.mates if mate.until < 1)}
    return min(sum(mate.since <= part < mate.until for mate in recipe.mates) for part in parts)


def _change(raw: dict[str, Any], key: str, value: Any) -> None:
    """Set a key, given with dots, in a recipe's raw form."""
    *parts, last = key.split(".")
    for part in parts:
        raw = raw.setdefault(part, {})
    raw[last] = value


def told(error: str, *parts: type[msgspec.Struct]) -> str:
    """Return msgspec's sentence with the nearest known key of some structs where one is unknown."""
    unknown = re.search(r"unknown field `(\w+)`(?: - at `\$\.?(.*)`)?", error)
    if unknown is None:
        return error
    known = [name for part in parts for name in part.__struct_fields__]
    near = difflib.get_close_matches(unknown[1], known, n=1)
    where = f" in {unknown[2]!r}" if unknown[2] else ""
    return f"unknown key {unknown[1]!r}{where}" + (f"; did you mean {near[0]!r}?" if near else "")
