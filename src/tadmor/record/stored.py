"""Reports and claims as values of a row, and back: what comes out is equal to what went in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from tadmor.model import (
    Attribution,
    Block,
    Claim,
    Dateline,
    Mention,
    Place,
    Quantity,
    Report,
    Span,
    When,
    Where,
)

Json = Any
_LONGEST_KEY = 300  # PostgreSQL indexes no more than 2,700 bytes; longer names are no names
_encode = json.JSONEncoder(separators=(",", ":")).encode


def compact(value: Json) -> str:
    """The value as JSON without spaces, in ASCII, so that no text can upset a database."""
    return _encode(value)


def ordinal(day: date | None) -> int | None:
    """The day's number."""
    return day.toordinal() if day else None


def day_of(number: int | None) -> date | None:
    """The day of that number."""
    return date.fromordinal(number) if number else None


def name_key(mention: Mention) -> str:
    """What a mention is counted and looked for by: its id of the register, else its words in lower case."""
    return (mention.ref or mention.span.text.lower())[:_LONGEST_KEY]


def value_of(claim: Claim, interned: Place | None) -> str:
    """The claim without what other columns hold; ``interned`` is the row of its place, which need not be said again."""
    said = claim.attribution
    return _encode(
        [
            _span(claim.sentence),
            _span(claim.trigger),
            [_mention(m) for m in claim.actors],
            [_mention(m) for m in claim.targets],
            _where(claim.where, interned) if claim.where else 0,
            _when(claim.when) if claim.when else 0,
            [_count(q) for q in claim.counts],
            [said.outlet, [_mention(m) for m in said.speakers], _span(said.cue)],
            float(claim.score),
            claim.why,
        ]
    )


def claim_of(id: str, report: str, kind: str, modality: Any, value: str, place: Place | None) -> Claim:
    """The claim of a row; ``place`` is the row of its place."""
    sentence, trigger, actors, targets, where, when, counts, (outlet, speakers, cue), score, why = json.loads(value)
    return Claim(
        id,
        report,
        kind,
        modality,
        Span(*sentence),
        Span(*trigger),
        tuple([_mention_of(m) for m in actors]),
        tuple([_mention_of(m) for m in targets]),
        _where_of(where, place) if where else None,
        _when_of(when) if when else None,
        tuple([_count_of(q) for q in counts]),
        Attribution(outlet, tuple([_mention_of(m) for m in speakers]), _span_of(cue)),
        score,
        why,
    )


def spans_of(claim: Claim) -> Iterator[Span]:
    """Every span of a claim."""
    yield claim.sentence
    yield claim.trigger
    for mention in (*claim.actors, *claim.targets, *claim.attribution.speakers):
        yield mention.span
    others = [claim.where and claim.where.span, claim.when and claim.when.span, claim.attribution.cue]
    for count in claim.counts:
        others += [count.span, count.who]
    yield from (span for span in others if span)


def rest_of(report: Report) -> str:
    """What a report holds beside the columns of its row."""
    line = report.dateline
    return _encode(
        {
            "byline": report.byline,
            "dateline": [line.place, ordinal(line.date), _span(line.span)] if line else None,
            "blocks": [[b.kind, b.start, b.end] for b in report.blocks],
            "published_basis": report.published_basis,
            "fetched": report.fetched.isoformat() if report.fetched else None,
            "source": report.source,
        }
    )


def report_of(row: Any) -> Report:
    """The report of a row."""
    rest = json.loads(row.rest)
    line = rest["dateline"]
    return Report(
        id=row.id,
        text=row.text,
        title=row.title,
        outlet=row.outlet,
        agency=row.agency,
        byline=rest["byline"],
        url=row.url,
        dateline=Dateline(line[0], day_of(line[1]), _span_of(line[2])) if line else None,
        published=day_of(row.published),
        published_basis=rest["published_basis"],
        fetched=datetime.fromisoformat(rest["fetched"]) if rest["fetched"] else None,
        language=row.language,
        raw_sha256=row.raw_sha256,
        blocks=tuple(Block(*b) for b in rest["blocks"]),
        source=rest["source"],
    )


def place_row(place: Place) -> tuple[str, str, str | None, str | None, float, float, str, int]:
    """The values of a place in the order of its columns."""
    return (
        place.id, place.name, place.country, place.admin1, float(place.lat), float(place.lon), place.feature,
        int(place.population),
    )  # fmt: skip


def place_of(values: Any) -> Place:
    """The place of such values."""
    id, name, country, admin1, lat, lon, feature, population = values
    return Place(id, name, country, lat, lon, feature, admin1, population)


def _span(span: Span | None) -> Json:
    return [span.start, span.end, span.text] if span else 0


def _span_of(value: Json) -> Span | None:
    return Span(*value) if value else None


def _mention(m: Mention) -> Json:
    return [m.span.start, m.span.end, m.span.text, m.kind, m.ref]


def _mention_of(value: Json) -> Mention:
    start, end, text, kind, ref = value
    return Mention(Span(start, end, text), kind, ref)


def _where(where: Where, interned: Place | None) -> Json:
    place: Json = 0
    if where.place is not None:
        place = 1 if where.place == interned else list(place_row(where.place))
    return [_span(where.span), place, where.relation, where.precision]


def _where_of(value: Json, interned: Place | None) -> Where:
    span, place, relation, precision = value
    row = interned if place == 1 else place_of(place) if place else None
    return Where(Span(*span), row, relation, precision)


def _when(when: When) -> Json:
    return [ordinal(when.start), ordinal(when.end), when.grain, when.basis, _span(when.span)]


def _when_of(value: Json) -> When:
    start, end, grain, basis, span = value
    return When(day_of(start), day_of(end), grain, basis, _span_of(span))


def _count(q: Quantity) -> Json:
    return [_span(q.span), q.low, q.high, q.unit, _span(q.who), int(q.total)]


def _count_of(value: Json) -> Quantity:
    span, low, high, unit, who, total = value
    return Quantity(Span(*span), low, high, unit, _span_of(who), bool(total))
