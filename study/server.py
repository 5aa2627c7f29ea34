"""The server: pages and sockets in one process, until it is told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import signal
import sys
import threading
from socket import SO_REUSEADDR, SOCK_STREAM, SOL_SOCKET, getaddrinfo
from socket import socket as Socket  # noqa: N812 - the module of live play is called socket
from typing import TYPE_CHECKING, Any, cast

import uvicorn
from a2wsgi import WSGIMiddleware

from data.writer import Writer
from game import load
from study.live import socket
from study.live.direct import Direct
from study.live.hub import Hub
from study.live.ready import make_ready
from study.live.rooms import Rooms
from study.sessions import Sessions
from study.web.app import create_app
from study.web.service import Service
from study.web.settings import SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable

    from study.backups import Backups
    from study.design.reading import Source
    from study.web.settings import Settings

try:
    import uvloop
except ImportError:  # there is none for Windows
    LOOP: Any = asyncio.run
else:
    LOOP = uvloop.run
WORKERS = 16
"""Threads that make pages."""
ENDURES = 600.0
"""Seconds for which what is played is kept in memory while the disk is full or the store is locked."""
GENERATIONS = (50_000, 50, 1_000)
"""When garbage is looked for: seldom, since a search through everything stops all clocks."""
SWITCH = 0.0005
"""Seconds after which a thread that computes lets the clock of the matches go first."""


class Server:
    """One server, running in the thread that calls `run`."""

    def __init__(  # noqa: PLR0913 - the circumstances of one server
        self,
        settings: Settings,
        told: Callable[[str], None],
        source: Source | None = None,
        pace: float = 1.0,
        *,
        is_preview: bool = False,
        backups: Backups | None = None,
    ) -> None:
        self.settings, self._source, self._pace = settings, source, pace
        self._is_preview, self._backups = is_preview, backups
        self._told = told
        self.bound = settings.port
        """The port, which the system chooses where the settings say 0; known once pages are served."""
        self._ready = threading.Event()
        self._stopping: Callable[[], object] | None = None
        self.service: Service | None = None

    def run(self) -> None:
        """Serve until stopped by a signal or by `stop`.

        Raises `StoreError` where the store cannot be opened, and `SettingsError` for a host or port that cannot be had.
        """
        sys.setswitchinterval(SWITCH)
        gc.collect()
        gc.freeze()
        gc.set_threshold(*GENERATIONS)
        with (
            contextlib.closing(_bind(self.settings)) as listener,
            Writer(self.settings.store, endures=ENDURES) as writer,
        ):
            LOOP(self._serve(writer, listener))

    def wait(self, seconds: float = 30) -> bool:
        """Wait, in another thread, until pages are served."""
        return self._ready.wait(seconds)

    def stop(self) -> None:
        """Stop, from another thread; a server that has stopped stays as it is."""
        if self._stopping is not None:
            with contextlib.suppress(RuntimeError):  # its loop is closed
                self._stopping()

    async def _serve(self, writer: Writer, listener: Socket) -> None:
        """Serve inside an event loop."""
        loop = asyncio.get_running_loop()
        hub = Hub(writer)
        sessions = await loop.run_in_executor(None, lambda: self._sessions(writer, hub))
        self.service = Service(
            self.settings, hub, Rooms(hub), writer, sessions, is_preview=self._is_preview, backups=self._backups
        )
        again = await loop.run_in_executor(None, hub.resume)
        if again:
            self._told(f"{again} matches that were broken off go on for those who return")
        pages = WSGIMiddleware(cast("Any", create_app(self.service).wsgi_app), workers=WORKERS)
        config = uvicorn.Config(
            _app(pages, hub), host=self.settings.host, port=self.settings.port, lifespan="off", log_level="warning",
            ws=Direct, ws_max_size=socket.MOST, ws_ping_interval=None,
            ws_per_message_deflate=False,  # tens of kilobytes for each connection, to make 450 bytes smaller
            server_header=False, timeout_graceful_shutdown=2,
        )  # fmt: skip
        await self._listen(uvicorn.Server(config), listener, hub)

    def _sessions(self, writer: Writer, hub: Hub) -> Sessions | None:
        """Return the sessions of the study, where there is one, once its game is compiled."""
        if self._source is None:
            return None
        make_ready(load(self._source.design.game))
        return Sessions(self._source, writer, hub, pace=self._pace)

    async def _listen(self, server: uvicorn.Server, listener: Socket, hub: Hub) -> None:
        """Answer until stopped; the players are told before their connections are closed."""
        loop = asyncio.get_running_loop()
        stopped = asyncio.Event()
        self._stopping = lambda: loop.call_soon_threadsafe(stopped.set)
        with contextlib.suppress(NotImplementedError, ValueError):
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, lambda *_: loop.call_soon_threadsafe(stopped.set))
        task = asyncio.create_task(server._serve([listener]))  # noqa: SLF001 - serve() would take the signals
        while not server.started and not task.done():  # noqa: ASYNC110 - uvicorn has no event for it
            await asyncio.sleep(0.01)
        if server.started:
            self.bound = int(listener.getsockname()[1])
            self._ready.set()
            self._told(f"http://{self.settings.host}:{self.bound}/")
        stopping = asyncio.create_task(stopped.wait())
        keeping = asyncio.create_task(self._backups.run()) if self._backups is not None else None
        await asyncio.wait({task, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if keeping is not None:
            keeping.cancel()
        await hub.close()
        server.should_exit = True
        await task


def _bind(settings: Settings) -> Socket:
    """Return a socket that listens where the settings say; raises `SettingsError` where that cannot be."""
    try:
        family, *_, address = getaddrinfo(settings.host, settings.port, type=SOCK_STREAM)[0]
        listener = Socket(family, SOCK_STREAM)
    except OSError as error:
        message = f"there is no host {settings.host!r} to serve at ({error.strerror}); use 127.0.0.1, or 0.0.0.0"
        raise SettingsError(message) from None
    listener.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
    try:
        listener.bind(address)
    except OSError as error:
        listener.close()
        message = (
            f"port {settings.port} of {settings.host} cannot be had ({error.strerror}); "
            "name another with --port, or 0 for any that is free"
        )
        raise SettingsError(message) from None
    return listener


def _app(pages: Any, hub: Hub) -> Any:
    """Return the ASGI application: sockets to the hub, all else to the pages."""

    async def app(scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] != "websocket":
            await pages(scope, receive, send)
        elif scope["path"] == "/ws":
            await socket.serve(scope, receive, send, hub)
        else:
            await receive()
            await send({"type": "websocket.close", "code": socket.POLICY})

    return app
