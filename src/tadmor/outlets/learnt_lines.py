"""What was learnt between two days, as a person reads it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.text import Text

from tadmor.model import Event
from tadmor.outlets.control_lines import place_name, state_words
from tadmor.outlets.event_lines import Label, aspects, event_lines, number, toll_words
from tadmor.outlets.look import Look
from tadmor.pipeline.answers import Held, Learnt


def learnt_lines(changes: Iterable[Learnt], look: Look, label: Label) -> Iterator[Text]:
    """A stretch of lines a change: new events whole, others by what is told otherwise; places by their holders."""
    found = False
    for change in changes:
        found = True
        if isinstance(change.after, Held):
            yield from _control(change.before, change.after, look, label)
        else:
            yield from _event(change.before, change.after, look, label)
    if not found:
        yield look.ours("nothing was learnt")


def _event(before: object, after: Event, look: Look, label: Label) -> Iterator[Text]:
    if not isinstance(before, Event):
        first, *rest = event_lines(after, look, label)
        yield look.ours("new    ") + first
        yield from (Text("       ") + line for line in rest)
        return
    first, *_ = event_lines(after, look, label)
    yield look.ours("more   ") + first
    for words in _differences(before, after, label):
        yield from look.fold(look.source(words), 9)


def _differences(before: Event, after: Event, label: Label) -> Iterator[str]:
    """What is told otherwise than before, in words."""
    more = len(after.tellings) - len(before.tellings)
    yield f"{after.id[:8]} {after.kind}: {number(abs(more), 'claim')} {'more' if more >= 0 else 'fewer'}"
    tolls = {(t.unit, t.side, t.total): t for t in before.tolls}
    for toll in after.tolls:
        old = tolls.get((toll.unit, toll.side, toll.total))
        if old is None or (old.low, old.best, old.high) != (toll.low, toll.best, toll.high):
            was = f", before: {toll_words(old, label)}" if old else ""
            yield f"{toll_words(toll, label)}{was}"
    differed = {d.aspect for d in before.differences}
    if new := [d for d in after.differences if d.aspect not in differed]:
        yield f"sources now differ on {aspects(new)}"


def _control(before: object, after: Held, look: Look, label: Label) -> Iterator[Text]:
    yield look.ours("place  ") + look.source(f"{place_name(after.place)}: {state_words(after.control, label)}", "bold")
    was = state_words(before.control, label) if isinstance(before, Held) else "nobody said who holds it"
    yield from look.fold(look.ours(f"before: {was}"), 9)
