"""Reports: planned comparisons tested and corrected, all others exploratory, and the plan beside the run."""

from __future__ import annotations

import importlib.util
import itertools
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import choix
import numpy as np
import pytest
from scipy import stats
from statsmodels.genmod.families import Poisson
from statsmodels.genmod.generalized_linear_model import GLM

from benchmarks.statistics import EFFECT, PARTS, WHAT, kept, rows, simulated
from study.design.reading import parse_design
from study.report import power, whole
from study.report.comparisons import exploratory, families
from study.report.described import alpha, reliability
from study.report.deviations import deviations
from study.report.flow import flow
from study.report.fluency import acted
from study.report.mixed import estimate
from study.report.page import page_of
from study.report.power import PowerError, needed
from study.report.power import simulated as drawn
from study.report.preferences import chances_of, choices, preferences, strengths
from study.report.sensitivity import sensitivity
from study.report.stored import Choice, Figure, careless, figures, units_of
from study.report.telling import finding_in_words, lines
from study.report.twin import paired, twin
from tests.study.serving import starter
from tests.study.studies import took_place

if TYPE_CHECKING:
    from study.design.places import Place

UNPLANNED = re.compile(r"\nanalysis:.*?\n\n", re.DOTALL)
P = re.compile(r"(?<!exploratory )\bp (=|&lt;|<) ?0")


def played_better(_: int, place: Place, dice: Any) -> float:
    """Return points, 30 more with the learned partner, of participants who are all alike."""
    return float(dice.normal(100 + 30 * (place.values.get("partner") == "learned"), 10))


def alike(_: int, __: Place, dice: Any) -> float:
    """Return points that do not depend on the partner."""
    return float(dice.normal(100, 10))


def test_a_planned_comparison_finds_a_difference_that_is_there_and_says_how_large_it_is() -> None:
    (row,) = families(took_place(24, played_better))["primary"]
    assert (row["comparison"], row["units"]) == ("points, partner learned minus scripted", 24)
    test = row["test"]
    assert test["low"] < 30 < test["high"]
    assert test["p"] == test["holm p"] < 0.001
    assert test["finding"] == "more with learned"
    assert test["formula"].startswith("points ~ partner + level + round + partner:level + (1")
    assert row["twin"]["d"] > 1
    assert row["twin"]["more often"] > 0.9


def test_where_there_is_no_difference_that_matters_the_report_says_so() -> None:
    (row,) = families(took_place(40, alike))["primary"]
    assert row["test"]["p of less"] < 0.05
    assert row["test"]["finding"] == "no difference that matters"


def test_below_the_plans_minimum_there_are_no_figures() -> None:
    few = took_place(19, played_better)
    told = [row for rows_ in families(few).values() for row in rows_]
    assert [(row["test"], row["twin"], row["units"]) for row in told] == [(None, None, 19)] * 3
    assert {row["difference"] for row in sensitivity(few)} == {None}
    assert preferences(few)[0]["pairs"] == []


def test_of_points_that_are_all_alike_no_test_is_made_and_the_report_says_why() -> None:
    (row,) = families(took_place(24, lambda *_: 20.0))["primary"]
    assert row["test"] is None
    assert finding_in_words(row) == "no model can be fitted to figures that are all alike (24 units)"


def test_a_family_is_corrected_for_its_size_by_holm() -> None:
    told = families(took_place(24, played_better))["secondary"]
    ps = [row["test"]["p"] for row in told]
    smaller, larger = sorted(ps)
    corrected = [min(1, 2 * smaller), min(1, max(2 * smaller, larger))]
    assert sorted(row["test"]["holm p"] for row in told) == pytest.approx(corrected)
    assert {row["test"]["by"] for row in told} == {"Wilcoxon's signed ranks"}


def test_nothing_unplanned_has_a_p_value_without_the_word_exploratory(monkeypatch: pytest.MonkeyPatch) -> None:
    source = starter()
    text = UNPLANNED.sub("\n", source.text, count=1)
    unplanned = parse_design(text)
    assert unplanned.design.analysis is None
    stored = took_place(24, played_better, unplanned)
    assert families(stored) == {}
    assert sensitivity(stored) == []
    assert len(exploratory(stored)) == 3
    monkeypatch.setattr(whole, "gather", lambda *_: stored)
    monkeypatch.setattr(whole, "replayed", lambda *_: ([], []))
    found = whole.report_of(Path(), "two-partners")
    words, page = "\n".join(lines(found)), page_of(found)
    assert "exploratory p < 0.001" in words
    assert "exploratory p &lt; 0.001" in page
    assert not P.search(words)
    assert not P.search(page)
    assert "no comparison was planned" in words
    assert "everything in the report will be exploratory" in found["plan"][0]


def test_with_a_plan_the_same_report_is_made_of_the_same_store_byte_by_byte(monkeypatch: pytest.MonkeyPatch) -> None:
    stored = took_place(24, played_better)
    monkeypatch.setattr(whole, "gather", lambda *_: stored)
    monkeypatch.setattr(whole, "replayed", lambda *_: ([], []))
    first, again = (whole.report_of(Path(), "two-partners") for _ in range(2))
    assert json.dumps(first) == json.dumps(again)
    assert page_of(first) == page_of(again)


def test_without_what_tests_need_the_rest_is_told_and_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    stored = took_place(6, alike)
    monkeypatch.setattr(whole, "gather", lambda *_: stored)
    monkeypatch.setattr(whole, "replayed", lambda *_: ([], []))
    found = whole.report_of(Path(), "two-partners")
    assert "pip install" in found["missing"]
    assert found["missing"] in lines(found)
    assert "pip install" in page_of(found)
    with pytest.raises(PowerError, match="pip install"):
        needed(0.4, 0.8, 0.05, 1)


def test_other_choices_leave_out_whom_and_what_they_say() -> None:
    stored = took_place(24, played_better)
    sessions = [each._replace(status="going") if each.number == 0 else each for each in stored.sessions]
    told = sensitivity(stored._replace(sessions=sessions, taken={"r1-5", "r1-6"}))
    by = {row["way"]: row for row in told}
    assert by["only who finished"]["units"] == 23
    assert by["everybody and every finished round"]["units"] == 24
    assert by["without the level cramped_room"]["difference"] == pytest.approx(30, abs=8)
    assert all(row["exploratory p"] < 0.001 for row in told)


def test_rounds_that_a_partner_took_over_do_not_count_where_the_plan_leaves_them_out() -> None:
    stored = took_place(8, alike)
    taken = {row["round"] for row in stored.played if row["session"] == "s0"}
    everything = figures(stored, "points", "partner", Choice())
    assert {each.unit for each in everything} - {
        each.unit for each in figures(stored._replace(taken=taken), "points", "partner", Choice(("takeover",)))
    } == {"s0"}
    assert len(everything) == 8 * 4


def test_those_who_play_with_each_other_are_one_unit_and_their_points_count_once() -> None:
    stored = took_place(8, alike, starter(("order: shuffled", "order: fixed")))
    first = {each.cell: each.id for each in reversed(stored.sessions)}
    with_whom = {each.id: first[each.cell] for each in stored.sessions}
    played = [row | {"round": f"{with_whom[row['session']]} {row['place']}", "points": 7.0} for row in stored.played]
    pairs = stored._replace(played=played)
    units = units_of(pairs)
    assert all((units[one] == units[other]) == (with_whom[one] == with_whom[other]) for one in units for other in units)
    assert len(figures(stored, "points", "partner", Choice())) == 8 * 4
    assert len(figures(pairs, "points", "partner", Choice())) == 4 * 4


def test_failed_attention_checks_are_counted_by_session() -> None:
    age = "      - {name: age, kind: number,"
    source = starter((age, "      - {name: look, kind: scale, ask: Choose 2., attention: 2}\n" + age))
    stored = took_place(2, alike, source)
    at = next(place for place, page in enumerate(stored.ways["s0"]) if page.name == "about-you")
    answer = {"place": at, "step": "about-you", "item": "look", "revision": 0, "shown": 0, "at": ""}
    answers = [{"session": "s0", "value": 2, **answer}, {"session": "s1", "value": 5, **answer}]
    assert careless(stored._replace(answers=answers)) == {"s1": 1}


def test_the_mixed_model_of_a_balanced_study_has_the_difference_of_the_participants_means() -> None:
    told = simulated(3, EFFECT)
    model, pair = estimate(told, "a", "b", is_within=True), twin(told, "a", "b", is_within=True)
    assert model is not None
    assert pair is not None
    gaps = np.subtract(*paired(told, "a", "b"))
    assert pair.difference == pytest.approx(gaps.mean())
    assert model.difference == pytest.approx(gaps.mean(), abs=2.0)
    assert model.error == pytest.approx(stats.sem(gaps), rel=0.15)
    assert model.df == len(gaps) - 1


def test_what_data_cannot_tell_apart_is_left_out_of_the_model_and_named() -> None:
    told = tuple(
        Figure(str(who), value, value, place + 1, who + 5.0 * place + who % 3 * place, -1)
        for who in range(9)
        for place, value in enumerate("ab")
    )
    model = estimate(told, "a", "b", is_within=True)
    assert model is not None
    assert model.formula == "points ~ value + (1 | unit)"
    assert model.notes == tuple(
        f"{term} cannot be told apart from the others" for term in ("level", "round", "value:level")
    )


def test_a_model_of_equal_points_or_two_people_is_refused() -> None:
    flat = tuple(each._replace(amount=5.0) for each in simulated(0, 0.0))
    assert estimate(flat, "a", "b", is_within=True) is None
    two = tuple(each for each in simulated(0, 0.0) if each.unit in {"0", "1"})
    assert estimate(two, "a", "b", is_within=True) is None


def test_between_participants_the_model_and_its_twin_agree() -> None:
    told = simulated(1, 40.0, is_within=False)
    model, pair = estimate(told, "a", "b", is_within=False), twin(told, "a", "b", is_within=False)
    assert model is not None
    assert pair is not None
    assert model.df == pair.df == 28
    assert model.difference == pytest.approx(pair.difference, rel=0.05)
    assert model.error == pytest.approx(pair.error, rel=0.1)
    assert pair.units == (15, 15)
    assert pair.d is not None
    assert pair.d > 1


def test_effect_sizes_are_those_worked_out_by_hand() -> None:
    told = tuple(
        Figure(str(who), value, "x", 1, amount, -1)
        for who, pair in enumerate([(3, 1), (4, 2), (9, 3), (5, 5)])
        for value, amount in zip("ab", map(float, pair), strict=True)
    )
    found = twin(told, "a", "b", is_within=True)
    assert found is not None
    assert (found.units, found.difference, found.median) == ((4,), 2.5, 2.0)
    assert found.d == pytest.approx(2.5 / np.std([2, 2, 6, 0], ddof=1))
    assert found.d_average == pytest.approx(2.5 / ((np.std([3, 4, 9, 5], ddof=1) + np.std([1, 2, 3, 5], ddof=1)) / 2))
    assert (found.more, found.cliff) == (3.5 / 4, 0.75)
    assert found.p == pytest.approx(stats.wilcoxon([2, 2, 6, 0], zero_method="pratt").pvalue)


def test_equal_figures_have_an_interval_of_one_point_and_no_effect_size() -> None:
    told = tuple(Figure(str(who), value, "x", 1, 5.0, -1) for who in range(6) for value in "ab")
    found = twin(told, "a", "b", is_within=True)
    assert found is not None
    assert (found.difference, found.interval, found.d, found.p) == (0, (0, 0), None, 1)


def test_strengths_without_ties_are_those_of_another_program() -> None:
    pairs = list(itertools.combinations(range(4), 2))
    counts = np.array([[7, 3, 0], [6, 5, 0], [9, 1, 0], [4, 8, 0], [5, 5, 0], [8, 2, 0]], dtype=float)
    ours, tie = strengths(counts, pairs, has_ties=False)
    wins = np.zeros((4, 4))
    for (i, j), (first, second, _) in zip(pairs, counts + 0.5, strict=True):
        wins[i, j], wins[j, i] = first, second
    theirs = choix.ilsr_pairwise_dense(wins)
    assert ours - ours.mean() == pytest.approx(theirs - theirs.mean(), abs=1e-5)
    assert tie == -np.inf


def test_strengths_with_ties_are_those_of_the_log_linear_model() -> None:
    pairs = list(itertools.combinations(range(3), 2))
    counts = np.array([[12, 5, 3], [9, 9, 6], [3, 10, 8]], dtype=float)
    found, tie = strengths(counts, pairs, has_ties=True)
    design = np.zeros((9, 6))
    for row, (place, answer) in enumerate(itertools.product(range(3), range(3))):
        design[row, place] = 1
        for side, partner in enumerate(pairs[place]):
            if partner:
                design[row, 2 + partner] += 0.5 if answer == 2 else float(answer == side)
        design[row, 5] = answer == 2
    fitted = GLM((counts + 0.5).reshape(-1), design, family=Poisson()).fit().params
    assert [*found[1:], tie] == pytest.approx(fitted[3:], abs=1e-6)


def test_whoever_is_always_named_is_named_with_a_high_chance_and_an_interval_around_it() -> None:
    stored = took_place(24, alike)
    answers = [row | {"value": 1} if row["item"] == "learned|scripted" else row for row in stored.answers]
    (told,) = preferences(stored._replace(answers=answers))
    (pair,) = told["pairs"]
    assert pair["counts"] == [24, 0, 0]
    assert pair["first named"]["p"] > 0.9
    assert pair["first named"]["low"] <= pair["first named"]["p"] <= pair["first named"]["high"]


def test_a_pair_that_was_asked_the_other_way_round_counts_for_the_partner_that_was_named() -> None:
    stored = took_place(24, alike)
    answers = [
        row | {"item": "scripted|learned", "value": 2} if row["item"] == "learned|scripted" else row
        for row in stored.answers
    ]
    assert preferences(stored._replace(answers=answers))[0]["pairs"][0]["counts"] == [24, 0, 0]


def test_chosen_partners_are_counted_with_wilsons_interval() -> None:
    told = {row["chosen"]: row for row in choices(took_place(24, alike))}
    assert sum(row["count"] for row in told.values()) == 24
    low, high = stats.binomtest(told["alone"]["count"], 24).proportion_ci(method="wilson")
    assert (told["alone"]["low"], told["alone"]["high"]) == (round(low, 3), round(high, 3))
    assert told["scripted"]["count"] == 0


def test_probabilities_of_a_pair_are_one_together() -> None:
    assert chances_of(np.array([0.0, 1.0, -2.0]), 0.3, [(0, 1), (1, 2)]).sum(axis=1) == pytest.approx([1, 1])


def test_reliability_is_that_of_the_textbook() -> None:
    table = np.array([[1, 2, 2], [3, 3, 4], [5, 4, 5], [2, 2, 1]], dtype=float)
    correlated = 3 / 2 * (1 - table.var(axis=0, ddof=1).sum() / table.sum(axis=1).var(ddof=1))
    assert alpha(table) == pytest.approx(correlated, abs=5e-4)
    assert alpha(np.ones((4, 3))) is None
    assert alpha(np.repeat(table[:, :1], 3, axis=1)) == 1
    assert {row["scale"] for row in reliability(took_place(6, alike))} == {"partner-rating", "nasa-tlx", "sus"}


def test_the_plan_beside_the_run_names_everything_that_was_not_as_planned() -> None:
    stored = took_place(40, alike, seated=[{"name": "ours", "hash": "aa", "rounds": 80}])
    assert all(row["holds"] for row in deviations(stored)), deviations(stored)
    played = [
        row | {"why": "left", "tick_rate": 3.0} if row["round"].startswith("r0-") else row for row in stored.played
    ]
    played[-1] |= {"rules": "c2", "tick_rate": 8.0}
    other = stored._replace(
        played=played, taken={"r1-5"}, seated=[*stored.seated, {"name": "ours", "hash": "bb", "rounds": 1}],
        audit=[{"what": "match closed"}, {"what": "login"}],
        sessions=[each._replace(status="ended") if each.number < 3 else each for each in stored.sessions],
    )  # fmt: skip
    assert {row["what"]: row["was"] for row in deviations(other) if not row["holds"]} == {
        "participants who finish": "37", "rounds that were not finished": "5 left",
        "rounds in which a partner took a seat": "1", "rounds at another speed": "1",
        "versions of the rules that were played": "2", "cards of ours": "aa, bb",
        "interventions by experimenters": "1 match closed",
    }  # fmt: skip


def test_the_flow_tells_where_participants_stayed_and_who_was_erased() -> None:
    stored = took_place(8, alike)
    sessions = [
        each._replace(status="ended", outcome="declined", place=0) if each.number == 1 else each
        for each in stored.sessions
        if each.number != 4
    ]
    played = [row for row in stored.played if row["session"] not in {"s1", "s4"}]
    told = flow(stored._replace(sessions=sessions, played=played))
    assert (told["came"], told["erased"], told["finished"], told["analysed"]) == (8, 1, 6, 6)
    assert told["steps"][0] == {"step": "consent", "reached": 7, "stayed": {"declined": 1}}
    assert told["steps"][-1] == {"step": "debrief", "reached": 6, "stayed": {}}


def test_fluency_is_who_waits_and_how_often_both_act() -> None:
    joints = [(0, 1), (4, 4), (1, 4), (4, 2)]
    assert acted(joints, 4, 0) == (0.5, 0.5, 0.25)
    alone = acted([(0,), (4,)], 4, 0)
    assert alone.own_idle == 0.5
    assert np.isnan(alone.together)


def test_power_is_the_textbooks_and_drawn_studies_agree() -> None:
    told = needed(0.4, 0.8, 0.05, 1)
    assert told["participants"] == 52
    assert told["by power %"]["90"] == 68
    assert needed(0.4, 0.8, 0.05, 3)["participants"] > 52
    gaps = np.random.default_rng(0).normal(0, 25, 400)
    assert drawn(gaps * 25 / gaps.std(ddof=1), 10.0, 0.8, 0.05) == pytest.approx(52, abs=4)


def test_a_pilot_tells_how_many_a_study_needs_to_find_its_smallest_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    stored = took_place(24, lambda _, place, dice: float(dice.normal(100, 20 + 5 * (place.number > 2))))
    monkeypatch.setattr(power, "gather", lambda *_: stored)
    (told,) = power.needed_like(Path(), "two-partners", 0.8, 0.05)
    assert told["effect"] == pytest.approx(10 / told["spread"], rel=1e-3)
    assert told["drawn participants"] == pytest.approx(told["participants"], rel=0.25)
    words = "\n".join(power.lines([told]))
    assert "by studies drawn from the pilot" in words
    assert f"{told['participants']} participants for a power of 80 %" in words


REFUSED = {
    "no plan": (UNPLANNED.sub("\n", starter().text, count=1), 24, "plans no comparison"),
    "too few": (starter().text, 5, "5 participants have both; at least 6"),
    "no spread": (starter().text, 24, "differences are equal"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_pilot_that_says_nothing_is_refused_in_a_sentence(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text, participants, words = REFUSED[name]
    stored = took_place(participants, lambda *_: 20.0, parse_design(text))
    monkeypatch.setattr(power, "gather", lambda *_: stored)
    with pytest.raises(PowerError, match=words):
        power.needed_like(Path(), "two-partners", 0.8, 0.05)


def test_intervals_cover_what_they_promise_in_simulated_studies() -> None:
    pairs = [twin(simulated(seed, EFFECT, is_soup=True), "a", "b", is_within=True) for seed in range(300)]
    covered = sum(pair is not None and pair.interval[0] <= EFFECT <= pair.interval[1] for pair in pairs)
    nothing = [twin(simulated(seed, 0.0), "a", "b", is_within=True) for seed in range(300)]
    assert 0.91 < covered / 300 < 0.98
    assert sum(pair is not None and pair.p < 0.05 for pair in nothing) / 300 < 0.07


def test_a_study_is_simulated_with_every_promise_and_counted() -> None:
    assert "covered: mixed model, points spread normally" in kept(0)
    told = {row.name: row for row in rows(4, "signed ranks", 1)}
    assert [*told] == ["false: signed ranks"]
    assert told["false: signed ranks"].holds == (told["false: signed ranks"].percent <= 6)
    assert {name for names in PARTS.values() for name in names} == set(WHAT)
