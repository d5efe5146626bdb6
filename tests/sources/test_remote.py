"""Files that are not on the disk."""

import sys

import fsspec
import pytest

import warcs
from tadmor.errors import SourceError
from tadmor.model import Report
from tadmor.sources import Page, page_at, pages, read

WARC = b"".join(warcs.packed(warcs.night(4), "gzip"))
ROWS = b'{"id": "a", "text": "Shells fell on Orvan."}\n{"id": "b"}\n'


@pytest.fixture
def bucket():
    system = fsspec.filesystem("memory")
    files = {"a/one.warc.gz": WARC, "a/b/two.warc.gz": WARC, "a/.hidden/x.warc.gz": WARC, "rows.jsonl": ROWS}
    for name, content in files.items():
        system.pipe_file(f"/news/{name}", content)
    yield "memory://news"
    system.rm("/news", recursive=True)


@pytest.mark.parametrize(
    ("asked", "count"),
    [("a/one.warc.gz", 4), ("a/*.warc.gz", 4), ("a/**/*.warc.gz", 8), ("a", 8), ("a/b/", 4), ("a/one.warc.g?", 4)],
)
def test_archives_in_storage(bucket, asked, count):
    found = list(pages(f"{bucket}/{asked}"))
    assert all(isinstance(item, Page) for item in found)
    assert len(found) == count
    assert found[0].file.startswith("memory://")
    assert page_at(found[-1].file, found[-1].offset).content == found[-1].content


def test_rows_in_storage(bucket):
    found = list(read(f"{bucket}/rows.jsonl"))
    assert [type(item) for item in found] == [Report, SourceError]
    assert found[1].where == "memory:///news/rows.jsonl:2"


def test_an_address_of_a_file_on_the_disk(tmp_path):
    path = tmp_path / "a b.warc.gz"
    path.write_bytes(WARC)
    assert [item.file for item in pages(path.as_uri())] == [str(path)] * 4


@pytest.mark.parametrize(
    ("uri", "says"),
    [
        ("memory://news/none.warc.gz", "no such file"), ("memory://news/*.none", "no such file"),
        ("https://wireline.example/x.warc.gz", "Tadmor fetches no pages"),
        ("HTTP://wireline.example/x.warc.gz", "Tadmor fetches no pages"),
        ("ftp://wireline.example/x.warc.gz", "ftp:// is not read"),
        ("zip://x.warc.gz::https://wireline.example/x.zip", "zip:// is not read"),
        ("memory://x::https://wireline.example/x.warc", "is not read"),
    ],
)  # fmt: skip
def test_addresses_that_are_not_read(bucket, uri, says):
    (fault,) = pages(uri)
    assert type(fault) is SourceError
    assert says in fault.message
    assert fault.where == uri
    assert fault.remedy


@pytest.mark.parametrize(("protocol", "package"), [("s3", "s3fs"), ("gs", "gcsfs"), ("az", "adlfs")])
def test_a_storage_whose_package_is_missing(monkeypatch, protocol, package):
    monkeypatch.setitem(sys.modules, package, None)
    (fault,) = pages(f"{protocol}://bucket/x.warc.gz")
    assert package in fault.message
    assert fault.remedy == f"pip install {package}"


def test_without_fsspec(monkeypatch):
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    (fault,) = pages("s3://bucket/x.warc.gz")
    assert "fsspec" in fault.message
    assert "tadmor[archives]" in fault.remedy


@pytest.mark.parametrize("fault", [PermissionError("no credentials"), RuntimeError("a storage's own")])
def test_a_storage_that_fails_stops_nothing(bucket, monkeypatch, fault):
    def fail(*_, **__):
        raise fault

    monkeypatch.setattr("fsspec.implementations.memory.MemoryFileSystem._open", fail)
    (found,) = pages(f"{bucket}/a/one.warc.gz")
    assert str(fault) in found.message
    assert found.where == "memory:///news/a/one.warc.gz"
