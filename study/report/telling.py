"""A report in words, for the terminal: the same figures as its page and its JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

TOO_FEW = "not enough data"


def lines(found: Mapping[str, Any]) -> list[str]:
    """Return a report in words."""
    return [*_head(found), *_planned(found), *_found(found), *_seen(found)]


def condition(row: Mapping[str, Any]) -> str:
    """Return a condition in words."""
    return ", ".join(f"{name} {value}" for name, value in row["condition"].items()) or "all"


def interval(row: Mapping[str, Any], low: str = "low", high: str = "high") -> str:
    """Return a 95 % interval in words."""
    return f"{row[low]:g} to {row[high]:g}" if row.get(low) is not None else TOO_FEW


def mean(row: Mapping[str, Any]) -> str:
    """Return a mean with its interval in words."""
    told = "" if row["low"] is None else f" (95 % {interval(row)})"
    return f"{row['mean']:g}{told}, {row['participants']} participants"


def said(value: float | None) -> str:
    """Return a figure, or a question mark where there is none."""
    return "?" if value is None else f"{value:g}"


def probability(p: float) -> str:
    """Return a p-value in words."""
    return "< 0.001" if p < 0.001 else f"= {p:.3f}"  # noqa: PLR2004 - as papers tell it


def finding_in_words(row: Mapping[str, Any]) -> str:
    """Return a planned comparison's test in words."""
    test = row["test"]
    if test is None:
        return f"{untested(row)} ({row['units']} units)"
    return (
        f"{test['difference']:g} (95 % {interval(test)}), {test['by']}, df {test['df']}, p {probability(test['p'])}, "
        f"by Holm {probability(test['holm p'])}, {row['units']} units: {test['finding']}"
    )


def chance(told: Mapping[str, float]) -> str:
    """Return a probability with its interval in percent."""
    return f"{100 * told['p']:.0f} % ({100 * told['low']:.0f} to {100 * told['high']:.0f})"


def stayed(row: Mapping[str, Any]) -> str:
    """Return who stayed at a step of the flow, in words."""
    return ", ".join(f"{count} {why}" for why, count in row["stayed"].items())


def untested(row: Mapping[str, Any]) -> str:
    """Return why a planned comparison has no test: too few took part, or all figures are alike."""
    return TOO_FEW if row["twin"] is None else "no model can be fitted to figures that are all alike"


def effect_in_words(row: Mapping[str, Any]) -> str:
    """Return a comparison by unit in words."""
    twin = row["twin"]
    if twin is None:
        return f"{TOO_FEW} ({row['units']} units)"
    d = "" if twin["d"] is None else f", d {twin['d']:g} ({interval(twin, 'd low', 'd high')})"
    return f"{twin['difference']:g} (95 % {interval(twin)}){d}, more in {100 * twin['more often']:.0f} %"


def exploratory_p(row: Mapping[str, Any]) -> str:
    """Return the p-value of what was not planned, which is never told without that word."""
    p = row["exploratory p"]
    return "" if p is None else f"exploratory p {probability(p)}"


def _head(found: Mapping[str, Any]) -> Iterator[str]:
    """Yield who came, what became of them, and how well it ran."""
    yield f"{found['study']} ({found['design'][:12]}), started {found['started_at'][:16]}: {found['sessions']} sessions"
    flow = found["flow"]
    erased = f" ({flow['erased']} withdrew, erased)" if flow["erased"] else ""
    yield f"{flow['came']} came{erased}; {flow['finished']} finished; {flow['analysed']} are analysed"
    for row in flow["steps"]:
        yield f"  {row['reached']:4} at {row['step']}" + (f"; here stayed {stayed(row)}" if row["stayed"] else "")
    yield "by cell (came, finished, analysed):"
    for row in flow["cells"]:
        yield f"  {row['came']:4} {row['finished']:4} {row['analysed']:4}  {row['cell']}"
    yield "rounds: " + ", ".join(f"{count} {why}" for why, count in found["rounds"].items())
    quality = found["quality"]
    p50, p95, away = (said(quality[name]) for name in ("rtt p50", "rtt p95", "away %"))
    yield f"connections: {quality['seconds']} seconds, {p50} ms (p95 {p95}), {away} % without the keyboard"
    yield f"attention checks: {quality['failed attention checks']} failed by {quality['failed an attention check']}"
    wrong = quality["rounds that do not replay"]
    yield f"replayed: {quality['rounds replayed']} rounds, {len(wrong)} not as they were played"
    yield from (f"  {words}" for words in wrong)


def _planned(found: Mapping[str, Any]) -> Iterator[str]:
    """Yield the plan beside the run."""
    yield "planned and run:"
    for row in found["plan and run"]:
        mark = "  " if row["holds"] else "! "
        yield f"  {mark}{row['what']}: planned {row['planned']}, was {row['was']}"


def _found(found: Mapping[str, Any]) -> Iterator[str]:
    """Yield the comparisons."""
    if "missing" in found:
        yield found["missing"]
        return
    for family, rows in found["families"].items():
        yield f"{family} comparisons, as planned:" if rows else f"{family} comparisons: none planned"
        for row in rows:
            yield f"  {row['comparison']}: {finding_in_words(row)}"
            yield f"    by unit: {effect_in_words(row)}"
            if row["test"] and row["test"]["formula"]:
                yield f"    {row['test']['formula']}" + "".join(f"; {note}" for note in row["test"]["notes"])
    yield from ["no comparison was planned"] if not found["families"] else []
    yield from ["the primary comparisons with other choices:"] if found["sensitivity"] else []
    for row in found["sensitivity"]:
        told = TOO_FEW if row["difference"] is None else f"{row['difference']:g} (95 % {interval(row)})"
        yield f"  {row['comparison']}, {row['way']}: {told}, {row['units']} units {exploratory_p(row)}".rstrip()
    yield from ["other comparisons (exploratory):"] if found["exploratory"] else []
    for row in found["exploratory"]:
        yield f"  {row['comparison']}: {effect_in_words(row)} {exploratory_p(row)}".rstrip()
    yield from _preferred(found)


def _preferred(found: Mapping[str, Any]) -> Iterator[str]:
    """Yield what was preferred."""
    for row in found["preferences"]:
        yield f"compared at {row['step']} by {row['participants']} participants" + (
            "" if row["pairs"] else f": {TOO_FEW}"
        )
        for pair in row["pairs"]:
            words = ((pair["first"], "first named"), (pair["second"], "second named"), ("neither", "neither"))
            parts = [f"{name} {chance(pair[key])}" for name, key in words]
            yield f"  {pair['first']} and {pair['second']}: " + ", ".join(parts)
    for row in found["choices"]:
        part = "" if row["low"] is None else f" (95 % {100 * row['low']:.0f} to {100 * row['high']:.0f} %)"
        yield f"chosen at {row['step']}, {row['chosen']}: {row['count']} of {row['of']}{part}"


def _seen(found: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is described."""
    yield "points of finished rounds, described and not tested:"
    for row in found["conditions"]:
        yield f"  {condition(row)}: {mean(row)} in {row['rounds']} rounds"
    yield from ["learning:"] if found["learning"] else []
    yield from (f"  {row['what']}: {mean(row)}" for row in found["learning"])
    yield from ["scales:"] if found["scales"] else []
    yield from (f"  {row['scale']} {row['score']}, {condition(row)}: {mean(row)}" for row in found["scales"])
    for row in found["reliability"]:
        yield f"  {row['scale']} {row['score']}: Cronbach's alpha {said(row['alpha'])} over {row['pages']} pages"
    yield from ["fluency, in percent of the ticks:"] if found["fluency"] else []
    for row in found["fluency"]:
        own, others, both = (said(row[key]) for key in ("own idle %", "others idle %", "together %"))
        yield f"  {condition(row)}: idle {own}, others idle {others}, acting at once {both}"
