"""The twins of the views: the same address with .json, .csv, .geojson or .rss behind it gives what the page shows."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from tadmor.outlets.http import answers
from tadmor.outlets.http.answers import Answerer
from tadmor.outlets.http.forms import FORMS, answered
from tadmor.outlets.http.learnt import learnt
from tadmor.outlets.http.problems import documented
from tadmor.outlets.http.schemas import FEATURES, TEXT, asked, listing, told

Ident = Annotated[str, Path(min_length=1, max_length=500, description="An id, or how it begins.")]

TWINS: dict[str, tuple[Answerer, str]] = {
    "/map": (answers.control, "json csv geojson"),
    "/events": (answers.events, "json csv geojson rss"),
    "/claims": (answers.claims, "json csv"),
    "/learnt": (learnt, "json csv"),
    "/event/{ident}": (answers.event, "json csv geojson rss"),
    "/report/{ident}": (answers.report, "json csv"),
    "/place/{ident}": (answers.place, "json csv geojson"),
    "/actor/{ident:path}": (answers.actor, "json csv geojson rss"),
    "/source/{ident:path}": (answers.source, "json csv"),
    "/search": (answers.search, "json csv"),
    "/coverage": (answers.coverage, "json csv"),
    "/log": (answers.log, "json csv"),
    "/review": (answers.review, "json csv"),
}
"""Each view with who answers for it, and in which forms."""


def router() -> APIRouter:
    """The routes of all twins."""
    out = APIRouter(tags=["views"])
    for path, (answer, forms) in TWINS.items():
        for form in forms.split():
            _add(out, path, answer, form)
    return out


def _add(out: APIRouter, path: str, answer: Answerer, form: str) -> None:
    def listed(request: Request) -> Response:
        return answered(request, answer, form)

    def one(request: Request, ident: Ident) -> Response:
        return answered(request, answer, form, ident)

    media = FORMS[form].partition(";")[0]
    schema = {"json": listing(answer), "geojson": FEATURES}.get(form, TEXT)
    responses = {**told(schema, media, f"The view as {form}."), **documented(404, 409)}
    out.add_api_route(
        f"{path}.{form}", one if "{ident" in path else listed, methods=["GET"], summary=answer.__doc__,
        operation_id=f"{path.split('/')[1]}_{form}", response_class=Response, responses=responses,
        openapi_extra={"parameters": asked(answer)},
    )  # fmt: skip
