"""The command that reads whole archives into a folder of tables, and the way of such a folder into a record."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from tadmor.errors import SourceError, TadmorError
from tadmor.outlets.batch import EVERY_SECONDS, guarded, safe
from tadmor.outlets.options import Debug, Quiet

if TYPE_CHECKING:
    from tadmor.pipeline import Monitor
    from tadmor.pipeline.answers import Added
    from tadmor.scale.manifest import Entry
    from tadmor.scale.run import Run

Archives = Annotated[
    list[str],
    typer.Argument(metavar="ARCHIVE…", help="WARC, WACZ, WET, JSON lines, CSV or Parquet: files, folders, patterns."),
]
Out = Annotated[str, typer.Option("--out", metavar="DIR", help="The folder that the tables go into.")]
Processes = Annotated[int, typer.Option("--n-process", "-n", min=1, metavar="N", help="Read in N processes at once.")]
EngineAddress = Annotated[
    str | None,
    typer.Option("--engine", metavar="ADDRESS", help="dask://HOST:PORT, ray or ray://HOST:PORT, not processes here."),
]
All = Annotated[bool, typer.Option("--all", help="Read every page, not only those that may tell something.")]
_LISTED = 20  # faults that are told one by one


def read(
    archives: Archives, out: Out, n_process: Processes = 1, engine: EngineAddress = None, every: All = False,
    quiet: Quiet = False, debug: Debug = False,
) -> None:  # fmt: skip
    """Read whole archives into tables of reports, claims and the words behind them: Parquet, three files an archive.

    What was read already is left as it is, so a run that was interrupted goes on where it stopped.
    """
    with guarded(debug):
        from tadmor.scale.engines import engine_of
        from tadmor.scale.run import Run

        chosen = engine_of(engine, n_process)
        run = Run(archives, out, gated=not every)
        sums = _Sums(run, quiet)
        try:
            for outcome in run.outcomes(chosen):
                sums.take(outcome)
        except KeyboardInterrupt:
            sums.close()
            print(f"interrupted: {sums.words()}; the same command goes on from there", file=sys.stderr)
            raise
        sums.close()
        print(sums.words())
        sums.list_faults(debug)


class _Sums:
    """What became of the archives of a run, on a line of stderr where a person watches."""

    def __init__(self, run: Run, quiet: bool) -> None:
        self.folder, self.quiet = run.folder, quiet
        self.before, self.all = len(run.plan.done), len(run.plan.done) + len(run.plan.todo)
        self.shown = sys.stderr.isatty() and not quiet
        self.archives = 0
        self.counts: Counter[str] = Counter()
        self.failed: list[TadmorError] = []
        self.told: dict[str, list[str]] = {"record": [], "note": []}
        self.number: Counter[str] = Counter()
        self.last = 0.0

    def take(self, outcome: Entry | TadmorError) -> None:
        from tadmor.pipeline import is_note

        if isinstance(outcome, TadmorError):
            if is_note(outcome):
                self._keep("note", str(outcome))
            else:
                self.failed.append(outcome)
        else:
            self.archives += 1
            self.counts.update(outcome.counts)
            for fault in outcome.faults:
                told = str(TadmorError(fault.message, where=fault.where, remedy=fault.remedy))
                if fault.stage != "no_article":
                    self._keep("note" if fault.stage == "note" else "record", told, fault.times)
        self._show()

    def _keep(self, thing: str, told: str, times: int = 1) -> None:
        """Count a fault or a note, and keep the first to be listed."""
        self.number[thing] += times
        if len(self.told[thing]) < _LISTED:
            self.told[thing].append(told)

    def _show(self) -> None:
        if self.shown and time.monotonic() - self.last > EVERY_SECONDS:
            self.last = time.monotonic()
            done = f"{self.archives + len(self.failed)} of {self.all} archives"
            sys.stderr.write(f"\r\x1b[K{done}, {self.counts['pages']:,} pages, {self.counts['claims']:,} claims")
            sys.stderr.flush()

    def close(self) -> None:
        if self.shown:
            sys.stderr.write("\r\x1b[K")

    def words(self) -> str:
        """What became of all, in a sentence."""
        count, before = self.counts, f" ({self.before:,} before)" if self.before else ""
        passed = [
            f"{count[name]:,} {words}"
            for name, words in (
                ("gated", "passed over at a first look"), ("foreign", "in another language"),
                ("no_article", "without an article"), ("copied", "with the words of an earlier one"),
            )
            if count[name]
        ]  # fmt: skip
        told = f"{_several(self.archives, 'archive')} read{before}: {_several(count['pages'], 'page')}"
        return "; ".join([", ".join([told, *passed]), f"{count['read']:,} read: {count['claims']:,} claims"])

    def list_faults(self, debug: bool) -> None:
        """List what failed on stderr; leave with 1 where an archive or a record of one could not be read."""
        notes = [note for fault in self.failed for note in getattr(fault, "__notes__", [])] if debug else []
        self._list("archive", " could not be read", [str(fault) for fault in self.failed], len(self.failed))
        self._list("record", " could not be read", self.told["record"], self.number["record"])
        if not self.quiet:
            self._list("note", "", self.told["note"], self.number["note"])
        for note in notes:
            print(note, file=sys.stderr)
        if self.failed or self.number["record"]:
            raise typer.Exit(1)

    def _list(self, thing: str, what: str, faults: Sequence[str], number: int) -> None:
        if faults:
            print(f"{_several(number, thing)}{what}:", file=sys.stderr)
        for fault in faults:
            print(f"  {safe(fault)}", file=sys.stderr)
        if number > len(faults):
            print(f"  and {number - len(faults):,} more, in {self.folder.path / 'manifest'}", file=sys.stderr)


def _several(number: int, thing: str) -> str:
    return f"{number:,} {thing}" + ("" if number == 1 else "s")


def are_shards(source: str) -> bool:
    """Whether a source is a folder that ``tadmor read`` made."""
    from tadmor.scale.manifest import Folder

    return Folder(source).is_one()


def merged(monitor: Monitor, folders: Iterable[str], who: str | None) -> Iterator[Added | TadmorError]:
    """Bring what was read into folders of shards into a record."""
    from tadmor.scale.manifest import Folder
    from tadmor.scale.merging import readings, rules_of

    for folder in map(Folder, folders):
        if not folder.has_entries():
            message = "its folder manifest/ is gone, which tells what the tables were read from"
            remedy = "bring it back, or run the same 'tadmor read' again"
            yield SourceError(message, where=str(folder.path), remedy=remedy)
            continue
        found = readings(folder, monitor.record.has, monitor.settings)
        yield from monitor.add_readings(found, who=who, verb="add", rules=rules_of(folder))
