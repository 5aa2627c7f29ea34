"""What the experimenter's overview shows: live matches, cells, quotas and participants, and what is amiss with them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from data import studies
from data.store import reading
from study.design.places import cells
from study.web.service import service

if TYPE_CHECKING:
    from data.studies import Session
    from study.live.match import Match

OVERRUNS = 10
"""Ticks later than a whole period that raise an alarm."""
AWAY, SLOW = 600.0, 1200.0
"""Seconds since somebody was seen, and on one page, that raise an alarm."""


def seen_now() -> dict[str, Any]:
    """Return what the overview shows."""
    hub, found = service().hub, service().sessions
    live = [_live(match) for match in list(hub.matches.values()) if not match.is_over]
    told: dict[str, Any] = {
        "live": live, "study": None, "people": [], "cells": [], "state": "", "quotas": [], "waiting": 0,
        "wrong": service().writer.trouble, "backups": service().backups,
    }  # fmt: skip
    if found is None:
        return told
    with reading(service().settings.store) as store:
        people = studies.read_sessions(store, found.source.hash)
        shown = studies.last_shown(store, found.source.hash)
        state = studies.state_of(store.conn, found.source.hash)
        quotas = [(name, found.taken(store.conn, quota), quota.most) for name, quota in found.design.quotas.items()]
    done: dict[str, list[int]] = {cell.name: [0, 0, 0] for cell in cells(found.design)}
    for each in people:
        counts = done.setdefault(each.cell, [0, 0, 0])
        counts[{"finished": 0, "going": 1}.get(each.status, 2)] += 1
    return told | {
        "study": found.design, "hash": found.source.hash, "state": state, "cells": sorted(done.items()),
        "finished": sum(each.status == "finished" for each in people),
        "quotas": quotas,
        "waiting": found.rounds.waiting, "people": [
            {
                "session": each, "alarm": _alarm(each, shown.get(each.id, "")),
                "place": found.way(each)[each.place].name if each.status == "going" else each.outcome,
            }
            for each in people[::-1]
        ],
    }  # fmt: skip


def _alarm(session: Session, shown: str) -> str:
    """Return what is amiss with somebody who is under way."""
    if session.status != "going":
        return ""
    now = dt.datetime.now(dt.UTC)
    if (now - dt.datetime.fromisoformat(session.seen_at)).total_seconds() > AWAY:
        return "away"
    is_slow = shown and (now - dt.datetime.fromisoformat(shown)).total_seconds() > SLOW
    return "long on this page" if is_slow else ""


def _live(match: Match) -> dict[str, Any]:
    """Return what is told of a live match."""
    chairs = [
        {
            "seat": seat + 1, "there": chair.is_there, "rtt": round(chair.rtt), "jitter": round(chair.jitter),
            "focus": chair.is_focused, "stand_in": chair.stand_in is not None,
        }
        for seat, chair in match.chairs.items()
    ]  # fmt: skip
    alarms = ["stands still"] * (match.stage.name == "frozen") + ["late"] * (match.overruns > OVERRUNS)
    return {
        "id": match.id, "level": match.round.level.title, "stage": match.stage.name, "tick": match.round.tick,
        "horizon": match.round.level.horizon, "score": round(match.round.score), "chairs": chairs,
        "late": match.minds.late, "overruns": match.overruns, "seats": match.plan.seats, "alarm": ", ".join(alarms),
    }  # fmt: skip
