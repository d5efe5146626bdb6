"""The server: one process that answers until it is stopped."""

from __future__ import annotations

import contextlib
import socket
import sys
from collections.abc import Iterator

from tadmor.errors import SettingError
from tadmor.outlets.http.options import Options


def serve(record: str, options: Options, *, announce: bool = True) -> None:
    """Serve a record until Ctrl-C. Raises RecordError, or SettingError where a package or the port is not to be had."""
    try:
        import uvicorn

        from tadmor.outlets.http.app import make_app
    except ImportError as fault:
        raise SettingError(f"{fault.name} is not installed", remedy='pip install "tadmor[web]"') from None
    app = make_app(record, options)
    with _listening(options) as listening:
        if announce:
            print(f"{record}: http://{_shown(listening)}/ (Ctrl-C ends it)", file=sys.stderr, flush=True)
        config = uvicorn.Config(
            app, log_level="warning", access_log=False, server_header=False, proxy_headers=False,
            timeout_graceful_shutdown=3, h11_max_incomplete_event_size=65_536, ws="none",
        )  # fmt: skip
        uvicorn.Server(config).run(sockets=[listening])


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
