"""A row of UCDP GED as a report with a claim."""

from __future__ import annotations

from datetime import date

from tadmor.model import Grain, Mention, Precision, Quantity, When
from tadmor.outlets.exports.codec import Misfit
from tadmor.outlets.exports.foreign import (
    Cells,
    Row,
    Words,
    actor_kind,
    killed,
    mentions,
    own,
    own_kind,
    own_modality,
    place,
)
from tadmor.outlets.exports.lands import by_gw

_KINDS = {1: "clash", 2: "clash", 3: "attack"}
_PRECISIONS: dict[int, Precision] = {
    1: "town", 2: "near", 3: "district", 4: "province", 5: "region", 6: "country", 7: "region"
}  # fmt: skip
_GRAINS: dict[int, Grain] = {1: "day", 2: "span", 3: "week", 4: "month", 5: "span"}
_TRIGGERS = {
    "clash": ("clashes", "clash", "fighting", "battle", "killed", "kills", "kill", "attack", "die", "dead"),
    "attack": ("killed", "kills", "kill", "massacre", "attack", "murder", "shot", "bomb", "die", "dead"),
}


def row_of(cells: Cells) -> Row:
    """What a row of GED tells. Raises Misfit."""
    kind = own_kind(cells, _kind(cells))
    words = Words(own(cells, "quote") or cells.text("source_headline") or _made(cells))
    own_trigger = own(cells, "trigger")
    a, b = (mentions([cells.text(side)], words, actor_kind) for side in ("side_a", "side_b"))
    return Row(
        key=f"ged:{cells.text('id') or cells.text('relid') or ''}",
        maker="UCDP GED" if own(cells, "kind") is None else "tadmor",
        kind=kind,
        words=words,
        trigger=words.trigger([own_trigger] if own_trigger else _TRIGGERS.get(kind or "", ())),
        published=cells.day("tadmor_published") or _published(cells),
        outlet=own(cells, "outlet") or "; ".join(cells.listed("source_office")) or None,
        title=own(cells, "title") or cells.text("source_headline"),
        url=own(cells, "url"),
        modality=own_modality(cells),
        actors=a,
        targets=b,
        speakers=mentions(cells.listed("source_original"), words, lambda _: "organisation"),
        where=place(cells, words, _place_name(cells), _country(cells), _precision(cells)),
        when=_when(cells),
        counts=_deaths(cells, words, a, b),
    )


def _kind(cells: Cells) -> str | None:
    violence = cells.whole("type_of_violence")
    if violence is not None and violence not in _KINDS:
        raise Misfit(f"{violence} is none of 1, 2, 3", "type_of_violence")
    return _KINDS.get(violence or 0)


def _made(cells: Cells) -> str:
    """Words for a row without a headline."""
    parts = [cells.text(name) for name in ("dyad_name", "where_description", "country")]
    return ", ".join(part for part in parts if part) or "UCDP GED"


def _published(cells: Cells) -> date | None:
    """The earliest of the days of publication that a cell may list; None for a list in words."""
    days = []
    for part in cells.listed("source_date"):
        try:
            days.append(date.fromisoformat(part[:10]))
        except ValueError:
            continue
    return min(days, default=None)


def _place_name(cells: Cells) -> str | None:
    return cells.text("where_coordinates") or cells.text("where_description")


def _country(cells: Cells) -> str | None:
    return by_gw().get(cells.whole("country_id") or 0)


def _precision(cells: Cells) -> Precision:
    code = cells.whole("where_prec")
    if code is None or code in _PRECISIONS:
        return _PRECISIONS[code or 6]
    raise Misfit(f"{code} is none of 1 to 7", "where_prec")


def _when(cells: Cells) -> When:
    start, end = cells.day("date_start"), cells.day("date_end")
    precision = cells.whole("date_prec") or 5
    if start is None:
        raise Misfit("is missing", "date_start")
    if precision not in _GRAINS:
        raise Misfit(f"{precision} is none of 1 to 5", "date_prec")
    return When(start, end or start, _GRAINS[precision], "stated")


def _deaths(cells: Cells, words: Words, a: tuple[Mention, ...], b: tuple[Mention, ...]) -> tuple[Quantity, ...]:
    """A count for each side of which deaths are told; without any, what lies between low and high."""
    of_civilians = words.span("civilians") if cells.whole("deaths_civilians") else None
    told = (
        *killed(cells.whole("deaths_a"), words, a[0].span if a else None),
        *killed(cells.whole("deaths_b"), words, b[0].span if b else None),
        *killed(cells.whole("deaths_civilians"), words, of_civilians),
        *killed(cells.whole("deaths_unknown"), words),
    )
    low, high = cells.whole("low"), cells.whole("high")
    if told or not high:
        return told
    return (Quantity(words.span(str(high), label="killed, at most: "), low or None, high, "killed"),)
