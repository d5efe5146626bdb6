"""The commands that bring reports into a record: add, reread, reconcile, import."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING, Annotated

import typer

from tadmor.errors import TadmorError
from tadmor.outlets.archives import EngineAddress, are_shards, merged
from tadmor.outlets.asking import opened
from tadmor.outlets.batch import EVERY_SECONDS, guarded, list_faults
from tadmor.outlets.options import Database, Debug, Outlet, Processes, Published, Quiet, Who, given_of

if TYPE_CHECKING:
    from tadmor.pipeline import Reading
    from tadmor.pipeline.answers import Added
    from tadmor.pipeline.grouping import Compare

Sources = Annotated[
    list[str],
    typer.Argument(metavar="SOURCE…", help="Files, folders, patterns, - for stdin; or what 'tadmor read' made."),
]
Comparing = Annotated[
    int, typer.Option("--n-process", "-n", min=1, metavar="N", help="Compare claims in N processes at once.")
]
Exported = Annotated[str, typer.Argument(metavar="FILE", help="What 'tadmor export' wrote, or an ACLED or GED table.")]


def add(
    db: Database, sources: Sources, published: Published = None, outlet: Outlet = None, n_process: Processes = 1,
    by: Who = None, quiet: Quiet = False, debug: Debug = False,
) -> None:  # fmt: skip
    """Read reports and record their claims, or what 'tadmor read' read; the record is made where there is none.

    What is there already is left as it is, so a run that was interrupted goes on where it stopped.
    """
    given = given_of(published, outlet)
    shards = [source for source in sources if are_shards(source)]
    if shards and given != given_of(None, None):
        message = f"{shards[0]} was read already; --published and --outlet are for what is read now"
        raise typer.BadParameter(message, param_hint="SOURCE…")
    others = [source for source in sources if source not in shards]
    with guarded(debug), opened(db, create=True) as monitor:
        added = monitor.add(others, given=given, n_process=n_process, who=by)
        _tell(chain(added, merged(monitor, shards, by)), "added", quiet, debug)


def reread(db: Database, n_process: Processes = 1, by: Who = None, quiet: Quiet = False, debug: Debug = False) -> None:
    """Read all reports of a record again with this Tadmor's model and rules; what people decided stands."""
    with guarded(debug), opened(db) as monitor:
        _tell(monitor.reread(n_process=n_process, who=by), "read again", quiet, debug)


def reconcile(
    db: Database, n_process: Comparing = 1, engine: EngineAddress = None, by: Who = None, debug: Debug = False
) -> None:
    """Work out anew which claims tell of one happening; ids of events stay, as far as their claims do."""
    with guarded(debug):
        compare = _compare(n_process, engine)
        with opened(db) as monitor:
            done = monitor.reconcile(who=by, compare=compare)
        print(f"{done.claims:,} claims in {done.events:,} events; {done.changed:,} claims are in another event now")


def _compare(n_process: int, engine: str | None) -> Compare:
    """Where claims are compared: in this process, unless more are asked for or an engine."""
    if n_process == 1 and engine is None:
        from tadmor.pipeline.grouping import here

        return here
    from tadmor.scale.engines import engine_of
    from tadmor.scale.reconciling import compared_on

    return compared_on(engine_of(engine, n_process))


def import_file(db: Database, file: Exported, by: Who = None, quiet: Quiet = False, debug: Debug = False) -> None:
    """Bring what was exported, or an ACLED or GED table, into a record."""
    with guarded(debug), opened(db, create=True) as monitor:
        _tell(monitor.add_readings(_readings(file), who=by), "imported", quiet, debug)


def _readings(file: str) -> Iterator[Reading | TadmorError]:
    from tadmor.outlets.exports import read
    from tadmor.pipeline import Reading

    for found in read(file):
        if isinstance(found, TadmorError):
            yield found
        else:
            yield Reading(found.report, found.claims, found.known, found.standings, found.events)


def _tell(outcomes: Iterable[Added | TadmorError], verb: str, quiet: bool, debug: bool) -> None:
    """Follow what becomes of each report; at the end the sum on stdout, and what failed on stderr."""
    progress, faults = _Progress(quiet), []
    try:
        for outcome in outcomes:
            if isinstance(outcome, TadmorError):
                faults.append(outcome)
            else:
                progress.step(outcome)
    except KeyboardInterrupt:
        progress.close()
        print(f"interrupted: {progress.sum(verb)}; the same command goes on from there", file=sys.stderr)
        raise
    progress.close()
    print(progress.sum(verb))
    list_faults(faults, quiet, debug)


class _Progress:
    """Counts what becomes of reports, on a line of stderr where a person watches."""

    def __init__(self, quiet: bool) -> None:
        self.shown = sys.stderr.isatty() and not quiet
        self.reports = self.known = self.claims = self.events = self.copies = 0
        self.last = time.monotonic()

    def step(self, added: Added) -> None:
        self.reports += not added.known
        self.known += added.known
        self.claims += added.claims
        self.events += added.founded
        self.copies += added.how is not None
        if self.shown and time.monotonic() - self.last > EVERY_SECONDS:
            self.last = time.monotonic()
            sys.stderr.write(f"\r\x1b[K{self.reports:,} reports, {self.claims:,} claims, {self.events:,} events")
            sys.stderr.flush()

    def close(self) -> None:
        if self.shown:
            sys.stderr.write("\r\x1b[K")

    def sum(self, verb: str) -> str:
        """What became of all, in a sentence."""
        reports = f"{self.reports:,} report" + ("" if self.reports == 1 else "s")
        parts = [f"{reports} {verb}: {self.claims:,} claims, {self.events:,} new events"]
        if self.copies:
            parts.append(f"{self.copies:,} tell a story that was there already")
        if self.known:
            parts.append(f"{self.known:,} were there already")
        return "; ".join(parts)
