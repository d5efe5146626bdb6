"""What comes of asking for a page: the answer as received, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from tadmor.errors import SourceError

Reason = Literal["address", "robots", "redirect", "limit", "time", "network", "busy", "content"]
Headers = tuple[tuple[str, str], ...]


class FetchError(SourceError):
    """A page that was not fetched.

    ``reason`` tells why: "address" (no web address, or one that is refused), "robots" (the site asks not to; with
    ``again``, its robots.txt could not be read),
    "redirect" (a loop, too many, or nowhere), "limit" (too long), "time" (too slow), "network" (no connection, or cut
    off), "busy" (the site or its delay asks to wait until ``again``), "content" (a coding that cannot be undone).
    ``status`` is the HTTP status where there was one.
    """

    def __init__(
        self,
        message: str,
        *,
        where: str | None = None,
        remedy: str | None = None,
        reason: Reason = "network",
        status: int | None = None,
        again: datetime | None = None,
    ) -> None:
        super().__init__(message, where=where, remedy=remedy)
        self.reason, self.status, self.again = reason, status, again


@dataclass(frozen=True, slots=True)
class Redirect:
    """One hop: ``url`` answered with ``status`` (301, 302, 303, 307 or 308) and named ``to``."""

    url: str
    status: int
    to: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of a server. ``content`` is the body with its codings undone, ``raw_body`` as it came off the wire."""

    status: int
    headers: Headers
    content: bytes
    raw_http: bytes
    raw_body: bytes
    address: str | None

    def header(self, name: str) -> str | None:
        """The first value of a header, whatever its case, or None."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page as its site answered, whatever the status: 404 and 410 are answers too, 304 has no content.

    ``raw_http`` is the status line and headers as received, up to and with the empty line, and ``raw_body`` the bytes
    after it, chunked and compressed as they came: the two together are the block of a WARC record. ``address`` is the
    address that was connected to, ``fetched`` when the answer was complete.
    """

    url: str
    final_url: str
    status: int
    headers: Headers
    content: bytes = field(repr=False)
    fetched: datetime
    etag: str | None
    last_modified: str | None
    redirects: tuple[Redirect, ...]
    raw_http: bytes = field(repr=False)
    raw_body: bytes = field(repr=False)
    address: str | None = None

    def header(self, name: str) -> str | None:
        """The first value of a header, whatever its case, or None."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    @property
    def media(self) -> str | None:
        """The content type as told, with its charset, or None."""
        return self.header("content-type")

    @property
    def ok(self) -> bool:
        """Whether the page is there, in ``content``."""
        return 200 <= self.status < 300

    @property
    def unchanged(self) -> bool:
        """Whether the site says that the page is as it was when the given etag or day was told."""
        return self.status == 304

    @property
    def gone(self) -> bool:
        """Whether the site says that there is no such page, or no longer."""
        return self.status in (404, 410)

    @property
    def moved(self) -> str | None:
        """Where the page has moved for good: the end of an unbroken row of 301 and 308 at the start, or None."""
        to = None
        for hop in self.redirects:
            if hop.status not in (301, 308):
                break
            to = hop.to
        return to
