"""Readings that break off for no fault of the archive leave nothing that counts as done; others go on."""

from __future__ import annotations

import csv
import errno
import io
import json
import sys
import zipfile
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any, BinaryIO

import archived_sheets
import pytest
from test_run import at_once
from test_shard import read, task

from tadmor.errors import SettingError, SourceError, TadmorError
from tadmor.scale import plan, shard
from tadmor.scale.manifest import Entry, Folder, Source
from tadmor.scale.run import Run
from tadmor.scale.shard import read_shard

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")
SHEETS = [archived_sheets.numbered(sheet, n) for n in range(3) for sheet in archived_sheets.SHEETS[:2]]
ROWS = [{"id": s.name, "text": "\n\n".join(s.paragraphs), "published": s.day} for s in SHEETS]


def warc(path: Path) -> None:
    archived_sheets.warc(path, SHEETS)


def wacz(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as out:
        out.writestr("archive/a.warc.gz", b"".join(map(archived_sheets.record, SHEETS)))


def json_lines(path: Path) -> None:
    archived_sheets.json_lines(path, SHEETS)


def table(path: Path) -> None:
    with path.open("w", newline="") as out:
        rows = csv.DictWriter(out, list(ROWS[0]))
        rows.writeheader()
        rows.writerows(ROWS)


def parquet(path: Path) -> None:
    pq.write_table(pa.Table.from_pylist(ROWS), path, row_group_size=2)


FORMS: dict[str, Callable[[Path], None]] = {
    "a.warc.gz": warc, "a.wacz": wacz, "a.jsonl": json_lines, "a.csv": table, "a.parquet": parquet,
}  # fmt: skip
FAULTS = (
    OSError(errno.EIO, "Input/output error"), ConnectionResetError("reset"), MemoryError(), RuntimeError("expired"),
)  # fmt: skip


class Failing(io.BytesIO):
    """Bytes of a storage that fails once so many of them were fetched."""

    def __init__(self, whole: bytes, left: int, fault: Exception) -> None:
        super().__init__(whole)
        self.left, self.fault = left, fault

    def read(self, size: int | None = -1, /) -> Any:
        if not self.left:
            raise self.fault
        data = super().read(min(size, self.left) if size is not None and size >= 0 else self.left)
        self.left -= len(data)
        return data


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: type(fault).__name__)
@pytest.mark.parametrize("part", [0.0, 0.4, 0.95])
@pytest.mark.parametrize("form", FORMS)
def test_a_read_that_breaks_off_gives_no_shard_and_is_done_again(
    form: str, part: float, fault: Exception, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive, out = tmp_path / form, tmp_path / "out"
    FORMS[form](archive)
    whole = archive.read_bytes()
    job = task(archive, out)
    with monkeypatch.context() as patched:
        patched.setattr(shard, "opened", lambda uri: Failing(whole, int(part * len(whole)), fault))
        outcome = read_shard(job)
    assert isinstance(outcome, SourceError), outcome
    assert (str(outcome.where).startswith(str(archive)), bool(outcome.remedy)) == (True, True)
    assert [path for path in out.rglob("*") if path.is_file() and path.name != "manifest.json"] == []
    again = read_shard(job)
    assert isinstance(again, Entry)
    assert (again.counts["records"], again.faults) == (len(SHEETS), ())


def test_an_archive_that_ends_before_its_bytes_do_gives_no_shard(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archived_sheets.warc(tmp_path / "a.warc.gz", SHEETS)
    first = len(archived_sheets.record(SHEETS[0]))
    monkeypatch.setattr(shard, "opened", lambda uri: io.BytesIO(Path(uri).read_bytes()[:first]))
    assert isinstance(read_shard(task(tmp_path / "a.warc.gz", tmp_path / "out")), SourceError)


def failing(fault: Exception) -> Callable[..., Any]:
    def fail(*given: Any, **named: Any) -> Any:
        raise fault

    return fail


MAIN_TEXT, CLAIMS = "tadmor.sources.page.read_page", "tadmor.pipeline.reader.Reader.read"


@pytest.mark.parametrize(
    ("where", "fault"),
    [
        (MAIN_TEXT, MemoryError()), (MAIN_TEXT, OSError(errno.EMFILE, "Too many open files")),
        (MAIN_TEXT, ImportError("no module lxml")), (CLAIMS, MemoryError()),
    ],
)  # fmt: skip
def test_what_a_machine_lacks_for_one_page_is_no_fault_of_the_page(
    where: str, fault: Exception, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archived_sheets.warc(tmp_path / "a.warc.gz")
    shard._start()
    monkeypatch.setattr(where, failing(fault))
    outcome = read_shard(task(tmp_path / "a.warc.gz", tmp_path / "out"))
    assert isinstance(outcome, SourceError)
    assert "a.warc.gz" in str(outcome)
    assert list(Folder(tmp_path / "out").entries()) == []


@pytest.mark.parametrize(("where", "stage"), [(MAIN_TEXT, "main_text"), (CLAIMS, "claims")])
def test_a_failure_of_tadmor_on_one_page_is_listed_and_the_shard_stands(
    where: str, stage: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archived_sheets.warc(tmp_path / "a.warc.gz", archived_sheets.SHEETS[:2])
    shard._start()
    monkeypatch.setattr(where, failing(ValueError("odd")))
    entry = read(tmp_path / "a.warc.gz", tmp_path / "out")
    assert [fault.stage for fault in entry.faults] == [stage] * 2


@pytest.mark.parametrize("package", ["pyarrow", "zstandard", "brotli", "fsspec"])
def test_a_missing_package_ends_the_run(package: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archived_sheets.warc(tmp_path / "a.warc.gz")
    job = task(tmp_path / "a.warc.gz", tmp_path / "out")
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(SettingError, match=f"needs {package}, which is not installed") as told:
        read_shard(job)
    assert told.value.remedy == "pip install 'tadmor[archives]'"


@pytest.fixture
def bucket(tmp_path: Path) -> Any:
    """The file system of memory://press, with three archives."""
    fsspec = pytest.importorskip("fsspec")
    system = fsspec.filesystem("memory")
    for number in range(3):
        archived_sheets.warc(tmp_path / "a.warc.gz", [archived_sheets.numbered(archived_sheets.TAKEN, number)])
        system.pipe(f"/press/{number}.warc.gz", (tmp_path / "a.warc.gz").read_bytes())
    yield system
    system.rm("/press", recursive=True)


@pytest.mark.parametrize("call", ["open", "info"])
@pytest.mark.parametrize("fault", [PermissionError("access denied"), RuntimeError("access denied")])
def test_an_object_that_is_refused_stops_no_other(
    call: str, fault: Exception, bucket: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run() -> Run:
        return Run(["memory://press/*.warc.gz"], str(tmp_path / "out"))

    refused = run()
    allowed = getattr(type(bucket), call)

    def guarded(system: Any, path: str, *given: Any, **named: Any) -> BinaryIO:
        if "1.warc" in path:
            raise fault
        opened: BinaryIO = allowed(system, path, *given, **named)
        return opened

    with monkeypatch.context() as patched:
        patched.setattr(type(bucket), call, guarded)
        outcomes = list(refused.outcomes(at_once))
    assert [isinstance(outcome, TadmorError) for outcome in outcomes] == [False, True, False]
    assert isinstance(outcomes[1], SourceError)
    assert str(outcomes[1]).startswith("memory:///press/1.warc.gz: cannot be opened: ")
    assert "credentials" in str(outcomes[1].remedy)
    assert (tmp_path / "out" / "stories.parquet").exists()
    assert [job.uri for job in run().plan.todo] == ["memory:///press/1.warc.gz"]


@pytest.mark.parametrize("uri", ["none.warc.gz", "memory://press/none.warc.gz", "s3://press/a.warc.gz"])
def test_an_archive_that_cannot_be_looked_at_is_not_the_same(uri: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "s3fs", None)
    assert not plan.is_same(Source(uri, 10, "0" * 64, ""))


def test_an_archive_that_is_refused_when_it_is_hashed_is_not_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archived_sheets.warc(tmp_path / "a.warc.gz")
    source = Source(str(tmp_path / "a.warc.gz"), (tmp_path / "a.warc.gz").stat().st_size, "0" * 64, "another day")
    monkeypatch.setattr(plan, "opened", failing(SourceError("cannot be opened")))
    assert not plan.is_same(source)


def test_each_byte_is_fetched_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = tmp_path / "a.warc"
    block = bytes(1 << 20)
    head = f"WARC/1.0\r\nWARC-Type: metadata\r\nContent-Length: {len(block)}\r\n\r\n".encode()
    archive.write_bytes((head + block + b"\r\n\r\n") * 3)
    fetched: list[int] = []

    class Counted(io.BytesIO):
        def read(self, size: int | None = -1, /) -> Any:
            data = super().read(size)
            fetched.append(len(data))
            return data

    def opened(uri: str) -> BinaryIO:
        return Counted(Path(uri).read_bytes())

    monkeypatch.setattr(shard, "opened", opened)
    monkeypatch.setattr(plan, "opened", opened)
    entry = read(archive, tmp_path / "out")
    assert sum(fetched) == archive.stat().st_size == entry.source.bytes
    monkeypatch.undo()
    assert entry.source.sha256 == plan.digest_of(str(archive))


def test_of_very_many_faults_the_first_are_listed_and_the_others_counted(tmp_path: Path) -> None:
    rows = '{"id": "a"}\n' * 3000 + "{\n" * 2000
    (tmp_path / "a.jsonl").write_text(rows)
    entry = read(tmp_path / "a.jsonl", tmp_path / "out")
    assert entry.counts["faults"] == sum(fault.times for fault in entry.faults) == 5000
    assert [fault.where for fault in entry.faults[:100]] == [f"{tmp_path}/a.jsonl:{n}" for n in range(1, 101)]
    others = [(str(fault.where).rpartition(":")[2], fault.times) for fault in entry.faults[100:]]
    assert others == [("101", 2900), ("3001", 2000)]
    assert Folder(tmp_path / "out").entry(entry.shard) == entry
    assert Folder(tmp_path / "out").entry_file(entry.shard).stat().st_size < 50_000


def test_faults_that_are_all_different_are_no_more(tmp_path: Path) -> None:
    names = ("".join(letters) for letters in product("abcdefghij", repeat=3))
    rows = (json.dumps({"id": name, "text": "Shells fell on Alba.", "title": "\ud800"}) + "\n" for name in names)
    (tmp_path / "a.jsonl").write_text("".join(rows))
    entry = read(tmp_path / "a.jsonl", tmp_path / "out")
    assert len(entry.faults) == 201
    assert sum(fault.times for fault in entry.faults) == 1000
