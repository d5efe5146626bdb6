"""The three Parquet files of a shard while they are written: they stand under their names when all are whole."""

from __future__ import annotations

import os
from contextlib import suppress
from types import TracebackType
from typing import Any

from tadmor.scale.clock import Clock
from tadmor.scale.columns import COLUMNS, Row, pyarrow, rows_of, schema
from tadmor.scale.manifest import Folder, part_of, sync_folder, told_full

_GROUP = 1000  # rows that are gathered before they are written


class Tables:
    """Rows go in by ``add``; ``publish`` puts the files in their place. What was not published leaves nothing."""

    def __init__(self, folder: Folder, shard: str, clock: Clock) -> None:
        self.folder, self.shard, self.clock = folder, shard, clock
        self.reports = 0
        self._files = {table: folder.table(table, shard) for table in COLUMNS}
        self._rows: dict[str, list[dict[str, object]]] = {table: [] for table in COLUMNS}
        self._counts = dict.fromkeys(COLUMNS, 0)
        self._streams: dict[str, Any] = {}
        self._writers: dict[str, Any] = {}

    def __enter__(self) -> Tables:
        _, parquet = pyarrow()
        try:
            with told_full(self.folder.path):
                for table, file in self._files.items():
                    stream = self._streams[table] = part_of(file).open("wb", buffering=0)
                    self._writers[table] = parquet.ParquetWriter(stream, schema(table), compression="zstd")
        except BaseException:
            self._drop()
            raise
        return self

    def add(self, row: Row) -> None:
        """Add a report with its claims and their words."""
        with self.clock.stage("tables"):
            self.reports += 1
            for table, rows in rows_of(row).items():
                self._rows[table] += rows
                if len(self._rows[table]) >= _GROUP:
                    self._write(table)

    def _write(self, table: str) -> None:
        arrow, _ = pyarrow()
        rows = self._rows[table]
        with told_full(self.folder.path):
            self._writers[table].write_table(arrow.Table.from_pylist(rows, schema=schema(table)))
        self._counts[table] += len(rows)
        rows.clear()

    def publish(self) -> dict[str, dict[str, int]]:
        """(rows, bytes) of each table, once all are on the disk under their names; an older entry goes first."""
        with self.clock.stage("tables"), told_full(self.folder.path):
            for table in COLUMNS:
                self._write(table)
                self._writers[table].close()
                os.fsync(self._streams[table].fileno())
            self.folder.entry_file(self.shard).unlink(missing_ok=True)
            for file in self._files.values():
                part_of(file).replace(file)
                sync_folder(file.parent)
            return {t: {"rows": self._counts[t], "bytes": file.stat().st_size} for t, file in self._files.items()}

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._drop()

    def _drop(self) -> None:
        """Close what is open still, and leave no part behind."""
        for one in (*self._writers.values(), *self._streams.values()):
            with suppress(Exception):  # where the disk is full, closing fails once more
                one.close()
        for file in self._files.values():
            part_of(file).unlink(missing_ok=True)
