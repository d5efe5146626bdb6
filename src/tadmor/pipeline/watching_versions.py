"""What a later report takes back: claims that a page no longer makes, that were withdrawn, or that were corrected."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from tadmor.model import Claim, Mention, Report, Telling
from tadmor.pipeline.watching_notices import Notice, about, notice_of, restated, touched
from tadmor.query import Query
from tadmor.record.stored import name_key

if TYPE_CHECKING:
    from tadmor.pipeline.reader import Reading
    from tadmor.record.record import Record
    from tadmor.record.view import View
    from tadmor.record.writer import Writer

Why = Literal["version", "withdrawal", "correction"]
_UNIT = re.compile(r"[^\n]+?(?:[.!?…][”\"’']?(?=\s)|(?=\n)|\Z)")
_RUN = 4
_ALIKE = 0.4  # of a sentence's runs of four words: it was edited, and not taken out
_TAIL = 1 / 3  # of a text lost from its end: it was cut (a page behind a wall, a live page), and not edited
_HEAD = 1 / 4  # of a text put in before all that stayed: a page that rolls on


@dataclass(frozen=True, slots=True)
class Taken:
    """What a report took back, and by which words; ``reports`` are those whose claims went, ``claims`` how many."""

    report: str
    url: str | None
    why: Why
    words: str
    reports: tuple[str, ...]
    claims: int


class Aftermath:
    """What reports take back as they come into a record; ``taken`` tells it, ``open`` are notices without a story."""

    def __init__(self) -> None:
        self.taken: list[Taken] = []
        self.open: list[tuple[str, date]] = []

    def after(self, writer: Writer, reading: Reading, known: date) -> None:
        """Follow a report that came in: its earlier versions, and what it says of others."""
        report, notice = reading.report, notice_of(reading.report)
        if notice:
            again = {claim.id for claim in restated(notice, report, reading.claims)}
            said = [t for t in _claims(writer.view, report.id) if t.claim.id in again]
            _take_back(writer, said, _because(report, notice.taking, notice.words), notice.taking, known)
        if reading.replaces:
            self._versions(writer, reading, notice, known)
        if notice and not self._elsewhere(writer, report, reading.claims, notice, known) and not reading.replaces:
            self.open.append((report.id, known))

    def later(self, record: Record, who: str, ident: str, known: date) -> bool:
        """Look again for the story of a notice that had none; whether it is there now."""
        report = record.report(ident)
        notice = notice_of(report)
        if notice is None or not about(record, report, notice, known):
            return notice is None
        claims = [telling.claim for telling in _claims(record, ident)]
        with record.write("watch", who) as writer:
            return self._elsewhere(writer, report, claims, notice, known)

    def _versions(self, writer: Writer, reading: Reading, notice: Notice | None, known: date) -> None:
        """Take back what the earlier versions of a report claimed and this one does not."""
        report = reading.report
        versions = list(writer.view.reports(reading.replaces))
        if notice and any((old := notice_of(version)) and old.words == notice.words for version in versions):
            notice = None  # it came with an earlier version, and what it says was done then
        why: Why = notice.taking if notice and notice.itself else "version"
        words = notice.words if notice and notice.itself else f"the page no longer says so on {known.isoformat()}"
        gone: dict[str, list[Telling]] = {}
        for version in versions:
            said = _claims(writer.view, version.id)
            lost = said if why == "withdrawal" else unsaid(version, said, report, reading.claims)
            gone.update({version.id: lost} if lost else {})
        self._take(writer, report, why, words, gone, known)

    def _elsewhere(self, writer: Writer, report: Report, claims: Sequence[Claim], notice: Notice, known: date) -> bool:
        """Take back what a notice is about at other addresses; whether anything was found."""
        found = about(writer.view, report, notice, known)
        gone: dict[str, list[Telling]] = {}
        for other, anew in found:
            said = _claims(writer.view, other.id)
            if notice.taking == "withdrawal":
                lost = said
            elif anew:
                lost = unsaid(other, said, report, claims)
            else:
                named = {claim.id for claim in touched(notice, report.text, [t.claim for t in said])}
                lost = [t for t in said if t.claim.id in named]
            gone.update({other.id: lost} if lost else {})
        self._take(writer, report, notice.taking, notice.words, gone, known)
        return bool(found)

    def _take(
        self, writer: Writer, report: Report, why: Why, words: str, gone: dict[str, list[Telling]], known: date
    ) -> None:
        lost = [telling for tellings in gone.values() for telling in tellings]
        if lost:
            _take_back(writer, lost, _because(report, why, words), why, known)
            self.taken.append(Taken(report.id, report.url, why, words, tuple(gone), len(lost)))


def _claims(view: View | Record, report: str) -> list[Telling]:
    """The claims of a report that stand."""
    return list(view.tellings(Query(report=report)))


def _because(report: Report, why: Why, words: str) -> str:
    """The reason that stands in the log: the publisher's words, or that they are gone."""
    said = words if why == "version" else f"{report.outlet or 'the publisher'}: “{words}”"
    return f"{said} ({report.url}, report {report.id})" if report.url else f"{said} (report {report.id})"


def _take_back(writer: Writer, tellings: Iterable[Telling], because: str, why: Why, known: date) -> None:
    for telling in tellings:
        day = max(known, telling.known)
        writer.add_gone(telling.row, "retraction", day)
        writer.add_decision("retract", telling.claim.id, because=because, who=f"rule:{why}", known=day)


def unsaid(earlier: Report, said: Sequence[Telling], later: Report, claims: Sequence[Claim]) -> list[Telling]:
    """The claims of an earlier version that a later one makes no more.

    A claim stands where its sentence does, or where another of the same content is made. So does what was lost with
    the end of a text that was cut or rolls on, and all where the later text shares no sentence with the earlier one.
    """
    kept = _kept_until(earlier.text, later.text)
    if kept is None:
        return []
    text = _folded(later.text)
    contents = [_content(claim) for claim in claims]
    return [
        telling for telling in said
        if telling.claim.sentence.start < kept
        and _folded(telling.claim.sentence.text) not in text
        and not any(_holds(content, _content(telling.claim)) for content in contents)
    ]  # fmt: skip


def _kept_until(earlier: str, later: str) -> int | None:
    """Up to where of the earlier text what is missing was taken out; None where the later one is another article."""
    runs, before = _runs(later), _runs(earlier)
    kept = [unit for unit in _UNIT.finditer(earlier) if _alike(unit[0], runs)]
    if not kept:
        return None
    end = kept[-1].end()
    first = next((unit.start() for unit in _UNIT.finditer(later) if _alike(unit[0], before)), len(later))
    rolls = end < len(earlier.rstrip()) and first > _HEAD * len(later)
    cut = len(earlier) - end > _TAIL * len(earlier)
    return end if rolls or cut else len(earlier) + 1


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _in_runs(words: Sequence[str]) -> list[str]:
    return [" ".join(words[at : at + _RUN]) for at in range(max(len(words) - _RUN + 1, 1))]


def _runs(text: str) -> set[str]:
    return set(_in_runs(_words(text)))


def _alike(unit: str, runs: set[str]) -> bool:
    own = _in_runs(_words(unit))
    return len(own) > 1 and sum(run in runs for run in own) >= _ALIKE * len(own)


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


Content = tuple[object, frozenset[str], frozenset[str], frozenset[str], frozenset[object]]


def _content(claim: Claim) -> Content:
    """What a claim says, whatever its words: kind, where and when; who did it, to whom, who says so; the counts."""
    where = claim.where and (claim.where.place.id if claim.where.place else _folded(claim.where.span.text))
    when = claim.when and (claim.when.start, claim.when.end)
    counts = frozenset((c.unit, c.low, c.high, c.total) for c in claim.counts)
    said = claim.attribution.speakers
    return (claim.kind, claim.modality, where, when), _keys(claim.actors), _keys(claim.targets), _keys(said), counts


def _keys(mentions: Iterable[Mention]) -> frozenset[str]:
    return frozenset(name_key(mention) for mention in mentions)


def _holds(later: Content, earlier: Content) -> bool:
    """Whether the later content says all that the earlier one did; who is named beside is no matter."""
    whom = all(theirs <= ours for ours, theirs in zip(later[1:4], earlier[1:4], strict=True))
    return later[0] == earlier[0] and whom and later[4] == earlier[4]
