"""The archive of a watch: valid WARC, whole after a kill at any byte."""

from __future__ import annotations

import gzip
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from tadmor.errors import SourceError
from tadmor.pipeline.watching_archive import Archive
from tadmor.sources.fetching import Fetched

AT = datetime(2016, 3, 27, 12, tzinfo=UTC)
HEAD = b"HTTP/1.1 200 Fine\r\nContent-Encoding: gzip\r\n\r\n"


def fetched(content: bytes, at: datetime = AT, url: str = "https://a.example/x") -> Fetched:
    headers = (("Content-Type", "text/html"), ("Content-Encoding", "gzip"), ("ETag", '"1"'))
    return Fetched(
        url, f"{url}/there", 200, headers, content, at, '"1"', None, (), HEAD, gzip.compress(content), "192.0.2.7"
    )


def test_a_page_is_a_record_that_other_programs_read(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    kept = archive.keep("https://a.example/x", fetched(b"<p>Shells fell.</p>"))
    again = archive.keep("https://a.example/x", fetched(b"<p>Shells fell.</p>", AT + timedelta(days=1)),
                         (kept.sha256, (kept.final_url, kept.fetched)))  # fmt: skip
    archive.close()
    assert archive.names() == ["2016-03-27-0001.warc.gz", "2016-03-28-0001.warc.gz"]
    kinds = []
    for name in archive.names():
        with (tmp_path / name).open("rb") as file:
            for record in ArchiveIterator(file, check_digests="raise"):
                kinds.append(record.rec_type)
                if record.rec_type == "response":
                    assert record.rec_headers.get_header("WARC-Target-URI") == "https://a.example/x/there"
                    assert record.http_headers.get_header("X-Crawler-Content-Encoding") == "gzip"
                    assert record.http_headers.statusline == "200 Fine"
                    assert record.content_stream().read() == b"<p>Shells fell.</p>"
    assert kinds == ["warcinfo", "response", "warcinfo", "revisit"]
    assert (kept.again, again.again) == (False, True)
    assert kept.sha256 == sha256(b"<p>Shells fell.</p>").hexdigest()
    assert archive.content(kept.file, kept.offset) == b"<p>Shells fell.</p>"


def test_a_full_file_is_followed_by_another(tmp_path: Path) -> None:
    archive = Archive(tmp_path, most_bytes=1000)
    for n in range(6):
        archive.keep("https://a.example/x", fetched(f"<p>{n}</p>".encode()))
    archive.close()
    assert len(archive.names()) > 2
    assert archive.names()[1] == "2016-03-27-0002.warc.gz"


def test_what_was_archived_is_found_again_and_a_broken_end_cut_off(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    first, second = (archive.keep("https://a.example/x", fetched(words)) for words in (b"<p>One.</p>", b"<p>Two.</p>"))
    archive.close()
    path = tmp_path / first.file
    whole = path.read_bytes()
    for end in range(second.offset, len(whole)):
        path.write_bytes(whole[:end])
        assert list(Archive(tmp_path).mend(first.file, 0)) == [first]
        assert path.stat().st_size == second.offset
    path.write_bytes(whole)
    assert list(Archive(tmp_path).mend(first.file, 0)) == [first, second]
    assert list(Archive(tmp_path).mend(first.file, second.offset)) == [second]


def test_writing_goes_on_behind_what_is_there(tmp_path: Path) -> None:
    for n in range(2):
        archive = Archive(tmp_path)
        archive.keep("https://a.example/x", replace(fetched(f"<p>{n}</p>".encode())))
        archive.close()
    assert [kept.sha256 for kept in archive.mend(archive.names()[0], 0)] == [
        sha256(f"<p>{n}</p>".encode()).hexdigest() for n in range(2)
    ]


@pytest.mark.parametrize("damage", ["flip", "gone"])
def test_a_damaged_page_is_not_read(tmp_path: Path, damage: str) -> None:
    archive = Archive(tmp_path)
    kept = archive.keep("https://a.example/x", fetched(b"<p>Shells fell on the market of the town.</p>"))
    archive.close()
    path = tmp_path / kept.file
    if damage == "gone":
        path.unlink()
    else:
        whole = gzip.decompress(path.read_bytes()[kept.offset :]).replace(b"Shells", b"Shills")
        path.write_bytes(path.read_bytes()[: kept.offset] + gzip.compress(whole))
    with pytest.raises(SourceError) as fault:
        archive.content(kept.file, kept.offset)
    assert "record at byte" in str(fault.value.where)
