"""The experimenter's pages: who is where, live matches, recruitment, replays and downloads; each deed is noted."""

from __future__ import annotations

import functools
import hashlib
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
from study.web.overview import seen_now
from study.web.service import service
from study.web.throttle import Throttle

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from werkzeug.wrappers import Response as Answer

    from study.live.match import Match

bp = Blueprint("admin", __name__, url_prefix="/experimenter")
TRIES, MINUTE = 5, 60.0
HOURS = 12 * 3600.0
"""Seconds after which an experimenter logs in anew."""
FRESH = 900.0
"""Seconds after logging in for which something may be done that cannot be undone."""
DEEDS = ("on", "end", "withdraw")
"""What can be done for a participant: lead on from a page, end with pay, delete everything."""


def _within(seconds: float, **told: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Let only experimenters see a page who have logged in at most so many seconds ago; others log in first."""

    def guard(view: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(view)
        def guarded(*args: Any, **known: Any) -> Any:
            return view(*args, **known) if _is_in(seconds) else redirect(url_for("admin.login", **told), 303)

        return guarded

    return guard


only = _within(HOURS)
freshly = _within(FRESH, again=1)
"""For what cannot be undone."""


@bp.get("/login")
def login() -> str:
    """Ask for the password."""
    wrong = "Log in again: what you want to do cannot be undone." if request.args.get("again") else ""
    return render_template("login.html", wrong=wrong)


@bp.post("/login")
def enter() -> Answer | tuple[str, int]:
    """Let an experimenter in."""
    throttle: Throttle = current_app.extensions.setdefault("throttle", Throttle(TRIES, MINUTE))
    if not throttle.allows(request.remote_addr or ""):
        return render_template("login.html", wrong="Too many tries; wait a minute."), 429
    if not _is_right(request.form.get("password", "")):
        _note("nobody", "login failed", request.remote_addr or "")
        return render_template("login.html", wrong="This is not the password."), 403
    cookie.clear()
    cookie["experimenter"], cookie["browser"] = time.time(), _browser()
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
    return render_template("overview.html", **seen_now())


@bp.get("/state")
@only
def state() -> Response:
    """Return what the overview shows, for its script."""
    told = seen_now()
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


@bp.post("/participants/<identity>/<deed>")
@freshly
def help_on(identity: str, deed: str) -> Answer:
    """Do something for a participant who is stuck or asks for it: lead on, end with pay, or delete everything."""
    found = service().sessions
    mine = found.get(identity) if found is not None else None
    if found is None or mine is None or deed not in DEEDS:
        abort(404)
    if deed == "withdraw":
        found.withdraw(mine)
    elif mine.status == "going" and deed == "end":
        found.end(mine, "left")
    elif mine.status == "going":
        found.go_on(mine)
    _note("experimenter", f"participant: {deed}", str(mine.number))
    return redirect(url_for("admin.overview"), 303)


@bp.post("/backup")
@only
def keep() -> Answer:
    """Make a backup now."""
    found = service().backups
    if found is None:
        abort(404)
    _note("experimenter", "backup" if found.make() else "backup failed", str(found.folder))
    return redirect(url_for("admin.overview"), 303)


@bp.post("/matches/<identity>/close")
@freshly
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
        found = list_rounds(store, 500)[::-1]
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
    from study.export import export_apart

    return _downloaded(export_apart, "exported", "zip", "application/zip")


@bp.get("/report.html")
@only
def report() -> Response:
    """Download the study's report as one page."""
    from study.report.page import page_apart

    return _downloaded(page_apart, "report made", "html", "text/html")


@bp.get("/audit")
@only
def audit() -> str:
    """Show what experimenters did."""
    with reading(service().settings.store) as store:
        rows = studies.read_audit(store)
    return render_template("audit.html", rows=rows)


def _downloaded(make: Callable[[Path, str], str | bytes], deed: str, ending: str, kind: str) -> Response:
    """Return what is made of the study as a file to keep, and note who asked for it."""
    found = service().sessions
    if found is None:
        abort(404)
    _note("experimenter", deed, found.source.hash)
    data = make(service().settings.store, found.source.hash)
    headers = {"Content-Disposition": f'attachment; filename="{found.design.name}.{ending}"'}
    return Response(data, mimetype=kind, headers=headers)


def _is_in(seconds: float) -> bool:
    """Tell whether an experimenter has logged in with this very browser, at most so many seconds ago."""
    is_recent = time.time() - float(cookie.get("experimenter", 0.0)) <= seconds
    return is_recent and secrets.compare_digest(str(cookie.get("browser", "")), _browser())


def _browser() -> str:
    """Return what tells this browser from others: a cookie that was stolen is of no use in another kind of browser."""
    return hashlib.sha256(request.headers.get("User-Agent", "").encode()).hexdigest()


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
