"""Stored: everything that a report is made from, read once, and the figures that are compared."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from data import studies
from data.store import reading
from study.design.planning import POINTS, is_compared
from study.design.reading import parse_design
from study.export import find_study, scores_of, ways_of
from study.forms import missed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from study.design.places import Place
    from study.design.spec import Design


class Stored(NamedTuple):
    """A study as it took place."""

    study: studies.Study
    design: Design
    ways: dict[str, tuple[Place, ...]]
    """By session, all pages of its participant's way."""
    sessions: list[studies.Session]
    played: list[dict[str, Any]]
    answers: list[dict[str, Any]]
    network: list[dict[str, Any]]
    taken: set[str]
    """Rounds in which a partner took the seat of somebody who was away."""
    seated: list[dict[str, Any]]
    audit: list[dict[str, Any]]


class Figure(NamedTuple):
    """One figure of those who are compared: the points of a round, or a score of a scale."""

    unit: str
    """Who is compared: a participant, or those who played together."""
    value: str | float
    """Of the factor."""
    level: str
    """Of the round; empty for what was asked about a block."""
    number: int
    """Of the round in the study, from 1; 0 for what was asked about a block."""
    amount: float
    rtt: float
    """Median milliseconds of the connection in the round, -1 where it was not measured."""


class Choice(NamedTuple):
    """Which figures are compared."""

    exclude: tuple[str, ...] = ()
    """As in the plan."""
    without_level: str = ""


def planned_choice(design: Design) -> Choice:
    """Return which figures the plan compares; all of them where nothing is planned."""
    return Choice(design.analysis.exclude) if design.analysis is not None else Choice()


def gather(store: Path, study: str) -> Stored:
    """Return a study as it took place; raises `StoreError` where there is none of that name."""
    with reading(store) as db:
        found = find_study(studies.read_studies(db), study)
        design = parse_design(found.design, found.name).design
        sessions = studies.read_sessions(db, found.hash)
        return Stored(
            found, design, ways_of(design, sessions), sessions, studies.read_played(db, found.hash),
            studies.read_answers(db, found.hash), studies.read_network(db, found.hash),
            studies.read_taken(db, found.hash), studies.read_seated(db, found.hash), studies.read_audit(db),
        )  # fmt: skip


def own_points(row: dict[str, Any]) -> float:
    """Return the points of a participant's own team; those of the round, where it was played before they were kept."""
    return float((row["score"] if row["points"] is None else row["points"]) or 0)


def figures(stored: Stored, outcome: str, factor: str, choice: Choice) -> list[Figure]:
    """Return what is compared between the values of a factor, each figure of a unit once.

    Those who played with each other are one unit: their figures are not independent. The points that a team shares
    count once, and of the answers of its members the mean.
    """
    units, out = units_of(stored), left_out(stored, choice.exclude)
    source = _points(stored, choice) if outcome == POINTS else _scores(stored, outcome)
    found: dict[tuple[str, Any, str, int, str], list[tuple[float, float]]] = defaultdict(list)
    for session, place, amount, rtt, key in source:
        if (
            session in out
            or factor not in place.values
            or (choice.without_level and place.level == choice.without_level)
        ):
            continue
        number = place.number if outcome == POINTS else 0
        found[units[session], place.values[factor], place.level, number, key].append((amount, rtt))
    return [
        Figure(unit, value, level, number, _mean([amount for amount, _ in rows]), _mean([rtt for _, rtt in rows]))
        for (unit, value, level, number, _), rows in found.items()
    ]


def units_of(stored: Stored) -> dict[str, str]:
    """Return by session the first of all sessions that it is tied to by rounds that were played together."""
    first = {each.id: each.id for each in stored.sessions}

    def root(session: str) -> str:
        """Return the first of those who are known to be tied to a session."""
        while first[session] != session:
            session = first[session]
        return session

    met: dict[str, str] = {}
    for row in stored.played:
        if row["is_practice"] or row["why"] != "finished":
            continue
        one, other = root(row["session"]), root(met.setdefault(row["round"], row["session"]))
        first[one] = other
    return {each.id: root(each.id) for each in stored.sessions}


def left_out(stored: Stored, exclude: tuple[str, ...]) -> set[str]:
    """Return the sessions that a plan leaves out."""
    out = {each.id for each in stored.sessions if "unfinished" in exclude and each.status != "finished"}
    return out | (set(careless(stored)) if "attention" in exclude else set())


def careless(stored: Stored) -> dict[str, int]:
    """Return by session how many attention checks it failed, where it failed any."""
    known, found = {each.id: each for each in stored.sessions}, Counter[str]()
    for (session, at), answers in answered(stored).items():
        each, place = known[session], stored.ways[session][at]
        found[session] += missed(stored.design, place, each.language, each.number, answers)
    return {session: failed for session, failed in found.items() if failed}


def answered(stored: Stored) -> dict[tuple[str, int], dict[str, Any]]:
    """Return the latest answers by session and page."""
    found: dict[tuple[str, int], dict[str, Any]] = defaultdict(dict)
    for row in stored.answers:
        found[row["session"], row["place"]][row["item"]] = row["value"]
    return found


def counted(stored: Stored) -> Iterator[tuple[dict[str, Any], Place]]:
    """Yield the finished rounds that are compared, with their pages."""
    for row in stored.played:
        place = stored.ways[row["session"]][row["place"]]
        if row["why"] == "finished" and is_compared(place):
            yield row, place


def _points(stored: Stored, choice: Choice) -> Iterator[tuple[str, Place, float, float, str]]:
    """Yield session, page, points, connection and what makes equal points of one team one figure."""
    rtts: dict[tuple[str, str], list[float]] = defaultdict(list)
    for row in stored.network:
        if row["rtt"] >= 0:
            rtts[row["session"], row["round"]].append(row["rtt"])
    for row, place in counted(stored):
        if "takeover" not in choice.exclude or row["round"] not in stored.taken:
            points = own_points(row)
            rtt = sorted(rtts.get((row["session"], row["round"]), [-1.0]))
            yield row["session"], place, points, rtt[len(rtt) // 2], f"{row['round']} {points:g}"


def _scores(stored: Stored, outcome: str) -> Iterator[tuple[str, Place, float, float, str]]:
    """Yield the same of a score of a scale; of pages that come again under the same values, the mean is one figure."""
    for row in scores_of(stored.design, stored.ways, stored.answers):
        if f"{row['scale']}.{row['score']}" == outcome and row["value"] is not None:
            yield row["session"], stored.ways[row["session"]][row["place"]], float(row["value"]), -1.0, ""


def _mean(values: list[float]) -> float:
    """Return the mean."""
    return sum(values) / len(values)
