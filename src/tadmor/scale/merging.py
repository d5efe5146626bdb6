"""A folder of shards into readings for a record: nothing is read again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from tadmor.errors import SourceError, TadmorError
from tadmor.model import Claim, Report
from tadmor.pipeline import Reading
from tadmor.pipeline.archived import again, claim_of, note, report_of_row
from tadmor.scale.columns import pyarrow
from tadmor.scale.manifest import Entry, Folder
from tadmor.settings import Settings

if TYPE_CHECKING:
    from tadmor.pipeline.archived import Again

There = Callable[[Collection[str]], Collection[str]]
_ROWS = 200  # reports held at once


def rules_of(folder: Folder) -> str | None:
    """The digest of the rules by which the shards were read; None where there are none yet."""
    made = folder.made()
    return str(made["rules"]) if made else None


def readings(folder: Folder, there: There, settings: Settings) -> Iterator[Reading | TadmorError]:
    """The readings of all shards, in order of shard and archive; what is damaged or not whole gives its fault.

    ``there`` tells which ids the record has already: their raw bytes are not fetched again. Raw bytes come from the
    archives as far as these are still what they were; else one note an archive says so.
    """
    found = False
    for entry in folder.entries():
        found = True
        if isinstance(entry, TadmorError):
            yield entry
        elif not folder.is_whole(entry):
            remedy = "run the same 'tadmor read' again"
            yield SourceError("the tables of this shard are not whole", where=entry.source.uri, remedy=remedy)
        else:
            with again(entry.source.uri, settings) as archive:
                yield from _of_shard(folder, entry, there, _Raws(entry, archive))
    if not found:
        yield SourceError("the folder holds no shards yet", where=str(folder.path), remedy="run 'tadmor read' first")


def _of_shard(folder: Folder, entry: Entry, there: There, raws: _Raws) -> Iterator[Reading | TadmorError]:
    arrow, parquet = pyarrow()
    try:
        told = groupby(_rows(parquet, folder.table("claims", entry.shard)), itemgetter("n"))
        ahead = next(told, None)
        for batch in _batches(parquet, folder.table("reports", entry.shard)):
            known = there([row["id"] for row in batch])
            for row in batch:
                claims: tuple[Claim, ...] = ()
                if ahead is not None and ahead[0] == row["n"]:
                    claims = tuple(claim_of(claim) for claim in ahead[1])
                    ahead = next(told, None)
                if len(claims) != row["claims"]:
                    raise ValueError(f"report {row['n']} has {len(claims)} claims, not {row['claims']}")
                report = report_of_row(row)
                yield Reading(report if report.id in known else raws.given(report, row), claims)
    except (arrow.ArrowException, OSError, KeyError, ValueError, TypeError) as fault:
        message, where = f"the tables of this shard are damaged: {fault}", str(folder.entry_file(entry.shard))
        yield SourceError(message, where=where, remedy="delete this entry, and run 'tadmor read' again")
    yield from raws.faults()


def _batches(parquet: Any, path: Any) -> Iterator[list[dict[str, Any]]]:
    with parquet.ParquetFile(path) as file:
        for batch in file.iter_batches(batch_size=_ROWS):
            yield batch.to_pylist()


def _rows(parquet: Any, path: Any) -> Iterator[dict[str, Any]]:
    for batch in _batches(parquet, path):
        yield from batch


class _Raws:
    """The raw bytes of the reports of one shard, from its archive; the rows of a table are in the order of reading."""

    def __init__(self, entry: Entry, archive: Again) -> None:
        self.entry, self.archive = entry, archive
        self.lacking = 0
        self.why: tuple[str, str] | None = None

    def given(self, report: Report, row: dict[str, Any]) -> Report:
        """The report with its raw bytes, or without them where the archive is gone or holds others there."""
        if row["offset"] is None:
            return self._without(report, "a table's rows are not kept one by one", "keep the table itself")
        try:
            content = self.archive.page(row["file"], row["offset"], report.raw_sha256).content
        except SourceError as fault:
            return self._without(report, fault.message, "bring the archive back before 'tadmor add'")
        return replace(report, raw=content)

    def _without(self, report: Report, *why: *tuple[str, str]) -> Report:
        self.lacking, self.why = self.lacking + 1, self.why or why
        return report

    def faults(self) -> Iterator[TadmorError]:
        """One note where raw bytes are lacking."""
        if self.why:
            number = "1 report is" if self.lacking == 1 else f"{self.lacking:,} reports are"
            yield note(f"{number} recorded without raw bytes: {self.why[0]}", self.entry.source.uri, self.why[1])
