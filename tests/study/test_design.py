"""Designs: read strictly, checked with file and line, expanded and assigned by arithmetic."""

from __future__ import annotations

import random
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from study.design.check import check
from study.design.places import assign, cells, way, williams
from study.design.reading import STARTER, DesignError, parse_design, read_design, scale_named, shipped
from study.design.scoring import scores
from tests.study.serving import starter

TEXT = STARTER.read_text(encoding="utf-8")

WRONG = {
    "a comparison by no factor": ("points, factor: partner", "points, factor: partnr", True, "did you mean 'partner'?"),
    "a comparison of no value": (
        "points, factor: partner, first: learned",
        "points, factor: partner, first: lerned",
        True,
        "there is no value of 'partner' 'lerned'; did you mean 'learned'?",
    ),
    "a comparison with itself": (
        "first: learned, second: scripted, smallest: 10}",
        "first: learned, second: learned, smallest: 10}",
        True,
        "'learned' is compared with itself",
    ),
    "an outcome that nobody measures": ("outcome: points", "outcome: pointz", True, "did you mean 'points'?"),
    "a comparison that is planned twice": (
        "outcome: nasa-tlx.workload",
        "outcome: partner-rating.teamwork",
        True,
        "is planned twice",
    ),
    "more people than there will be": ("minimum: 20", "minimum: 41", True, "the study ends with 40"),
    "attention that is never checked": (
        "exclude: [takeover]",
        "exclude: [takeover, attention]",
        True,
        "there are no attention checks to fail",
    ),
    "a difference of nothing": ("smallest: 10}", "smallest: 0}", True, "'smallest': expected `float` > 0.0"),
    "a game that there is not": ("game: kitchen", "game: kichen", True, "there is no game 'kichen'"),
    "a key that there is not": ("{partner: ours, delay: 2", "{partner: ours, dely: 2", True, "did you mean 'delay'?"),
    "a key that is missing": ("seed: 20261 ", "sed: 20261 ", True, "no key 'sed' here; did you mean 'seed'?"),
    "words for a number": ("rtt: 400", "rtt: quick", True, "'rtt': expected `float`, got `str`"),
    "a partner that there is not": ("partner: ours,", "partner: hours,", True, "there is no partner 'hours'"),
    "a level that there is not": (
        "coordination_ring]",
        "coordination_rink]",
        True,
        "did you mean 'coordination_ring'?",
    ),
    "a level of other seats": ("coordination_ring]", "first_soup]", True, "has 1 seats; 'seats' fills 2"),
    "an unpasted scale": ("[partner-rating, nasa-tlx]", "[rosas]", False, "ships without its wording"),
    "a scale that there is not": ("[partner-rating, nasa-tlx]", "[nasa]", True, "did you mean 'nasa-tlx'?"),
    "a score of no item": ("-in-the-way]", "-in-my-way]", True, "counts '-in-my-way', which is no item"),
    "nobody who plays": ("seats: [me, $partner]", "seats: [learned, $partner]", True, "'me' must sit in one seat"),
    "a factor for nothing": ("each: partner ", "each: speed ", True, "there is no factor within participants 'speed'"),
    "an outcome without a code": (
        "  declined: {code: NO-CONSENT,",
        "  refused: {code: NO-CONSENT,",
        False,
        "'declined' can happen",
    ),
    "two outcomes with one code": ("QUIZ-4K1", "DONE-7Q2", True, "have one code"),
    "a quiz with one try": ("tries: 3", "tries: 1", True, "'tries': expected `int` >= 2"),
    "a quiz without answers": (
        ', options: ["1", "2", "3"], right: 3',
        ', options: ["1", "2", "3"]',
        True,
        "needs its right answer",
    ),
    "an order for nobody": (
        "order: williams}",
        "order: zigzag}",
        False,
        "invalid enum value",
    ),
    "a way out that there is not": ("then: partner", "then: wait", True, "invalid enum value"),
    "connections of no number": ("gap: any", "gap: wide", True, "'gap' must be 'any' or a number, not 'wide'"),
    "two steps of one name": ("name: understood", "name: instructions", True, "two steps are called 'instructions'"),
    "a hash of another partner": ("label: Partner A}", "label: Partner A, hash: '00'}", True, "it is another one"),
    "words in a language too few": ("languages: [en] ", "languages: [en, de] ", False, "say it in each language"),
    "no YAML": ("steps:", "steps: [", False, "this is no YAML"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_design_that_cannot_be_is_told_with_its_line_and_a_remedy(name: str) -> None:
    old, new, is_there, words = WRONG[name]
    assert old in TEXT
    with pytest.raises(DesignError) as told:
        check(parse_design(TEXT.replace(old, new, 1), "study.yaml"))
    found = [each for each in str(told.value).splitlines() if words in each]
    assert found, str(told.value)
    there = TEXT[: TEXT.index(old)].count("\n") + 1
    assert found[0].startswith(f"study.yaml:{there}:" if is_there else "study.yaml:")


def test_connections_that_no_step_measures_cannot_be_asked_for() -> None:
    text = TEXT.replace("gap: any", "gap: 80").replace("  - {kind: check, rtt: 400, keyboard: false}\n", "")
    with pytest.raises(DesignError, match=r"study\.yaml:21: without a step 'check' .* say 'gap: any'"):
        check(parse_design(text, "study.yaml"))


@pytest.mark.parametrize("text", ["", "[1, 2]", "just words", "a: &x [*x]", "\x00", "name: [" * 500])
def test_a_file_that_is_no_design_is_told_in_a_sentence(text: str) -> None:
    with pytest.raises(DesignError, match=r"study\.yaml:1"):
        parse_design(text, "study.yaml")


def test_the_starter_is_right_and_tells_what_will_happen() -> None:
    found = check(read_design(STARTER))
    assert len(found.cells) == 4
    assert (found.rounds, found.cost) == (5, 200.0)
    assert found.steps[4] == "practice-1 (round)"
    assert len(found.partners["learned"]) == 16


def test_every_scale_that_ships_scores_only_its_own_items() -> None:
    design = read_design(STARTER).design
    for name in shipped():
        scale = scale_named(name, design)
        assert scale is not None
        items = {item.name for item in scale.items}
        assert items == {part.lstrip("-") for parts in scale.score.values() for part in parts}


def test_the_raw_task_load_index_is_the_mean_of_its_six_ratings() -> None:
    scale = scale_named("nasa-tlx", read_design(STARTER).design)
    assert scale is not None
    answers = dict(zip((item.name for item in scale.items), (55, 10, 70, 30, 60, 45), strict=True))
    assert scores(scale, answers) == {"workload": 45.0}


@pytest.mark.parametrize(
    ("answers", "usability"),
    [((5, 1) * 5, 100.0), ((1, 5) * 5, 0.0), ((3,) * 10, 50.0), ((5, 2, 4, 1, 4, 2, 4, 1, 5, 2), 85.0)],
)
def test_the_usability_scale_is_scored_as_published(answers: tuple[int, ...], usability: float) -> None:
    scale = scale_named("sus", read_design(STARTER).design)
    assert scale is not None
    named = dict(zip((item.name for item in scale.items), map(float, answers), strict=True))
    assert scores(scale, named) == {"usability": usability}
    assert scores(scale, {"complex": 1.0}) == {"usability": None}


def test_items_with_a_minus_sign_are_turned_round_and_what_is_missing_is_left_out() -> None:
    scale = read_design(STARTER).design.scales["partner-rating"]
    assert scores(scale, {"fluent": 7.0, "trust": 5.0, "in-the-way": 1.0}) == {"teamwork": pytest.approx(19 / 3)}
    assert scores(scale, {"in-the-way": 2.0}) == {"teamwork": 6.0}
    assert scores(scale, {}) == {"teamwork": None}


@pytest.mark.parametrize("count", range(2, 9))
def test_a_williams_design_is_balanced_for_places_and_for_who_comes_before_whom(count: int) -> None:
    rows = williams(count)
    assert len(rows) == (count if count % 2 == 0 else 2 * count)
    for place in range(count):
        assert set(Counter(row[place] for row in rows).values()) == {len(rows) // count}
    before = Counter(pair for row in rows for pair in pairwise(row))
    assert len(before) == count * (count - 1)
    assert len(set(before.values())) == 1


@given(st.integers(0, 2**32), st.floats(0, 0.5))
def test_finished_cells_differ_by_at_most_one_however_many_drop_out(seed: int, dropping: float) -> None:
    dice = random.Random(seed)  # noqa: S311 - a test's dice
    design = starter().design
    finished: dict[str, int] = {}
    for number in range(60):
        cell = assign(design, number, finished, {})
        if dice.random() >= dropping:
            finished[cell.name] = finished.get(cell.name, 0) + 1
        counts = [finished.get(each.name, 0) for each in cells(design)]
        assert max(counts) - min(counts) <= 1


@given(st.integers(0, 2**32))
def test_cells_stay_balanced_while_many_are_under_way_at_once(seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - a test's dice
    design = starter().design
    finished: dict[str, int] = {}
    going: list[str] = []
    for number in range(300):
        going.append(assign(design, number, finished, dict(Counter(going))).name)
        if len(going) >= 8:
            name = going.pop(dice.randrange(len(going)))
            if dice.random() >= 0.3:
                finished[name] = finished.get(name, 0) + 1
    counts = [finished.get(each.name, 0) for each in cells(design)]
    assert max(counts) - min(counts) <= 4


def test_assignment_is_arithmetic_that_anybody_can_do_again() -> None:
    design = starter().design
    first = [assign(design, number, {}, {}).name for number in range(40)]
    assert first == [assign(design, number, {}, {}).name for number in range(40)]
    assert len(set(first)) == 4


def test_a_way_has_a_block_for_each_partner_in_the_cells_order() -> None:
    design = starter().design
    cell = next(each for each in cells(design) if each.name == "partner=scripted,learned")
    places = way(design, cell, 3)
    blocks = [place.values["partner"] for place in places if place.kind == "round" and place.block.startswith("main")]
    assert blocks == ["scripted", "scripted", "learned", "learned"]
    assert [place.number for place in places if place.kind == "round"] == [0, 1, 2, 3, 4, 5]
    assert len({place.name for place in places}) == len(places)
