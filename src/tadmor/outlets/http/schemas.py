"""What the answers of the API look like, as JSON Schema: made of the columns, so that neither can lie of the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tadmor.outlets.http import answers
from tadmor.outlets.http.answers import Answerer
from tadmor.outlets.http.learnt import learnt
from tadmor.outlets.http.state import FILTERS, openapi
from tadmor.outlets.http.tables import ALL

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "number"}
WHOLE: Schema = {"type": "integer"}
FLAG: Schema = {"type": "boolean"}
OBJECT: Schema = {"type": "object"}
DAY: Schema = {"type": "string", "format": "date"}
_VALUE: Schema = {"type": ["string", "number", "null"]}


def or_null(schema: Schema) -> Schema:
    """The schema, or null."""
    return {**schema, "type": [schema["type"], "null"]}


def many(items: Schema) -> Schema:
    """A list of such items."""
    return {"type": "array", "items": items}


def record(members: Mapping[str, Schema]) -> Schema:
    """An object with these members and no other."""
    return {
        "type": "object", "properties": dict(members), "required": list(members), "additionalProperties": False
    }  # fmt: skip


def short_rows(name: str, columns: Sequence[str]) -> dict[str, Schema]:
    """The member ``columns``, which names the values of short rows, and the member that holds such rows."""
    length = len(columns)
    rows = many({"type": "array", "minItems": length, "maxItems": length})
    return {"columns": {"const": list(columns)}, name: rows}


@dataclass(frozen=True, slots=True)
class _Gives:
    """What an answerer gives and takes: the table of its rows, the parameters it heeds, what heads the rows."""

    table: str
    asks: tuple[str, ...]
    head: Mapping[str, Schema] = field(default_factory=dict)


_ALL = tuple(name for name in FILTERS if name != "disputed")
_CUT = ("limit", "after")
_GIVES: dict[Answerer, _Gives] = {
    answers.control: _Gives("control", ("day", "known", "place"), {"day": DAY}),
    answers.events: _Gives("events", FILTERS),
    answers.event: _Gives("claims", ("known",), {"event": OBJECT}),
    answers.claims: _Gives("claims", _ALL),
    learnt: _Gives("claims", _ALL, {"total": WHOLE}),
    answers.claim: _Gives(
        "claims", (), {
            "claim": OBJECT, "event": or_null(TEXT), "via": or_null(TEXT), "score": or_null(NUMBER),
            "because": many(TEXT), "decisions": many(OBJECT),
        },
    ),
    answers.report: _Gives("claims", (), {"report": OBJECT, "origin": or_null(TEXT)}),
    answers.reports: _Gives("reports", ("known", "outlet", *_CUT)),
    answers.places: _Gives("places", _ALL),
    answers.place: _Gives("control", ("known",), {"place": OBJECT}),
    answers.actors: _Gives("actors", _ALL),
    answers.actor: _Gives("events", FILTERS, {"actor": OBJECT}),
    answers.sources: _Gives("sources", _ALL),
    answers.source: _Gives("claims", tuple(name for name in _ALL if name != "outlet"), {"source": OBJECT}),
    answers.search: _Gives("hits", FILTERS),
    answers.coverage: _Gives("coverage", ("known", "from", "to")),
    answers.retractions: _Gives("retractions", ("known",)),
    answers.log: _Gives("log", _CUT),
    answers.decisions: _Gives("decisions", _CUT),
    answers.review: _Gives("claims", _ALL),
}  # fmt: skip


def asked(answer: Answerer) -> list[dict[str, Any]]:
    """The parameters that an answerer heeds, as OpenAPI tells them."""
    return openapi(*_GIVES[answer].asks)


def listing(answer: Answerer) -> Schema:
    """The object that an answerer's rows come in."""
    gives = _GIVES[answer]
    rows = many(_ref(gives.table))
    if answer is answers.search:  # without words it gives events
        rows = {"anyOf": [rows, many(_ref("events"))]}
    shared = {"record": TEXT, "write": WHOLE, "known": or_null(DAY), "next": or_null(TEXT), "rows": rows}
    return record({**shared, **gives.head})


def _ref(table: str) -> Schema:
    return {"$ref": f"#/components/schemas/{_name(table)}"}


def components() -> dict[str, Schema]:
    """The row of each table."""
    return {_name(table): _row(column.name for column in columns) for table, columns in ALL.items()}


def _row(names: Iterable[str]) -> Schema:
    return record(dict.fromkeys(names, _VALUE))


def _name(table: str) -> str:
    return f"Row of {table}".title().replace(" ", "")


def told(schema: Schema, media: str = "application/json", words: str = "The answer.") -> dict[int | str, Schema]:
    """The good answer as OpenAPI tells it."""
    return {200: {"description": words, "content": {media: {"schema": schema}}}}


FEATURES: Schema = {
    "type": "object",
    "required": ["type", "features"],
    "properties": {
        "type": {"const": "FeatureCollection"}, "tadmor": OBJECT,
        "features": many({"type": "object", "required": ["type", "id", "geometry", "properties"]}),
    },
}  # fmt: skip
