"""Every design that ships, walked every way by bots; and what a design can say of answers, partners and quotas."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from data import studies
from data.check import check as whole
from data.merge import merge
from data.store import reading
from data.writer import Writer
from study.design.check import check
from study.design.places import cells, way
from study.design.reading import designs, parse_design, read_design
from study.design.values import card_hashes, full_name
from study.export import export_bytes
from study.pilot import run, ways
from study.report.telling import lines
from study.report.whole import report_of
from study.walker import FULL
from tests.study.serving import Served, serving, starter
from tests.study.test_pages import come, send

if TYPE_CHECKING:
    from pathlib import Path

    from study.design.reading import Source

SHORTER = (("ticks: 300", "ticks: 20"), ("ticks: 200", "ticks: 20"), ("ticks: 150", "ticks: 20"))


def shortened(path: Path) -> Source:
    """Return a design with short rounds."""
    text = path.read_text(encoding="utf-8")
    for old, new in SHORTER:
        text = text.replace(old, new)
    return parse_design(text, path.name)


@pytest.mark.parametrize("name", designs())
def test_bots_walk_every_way_through_every_design_that_ships(name: str, tmp_path: Path) -> None:
    source = shortened(designs()[name])
    check(source)
    found = run(source, None, 40.0, 1, tmp_path)
    assert found.is_sound, found.lines
    assert found.missing == [], found.lines
    store = tmp_path / "pilot.db"
    told = report_of(store, source.hash)
    assert told["sessions"] >= len(ways(source.design))
    assert lines(told)
    assert len(export_bytes(store, source.hash)) > 5_000


def test_a_delay_that_is_a_factor_gives_each_block_its_own_partner() -> None:
    design = read_design(designs()["delays"]).design
    hashes = card_hashes(design, "partner")
    assert len(set(hashes)) == 3
    for number, cell in enumerate(cells(design)):
        places = [place for place in way(design, cell, number) if place.kind == "round" and place.number]
        told = [full_name(design.partners["partner"], place.values) for place in places]
        assert sorted(told) == ["ours", "ours:delay=3", "ours:delay=6"]
        assert [place.values["delay"] for place in places] == list(dict(cell.orders)["delay"])


def test_a_level_that_is_a_factor_is_played_in_its_order() -> None:
    design = read_design(designs()["people"]).design
    for number, cell in enumerate(cells(design)):
        levels = [place.level for place in way(design, cell, number) if place.kind == "round" and place.number]
        assert levels == list(dict(cell.orders)["kitchen"])


def test_a_quota_that_is_full_ends_with_its_outcome_and_others_go_on(tmp_path: Path) -> None:
    text = designs()["people"].read_text(encoding="utf-8").replace("most: 20", "most: 1")
    source = parse_design(text, "people.yaml")
    with serving(tmp_path / "store.db", source) as served:
        for games, full in (("3", False), ("3", True), ("2", False)):
            browser = to_screening(served, games)
            send(browser, adult="1", games=games)
            assert ("PAIR-FULL" in browser.page) == full
    assert FULL in ways(source.design)


def to_screening(served: Served, who: str) -> object:
    """Return a browser at the questions of screening."""
    browser = come(served, who)
    send(browser, agree="yes")
    send(browser, rtt="20")
    return browser


def test_two_partners_are_compared_and_the_answer_says_with_whom(tmp_path: Path) -> None:
    source = starter()
    with serving(tmp_path / "store.db", source, 20.0) as served:
        from study.walker import Bot

        assert "DONE" in Bot(source, served.base, 0, 1, 20.0, "finished").walk().end
        with reading(served.store) as store:
            rows = [row for row in studies.read_answers(store, source.hash) if row["step"] == "compared"]
    assert len(rows) == 1
    assert sorted(rows[0]["item"].split("|")) == ["learned", "scripted"]
    assert rows[0]["value"] in {1, 2, 3}
    told = report_of(tmp_path / "store.db", source.hash)
    other = tmp_path / "other.db"
    with Writer(other) as writer:
        assert merge(writer, served.store).sessions == 1
        assert merge(writer, served.store).sessions == 0
    assert report_of(other, source.hash) == told
    assert len(export_bytes(other, source.hash)) > 10_000
    with reading(other) as store:
        assert whole(store) == []
    assert [row["participants"] for row in told["preferences"]] == [1]
    assert json.dumps(told)
