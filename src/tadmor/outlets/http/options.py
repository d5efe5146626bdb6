"""How a record is served: one table of options with their defaults and what they do."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from ipaddress import ip_address
from typing import Any

from tadmor.errors import SettingError


def _option(default: Any, help: str) -> Any:
    return field(default=default, metadata={"help": help})


@dataclass(frozen=True, slots=True)
class Options:
    """The options of one server; raises SettingError where it would serve others without users."""

    host: str = _option("127.0.0.1", "address that it listens on")
    port: int = _option(8754, "port that it listens on; 0 takes a free one")
    users: str | None = _option(None, "file of the users that may sign in; see 'tadmor users'")
    names: tuple[str, ...] = _option((), "names of hosts under which it is reached, beside its own address")
    secure: bool = _option(False, "it is reached over HTTPS only: cookies are never sent without")
    redact: str | None = _option(None, "file of words and names, one a line, that readers see as █")
    coarsen: str | None = _option(None, "how coarsely readers see places: kilometres, or town")
    tiles: str | None = _option(None, "file of tiles (.pmtiles) that the map shows as its regional base map")
    rate: int = _option(6000, "requests a minute that one client may make; 0 is no limit")
    writes: int = _option(600, "decisions a minute that one client may make; 0 is no limit")
    tries: int = _option(5, "failed attempts to sign in, of one client or for one name, in a quarter of an hour")
    body: int = _option(65_536, "longest body of a request in bytes")
    most: int = _option(100_000, "most rows of one export or map")
    warm: bool = _option(True, "work out control in the background, so that moving the day never waits")
    idle: float = _option(0.0, "minutes without a request after which it ends; 0 is never")

    def __post_init__(self) -> None:
        if self.users is None and not is_loopback(self.host):
            raise SettingError(
                f"it would be open to others on {self.host}",
                remedy="add --users FILE, made by 'tadmor users FILE add NAME', or leave --host out",
            )
        if not 0 <= self.port <= 65_535:
            raise SettingError(f"port is {self.port}", remedy="give 0 to 65535")
        if self.coarsen is not None and self.coarsen != "town" and not _is_distance(self.coarsen):
            raise SettingError(f"coarsen is {self.coarsen!r}", remedy="give kilometres up to 500, or town")

    @classmethod
    def table(cls) -> list[tuple[str, Any, str]]:
        """(name, default, help) of each option, in order."""
        return [(f.name, f.default, f.metadata["help"]) for f in fields(cls)]


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches an address."""
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _is_distance(words: str) -> bool:
    try:
        return 0 < float(words) <= 500
    except ValueError:
        return False
