"""Who holds a place, as a person reads it: on a day, over time, and for all places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from rich.text import Text

from tadmor.model import Control, Place
from tadmor.outlets.event_lines import Label, look_claims, number
from tadmor.outlets.look import Look
from tadmor.outlets.phrases import country, day, visible
from tadmor.pipeline.answers import Held

_BY = {"contested": "contested by", "besieged": "besieged by", "partly": "partly, with", "lost": "to"}


def place_name(place: Place) -> str:
    """A place with its country."""
    home = country(place.country) if place.country else None
    return visible(place.name) + (f", {home}" if home and home != place.name else "")


def state_words(control: Control, label: Label) -> str:
    """ "held by Islamic State since 21 May 2015", "besieged …", "not known"."""
    if control.holding == "unknown" and control.holder is None:
        return "nobody says who holds it"
    holder = visible(label(control.holder)) if control.holder else "somebody not named"
    head = {
        "held": f"held by {holder}", "partly": f"partly held by {holder}", "lost": f"lost by {holder}",
        "besieged": f"held by {holder}", "contested": f"contested; last held by {holder}",
    }.get(control.holding, f"last held by {holder}")  # fmt: skip
    by = f", {_BY[control.holding]} {visible(label(control.by))}" if control.by and control.holding in _BY else ""
    besieged = ", besieged" if control.holding == "besieged" and not control.by else ""
    since = f" since {day(control.start)}" if control.start else ""
    return f"{head}{by}{besieged}{since}"


def staleness_words(held: Held) -> str:
    """How long ago somebody last said so, or that it is told only later; "" where it was said on the day."""
    if not held.stale_days:
        return ""
    if held.stale_days < 0:
        return f"told only {number(-held.stale_days, 'day')} later"
    return f"last said {number(held.stale_days, 'day')} before"


def held_lines(held: Held, at: date, as_of: date | None, look: Look, label: Label) -> Iterator[Text]:
    """One place on one day: who holds it, why, how long ago somebody said so, and the versions beside it."""
    known = f", as known on {day(as_of)}" if as_of else ""
    yield look.source(f"{place_name(held.place)}, on {day(at)}{known}", "bold")
    yield from look.fold(look.source(state_words(held.control, label), "bold"), 2)
    if held.control.because:
        yield from look.fold(look.ours(held.control.because), 4)
    if stale := staleness_words(held):
        yield look.ours(f"    {stale}")
    for rival in held.control.rivals:
        holder = visible(label(rival.holder)) if rival.holder else "somebody not named"
        words = f"another version: {rival.holding}, {holder} (weight {rival.weight:.2f}{look_claims(rival.claims)})"
        yield from look.fold(look.source(words), 4)


def history_lines(place: Place, band: Sequence[Control], look: Look, label: Label) -> Iterator[Text]:
    """The control of a place over time, a line a change."""
    yield look.source(place_name(place), "bold")
    if not band:
        yield look.ours("  nobody says who holds it")
    for control in band:
        start = control.start.isoformat() if control.start else "?"
        end = control.end.isoformat() if control.end else ""
        begin = Text("  ") + look.ours(f"{start} – {end:10}  ")
        words = state_words(control, label).partition(" since ")[0]
        yield from look.flow([look.source(words, "bold"), look.ours(control.because)], begin)


def map_lines(rows: Sequence[Held], look: Look, label: Label) -> Iterator[Text]:
    """All places on one day, by country and name."""
    if not rows:
        yield look.ours("nobody says who holds any place")
    widest = max((len(place_name(h.place)) for h in rows), default=0)
    for held in sorted(rows, key=lambda h: (h.place.country or "", h.place.name)):
        begin = Text("  ") + look.source(place_name(held.place).ljust(min(widest, 34) + 2))
        chunks = [look.source(state_words(held.control, label), "bold")]
        if stale := staleness_words(held):
            chunks.append(look.ours(stale))
        if held.control.rivals:
            chunks.append(look.source(number(len(held.control.rivals), "other version")))
        yield from look.flow(chunks, begin)
