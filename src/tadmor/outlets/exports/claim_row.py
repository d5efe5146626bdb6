"""A claim as one flat row and back: the columns of the table "claim"; the ones "to read only" are not read back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from tadmor.model import Mention, Quantity, Span, Telling, When, Where
from tadmor.outlets.exports.cells import Cell
from tadmor.outlets.exports.codec import Misfit, plain, value_of
from tadmor.outlets.phrases import bounds

Cells = Mapping[str, Cell]


def claim_row(event: str, telling: Telling) -> dict[str, Cell]:
    """Column -> value, for every column of the table "claim"."""
    claim = telling.claim
    return {
        "event_id": event,
        "claim_id": claim.id,
        "report_id": claim.report,
        **{name: getattr(telling, name) for name in _OF_TELLING},
        "kind": claim.kind,
        "modality": claim.modality,
        **_words("sentence", claim.sentence),
        **_words("trigger", claim.trigger),
        "actors": _listed(claim.actors),
        "targets": _listed(claim.targets),
        **_place(claim.where),
        **_time(claim.when),
        "counts": "; ".join(_counted(count) for count in claim.counts) or None,
        "speakers": _listed(claim.attribution.speakers),
        **_words("cue", claim.attribution.cue),
        "said_in": claim.attribution.outlet,
        "score": float(claim.score),
        "why": claim.why,
        "actors_json": _json(claim.actors),
        "targets_json": _json(claim.targets),
        "counts_json": _json(claim.counts),
        "speakers_json": _json(claim.attribution.speakers),
    }


_OF_TELLING = ("outlet", "agency", "title", "url", "published", "known", "origin", "row", "standing")


def _words(name: str, span: Span | None) -> dict[str, Cell]:
    return {name: span.text if span else None, f"{name}_start": span.start if span else None}


def _listed(mentions: tuple[Mention, ...]) -> str | None:
    return "; ".join(" ".join(mention.span.text.split()) for mention in mentions) or None


def _counted(count: Quantity) -> str:
    words = [bounds(count.low, count.high), count.who.text if count.who else "", count.unit or ""]
    return " ".join(filter(None, [*words, "in all" if count.total else ""]))


def _json(values: tuple[Mention, ...] | tuple[Quantity, ...]) -> str | None:
    return json.dumps(plain(values), ensure_ascii=False) if values else None


def _place(where: Where | None) -> dict[str, Cell]:
    place = where.place if where else None
    return {
        **_words("place", where.span if where else None),
        "relation": where.relation if where else None,
        "precision": where.precision if where else None,
        "place_id": place.id if place else None,
        "place_name": place.name if place else None,
        "country": place.country if place else None,
        "admin1": place.admin1 if place else None,
        "feature": place.feature if place else None,
        "population": place.population if place else None,
        "latitude": float(place.lat) if place else None,
        "longitude": float(place.lon) if place else None,
    }


def _time(when: When | None) -> dict[str, Cell]:
    return {
        **_words("time", when.span if when else None),
        "date_start": when.start if when else None,
        "date_end": when.end if when else None,
        "grain": when.grain if when else None,
        "basis": when.basis if when else None,
    }


# Where the parts of a telling stand in a row, where the name of the column is not that of the part.
_COLUMNS = {
    "claim.id": "claim_id", "claim.report": "report_id", "claim.actors": "actors_json", "claim.targets": "targets_json",
    "claim.counts": "counts_json", "claim.attribution.speakers": "speakers_json", "claim.when.start": "date_start",
    "claim.when.end": "date_end", "claim.where.place.name": "place_name", "claim.where.place.lat": "latitude",
    "claim.where.place.lon": "longitude",
}  # fmt: skip


def telling_of(row: Cells) -> tuple[str, Telling]:
    """(event id, telling) of a row of cells that have their columns' types. Raises Misfit with the column's name."""
    told = {name: plain(row[name]) for name in _OF_TELLING if row[name] is not None}
    try:
        telling = value_of(Telling, {**told, "claim": _claim(row)})
    except Misfit as fault:
        known = next((column for part, column in _COLUMNS.items() if fault.path.startswith(part)), None)
        raise Misfit(fault.message, known or fault.path.rpartition(".")[2]) from None
    return str(row["event_id"] or ""), telling


def _claim(row: Cells) -> dict[str, Any]:
    """The claim as ``plain`` would have it; what is None here is missing there."""
    claim = {
        "id": row["claim_id"],
        "report": row["report_id"],
        **{name: row[name] for name in ("kind", "modality", "score")},
        "sentence": _span(row, "sentence"),
        "trigger": _span(row, "trigger"),
        "where": _where(row),
        "when": _when(row),
        "attribution": {
            "outlet": row["said_in"],
            "speakers": _many(row, "speakers_json"),
            "cue": _span(row, "cue"),
        },
        **{name: _many(row, f"{name}_json") for name in ("actors", "targets", "counts")},
        "why": row["why"] or "",
    }
    return _present(claim)


def _present(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if value is not None}


def _many(row: Cells, name: str) -> Any:
    cell = row[name]
    try:
        return json.loads(cell) if isinstance(cell, str) else []
    except ValueError:
        raise Misfit("does not hold JSON", name) from None


def _span(row: Cells, name: str) -> dict[str, Any] | None:
    words, start = row[name], row[f"{name}_start"]
    if not isinstance(words, str):
        return None
    if not isinstance(start, int):
        raise Misfit("is missing", f"{name}_start")
    return {"start": start, "end": start + len(words), "text": words}


def _where(row: Cells) -> dict[str, Any] | None:
    span = _span(row, "place")
    place = {
        "id": row["place_id"],
        "name": row["place_name"],
        "lat": row["latitude"],
        "lon": row["longitude"],
        **{name: row[name] for name in ("feature", "admin1", "population")},
    }
    known = {"country": row["country"], **_present(place)} if row["place_id"] is not None else None
    told = {"relation": row["relation"], "precision": row["precision"]}
    return {"span": span, "place": known, **_present(told)} if span else None


def _when(row: Cells) -> dict[str, Any] | None:
    if row["grain"] is None:
        return None
    days = {"start": plain(row["date_start"]), "end": plain(row["date_end"])}
    return {**days, "grain": row["grain"], "basis": row["basis"], "span": _span(row, "time")}
