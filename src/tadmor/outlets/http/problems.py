"""Errors as problem details (RFC 9457): what was found, where, and what to do."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from tadmor.errors import RecordError, SettingError, TadmorError

if TYPE_CHECKING:
    from starlette.responses import Response

MEDIA = "application/problem+json"


class ProblemError(Exception):
    """What is refused at the door, before a record is asked; ``wait`` is the seconds after which it may be let in."""

    def __init__(self, status: int, detail: str, *, remedy: str | None = None, wait: int | None = None) -> None:
        super().__init__(detail)
        self.status, self.detail, self.remedy, self.wait = status, detail, remedy, wait

    def answer(self) -> Response:
        """The answer that tells it."""
        headers = {"Retry-After": str(self.wait)} if self.wait else None
        return answer(self.status, self.detail, headers, remedy=self.remedy)


_ABSENT = (
    "there is no ",
    "no ",
    "an empty text is the id",
    "nobody tells of ",
    "raw bytes are missing",
)
_SEVERAL = ("several ",)


def status_of(fault: TadmorError) -> int:
    """The HTTP status of an error: 404 for what is not there, 409 for an id that several begin with."""
    if fault.message.startswith(_SEVERAL):
        return 409
    if isinstance(fault, RecordError):
        return 404 if fault.message.startswith(_ABSENT) else 503
    return 422 if isinstance(fault, SettingError) else 500


def body(status: int, detail: str, **more: Any) -> dict[str, Any]:
    """The members of a problem; those that are None are left out."""
    made = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail, **more}
    return {name: value for name, value in made.items() if value is not None}


def answer(status: int, detail: str, headers: dict[str, str] | None = None, **more: Any) -> Response:
    """The answer that tells a problem."""
    from starlette.responses import JSONResponse

    return JSONResponse(body(status, detail, **more), status, headers, MEDIA)


def hides_where(fault: TadmorError) -> bool:
    """Whether where an error was is nobody's business: the path of a record."""
    return isinstance(fault, RecordError)


NAME = "Problem"
_ALWAYS = (304, 400, 401, 403, 408, 413, 421, 422, 429, 500, 503)


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """These problems and those that any address may answer with, as OpenAPI tells them."""
    content = {MEDIA: {"schema": {"$ref": f"#/components/schemas/{NAME}"}}}
    told = sorted({*_ALWAYS, *statuses})
    return {n: {"description": HTTPStatus(n).phrase, **({} if n == 304 else {"content": content})} for n in told}


SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"}, "title": {"type": "string"}, "status": {"type": "integer"},
        "detail": {"type": "string"}, "where": {"type": "string"}, "remedy": {"type": "string"},
        "errors": {"type": "array", "items": {"type": "object"}},
    },
}  # fmt: skip
