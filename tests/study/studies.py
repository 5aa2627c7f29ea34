"""Studies that took place on paper: a design, and what its participants are made to have played and answered."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np

from data.studies import Session, Study
from study.design.places import assign, cells, way
from study.design.reading import scale_named
from study.design.spec import Pairs, Preference
from study.report.stored import Stored
from tests.study.serving import starter

if TYPE_CHECKING:
    from collections.abc import Callable

    from study.design.places import Place
    from study.design.reading import Source

AT = "2026-01-02T10:{:02}:00.000+00:00"


def took_place(
    participants: int, points: Callable[[int, Place, Any], float], source: Source | None = None, **changed: Any
) -> Stored:
    """Return a study that everybody has finished; ``points`` of participant, page and dice."""
    source = source or starter()
    design, done = source.design, Counter[str]()
    sessions, played, answers, dice = [], [], [], np.random.default_rng(0)
    for number in range(participants):
        cell = assign(design, number, dict(done), {})
        done[cell.name] += 1
        places = way(design, cell, number)
        sessions.append(
            Session(
                f"s{number}", source.hash, f"p{number}", number, cell.name, 0, "en", AT.format(0), AT.format(15),
                len(places) - 1, "finished", "finished", "DONE", 0.0, 0,
            )
        )  # fmt: skip
        for at, place in enumerate(places):
            if place.kind == "round":
                played.append({
                    "session": f"s{number}", "place": at, "round": f"r{number}-{at}", "seat": 0, "block": place.block,
                    "is_practice": int(place.number == 0), "why": "finished", "points": points(number, place, dice),
                    "level": place.level, "score": 0.0, "ticks": 12, "status": "finished", "started_at": AT.format(1),
                    "tick_rate": 6.0, "rules": "c1",
                })  # fmt: skip
            answers += _answers(design, place, f"s{number}", at, dice)
    study = Study(source.hash, design.name, source.text, '["0.1.0", "kitchen", 1, "c1"]', AT.format(0), "open")
    ways = {each.id: way(design, _cell(design, each.cell), each.number) for each in sessions}
    told = Stored(study, design, ways, sessions, played, answers, [], set(), [], [])
    return told._replace(**changed)


def _answers(design: Any, place: Place, session: str, at: int, dice: Any) -> list[dict[str, Any]]:
    """Return what is answered at a page."""
    found: dict[str, Any] = {}
    for name in place.scales:
        scale = scale_named(name, design)
        assert scale is not None
        found |= {f"{name}.{item.name}": int(dice.integers(item.low, item.high + 1)) for item in scale.items}
    if isinstance(place.step, Pairs):
        found |= {"learned|scripted": int(dice.choice([1, 1, 1, 2, 3]))}
    if isinstance(place.step, Preference) and place.kind == "choose":
        found |= {"with": str(dice.choice(["learned", "alone"]))}
    told = {"session": session, "place": at, "step": place.name, "revision": 0, "shown": 0, "at": ""}
    return [told | {"item": item, "value": value} for item, value in found.items()]


def _cell(design: Any, name: str) -> Any:
    """Return a cell by its name."""
    return next(cell for cell in cells(design) if cell.name == name)
