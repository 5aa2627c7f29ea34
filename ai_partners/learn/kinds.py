"""Kinds of human models: small YAML files that say what a model sees, how large it is, and how it is fitted."""

from __future__ import annotations

from fnmatch import fnmatchcase
from pathlib import Path

import msgspec

from ai_partners.learn.cloning import CloneConfig
from ai_partners.learn.frames import EXTRAS
from ai_partners.learn.recipe import LARGEST, RecipeError, mapping, told
from ai_partners.learn.written import check_bounds, path_of, stems
from ai_partners.weights import STORED
from game.core.files import read_text

FOLDER = Path(__file__).with_name("humans")


class Kind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How people are cloned."""

    summary: str
    without: tuple[str, ...] = ()
    """Entries of the observation that it does not see, as patterns such as ``past_*``."""
    model: CloneConfig = CloneConfig()

    def sees(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Return those entries of its observation that it sees."""
        return tuple(name for name in names if not any(fnmatchcase(name, pattern) for pattern in self.without))


def names() -> tuple[str, ...]:
    """Return the kinds that ship with the project."""
    return stems(FOLDER)


def load(name: str) -> Kind:
    """Return a kind by its name, or from a file that ends in .yaml.

    Raises `RecipeError` for text that is no kind of human model, and `UnknownNameError` for a name that is not known.
    """
    path = path_of("kind", name, FOLDER)
    what = f"kind {path.stem!r}"
    raw = mapping(what, read_text(path, LARGEST), "summary: sees little")
    try:
        return check(what, msgspec.convert(raw, Kind))
    except msgspec.ValidationError as error:
        message = f"{what}: {told(str(error), Kind, CloneConfig)}"
        raise RecipeError(message) from None


def check(what: str, kind: Kind) -> Kind:
    """Return a kind; raises `RecipeError` where its settings cannot be meant."""
    model = kind.model
    words: tuple[tuple[str, str, tuple[str, ...]], ...] = (
        ("activation", model.activation, ("relu", "tanh")),
        ("heads", model.heads, ("choices", "act and choice")),
        ("stored", model.stored, STORED),
        *(("extras", extra, EXTRAS) for extra in model.extras),
    )
    for key, word, known in words:
        if word not in known:
            message = f"{what}: {key} must be one of {', '.join(known)}, not {word!r}"
            raise RecipeError(message)
    numbers: tuple[tuple[str, float, float, float], ...] = (
        ("dropout", model.dropout, 0, 0.95),
        ("weight_decay", model.weight_decay, 0, 1),
        ("rate", model.rate, 1e-6, 1),
        ("decay", model.decay, 1e-6, 1),
        ("minibatch", model.minibatch, 1, 10**6),
        ("epochs", model.epochs, 1, 10_000),
        ("patience", model.patience, 0, 10_000),
        ("ticks", model.ticks, 1, 10_000),
        ("own", model.own, 0, 10_000),
        ("memory", model.memory, 0, 1024),
        ("the number of layers 'hidden'", len(model.hidden), 1, 8),
        *(("a layer", size, 1, 4096) for size in (*model.hidden, *model.after)),
    )
    check_bounds(what, numbers, RecipeError)
    if model.after and not model.memory:
        message = f"{what}: layers 'after' a memory need one; set 'memory', or put them into 'hidden'"
        raise RecipeError(message)
    return kind
