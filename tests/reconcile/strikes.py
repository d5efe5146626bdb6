"""Tellings and sketches by hand, for the tests of one happening told by many."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from tadmor.model import Attribution, Claim, Mention, Place, Quantity, Span, Telling, When, Where
from tadmor.reconcile.sketch import Count, Sketch, Spot, content, sketch

LINES = {
    "army": ("army", "government"),
    "air-force": ("air-force", "army", "government"),
    "rebel-brigade": ("rebel-brigade", "rebel-front"),
    "rebel-front": ("rebel-front",),
}
TOWN = Place("g:1", "Sarmin", "SY", 35.90, 36.72, "town", "Idlib Governorate")
NEXT = Place("g:2", "Binnish", "SY", 35.95, 36.71, "town", "Idlib Governorate")
FAR = Place("g:3", "Daraa", "SY", 32.62, 36.10, "town", "Daraa Governorate")
PROVINCE = Place("g:4", "Idlib Governorate", "SY", 35.8, 36.7, "adm1", "Idlib Governorate")
COUNTRY = Place("g:5", "Syria", "SY", 35.0, 38.5, "country")
BASE = Place("g:6", "Sarmin air base", "SY", 35.92, 36.74, "site", "Idlib Governorate")


def lineage(key: str) -> tuple[str, ...]:
    """The line above an actor of these tests."""
    return LINES.get(key, (key,))


def told(
    text: str,
    trigger: str,
    kind: str = "airstrike",
    *,
    id: str = "c1",
    report: str = "r1",
    day: str | None = "2016-03-02",
    until: str | None = None,
    basis: str = "stated",
    published: str | None = "2016-03-03",
    place: Place | None = TOWN,
    precision: str | None = None,
    actors: tuple[str, ...] = (),
    targets: tuple[str, ...] = (),
    killed: tuple[int | None, int | None] | None = None,
    **more: Any,
) -> Telling:
    """A telling of one sentence; ``killed`` is a low and a high."""
    at = text.index(trigger)
    grain = "day" if until is None else "span"
    start = date.fromisoformat(day) if day else None
    precise = precision or {"adm1": "province", "country": "country", "site": "site"}.get(
        getattr(place, "feature", ""), "town"
    )
    claim = Claim(
        id=id,
        report=report,
        kind=kind,
        modality=more.pop("modality", "asserted"),
        sentence=Span(0, len(text), text),
        trigger=Span(at, at + len(trigger), trigger),
        actors=tuple(Mention(Span(0, len(a), a), "force", a if a in LINES else None) for a in actors),
        targets=tuple(Mention(Span(0, len(t), t), "people", t if t in LINES else None) for t in targets),
        where=Where(Span(0, 6, place.name), place, precision=precise) if place else None,  # type: ignore[arg-type]
        when=When(start, date.fromisoformat(until) if until else start, grain, basis) if day else None,  # type: ignore[arg-type]
        counts=(Quantity(Span(0, 1, "n"), *killed, "killed"),) if killed else (),
        attribution=Attribution(more.get("outlet")),
    )
    first = date.fromisoformat(published) if published else None
    return Telling(claim, first or date(2020, 1, 1), more.pop("origin", report), first, **more)


def drawn(text: str, trigger: str, kind: str = "airstrike", **more: Any) -> Sketch:
    """The sketch of a telling by hand."""
    return sketch(told(text, trigger, kind, **more), lineage)


def strike(claim: str, day: int = 2, town: int = 1, report: str | None = None, **more: Any) -> Sketch:
    """One air strike on a town of a row of its own, told on a day of March 2016 with the words that all would use."""
    start = date(2016, 3, day).toordinal()
    plain = Sketch(
        claim=claim,
        report=report or f"report of {claim}",
        origin=report or f"report of {claim}",
        kind="airstrike",
        outlet=f"outlet of {claim}",
        published=start + 1,
        start=start,
        end=start,
        grain="day",
        basis="stated",
        spot=Spot(f"g:{town}", f"town {town}", 35.0 + town / 4, 36.7, "town", "SY", "Idlib Governorate"),
        actors=frozenset(("air-force",)),
        actor_sides=frozenset(("air-force", "army")),
        counts=(Count("killed", 12, 12),),
        trigger=content("air strike"),
        words=content(f"Jets bombed the market of town {town} and killed twelve shoppers"),
        gist=content(f"Twelve killed in market of town {town}"),
    )
    return replace(plain, **more)
