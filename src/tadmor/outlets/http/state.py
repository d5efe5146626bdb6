"""The address is the question: all that a view is asked is in its URL, and one value holds it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any
from urllib.parse import quote, urlencode

from tadmor.errors import SettingError
from tadmor.query import Query

MOST = 1000
"""The longest page of answers."""
_LONGEST = 500  # characters of one value: a search of more words finds nothing
_SEVERAL = 50  # values of one parameter
LANGUAGES = ("en", "ar", "ckb", "he", "uk")
"""In which places may be named; in English those of the gazetteer, in Latin letters."""
_FLAGS = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a map looks: degrees north and east, and zoom."""

    lat: float
    lon: float
    zoom: float

    def __str__(self) -> str:
        return f"{self.lat:.4f},{self.lon:.4f},{self.zoom:.2f}"


@dataclass(frozen=True, slots=True)
class State:
    """All that a view is asked; ``None`` or empty is not asked. Made by ``State.of``, written by ``url``.

    >>> State.of([("place", "Palmyra"), ("day", "2015-06-01")]).url("/events", day=None, disputed=True)
    '/events?place=Palmyra&disputed=1'
    """

    day: date | None = None
    known: date | None = None
    since: date | None = None
    until: date | None = None
    places: tuple[str, ...] = ()
    within_km: float | None = None
    actors: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    disputed: bool | None = None
    words: str | None = None
    sel: str | None = None
    at: Spot | None = None
    limit: int | None = None
    after: str | None = None
    names: str | None = None

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]]) -> State:
        """The state of an address's (name, value) pairs; other names are passed over, empty values are not asked.

        Raises SettingError that names the parameter at fault.
        """
        given: dict[str, list[str]] = {}
        for name, value in pairs:
            if name in _BY_NAME and value.strip():
                given.setdefault(name, []).append(value.strip())
        state = cls(**{_BY_NAME[name].field: _BY_NAME[name].of(values) for name, values in given.items()})
        state.query()
        return state

    def query(self, **changes: Any) -> Query:
        """What it asks of a record; ``changes`` are fields of Query. Raises SettingError."""
        asked = Query(
            places=self.places, within_km=self.within_km, actors=self.actors, kinds=self.kinds, since=self.since,
            until=self.until, speakers=self.speakers, outlets=self.outlets, disputed=self.disputed, as_of=self.known,
            words=self.words, limit=self.limit, after=self.after,
        )  # fmt: skip
        return replace(asked, **changes)

    def pairs(self) -> list[tuple[str, str]]:
        """(name, value) of what is asked, in the order of the table: equal states give equal addresses."""
        return [(p.name, word) for p in PARAMETERS for word in p.words(getattr(self, p.field))]

    def url(self, path: str = "", **changes: Any) -> str:
        """The address of ``path`` with this state changed; ``after`` goes unless it is given, as pages begin anew."""
        made = replace(self, **{"after": None, **changes})
        asked = urlencode(made.pairs(), quote_via=quote, safe=",:")
        return f"{path}?{asked}" if asked else path or "?"

    @property
    def filtered(self) -> bool:
        """Whether it asks for less than all events of a span."""
        kept = ("day", "known", "since", "until", "sel", "at", "names", "limit", "after")
        return any(getattr(self, f.name) not in (None, ()) for f in fields(self) if f.name not in kept)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of addresses: its name, its field of State, how it is read, its JSON schema, and what it does."""

    name: str
    field: str
    read: Callable[[str, str], Any]
    schema: dict[str, Any]
    help: str
    several: bool = False

    def of(self, values: list[str]) -> Any:
        """The field's value. Raises SettingError."""
        if len(values) > (_SEVERAL if self.several else 1):
            raise SettingError(f"{self.name} is given {len(values)} times", where=self.name, remedy="give it once")
        if long := next((value for value in values if len(value) > _LONGEST), None):
            raise SettingError(f"{long[:20]!r}… is too long", where=self.name, remedy=f"at most {_LONGEST} characters")
        read = [self.read(self.name, value) for value in values]
        return tuple(read) if self.several else read[0]

    def words(self, value: Any) -> list[str]:
        """The values in an address."""
        if self.several:
            return [str(one) for one in value]
        if value is None:
            return []
        if isinstance(value, bool):
            return [str(int(value))]
        return [f"{value:g}" if isinstance(value, float) else str(value)]

    def openapi(self) -> dict[str, Any]:
        """The parameter as OpenAPI tells it."""
        schema = {"type": "array", "items": self.schema, "maxItems": _SEVERAL} if self.several else self.schema
        return {"name": self.name, "in": "query", "required": False, "description": self.help, "schema": schema}


def day_of(name: str, value: str) -> date:
    """The day of words like 2016-03-27. Raises SettingError."""
    try:
        if len(value) == 10:
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise SettingError(f"{value!r} is no day", where=name, remedy="write it as 2016-03-27")


def _text(name: str, value: str) -> str:
    if "\x00" in value or any("\ud800" <= sign <= "\udfff" for sign in value):
        raise SettingError("it holds signs that are no text", where=name, remedy="write plain words")
    return value


def _kilometres(name: str, value: str) -> float:
    found = _number(name, value)
    if not 0 < found <= 20_000:
        raise SettingError(f"{value!r} is no distance", where=name, remedy="give kilometres above 0, up to 20000")
    return found


def _number(name: str, value: str) -> float:
    try:
        found = float(value)
    except ValueError:
        found = math.nan
    if not math.isfinite(found):
        raise SettingError(f"{value!r} is no number", where=name, remedy="write a number like 34.5")
    return found


def _flag(name: str, value: str) -> bool:
    if value.lower() not in _FLAGS:
        raise SettingError(f"{value!r} is neither yes nor no", where=name, remedy="write 1 or 0")
    return _FLAGS[value.lower()]


def _language(name: str, value: str) -> str:
    if value not in LANGUAGES:
        remedy = f"one of: {', '.join(LANGUAGES)}"
        raise SettingError(f"{value!r} is no language that places are named in", where=name, remedy=remedy)
    return value


def _page(name: str, value: str) -> int:
    if not (value.isascii() and value.isdigit() and 1 <= int(value[:9]) <= MOST and len(value) < 9):
        raise SettingError(f"{value!r} is no length of a page", where=name, remedy=f"give 1 to {MOST}")
    return int(value)


def _spot(name: str, value: str) -> Spot:
    parts = value.split(",")
    if len(parts) == 3:
        lat, lon, zoom = (_number(name, part) for part in parts)
        if abs(lat) <= 90 and abs(lon) <= 180 and 0 <= zoom <= 24:
            return Spot(lat, lon, zoom)
    raise SettingError(f"{value!r} is no view of a map", where=name, remedy="write latitude,longitude,zoom")


_DAY = {"type": "string", "format": "date"}
_WORDS = {"type": "string", "minLength": 1, "maxLength": _LONGEST}
_NUMBER = {"type": "number", "exclusiveMinimum": 0, "maximum": 20_000}
_LANGUAGE = {"type": "string", "enum": list(LANGUAGES)}
_PLACE = "Of this place, or of the places in this area; again: or."

PARAMETERS: tuple[Parameter, ...] = (
    Parameter("day", "day", day_of, _DAY, "The day in the world."),
    Parameter("known", "known", day_of, _DAY, "As known on this day; what was published later is left out."),
    Parameter("from", "since", day_of, _DAY, "Not before this day."),
    Parameter("to", "until", day_of, _DAY, "Not after this day."),
    Parameter("place", "places", _text, _WORDS, _PLACE, True),
    Parameter("within_km", "within_km", _kilometres, _NUMBER, "Of places so near to place."),
    Parameter("actor", "actors", _text, _WORDS, "With this actor or one of its own, acting or acted upon.", True),
    Parameter("kind", "kinds", _text, _WORDS, "Of this kind (capture, airstrike…).", True),
    Parameter("speaker", "speakers", _text, _WORDS, "Said by this actor or one of its own.", True),
    Parameter("outlet", "outlets", _text, _WORDS, "Published by this outlet.", True),
    Parameter("disputed", "disputed", _flag, {"type": "string", "enum": ["1", "0"]}, "Only what sources differ on."),
    Parameter("q", "words", _text, _WORDS, "From reports that hold these words."),
    Parameter("sel", "sel", _text, _WORDS, "What is selected: the id of an event or a place."),
    Parameter("m", "at", _spot, {"type": "string"}, "Where the map looks: latitude,longitude,zoom."),
    Parameter("names", "names", _language, _LANGUAGE, "In what language places are named."),
    Parameter(
        "limit", "limit", _page, {"type": "integer", "minimum": 1, "maximum": MOST}, "At most so many on one page."
    ),
    Parameter("after", "after", _text, _WORDS, "The id that the last page ended with."),
)
_BY_NAME = {parameter.name: parameter for parameter in PARAMETERS}


FILTERS: tuple[str, ...] = tuple(p.name for p in PARAMETERS if p.name not in ("day", "sel", "m", "names"))
"""The names of all that choose among events and claims."""


def openapi(*names: str) -> list[dict[str, Any]]:
    """References to these parameters, as ``components`` tells them."""
    return [{"$ref": f"#/components/parameters/{name}"} for name in names]


def components() -> dict[str, Any]:
    """All parameters as OpenAPI tells them, by name."""
    return {parameter.name: parameter.openapi() for parameter in PARAMETERS}
