"""The door: who may come in, by what name, how often and with how much; and the headers of every answer."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from ipaddress import ip_address
from typing import Any
from urllib.parse import parse_qs, quote

from starlette.responses import RedirectResponse, Response

from tadmor.outlets.http import problems
from tadmor.outlets.http.options import is_loopback
from tadmor.outlets.http.problems import ProblemError
from tadmor.outlets.http.site import Site
from tadmor.outlets.http.visitors import Visitor

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

CSP = (
    "default-src 'self'; img-src 'self' data: blob:; worker-src 'self' blob:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
HEADERS: dict[str, str] = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # no-referrer would hide the Origin of our own forms, too
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-DNS-Prefetch-Control": "off",
    "X-Robots-Tag": "noindex",
    "Cache-Control": "private, no-cache",
    "Vary": "Cookie, Accept-Encoding",
}
_VARY = HEADERS["Vary"]
_OF_TAGS = "X-Part, Accept-Language"
"""What else an answer with a tag may vary by: a 304 says so too, or a browser would forget it."""
_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[^\s/?#@:\[\]\\]+)(?::\d*)?", re.IGNORECASE)
_PATIENCE = 20.0
"""Seconds in which the body of a request must come."""
_OURS = ("/sign-in", "/sign-out", "/api/session")
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_OPEN = ("/static/", "/sign-in", "/favicon.ico", "/api/session")
_LOG = logging.getLogger("tadmor.http")


class Guard:
    """Asks each request who it is before the app sees it; what it refuses, it tells as problem details."""

    def __init__(self, app: App, site: Site) -> None:
        self.app, self.site = app, site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        door = _Door(self.site, scope, receive, send)
        try:
            if refused := await door.refusal():
                await refused(scope, receive, door.send)
            else:
                await self.app(scope, door.receive, door.send)
                if scope["method"] not in _SAFE:
                    self.site.changed()
        except ProblemError as fault:
            await fault.answer()(scope, receive, door.send)
        except Exception:
            _LOG.exception("%s %s", scope["method"], scope["path"])
            if door.begun:
                raise
            remedy = "it is a fault of Tadmor: report it, with what the server printed"
            await problems.answer(500, "something went wrong", remedy=remedy)(scope, receive, door.send)


class _Door:
    """One request at the door."""

    def __init__(self, site: Site, scope: Scope, receive: Receive, send: Send) -> None:
        self.site, self.scope, self._receive, self._send = site, scope, receive, send
        self.headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        self.head = scope["method"] == "HEAD"
        self.visitor: Visitor | None = None
        self.tag: str | None = None
        self.begun = False
        self._body: bytes | None = None

    async def refusal(self) -> Response | None:
        """The answer that needs no more than this, or None; raises ProblemError."""
        self.scope.setdefault("state", {})["visitor"] = None
        _check_host(self.headers.get("host", ""), self.site)
        _check_embedding(self.headers)
        client = (self.scope.get("client") or ("", 0))[0]
        self.site.asking.spend(client)
        if self.head:
            self.scope["method"] = "GET"
        self.visitor = self.site.visitor(self._cookie())
        self.scope["state"]["visitor"] = self.visitor
        path: str = self.scope["path"]
        is_open = path.startswith(_OPEN)
        if self.visitor is None and not is_open:
            return self._to_sign_in(path)
        if self.scope["method"] not in _SAFE:
            _check_origin(self.headers, self.site.options.secure)
            self.site.deciding.spend(client)
            if self.visitor and not path.startswith(_OURS):
                self.visitor.must_review()
            signs_in = path == "/sign-in" or (path == "/api/session" and self.scope["method"] == "POST")
            await self._check_body(needs_token=not signs_in)
        elif self.scope["method"] == "GET" and not path.startswith("/static/"):
            asked = self.scope["query_string"].decode("latin-1")
            varied = (self.headers.get(name, "") for name in ("x-part", "accept-language"))
            self.tag = self.site.tag(self.visitor, path, asked, *varied)
            known = self.headers.get("if-none-match", "")
            if self.tag.removeprefix("W/") in known or known.strip() == "*":
                return Response(status_code=304, headers={"Vary": _OF_TAGS})
        return None

    def _to_sign_in(self, path: str) -> Response:
        if path.startswith("/api/") or "text/html" not in self.headers.get("accept", "") or path.endswith(_FORMS):
            raise ProblemError(401, "sign in first", remedy="post name and password to /api/session")
        asked = self.scope["query_string"].decode("latin-1")
        return RedirectResponse(f"/sign-in?next={quote(f'{path}?{asked}' if asked else path, safe='')}", 303)

    def _cookie(self) -> str | None:
        try:
            held = SimpleCookie(self.headers.get("cookie", ""))
        except CookieError:
            return None
        name = self.site.cookie
        return held[name].value if name in held else None

    async def _check_body(self, needs_token: bool) -> None:
        """Reads the whole body, which is short, and looks for the token of the session in it or in the headers."""
        try:
            async with asyncio.timeout(_PATIENCE):
                self._body = await _read(self._receive, self.headers.get("content-length", "0"), self.site.options.body)
        except TimeoutError:
            raise ProblemError(408, "the body did not come", remedy="send it at once") from None
        if not needs_token:
            return
        token = self.headers.get("x-csrf-token") or _field(self.headers.get("content-type", ""), self._body)
        if self.visitor is None or not token or not self.site.sessions.holds(self.visitor.session, token):
            remedy = "load the page again; scripts send the token of GET /api/session in the header X-CSRF-Token"
            raise ProblemError(403, "the request does not show that it comes from a page of this record", remedy=remedy)

    async def receive(self) -> Message:
        """The body that was read at the door, once; then what comes."""
        if self._body is None:
            return await self._receive()
        body, self._body = self._body, None
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(self, message: Message) -> None:
        """Sends on, with the headers of every answer that the answer has not set itself."""
        if message["type"] == "http.response.start":
            self.begun = True
            message["headers"] = self._with_headers(message["status"], list(message.get("headers", ())))
        elif self.head:
            message["body"] = b""
        await self._send(message)

    def _with_headers(self, status: int, headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
        own = {name.decode("latin-1").lower(): value for name, value in headers}
        if self.tag and status in (200, 304) and b"no-store" not in own.get("cache-control", b""):
            own.setdefault("etag", self.tag.encode())
        for name, value in HEADERS.items():
            own.setdefault(name.lower(), value.encode())
        vary = [word for line in (_VARY, own["vary"].decode("latin-1")) for word in line.split(", ")]
        own["vary"] = ", ".join(dict.fromkeys(vary)).encode()
        cookies = [(name, value) for name, value in headers if name.lower() == b"set-cookie"]
        return [(name.encode(), value) for name, value in own.items() if name != "set-cookie"] + cookies


_FORMS = (".json", ".csv", ".geojson", ".rss", ".svg", ".png")


def _check_host(host: str, site: Site) -> None:
    """Raises ProblemError for a name that is not ours: a page elsewhere may point its own name at this machine."""
    name, options = _name(host), site.options
    if name in ("localhost", options.host.strip("[]"), *(other.lower() for other in options.names)):
        return
    if not is_loopback(options.host) and _is_address(name):
        return
    if not name or not is_loopback(name):
        raise ProblemError(421, f"{host[:100]!r} is no name of this server", remedy="serve it with --name HOST")


def _name(host: str) -> str:
    """The name in a Host header in lower case, without port and brackets; "" where it is none."""
    found = _HOST.fullmatch(host)
    return found[1].strip("[]").lower() if found else ""


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def _check_embedding(headers: dict[str, str]) -> None:
    """Raises ProblemError where a page elsewhere would load something of ours; that somebody follows a link is well."""
    if headers.get("sec-fetch-site") not in ("cross-site", "same-site"):
        return
    if headers.get("sec-fetch-mode") != "navigate" or headers.get("sec-fetch-dest") not in (None, "document"):
        raise ProblemError(403, "a page elsewhere asks for it", remedy="open it by itself")


def _check_origin(headers: dict[str, str], secure: bool) -> None:
    """Raises ProblemError for a request that a page elsewhere made."""
    origin = headers.get("origin")
    if origin is not None:
        scheme, _, host = origin.partition("://")
        if host != headers.get("host", "") or scheme not in (("https",) if secure else ("http", "https")):
            raise ProblemError(403, f"it comes from {origin[:100]!r}", remedy="send it from a page of this record")
    if origin is None and headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
        raise ProblemError(403, "it comes from a page elsewhere", remedy="send it from a page of this record")


async def _read(receive: Receive, length: str, most: int) -> bytes:
    too_long = ProblemError(413, "the body is too long", remedy=f"send at most {most:,} bytes")
    if length.isdigit() and int(length) > most:
        raise too_long
    parts, size = [], 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise ProblemError(400, "the request broke off")
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > most:
            raise too_long
        if not message.get("more_body"):
            return b"".join(parts)


def _field(media: str, body: bytes) -> str | None:
    if not media.startswith("application/x-www-form-urlencoded"):
        return None
    try:
        found = parse_qs(body.decode("utf-8", "replace"), max_num_fields=200).get("csrf", [])
    except ValueError:
        return None
    return found[0] if len(found) == 1 else None
