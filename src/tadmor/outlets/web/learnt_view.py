"""The view of what was learnt later: claims by the day on which they came to be known."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from fastapi import Request
from starlette.responses import Response

from tadmor.outlets.http.answers import Asked
from tadmor.outlets.http.learnt import learnt
from tadmor.outlets.http.site import site_of
from tadmor.outlets.web.desk import asked, page


def view(request: Request) -> Response:
    """The claims of the span that came to be known after the day of knowledge."""
    lens, state = asked(request)
    found = learnt(Asked(site_of(request), lens, state))
    days: list[tuple[Any, list[Any]]] = [(day, list(told)) for day, told in groupby(found.rows, lambda t: t.known)]
    return page(
        request, "learnt.html", state, days=days, total=found.head["total"], after=found.after, twin="/learnt",
        filters_for="/learnt",
    )  # fmt: skip
