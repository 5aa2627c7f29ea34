"""The plan beside what took place: what the design says, and what the store holds."""

from __future__ import annotations

import datetime as dt
import statistics
from collections import Counter
from typing import TYPE_CHECKING, Any

from study.design.places import cells
from study.design.planning import is_compared
from study.design.spec import Preference, Rounds
from study.design.values import every_name, tick_rate
from study.forms import same
from study.report.stored import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from study.report.stored import Stored

MET = ("participant: ", "match closed", "recruitment ")
"""What the log of experimenters' deeds begins with where participants met them."""
LONG = 1.5
"""Times the minutes that participants were told."""


def deviations(stored: Stored) -> list[dict[str, Any]]:
    """Return what was planned, what took place, and whether the one is the other."""
    return [
        {"what": what, "planned": planned, "was": was, "holds": holds}
        for part in (_people, _rounds, _partners, _quotas, _interventions)
        for what, planned, was, holds in part(stored)
    ]


def _people(stored: Stored) -> Iterator[tuple[str, str, str, bool]]:
    """Yield how many finished, in which cells, and how long it took them."""
    design = stored.design
    done = [each for each in stored.sessions if each.status == "finished"]
    yield "participants who finish", str(design.participants), str(len(done)), len(done) == design.participants
    counts = [sum(each.cell == cell.name for each in done) for cell in cells(design)]
    apart = max(counts) - min(counts)
    yield "difference between cells, of those who finished", "at most 1", str(apart), apart <= 1
    if done:
        minutes = statistics.median(_minutes(each.started_at, each.seen_at) for each in done)
        planned = f"at most {LONG * design.minutes:g}"
        yield "minutes, median of those who finished", planned, f"{minutes:.1f}", minutes <= LONG * design.minutes


def _rounds(stored: Stored) -> Iterator[tuple[str, str, str, bool]]:
    """Yield whether who finished has played every round, at its speed and to its end, by the rules of the beginning."""
    done = {each.id for each in stored.sessions if each.status == "finished"}
    finished = [row for row in stored.played if row["why"] == "finished" and not row["is_practice"]]
    planned = {each: sum(is_compared(place) for place in stored.ways[each]) for each in done}
    have = Counter(row["session"] for row, _ in counted(stored))
    short = sum(have[each] < planned[each] for each in done)
    yield "finished with fewer rounds than planned", "0", str(short), short == 0
    others = Counter(row["why"] for row in stored.played if row["why"] != "finished" and not row["is_practice"])
    told = ", ".join(f"{count} {why}" for why, count in sorted(others.items())) or "none"
    yield "rounds that were not finished", "none", told, not others
    taken = len(stored.taken)
    yield "rounds in which a partner took a seat", "none", str(taken), taken == 0
    slow = 0
    for row in finished:
        place = stored.ways[row["session"]][row["place"]]
        if isinstance(place.step, Rounds | Preference) and row["tick_rate"] is not None:
            slow += abs(row["tick_rate"] - tick_rate(place.step, place.values)) > 1e-6  # noqa: PLR2004 - rounding
    yield "rounds at another speed", "0", str(slow), slow == 0
    rules = {row["rules"] for row in stored.played if row["rules"] is not None}
    yield "versions of the rules that were played", "1", str(len(rules)), len(rules) <= 1


def _partners(stored: Stored) -> Iterator[tuple[str, str, str, bool]]:
    """Yield for each partner whether as many cards sat in the rounds as it has options, and only those pinned."""
    for partner in dict.fromkeys(spec.partner for spec in stored.design.partners.values()):
        own = {name: spec for name, spec in stored.design.partners.items() if spec.partner == partner}
        options = {full for name in own for full in every_name(stored.design, name)}
        pinned = {spec.hash for spec in own.values() if spec.hash}
        seated = {row["hash"] for row in stored.seated if row["name"] == partner and row["hash"]}
        if seated:
            planned = ", ".join(sorted(pinned)) or f"{len(options)}, not pinned"
            holds = seated <= pinned if len(pinned) == len(options) else len(seated) <= len(options)
            yield f"cards of {partner}", planned, ", ".join(sorted(seated)), holds


def _quotas(stored: Stored) -> Iterator[tuple[str, str, str, bool]]:
    """Yield how many finished of those for whom there was a quota."""
    done = {each.id for each in stored.sessions if each.status == "finished"}
    for name, quota in stored.design.quotas.items():
        step, _, item = quota.question.partition(".")
        given = {row["session"]: row["value"] for row in stored.answers if (row["step"], row["item"]) == (step, item)}
        count = sum(same(quota.answer, value) for session, value in given.items() if session in done)
        yield f"quota {name}, of those who finished", f"at most {quota.most}", str(count), count <= quota.most


def _interventions(stored: Stored) -> Iterator[tuple[str, str, str, bool]]:
    """Yield what experimenters did that participants met."""
    met = Counter(row["what"] for row in stored.audit if row["what"].startswith(MET))
    told = ", ".join(f"{count} {what}" for what, count in sorted(met.items())) or "none"
    yield "interventions by experimenters", "none", told, not met


def _minutes(begin: str, end: str) -> float:
    """Return the minutes between two times."""
    return (dt.datetime.fromisoformat(end) - dt.datetime.fromisoformat(begin)).total_seconds() / 60
