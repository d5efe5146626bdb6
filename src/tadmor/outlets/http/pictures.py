"""The map of a day as a drawing: /map.svg and /map.png, for whoever wants to put it into a page or a paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from threading import BoundedSemaphore

from fastapi import APIRouter, Request
from starlette.responses import Response

from tadmor.outlets.drawing.command import drawing_of, png
from tadmor.outlets.http.problems import ProblemError, documented
from tadmor.outlets.http.site import lens_of, site_of, state_of
from tadmor.outlets.http.state import openapi

FORMS = {"svg": "image/svg+xml", "png": "image/png"}
_AT_ONCE, _IN_LINE = BoundedSemaphore(2), BoundedSemaphore(8)
"""Drawings that are made at one time, and those asked for: each takes a core for some seconds of a large record, and
who asks for anything else is not to wait for them."""


def router() -> APIRouter:
    """The routes."""
    out = APIRouter(tags=["views"])
    for form, media in FORMS.items():
        told = {200: {"description": f"The map as {form}.", "content": {media: {}}}, **documented(404)}
        out.add_api_route(
            f"/map.{form}", _route(form), methods=["GET"], summary=f"Who held what on the day, drawn as {form.upper()}",
            operation_id=f"map_{form}", response_class=Response, responses=told,
            openapi_extra={"parameters": openapi("day", "known", "place", "within_km")},
        )  # fmt: skip
    return out


def _route(form: str) -> Callable[..., Response]:
    def drawn(request: Request) -> Response:
        return Response(picture(request, form), media_type=FORMS[form])

    return drawn


def picture(request: Request, form: str) -> bytes:
    """The drawing of what an address asks, as the visitor may see it. Raises SettingError and ProblemError."""
    if form == "png" and find_spec("resvg_py") is None:
        remedy = 'take /map.svg, or install "tadmor[png]" where the record is served'
        raise ProblemError(404, "there is no PNG here: the package resvg-py is not installed", remedy=remedy)
    site, lens, state = site_of(request), lens_of(request), state_of(request)
    day = site.day(state)
    asked = (site.head(), lens.shield.idle, day, state.known, state.places, state.within_km)
    if (found := site.atlas.kept(("drawing", form, *asked))) is not None:
        return found
    with _turn():
        svg = drawing_of(lens, day, state.known, state.places, state.within_km, lens.shield.words)
        made = svg.encode("utf-8", "replace") if form == "svg" else png(svg)
    return site.atlas.keep(("drawing", form, *asked), made)


@contextmanager
def _turn() -> Iterator[None]:
    """A turn to draw. Raises ProblemError where too many wait for theirs."""
    if not _IN_LINE.acquire(blocking=False):
        raise ProblemError(503, "other maps are being drawn", remedy="ask again in a few seconds", wait=3)
    try:
        with _AT_ONCE:
            yield
    finally:
        _IN_LINE.release()
