"""The report as one HTML page that needs nothing else: tables, and plots as SVG."""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING, Any

from ai_partners.judge.page import Section, page
from study.export import made_apart
from study.report import drawing
from study.report.telling import (
    TOO_FEW,
    chance,
    condition,
    effect_in_words,
    exploratory_p,
    interval,
    probability,
    said,
    untested,
)  # fmt: skip
from study.report.whole import report_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path


def page_of(found: Mapping[str, Any]) -> str:
    """Return a report as one HTML page, the same for the same figures."""
    summary = (
        f"Version {found['version']}, design {found['design']}, started {found['started_at'][:16]}, last seen "
        f"{str(found['last_seen_at'])[:16]}; source of participants: {found['source']}; seed {found['seed']}. "
        "What was not planned in the design is exploratory and says so; intervals are of 95 %."
    )
    spent = {"code": ", ".join(map(str, found["code"])), "sessions": found["sessions"], "of them bots": found["bots"]}
    return page(f"Study {found['study']}", summary, list(_sections(found)), spent)


def page_apart(store: Path, study: str) -> str:
    """Return the page of a study's report, made by a process of its own."""
    return made_apart(_made, store, study)


def _made(store: Path, study: str) -> str:
    """Return the page of a study's report."""
    return page_of(report_of(store, study))


def _sections(found: Mapping[str, Any]) -> Iterator[Section]:
    """Yield the parts of the page."""
    yield _flow(found["flow"])
    rows = [[row["what"], row["planned"], row["was"], "yes" if row["holds"] else "NO"] for row in found["plan and run"]]
    yield Section("The plan and what took place", ("", "planned", "was", "holds"), rows)
    yield Section("Data quality", ("", ""), [[name, _told(value)] for name, value in found["quality"].items()])
    partners = [[row["name"], str(row["hash"]), str(row["rounds"])] for row in found["partners"]]
    yield Section("Partners", ("partner", "card", "rounds"), partners)
    if "missing" in found:
        yield Section("Comparisons", (found["missing"],), ())
    else:
        yield from _comparisons(found)
    yield from _described(found)
    yield Section("What each part is made from", ("part", "tables"), [list(row) for row in found["made from"].items()])


def _flow(flow: Mapping[str, Any]) -> Section:
    """Return who came, how far, and who is analysed."""
    rows = [[row["cell"], *(str(row[key]) for key in ("came", "finished", "analysed"))] for row in flow["cells"]]
    return Section("Participants", ("cell", "came", "finished", "analysed"), rows, drawing.flow(flow))


def _comparisons(found: Mapping[str, Any]) -> Iterator[Section]:
    """Yield the comparisons, the planned ones first."""
    head = ("comparison", "units", "difference", "95 %", "p", "by Holm", "finding", "by unit", "test")
    for family, rows in found["families"].items():
        yield Section(f"{family.capitalize()} comparisons, as planned", head, [_tested(row) for row in rows])
    if found["sensitivity"]:
        rows = [
            [
                row["comparison"], row["way"], str(row["units"]),
                TOO_FEW if row["difference"] is None else f"{row['difference']:g}", interval(row), exploratory_p(row),
            ]
            for row in found["sensitivity"]
        ]  # fmt: skip
        columns = ("comparison", "with", "units", "difference", "95 %", "")
        yield Section(
            "The primary comparisons with other choices", columns, rows, _drawn(drawing.forest, found["sensitivity"])
        )
    if found["exploratory"]:
        rows = [
            [row["comparison"], str(row["units"]), effect_in_words(row), exploratory_p(row)]
            for row in found["exploratory"]
        ]
        yield Section("Exploratory comparisons", ("comparison", "units", "difference by unit", ""), rows)
    for row in found["preferences"]:
        title = (
            f"Compared at {row['step']} by {row['participants']} participants (model of Bradley and Terry with ties)"
        )
        columns = ("first", "second", "named: first, second, neither", "first", "second", "neither")
        yield Section(
            title, columns, [_pair(pair) for pair in row["pairs"]] or [[TOO_FEW]], _drawn(drawing.pairs, row["pairs"])
        )
    if found["choices"]:
        rows = [
            [row["step"], row["chosen"], f"{row['count']} of {row['of']}", _percent(row)] for row in found["choices"]
        ]
        yield Section("Chosen for one more round", ("step", "chosen", "how often", "95 %"), rows)


def _tested(row: Mapping[str, Any]) -> list[str]:
    """Return a planned comparison as a row of its table."""
    test = row["test"]
    if test is None:
        return [row["comparison"], str(row["units"]), untested(row), "", "", "", "", effect_in_words(row), ""]
    how = "; ".join([f"{test['by']} {test['formula']}".strip(), *test["notes"]])
    return [
        row["comparison"], str(row["units"]), f"{test['difference']:g}", interval(test), _bare(test["p"]),
        _bare(test["holm p"]), test["finding"], effect_in_words(row), how,
    ]  # fmt: skip


def _pair(pair: Mapping[str, Any]) -> list[str]:
    """Return two partners as a row of their table."""
    parts = [chance(pair[key]) for key in ("first named", "second named", "neither")]
    return [pair["first"], pair["second"], ", ".join(map(str, pair["counts"])), *parts]


def _described(found: Mapping[str, Any]) -> Iterator[Section]:
    """Yield what is described and not tested."""
    head = ("condition", "rounds", "participants", "mean", "95 %", "sd")
    rows = [[condition(row), str(row["rounds"]), *_mean(row)] for row in found["conditions"]]
    yield Section("Points of finished rounds", head, rows, _drawn(drawing.values, found["conditions"], "points"))
    rows = [[str(row["round"]), *_mean(row)] for row in found["rounds in order"]]
    yield Section(
        "Points from round to round", ("round", *head[2:]), rows, _drawn(drawing.learning, found["rounds in order"])
    )
    yield Section("Learning", ("", *head[2:]), [[row["what"], *_mean(row)] for row in found["learning"]])
    for scale in dict.fromkeys(row["scale"] for row in found["scales"]):
        own = [row for row in found["scales"] if row["scale"] == scale]
        rows = [[f"{row['score']}, {condition(row)}", *_mean(row), said(row["median"])] for row in own]
        named = [row | {"condition": {row["score"]: ""} | row["condition"]} for row in own]
        yield Section(f"Scale {scale}", ("score", *head[2:], "median"), rows, _drawn(drawing.values, named, scale))
    if found["reliability"]:
        rows = [[row["scale"], row["score"], str(row["pages"]), said(row["alpha"])] for row in found["reliability"]]
        yield Section("Reliability of the scales", ("scale", "score", "pages", "Cronbach's alpha"), rows)
    keys = ("participants", "own idle %", "others idle %", "together %")
    rows = [[condition(row), *(said(row[key]) for key in keys)] for row in found["fluency"]]
    yield Section("Fluency, in percent of the ticks", ("condition", *keys), rows)


def _drawn(plot: Callable[..., str], *told: Any) -> str:
    """Return a plot, or nothing where what draws it is not installed."""
    return plot(*told) if importlib.util.find_spec("matplotlib") is not None else ""


def _mean(row: Mapping[str, Any]) -> Sequence[str]:
    """Return participants, mean, interval and spread."""
    return [str(row["participants"]), f"{row['mean']:g}", interval(row), said(row["sd"])]


def _bare(p: float) -> str:
    """Return a p-value as it stands in a table."""
    return probability(p).removeprefix("= ")


def _percent(row: Mapping[str, Any]) -> str:
    """Return a part's interval in percent."""
    return TOO_FEW if row["low"] is None else f"{100 * row['low']:.0f} to {100 * row['high']:.0f} %"


def _told(value: Any) -> str:
    """Return a figure or some sentences."""
    return "; ".join(value) or "none" if isinstance(value, list) else said(value)
