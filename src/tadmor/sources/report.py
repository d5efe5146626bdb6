"""One report from its text: identity, layout, language, days."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

from tadmor.errors import SourceError
from tadmor.model import DateBasis, Report
from tadmor.settings import DEFAULTS, Settings
from tadmor.sources import lexicon
from tadmor.sources.blocks import Layout, lay_out
from tadmor.sources.dates import head_date, parse_day
from tadmor.sources.language import language_of


class SourceNote(SourceError):  # noqa: N818 - no failure
    """Something amiss in a document that was read all the same: its report is there too."""


@dataclass(frozen=True, slots=True)
class Raw:
    """The bytes that a report was read from, and their SHA-256 in hexadecimal."""

    content: bytes
    sha256: str

    @classmethod
    def of(cls, content: bytes) -> Raw:
        """These bytes with their digest."""
        return cls(content, sha256(content).hexdigest())


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a report beside its text; ``published`` in the publisher's own words or as a day."""

    id: str | None = None
    title: str | None = None
    published: date | str | None = None
    outlet: str | None = None
    byline: str | None = None
    url: str | None = None
    raw: Raw | None = None
    source: str | None = None
    fetched: datetime | None = None


def report_from_text(
    text: str,
    *,
    id: str | None = None,
    title: str | None = None,
    published: date | str | None = None,
    outlet: str | None = None,
    url: str | None = None,
    settings: Settings = DEFAULTS,
) -> Report:
    """A report of this text, unchanged; offsets are its code points. Raises SourceError where it cannot be read.

    >>> report = report_from_text("BEIRUT, March 27 (Reuters) - The army took the town.", published="2016-03-28")
    >>> report.agency, report.dateline.place, report.dateline.date.isoformat()
    ('Reuters', 'Beirut', '2016-03-27')
    >>> [(block.kind, report.text[block.start : block.end]) for block in report.blocks]
    [('dateline', 'BEIRUT, March 27 (Reuters) -'), ('paragraph', 'The army took the town.')]
    """
    if day_fault(published):
        raise SourceError(f"published is {published!r}, which is no day", remedy="write it as 2016-03-27")
    return build(text, Facts(id, title, published, outlet, url=url), settings)


def build(text: str, facts: Facts, settings: Settings, layout: Layout | None = None) -> Report:
    """The report of a text and what is known beside it; SourceError for an empty, too long or foreign text."""
    check_text(text, settings)
    language = language_of(text)
    if language and settings.languages and language not in settings.languages:
        raise SourceError(_foreign(language, settings), remedy="translate it, or leave it out")
    title = facts.title.strip() or None if facts.title else None
    published, basis = day_published(facts.published)
    layout = layout or lay_out(text, title, published)
    filing = layout.filing
    if published is None:
        published, basis = _day_from_text(layout)
    return Report(
        id=facts.id or _identity(facts.url, text),
        text=text,
        title=title or layout.title,
        outlet=facts.outlet or None,
        agency=(filing.agency if filing else None)
        or _agency_of(facts.byline or layout.byline)
        or _agency_at_ends(text),
        byline=facts.byline or layout.byline,
        url=facts.url or None,
        dateline=filing.dateline if filing else None,
        published=published,
        published_basis=basis,
        fetched=facts.fetched,
        language=language,
        raw_sha256=facts.raw.sha256 if facts.raw else None,
        raw=facts.raw.content if facts.raw else None,
        blocks=layout.blocks,
        source=facts.source,
    )


def check_text(text: str, settings: Settings) -> None:
    """Raise SourceError for a text that is empty, too long, or holds half of a surrogate pair."""
    if not re.search(r"\w", text):
        found = "holds no words" if text.strip() else "is empty"
        raise SourceError(f"the text {found}", remedy="leave it out, or look where its words were lost")
    if len(text) > settings.max_chars:
        raise SourceError(
            f"the text has {len(text):,} characters, more than the {settings.max_chars:,} that max_chars allows",
            remedy="split it into reports, or raise max_chars",
        )
    try:
        text.encode()
    except UnicodeEncodeError as fault:
        raise SourceError(
            f"character {fault.start} of the text is half of a surrogate pair", remedy="write the text again as UTF-8"
        ) from None


def _foreign(language: str, settings: Settings) -> str:
    read = " and ".join(lexicon.language_name(code) or code for code in settings.languages)
    return f"text is in {lexicon.language_name(language) or 'another language'} ({language}); Tadmor reads {read}"


def day_published(published: date | str | None) -> tuple[date | None, DateBasis | None]:
    """The day of publication that metadata give, with its basis."""
    if isinstance(published, datetime):
        published = published.date()
    day = parse_day(published) if isinstance(published, str) else published
    return day, "metadata" if day else None


def day_fault(published: date | str | None) -> bool:
    """Whether metadata give a day of publication that is none ("2016-02-31", "yesterday", or one of two days)."""
    return isinstance(published, str) and bool(published.strip()) and parse_day(published) is None


def _day_from_text(layout: Layout) -> tuple[date | None, DateBasis | None]:
    filed, day = layout.filing.dateline.date if layout.filing else None, layout.head_day
    if filed and not (day and timedelta(0) < day - filed <= timedelta(days=3)):  # filed on the eve of publication
        return filed, "dateline"
    return day, "head" if day else None


def _agency_of(byline: str | None) -> str | None:
    """The agency that a byline names: "By Omar Haddad, Associated Press" gives "AP"."""
    if byline is None:
        return None
    parts = [byline, *byline.replace("|", ",").replace("/", ",").replace(" for ", ",").split(",")]
    return next((name for part in parts if (name := lexicon.agency(part.strip(" .()")))), None)


def _agency_at_ends(text: str) -> str | None:
    """The agency named before the day at the head ("AFP Friday 1 Jul 2016"), or signing the end ("-REUTERS")."""
    before_day, at_end = lexicon.agency_beside()
    found = head_date(text)
    match = before_day.search(text[: found[1].start]) if found else None
    match = match or at_end.search(text[-60:].rstrip())
    return lexicon.agency(match[1]) if match else None


def _identity(url: str | None, text: str) -> str:
    """First 16 hexadecimal digits of the SHA-256 of address and text."""
    return sha256(f"{url or ''}\n{text}".encode()).hexdigest()[:16]


def placed(fault: SourceError, where: str) -> SourceError:
    """The fault with the place it was met at, where it names none yet."""
    return fault if fault.where else type(fault)(fault.message, where=where, remedy=fault.remedy)
