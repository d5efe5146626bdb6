"""The templates, with the words they may use."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from tadmor.model import KINDS
from tadmor.outlets.columns import key_of
from tadmor.outlets.drawing.families import FAMILIES, family_of
from tadmor.outlets.event_lines import toll_words
from tadmor.outlets.phrases import country, day, days, visible
from tadmor.outlets.web import words
from tadmor.outlets.web.addresses import more, segment
from tadmor.outlets.web.marking import sentence

if TYPE_CHECKING:
    from jinja2 import Environment


@cache
def environment() -> Environment:
    """The templates; what is put in is escaped, and a name that is none is an error."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    out = Environment(
        loader=PackageLoader("tadmor.outlets.web"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True, auto_reload=False,
    )  # fmt: skip
    out.filters.update(_FILTERS)
    out.globals.update(kinds=KINDS, families=FAMILIES, today=date.today, modalities=words.MODALITIES, verbs=words.VERBS)
    return out


def _moment(value: datetime) -> str:
    return f"{day(value.date())}, {value:%H:%M} UTC"


def _thousands(value: int | None) -> str:
    return "open" if value is None else f"{value:,}"


def _clip(text: str, most: int = 240) -> str:
    """The text, cut at a word behind ``most`` characters."""
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + " …"


def _capitalized(text: str) -> str:
    """The text with a capital; the other letters stay as they are."""
    return text[:1].upper() + text[1:]


def _of_claims(ident: str, claims: dict[str, Any]) -> Any:
    """The telling of a claim's id, None where it is not among them."""
    return claims.get(ident)


_OF_WORDS = (
    "headline", "claim_line", "kind_title", "when_words", "where_words", "precision_words", "basis_words",
    "counts_words", "rule_words", "side_words", "because_words", "holding_words", "voices", "outlet_of", "safe_url",
    "plural", "version_words", "direction", "named", "event_standing",
)  # fmt: skip
_FILTERS: dict[str, Any] = {
    **{name: getattr(words, name) for name in _OF_WORDS},
    "day": day, "days": days, "moment": _moment, "thousands": _thousands, "clip": _clip, "visible": visible,
    "country": country, "key_of": key_of, "toll_words": toll_words, "family": family_of, "more": more,
    "segment": segment, "sentence": sentence, "aspect_words": words.ASPECTS.get, "capitalize_first": _capitalized,
    "in_claims": _of_claims,
}  # fmt: skip
