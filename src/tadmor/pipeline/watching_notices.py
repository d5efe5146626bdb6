"""What a publisher takes back: notices of withdrawal and correction, found by their words, and what they are about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from tadmor.model import Claim, Report
from tadmor.reconcile.credits import credit
from tadmor.reconcile.origins import Story, bands, same_origin, signature
from tadmor.sources.notices import any_of, reads_as, table

if TYPE_CHECKING:
    from tadmor.record.view import View

Taking = Literal["withdrawal", "correction"]
_PARAGRAPH = re.compile(r"[^\n]+")
_SENTENCE_END = re.compile(r"(?<=[.!?…])[”\"’']?\s+(?=\W?[A-Z\d])")
_WORD = re.compile(r"\w+")
_SEARCHED, _BACKGROUND = 40, 200
_BRIEF = 1500  # characters: a report below this that tells of a withdrawal tells of nothing else
_LABEL = 2  # words
_TITLE_ALIKE = 0.8  # of the words of the longer of two headlines


@dataclass(frozen=True, slots=True)
class Notice:
    """That a publisher withdraws or corrects: its words, the paragraph of them, and the headlines that it names.

    ``itself`` is whether it speaks of the story that it stands in ("this story has been withdrawn").
    """

    taking: Taking
    words: str
    start: int
    end: int
    headlines: tuple[str, ...]
    itself: bool


def notice_of(report: Report) -> Notice | None:
    """The notice of a report, None where it takes nothing back; a withdrawal goes before a correction."""
    taking: Taking
    for taking in ("withdrawal", "correction"):
        if found := _in_title(report, taking) or _in_text(report, taking):
            return found
    return None


def _in_title(report: Report, taking: Taking) -> Notice | None:
    title = report.title or ""
    if not any_of(taking, "title").search(title):
        return None
    inner = _in_text(report, taking)
    start, end = (inner.start, inner.end) if inner else (0, 0)
    words = f"{title}: {inner.words}" if inner and inner.words not in title else title
    named = tuple(dict.fromkeys((*_headlines(title, "title"), *_headlines(report.text, "text"))))
    # "WITHDRAWN: Army takes the dam" is the story itself under its new head, or a notice on it: both are meant.
    return Notice(taking, _told(words), start, end, named, itself=True)


def _in_text(report: Report, taking: Taking) -> Notice | None:
    for start, end in _ends(report.text):
        paragraph = report.text[start:end]
        match = any_of(taking, "text").search(paragraph)
        if match:
            sentence = next(s for s in _sentences(paragraph) if s[0] <= match.start() < s[1])
            words = paragraph if paragraph.startswith(match[0]) else paragraph[sentence[0] : sentence[1]]
            itself = re.search(r"(?i)\bthis\b|^\W*\(?(?:corr|clarif|refile|eds?\b|editors?\b)|\bversion of\b", match[0])
            return Notice(taking, _told(words), start, end, _headlines(paragraph, "text"), itself is not None)
    return None


def _ends(text: str) -> list[tuple[int, int]]:
    """Where the paragraphs stand among which a notice may be; one that is a mere label ("CORRECTION:") has the next."""
    found, reach = [match.span() for match in _PARAGRAPH.finditer(text)], table()["reach"]
    first, last = reach["first_paragraphs"], reach["last_paragraphs"]
    whole = [
        (start, after[1]) if len(_words(text[start:end])) <= _LABEL else (start, end)
        for (start, end), after in zip(found, [*found[1:], found[-1]] if found else [], strict=True)
    ]
    return whole if len(whole) <= first + last else whole[:first] + whole[-last:]


def _sentences(paragraph: str) -> Iterator[tuple[int, int]]:
    start = 0
    for end in _SENTENCE_END.finditer(paragraph):
        yield start, end.start()
        start = end.end()
    yield start, len(paragraph) + 1


def _told(words: str) -> str:
    folded, most = " ".join(words.split()), int(table()["reach"]["words_told"])
    return folded if len(folded) <= most else folded[: most - 1].rstrip() + "…"


def _headlines(words: str, where: str) -> tuple[str, ...]:
    found = [match[1] for pattern in table()["headline"][where] for match in re.finditer(pattern, words)]
    return tuple(dict.fromkeys(h.strip() for h in found if len(_words(h)) >= table()["headline"]["least_words"]))


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def restated(notice: Notice, report: Report, claims: Sequence[Claim]) -> list[Claim]:
    """The claims that a notice only says again to take them back: those of its words, or all of what is one notice."""
    withdrawn = notice.taking == "withdrawal"
    if withdrawn and (notice.itself or len(report.text) < _BRIEF):
        return list(claims)
    within = [c for c in claims if notice.start <= c.trigger.start < notice.end]
    return [claim for claim in within if withdrawn or reads_as("restating", claim.sentence.text)]


def touched(notice: Notice, text: str, claims: Sequence[Claim]) -> list[Claim]:
    """The claims that the words of a correction speak of: two of their own words at least stand in it.

    The headline that it names is left out: it says which story is meant, not what was wrong with it.
    """
    words = text
    for headline in notice.headlines:
        words = words.replace(headline, " ")
    said = f" {' '.join(_words(words))} "
    return [claim for claim in claims if sum(f" {' '.join(_words(own))} " in said for own in _own_words(claim)) > 1]


def _own_words(claim: Claim) -> set[str]:
    spans = [claim.trigger, *(m.span for m in (*claim.actors, *claim.targets)), *(c.span for c in claim.counts)]
    spans += [claim.where.span] if claim.where else []
    return {span.text for span in spans if span.text.strip()}


def house_of(report: Report) -> set[str]:
    """Whose story it is: outlet and agency, case folded."""
    names = (report.outlet, report.agency, credit(report.text, report.outlet))
    return {name.casefold() for name in names if name}


def about(view: View, report: Report, notice: Notice, known: date) -> list[tuple[Report, bool]]:
    """The earlier reports of the same house that a notice is about; True where the report tells the story itself anew.

    Found by a headline that the notice names, with the prints of the same story, or by text that is nearly the same.
    """
    found: dict[str, tuple[Report, bool]] = {}
    for headline in notice.headlines:
        for first in _headed(view, report, headline, known)[:1]:
            found.update({r.id: (r, False) for r in (first, *_near(view, report, first, known))})
    if notice.itself:
        found.update({r.id: (r, True) for r in _near(view, report, report, known)})
    return list(found.values())


def _headed(view: View, report: Report, headline: str, known: date) -> list[Report]:
    """The reports under a headline, the latest first."""
    words = _words(headline)
    hits = view.search(" ".join(words), limit=_SEARCHED)
    reports = [r for r in view.reports([hit.report for hit in hits]) if _may_be_meant(report, r, known)]
    alike = [r for r in reports if _alike(words, _words(r.title or ""))]
    return sorted(alike, key=lambda r: r.published or date.min, reverse=True)


def _alike(one: Sequence[str], other: Sequence[str]) -> bool:
    return len(set(one) & set(other)) >= _TITLE_ALIKE * max(len(set(one)), len(set(other)), 1)


def _near(view: View, report: Report, like: Report, known: date) -> list[Report]:
    """The earlier prints of a story, by the house of ``report``."""
    near = view.bands(bands(signature(like.text)), most=_BACKGROUND)
    return [r for r, _ in near if _may_be_meant(report, r, known) and same_origin(_story(r), _story(like))]


def _may_be_meant(report: Report, other: Report, known: date) -> bool:
    days = timedelta(days=table()["reach"]["days"])
    in_time = other.published is None or known - days <= other.published <= known
    return other.id != report.id and in_time and bool(house_of(report) & house_of(other)) and not notice_of(other)


def _story(report: Report) -> Story:
    return Story(report.id, report.outlet, report.agency, report.title, report.text, report.published)
