"""The application: the door, the API, the twins of the views, and the pages where they are there."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.openapi.utils import get_openapi
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response
from starlette.routing import Match

from tadmor import __version__
from tadmor.errors import TadmorError
from tadmor.outlets.http import api, maps, names, pictures, problems, review, schemas, signing, state, tiles, twins
from tadmor.outlets.http.guard import Guard
from tadmor.outlets.http.options import Options
from tadmor.outlets.http.packed import PackedFiles
from tadmor.outlets.http.site import Site, site_of
from tadmor.pipeline import Monitor

_ABOUT = "What a record tells: events, who held which place when, and who says so, as known on any day."


def make_app(record_url: str | Path, options: Options | None = None) -> FastAPI:
    """The application that serves the record at a path or address. Raises RecordError or SettingError."""
    site = Site(Monitor.open(record_url, create=False), options or Options())

    @asynccontextmanager
    async def alive(app: FastAPI) -> AsyncIterator[None]:
        site.atlas.begin()
        yield
        site.close()

    app = FastAPI(
        title=f"Tadmor: {site.name}", version=__version__, description=_ABOUT, docs_url=None, redoc_url=None,
        openapi_url="/api/openapi.json", lifespan=alive, redirect_slashes=False,
    )  # fmt: skip
    app.state.site = site
    _tell_errors(app)
    for part in (maps, names, api, review, signing, twins, pictures):
        app.include_router(part.router())
    app.include_router(tiles.router(site.tiles))
    _mount_pages(app, site)
    app.openapi = lambda: _described(app)  # type: ignore[method-assign]
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=5)
    app.add_middleware(Guard, site=site)
    return app


def _described(app: FastAPI) -> dict[str, Any]:
    """What OpenAPI tells of the application, with the parameters and problems that all routes share told once."""
    if app.openapi_schema is None:
        made = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
        shared = made.setdefault("components", {})
        shared["parameters"] = state.components()
        shared.setdefault("schemas", {}).update({problems.NAME: problems.SCHEMA, **schemas.components()})
        app.openapi_schema = made
    return app.openapi_schema


def _mount_pages(app: FastAPI, site: Site) -> None:
    """The pages and their files, where this installation has them."""
    if find_spec("tadmor.outlets.web") is None or find_spec("tadmor.outlets.web.views") is None:
        return
    from tadmor.outlets import web
    from tadmor.outlets.web.views import router

    app.include_router(router(site))
    folder = Path(web.__file__).parent / "static"
    if folder.is_dir():
        app.mount("/static", PackedFiles(directory=folder), name="static")


def _tell_errors(app: FastAPI) -> None:
    """Every error as problem details; as a page where a page was asked for."""

    @app.exception_handler(TadmorError)
    async def of_ours(request: Request, fault: TadmorError) -> Response:
        where = None if problems.hides_where(fault) else fault.where
        return _told(request, problems.status_of(fault), fault.message, where=where, remedy=fault.remedy)

    @app.exception_handler(problems.ProblemError)
    async def at_the_door(request: Request, fault: problems.ProblemError) -> Response:
        headers = {"Retry-After": str(fault.wait)} if fault.wait else None
        return _told(request, fault.status, fault.detail, headers, remedy=fault.remedy)

    @app.exception_handler(RequestValidationError)
    async def of_input(request: Request, fault: RequestValidationError) -> Response:
        errors = [{"where": ".".join(map(str, e["loc"])), "detail": e["msg"]} for e in fault.errors()]
        return _told(request, 422, "the request is not as it must be", errors=errors)

    @app.exception_handler(HTTPException)
    async def of_routes(request: Request, fault: HTTPException) -> Response:
        if fault.status_code == 405:
            return _of_method(request)
        detail = f"there is nothing at {request.url.path}" if fault.status_code == 404 else str(fault.detail)
        return _told(request, fault.status_code, detail, dict(fault.headers or {}))


def _of_method(request: Request) -> Response:
    """What methods an address takes: the answer to OPTIONS, and to one that it does not take."""
    scopes = {method: {**request.scope, "method": method} for method in ("GET", "POST", "DELETE")}
    routes = request.app.routes
    taken = [method for method, scope in scopes.items() if any(r.matches(scope)[0] == Match.FULL for r in routes)]
    allow = {"Allow": ", ".join([*taken, *(["HEAD"] if "GET" in taken else []), "OPTIONS"])}
    if request.method == "OPTIONS":
        return Response(status_code=204, headers=allow)
    return _told(request, 405, f"{request.url.path} does not take {request.method[:20]}", allow)


def _told(request: Request, status: int, detail: str, headers: dict[str, str] | None = None, **more: Any) -> Response:
    page = site_of(request).error_page
    if page is None or not wants_page(request):
        return problems.answer(status, detail, headers, **more)
    answer = page(request, problems.body(status, detail, **more))
    answer.headers.update(headers or {})
    return answer


def wants_page(request: Request) -> bool:
    """Whether somebody looks on with a browser, and not at a twin."""
    path = request.url.path
    api = path.startswith("/api/") or path.endswith((".json", ".csv", ".geojson", ".rss", ".svg", ".png"))
    return not api and "text/html" in request.headers.get("accept", "")
