"""A small record for the views: two stories that differ, one in Arabic, one with hostile words in every field."""

from __future__ import annotations

from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from tadmor import open as open_record
from tadmor.model import Attribution, Block, Claim, Mention, Place, Quantity, Report, Span, When, Where
from tadmor.pipeline import Monitor, Reading

PALMYRA = Place("geonames:163808", "Palmyra", "SY", 34.5624, 38.284, "town", "Homs Governorate", 51015)
HOMS = Place("geonames:169577", "Homs", "SY", 34.724, 36.7256, "town", "Homs Governorate", 775404)
EVIL = '"><script>alert(1)</script><img src=x onerror=alert(2)>{{7*7}}</title>'
EVIL_URL = "javascript:alert(document.cookie)"
_PLACES = {"Palmyra": PALMYRA, "Homs": HOMS, "تدمر": PALMYRA}
_REFS = {
    "army": "syria-armed-forces", "Islamic State": "islamic-state", "state television": "syria-tv",
    "الجيش السوري": "syria-armed-forces", "داعش": "islamic-state",
}  # fmt: skip

MARCH = (
    "Army retakes Palmyra\n\nState television said on Sunday that the army recaptured Palmyra from Islamic State. "
    "At least 400 fighters were killed, the army said.\n\nResidents of Homs heard shelling at night."
)
OTHER = (
    "Palmyra falls to army\n\nThe army recaptured Palmyra from Islamic State on 27 March 2016. "
    "A monitor said 180 fighters were killed in Palmyra."
)
MAY = "Islamic State takes Palmyra\n\nIslamic State captured Palmyra on 20 May 2015, residents said."
ARABIC = (
    "الجيش يستعيد تدمر\n\nقال التلفزيون الرسمي إن الجيش السوري استعاد مدينة تدمر من داعش يوم الأحد.\n\n"
    "وأضاف المصدر أن المعارك استمرت ثلاثة أسابيع."
)


def reading(text: str, published: date, *claims: dict[str, Any], outlet: str | None, **more: Any) -> Reading:
    """A report of this text with claims given as keywords of ``claim``; its first line is the title."""
    ident = more.pop("id", None) or sha256(f"{outlet} {text}".encode()).hexdigest()[:12]
    raw = more.pop("raw", text.encode())
    title = more.pop("title", text.partition("\n")[0])
    report = Report(
        ident, text, title, outlet, published=published, raw=raw, raw_sha256=sha256(raw).hexdigest(),
        blocks=tuple(_blocks(text)), fetched=datetime(2016, 3, 28, 9, 30, tzinfo=UTC), published_basis="metadata",
        **more,
    )  # fmt: skip
    return Reading(report, tuple(claim(report, **given) for given in claims))


def _blocks(text: str) -> list[Block]:
    out, at = [], 0
    for number, part in enumerate(text.split("\n\n")):
        start = text.index(part, at)
        at = start + len(part)
        out.append(Block("paragraph" if number else "title", start, at))
    return out


def claim(
    report: Report, kind: str, trigger: str, *, actor: str = "", target: str = "", place: str = "",
    day: date | None = None, killed: str = "", speaker: str = "", score: float = 0.9, why: str = "model:test",
) -> Claim:  # fmt: skip
    """A claim in the sentence that holds its trigger."""
    at = report.text.index(trigger)
    start = max(report.text.rfind(sign, 0, at) + len(sign) for sign in (". ", "\n\n") if sign in report.text[:at])
    end = report.text.find(".", at) + 1 or len(report.text)
    where = Where(span(report, place, start), _PLACES.get(place), "in", "town") if place else None
    low, is_open = (int(killed.rstrip("+")), killed.endswith("+")) if killed else (0, False)
    counts = (Quantity(span(report, killed.rstrip("+"), start), low, None if is_open else low, "killed"),)
    return Claim(
        sha256(f"{report.id} {trigger} {kind}".encode()).hexdigest()[:16], report.id, kind, "asserted",
        report.span(start, end), span(report, trigger, at), mentions(report, actor, start),
        mentions(report, target, start), where, When(day, day, "day", "stated") if day else None,
        counts if killed else (), Attribution(report.outlet, mentions(report, speaker, start)), score, why,
    )  # fmt: skip


def span(report: Report, words: str, after: int) -> Span:
    """Where the words stand first in their sentence, else in the text."""
    start = report.text.find(words, after)
    start = start if start >= 0 else report.text.index(words)
    return report.span(start, start + len(words))


def mentions(report: Report, words: str, after: int) -> tuple[Mention, ...]:
    """The mentions of words divided by ";"."""
    named = [word for word in words.split(";") if word]
    return tuple(Mention(span(report, word, after), "force", _REFS.get(word)) for word in named)


def hostile() -> Reading:
    """A report of which every field that a text can fill holds markup."""
    text = f"{EVIL}\n\nMen of {EVIL} shelled {EVIL} near Homs, {EVIL} said."
    one = {"kind": "shelling", "trigger": "shelled", "actor": f"Men of {EVIL}", "target": EVIL, "speaker": EVIL}
    return reading(
        text, date(2016, 3, 29), {**one, "place": "Homs", "day": date(2016, 3, 28), "why": EVIL}, outlet=EVIL,
        url=EVIL_URL, byline=EVIL, agency=EVIL, id="hostile0report", raw=f"<html><body>{EVIL}</body></html>".encode(),
    )  # fmt: skip


def readings() -> list[Reading]:
    """All reports of the record."""
    sunday = date(2016, 3, 27)
    capture = {"kind": "capture", "trigger": "recaptured", "actor": "army", "target": "Islamic State"}
    return [
        reading(
            MAY, date(2015, 5, 21), {"kind": "capture", "trigger": "captured", "actor": "Islamic State",
            "place": "Palmyra", "day": date(2015, 5, 20), "speaker": "residents"}, outlet="Coast Herald",
        ),
        reading(
            MARCH, sunday, {**capture, "place": "Palmyra", "day": sunday, "speaker": "State television"},
            {"kind": "casualties", "trigger": "killed", "target": "fighters", "place": "Palmyra", "day": sunday,
             "killed": "400+", "speaker": "army"},
            {"kind": "shelling", "trigger": "shelling", "place": "Homs", "day": sunday, "score": 0.41},
            outlet="Coast Herald", url="https://coast.example/palmyra?a=1&b=2",
        ),
        reading(
            OTHER, date(2016, 3, 28), {**capture, "place": "Palmyra", "day": sunday},
            {"kind": "casualties", "trigger": "killed", "target": "fighters", "place": "Palmyra", "day": sunday,
             "killed": "180", "speaker": "monitor", "score": 0.62},
            outlet="Inland Post",
        ),
        reading(
            ARABIC, date(2016, 3, 28), {"kind": "capture", "trigger": "استعاد", "actor": "الجيش السوري",
            "target": "داعش", "place": "تدمر", "day": sunday, "speaker": "التلفزيون الرسمي"},
            outlet="صحيفة الساحل", language="ar",
        ),
        hostile(),
    ]  # fmt: skip


def made(path: Path) -> Monitor:
    """The record at a path, with these reports."""
    monitor = open_record(path)
    list(monitor.add_readings(readings(), who="maker"))
    return monitor
