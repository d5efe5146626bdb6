"""The one function of a shard: an archive in, three tables and an entry of the manifest out."""

from __future__ import annotations

import re
import traceback
from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cache
from platform import node
from typing import TYPE_CHECKING

from tadmor.errors import SettingError, SourceError, TadmorError
from tadmor.model import Report
from tadmor.pipeline import Reader, is_note, report_of
from tadmor.pipeline.archived import (
    is_unread,
    may_tell,
    may_tell_page,
    opened,
    pages_in,
    report_of_page,
    state_of,
    unread,
)
from tadmor.scale.clock import Clock
from tadmor.scale.columns import Row, Stand, check_packages, pyarrow
from tadmor.scale.doubles import Before, Seen, print_of
from tadmor.scale.faults import Faults
from tadmor.scale.manifest import Entry, Fault, Folder, Source, made_by
from tadmor.scale.plan import Task, is_same
from tadmor.scale.stream import Stream, buffered
from tadmor.scale.tables import Tables
from tadmor.settings import Settings

if TYPE_CHECKING:
    from tadmor.pipeline.archived import Page

_BYTE = re.compile(r"\bbyte (\d+)")
COUNTS = ("records", "pages", "gated", "no_article", "foreign", "copied", "read", "doubles", "claims", "faults")


def read_shard(task: Task) -> Entry | TadmorError:
    """Read one archive into its folder: its entry, or why it could not be read to its end, which leaves nothing there.

    Raises TadmorError where no other shard can be read either: the folder is full, a part of Tadmor is missing, or this
    machine has another version than the one that gave the task.
    """
    _check_same(task)
    check_packages()
    try:
        return _read(task)
    except SourceError as fault:
        return fault if fault.where else SourceError(fault.message, where=task.uri, remedy=fault.remedy)
    except TadmorError:
        raise
    except (OSError, MemoryError) as fault:
        return unread(fault, task.uri)
    except Exception as fault:
        return _unforeseen(fault, task.uri)


def _check_same(task: Task) -> None:
    here = made_by(task.settings, task.made["gate"])
    if differing := [name for name in here if here[name] != task.made[name]]:
        name = differing[0]
        message = f"Tadmor has another {name} here ({here[name]}) than where the run was started ({task.made[name]})"
        raise SettingError(message, where=node(), remedy="install the same version everywhere")


@cache
def _start() -> None:
    """Load model, rules and libraries, once a process: else the first page's stages would seem slow."""
    pyarrow()
    Reader().read(report_of("Shells fell on the town on Monday."))


def _read(task: Task) -> Entry:
    clock, folder = Clock(), Folder(task.folder)
    with clock.stage("start"):
        _start()
    with clock.stage("digest"):
        if (done := folder.entry(task.shard)) and done.made == task.made and is_same(done.source):
            return done  # by another run, or by a worker that died before it could tell
    size, changed = state_of(task.uri)
    with opened(task.uri) as file, Tables(folder, task.shard, clock) as tables:
        shard, stream = _Shard(task, tables, clock), Stream(file, task.uri)
        shard.read(stream)
        with clock.stage("digest"):
            source = Source(task.uri, size, stream.digest(), changed)
        if stream.size != size or state_of(task.uri) != (size, changed):
            raise SourceError("it was changed while it was read", where=task.uri, remedy="run the command again")
        sizes = tables.publish()
    counts = {name: shard.counts[name] for name in COUNTS}
    entry = Entry(task.shard, source, task.made, counts, clock.seconds(), sizes, shard.faults.listed())
    folder.write_entry(entry)
    return entry


@dataclass(slots=True)
class _Shard:
    """A shard that is being read: what came of each record so far."""

    task: Task
    tables: Tables
    clock: Clock
    counts: Counter[str] = field(default_factory=Counter)
    faults: Faults = field(default_factory=Faults)
    seen: Seen = field(default_factory=Seen)
    before: Before = field(default_factory=Before)
    any_language: Settings = field(init=False)
    reader: Reader = field(init=False)

    def __post_init__(self) -> None:
        self.any_language = replace(self.task.settings, languages=())  # what is foreign is counted, and is no fault
        self.reader = Reader(self.task.settings)

    def read(self, stream: Stream) -> None:
        """Read all records. Raises SourceError where that breaks off for no fault of theirs."""
        for item in self.clock.over("records", pages_in(buffered(stream), self.task.uri, self.any_language)):
            if isinstance(item, SourceError):
                self._amiss(item)
                continue
            self.counts["records"] += 1
            self.counts["pages"] += 1
            stand = stand_of(item, self.task.uri)
            if (report := self._report(item, stand)) and self._is_ours(report, stand):
                self._tell(report, stand)

    def _amiss(self, fault: SourceError) -> None:
        """Count and list a record that could not be read; a note is listed only."""
        if is_unread(fault):
            raise fault
        if not is_note(fault):
            self.counts["records"] += 1
        self._list("record", fault, None)

    def _list(self, stage: str, fault: TadmorError, stand: Stand | None) -> None:
        note = is_note(fault)
        self.counts["faults"] += not note
        where = fault.where or self.task.uri
        told = _BYTE.search(where)
        offset = stand.offset if stand else int(told[1]) if told else None
        self.faults.add(Fault("note" if note else stage, where, offset, fault.message, fault.remedy))

    def _report(self, item: Page | Report, stand: Stand) -> Report | None:
        """The report of what may tell something; None, and counted, for what is passed over."""
        if isinstance(item, Report):
            return item
        with self.clock.stage("gate"):
            if self.task.made["gate"] and not may_tell_page(item):
                self.counts["gated"] += 1
                return None
        try:
            with self.clock.stage("main_text"):
                report, notes = report_of_page(item, self.any_language)
        except SourceError as fault:
            if is_unread(fault):
                raise
            if fault.__cause__ is None:
                self.counts["no_article"] += 1
                self.faults.add(Fault("no_article", item.where, stand.offset, fault.message, fault.remedy))
            else:  # a parser's own failure: the next page is read all the same
                self._list("main_text", fault, stand)
        else:
            for note in notes:
                self._list("note", note, stand)
            return report
        return None

    def _is_ours(self, report: Report, stand: Stand) -> bool:
        """Whether a report is in a language read and may tell something; what is not is counted."""
        if amiss := unstorable(report):
            self._list("record", SourceError(amiss, where=self.task.uri, remedy="write it again as UTF-8"), stand)
            return False
        wanted = self.task.settings.languages
        if wanted and report.language and report.language not in wanted:
            self.counts["foreign"] += 1
            return False
        with self.clock.stage("gate"):
            if self.task.made["gate"] and not may_tell(report.text):
                self.counts["gated"] += 1
                return False
        return True

    def _tell(self, report: Report, stand: Stand) -> None:
        """Give the report and its claims to the tables; what would give those of an earlier one is not read again."""
        with self.clock.stage("doubles"):
            kept = print_of(report.id, report.text, report.published)
            first = self.seen.first(kept)
            claims = self.before.claims(report)
        copied = claims is not None
        if claims is None:
            with self.clock.stage("claims"):
                outcome = self.reader.outcome(report)
            if isinstance(outcome, TadmorError):
                if isinstance(outcome.__cause__, MemoryError):
                    raise outcome.__cause__
                self._list("claims", outcome, stand)
                return
            claims = outcome.claims
        with self.clock.stage("doubles"):
            self.before.keep(report, claims)
        self.counts.update(read=not copied, copied=copied, doubles=first is not None and not copied, claims=len(claims))
        self.tables.add(Row(self.tables.reports + 1, report, stand, first or report.id, copied, kept, claims))


def unstorable(report: Report) -> str | None:
    """What is wrong with a report that no table can hold; None for any other."""
    for name in ("id", "url", "title", "outlet", "agency", "byline"):
        try:
            (getattr(report, name) or "").encode()
        except UnicodeEncodeError:
            return f"the {name} of report {report.id!r} holds half of a surrogate pair"
    return None


def stand_of(item: Page | Report, uri: str) -> Stand:
    """Where a page or a report stands in its archive."""
    if isinstance(item, Report):
        return Stand(uri)
    return Stand(item.file, item.offset, item.length or None)


def _unforeseen(fault: Exception, where: str) -> TadmorError:
    """A fault of Tadmor's own, with its traceback as a note, which survives the way from another process."""
    remedy = "this is a fault of Tadmor: report it, with what --debug prints"
    error = TadmorError(f"reading it failed: {type(fault).__name__}: {fault}", where=where, remedy=remedy)
    error.add_note("".join(traceback.format_exception(fault)))
    return error
