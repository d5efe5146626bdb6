"""Readings made by hand: one report a call, its claims by their words."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from typing import Any

from tadmor.model import Attribution, Claim, Mention, Place, Quantity, Report, Span, When, Where
from tadmor.pipeline import Reading

PALMYRA = Place("geonames:163808", "Palmyra", "SY", 34.5624, 38.284, "town", "Homs Governorate", 51015)
HOMS = Place("geonames:169577", "Homs", "SY", 34.724, 36.7256, "town", "Homs Governorate", 775404)
RAMADI = Place("geonames:98717", "Ramadi", "IQ", 33.42, 43.3, "town", "Al Anbar")
_PLACES = {"Palmyra": PALMYRA, "Homs": HOMS, "Ramadi": RAMADI}
_REFS = {
    "army": "syria-armed-forces", "Islamic State": "islamic-state", "state television": "syria-tv",
    "air force": "russian-aerospace-forces",
}  # fmt: skip


def reading(text: str, published: date, *claims: dict[str, Any], outlet: str = "Coast Herald", **more: Any) -> Reading:
    """A report of this text with claims given as keywords of ``claim``."""
    ident = more.pop("id", None) or sha256(f"{outlet} {text}".encode()).hexdigest()[:12]
    title = more.pop("title", text.partition(".")[0])
    raw = more.pop("raw", text.encode())
    report = Report(
        ident, text, title, outlet, published=published, raw=raw, raw_sha256=sha256(raw).hexdigest(), **more
    )
    return Reading(report, tuple(claim(report, **given) for given in claims))


def claim(
    report: Report, kind: str, trigger: str, *, actor: str = "", target: str = "", place: str = "",
    day: date | None = None, killed: str = "", speaker: str = "", modality: Any = "asserted", total: bool = False,
) -> Claim:  # fmt: skip
    """A claim in the sentence that holds its trigger."""
    at = report.text.index(trigger)
    start = report.text.rfind(". ", 0, at) + 2 if ". " in report.text[:at] else 0
    end = report.text.find(".", at) + 1 or len(report.text)
    low, open_end = (int(killed.rstrip("+")), killed.endswith("+")) if killed else (0, False)
    counts = (Quantity(span(report, killed.rstrip("+")), low, None if open_end else low, "killed", total=total),)
    where = Where(span(report, place), _PLACES.get(place), "in", "town") if place else None
    ident = sha256(f"{report.id} {trigger} {kind} {place}".encode()).hexdigest()[:16]
    return Claim(
        ident, report.id, kind, modality, report.span(start, end), span(report, trigger), mentions(report, actor),
        mentions(report, target), where, When(day, day, "day", "stated") if day else None, counts if killed else (),
        Attribution(report.outlet, mentions(report, speaker)), 0.9, f"model:{kind}",
    )  # fmt: skip


def span(report: Report, words: str) -> Span:
    """Where the words stand first."""
    start = report.text.index(words)
    return report.span(start, start + len(words))


def mentions(report: Report, words: str) -> tuple[Mention, ...]:
    """The mentions of words divided by ";"."""
    named = [word for word in words.split(";") if word]
    return tuple(Mention(span(report, word), "force", _REFS.get(word)) for word in named)


LOST, TAKEN, AFTER = date(2015, 5, 21), date(2016, 3, 27), date(2016, 3, 29)

FALL = reading(
    "Islamic State captured Palmyra on Thursday, residents said. At least 40 soldiers were killed.",
    LOST,
    {"kind": "capture", "trigger": "captured", "actor": "Islamic State", "place": "Palmyra", "day": LOST},
    outlet="Levant Wire",
)
RETAKEN = reading(
    "The army recaptured Palmyra from Islamic State on Sunday, state television said. Shells killed 12 in Homs.",
    TAKEN,
    {
        "kind": "capture", "trigger": "recaptured", "actor": "army", "target": "Islamic State", "place": "Palmyra",
        "day": TAKEN, "speaker": "state television",
    },
    {"kind": "shelling", "trigger": "Shells", "place": "Homs", "day": TAKEN, "killed": "12"},
)  # fmt: skip
MONITORS = reading(
    "Islamic State lost Palmyra to the army on Sunday, monitors wrote. In Homs 15 people died when shells fell.",
    AFTER,
    {
        "kind": "capture", "trigger": "lost", "actor": "army", "target": "Islamic State", "place": "Palmyra",
        "day": TAKEN, "speaker": "monitors",
    },
    {"kind": "shelling", "trigger": "shells fell", "place": "Homs", "day": TAKEN, "killed": "15"},
    outlet="Orontes Post",
)  # fmt: skip
