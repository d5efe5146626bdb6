"""The routes of the API that read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from tadmor import __version__
from tadmor.errors import SettingError
from tadmor.outlets.http import answers, rows, schemas
from tadmor.outlets.http.answers import Answerer
from tadmor.outlets.http.forms import answered, asked_of, json_answer, whole
from tadmor.outlets.http.learnt import learnt
from tadmor.outlets.http.problems import documented
from tadmor.outlets.http.schemas import DAY, TEXT, WHOLE, Schema, or_null, told
from tadmor.outlets.http.site import Site, lens_of, site_of, state_of
from tadmor.outlets.http.state import day_of
from tadmor.outlets.http.twins import Ident

_READS: dict[str, Answerer] = {
    "/events/{ident}": answers.event,
    "/claims/{ident}": answers.claim,
    "/reports": answers.reports,
    "/reports/{ident}": answers.report,
    "/places": answers.places,
    "/places/{ident}": answers.place,
    "/actors": answers.actors,
    "/actors/{ident:path}": answers.actor,
    "/sources": answers.sources,
    "/sources/{ident:path}": answers.source,
    "/search": answers.search,
    "/learnt": learnt,
    "/coverage": answers.coverage,
    "/retractions": answers.retractions,
    "/queue": answers.review,
    "/log": answers.log,
    "/decisions": answers.decisions,
}
"""What is read, each with who answers for it."""
_RECORD = schemas.record(
    {"record": TEXT, "program": TEXT, "write": WHOLE, "at": or_null(TEXT), "head": TEXT, "first": or_null(DAY),
     "last": or_null(DAY), "reports": WHOLE, "claims": WHOLE}
)  # fmt: skip
Changed = Annotated[
    str | None,
    Query(max_length=20, description="Only what changed after this write (its number), or since this day (UTC)."),
]


def router() -> APIRouter:
    """The routes."""
    out = APIRouter(prefix="/api", tags=["read"])
    for path, answer in _READS.items():
        run = _one(answer) if "{ident" in path else _listed(answer)
        _add(out, path, run, answer.__doc__, schemas.listing(answer), schemas.asked(answer))
    help = "The claims that the filters let through, by day; or those that changed."
    _add(out, "/claims", _claims, help, schemas.listing(answers.claims), schemas.asked(answers.claims))
    help = "The record: its name, newest write, how much it holds, and of which days."
    _add(out, "/record", _record, help, _RECORD, [])
    return out


def _add(
    out: APIRouter, path: str, run: Callable[..., Response], help: str | None, schema: Schema,
    parameters: list[dict[str, Any]],
) -> None:  # fmt: skip
    name = path.partition("/{")[0].strip("/")
    out.add_api_route(
        path, run, methods=["GET"], summary=help, operation_id=f"read_{name}" + ("_one" if "{" in path else ""),
        response_class=Response, responses={**told(schema), **documented(404, 409)},
        openapi_extra={"parameters": parameters},
    )  # fmt: skip


def _listed(answer: Answerer) -> Callable[..., Response]:
    def run(request: Request) -> Response:
        return answered(request, answer, "json")

    return run


def _one(answer: Answerer) -> Callable[..., Response]:
    def run(request: Request, ident: Ident) -> Response:
        return answered(request, answer, "json", ident)

    return run


def _claims(request: Request, changed_since: Changed = None) -> Response:
    if not changed_since:
        return answered(request, answers.claims, "json")
    asked = asked_of(request)
    return json_answer(whole(request, asked, answers.changed(asked, _write(asked.site, changed_since))))


def _write(site: Site, words: str) -> int:
    """The number of the write after which changes are asked for. Raises SettingError."""
    if words.isascii() and words.isdigit() and len(words) < 10:
        return int(words)
    try:
        return rows.write_before(site.monitor.record, day_of("changed_since", words))
    except SettingError:
        remedy = "give the number of a write, or a day like 2016-03-27"
        raise SettingError(f"{words!r} is neither", where="changed_since", remedy=remedy) from None


def _record(request: Request) -> Response:
    site = site_of(request)
    lens_of(request), state_of(request)
    write, at = rows.newest(site.monitor.record)
    first, last = (day.isoformat() if day else None for day in site.span())
    return json_answer(
        {
            "record": site.name, "program": f"tadmor {__version__}", "write": write, "at": at, "head": site.head(),
            "first": first, "last": last, **rows.holdings(site.monitor.record),
        }
    )  # fmt: skip
