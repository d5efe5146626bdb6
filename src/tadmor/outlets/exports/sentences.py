"""An event in a sentence or two of Tadmor's own, for notes and feeds."""

from __future__ import annotations

from tadmor.model import Event
from tadmor.outlets.exports.facts import COUNTED, Figure, chosen, figure, labels, outlets, pin, speakers
from tadmor.outlets.exports.value import Export
from tadmor.outlets.phrases import bounds, country, days


def heading(event: Event) -> str:
    """Kind, place and days: "Capture: Palmyra, Syria, 27 March 2016"."""
    return f"{event.kind.capitalize()}: {', '.join(part for part in (place(event), _when(event)) if part)}".rstrip(": ")


def place(event: Event) -> str:
    """The place with its country; its words where it is not resolved; "" where none is told."""
    if event.where is None:
        return ""
    row = event.where.place
    if row is None:
        return " ".join(event.where.span.text.split())
    home = country(row.country) if row.country else ""
    named = row.name if home in ("", row.name) else f"{row.name}, {home}"
    return f"near {named}" if pin(event).acled == 2 else named


def _when(event: Event) -> str:
    when = event.when
    return days(when.start, when.end) if when and (when.start or when.end) else ""


def notes(event: Event, export: Export) -> str:
    """What happened, the figures, and who says so."""
    return " ".join(filter(None, (_happening(event, export), _figures(event), _voices(event))))


def _happening(event: Event, export: Export) -> str:
    parts = [heading(event)]
    if event.actors:
        parts.append(f"by {labels(event.actors, export.label)}")
    if event.targets:
        parts.append(f"against {labels(event.targets, export.label)}")
    return "; ".join(parts) + "."


def _figures(event: Event) -> str:
    told = [f"{unit} {_figure(one)}" for unit in COUNTED if (one := figure(event, unit)) != Figure()]
    return f"{'; '.join(told).capitalize()}." if told else ""


def _figure(one: Figure) -> str:
    told = bounds(one.low, one.high)
    return told if one.best is None or one.low == one.high else f"{told} (best {one.best:,} by {one.rule})"


def _voices(event: Event) -> str:
    said = f"Said by {', '.join(voices)}" if (voices := speakers(event)[:3]) else "Told"
    where = f" in {', '.join(papers)}" if (papers := outlets(event)[:3]) else ""
    disputed = f"; disputed: {', '.join(d.aspect for d in event.differences)}" if event.differences else ""
    origins = "1 origin" if event.origins == 1 else f"{event.origins} origins"
    modality = chosen(event).claim.modality
    doubt = "" if modality == "asserted" else f", as {modality}"
    return f"{said}{where}{doubt} ({origins}{disputed})."
