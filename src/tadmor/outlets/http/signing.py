"""Signing in and out, by a form and by the API."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import parse_qs

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, StringConstraints
from starlette.responses import HTMLResponse, RedirectResponse, Response

from tadmor.outlets.http import problems
from tadmor.outlets.http.forms import json_answer
from tadmor.outlets.http.problems import ProblemError, documented
from tadmor.outlets.http.schemas import TEXT, or_null, record, told
from tadmor.outlets.http.site import Site, site_of, token_of
from tadmor.outlets.http.visitors import LASTS, Visitor

_PLAIN = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Sign in</title>
<form method="post" action="/sign-in"><p>{told}</p><label>Name <input name="name" autocomplete="username"></label>
<label>Password <input name="password" type="password" autocomplete="current-password"></label>
<input type="hidden" name="next" value="{next}"><button>Sign in</button></form></html>"""


_NOBODY: dict[str, str | None] = {"name": None, "role": None, "token": None}


class Entry(BaseModel):
    """A name and its password."""

    model_config = ConfigDict(extra="forbid")
    name: Annotated[str, StringConstraints(min_length=1, max_length=60)]
    password: Annotated[str, StringConstraints(min_length=1, max_length=1000)]


def router() -> APIRouter:
    """The routes."""
    out = APIRouter()
    responses = {**told(record(dict.fromkeys(("name", "role", "token"), or_null(TEXT)))), **documented(409)}
    for method, run, name in (("GET", _session, "session"), ("POST", _begin, "sign_in"), ("DELETE", _end, "sign_out")):
        out.add_api_route(
            "/api/session", run, methods=[method], operation_id=name, summary=run.__doc__, response_class=Response,
            responses=responses, tags=["session"],
        )  # fmt: skip
    out.add_api_route("/sign-in", _page, methods=["GET"], include_in_schema=False, response_class=Response)
    out.add_api_route("/sign-in", _sign_in, methods=["POST"], include_in_schema=False, response_class=Response)
    out.add_api_route("/sign-out", _sign_out, methods=["POST"], include_in_schema=False, response_class=Response)
    return out


def _session(request: Request) -> Response:
    """Who is signed in, what they may do, and the token that decisions must bear; nulls for nobody."""
    visitor: Visitor | None = request.state.visitor
    if visitor is None:
        return _private(_NOBODY)
    return _private({"name": visitor.name, "role": visitor.role, "token": token_of(request)})


def _private(data: dict[str, str | None]) -> Response:
    """An answer that holds a token: nobody keeps it."""
    answer = json_answer(data)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _begin(request: Request, body: Entry) -> Response:
    """Sign in: the answer sets the cookie of the session."""
    site = site_of(request)
    cookie = site.sign_in(_client(request), body.name, body.password)
    visitor = site.visitor(cookie)
    assert visitor is not None
    token = site.sessions.token(visitor.session)
    answer = _private({"name": visitor.name, "role": visitor.role, "token": token})
    _set(request, answer, cookie)
    return answer


def _end(request: Request) -> Response:
    """Sign out."""
    answer = _private(_NOBODY)
    _forget(request, answer)
    return answer


def _page(request: Request) -> Response:
    return _form(request, _within(request.query_params.get("next", "/")), None)


def _form(request: Request, onward: str, problem: dict[str, Any] | None) -> Response:
    from html import escape

    site = site_of(request)
    if site.sign_in_page is not None:
        return site.sign_in_page(request, onward, problem)
    told = escape(str(problem["detail"])) if problem else ""
    return HTMLResponse(_PLAIN.format(told=told, next=escape(onward)), problem["status"] if problem else 200)


async def _sign_in(request: Request) -> Response:
    from starlette.concurrency import run_in_threadpool

    given = parse_qs((await request.body()).decode("utf-8", "replace"), max_num_fields=20)
    name, password, onward = (given.get(field, [""])[0] for field in ("name", "password", "next"))
    site, onward = site_of(request), _within(onward)
    try:
        cookie = await run_in_threadpool(site.sign_in, _client(request), name, password)
    except ProblemError as fault:
        answer = _form(request, onward, problems.body(fault.status, fault.detail, remedy=fault.remedy))
        answer.status_code = fault.status
        return answer
    answer = RedirectResponse(onward, 303)
    _set(request, answer, cookie)
    return answer


def _sign_out(request: Request) -> Response:
    answer = RedirectResponse("/sign-in", 303)
    _forget(request, answer)
    return answer


def _set(request: Request, answer: Response, cookie: str) -> None:
    """Sets the cookie of a new session; the session that the visitor had before is over."""
    site = _end_session(request)
    answer.set_cookie(
        site.cookie, cookie, LASTS, path="/", secure=site.options.secure, httponly=True, samesite="strict"
    )


def _forget(request: Request, answer: Response) -> None:
    site = _end_session(request)
    answer.delete_cookie(site.cookie, path="/", secure=site.options.secure, httponly=True, samesite="strict")
    answer.headers["Clear-Site-Data"] = '"cache"'


def _end_session(request: Request) -> Site:
    site, visitor = site_of(request), request.state.visitor
    if visitor is not None and site.users is not None:
        site.sessions.end(visitor.session)
    return site


def _client(request: Request) -> str:
    return request.client.host if request.client else ""


def _within(address: str) -> str:
    """The address, where it is one of this site; else the first page."""
    plain = address.startswith("/") and not address.startswith("//") and address.isprintable()
    return address if plain and "\\" not in address else "/"
