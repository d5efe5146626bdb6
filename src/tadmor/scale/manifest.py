"""The folder of what was read from archives: which shard was read from what, by what, and what came of it.

A shard is done when its entry ``manifest/SHARD.json`` stands, which is written last. ``manifest.json`` is derived from
the entries, for people and for other programs.
"""

from __future__ import annotations

import json
import os
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from platform import node
from typing import Any, BinaryIO

from tadmor import __version__
from tadmor.errors import SettingError, TadmorError
from tadmor.settings import Settings

TABLES = ("reports", "claims", "evidence")
_STALE = 86_400  # seconds
_NAMES = frozenset((*TABLES, "manifest", "manifest.json", "stories.parquet"))
_AGAIN = "delete it, and run 'tadmor read' again"
_FULL = "make room, or give another folder; the same command goes on from there"


@dataclass(frozen=True, slots=True)
class Source:
    """An archive as it was when it was read: its address, bytes, SHA-256, and when it was changed (or its ETag)."""

    uri: str
    bytes: int
    sha256: str
    changed: str


@dataclass(frozen=True, slots=True)
class Fault:
    """A record that gave no report: where it stands, at which byte (None: not known), what is wrong, what to do.

    ``stage`` is "record" (it cannot be read), "no_article", "main_text" or "claims" (faults of Tadmor's own), "note".
    Where there are many, ``times`` of them, alike but for numbers, are listed as the first of them.
    """

    stage: str
    where: str | None
    offset: int | None
    message: str
    remedy: str | None
    times: int = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """One shard that was read: ``tables`` are rows and bytes of its Parquet files, ``made`` is by what it was read."""

    shard: str
    source: Source
    made: Mapping[str, Any]
    counts: Mapping[str, int]
    seconds: Mapping[str, float]
    tables: Mapping[str, Mapping[str, int]]
    faults: tuple[Fault, ...] = field(default=())

    @classmethod
    def of(cls, told: Any) -> Entry:
        """The entry of its JSON. Raises KeyError or TypeError where it is none."""
        faults = tuple(Fault(**fault) for fault in told["faults"])
        return cls(**{**told, "source": Source(**told["source"]), "faults": faults})


def made_by(settings: Settings, gated: bool) -> dict[str, Any]:
    """By what shards are read: two shards with the same value here were read alike."""
    from tadmor.pipeline.archived import model_digest
    from tadmor.pipeline.rules import rules_digest

    return {
        "version": __version__, "model": model_digest(), "rules": rules_digest(), "gate": gated,
        "settings": {"max_chars": settings.max_chars, "languages": list(settings.languages)},
    }  # fmt: skip


class Folder:
    """A folder of shards.

    >>> Folder("no-such-folder").is_one()
    False
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self.whole, self.stories = self.path / "manifest.json", self.path / "stories.parquet"

    def table(self, name: str, shard: str) -> Path:
        """Where a table of a shard lies."""
        return self.path / name / f"{shard}.parquet"

    def entry_file(self, shard: str) -> Path:
        """Where the entry of a shard lies."""
        return self.path / "manifest" / f"{shard}.json"

    def is_one(self) -> bool:
        """Whether this is a folder that ``read`` made, even where its entries are lost."""
        if not all(os.path.isdir(self.path / name) for name in TABLES):
            return False
        return self.has_entries() or (not self._strangers() and any((self.path / "reports").glob("*.parquet")))

    def has_entries(self) -> bool:
        """Whether the folder of the entries is there, without which nobody knows what the tables were read from."""
        return os.path.isdir(self.path / "manifest")

    def _strangers(self) -> list[str]:
        """The names in the folder that ``read`` does not write, hidden ones left out."""
        return [name for name in os.listdir(self.path) if name not in _NAMES and not name.startswith(".")]

    def entries(self) -> Iterator[Entry | TadmorError]:
        """The shards that were read, by name; an entry that is damaged gives its fault."""
        for file in sorted((self.path / "manifest").glob("*.json")):
            yield self._entry(file)

    def entry(self, shard: str) -> Entry | None:
        """The entry of a shard; None where it is not done, its entry is damaged or its tables are not whole."""
        try:
            found = self._entry(self.entry_file(shard))
        except FileNotFoundError:
            return None
        return found if isinstance(found, Entry) and self.is_whole(found) else None

    def _entry(self, file: Path) -> Entry | TadmorError:
        try:
            return Entry.of(json.loads(file.read_bytes()))
        except (ValueError, KeyError, TypeError) as fault:
            return TadmorError(f"this is no entry of a shard: {fault}", where=str(file), remedy=_AGAIN)

    def is_whole(self, entry: Entry) -> bool:
        """Whether the tables of a shard are there with all their bytes."""
        try:
            return all(self.table(t, entry.shard).stat().st_size == entry.tables[t]["bytes"] for t in TABLES)
        except FileNotFoundError:
            return False

    def open(self, made: Mapping[str, Any]) -> None:
        """Make the folder where it is not there; raises SettingError where other settings filled it."""
        if self.path.exists() and not self.path.is_dir():
            raise SettingError("this is a file", where=str(self.path), remedy="give a folder")
        if self.path.is_dir() and self._strangers():
            remedy = "give an empty folder, or one that does not exist"
            raise SettingError("this folder holds something else", where=str(self.path), remedy=remedy)
        for name in (*TABLES, "manifest"):
            with told_full(self.path):
                (self.path / name).mkdir(parents=True, exist_ok=True)
        if there := self.made():
            self._refuse_other(there, made)
        self.sweep()
        if not self.whole.exists():
            self.write_whole(made, ())

    def sweep(self) -> None:
        """Remove what processes left here when they died."""
        for name in (*TABLES, "manifest", "."):
            remove_parts(self.path / name)

    def made(self) -> Mapping[str, Any] | None:
        """By what the shards were read; None where there are none. Raises SettingError for a damaged manifest."""
        if not self.whole.exists():
            return next((entry.made for entry in self.entries() if isinstance(entry, Entry)), None)
        try:
            return dict(json.loads(self.whole.read_bytes())["made"])
        except (ValueError, KeyError, TypeError):
            remedy = "delete it: the next run of 'tadmor read' writes it anew from the entries in manifest/"
            raise SettingError("the manifest is damaged", where=str(self.whole), remedy=remedy) from None

    def _refuse_other(self, there: Mapping[str, Any], made: Mapping[str, Any]) -> None:
        before, now = _flat(there), _flat(made)
        if differing := [name for name in now if before.get(name) != now[name]]:
            told = ", ".join(f"{name} {before.get(name)} (now {now[name]})" for name in differing)
            raise SettingError(
                f"what is here was read otherwise: {told}", where=str(self.path),
                remedy="give another folder, or delete this one to read all again",
            )  # fmt: skip

    def write_entry(self, entry: Entry) -> None:
        """Write the entry of a shard, whose tables stand already."""
        with whole_file(self.entry_file(entry.shard)) as out:
            out.write(_json(asdict(entry)))

    def write_whole(self, made: Mapping[str, Any], entries: Iterable[Entry]) -> None:
        """Write the manifest of all: what is common to the shards, their sums, and a line of each."""
        shards = [asdict(entry) | {"faults": sum(fault.times for fault in entry.faults)} for entry in entries]
        for shard in shards:
            del shard["made"]
        counts, seconds = Counter[str](), Counter[str]()
        for shard in shards:
            counts.update(shard["counts"])
            seconds.update(shard["seconds"])
        sums = {"counts": dict(counts), "seconds": {stage: round(s, 3) for stage, s in seconds.items()}}
        with whole_file(self.whole) as out:
            out.write(_json({"made": made, **sums, "shards": shards}))


def _flat(made: Mapping[str, Any]) -> dict[str, Any]:
    """The same with each setting by its own name."""
    return {**{name: made.get(name) for name in made if name != "settings"}, **dict(made.get("settings") or {})}


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "backslashreplace")


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """A file that stands under its name once it is whole and on the disk, and not at all where writing it fails."""
    part = part_of(path)
    with told_full(path.parent):
        try:
            with part.open("wb") as out:
                yield out
                out.flush()
                os.fsync(out.fileno())
            part.replace(path)
            sync_folder(path.parent)
        finally:
            part.unlink(missing_ok=True)


def part_of(path: Path) -> Path:
    """Where this process writes a file until it is whole."""
    return path.with_name(f".{path.name}.{node()}.{os.getpid()}.part")


def remove_parts(folder: Path) -> None:
    """Remove what processes left here when they died: those of this machine at once, and of others after a day."""
    for part in folder.glob(".*.part"):
        name, _, number = part.name.removesuffix(".part").rpartition(".")
        here = name.endswith(f".{node()}") and number.isdigit()
        with suppress(FileNotFoundError):  # its process was alive, and done by now
            if time.time() - part.lstat().st_mtime > _STALE or (here and not is_alive(int(number))):
                part.unlink()


def is_alive(process: int) -> bool:
    """Whether there is a process of this number on this machine."""
    if os.name == "nt":  # there the same call would interrupt the process
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def sync_folder(folder: Path) -> None:
    """See the names in a folder onto the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def told_full(folder: Path) -> Iterator[None]:
    """Turn the failure of a write into a TadmorError that names the folder."""
    try:
        yield
    except OSError as fault:
        raise TadmorError(
            f"nothing can be written here: {(fault.strerror or str(fault)).lower()}", where=str(folder), remedy=_FULL
        ) from fault
