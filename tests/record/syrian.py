"""Reports and claims made by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from tadmor.model import Attribution, Claim, Mention, Place, Report, Span, Stake, When, Where
from tadmor.record.record import Record

PALMYRA = Place("geonames:163960", "Palmyra", "SY", 34.56, 38.28, "PPL", "Homs", 51_323)
HOMS = Place("geonames:169577", "Homs", "SY", 34.73, 36.71, "PPLA", "Homs", 775_404)
RAQQA = Place("geonames:172955", "Raqqa", "SY", 35.95, 39.01, "PPLA", "Raqqa", 177_636)
REFS = {"the army": "syria-army", "militants": "islamic-state", "state television": "sana"}
DAY = date(2016, 3, 27)


def report(text: str, published: date | None = DAY, outlet: str | None = "Palmyra Post", **more: Any) -> Report:
    """A report whose id is that of its text."""
    id = more.pop("id", None) or sha256(text.encode()).hexdigest()[:16]
    return Report(id, text, published=published, outlet=outlet, **more)


def span(one: Report, words: str) -> Span:
    """These words where they stand first."""
    start = one.text.index(words)
    return one.span(start, start + len(words))


def mentions(one: Report, named: Sequence[str]) -> tuple[Mention, ...]:
    """Mentions of these words."""
    return tuple(Mention(span(one, words), "force", REFS.get(words)) for words in named)


def claim(
    one: Report, trigger: str, kind: str = "capture", *, actors: Sequence[str] = (), targets: Sequence[str] = (),
    speakers: Sequence[str] = (), place: Place | None = None, day: date | None = DAY, until: date | None = DAY,
    undated: bool = False, **more: Any,
) -> Claim:  # fmt: skip
    """A claim of a report, told by the word ``trigger``; its id is that of report, kind and word."""
    key = f"{one.id} {kind} {trigger} {place.id if place else ''}"
    more.setdefault("id", sha256(key.encode()).hexdigest()[:16])
    return Claim(
        report=one.id, kind=kind, modality=more.pop("modality", "asserted"), sentence=one.span(0, len(one.text)),
        trigger=span(one, trigger), actors=mentions(one, actors), targets=mentions(one, targets),
        where=Where(span(one, place.name), place, "in", "town") if place else None,
        when=None if undated else When(day, until, "day", "stated"),
        attribution=Attribution(one.outlet, mentions(one, speakers)), score=0.75, why="frame:capture.verb", **more,
    )  # fmt: skip


def stake(one: Claim, day: date, known: date, holder: str = "syria-army") -> Stake:
    """A stake of a claim in its place."""
    assert one.where is not None
    assert one.where.place is not None
    place = one.where.place.id
    return Stake(place, day, day, known, one.kind, "asserted", holder, None, "third", one.report, one.id)


def add(record: Record, one: Report, *claims: Claim, raw: bytes | None = None, rules: str = "rules-1") -> list[int]:
    """The row numbers of claims written with their report in a write of their own."""
    with record.write("add", "tester", rules=rules) as w:
        return w.add_reading(w.add_report(one, raw), claims)


def address(request: pytest.FixtureRequest, database: str, folder: Path) -> str:
    """Where a new record may be made, in SQLite or PostgreSQL."""
    if database == "sqlite":
        return str(folder / "syria.db")
    make: Callable[[], str] = request.getfixturevalue("empty_database")
    return make()


def ids(record: Record, query: Any = None, **chosen: Any) -> list[str]:
    """The ids of the claims that a query finds."""
    return [telling.claim.id for telling in record.tellings(*([query] if query else []), **chosen)]
