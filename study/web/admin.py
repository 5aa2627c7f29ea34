"""The experimenter's pages: who is where, live matches, recruitment, replays and downloads; each deed is noted."""

from __future__ import annotations

import functools
import secrets
import time
from typing import TYPE_CHECKING, Any

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from flask import Blueprint, Response, abort, current_app, jsonify, redirect, render_template, request, url_for
from flask import session as cookie

import game
from data import studies
from data.rounds import list_rounds, read_round
from data.store import reading
from game.window.timeline import Timeline
from study.web.service import service
from study.web.throttle import Throttle

if TYPE_CHECKING:
    from collections.abc import Callable

    from werkzeug.wrappers import Response as Answer

    from study.live.match import Match

bp = Blueprint("admin", __name__, url_prefix="/experimenter")
TRIES, MINUTE = 5, 60.0
HOURS = 12 * 3600.0
"""Seconds after which an experimenter logs in anew."""
STUCK = 10.0
"""Seconds without a tick, or on one page for much longer than planned, that raise an alarm."""
SLOW = 600.0


def only(view: Callable[..., Any]) -> Callable[..., Any]:
    """Let only experimenters see a page."""

    @functools.wraps(view)
    def guarded(*args: Any, **known: Any) -> Any:
        if time.time() - float(cookie.get("experimenter", 0.0)) > HOURS:
            return redirect(url_for("admin.login"), 303)
        return view(*args, **known)

    return guarded


@bp.get("/login")
def login() -> str:
    """Ask for the password."""
    return render_template("login.html", is_open=bool(service().settings.password or service().settings.is_demo))


@bp.post("/login")
def enter() -> Answer | tuple[str, int]:
    """Let an experimenter in."""
    throttle: Throttle = current_app.extensions.setdefault("throttle", Throttle(TRIES, MINUTE))
    if not throttle.allows(request.remote_addr or ""):
        return render_template("login.html", is_open=True, wrong="Too many tries; wait a minute."), 429
    if not _is_right(request.form.get("password", "")):
        _note("nobody", "login failed", request.remote_addr or "")
        return render_template("login.html", is_open=True, wrong="This is not the password."), 403
    cookie.clear()
    cookie["experimenter"] = time.time()
    cookie["token"] = secrets.token_hex(8)
    _note("experimenter", "login", request.remote_addr or "")
    return redirect(url_for("admin.overview"), 303)


@bp.post("/logout")
@only
def leave() -> Answer:
    """Let nobody in any more."""
    cookie.clear()
    return redirect(url_for("admin.login"), 303)


@bp.get("/")
@only
def overview() -> str:
    """Show participants, live matches, cells and alarms."""
    return render_template("overview.html", **_overview())


@bp.get("/state")
@only
def state() -> Response:
    """Return what the overview shows, for its script."""
    told = _overview()
    return jsonify(html=render_template("live.html", **told))


@bp.post("/recruitment")
@only
def recruitment() -> Answer:
    """Open, pause or close the study for new participants."""
    wanted = request.form.get("state", "")
    found = service().sessions
    if found is None or wanted not in {"open", "paused", "closed"}:
        abort(400)
    service().writer.do(lambda connection: studies.set_state(connection, found.source.hash, wanted))
    _note("experimenter", f"recruitment {wanted}", found.source.hash)
    return redirect(url_for("admin.overview"), 303)


@bp.post("/matches/<identity>/close")
@only
def close(identity: str) -> Answer:
    """Close a match: its players go on to their next page."""
    match = _match(identity)
    service().hub.call(lambda: match.end("closed"))
    _note("experimenter", "match closed", identity)
    return redirect(url_for("admin.overview"), 303)


@bp.get("/matches/<identity>/watch")
@only
def watch(identity: str) -> str:
    """Look on at a match."""
    from study.web.lobby import watch_page

    match = _match(identity)
    _note("experimenter", "match watched", identity)
    return watch_page(match.id, url_for("admin.overview"))


@bp.get("/rounds")
@only
def rounds() -> str:
    """List the rounds of the store."""
    with reading(service().settings.store) as store:
        found = list_rounds(store)[::-1][:500]
    return render_template("rounds.html", rounds=found)


@bp.get("/rounds/<identity>")
@only
def replay(identity: str) -> str:
    """Show a round again."""
    _note("experimenter", "round replayed", identity)
    return render_template("replay.html", identity=identity)


@bp.get("/rounds/<identity>.json")
@only
def scenes(identity: str) -> Response:
    """Return all scenes of a round."""
    with reading(service().settings.store) as store:
        stored = read_round(store, identity)
    line = Timeline.of(stored.episode)
    found = game.load(stored.episode.game)
    told = [scene.as_json() for scene in line.scenes]
    ground = {"columns": told[0]["columns"], "rows": told[0]["rows"], "tiles": told[0]["tiles"]}
    for scene in told:
        if scene["tiles"] == ground["tiles"]:
            del scene["tiles"]
    effects = {name: [effect.caption, effect.sound, effect.burst] for name, effect in found.effects.items()}
    return jsonify(scenes=told, ground=ground, rate=stored.tick_rate or found.tick_rate, effects=effects)


@bp.get("/export.zip")
@only
def export() -> Response:
    """Download the study's data."""
    from study.export import export_bytes

    found = service().sessions
    if found is None:
        abort(404)
    _note("experimenter", "exported", found.source.hash)
    data = export_bytes(service().settings.store, found.source.hash)
    headers = {"Content-Disposition": f'attachment; filename="{found.design.name}.zip"'}
    return Response(data, mimetype="application/zip", headers=headers)


@bp.get("/audit")
@only
def audit() -> str:
    """Show what experimenters did."""
    with reading(service().settings.store) as store:
        rows = studies.read_audit(store)
    return render_template("audit.html", rows=rows)


def _is_right(given: str) -> bool:
    """Tell whether a password is right; in a demo on this machine, where none is set, any is."""
    settings = service().settings
    if not settings.password:
        return settings.is_demo
    try:
        return PasswordHasher().verify(settings.password, given)
    except VerificationError:
        return False


def _match(identity: str) -> Match:
    """Return a live match."""
    found = service().hub.matches.get(identity)
    if found is None or found.is_over:
        abort(404)
    return found


def _note(who: str, what: str, about: str) -> None:
    """Note a deed in the audit log."""
    service().writer.do(lambda connection: studies.note_audit(connection, who, what, about))


def _overview() -> dict[str, Any]:
    """Return what the overview shows."""
    hub, found = service().hub, service().sessions
    live = [_live(match) for match in list(hub.matches.values()) if not match.is_over]
    told: dict[str, Any] = {"live": live, "study": None, "people": [], "cells": [], "state": ""}
    if found is None:
        return told
    with reading(service().settings.store) as store:
        people = studies.read_sessions(store, found.source.hash)
    done: dict[str, list[int]] = {}
    for each in people:
        counts = done.setdefault(each.cell, [0, 0, 0])
        counts[{"finished": 0, "going": 1}.get(each.status, 2)] += 1
    told |= {
        "study": found.design, "hash": found.source.hash, "state": found.state, "cells": sorted(done.items()),
        "finished": sum(each.status == "finished" for each in people), "people": [
            {"session": each, "place": found.way(each)[each.place].name if each.status == "going" else each.outcome}
            for each in people[::-1]
        ],
    }  # fmt: skip
    return told


def _live(match: Match) -> dict[str, Any]:
    """Return what is told of a live match."""
    chairs = [
        {"seat": seat + 1, "there": chair.is_there, "rtt": round(chair.rtt), "stand_in": chair.stand_in is not None}
        for seat, chair in match.chairs.items()
    ]
    return {
        "id": match.id, "level": match.round.level.title, "stage": match.stage.name, "tick": match.round.tick,
        "horizon": match.round.level.horizon, "score": round(match.round.score), "chairs": chairs,
        "late": match.minds.late, "overruns": match.overruns, "seats": match.plan.seats,
        "alarm": match.stage.name == "frozen" or match.overruns > STUCK,
    }  # fmt: skip
