"""One record that is served: its monitor, who may see it, and what is kept of it in memory."""

from __future__ import annotations

import time
from datetime import date
from getpass import getuser
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Any

from tadmor import __version__
from tadmor.outlets.http.atlas import Atlas
from tadmor.outlets.http.lens import Lens
from tadmor.outlets.http.options import Options
from tadmor.outlets.http.problems import ProblemError
from tadmor.outlets.http.rates import Rate
from tadmor.outlets.http.shield import Shield
from tadmor.outlets.http.state import State
from tadmor.outlets.http.tiles import Tiles
from tadmor.outlets.http.users import Users
from tadmor.outlets.http.visitors import COOKIE, Sessions, Visitor
from tadmor.pipeline.answers import Held
from tadmor.pipeline.monitor import staleness

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.responses import Response

    from tadmor.pipeline import Monitor

_FRESH = 0.25  # seconds for which the newest write is taken to be the newest still
_LOCAL = "local"


class Site:
    """A monitor with its options. ``error_page`` and ``sign_in_page`` are set by the pages, where there are any.

    ``error_page(request, problem)`` makes the page of an error from the members of its problem details;
    ``sign_in_page(request, next, problem)`` the form that posts ``name``, ``password`` and ``next`` to /sign-in.
    """

    def __init__(self, monitor: Monitor, options: Options) -> None:
        self.monitor, self.options = monitor, options
        self.users = Users(Path(options.users)) if options.users else None
        self.sessions = Sessions(self.users.secret.encode() if self.users else None)
        shield = Shield.of(options.redact, options.coarsen)
        shield.among(lambda: monitor.record.place_rows().values())
        self.shield, self._none = shield, Shield()
        self.tiles = Tiles.of(options.tiles) if options.tiles else None
        self.asking = Rate(options.rate, 60, "requests")
        self.deciding = Rate(options.writes, 60, "decisions")
        self.trying = Rate(options.tries, 900, "failed attempts to sign in", burst=float(options.tries))
        self.error_page: Callable[[Request, dict[str, Any]], Response] | None = None
        self.sign_in_page: Callable[[Request, str, dict[str, Any] | None], Response] | None = None
        self.atlas = Atlas(monitor, self.head, options.warm)
        self._head: tuple[str, float] = ("", 0.0)
        self._span: tuple[str, date | None, date | None] | None = None
        self._published: tuple[str, date | None] | None = None
        self._salt = token_hex(8)  # pages change with the program, whose parts have no version of their own

    @property
    def name(self) -> str:
        """The record's name: the file's, or the database's."""
        return Path(self.monitor.record.url).name

    @property
    def cookie(self) -> str:
        """The name of the cookie of sessions."""
        return f"__Host-{COOKIE}" if self.options.secure else COOKIE

    def head(self) -> str:
        """The digest of the newest write, at most a quarter of a second old; "" where there is none."""
        found, until = self._head
        if time.monotonic() > until:
            found = self.monitor.record.head() or ""
            self._head = (found, time.monotonic() + _FRESH)
        return found

    def changed(self) -> None:
        """Look at the newest write anew: somebody decided something here."""
        self._head = ("", 0.0)

    def tag(self, visitor: Visitor | None, *asked: str) -> str:
        """What changes when the answer to an address may: the ETag."""
        who = f"{visitor.role} {visitor.session}" if visitor else ""
        parts = (__version__, self._salt, self.head(), who, date.today().isoformat(), *asked)
        return f'W/"{sha256(chr(10).join(parts).encode("utf-8", "replace")).hexdigest()[:24]}"'

    def span(self) -> tuple[date | None, date | None]:
        """The first and the last day on which something is told to have happened; None where nothing is."""
        head = self.head()
        if self._span is None or self._span[0] != head:
            from tadmor.outlets.http.rows import span_of

            self._span = (head, *span_of(self.monitor.record))
        return self._span[1:]

    def day(self, state: State) -> date:
        """The day that a state asks for, else the day it is known on, else that of the newest report.

        Not the last of which anything is told: plans, and misread years, lie ahead of all reports.
        """
        asked = state.day or state.known
        return asked or min(self._newest() or self.span()[1] or date.today(), date.today())

    def _newest(self) -> date | None:
        """The day of the newest publication."""
        head = self.head()
        if self._published is None or self._published[0] != head:
            from tadmor.outlets.http.rows import last_published

            self._published = (head, last_published(self.monitor.record))
        return self._published[1]

    def visitor(self, cookie: str | None) -> Visitor | None:
        """Who bears a cookie; without users whoever is at this machine, who may do everything."""
        if self.users is None:
            return Visitor(getuser(), "admin", _LOCAL)
        found = self.sessions.read(cookie) if cookie else None
        user = self.users.named(found[1]) if found else None
        if found is None or user is None or user.stamp != found[2]:
            return None
        return Visitor(user.name, user.role, found[0])

    def sign_in(self, client: str, name: str, password: str) -> str:
        """The cookie of a new session. Raises ProblemError for a wrong name or password, and for too many of them."""
        if self.users is None:
            raise ProblemError(409, "this record is served without users", remedy="ask without signing in")
        keys = (f"client {client}", f"name {name}")
        for key in keys:
            self.trying.check(key)
        for key in keys:  # before the password is looked at: that takes long enough for others to try meanwhile
            self.trying.fail(key)
        user = self.users.signed(name, password)
        if user is None:
            raise ProblemError(403, "name or password is wrong", remedy="try again, or ask an admin for a new password")
        for key in keys:
            self.trying.give_back(key)
        return self.sessions.begin(user.name, user.stamp)

    def lens(self, visitor: Visitor) -> Lens:
        """The record as a visitor may see it, and decide in it."""
        return Lens(self.monitor.record, self.monitor.settings, visitor, self.shield_of(visitor), self.atlas)

    def held(self, lens: Lens, at: date, known: date | None, most: int) -> tuple[list[Held], int]:
        """Who holds the places with most people on a day, ``most`` of them, and of how many places it is known."""
        ground, places = self.atlas.ground, lens.record.place_rows()
        ground.refresh(self.head())
        found = [places[ident] for ident, _ in ground.states(at, known)]
        found.sort(key=lambda place: (-place.population, place.name))
        told = ((place, ground.control(place.id, at, known)) for place in found[:most])
        return [Held(place, lens.shield.shown(control), staleness(control, at)) for place, control in told], len(found)

    def shield_of(self, visitor: Visitor) -> Shield:
        """What is kept from a visitor."""
        return self._none if visitor.reviews else self.shield

    def close(self) -> None:
        """Let go of the record."""
        self.atlas.close()
        self.monitor.close()


def site_of(request: Request) -> Site:
    """The site that a request is for."""
    site: Site = request.app.state.site
    return site


def visitor_of(request: Request) -> Visitor:
    """Who asks; the door let them in."""
    visitor: Visitor | None = request.state.visitor
    if visitor is None:
        raise ProblemError(401, "sign in first", remedy="post name and password to /api/session")
    return visitor


def state_of(request: Request) -> State:
    """What is asked. Raises SettingError that names the parameter at fault."""
    return State.of(request.query_params.multi_items())


def lens_of(request: Request) -> Lens:
    """The record as who asks may see it; one for each request."""
    lens: Lens | None = getattr(request.state, "lens", None)
    if lens is None:
        lens = request.state.lens = site_of(request).lens(visitor_of(request))
    return lens


def token_of(request: Request) -> str:
    """What forms of this visitor must hold in a field "csrf", and requests of scripts in the header X-CSRF-Token."""
    return site_of(request).sessions.token(visitor_of(request).session)
