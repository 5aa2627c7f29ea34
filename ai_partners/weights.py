"""The policy file: a trained partner as safetensors and a JSON card, checked against each other and the game."""

from __future__ import annotations

import dataclasses
import difflib
import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load as read_tensors
from safetensors.numpy import save as write_tensors

from game.core.contract import CrossplayError
from game.core.files import UnreadableFileError, read_text, replace_file

if TYPE_CHECKING:
    from pathlib import Path

Array = np.ndarray[Any, Any]

FORMAT = 1
LARGEST = 1_000_000
"""Bytes of a policy file's tensors at most."""
CARD_BYTES = 65_536
STORED = ("float32", "float16")
NEWER: dict[str, Any] = {"after": (), "stored": "float32"}
"""Keys that cards did not have at first, with what is meant where they are missing."""


class WeightsError(CrossplayError):
    """A policy file that is not what its card says, or not what this game can seat."""


@dataclass(frozen=True, slots=True)
class Stuck:
    """The rule that frees who stands still.

    Where the named entries of the observation have not changed for ``ticks`` decisions, the choices made in them get
    probability 0.
    """

    rule: int
    columns: tuple[str, ...]
    ticks: int


@dataclass(frozen=True, slots=True)
class WeightsCard:
    """What there is to know of a trained partner's tensors."""

    name: str
    summary: str
    """One line for lists and the menu."""
    game: str
    game_version: int
    level: str
    level_hash: str
    """Hash of the level's canonical text."""
    recipe: str
    seed: int
    steps: int
    """Joint steps of training."""
    cpu_seconds: float
    observation: str
    inputs: int
    """Entries of the observation that are used and extras, or all entries of its planes."""
    choices: int
    hidden: tuple[int, ...]
    columns: tuple[str, ...] = ()
    """Names of the entries that are used, in order; none: all of them."""
    extras: tuple[str, ...] = ()
    """Further inputs: ``"since_move"``, ``"tempo=RATE"``, ``"constant:NAME=VALUE"``."""
    activation: str = "relu"
    memory: int = 0
    after: tuple[int, ...] = ()
    """Layers after the memory, which see it and what it sees."""
    convolutions: tuple[int, ...] = ()
    heads: str = "choices"
    """``"choices"``, or ``"act and choice"``: whether to act at all, and then what to do."""
    members: int = 1
    temperature: float = 1.0
    """At which it plays unless it is asked otherwise: 1 draws by its probabilities, 0 takes the likeliest."""
    stuck: Stuck | None = None
    parents: tuple[str, ...] = ()
    """Hashes of what it was trained from or with."""
    data: tuple[str, ...] = ()
    """Hashes of the episodes it learned from."""
    scores: dict[str, float] = field(default_factory=dict)
    """Points by what was measured."""
    licence: str = "MIT"
    stored: str = "float32"
    """Type of the tensors in their file, ``"float32"`` or ``"float16"``; they are computed with as float32."""
    format: int = FORMAT
    weights: str = ""
    """Hash of the tensors' file."""

    @property
    def hash(self) -> str:
        """16 hexadecimal digits over everything on the card, and so over the weights."""
        return hashlib.blake2b(_text(self).encode(), digest_size=8).hexdigest()


def save(folder: Path, tensors: dict[str, Array], card: WeightsCard) -> WeightsCard:
    """Write ``NAME.safetensors`` and then ``NAME.json`` into a folder; return the card with the tensors' hash.

    Raises `WeightsError` where the tensors are not what the card says, or do not fit into a file.
    """
    stored = _stored(card.name, card)
    with np.errstate(over="ignore"):  # what is too large becomes infinite, which is refused below
        kept = {name: np.ascontiguousarray(value, stored) for name, value in tensors.items()}
    data = write_tensors(kept)
    check_size(card, len(data))
    whole = dataclasses.replace(card, weights=hashlib.blake2b(data, digest_size=16).hexdigest())
    check_tensors(card.name, whole, kept)
    replace_file(folder / f"{card.name}.safetensors", data)
    replace_file(folder / f"{card.name}.json", (_text(whole) + "\n").encode())
    return whole


def check_size(card: WeightsCard, size: int | None = None) -> None:
    """Raise `WeightsError` where a card's tensors, of ``size`` bytes if that is known, are too large for a file."""
    if size is None:
        size = sum(int(np.prod(shape)) for shape in shapes(card).values()) * _stored(card.name, card).itemsize
    if size > LARGEST:
        most = f"a policy file has at most {LARGEST:,}; take fewer members or smaller layers"
        message = f"partner {card.name!r} has {size:,} bytes of tensors; {most}"
        raise WeightsError(message)


def load(path: Path) -> tuple[WeightsCard, dict[str, Array]]:
    """Return card and tensors of the policy file with the card ``path``.

    Raises `WeightsError` in one sentence for anything that is missing, cut off or not what the card says.
    """
    card = load_card(path)
    beside = path.with_suffix(".safetensors")
    try:
        data = beside.read_bytes()
    except OSError as error:
        message = f"{str(path)!r} has no tensors beside it ({error.strerror}); both halves must lie in one folder"
        raise WeightsError(message) from None
    if len(data) > LARGEST:
        message = f"{str(beside)!r} has {len(data):,} bytes; a policy file has at most {LARGEST:,}"
        raise WeightsError(message)
    if hashlib.blake2b(data, digest_size=16).hexdigest() != card.weights:
        message = f"{str(beside)!r} is not the file its card was written for: its hash is another; fetch both anew"
        raise WeightsError(message)
    try:
        tensors = read_tensors(data)
    except (SafetensorError, ValueError, KeyError) as error:
        message = f"{str(beside)!r} is no safetensors file ({error})"
        raise WeightsError(message) from None
    check_tensors(str(path), card, tensors)
    return card, {name: tensor.astype(np.float32, copy=False) for name, tensor in tensors.items()}


def load_card(path: Path) -> WeightsCard:
    """Return the card of a policy file; raises `WeightsError`."""
    try:
        raw = json.loads(read_text(path, CARD_BYTES))
    except (UnreadableFileError, ValueError) as error:
        message = f"{str(path)!r} is no card of a policy file: {error}"
        raise WeightsError(message) from None
    known = {entry.name for entry in dataclasses.fields(WeightsCard)}
    for key in raw if isinstance(raw, dict) else ():
        if key not in known:
            near = difflib.get_close_matches(key, known, n=1)
            remedy = f"did you mean {near[0]!r}?" if near else f"a card has {', '.join(sorted(known))}"
            message = f"card {str(path)!r} has the unknown key {key!r}; {remedy}"
            raise WeightsError(message)
    try:
        card = msgspec.convert(raw, WeightsCard)
    except msgspec.ValidationError as error:
        message = f"card {str(path)!r} is not one: {error}"
        raise WeightsError(message) from None
    if card.format != FORMAT:
        message = f"card {str(path)!r} is of format {card.format}; this version reads format {FORMAT}"
        raise WeightsError(message)
    return card


def check_tensors(where: str, card: WeightsCard, tensors: dict[str, Array]) -> None:
    """Raise `WeightsError` unless the tensors are finite, and of the type and exactly the shapes that the card says."""
    wanted, stored = shapes(card), _stored(where, card)
    for name in wanted.keys() ^ tensors.keys():
        side = "lacks" if name in wanted else "has, and its card does not know,"
        message = f"policy file {where!r} {side} the tensor {name!r}"
        raise WeightsError(message)
    for name, shape in wanted.items():
        tensor = tensors[name]
        if tensor.shape != shape or tensor.dtype != stored:
            message = (
                f"policy file {where!r} has {name!r} as {tensor.dtype} {tensor.shape}; its card says {stored} {shape}"
            )
            raise WeightsError(message)
        if not np.isfinite(tensor).all():
            message = f"policy file {where!r} has numbers in {name!r} that are not finite"
            raise WeightsError(message)


def _stored(where: str, card: WeightsCard) -> np.dtype[Any]:
    """Return the type in which a card's tensors are stored; raises `WeightsError` for one that there is not."""
    if card.stored not in STORED:
        message = f"policy file {where!r} is stored as {card.stored!r}; it must be one of {', '.join(STORED)}"
        raise WeightsError(message)
    return np.dtype(card.stored)


def shapes(card: WeightsCard) -> dict[str, tuple[int, ...]]:
    """Return the shape of every tensor that a card implies, by its name."""
    found: dict[str, tuple[int, ...]] = {}
    for member in range(card.members):
        prefix = f"member.{member}." if card.members > 1 else ""
        found |= {prefix + name: shape for name, shape in _member_shapes(card).items()}
    return found


def _member_shapes(card: WeightsCard) -> dict[str, tuple[int, ...]]:
    """Return the shapes of one network of a card."""
    found: dict[str, tuple[int, ...]] = {}
    for number, last in enumerate(card.convolutions):
        before = card.convolutions[number - 1] if number else _channels(card)
        found |= {f"convolutions.{number}.weight": (last, before, 3, 3), f"convolutions.{number}.bias": (last,)}
    flat = card.inputs if not card.convolutions else card.inputs // _channels(card) * card.convolutions[-1]
    for number, last in enumerate(card.hidden):
        before = card.hidden[number - 1] if number else flat
        found |= {f"layers.{number}.weight": (last, before), f"layers.{number}.bias": (last,)}
    top = card.hidden[-1]
    if card.memory:
        size = card.memory
        found |= {"memory.weight_ih": (3 * size, top), "memory.weight_hh": (3 * size, size)}
        found |= {"memory.bias_ih": (3 * size,), "memory.bias_hh": (3 * size,)}
        top = size
    for number, last in enumerate(card.after):
        before = card.after[number - 1] if number else card.memory + card.hidden[-1]
        found |= {f"after.{number}.weight": (last, before), f"after.{number}.bias": (last,)}
        top = last
    found |= {"policy.weight": (card.choices, top), "policy.bias": (card.choices,)}
    if card.heads == "act and choice":
        found |= {"act.weight": (1, top), "act.bias": (1,)}
    return found


def _channels(card: WeightsCard) -> int:
    """Return how many planes the observation of a network with convolutions has."""
    import game

    observation = game.load(card.game).observations[card.observation]
    return int(observation.shape(game.load(card.game).load_level(card.level))[-1])


def _text(card: WeightsCard) -> str:
    """Return a card as JSON, one key a line, in order; as cards were at first where nothing newer is used."""
    found = {name: value for name, value in dataclasses.asdict(card).items() if value != NEWER.get(name)}
    return json.dumps(found, sort_keys=True, indent=1)
