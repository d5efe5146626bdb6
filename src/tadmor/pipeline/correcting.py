"""A person's corrections: fields set anew, and found again by their quote when a report is read another time."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, get_args

from tadmor.errors import SettingError
from tadmor.model import (
    KINDS,
    MODALITIES,
    Claim,
    Grain,
    Mention,
    Place,
    Precision,
    Quantity,
    Report,
    Span,
    Unit,
    When,
    Where,
)
from tadmor.pipeline.naming import mention_of
from tadmor.reading.places import resolve

UNITS: tuple[Unit, ...] = get_args(Unit)
FIELDS: dict[str, str] = {
    "kind": "another kind of claim",
    "modality": "asserted, denied, planned, threatened, demanded, possible or ended",
    "actor": "words of the report, several divided by ';'; nothing takes them out",
    "target": "words of the report, several divided by ';'; nothing takes them out",
    "speaker": "words of the report, the nearest first, divided by ';'; nothing: the report itself",
    "place": "words of the report, an id of the gazetteer for the words that stand, or nothing",
    "when": "a day (2016-03-27), two (2016-03-01..2016-03-31), or nothing",
    **{unit: f"number {unit}: 12, 12.., ..30, 200..300, or nothing" for unit in UNITS},
}
"""What can be corrected, and what is given for it."""
_PRECISIONS: dict[str, Precision] = {
    "country": "country", "region": "region", "adm1": "province", "adm2": "district", "town": "town", "quarter": "town",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Quote:
    """The words by which a claim is found again."""

    sentence: str
    trigger: str
    kind: str
    place: str | None

    @classmethod
    def of(cls, claim: Claim) -> Quote:
        """The words of a claim."""
        place = claim.where.span.text if claim.where else None
        return cls(claim.sentence.text, claim.trigger.text, claim.kind, place)


def found_again(quote: Quote, claims: Sequence[Claim]) -> Claim | None:
    """The claim that stands for a quote among those of another reading; None where its words are gone.

    The sentence must be the same; then the trigger, the kind and the place decide, in this order.
    """
    same = [c for c in claims if " ".join(c.sentence.text.split()) == " ".join(quote.sentence.split())]
    likely = [c for c in same if c.trigger.text == quote.trigger or c.kind == quote.kind]

    def likeness(c: Claim) -> tuple[bool, bool, bool]:
        place = c.where.span.text if c.where else None
        return c.trigger.text == quote.trigger, c.kind == quote.kind, place == quote.place

    return max(likely, key=likeness, default=None)


def corrected(claim: Claim, report: Report, changes: Mapping[str, str], spoken_of: Sequence[str] = ()) -> Claim:
    """The claim with fields set anew; ``spoken_of`` are countries for places of several.

    Raises SettingError for a field that is none, a value that is none of the field's, or words that the report
    does not hold.
    """
    for field, value in changes.items():
        if field not in FIELDS:
            raise SettingError(f"{field!r} is no field of a claim", remedy=f"one of: {', '.join(FIELDS)}")
        claim = _set(claim, report, field, value.strip(), spoken_of)
    return claim


def _set(claim: Claim, report: Report, field: str, value: str, spoken_of: Sequence[str]) -> Claim:
    if field == "kind":
        return replace(claim, kind=_one_of(value, KINDS, field))
    if field == "modality":
        return replace(claim, modality=_one_of(value, MODALITIES, field))  # type: ignore[arg-type]
    if field == "place":
        return replace(claim, where=_where(claim, report, value, spoken_of))
    if field == "when":
        return replace(claim, when=_when(claim, value))
    if field in UNITS:
        others = tuple(c for c in claim.counts if c.unit != field)
        return replace(claim, counts=others + _count(claim, field, value))
    mentions = tuple(_mention(w.strip(), claim, report) for w in value.split(";") if w.strip())
    if field == "speaker":
        return replace(claim, attribution=replace(claim.attribution, speakers=mentions))
    return replace(claim, actors=mentions) if field == "actor" else replace(claim, targets=mentions)


def _one_of(value: str, allowed: Sequence[str], field: str) -> str:
    if value not in allowed:
        raise SettingError(f"{value!r} is no {field}", remedy=f"one of: {', '.join(allowed)}")
    return value


def _span(words: str, claim: Claim, report: Report) -> Span:
    """Where the words stand in the report, however spaced: in the claim's sentence, else nearest to it."""
    found = [m.span() for m in re.finditer(r"\s+".join(map(re.escape, words.split())), report.text)]
    if not found:
        remedy = "give words as they stand in the text: 'tadmor explain' shows it"
        raise SettingError(f"the report does not hold the words {words!r}", where=f"report {report.id}", remedy=remedy)
    inside = [(s, e) for s, e in found if claim.sentence.start <= s < claim.sentence.end]
    start, end = min(inside or found, key=lambda span: abs(span[0] - claim.trigger.start))
    return report.span(start, end)


def _mention(words: str, claim: Claim, report: Report) -> Mention:
    return mention_of(_span(words, claim, report))


def _where(claim: Claim, report: Report, value: str, spoken_of: Sequence[str]) -> Where | None:
    if not value:
        return None
    if value.startswith(("geonames:", "tadmor:")):
        if claim.where is None:
            raise SettingError(
                "the claim has no place words that an id could be for", remedy="give words of the report"
            )
        row = _row(value)
        return replace(claim.where, place=row, precision=precision_of(row))
    span = _span(value, claim, report)
    place = resolve(value, spoken_of)
    return Where(span, place, "in", precision_of(place) if place else None)


def _row(ident: str) -> Place:
    from tadmor.reading.gazetteer import by_id

    row = by_id(ident)
    if row is None:
        raise SettingError(f"the gazetteer has no place {ident!r}", remedy="'tadmor places --json' shows ids")
    return row


def precision_of(place: Place) -> Precision:
    """How precise a place of the gazetteer is by what it is."""
    return _PRECISIONS.get(place.feature, "site")


def _when(claim: Claim, value: str) -> When | None:
    if not value:
        return None
    first, _, last = value.partition("..")
    try:
        start, end = date.fromisoformat(first), date.fromisoformat(last or first)
    except ValueError:
        raise SettingError(f"{value!r} is no day", remedy="write 2016-03-27, or 2016-03-01..2016-03-31") from None
    if end < start:
        raise SettingError(f"{value!r} ends before it begins", remedy="give the earlier day first")
    grain: Grain = "day" if start == end else "span"
    return When(start, end, grain, "stated", claim.when.span if claim.when else None)


def _count(claim: Claim, unit: Any, value: str) -> tuple[Quantity, ...]:
    if not value:
        return ()
    match = re.fullmatch(r"(\d+)|(\d*)\.\.(\d*)", value)
    if match is None or value == "..":
        raise SettingError(f"{value!r} is no number", remedy="write 12, 12.., ..30 or 200..300")
    low, high = (match[1], match[1]) if match[1] else (match[2], match[3])
    old = next((c for c in claim.counts if c.unit == unit), None)
    at = claim.sentence.text.find(low or high)
    words = old.span if old else _inside(claim.sentence, at, len(low or high)) if at >= 0 else claim.trigger
    return (Quantity(words, int(low) if low else None, int(high) if high else None, unit, old.who if old else None),)


def _inside(sentence: Span, at: int, length: int) -> Span:
    return Span(sentence.start + at, sentence.start + at + length, sentence.text[at : at + length])
