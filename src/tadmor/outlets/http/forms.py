"""One answer in the form that an address ends with: JSON, CSV, GeoJSON or RSS."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain, islice
from tempfile import SpooledTemporaryFile
from typing import Any, BinaryIO, cast

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from tadmor.outlets.columns import row
from tadmor.outlets.exports import lines
from tadmor.outlets.http import rows
from tadmor.outlets.http.answers import Answerer, Asked, Listing
from tadmor.outlets.http.problems import ProblemError
from tadmor.outlets.http.site import lens_of, site_of, state_of
from tadmor.outlets.http.tables import ALL
from tadmor.outlets.listing import csv_lines

FORMS: dict[str, str] = {
    "json": "application/json", "csv": "text/csv; charset=utf-8", "geojson": "application/geo+json",
    "rss": "application/rss+xml; charset=utf-8",
}  # fmt: skip
_MOST_IN_MEMORY = 8_000_000
_LINES = 200  # lines of CSV sent at once


def answered(request: Request, answer: Answerer, form: str, ident: str = "") -> Response:
    """The answer to a request in a form. Raises TadmorError and ProblemError."""
    asked = asked_of(request, ident, form)
    listing = answer(asked)
    if form == "json":
        return json_answer(whole(request, asked, listing))
    if form == "csv":
        return _csv(asked, listing)
    if listing.events is None and not (form == "geojson" and listing.table == "control"):
        raise ProblemError(404, f"there is no {form} of this", remedy="ask for .json or .csv")
    return _exported(asked, listing, form) if listing.events is not None else _geojson(listing)


def asked_of(request: Request, ident: str = "", form: str = "json") -> Asked:
    """What a request asks."""
    return Asked(site_of(request), lens_of(request), state_of(request), ident, form == "json", form == "rss")


def json_answer(data: Any, status: int = 200) -> Response:
    """Data as JSON that any reader takes, whatever signs are in its texts."""
    return Response(lines.line(data), status, media_type="application/json")


def whole(request: Request, asked: Asked, listing: Listing) -> dict[str, Any]:
    """A listing as one object: the record, the newest write, what heads the rows, the rows, and where it goes on."""
    path = request.url.path
    onward = asked.state.url(path, after=listing.after) if listing.after is not None else None
    extra = [(name, value) for name, value in request.query_params.multi_items() if name == "changed_since"]
    if onward and extra:
        onward += f"&changed_since={extra[0][1]}"
    return {
        "record": asked.site.name, "write": rows.newest(asked.site.monitor.record)[0],
        "known": asked.state.known.isoformat() if asked.state.known else None, **listing.head,
        "rows": [row(ALL[listing.table], one) for one in listing.rows], "next": onward,
    }  # fmt: skip


def _csv(asked: Asked, listing: Listing) -> Response:
    written = csv_lines(ALL[listing.table], listing.rows, "\r\n")
    name = f"{_plain(asked.site.name)}-{listing.table}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(_in_parts(_begun(written)), 200, headers, FORMS["csv"])


def _plain(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9_-]+", "-", name.rpartition(".")[0] or name).strip("-") or "record"


def _begun(written: Iterator[bytes]) -> Iterator[bytes]:
    """The same, with its first lines made at once: an error is told before the answer begins."""
    return chain(list(islice(written, 2)), written)


def _in_parts(written: Iterator[bytes]) -> Iterator[bytes]:
    while some := list(islice(written, _LINES)):
        yield b"".join(some)


def _exported(asked: Asked, listing: Listing, form: str) -> Response:
    """Events in a format of exports; texts beyond the quoted sentences stay home."""
    from tadmor.outlets import exports
    from tadmor.outlets.exporting import export_of

    assert listing.events is not None
    query = replace(asked.state.query(), limit=None, after=None)
    file = SpooledTemporaryFile(_MOST_IN_MEMORY)  # noqa: SIM115 - it lives as long as the answer
    try:
        exports.write(cast(BinaryIO, file), form, listing.events, export_of(asked.lens, query))
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return StreamingResponse(_read(cast(BinaryIO, file)), 200, media_type=FORMS[form])


def _read(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while part := file.read(65_536):
            yield part


def _geojson(listing: Listing) -> Response:
    """Who holds which place, a point each."""
    features: Iterable[dict[str, Any]] = (
        {
            "type": "Feature",
            "id": held.place.id,
            "geometry": {"type": "Point", "coordinates": [held.place.lon, held.place.lat]},
            "properties": row(ALL["control"], held),
        }
        for held in listing.rows
    )
    data = {"type": "FeatureCollection", "tadmor": dict(listing.head), "features": list(features)}
    return Response(lines.line(data), media_type=FORMS["geojson"])
