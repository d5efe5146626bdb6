"""The server: one process that answers until it is stopped."""

from __future__ import annotations

import contextlib
import socket
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

from tadmor.errors import SettingError
from tadmor.outlets.http.options import Options

if TYPE_CHECKING:
    import uvicorn


_AT_ONCE = 500
"""Connections at one time; who comes on top of them is told 503, so that slow ones cannot take all there is."""


def serve(record: str, options: Options, *, announce: bool = True) -> None:
    """Serve a record until Ctrl-C, or until nobody has asked for so long.

    Raises RecordError, or SettingError where a package or the port is not to be had.
    """
    try:
        import uvicorn

        from tadmor.outlets.http.app import make_app
    except ImportError as fault:
        raise SettingError(f"{fault.name} is not installed", remedy='pip install "tadmor[web]"') from None
    app = _Watched(make_app(record, options))
    with _listening(options) as listening:
        if announce:
            ends = f"Ctrl-C or {options.idle:g} minutes without a request end it" if options.idle else "Ctrl-C ends it"
            print(f"{record}: http://{_shown(listening)}/ ({ends})", file=sys.stderr, flush=True)
        config = uvicorn.Config(
            app, log_level="warning", access_log=False, server_header=False, proxy_headers=False,
            timeout_graceful_shutdown=3, h11_max_incomplete_event_size=65_536, ws="none", limit_concurrency=_AT_ONCE,
        )  # fmt: skip
        server = uvicorn.Server(config)
        with _ending(server, app, options.idle * 60):
            server.run(sockets=[listening])


class _Watched:
    """An application that knows since when nobody has asked it anything."""

    def __init__(self, app: Callable[..., Awaitable[None]]) -> None:
        self._app, self._asking, self._last = app, 0, time.monotonic()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        self._asking += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._asking -= 1
            self._last = time.monotonic()

    def idle(self) -> float:
        """Seconds since the last answer ended; 0 while one is being made."""
        return 0.0 if self._asking else time.monotonic() - self._last


@contextlib.contextmanager
def _ending(server: uvicorn.Server, app: _Watched, seconds: float) -> Iterator[None]:
    """While it lasts, a server ends once nobody has asked it anything for so many seconds; 0 is never."""
    over = Event()

    def watch() -> None:
        while not over.wait(min(1.0, seconds / 4)):
            if app.idle() >= seconds:
                server.should_exit = True

    if seconds:
        Thread(target=watch, name="tadmor-idle", daemon=True).start()
    try:
        yield
    finally:
        over.set()


@contextlib.contextmanager
def _listening(options: Options) -> Iterator[socket.socket]:
    """The socket that listens; it is closed at the end."""
    family = socket.AF_INET6 if ":" in options.host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # asyncio sends at once where it is told TCP
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((options.host.strip("[]"), options.port))
        made.listen(128)  # who is told the address may come before the server is up
        yield made
    except (OSError, OverflowError) as fault:
        remedy = "stop what listens there, or give another --port; 0 takes a free one"
        raise SettingError(f"{options.host}:{options.port} cannot be had ({fault})", remedy=remedy) from None
    finally:
        made.close()


def _shown(listening: socket.socket) -> str:
    host, port, *_ = listening.getsockname()
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
