"""A web server on loopback that behaves as told, badly too, and a client that reaches nothing else."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta

import pytest

from tadmor.sources.fetching import Client, Clock, FetchError, Manners

START = datetime(2016, 3, 27, 12, tzinfo=UTC)
PAGE = b"<html><p>Shells fell on the market of Orvan on Sunday.</p></html>"
CLOSED = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
NO_ROBOTS = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"


def reply(content=b"", status="200 OK", **headers):
    """A whole answer: ``x_y=1`` is the header "X-Y: 1"."""
    lines = {name.replace("_", "-").title(): value for name, value in headers.items()}
    lines.setdefault("Content-Length", len(content))
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode("latin-1") + content


class Site:
    """Answers GET by path: bytes are sent as they are, a function gets the connection and the request's head."""

    def __init__(self, routes: dict[str, bytes | Callable], tls=None):
        self.routes = {"/robots.txt": NO_ROBOTS, **routes}
        self.requests: list[bytes] = []
        self._tls = tls
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    @property
    def paths(self):
        """The paths asked for, in order."""
        return [request.split(b" ")[1].decode() for request in self.requests]

    def header(self, name, at=-1):
        """A header of a request, or None."""
        lines = self.requests[at].decode("latin-1").split("\r\n")[1:]
        return next((v.strip() for k, _, v in (line.partition(":") for line in lines) if k.lower() == name), None)

    def close(self):
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)  # closing alone leaves the thread to take one more
        self._listening.close()
        self._thread.join()

    def _serve(self):
        with suppress(OSError):
            while True:
                connection, _ = self._listening.accept()
                threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection):
        with suppress(OSError), connection:
            if self._tls:
                connection = self._tls.wrap_socket(connection, server_side=True)
            request = b""
            while b"\r\n\r\n" not in request:
                part = connection.recv(65536)
                if not part:
                    return
                request += part
            self.requests.append(request)
            route = self.routes.get(request.split(b" ")[1].decode(), NO_ROBOTS)
            if callable(route):
                route(connection, request)
            else:
                connection.sendall(route)
            connection.close()


@contextmanager
def site(routes, tls=None):
    """A site with these routes, for the while."""
    served = Site(routes, tls)
    try:
        yield served
    finally:
        served.close()


class StillClock:
    """A clock that only goes when somebody sleeps."""

    def __init__(self):
        self.passed, self.sleeps = 0.0, []

    def sleep(self, seconds):
        self.sleeps.append(round(seconds, 3))
        self.passed += seconds

    @property
    def clock(self):
        return Clock(lambda: self.passed, self.sleep, lambda: START + timedelta(seconds=self.passed))


def visitor(still=None, resolve=None, tls=None, **manners):
    """A client for which every name is on loopback, which it may reach; other addresses stand for themselves."""
    given = {"allow": ("127.0.0.0/8",), "delay": 0, "deadline": 5, "stall": 2, **manners}

    def on_loopback(host, port, timeout):
        return [host if host[:1].isdigit() or ":" in host else "127.0.0.1"]

    still = still or StillClock()
    return Client(Manners(**given), clock=still.clock, resolve=resolve or on_loopback, tls=tls)


def drip(head, byte=b"x", pause=0.02):
    """A route that sends a head and then one byte at a time, for ever."""

    def route(connection, request):
        connection.sendall(head)
        served = threading.Event()
        while not served.wait(pause):
            connection.sendall(byte)

    return route


def flood(head, part):
    """A route that sends a head and then the same part as fast as it is taken, for ever."""

    def route(connection, request):
        connection.sendall(head)
        while True:
            connection.sendall(part)

    return route


def silence(head=b""):
    """A route that sends a head and then nothing."""

    def route(connection, request):
        connection.sendall(head)
        connection.settimeout(10)
        with suppress(TimeoutError):
            connection.recv(1)

    return route


def refused(client, url, **given):
    """The fault of a fetch that must fail."""
    with pytest.raises(FetchError) as caught:
        client.fetch(url, **given)
    return caught.value
