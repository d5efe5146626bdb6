"""A claim, an event or a report of a record at length."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from tadmor.model import Event
from tadmor.outlets.event_lines import Label, ledger, telling_lines
from tadmor.outlets.explanation import explanation
from tadmor.outlets.log_lines import decision_line
from tadmor.outlets.look import Look
from tadmor.outlets.phrases import day, visible
from tadmor.outlets.table import head
from tadmor.pipeline.answers import ClaimView, ReportView


def explained(view: ClaimView | Event | ReportView, look: Look, label: Label) -> Iterator[Text]:
    """The lines of what an id names."""
    if isinstance(view, Event):
        return ledger(view, look, label)
    return _claim(view, look) if isinstance(view, ClaimView) else _report(view, look, label)


def _claim(view: ClaimView, look: Look) -> Iterator[Text]:
    yield from head(view.report, [view.telling.claim], look)
    yield from explanation(view.report, view.telling.claim, look)
    yield from _row(look, "known", f"since {day(view.telling.known)}; {view.telling.standing}")
    if view.telling.origin != view.report.id:
        yield from _row(look, "story", f"the same as report {view.telling.origin}")
    if view.event:
        joined = f", by claim {view.via}" if view.via else ""
        score = f", score {view.score:.2f}" if view.score is not None and view.via else ""
        yield from _row(look, "event", f"{view.event}{joined}{score}")
        yield from _row(look, "because", ", ".join(view.because))
    for decision in view.decisions:
        yield from look.fold(decision_line(decision, look), 2)


def _row(look: Look, name: str, words: str) -> Iterator[Text]:
    first, *rest = look.fold(look.ours(visible(words)), 13)
    yield Text("  ") + look.ours(name.ljust(11)) + first[13:]
    yield from rest


def _report(view: ReportView, look: Look, label: Label) -> Iterator[Text]:
    yield from head(view.report, [telling.claim for telling in view.tellings], look)
    yield look.ours(f"report {visible(view.report.id)}, raw SHA-256 {view.report.raw_sha256 or 'not kept'}")
    if view.report.url:
        yield look.ours(visible(view.report.url))
    if view.origin != view.report.id:
        yield look.ours(f"the same story as report {visible(view.origin)}")
    for telling in view.tellings:
        yield from telling_lines(telling, look, label)
