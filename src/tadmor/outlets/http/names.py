"""What places are called in the reader's script, where GeoNames tells it; chosen by ``training/place_names.py``."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from starlette.responses import Response

from tadmor.outlets.exports import lines
from tadmor.outlets.http.problems import documented
from tadmor.outlets.http.schemas import OBJECT, TEXT, record, told
from tadmor.outlets.http.site import lens_of, state_of
from tadmor.outlets.http.state import LANGUAGES, openapi

if TYPE_CHECKING:
    from collections.abc import Callable

    from tadmor.outlets.http.shield import Shield

LATIN = "en"
LANGUAGES_IN_WORDS = {"ar": "Arabic", "ckb": "Central Kurdish", "he": "Hebrew", "uk": "Ukrainian"}
DIRECTIONS = {"ar": "rtl", "ckb": "rtl", "he": "rtl"}
_OF_GEONAMES = "geonames:"
_ANSWER = told(record({"language": TEXT, "direction": TEXT, "names": OBJECT}))


def router() -> APIRouter:
    """The route."""
    out = APIRouter(prefix="/api", tags=["map"])
    out.add_api_route(
        "/names", _names, methods=["GET"], summary=_names.__doc__, operation_id="map_names", response_class=Response,
        responses={**_ANSWER, **documented()}, openapi_extra={"parameters": openapi("names")},
    )  # fmt: skip
    return out


def _names(request: Request) -> Response:
    """What the places of the record are called in a language, by their ids; empty for the names that all else bears."""
    lens, language = lens_of(request), language_of(request)
    own = naming(language, lens.shield)
    there = {ident: own(ident) for ident in lens.record.place_rows()}
    answer = {
        "language": language, "direction": DIRECTIONS.get(language, "ltr"),
        "names": {ident: name for ident, name in there.items() if name},
    }  # fmt: skip
    return Response(lines.line(answer), media_type="application/json", headers={"Vary": "Accept-Language"})


def language_of(request: Request) -> str:
    """The language that the address asks for, else the one that the browser wishes first, where names are had in it."""
    asked = state_of(request).names
    return asked or _first(request.headers.get("accept-language", ""))


def _first(wished: str) -> str:
    """The language of the greatest weight in an Accept-Language; "en" where it is none of ours."""
    best, most = LATIN, 0.0
    for part in wished.split(",")[:20]:
        tag, _, weight = part.partition(";q=")
        try:
            found = float(weight or 1)
        except ValueError:
            continue
        if found > most:
            best, most = tag.strip().lower().partition("-")[0], found
    return best if best in LANGUAGES else LATIN


def naming(language: str, shield: Shield) -> Callable[[str], str | None]:
    """What gives the name of a place's id in a language, None where it is not told."""

    def own(ident: str) -> str | None:
        name = _all().get(ident, {}).get(language)
        return shield.words(name) if name else None

    return own


def every(ident: str, shield: Shield) -> list[tuple[str, str, str]]:
    """(language, direction, name) of a place in each language in which it is told."""
    found = _all().get(ident, {})
    return [(code, DIRECTIONS.get(code, "ltr"), shield.words(found[code])) for code in LANGUAGES if code in found]


@cache
def _all() -> dict[str, dict[str, str]]:
    """Names by language, by the id of the place."""
    out: dict[str, dict[str, str]] = {}
    text = files("tadmor.outlets.http").joinpath("place_names.tsv").read_text(encoding="utf-8")
    for line in text.splitlines()[2:]:
        number, language, name = line.split("\t")
        out.setdefault(f"{_OF_GEONAMES}{number}", {})[language] = name
    return out
