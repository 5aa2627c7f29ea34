"""The settings of a server, and where it refuses to start."""

from __future__ import annotations

import ipaddress
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from game.core.contract import CrossplayError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SECRET, PASSWORD = "CROSSPLAY_SECRET", "CROSSPLAY_PASSWORD"
LEAST = 32


class SettingsError(CrossplayError):
    """A server that may not start like this."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a server is told."""

    store: Path
    host: str
    port: int
    secret: str
    """Signs the cookies."""
    password: str
    """Argon2 hash of the experimenter's password; nothing where there is no experimenter."""
    is_demo: bool
    """On this machine only, with secrets that are forgotten when it stops."""
    is_proxied: bool = False
    """Whether everything comes through one reverse proxy, which tells who asked, and whether by TLS."""


def settings_of(store: Path, host: str, port: int, environ: Mapping[str, str]) -> Settings:
    """Return the settings; for others to reach it, secrets are needed, and `SettingsError` says how to make them."""
    is_demo = is_loopback(host)
    secret, password = environ.get(SECRET, ""), environ.get(PASSWORD, "")
    if not is_demo and len(secret) < LEAST:
        message = (
            f"a server that others can reach needs a secret of {LEAST} letters or more in {SECRET}; make one with: "
            'python -c "import secrets; print(secrets.token_hex(32))"'
        )
        raise SettingsError(message)
    if not is_demo and not password.startswith("$argon2"):
        message = (
            f"a server that others can reach needs the hash of the experimenter's password in {PASSWORD}; "
            "make it with: crossplay study password"
        )
        raise SettingsError(message)
    if password and not password.startswith("$argon2"):
        message = f"{PASSWORD} holds no argon2 hash; make one with: crossplay study password"
        raise SettingsError(message)
    return Settings(store, host, port, secret or secrets.token_hex(LEAST), password, is_demo)


def is_loopback(host: str) -> bool:
    """Tell whether a host's address can be reached from this machine only."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
