"""What every page is made from, and who asks for it in which language."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, NamedTuple

from flask import current_app, request
from flask import session as cookie

if TYPE_CHECKING:
    from data.writer import Writer
    from study.backups import Backups
    from study.live.hub import Hub
    from study.live.rooms import Rooms
    from study.sessions import Sessions
    from study.web.settings import Settings

LANGUAGES = ("en", "de")


class Service(NamedTuple):
    """What the pages are made from."""

    settings: Settings
    hub: Hub
    rooms: Rooms
    writer: Writer
    sessions: Sessions | None = None
    """Of the study that is served, if one is."""
    is_preview: bool = False
    """Whether any page of it may be opened."""
    backups: Backups | None = None
    """Of the store, if they are made."""


def service() -> Service:
    """Return what the pages of the running application are made from."""
    found: Service = current_app.extensions["service"]
    return found


def visitor() -> str:
    """Return this browser's random id, which is made at the first visit that needs one."""
    if "visitor" not in cookie:
        cookie["visitor"] = secrets.token_hex(16)
        cookie.permanent = True
    return str(cookie["visitor"])


def language() -> str:
    """Return the language of a page: the one chosen, else the browser's first that there is."""
    chosen = request.args.get("language", "") or cookie.get("language", "")
    if chosen in LANGUAGES:
        cookie["language"] = chosen
        return str(chosen)
    return request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]
