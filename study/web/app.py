"""The application: one factory, a blueprint for each topic, and what every answer carries."""

from __future__ import annotations

import functools
import json
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, render_template, request
from flask.sessions import SecureCookieSessionInterface
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from game.art import gallery as art
from game.core.contract import CrossplayError
from study.web import admin, flow, lobby
from study.web.catalogue import words_of
from study.web.service import LANGUAGES, language

if TYPE_CHECKING:
    from werkzeug.exceptions import HTTPException

    from study.web.service import Service

LARGEST = 65_536
"""Bytes of a form."""
POLICY = (
    "default-src 'self'; connect-src 'self' ws: wss:; img-src 'self' data:; style-src 'self' 'unsafe-inline'; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


class Cookies(SecureCookieSessionInterface):
    """Signed cookies that come back by TLS only, where the page came by it."""

    def get_cookie_secure(self, app: Flask) -> bool:
        """Tell whether a cookie is for TLS only."""
        del app
        return request.is_secure


def create_app(service: Service) -> Flask:
    """Return the application of one server."""
    app = Flask(__name__)
    app.config.update(
        SECRET_KEY=service.settings.secret,
        MAX_CONTENT_LENGTH=LARGEST,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_NAME="crossplay",
        WTF_CSRF_TIME_LIMIT=None,
    )
    app.session_interface = Cookies()
    if service.settings.is_proxied:
        app.wsgi_app = ProxyFix(app.wsgi_app)  # type: ignore[method-assign]
    app.extensions["service"] = service
    CSRFProtect(app).exempt(lobby.ticket)
    for blueprint in (lobby.bp, flow.bp, admin.bp):
        app.register_blueprint(blueprint)
    app.after_request(_headers)
    app.register_error_handler(CrossplayError, _mistake)
    app.register_error_handler(CSRFError, _stale)
    for code in (400, 404, 405, 413):
        app.register_error_handler(code, _plain)
    app.context_processor(_always)
    app.add_url_rule("/art.json", view_func=_art)
    app.add_url_rule("/sounds.json", view_func=_sounds)
    return app


def _always() -> dict[str, Any]:
    """Return what every page knows."""
    found = language()
    return {"w": words_of(found), "language": found, "languages": LANGUAGES}


def _headers(answer: Response) -> Response:
    """Add what keeps others out of a page."""
    answer.headers.setdefault("Content-Security-Policy", POLICY)
    answer.headers.setdefault("X-Content-Type-Options", "nosniff")
    answer.headers.setdefault("Referrer-Policy", "no-referrer")
    answer.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    if answer.mimetype == "text/html":
        answer.headers.setdefault("Cache-Control", "no-store")
    if request.is_secure:
        answer.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    return answer


def _mistake(error: CrossplayError) -> tuple[str, int]:
    """Tell a mistake from outside in its one sentence."""
    return render_template("mistake.html", message=str(error)), 400


def _stale(error: CSRFError) -> tuple[str, int]:
    """Tell that a form does not come from a page of this browser."""
    del error
    return render_template("mistake.html", message=words_of(language())["stale"]), 400


def _plain(error: HTTPException) -> tuple[str, int]:
    """Tell what HTTP has a number for."""
    return render_template("mistake.html", message=words_of(language())[f"http {error.code}"]), error.code or 400


@functools.cache
def _gallery() -> str:
    """Return all drawings as one JSON text."""
    return json.dumps(art.merge_files(art.read_files()), separators=(",", ":"))


def _art() -> Response:
    """Answer with all drawings."""
    return _kept(_gallery())


def _sounds() -> Response:
    """Answer with all sounds."""
    from game.art.sounds import PATH

    return _kept(PATH.read_text(encoding="utf-8"))


def _kept(text: str) -> Response:
    """Answer with JSON that a browser may keep for an hour."""
    answer = Response(text, mimetype="application/json")
    answer.headers["Cache-Control"] = "public, max-age=3600"
    answer.add_etag()
    answer.make_conditional(request)
    return answer
