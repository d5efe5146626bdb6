"""Tadmor reads published reports of a conflict and keeps what they claim, with the words and who says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date

    from tadmor.errors import TadmorError as TadmorError
    from tadmor.model import Claim as Claim
    from tadmor.model import Report as Report
    from tadmor.pipeline import Reader as Reader

__version__ = "0.1.0"
__all__ = ["Claim", "Reader", "Report", "TadmorError", "claims"]

_HOMES = {"Claim": "model", "Reader": "pipeline", "Report": "model", "TadmorError": "errors"}


def claims(
    text: str, *, published: date | str | None = None, title: str | None = None, outlet: str | None = None
) -> list[Claim]:
    """The claims of one report, in the order of its text; offsets are its code points. Raises TadmorError.

    ``published`` is the day of publication (a date, or words such as "2016-03-27"): days such as "on Sunday" are
    worked out from it. Where it is not given, the text's own dateline or head tells it, or nothing does.
    """
    from tadmor.pipeline import Reader, report_of

    return list(Reader().read(report_of(text, published=published, title=title, outlet=outlet)).claims)


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
