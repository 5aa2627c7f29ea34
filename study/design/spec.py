"""What a design may say: the study file as values. Nothing that changes the science has a default."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

Text = str | dict[str, str]
"""Words, or the words of each language."""
Name = Annotated[str, msgspec.Meta(pattern="^[a-z][a-z0-9_-]{0,39}$")]
Seconds = Annotated[float, msgspec.Meta(ge=1, le=3600)]
Count = Annotated[int, msgspec.Meta(ge=1, le=100_000)]


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A part of a design."""


class PartnerSpec(_Part, frozen=True):
    """An AI partner, as it is met in this study."""

    partner: str
    """Its name, from `crossplay partners`."""
    delay: Annotated[int, msgspec.Meta(ge=0, le=30)] | Annotated[str, msgspec.Meta(pattern=r"^\$")]
    """Reaction delay in ticks, or ``$factor``."""
    temperature: Annotated[float, msgspec.Meta(ge=0, le=10)] | Annotated[str, msgspec.Meta(pattern=r"^(own$|\$)")]
    """0 always does what it likes best; ``own``: as its card says; or ``$factor``."""
    label: Text
    """What participants are told it is called."""
    hash: str = ""
    """Of its card, where it is to be pinned; `crossplay study check` shows it."""


class Factor(_Part, frozen=True):
    """Something that differs between participants, or between the blocks of one."""

    vary: Literal["between", "within"]
    values: Annotated[tuple[str | float, ...], msgspec.Meta(min_length=1, max_length=12)]
    order: Literal["williams", "fixed", ""] = ""
    """Of the blocks, for a factor within participants: each value as often before each other one, or as written."""


class Item(_Part, frozen=True):
    """A question."""

    name: Name
    ask: Text
    kind: Literal["choice", "many", "scale", "slider", "number", "text", "long"]
    options: tuple[Text, ...] = ()
    """Of a choice, in this order; of a scale and a slider, the words at both ends."""
    low: float = 1
    high: float = 7
    step: float = 1
    optional: bool = False
    right: str | float | None = None
    """The right answer, in a quiz; of a choice, the number of the option, from 1."""
    attention: str | float | None = None
    """The answer that shows attention."""


class Consent(_Part, frozen=True, tag_field="kind", tag="consent"):
    """A text to agree to; who does not leaves with the outcome ``declined``."""

    text: Text
    name: Name = "consent"


class Check(_Part, frozen=True, tag_field="kind", tag="check"):
    """Whether device and connection will do."""

    rtt: Annotated[float, msgspec.Meta(ge=1, le=10_000)]
    """Milliseconds that an answer may take, median of ten."""
    keyboard: bool
    """Whether a touch screen will not do."""
    name: Name = "check"


class Page(_Part, frozen=True, tag_field="kind", tag="page"):
    """Words in Markdown; ``![](level:cramped_room)`` is a picture of a level."""

    name: Name
    text: Text


class Questions(_Part, frozen=True, tag_field="kind", tag="questions"):
    """Questions, and scales with their scoring."""

    name: Name
    items: tuple[Item, ...] = ()
    scales: tuple[str, ...] = ()
    """Names of scales that ship, or of those under ``scales`` in the design."""
    text: Text = ""
    ends: dict[Name, dict[str, str]] = {}
    """By outcome: the question's name -> the answer that ends the study with it (screening)."""
    shuffled: bool = False


class Quiz(_Part, frozen=True, tag_field="kind", tag="quiz"):
    """Questions with right answers; who fails reads again, and leaves with ``failed`` after the last try."""

    name: Name
    tries: Annotated[int, msgspec.Meta(ge=2, le=10)]
    items: Annotated[tuple[Item, ...], msgspec.Meta(min_length=1)]
    text: Text = ""


class Rounds(_Part, frozen=True, tag_field="kind", tag="rounds"):
    """Rounds of a game, in blocks."""

    name: Name
    levels: Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]
    """One round on each in every block; ``$factor`` stands for the level that a factor has here."""
    order: Literal["fixed", "shuffled"]
    """Of the levels in a block."""
    seats: Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]
    """Who sits where: ``me``, ``other`` (another participant), a partner's name, or ``$factor``."""
    swap: bool
    """Whether every second participant has the seats in the opposite order."""
    ticks: Count
    tick_rate: Annotated[float, msgspec.Meta(ge=1, le=30)] | str
    """A number, or ``$factor``."""
    practice: bool
    each: str = ""
    """The factor within participants that has a block for each of its values."""
    after_round: tuple[str, ...] = ()
    """Scales and questionnaires of the design, by name."""
    after_block: tuple[str, ...] = ()
    text: Text = ""


class Preference(_Part, frozen=True, tag_field="kind", tag="preference"):
    """Which partner somebody plays with once more, or alone: stated and then done."""

    name: Name
    among: str
    """The factor within participants whose partners are offered."""
    alone: bool
    """Whether playing alone is offered too."""
    level: str
    ticks: Count
    tick_rate: Annotated[float, msgspec.Meta(ge=1, le=30)]
    text: Text = ""


class Pairs(_Part, frozen=True, tag_field="kind", tag="pairs"):
    """Each partner beside each other one: with whom did it go better, or was there no difference."""

    name: Name
    among: str
    """The factor within participants whose partners are compared."""
    ask: Text
    tie: Text
    """The words for no difference; empty: one of both must be named."""
    text: Text = ""


class Debrief(_Part, frozen=True, tag_field="kind", tag="debrief"):
    """The last words before the code."""

    text: Text
    name: Name = "debrief"


Step = Consent | Check | Page | Questions | Quiz | Rounds | Preference | Pairs | Debrief


class Waiting(_Part, frozen=True):
    """What happens when nobody comes."""

    limit: Seconds
    then: Literal["partner", "end"]
    gap: Annotated[float, msgspec.Meta(gt=0, le=10_000)] | Literal["any"]
    """Milliseconds by which the connections of those who play together may differ, as the check page measured them.

    Who has waited for half of the limit plays with anybody.
    """
    partner: str = ""
    """The partner's name in this design, where it is ``partner``."""


class Dropout(_Part, frozen=True):
    """What happens when somebody leaves a round."""

    grace: Annotated[float, msgspec.Meta(ge=0, le=600)]
    """Seconds for which the others wait."""
    then: Literal["partner", "end", "requeue"]
    """A partner takes the seat; the round ends for all; or those who stayed wait for somebody else and begin anew."""
    partner: str = ""


class Outcome(_Part, frozen=True):
    """How taking part can end."""

    code: str
    text: Text
    url: str = ""
    """Where the participant goes back to; ``{code}`` stands for the code."""


class Bonus(_Part, frozen=True):
    """What is paid beside the reward."""

    per_point: Annotated[float, msgspec.Meta(ge=0, le=100)]
    cap: Annotated[float, msgspec.Meta(ge=0, le=1000)]
    currency: str


class Quota(_Part, frozen=True):
    """How many may take part of those who give an answer; the next one leaves with the outcome ``full``."""

    question: str
    """The step's name, a full stop and the question's: ``about-you.games``."""
    answer: str | float
    """Of a choice, the number of the option, from 1."""
    most: Count


class Scale(_Part, frozen=True):
    """A questionnaire with its scoring."""

    title: Text
    source: str
    """Where it was published, and under which terms its words may be used."""
    version: str
    items: tuple[Item, ...]
    score: dict[Name, tuple[str, ...]]
    """By score: the items of which it is the mean, with a minus sign before those that are turned round."""
    scoring: Literal["mean", "sus"] = "mean"
    shuffled: bool = False
    text: Text = ""


class Contrast(_Part, frozen=True):
    """A planned comparison: how much more of something there is with one value of a factor than with another."""

    outcome: str
    """``points``, or a score of a scale: its name, a full stop and the score's, as in ``nasa-tlx.workload``."""
    factor: Name
    first: str | float
    second: str | float
    smallest: Annotated[float, msgspec.Meta(gt=0)]
    """The smallest difference that would matter, in the outcome's unit; what is surely less counts as none."""


class Analysis(_Part, frozen=True):
    """What is tested when all have finished. Everything else in the report is called exploratory."""

    minimum: Annotated[int, msgspec.Meta(ge=6, le=100_000)]
    """Participants below which nothing is told of a comparison; six are the fewest whose ranks can differ at 5 %."""
    exclude: tuple[Literal["unfinished", "attention", "takeover"], ...]
    """Who did not finish, who failed an attention check, and rounds in which a partner took a seat."""
    primary: Annotated[tuple[Contrast, ...], msgspec.Meta(min_length=1, max_length=20)]
    """One family: its p-values are corrected for each other."""
    secondary: Annotated[tuple[Contrast, ...], msgspec.Meta(max_length=40)]
    """Another one."""


OUTCOMES = ("finished", "declined", "screened", "failed", "check", "nobody", "left", "attention", "full", "withdrawn")
"""What may end a study; a design says the code of each that can happen."""


class Design(_Part, frozen=True):
    """A study."""

    name: Name
    version: Count
    title: Text
    languages: Annotated[tuple[Literal["en", "de"], ...], msgspec.Meta(min_length=1)]
    seed: Annotated[int, msgspec.Meta(ge=0, le=2**53)]
    game: str
    source: Literal["open", "prolific", "mturk", "sona"]
    participants: Count
    """Finished ones, in all cells together; then nobody is let in any more."""
    minutes: Annotated[float, msgspec.Meta(ge=1, le=600)]
    """How long it takes, as participants are told."""
    reward: Annotated[float, msgspec.Meta(ge=0, le=1000)]
    """What each is paid, in the bonus's currency."""
    contact: str
    partners: dict[Name, PartnerSpec]
    factors: dict[Name, Factor]
    waiting: Waiting
    dropout: Dropout
    bonus: Bonus
    attention: Annotated[int, msgspec.Meta(ge=0, le=10)]
    """Failed attention checks after which somebody leaves with the outcome ``attention``; 0: they are only counted."""
    outcomes: dict[str, Outcome]
    steps: Annotated[tuple[Step, ...], msgspec.Meta(min_length=1)]
    scales: dict[Name, Scale] = {}
    quotas: dict[Name, Quota] = {}
    analysis: Analysis | None = None
    """Where nothing is planned, everything in the report is exploratory."""
