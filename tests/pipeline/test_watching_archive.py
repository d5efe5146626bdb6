"""The archive of a watch: valid WARC, whole after a kill at any byte."""

from __future__ import annotations

import gzip
import resource
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from tadmor.errors import RecordError, SourceError
from tadmor.pipeline.watching_archive import Archive, Damage
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


def flipped(at: int) -> Callable[[bytes], bytes]:
    """A damage: one bit of another value."""
    return lambda member: b"".join((member[:at], bytes([member[at] ^ 1]), member[at:][1:]))


@pytest.mark.parametrize(
    "damage",
    [*map(flipped, (0, 1, 2, 12, 40, 200, -1, -6)), lambda member: bytes(len(member)), lambda member: member[:-20]],
)
@pytest.mark.parametrize("hurt", [0, 2, 5])
def test_damage_is_stepped_over_and_nothing_behind_it_is_lost(
    tmp_path: Path, hurt: int, damage: Callable[[bytes], bytes]
) -> None:
    """Only what is unfinished at the very end is cut off."""
    archive = Archive(tmp_path)
    kept = [archive.keep("https://a.example/x", fetched(f"<p>{n} fell.</p>".encode() * 9)) for n in range(6)]
    archive.close()
    path = tmp_path / kept[0].file
    whole = path.read_bytes()
    place = kept[hurt]
    broken = damage(whole[place.offset : place.offset + place.length])
    path.write_bytes(whole[: place.offset] + broken + whole[place.offset + place.length :])
    cut = len(broken) < place.length
    found = list(archive.mend(kept[0].file, 0))
    lost = [] if cut and hurt == 5 else [Damage(place.file, place.offset, len(broken))]
    moved = place.length - len(broken)
    assert found == kept[:hurt] + lost + [replace(k, offset=k.offset - moved) for k in kept[hurt + 1 :]]
    assert path.stat().st_size == len(whole) - (place.length if cut and hurt == 5 else moved)


def test_what_no_watch_wrote_is_passed_over(tmp_path: Path) -> None:
    path, http = tmp_path / "2016-03-27-0001.warc.gz", StatusAndHeaders("200 OK", [], protocol="HTTP/1.1")
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        writer.write_record(
            writer.create_warc_record("https://a.example/", "response", BytesIO(b"x"), 1, http_headers=http)
        )
    assert list(Archive(tmp_path).mend(path.name, 0)) == []


def test_only_what_is_not_known_is_looked_at(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    kept = [archive.keep("https://a.example/x", fetched(f"<p>{n} fell.</p>".encode())) for n in range(3)]
    archive.close()
    one = kept[1]
    assert list(archive.mend(one.file, one.offset, one.offset + one.length)) == [one]
    assert list(archive.mend(one.file, one.offset, one.offset)) == []
    short = one.offset + one.length - 5  # it ends where another record is known to begin
    assert list(archive.mend(one.file, one.offset, short)) == [Damage(one.file, one.offset, one.length - 5)]
    assert list(archive.mend(one.file, 0)) == kept


def test_a_full_disk_leaves_the_archive_as_it_was(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    first = archive.keep("https://a.example/x", fetched(b"<p>One.</p>"))
    path = tmp_path / first.file
    size = path.stat().st_size
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 100, hard))
    try:
        for _ in range(2):
            with pytest.raises(RecordError, match="the archive cannot be written") as fault:
                archive.keep("https://a.example/x", fetched(b"<p>Two.</p>"))
            assert (fault.value.where, fault.value.remedy) == (str(path), "make room, and run it again")
            assert path.stat().st_size == size
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    second = archive.keep("https://a.example/x", fetched(b"<p>Two.</p>"))
    archive.close()
    assert second.offset == size
    assert list(archive.mend(first.file, 0)) == [first, second]


def test_a_page_that_comes_after_the_end_opens_no_file(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.close()
    with pytest.raises(RecordError, match="the archive is closed"):
        archive.keep("https://a.example/x", fetched(b"<p>One.</p>"))
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "none")
    with pytest.raises(RecordError, match="the archive cannot be written"):
        archive.keep("https://a.example/x", fetched(b"<p>One.</p>"))


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
