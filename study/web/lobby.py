"""Free play: choose a game, a level and who sits where; open a match or join one by its code."""

from __future__ import annotations

import json
import secrets
from typing import TYPE_CHECKING, Any

from flask import Blueprint, jsonify, redirect, render_template, request, url_for

import ai_partners
import game
from data.studies import add_participant
from game.core.contract import CrossplayError
from study.live.plan import PERSON, Plan, Terms
from study.live.rooms import RoomError
from study.local import fill
from study.web.catalogue import words_of
from study.web.service import language, service, visitor

if TYPE_CHECKING:
    from flask import Response
    from werkzeug.wrappers import Response as Answer

    from study.live.rooms import Room

bp = Blueprint("lobby", __name__)
RATES = (3, 6, 8, 10)
WORDS = (
    "connecting", "reconnecting", "connected", "ended", "score", "ready", "back", "waiting", "waitleft", "frozen",
    "frozenleft", "standin", "rebind", "sure", "you", "person",
)  # fmt: skip
"""What the play page says from its script."""


class ChoiceError(CrossplayError):
    """A form that asks for what there is not."""


@bp.get("/")
def home() -> str:
    """Show the games."""
    games = [game.load(name) for name in game.catalogue()]
    return render_template("home.html", games=games)


@bp.get("/games/<name>")
def choose(name: str) -> str:
    """Show the levels of a game and who can sit in the seats of one."""
    found = game.load(name)
    level = found.load_level(request.args.get("level") or found.level_names()[0])
    levels = [found.load_level(each) for each in found.level_names()]
    partners = [(each, ai_partners.load(each, found).card.summary) for each in ai_partners.names(found, level)]
    seats = list(zip(found.seats(level), fill(found, level, {}, (PERSON,)), strict=True))
    return render_template(
        "choose.html", found=found, level=level, levels=levels, partners=partners, seats=seats, rates=RATES,
        person=PERSON,
    )  # fmt: skip


@bp.post("/matches")
def make() -> Answer:
    """Open a match."""
    room = service().rooms.open(_plan(request.form), _participant())
    return redirect(url_for("lobby.room", code=room.code), 303)


@bp.post("/join")
def find() -> Answer:
    """Go to the match with a code."""
    return redirect(url_for("lobby.room", code=service().rooms.get(request.form.get("code", "")).code), 303)


@bp.get("/m/<code>")
def room(code: str) -> str:
    """Show a match to who has a seat in it, and an invitation to others."""
    found = service().rooms.get(code)
    mine = found.seat_of(visitor())
    title = game.load(found.plan.game).title
    if found.match and mine is not None:
        return _play(found, mine)
    if mine is None:
        return render_template("invitation.html", room=found, title=title)
    return render_template("room.html", room=found, title=title)


@bp.post("/m/<code>/join")
def join(code: str) -> Answer:
    """Take a free seat."""
    return redirect(url_for("lobby.room", code=service().rooms.join(code, _participant()).code), 303)


@bp.post("/m/<code>/leave")
def leave(code: str) -> Answer:
    """Wait no longer."""
    service().rooms.leave(code, visitor())
    return redirect(url_for("lobby.home"), 303)


@bp.get("/m/<code>/state")
def state(code: str) -> Response:
    """Tell whether a match has begun."""
    found = service().rooms.get(code)
    return jsonify(begun=bool(found.match), free=len(found.free))


@bp.post("/api/join/<code>")
def ticket(code: str) -> Response:
    """Give a program a seat in a match, as `crossplay play --join` asks for it: 202 while others are awaited."""
    if not request.is_json:
        message = "a program asks for a seat with JSON; a page of another site cannot"
        raise RoomError(message)
    found = service().rooms.join(code, _participant())
    mine = found.seat_of(visitor())
    if not found.match or mine is None:
        answer = jsonify(free=len(found.free))
        answer.status_code = 202
        return answer
    return jsonify(_ticket(found.match, mine) | {"socket": "/ws"})


def play_page(identity: str, seat: int, onward: str, *, follow: bool = False) -> str:
    """Return the page that plays a seat of a match and leads on to an address."""
    known = words_of(language())
    told = json.dumps({name: known[name] for name in WORDS})
    token = _ticket(identity, seat)["token"]
    return render_template("play.html", token=token, told=told, onward=onward, follow=follow)


def watch_page(identity: str, onward: str) -> str:
    """Return the page that looks on at a match."""
    known, hub = words_of(language()), service().hub
    told = json.dumps({name: known[name] for name in WORDS})
    token = hub.call(lambda: hub.watch(identity))
    return render_template("play.html", token=token, told=told, onward=onward, follow=False)


def _play(found: Room, seat: int) -> str:
    """Return the play page of a room's match."""
    return play_page(found.match, seat, url_for("lobby.choose", name=found.plan.game))


def _ticket(identity: str, seat: int) -> dict[str, Any]:
    """Return what opens a seat; raises `RoomError` where the match is long over."""
    hub = service().hub
    if identity not in hub.matches:
        message = "this match is long over; open a new one"
        raise RoomError(message)
    found = hub.call(lambda: hub.ticket(identity, seat))
    return {"token": found.token, "seat": seat}  # type: ignore[attr-defined]


def _participant() -> str:
    """Return this browser's id, which is a participant's in the store from now on."""
    found = visitor()
    service().writer.put(lambda connection: add_participant(connection, found))
    return found


def _plan(form: Any) -> Plan:
    """Return the match that a form asks for; raises `ChoiceError`, or what looking up a name raises."""
    found = game.load(form.get("game", ""))
    level = found.load_level(form.get("level", ""))
    names = tuple(form.get(f"seat-{number}", "") for number in range(level.seats))
    known = ai_partners.names(found, level)
    for number, name in enumerate(names, 1):
        if name != PERSON and name not in known:
            message = f"seat {number} has no partner {name!r}; it has {PERSON} and {', '.join(known)}"
            raise ChoiceError(message)
    if PERSON not in names:
        message = "nobody would play: choose a person for one seat at least"
        raise ChoiceError(message)
    rate = form.get("rate", "")
    if rate not in {str(each) for each in RATES}:
        message = f"a speed of {rate!r} ticks a second is not offered; there are {', '.join(map(str, RATES))}"
        raise ChoiceError(message)
    return Plan(found.name, level.name, names, secrets.randbits(62), float(rate), 0, Terms(grace=15, nobody="partner"))
