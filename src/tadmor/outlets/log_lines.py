"""The log of a record: every write and every decision."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Protocol

from rich.text import Text

from tadmor.outlets.event_lines import number
from tadmor.outlets.look import Look
from tadmor.outlets.phrases import visible
from tadmor.pipeline.answers import Decided

_SHOWN = {
    "report": ("report", ""),
    "claim": ("claim", ""),
    "event": ("new event", ""),
    "gone": ("claim", " taken out"),
    "undone": ("claim", " brought back"),
}


class Write(Protocol):
    """A write as the record tells it."""

    @property
    def n(self) -> int: ...
    @property
    def at(self) -> datetime: ...
    @property
    def who(self) -> str: ...
    @property
    def verb(self) -> str: ...
    @property
    def version(self) -> str: ...
    @property
    def rules(self) -> str | None: ...
    @property
    def note(self) -> Any: ...
    @property
    def rows(self) -> Mapping[str, int]: ...


def log_lines(writes: Iterable[Write], decisions: Iterable[Decided], look: Look) -> Iterator[Text]:
    """A line a write; then a line a decision, numbered as 'tadmor undo' wants them."""
    for write in writes:
        rows = ", ".join((*_rows(write), *_noted(write)))
        rules = f", rules {write.rules}" if write.rules else ""
        yield (
            look.ours(f"{write.n:>6}  {write.at:%Y-%m-%d %H:%M:%S}  ")
            + look.source(
                f"{visible(write.who)}  {write.verb}: {rows}" if rows else f"{visible(write.who)}  {write.verb}"
            )
            + look.ours(f"  (tadmor {write.version}{rules})")
        )
    yield from _decisions(decisions, look)


def _rows(write: Write) -> Iterator[str]:
    """How many rows of each sort that a reader asks for were written: "2 claims", "1 claim taken out"."""
    for name, (noun, rest) in _SHOWN.items():
        if count := write.rows.get(name):
            yield number(count, noun) + rest


def _noted(write: Write) -> Iterator[str]:
    """What a write without rows tells: a page that vanished."""
    if isinstance(write.note, dict) and "vanished" in write.note:
        yield f"{visible(str(write.note['vanished']))} has vanished (report {visible(str(write.note.get('report')))})"


def _decisions(decisions: Iterable[Decided], look: Look) -> Iterator[Text]:
    listed = list(decisions)
    if listed:
        yield Text()
        yield look.ours("decisions")
    for d in listed:
        yield from look.fold(decision_line(d, look), 0)


def decision_line(d: Decided, look: Look) -> Text:
    """A decision on one line."""
    other = f" {d.other}" if d.other else ""
    what = f" ({visible(str(d.what))})" if d.what else ""
    because = f": {visible(d.because)}" if d.because else ""
    begin = look.ours(f"{d.number:>6}  {d.at:%Y-%m-%d %H:%M:%S}  ")
    words = f"{visible(d.who)}  {d.verb} {d.subject}{other}{what}{because}"
    return begin + look.source(words) + look.ours("  taken back" if d.undone else "")
