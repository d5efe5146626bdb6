"""What people decide, written down: judgements, retractions, corrections, acceptance; and taken back again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING

from tadmor.errors import RecordError, SettingError
from tadmor.model import Claim, Report, Telling
from tadmor.pipeline.adding import telling_of
from tadmor.pipeline.answers import Decided
from tadmor.pipeline.correcting import Quote, corrected
from tadmor.pipeline.events import Clusters
from tadmor.pipeline.naming import lineage
from tadmor.query import Query
from tadmor.reconcile.stakes import stakes_of

if TYPE_CHECKING:
    from tadmor.record.record import Record
    from tadmor.record.values import Decision
    from tadmor.record.writer import Writer

_TAKES_OUT = ("retract", "reject", "correct")
_SEE = "'tadmor log' numbers the decisions, 'tadmor undo' takes one back"


def judge(record: Record, a: str, b: str, same: bool, because: str, who: str) -> str:
    """Keep a judgement on two claims or events, and bring the events in line with it."""
    one, other = _claim_of(record, a), _claim_of(record, b)
    if one.claim.id == other.claim.id:
        raise SettingError(f"{a!r} and {b!r} are one and the same", remedy="name two claims or two events")
    verdict = "same" if same else "different"
    with record.write("judge", who) as writer:
        writer.add_decision("judge", one.claim.id, other=other.claim.id, value=verdict, because=because)
        Clusters(writer).judged([one.claim.id, other.claim.id])
        events = writer.view.event_ids([one.row, other.row])
    now = "one event" if len(set(events.values())) == 1 else "two events"
    return (
        f"{one.claim.id} and {other.claim.id} are judged {verdict}: {now}, {' and '.join(sorted(set(events.values())))}"
    )


def _claim_of(record: Record, ident: str) -> Telling:
    """The claim of an id, or the first one of an event."""
    try:
        return record.telling(ident)
    except RecordError as fault:
        if "several" in fault.message:
            raise
    _, tellings = record.event(ident)
    return tellings[0]


def retract(record: Record, ident: str, because: str, known: date, who: str) -> str:
    """Take back a claim or a whole report from a day on."""
    subject, tellings = _subject(record, ident)
    if not tellings:
        raise SettingError(f"no claim of {subject} stands any more", remedy=_SEE)
    with record.write("retract", who) as writer:
        for telling in tellings:
            writer.add_gone(telling.row, "retraction", known)
            writer.add_decision("retract", telling.claim.id, because=because, known=known)
    return f"{subject}: {_claims(len(tellings))} retracted as of {known.isoformat()}"


def _subject(record: Record, ident: str) -> tuple[str, list[Telling]]:
    """What an id names, in words, with its claims."""
    try:
        telling = _standing(record, ident)
    except RecordError as fault:
        if "several" in fault.message:
            raise
    else:
        return f"claim {telling.claim.id}", [telling]
    try:
        report = record.report(ident)
    except RecordError as fault:
        if "several" in fault.message:
            raise
        message = f"no claim or report has an id that begins with {ident!r}"
        raise RecordError(message, where=record.url, remedy="'tadmor claims' shows ids") from None
    return f"report {report.id}", list(record.tellings(Query(report=report.id)))


def _standing(record: Record, ident: str) -> Telling:
    """The claim of an id; one that was taken out is an error, for a second decision on it could not be undone alone."""
    telling = record.telling(ident)
    if not record.tellings_of([telling.claim.id]):
        why = telling.standing if telling.standing in ("retracted", "rejected") else "not read there any more"
        raise SettingError(f"claim {telling.claim.id} is {why}", remedy=_SEE)
    return telling


def _claims(number: int) -> str:
    return f"{number} claim" + ("" if number == 1 else "s")


def correct(record: Record, ident: str, changes: Mapping[str, str], because: str, who: str) -> str:
    """Set fields of a claim anew."""
    telling = _standing(record, ident)
    report = record.report(telling.claim.report)
    spoken_of = [place.country for place in record.place_rows().values() if place.country]
    claim = corrected(telling.claim, report, changes, spoken_of)
    if claim == telling.claim:
        raise SettingError(f"claim {claim.id} says so already", remedy="see 'tadmor explain'")
    with record.write("correct", who) as writer:
        quote = {**asdict(Quote.of(telling.claim)), "report": report.id}
        field = ", ".join(changes)
        writer.add_decision("correct", claim.id, field=field, value=dict(changes), quote=quote, because=because)
        put_in(writer, telling, report, claim)
    return f"claim {claim.id}: {field} corrected"


def put_in(writer: Writer, old: Telling, report: Report, claim: Claim) -> None:
    """Put a corrected claim in the place of the one that stands."""
    row = writer.add_correction(old.row, claim)
    new = telling_of(report, claim, row, old.origin, old.known)
    writer.add_stakes(row, stakes_of(new, lineage))
    Clusters(writer).place([new], gone=[old])


def accept(record: Record, ident: str, because: str, who: str) -> str:
    """Keep that a claim was read rightly."""
    telling, _ = _reviewed(record, ident, who)
    with record.write("accept", who) as writer:
        writer.add_decision("accept", telling.claim.id, because=because)
    return f"claim {telling.claim.id} accepted"


def reject(record: Record, ident: str, because: str, who: str) -> str:
    """Leave a claim out of every answer, as misread."""
    telling, stands = _reviewed(record, ident, who)
    with record.write("reject", who) as writer:
        writer.add_decision("reject", telling.claim.id, because=because)
        if stands:
            writer.add_gone(telling.row, "rejection")
    return f"claim {telling.claim.id} rejected"


def _reviewed(record: Record, ident: str, who: str) -> tuple[Telling, bool]:
    """The claim of an id, and whether it stands; one that somebody else rejected may be judged by a second reader."""
    telling = record.telling(ident)
    others = [d for d in record.decisions(telling.claim.id) if d.verb == "reject" and not d.undone and d.who != who]
    if telling.standing == "rejected" and others:
        return telling, False
    return _standing(record, ident), True


def undo(record: Record, number: int, because: str, who: str) -> str:
    """Take a decision back."""
    found = next((d for d in record.decisions() if d.n == number), None)
    if found is None or found.verb == "undo":
        raise SettingError(f"there is no decision {number} to take back", remedy="'tadmor log' numbers them")
    if found.undone:
        raise SettingError(f"decision {number} was taken back already", remedy="see 'tadmor log'")
    later = [d.n for d in record.decisions(found.subject) if d.n > number and d.verb in _TAKES_OUT and not d.undone]
    if found.verb in _TAKES_OUT and later:
        remedy = f"take back decision {later[-1]} first"
        raise SettingError(f"decision {later[-1]} on the same claim came after decision {number}", remedy=remedy)
    with record.write("undo", who) as writer:
        writer.add_decision("undo", found.subject, other=str(number), because=because)
        _undo(writer, found)
    return f"decision {number} ({found.verb} {found.subject}) taken back"


def _undo(writer: Writer, found: Decision) -> None:
    view = writer.view
    if found.verb == "judge" and found.other:
        Clusters(writer).judged([found.subject, found.other])
    elif found.verb in _TAKES_OUT and (row := view.taken_out(found.subject)) is not None:
        if found.verb == "reject" and any(
            d.verb == "reject" and not d.undone and d.n != found.n for d in view.decisions(found.subject)
        ):
            return  # another reader's rejection stands
        writer.undo_gone(row)
        if found.verb == "correct":
            Clusters(writer).place([view.telling(found.subject)])


def decisions(record: Record, subject: str | None = None) -> list[Decided]:
    """What people decided, in order; on one claim if named."""
    return [_decided(d) for d in record.decisions(subject)]


def _decided(d: Decision) -> Decided:
    changes = tuple(d.value.items()) if d.verb == "correct" else ()
    what = "; ".join(f"{field}: {value or 'nothing'}" for field, value in changes) or d.value
    return Decided(d.n, d.verb, d.subject, d.other, what, d.because, d.who, d.at, d.undone, changes)
