"""How a view is answered: who asks, what their address asks, and the page that comes of it."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse

from tadmor.errors import SettingError
from tadmor.outlets.http import names
from tadmor.outlets.http.lens import Lens
from tadmor.outlets.http.shield import Shield
from tadmor.outlets.http.site import lens_of, site_of, state_of, token_of
from tadmor.outlets.http.state import State
from tadmor.outlets.http.visitors import Visitor
from tadmor.outlets.web.addresses import path_of
from tadmor.outlets.web.templating import environment
from tadmor.pipeline.answers import Decided

_HEADERS = {"Vary": "X-Part, Accept-Language"}  # of one address


@cache
def has_part(path: str) -> bool:
    """Whether a file of the page is there: parts by npm are packed when the wheel is built."""
    return files("tadmor.outlets.web").joinpath("static").joinpath(path).is_file()


@cache
def early_parts() -> list[str]:
    """The modules of the map's page, which the browser may fetch at once: their imports would name them one by one."""
    static = files("tadmor.outlets.web").joinpath("static")
    own = sorted(f"js/{file.name}" for file in static.joinpath("js").iterdir() if file.name.endswith(".js"))
    late = ("js/tiles.js",)
    return [part for part in (*own, "vendor/maplibre-gl.mjs") if part not in late and has_part(part)]


def page(
    request: Request, template: str, state: State | None = None, *, status: int = 200, **values: Any
) -> HTMLResponse:
    """A view as HTML: the whole page, or for the drawer its article alone."""
    site, visitor = site_of(request), _visitor(request)
    alone = request.headers.get("X-Part") == "article"
    shared = {
        "state": state or state_or_none(request), "request_path": address_of(request), "record_name": site.name,
        "who": visitor.name if visitor and site.users else None, "signed": visitor is not None,
        "may_decide": bool(visitor and visitor.reviews), "token": token_of(request) if visitor else None,
        "frame": "bare.html" if alone else "base.html", "alone": alone, "has_part": has_part, "twin": None,
        "label": site.lens(visitor).label if visitor else str, "filters_for": None, "open_filters": True,
        "blind": False, "span": site.span() if visitor else (None, None), "deciders": {},
    }  # fmt: skip
    shared |= _names(request, visitor)
    html = environment().get_template(template).render({**shared, **values})
    return HTMLResponse(html, status_code=status, headers=_HEADERS)


def address_of(request: Request) -> str:
    """The path of an address as a link to it: never one that a browser takes for another host's ("//elsewhere")."""
    return path_of("/" + str(request.scope["path"]).lstrip("/\\"))


def deciders(lens: Lens) -> dict[str, Decided]:
    """Who had the last word on each claim that somebody decided, and when."""
    return {
        d.subject: d for d in lens.decisions() if d.verb in ("accept", "reject", "correct", "retract") and not d.undone
    }


def _names(request: Request, visitor: Visitor | None) -> dict[str, Any]:
    """How places are named: the language, and what gives a place's name in it, where that is told."""
    try:
        language = names.language_of(request)
    except SettingError:
        language = names.LATIN
    shield = site_of(request).shield_of(visitor) if visitor else Shield()
    own, direction = names.naming(language, shield), names.DIRECTIONS.get(language)
    return {"language": language, "native_name": own, "direction": direction}


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
