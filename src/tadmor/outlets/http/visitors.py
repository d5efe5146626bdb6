"""Who asks: their name, what they may do, and the tokens that show that a form is ours."""

from __future__ import annotations

import hmac
import time
from dataclasses import dataclass
from hashlib import sha256
from secrets import token_bytes, token_urlsafe
from typing import Literal, get_args

from tadmor.outlets.http.problems import ProblemError

Role = Literal["reader", "reviewer", "admin"]
ROLES: tuple[Role, ...] = get_args(Role)
COOKIE = "tadmor"
"""The cookie of a session; over HTTPS it is __Host-tadmor, which no other host can set."""
LASTS = 12 * 3600
"""Seconds after which one has to sign in again."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who may see the record; ``session`` is the id of their session, to which their tokens are bound."""

    name: str
    role: Role
    session: str

    @property
    def reviews(self) -> bool:
        """Whether they may decide, and see what is kept from readers."""
        return self.role != "reader"

    @property
    def governs(self) -> bool:
        """Whether they may retract reports and take back what others decided."""
        return self.role == "admin"

    def must_review(self) -> None:
        """Raises ProblemError for a reader."""
        if not self.reviews:
            raise ProblemError(403, f"{self.name} may read only", remedy="ask an admin for the role reviewer")

    def must_govern(self) -> None:
        """Raises ProblemError for all but admins."""
        if not self.governs:
            raise ProblemError(403, f"{self.name} is no admin", remedy="ask an admin to do it")


class Sessions:
    """Signed sessions: nothing of them is kept but which were ended. ``key`` signs; a new one ends all."""

    def __init__(self, key: bytes | None = None) -> None:
        self._key = key or token_bytes(32)
        self._ended: dict[str, float] = {}

    def begin(self, name: str, stamp: str) -> str:
        """The cookie of a new session; ``stamp`` changes with the password, and ends the session when it does."""
        parts = (token_urlsafe(12), str(int(time.time()) + LASTS), stamp, name.encode().hex())
        return ".".join((*parts, self._sign("session", *parts)))

    def read(self, cookie: str) -> tuple[str, str, str] | None:
        """(session id, name, stamp) of a cookie; None where it is not ours, too old or ended."""
        parts = cookie.split(".")
        if len(parts) != 5 or not cookie.isascii():
            return None
        if not hmac.compare_digest(self._sign("session", *parts[:4]), parts[4]):
            return None
        session, until, stamp, name = parts[:4]
        if int(until) < time.time() or session in self._ended:
            return None
        return session, bytes.fromhex(name).decode(), stamp

    def end(self, session: str) -> None:
        """End a session before its time."""
        now = time.time()
        self._ended = {id: until for id, until in self._ended.items() if until > now}
        self._ended[session] = now + LASTS

    def token(self, session: str) -> str:
        """What a form or a header must hold to show that it comes from a page of this session."""
        return self._sign("csrf", session)

    def holds(self, session: str, token: str) -> bool:
        """Whether a token is that of the session."""
        return hmac.compare_digest(self.token(session).encode(), token.encode("utf-8", "replace"))

    def _sign(self, purpose: str, *parts: str) -> str:
        return hmac.new(self._key, "\n".join((purpose, *parts)).encode(), sha256).hexdigest()
