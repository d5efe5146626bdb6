"""Readings into a record: the report, its claims, the story it is a telling of, and the events its claims belong to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from tadmor.errors import RecordError
from tadmor.model import Claim, Report, Standing, Telling
from tadmor.pipeline.answers import Added
from tadmor.pipeline.correcting import Quote, found_again
from tadmor.pipeline.events import Clusters
from tadmor.pipeline.naming import lineage
from tadmor.pipeline.near import Neighbours
from tadmor.pipeline.reader import Reading
from tadmor.pipeline.rules import rules_digest
from tadmor.query import Query
from tadmor.reconcile.origins import Story, bands, origin_of, signature
from tadmor.reconcile.stakes import stakes_of

if TYPE_CHECKING:
    from tadmor.record.record import Record
    from tadmor.record.values import Verb
    from tadmor.record.writer import Writer

_VERBS: dict[Standing, Verb] = {
    "accepted": "accept", "corrected": "correct", "rejected": "reject", "retracted": "retract",
}  # fmt: skip
_BACKGROUND = 200  # stories under one key: a passage that all print tells nothing of whose story it is


class Adder:
    """Writes readings into one record, many in one write where they come fast.

    ``after`` is called within the write for each reading that came in, with the day since when it is known.
    """

    def __init__(
        self, record: Record, who: str, verb: str = "add", rules: str | None = None,
        after: Callable[[Writer, Reading, date], None] | None = None,
    ) -> None:  # fmt: skip
        self.record, self.who, self.verb, self.after = record, who, verb, after
        self.rules = rules or rules_digest()
        self._neighbours = Neighbours()

    def write(self, readings: Sequence[Reading]) -> list[Added]:
        """What became of each, in order; all are kept, or none where it raises. Nothing is written for none."""
        if not readings:
            return []
        with self.record.write(self.verb, self.who, rules=self.rules) as writer:
            clusters = Clusters(writer, self._neighbours)
            return [self._one(writer, clusters, reading) for reading in readings]

    def _one(self, writer: Writer, clusters: Clusters, reading: Reading) -> Added:
        report = reading.report
        standing: tuple[Telling, ...] = ()
        how, origin, claims = None, report.id, reading.claims
        if self.verb == "reread":
            number, origin = writer.add_report(report), writer.view.origin(report.id)
            standing = tuple(writer.view.tellings(Query(report=report.id)))
            claims = _with_decisions(writer, report, claims)
        else:
            number = writer.add_report(report, report.raw, reading.known)
            if not writer.is_fresh(report.id):  # another writer was faster, after this one had asked what is there
                return Added(report.id, report.title, known=True)
            origin, how = self._version(writer, number, reading) or self._origin(writer, number, report)
        there = {telling.row for telling in standing}
        known = reading.known or report.published or datetime.now(UTC).date()
        rows = writer.add_reading(number, claims)
        told = zip(rows, claims, strict=True)
        new = [telling_of(report, claim, row, origin, known) for row, claim in told if row not in there]
        for telling in new:
            writer.add_stakes(telling.row, stakes_of(telling, lineage))
            _keep_standing(writer, telling, reading.standings.get(telling.claim.id))
        founded = clusters.place(new, gone=[t for t in standing if t.row not in set(rows)], given=reading.events)
        if self.after:
            self.after(writer, reading, known)
        return Added(report.id, report.title, len(new), founded, origin, how)

    def _version(self, writer: Writer, number: int, reading: Reading) -> tuple[str, str] | None:
        """The origin of the report that a reading replaces, and "version"; None where it replaces none."""
        if not reading.replaces:
            return None
        first = writer.view.origin(reading.replaces[0])
        first_n = writer.view.report_n(first)
        if first_n is None:
            raise RecordError(f"there is no report {first} to be replaced", where=f"report {reading.report.id}")
        writer.add_bands(number, bands(signature(reading.report.text)))
        writer.add_origin(number, first_n, "version", 1.0, ("same address",))
        return first, "version"

    def _origin(self, writer: Writer, number: int, report: Report) -> tuple[str, str | None]:
        """The origin of a report, and how it is a telling of it or None where it is its own; its bands are kept."""
        keys = bands(signature(report.text))
        near = writer.view.bands(keys, most=_BACKGROUND)
        writer.add_bands(number, keys)
        first, link = origin_of(_story(report, number), [(_story(other, 0), origin) for other, origin in near])
        if link is None:
            return report.id, None
        first_n = writer.view.report_n(first)
        assert first_n is not None
        writer.add_origin(number, first_n, link.how, link.score, link.because)
        return first, link.how


def _keep_standing(writer: Writer, telling: Telling, standing: Standing | None) -> None:
    """Keep what people decided elsewhere of a claim that comes in."""
    verb = _VERBS.get(standing) if standing else None
    if verb is None:
        return
    writer.add_decision(verb, telling.claim.id, value={} if verb == "correct" else None, because="as imported")
    if verb == "retract" or verb == "reject":
        writer.add_gone(telling.row, "retraction" if verb == "retract" else "rejection")


def telling_of(report: Report, claim: Claim, row: int, origin: str, known: date) -> Telling:
    """A claim with what its report adds."""
    return Telling(
        claim, known, origin, report.published, report.outlet, report.agency, report.title, report.url, row=row
    )


def _story(report: Report, row: int) -> Story:
    return Story(report.id, report.outlet, report.agency, report.title, report.text, report.published, report.url, row)


def identified(report: Report, record: Record, coming: dict[str, str]) -> Report | None:
    """The report, or None where the record has it or it is ``coming`` already, by id and digest of its text.

    A text of its own under the id of another gets an id of its own: it is a later state of the same document.
    """
    digest = sha256(report.text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    for ident in (report.id, f"{report.id}~{digest}"):
        there = coming.get(ident) or _digest(record, ident)
        if there is None:
            coming[ident] = digest
            return replace(report, id=ident)
        if there == digest:
            return None
    return None


def _digest(record: Record, ident: str) -> str | None:
    """The digest of the text that the record has under an id."""
    if not record.has([ident]):
        return None
    return sha256(record.report(ident).text.encode()).hexdigest()[:8]


def _with_decisions(writer: Writer, report: Report, claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """The claims of another reading; those that people corrected in an earlier one, found by their quote, keep its id.

    The record puts the correction in the place of a claim of that id.
    """
    out = list(claims)
    for decision in writer.view.decisions():
        quote = dict(decision.quote or {})
        if decision.verb != "correct" or decision.undone or quote.pop("report", None) != report.id:
            continue
        found = None if any(c.id == decision.subject for c in out) else found_again(Quote(**quote), out)
        if found is not None:
            out[out.index(found)] = replace(found, id=decision.subject)
    return tuple(out)
