"""What is watched: a TOML file of feeds, sitemaps and OPML files, checked when it is loaded."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

from tadmor.errors import SettingError
from tadmor.sources.fetching.manners import Manners

Form = Literal["feed", "sitemap"]
_GAPS: dict[str, tuple[str, ...]] = {"revisit": ("6h", "1d", "3d", "7d"), "retry": ("1m", "10m", "1h", "6h", "1d")}
_LENGTHS = {"every": "15m", "max_age": None}
_TABLES = ("feed", "sitemap", "opml", "manners")
_TOP = (*_LENGTHS, *_GAPS, *_TABLES)
_SOURCE = ("url", "outlet", "every", "max_age")
_OPML = ("file", "every", "max_age")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_SHAPE = 'write [[feed]] and below it url = "https://…/rss.xml"'
_MOST_BYTES = 20_000_000


@dataclass(frozen=True, slots=True)
class Watched:
    """A feed or a sitemap: how often it is asked, and how old what it lists may be (None: of any age)."""

    url: str
    form: Form = "feed"
    outlet: str | None = None
    every: timedelta = timedelta(minutes=15)
    max_age: timedelta | None = None


@dataclass(frozen=True, slots=True)
class WatchList:
    """All that is watched. ``revisit`` are the gaps between looks at a page that was read, ``retry`` those at a page
    that failed; after the last it is given up. ``digest`` tells whether the list was changed.
    """

    sources: tuple[Watched, ...]
    manners: Manners
    revisit: tuple[timedelta, ...]
    retry: tuple[timedelta, ...]
    digest: str = ""


def watch_list(path: str | Path, every: str | None = None) -> WatchList:
    """The list of a file; ``every`` goes before its own. Raises SettingError, which names file, place and key."""
    name, table = str(path), _loaded(Path(path))
    _known(table, _TOP, name)
    lengths = {key: _length(table.get(key, default), f"{name}, {key}") for key, default in _LENGTHS.items()}
    if every is not None:
        lengths["every"] = _length(every, "--every")
    gaps = {key: _gaps(table.get(key, default), f"{name}, {key}") for key, default in _GAPS.items()}
    manners = _manners(table.get("manners", {}), name)
    sources = tuple(_once(_sources(table, Path(path), lengths), name))
    if not sources:
        raise SettingError("it lists nothing to watch", where=name, remedy=_SHAPE)
    digest = sha256(repr((sources, manners)).encode()).hexdigest()
    return WatchList(sources, manners, gaps["revisit"], gaps["retry"], digest)


def _loaded(path: Path) -> dict[str, Any]:
    """The tables of a file."""
    shape = "write a list of feeds: see docs/watching.md"
    try:
        with path.open("rb") as file:
            raw = file.read(_MOST_BYTES)
    except OSError as fault:
        found = "there is no such file" if isinstance(fault, FileNotFoundError) else f"cannot be read: {fault.strerror}"
        raise SettingError(found, where=str(path), remedy=shape) from None
    if raw.startswith(b"SQLite format 3\0"):
        raise SettingError("this is a record, no list of feeds", where=str(path), remedy="give the list first, then DB")
    try:
        return tomllib.loads(raw.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise SettingError(f"this is no TOML: {fault}", where=str(path), remedy=shape) from None


def _known(table: Mapping[str, Any], keys: Iterable[str], where: str) -> None:
    """Raise SettingError for a key that is none, with the one that may have been meant."""
    known = list(keys)
    for key in table:
        if key not in known:
            near = difflib.get_close_matches(key, known, 1, 0.6)
            remedy = f"did you mean {near[0]!r}?" if near else f"one of: {', '.join(known)}"
            raise SettingError(f"unknown key {key!r}", where=where, remedy=remedy)


def _length(value: Any, where: str) -> timedelta | None:
    """A length of time ("15m")."""
    if value is None:
        return None
    match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([smhd])\s*", value) if isinstance(value, str) else None
    if match is None or not float(match[1]):
        remedy = "write a number above 0 and s, m, h or d: 15m, 6h, 30d"
        raise SettingError(f"{value!r} is no length of time", where=where, remedy=remedy)
    try:
        return timedelta(**{_UNITS[match[2]]: float(match[1])})
    except OverflowError:
        raise SettingError(f"{value!r} is too long", where=where, remedy="leave it out for no limit") from None


def _gaps(value: Any, where: str) -> tuple[timedelta, ...]:
    if not isinstance(value, list | tuple):
        raise SettingError(f"{value!r} is no list", where=where, remedy='write it as ["6h", "1d", "3d"]')
    return tuple(gap for part in value if (gap := _length(part, where)) is not None)


def _manners(table: Any, name: str) -> Manners:
    where = f"{name}, manners"
    if not isinstance(table, dict):
        raise SettingError("manners is no table", where=where, remedy="write [manners] on a line of its own")
    _known(table, [field.name for field in fields(Manners)], where)
    if not table.get("contact"):
        remedy = '[manners], contact = "you@example.org"'
        raise SettingError("no contact: sites are told who asks and how to reach them", where=where, remedy=remedy)
    given: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}
    try:
        return Manners(**given)
    except SettingError as fault:
        raise SettingError(fault.message, where=fault.where or where, remedy=fault.remedy) from None
    except (TypeError, ValueError) as fault:
        raise SettingError(f"a value does not fit: {fault}", where=where, remedy="see docs/watching.md") from None


def _sources(
    table: Mapping[str, Any], path: Path, lengths: Mapping[str, timedelta | None]
) -> Iterator[tuple[str, Watched]]:
    """(where, source) of all that the file lists, those of its OPML files among them."""
    for form in ("feed", "sitemap"):
        for where, entry in _entries(table.get(form, []), form, str(path)):
            _known(entry, _SOURCE, where)
            yield where, _watched(entry, form, where, lengths)
    for where, entry in _entries(table.get("opml", []), "opml", str(path)):
        _known(entry, _OPML, where)
        yield from _of_opml(path.parent / _words(entry, "file", where), entry, where, lengths)


def _entries(value: Any, kind: str, name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
        raise SettingError(f"{kind} is no list of tables", where=name, remedy=f"write [[{kind}]], in two brackets")
    yield from ((f"{name}, {kind} {number}", entry) for number, entry in enumerate(value, 1))


def _watched(entry: Mapping[str, Any], form: Any, where: str, lengths: Mapping[str, timedelta | None]) -> Watched:
    own = {key: _length(entry[key], f"{where}, {key}") for key in _LENGTHS if key in entry}
    outlet = entry.get("outlet")
    if outlet is not None and not (isinstance(outlet, str) and outlet.strip()):
        raise SettingError(f"outlet is {outlet!r}", where=where, remedy="give its name, or leave the key out")
    return Watched(_address(_words(entry, "url", where), where), form, outlet, **{**lengths, **own})  # type: ignore[arg-type]


def _words(entry: Mapping[str, Any], key: str, where: str) -> str:
    value = entry.get(key)
    if isinstance(value, str) and value.strip():
        return value.strip()
    found = f"no {key}" if value is None else f"{key} is {value!r}"
    raise SettingError(found, where=where, remedy=_SHAPE if key == "url" else f'add {key} = "…"')


def _address(url: str, where: str) -> str:
    if re.match(r"https?://[^/\s]+", url):
        return url
    meant = f"did you mean https://{url}?" if re.match(r"[\w-]+\.[\w.-]+(?:/|$)", url) else "write it as https://…"
    raise SettingError(f"{url!r} is no address of the web", where=where, remedy=meant)


def _of_opml(
    path: Path, entry: Mapping[str, Any], where: str, lengths: Mapping[str, timedelta | None]
) -> Iterator[tuple[str, Watched]]:
    """The feeds that an OPML file lists, named as it names them."""
    from tadmor.sources.feeds import entries

    try:
        found = entries(path.read_bytes(), path.name)
    except OSError as fault:
        message = f"{path.name} cannot be read: {(fault.strerror or str(fault)).lower()}"
        raise SettingError(message, where=where, remedy="check the path, which begins at the list's folder") from None
    if found.kind != "opml" or not found.listed:
        why = found.faults[0].message if found.kind is None and found.faults else "it lists no feeds"
        raise SettingError(f"{path.name} is no OPML of feeds: {why}", where=where, remedy="export it once more")
    for outline in found.listed:
        told = {**entry, "url": outline.url, **({"outlet": outline.title} if outline.title else {})}
        told.pop("file")
        yield f"{where}, {path.name}", _watched(told, "feed", where, lengths)


def _once(sources: Iterable[tuple[str, Watched]], name: str) -> Iterator[Watched]:
    """The sources, each address once: an OPML file may hold it in many folders, the list itself may not."""
    seen: dict[str, str] = {}
    for where, source in sources:
        if source.url not in seen:
            seen[source.url] = where
            yield source
        elif ", opml " not in where:
            first = seen[source.url].removeprefix(f"{name}, ")
            message = f"{source.url} is listed already, as {first}"
            raise SettingError(message, where=where, remedy="leave one of them out")
