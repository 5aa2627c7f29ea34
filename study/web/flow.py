"""A participant's pages: every form names the page it answers, and the server alone keeps the place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, abort, jsonify, redirect, render_template, request, url_for
from flask import session as cookie

import game
from game.core.contract import UnknownNameError
from study.design.places import cells, way
from study.design.spec import Rounds
from study.forms import say
from study.matching import ALONE
from study.sessions import SessionError
from study.web.lobby import play_page
from study.web.markdown import render
from study.web.service import language, service

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as Answer

    from data.studies import Session
    from study.design.places import Place
    from study.sessions import Sessions, Turned

bp = Blueprint("flow", __name__)
RECRUITED = {"prolific": "PROLIFIC_PID", "mturk": "workerId", "sona": "survey_code"}
"""By source, the parameter of the link that tells who somebody is."""
ASKING = {"questions", "quiz", "pairs"}
"""Pages with questions."""
LONGEST = 128
DEVICE = ("width", "height", "ratio", "refresh", "touch", "motion", "browser", "system")
"""What a page tells of its device: pixels, pixels a pixel, pictures a second, and the families of its programs."""


def sessions() -> Sessions:
    """Return the study that is served; there is no such page where none is."""
    found = service().sessions
    if found is None:
        abort(404)
    return found


@bp.get("/study")
def begin() -> Answer | str:
    """Show what is to come; nothing is taken before somebody presses Start."""
    mine = _mine()
    if mine is not None:
        return redirect(url_for("flow.page", place=mine.place), 303)
    design = sessions().design
    return render_template("begin.html", design=design, title=say(design.title, _language()), query=_recruited())


@bp.post("/study")
def start() -> Answer | tuple[str, int]:
    """Take a place in the study."""
    try:
        found = sessions().enter(_recruited(), _language())
    except SessionError:
        return render_template("closed.html"), 403
    cookie.clear()
    cookie["session"] = found.id
    cookie["language"] = found.language
    return redirect(url_for("flow.page", place=found.place), 303)


@bp.get("/study/preview")
def preview() -> str:
    """List all pages of each cell, and all outcomes; only where a design is previewed."""
    _only_preview()
    found = [(cell.name, way(sessions().design, cell, 0)) for cell in cells(sessions().design)]
    return render_template("preview.html", design=sessions().design, cells=found)


@bp.post("/study/preview")
def peek() -> Answer:
    """Open a page of a preview."""
    _only_preview()
    place, outcome = request.form.get("place", "0"), request.form.get("outcome", "")
    number = int(place) if place.isascii() and place.isdigit() else -1
    found = sessions().peek(request.form.get("cell", ""), number, outcome, _language())
    cookie["session"], cookie["language"] = found.id, found.language
    return redirect(url_for("flow.onward"), 303)


@bp.get("/study/<int:place>")
def page(place: int) -> Answer | str:
    """Show the page that a participant is at; any other leads there."""
    mine = _need()
    if mine.status != "going":
        return redirect(url_for("flow.done"), 303)
    if mine.place != place:
        return redirect(url_for("flow.page", place=mine.place), 303)
    sessions().show(mine)
    return _page(mine)


@bp.post("/study/<int:place>")
def send(place: int) -> Answer | tuple[str, int]:
    """Take in the form of a page; one of another page changes nothing."""
    mine = _need()
    if mine.status == "going" and mine.place == place:
        turned = _take(mine, sessions().here(mine))
        if turned is not None and turned.wrong:
            return _page(mine, turned), 422
    return redirect(url_for("flow.onward"), 303)


@bp.get("/study/now")
def onward() -> Answer:
    """Lead to where a participant is."""
    mine = _need()
    return redirect(url_for("flow.done") if mine.status != "going" else url_for("flow.page", place=mine.place), 303)


@bp.get("/study/room")
def room() -> Answer | str:
    """Show the waiting room, the match, or lead on when it is over."""
    mine = _need()
    if mine.status != "going":
        return redirect(url_for("flow.done"), 303)
    seat = sessions().rounds.match_of(mine)
    if seat is not None:
        return play_page(*seat, url_for("flow.after"), follow=True)
    if sessions().rounds.played(mine) is not None:
        return redirect(url_for("flow.after"), 303)
    if sessions().rounds.is_waiting(mine):
        design = sessions().design
        return render_template("waiting.html", limit=round(design.waiting.limit), then=design.waiting.then)
    return redirect(url_for("flow.page", place=mine.place), 303)


@bp.post("/study/room")
def ready() -> Response:
    """Tell whether the round has begun, and keep the place in the waiting room."""
    mine = _need()
    state = sessions().rounds.ready(mine)
    return jsonify(state=state, waited=round(sessions().rounds.waited(mine)))


@bp.get("/study/after")
def after() -> Answer | str:
    """Go on after a round whose record is closed."""
    mine = _need()
    if mine.status == "going" and sessions().here(mine).kind == "round":
        played = sessions().rounds.played(mine)
        seat = sessions().rounds.match_of(mine)
        if played is None and (seat is not None or sessions().rounds.is_waiting(mine)):
            return redirect(url_for("flow.room"), 303)
        if played is not None and played[1] == "gave up":
            sessions().end(mine, "left")
        elif played is not None:
            sessions().go_on(mine)
    return redirect(url_for("flow.onward"), 303)


@bp.get("/study/done")
def done() -> Answer | str:
    """Show the code of a session that has ended."""
    mine = _need()
    if mine.status == "going":
        return redirect(url_for("flow.page", place=mine.place), 303)
    design = sessions().design
    outcome = design.outcomes.get(mine.outcome or "")
    text = say(outcome.text, mine.language) if outcome else ""
    back = outcome.url.replace("{code}", mine.code or "") if outcome and outcome.url else ""
    return render_template("done.html", session=mine, design=design, text=text, back=back)


@bp.post("/study/withdraw")
def withdraw() -> Answer | str:
    """Delete everything about a participant."""
    mine = _need()
    sessions().withdraw(mine)
    cookie.clear()
    outcome = sessions().design.outcomes.get("withdrawn")
    return render_template("withdrawn.html", outcome=outcome)


@bp.get("/study/ping")
def ping() -> Response:
    """Answer at once: the page measures how long that takes."""
    return Response(status=204)


@bp.get("/levels/<name>/<level>.json")
def level(name: str, level: str) -> Response:
    """Return the picture of a level's start as data."""
    try:
        found = game.load(name)
        known = found.load_level(level)
    except UnknownNameError:
        abort(404)
    scene = found.scene(known, game.Round(found, known, 0).state, -1)
    answer = jsonify(scene.as_json())
    answer.headers["Cache-Control"] = "public, max-age=3600"
    return answer


def _only_preview() -> None:
    """Answer that there is no such page, unless this is a preview."""
    if not service().is_preview:
        abort(404)


def _mine() -> Session | None:
    """Return this browser's session, if it is of the study that is served."""
    found = sessions().get(str(cookie.get("session", "")))
    return found if found is not None and found.study == sessions().source.hash else None


def _need() -> Session:
    """Return this browser's session; where there is none, the answer leads to the first page."""
    found = _mine()
    if found is None:
        abort(redirect(url_for("flow.begin"), 303))
    return found


def _language() -> str:
    """Return the language of the study that fits a browser best."""
    found, known = language(), sessions().design.languages
    return found if found in known else known[0]


def _recruited() -> str:
    """Return the id that a recruitment service has for somebody, from the link or the form."""
    name = RECRUITED.get(sessions().design.source, "")
    given = request.values.get(name, "") if name else ""
    return given.strip()[:LONGEST]


def _take(mine: Session, place: Place) -> Turned | None:
    """Take in what was sent from a page."""
    if place.kind == "consent" and request.form.get("agree") != "yes":
        sessions().end(mine, "declined")
        return None
    if place.kind == "check":
        step: Any = place.step
        is_good, is_last = _is_quick(request.form.get("rtt", ""), step.rtt), request.form.get("last") == "yes"
        sessions().check(mine, _measured(), "" if is_good else "check" if is_last else "again")
        return None
    if place.kind == "round":
        return None
    if place.kind == "choose":
        return sessions().choose(mine, request.form.get("partner", ""))
    if place.kind in ASKING:
        return sessions().answer(mine, request.form)
    sessions().go_on(mine)
    return None


def _measured() -> dict[str, Any]:
    """Return what a page measured of its connection and device; what is nonsense is left out."""
    found: dict[str, Any] = {}
    for name in ("rtt", *DEVICE):
        given = request.form.get(name, "").strip()[:40]
        if name in {"browser", "system"} and given:
            found[name] = given
        elif _number(given) is not None:
            found[name] = _number(given)
    return found


def _number(text: str) -> float | None:
    """Return a finite number of a sensible size."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if abs(value) < 1e6 else None  # noqa: PLR2004 - more is nonsense, nan too


def _is_quick(rtt: str, limit: float) -> bool:
    """Tell whether a measured time is within a limit."""
    value = _number(rtt)
    return value is not None and 0 <= value <= limit


def _page(mine: Session, turned: Turned | None = None) -> str:
    """Return the page that a session is at."""
    place = sessions().here(mine)
    step: Any = place.step
    design = sessions().design
    told: dict[str, Any] = {
        "session": mine, "place": place, "step": step, "count": len(sessions().way(mine)), "language": mine.language,
        "wrong": turned.wrong if turned else {}, "left": turned.left if turned else -1, "form": request.form,
    }  # fmt: skip
    is_apart = place.kind == "quiz" or (isinstance(step, Rounds) and place.kind == "questions")
    told["text"] = "" if is_apart else render(say(getattr(step, "text", ""), mine.language), design.game)
    if place.kind in ASKING:
        told["parts"] = [(render(words, design.game), asked) for words, asked in sessions().parts(mine)]
    if place.kind == "check":
        told["device"] = DEVICE
    if place.kind == "choose":
        values = [str(value) for value in design.factors[step.among].values]
        told["choices"] = [(value, say(design.partners[value].label, mine.language)) for value in values]
        told["alone"] = ALONE if step.alone else ""
    if place.kind == "round":
        told["labels"] = sessions().rounds.labels(mine)
        told["title"] = game.load(design.game).load_level(place.level).title
    return render_template(f"step_{place.kind}.html", **told)
