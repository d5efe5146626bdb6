"""An event as one flat row: the columns of the tables "event", "hxl" and "tadmor"."""

from __future__ import annotations

from tadmor.model import Event, Telling, Where
from tadmor.outlets.exports.cells import Cell
from tadmor.outlets.exports.excerpt import window
from tadmor.outlets.exports.facts import (
    COUNTED,
    chosen,
    distinct,
    figure,
    joined,
    labels,
    outlets,
    pin,
    point,
    speakers,
    standing,
)
from tadmor.outlets.exports.value import Export

QUOTE = 200  # characters of the one telling that stands in a row


def event_row(event: Event, export: Export) -> dict[str, Cell]:
    """Column -> value, for every column of the table "event"."""
    telling = chosen(event)
    return {
        "event_id": event.id,
        "kind": event.kind,
        "modality": telling.claim.modality,
        **_when(event),
        **_where(event),
        "actors": labels(event.actors, export.label),
        "actor_ids": joined(event.actors),
        "targets": labels(event.targets, export.label),
        "target_ids": joined(event.targets),
        **_figures(event),
        "origins": event.origins,
        "outlets": joined(outlets(event)),
        "speakers": joined(speakers(event)),
        "tellings": len(event.tellings),
        "agreed": " ".join(event.agreed) or None,
        "disputed": disputed(event),
        **_quoted(telling),
        "claim_ids": claim_ids(event),
        "as_of": export.as_of,
    }


def tadmor_row(event: Event, export: Export) -> dict[str, Cell]:
    """Column -> value, for every column of the table "tadmor": what stands behind the columns of another coding."""
    telling = chosen(event)
    place = event.where.place if event.where else None
    row: dict[str, Cell] = {
        "event_id": event.id,
        "kind": event.kind,
        "modality": telling.claim.modality,
        "claim_ids": claim_ids(event),
        "claim_id": telling.claim.id,
        "origins": event.origins,
        "outlets": len(outlets(event)),
        "speakers": len(speakers(event)),
        "disputed": disputed(event),
        **_figures(event),
        **_when(event),
        "place_id": place.id if place else None,
        "precision": event.where.precision if event.where else None,
        "as_of": export.as_of,
        "trigger": telling.claim.trigger.text,
        **_quoted(telling),
    }
    return {f"tadmor_{name}": value for name, value in row.items()}


def disputed(event: Event) -> str | None:
    """The aspects on which the tellings differ."""
    return " ".join(difference.aspect for difference in event.differences) or None


def claim_ids(event: Event) -> str:
    """The ids of the claims that stand."""
    return " ".join(distinct(telling.claim.id for telling in standing(event)))


def _when(event: Event) -> dict[str, Cell]:
    when = event.when
    return {
        "date_start": when.start if when else None,
        "date_end": when.end if when else None,
        "grain": when.grain if when else None,
        "basis": when.basis if when else None,
    }


def _where(event: Event) -> dict[str, Cell]:
    where, at = event.where, point(event)
    place = where.place if where else None
    return {
        "place": _words(where),
        "place_id": place.id if place else None,
        "place_name": place.name if place else None,
        "country": place.country if place else None,
        "admin1": place.admin1 if place else None,
        "latitude": at[0] if at else None,
        "longitude": at[1] if at else None,
        "precision": where.precision if where else None,
        "uncertainty_km": pin(event).km,
    }


def _words(where: Where | None) -> str | None:
    return " ".join(where.span.text.split()) if where else None


def _figures(event: Event) -> dict[str, Cell]:
    row: dict[str, Cell] = {}
    for unit in COUNTED:
        one = figure(event, unit)
        row |= {f"{unit}_low": one.low, f"{unit}_best": one.best, f"{unit}_high": one.high, f"{unit}_rule": one.rule}
    return row


def _quoted(telling: Telling) -> dict[str, Cell]:
    claim = telling.claim
    quote = window(claim.sentence, claim.trigger, QUOTE)
    return {
        "standing": telling.standing,
        "score": round(float(claim.score), 4),
        "quote": quote.text,
        "quote_start": quote.start,
        "speaker": joined(mention.span.text for mention in claim.attribution.speakers),
        "outlet": telling.outlet or telling.agency,
        "published": telling.published,
        "title": telling.title,
        "url": telling.url,
        "report_id": claim.report,
    }
