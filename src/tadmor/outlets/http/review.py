"""The routes of the API that decide: every decision stands in the log with who, when and why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from starlette.responses import Response

from tadmor.outlets.http.forms import json_answer
from tadmor.outlets.http.problems import documented
from tadmor.outlets.http.schemas import TEXT, WHOLE, or_null, record, told
from tadmor.outlets.http.site import lens_of, site_of
from tadmor.outlets.http.twins import Ident

Id = Annotated[str, StringConstraints(min_length=1, max_length=500)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000, pattern=r"^[^\x00]*$")]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000, pattern=r"^[^\x00]*$")]
Number = Annotated[int, Path(ge=1, le=2**53, description="The number of the decision, as /api/decisions tells it.")]
Field_ = Annotated[str, StringConstraints(max_length=40)]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Why(_Body):
    """A decision that needs no reason."""

    because: Words = ""


class Because(_Body):
    """A decision with its reason."""

    because: Reason


class Judgement(_Body):
    """Whether two claims or events tell of one happening."""

    a: Id
    b: Id
    same: bool
    because: Reason


class Correction(_Body):
    """Fields of a claim set anew."""

    changes: Annotated[dict[Field_, Words], Field(min_length=1, max_length=20)]
    because: Reason


class Retraction(_Body):
    """Taken back from a day on; without one from today."""

    because: Reason
    known: date | None = None


def router() -> APIRouter:
    """The routes."""
    out = APIRouter(prefix="/api", tags=["review"])
    for path, run in _DECIDES.items():
        out.add_api_route(
            path, run, methods=["POST"], summary=run.__doc__, operation_id=run.__name__.strip("_"),
            response_class=Response, responses={**told(_DONE), **documented(404, 409)},
            openapi_extra={"parameters": [_TOKEN]},
        )  # fmt: skip
    return out


_DONE = record({"told": TEXT, "decision": or_null(WHOLE), "head": TEXT})
_TOKEN = {
    "name": "X-CSRF-Token", "in": "header", "required": True, "schema": {"type": "string"},
    "description": "The token of the session, as GET /api/session tells it.",
}  # fmt: skip


def _told(request: Request, words: str) -> Response:
    """What came of a decision, with the number of the newest decision of this visitor, by which it can be undone."""
    site = site_of(request)
    site.changed()
    mine = [d.number for d in lens_of(request).decisions() if d.who == lens_of(request).visitor.name]
    return json_answer({"told": words, "decision": mine[-1] if mine else None, "head": site.head()})


def _accept(request: Request, ident: Ident, body: Why) -> Response:
    """Say that a claim was read rightly."""
    return _told(request, lens_of(request).accept(ident, because=body.because))


def _reject(request: Request, ident: Ident, body: Because) -> Response:
    """Say that the report does not claim this: it is left out of every answer."""
    return _told(request, lens_of(request).reject(ident, because=body.because))


def _correct(request: Request, ident: Ident, body: Correction) -> Response:
    """Set fields of a claim anew; it stands over any later reading."""
    return _told(request, lens_of(request).correct(ident, body.changes, because=body.because))


def _retract(request: Request, ident: Ident, body: Retraction) -> Response:
    """Take back a claim, or as an admin all claims of a report, from a day on; earlier days still see them."""
    return _told(request, lens_of(request).retract(ident, because=body.because, known=body.known))


def _judge(request: Request, body: Judgement) -> Response:
    """Say whether two claims or events tell of one happening."""
    return _told(request, lens_of(request).judge(body.a, body.b, same=body.same, because=body.because))


def _undo(request: Request, number: Number, body: Why) -> Response:
    """Take a decision back; what others decided is for an admin to take back."""
    return _told(request, lens_of(request).undo(number, because=body.because))


_DECIDES: dict[str, Callable[..., Any]] = {
    "/claims/{ident}/accept": _accept,
    "/claims/{ident}/reject": _reject,
    "/claims/{ident}/correct": _correct,
    "/retract/{ident}": _retract,
    "/judge": _judge,
    "/decisions/{number}/undo": _undo,
}
