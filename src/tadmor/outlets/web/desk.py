"""How a view is answered: who asks, what their address asks, and the page that comes of it."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse

from tadmor.errors import SettingError
from tadmor.outlets.http.lens import Lens
from tadmor.outlets.http.site import lens_of, site_of, state_of, token_of
from tadmor.outlets.http.state import State
from tadmor.outlets.http.visitors import Visitor
from tadmor.outlets.web.templating import environment

_HEADERS = {"Vary": "HX-Request"}  # a page and the part of it that the drawer asks for have one address


@cache
def has_part(path: str) -> bool:
    """Whether a file of the page is there: parts by npm are packed when the wheel is built."""
    return files("tadmor.outlets.web").joinpath("static").joinpath(path).is_file()


def page(
    request: Request, template: str, state: State | None = None, *, status: int = 200, **values: Any
) -> HTMLResponse:
    """A view as HTML: the whole page, or for the drawer its article alone."""
    site, visitor = site_of(request), _visitor(request)
    alone = request.headers.get("HX-Request") == "true"
    shared = {
        "state": state or state_or_none(request), "request_path": request.url.path, "record_name": site.name,
        "who": visitor.name if visitor and site.users else None, "signed": visitor is not None,
        "may_decide": bool(visitor and visitor.reviews), "token": token_of(request) if visitor else None,
        "frame": "bare.html" if alone else "base.html", "alone": alone, "has_part": has_part, "twin": None,
        "label": site.lens(visitor).label if visitor else str, "filters_for": None, "open_filters": True,
        "span": site.span() if visitor else (None, None),
    }  # fmt: skip
    html = environment().get_template(template).render({**shared, **values})
    return HTMLResponse(html, status_code=status, headers=_HEADERS)


def state_or_none(request: Request) -> State:
    """What the address asks; nothing where it cannot be read, for the page that says so."""
    try:
        return state_of(request)
    except SettingError:
        return State()


def _visitor(request: Request) -> Visitor | None:
    found: Visitor | None = getattr(request.state, "visitor", None)
    return found


def asked(request: Request) -> tuple[Lens, State]:
    """The record as who asks may see it, and what is asked. Raises SettingError."""
    return lens_of(request), state_of(request)


def missing(request: Request, what: str, remedy: str, near: list[tuple[str, str]] | None = None) -> HTMLResponse:
    """The page for an id that is none: what was looked for, what to do, and (address, words) of what may be meant."""
    return page(
        request, "missing.html", status=404, what=what, remedy=remedy, near=near or [], title="Not in this record"
    )


def see(url: str) -> RedirectResponse:
    """Go on to another view, by GET."""
    return RedirectResponse(url, 303)
