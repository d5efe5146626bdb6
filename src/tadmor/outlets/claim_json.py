"""A reading as one line of JSON; docs/claims.md describes each key."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from tadmor.model import Claim, Dateline, Mention, Quantity, Report, Span, When, Where

# Some readers take U+0085, U+2028 and U+2029 for the end of a line; half a surrogate pair is no UTF-8.
_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff]")

Json = dict[str, Any]


def line(report: Report, claims: Sequence[Claim]) -> str:
    """The report and its claims on one line, without the line end; every key is always there."""
    text = json.dumps(as_json(report, claims), ensure_ascii=False)
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def as_json(report: Report, claims: Sequence[Claim]) -> Json:
    """The report and its claims as plain dicts and lists; offsets are code points of ``text``."""
    return {
        "id": report.id,
        "url": report.url,
        "title": report.title,
        "outlet": report.outlet,
        "published": _iso(report.published),
        "dateline": _dateline(report.dateline),
        "text": report.text,
        "claims": [_claim(claim) for claim in claims],
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _dateline(line: Dateline | None) -> Json | None:
    return {"place": line.place, "date": _iso(line.date)} if line else None


def _claim(claim: Claim) -> Json:
    return {
        "id": claim.id,
        "kind": claim.kind,
        "modality": claim.modality,
        "sentence": {"start": claim.sentence.start, "end": claim.sentence.end},
        "trigger": _words(claim.trigger),
        "actors": [_mention(mention) for mention in claim.actors],
        "targets": [_mention(mention) for mention in claim.targets],
        "place": _place(claim.where) if claim.where else None,
        "when": _when(claim.when) if claim.when else None,
        "counts": [_count(count) for count in claim.counts],
        "speakers": [_mention(mention) for mention in claim.attribution.speakers],
        "score": round(float(claim.score), 4),
        "why": claim.why,
    }


def _words(span: Span) -> Json:
    return {"start": span.start, "end": span.end, "text": span.text}


def _mention(mention: Mention) -> Json:
    return {**_words(mention.span), "ref": mention.ref}


def _place(where: Where) -> Json:
    row = where.place
    return {
        **_words(where.span),
        "name": row.name if row else None,
        "country": row.country if row else None,
        "lat": float(row.lat) if row else None,
        "lon": float(row.lon) if row else None,
        "precision": where.precision,
        "id": row.id if row else None,
    }


def _when(when: When) -> Json:
    return {
        "start": _iso(when.start),
        "end": _iso(when.end),
        "grain": when.grain,
        "basis": when.basis,
        "text": when.span.text if when.span else None,
    }


def _count(count: Quantity) -> Json:
    return {
        **_words(count.span),
        "low": count.low,
        "high": count.high,
        "unit": count.unit,
        "who": count.who.text if count.who else None,
    }
