"""One run over many archives: what is to be read, what becomes of each, and the folder's manifest at the end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing
from hashlib import sha256
from typing import Any

from tadmor.errors import SettingError, TadmorError
from tadmor.scale.columns import pyarrow
from tadmor.scale.doubles import Print, groups
from tadmor.scale.engines import Engine
from tadmor.scale.manifest import Entry, Folder, made_by, whole_file
from tadmor.scale.plan import plan
from tadmor.scale.shard import read_shard
from tadmor.settings import Settings

_SHARDS = b"shards"  # in the metadata of stories.parquet


class Run:
    """The reading of these archives into a folder; ``plan`` tells what is to be done.

    Raises SettingError where the folder was filled by another version or with other settings.
    """

    def __init__(self, uris: Iterable[str], folder: str, settings: Settings | None = None, gated: bool = True) -> None:
        pyarrow()
        if "://" in folder:
            remedy = "give a folder of a disk, and copy it from there"
            raise SettingError("tables are written to a folder, not to an address", where=folder, remedy=remedy)
        self.settings = settings or Settings()
        self.folder, self.made = Folder(folder), made_by(self.settings, gated)
        self.folder.open(self.made)
        self.plan = plan(uris, self.folder, self.settings, self.made)

    def outcomes(self, engine: Engine) -> Iterator[Entry | TadmorError]:
        """The entry of each archive or why it was not read: first of those that were read before, then as they end."""
        yield from self.plan.faults
        yield from self.plan.done
        if self.plan.todo:
            try:
                with closing(engine(self.plan.todo, read_shard)) as results:
                    for _, outcome in results:
                        yield outcome
            except (GeneratorExit, KeyboardInterrupt):  # what was read till now stands in the manifest
                self._close()
                raise
        self._close()
        write_stories(self.folder)

    def _close(self) -> None:
        self.folder.sweep()
        self.folder.write_whole(self.made, (e for e in self.folder.entries() if isinstance(e, Entry)))


def write_stories(folder: Folder) -> None:
    """Write which reports of all shards are prints of one story: a row a report of each that was printed twice.

    Nothing is written where the shards are those of which it was written before.
    """
    arrow, parquet = pyarrow()
    shards = [(e.shard, e.source.sha256) for e in folder.entries() if isinstance(e, Entry) and folder.is_whole(e)]
    stand = sha256(repr(shards).encode()).hexdigest().encode()
    if _written_of(folder, arrow, parquet) == stand:
        return
    told = groups(_prints(folder, [shard for shard, _ in shards], parquet))
    pairs = [(group[0], report) for group in told for report in group]
    schema = arrow.schema([("story", arrow.string()), ("report", arrow.string())], metadata={_SHARDS: stand})
    columns = [[pair[0] for pair in pairs], [pair[1] for pair in pairs]]
    with whole_file(folder.stories) as out:
        parquet.write_table(arrow.table(columns, schema=schema), out, compression="zstd")


def _written_of(folder: Folder, arrow: Any, parquet: Any) -> bytes | None:
    """The digest of the shards of which the stories were written; None where there are none, or they are damaged."""
    try:
        with folder.stories.open("rb") as file:
            told: bytes | None = (parquet.read_schema(file).metadata or {}).get(_SHARDS)
    except (OSError, arrow.ArrowException):
        return None
    return told


def _prints(folder: Folder, shards: Iterable[str], parquet: Any) -> Iterator[Print]:
    for shard in shards:
        with parquet.ParquetFile(folder.table("reports", shard)) as file:
            for batch in file.iter_batches(columns=["id", "published", "words", "bands", "runs"]):
                yield from (Print(*row.values()) for row in batch.to_pylist())
