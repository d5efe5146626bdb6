"""Records to pages: which are pages, what they hold, what is wrong with them, and where they are found again."""

import gzip
import hashlib
import io
import random
import sys
import tracemalloc
import zlib
from datetime import UTC, datetime

import brotli
import pytest
import zstandard
from fastwarc.warc import ArchiveIterator, WarcRecordType
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

import warcs
from tadmor.errors import SourceError
from tadmor.model import Report
from tadmor.settings import Settings
from tadmor.sources import Page, SourceNote, page_at, pages, read, report_of
from warcs import answer, page, record

SUFFIX = {"plain": ".warc", "zstd": ".warc.zst", "zstd with dictionary": ".warc.zst"}
HTML = page(1)
PLAIN = "Content-Type: text/html"


@pytest.fixture
def held(tmp_path):
    def made(*records: bytes, settings: Settings | None = None) -> list[Page | Report | SourceError]:
        path = tmp_path / "x.warc"
        path.write_bytes(b"".join(records))
        return list(pages(path, settings or Settings()))

    return made


@pytest.mark.parametrize("form", warcs.FORMS)
def test_each_form_gives_the_same_pages_and_each_is_found_again(tmp_path, form):
    path = tmp_path / f"x{SUFFIX.get(form, '.warc.gz')}"
    pieces = warcs.packed(warcs.night(), form)
    path.write_bytes(b"".join(pieces))
    found = list(pages(path))
    assert [item.content for item in found] == [page(number) for number in range(30)]
    assert found[3].url == "https://wireline.example/3"
    assert found[3].fetched == datetime(2021, 6, 3, 4, 5, 6, tzinfo=UTC)
    assert found[3].media == "text/html; charset=utf-8"
    assert len({item.offset for item in found}) == 30
    if len(pieces) > 60:
        begins = [sum(map(len, pieces[:n])) for n in range(len(pieces))]
        assert [(item.offset, item.length) for item in found] == list(zip(begins, map(len, pieces), strict=True))[
            len(pieces) - 59 :: 2
        ]
    for item in found[::5]:
        again = page_at(item.file, item.offset, hashlib.sha256(item.content).hexdigest())
        assert (again.content, again.url, again.offset) == (item.content, item.url, item.offset)


@pytest.mark.parametrize("form", warcs.FORMS)
@pytest.mark.parametrize("size", [65_536, 70_000, 131_072, 900_000])
def test_pages_longer_than_what_is_unpacked_at_a_time(tmp_path, form, size):
    dice = random.Random(size)
    words = [" ".join(dice.choices(warcs.TOWNS, k=size // 6))[: size - n].encode() for n in range(3)]
    path = tmp_path / f"x{SUFFIX.get(form, '.warc.gz')}"
    path.write_bytes(b"".join(warcs.packed([record(answer(one), number=n) for n, one in enumerate(words)], form)))
    found = list(pages(path))
    assert [item.content for item in found] == words
    assert [page_at(item.file, item.offset).content for item in found] == words


@pytest.mark.parametrize("form", ["plain", "gzip", "zstd"])
def test_another_reader_finds_the_same_records_at_the_same_places(tmp_path, form):
    path = tmp_path / f"x{SUFFIX.get(form, '.warc.gz')}"
    path.write_bytes(b"".join(warcs.packed(warcs.night(), form)))
    others = []
    with path.open("rb") as file:
        for other in ArchiveIterator(file, record_types=WarcRecordType.response):
            others.append((other.stream_pos, other.headers["WARC-Target-URI"], other.reader.read()))
    assert [(item.offset, item.url, item.content) for item in pages(path)] == others


@pytest.mark.parametrize("packed", [True, False])
def test_what_another_writer_wrote(tmp_path, packed):
    path = tmp_path / "x.warc.gz"
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=packed)
        file_info = writer.create_warcinfo_record("x.warc.gz", {"software": "warcio"})
        writer.write_record(file_info)
        for number in range(3):
            head = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
            url = f"https://wireline.example/{number}"
            body = io.BytesIO(page(number))
            made = writer.create_warc_record(url, "response", payload=body, http_headers=head)
            writer.write_record(made)
            made.raw_stream.close()
    assert [item.content for item in pages(path)] == [page(number) for number in range(3)]


@pytest.mark.parametrize(
    "other",
    [
        record(b"software: x", "warcinfo"), record(b"GET / HTTP/1.1\r\n\r\n", "request"), record(b"x: y", "metadata"),
        record(answer(HTML), "revisit"),
        record(b"20210603040506\nwireline.example. 60 IN A 192.0.2.1\n", fields=["Content-Type: text/dns"]),
        record(answer(HTML, status="404 Not Found")), record(answer(b"", "Location: /x", status="302 Found")),
        record(answer(b"\x89PNG", "Content-Type: image/png")), record(answer(b"{}", "Content-Type: application/json")),
        record(answer(b"\x89PNG", "X-None: y")), record(b"\x89PNG", "resource", fields=["Content-Type: image/png"]),
    ],
)  # fmt: skip
def test_what_is_no_page_is_passed_over(held, other):
    found = held(other, record(answer(HTML)), other)
    assert [item.content for item in found] == [HTML]
    (note,) = held(other)
    assert type(note) is SourceNote
    assert "no page" in note.message


CHUNKS = b"5\r\nhello\r\n6;x=y\r\n world\r\n0\r\n\r\n"
CHUNKED = "Content-Type: text/plain\r\nTransfer-Encoding: chunked"
PACKED = {
    "gzip": gzip.compress(HTML), "x-gzip": gzip.compress(HTML[:90]) + gzip.compress(HTML[90:]),
    "deflate": zlib.compress(HTML), "br": brotli.compress(HTML), "zstd": zstandard.compress(HTML),
}  # fmt: skip


@pytest.mark.parametrize(
    ("head", "body", "content"),
    [
        (CHUNKED, CHUNKS, b"hello world"),
        (CHUNKED, b"stored without its chunks", b"stored without its chunks"),
        (CHUNKED, b"5\nhello\n0\n\n", b"hello"),
        *[(f"{PLAIN}\r\nContent-Encoding: {name}", body, HTML) for name, body in PACKED.items()],
        *[(f"{PLAIN}\r\nContent-Encoding: {name}", HTML, HTML) for name in PACKED],
        (f"{PLAIN}\r\nContent-Encoding: deflate", zlib.compress(HTML)[2:-4], HTML),
        (f"{PLAIN}\r\nContent-Encoding: br, gzip", gzip.compress(brotli.compress(HTML)), HTML),
        (f"{PLAIN}\r\nContent-Encoding: utf-8, identity", HTML, HTML),
        (f"{PLAIN}\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked",
         b"%x\r\n%b\r\n0\r\n\r\n" % (len(PACKED["gzip"]), PACKED["gzip"]), HTML),
        ("X-None: y", HTML, HTML), ("content-type : text/html", HTML, HTML),
        ("Content-Type:\r\n text/html", HTML, HTML),
        ("Content-Type: application/xhtml+xml", HTML, HTML), (PLAIN, b"", b""),
    ],
)  # fmt: skip
def test_content_is_joined_and_unpacked(held, head, body, content):
    (found,) = held(record(answer(body, head)))
    assert isinstance(found, Page), found
    assert found.content == content


@pytest.mark.parametrize("told", [HTML, PACKED["gzip"]], ids=["of the page", "of what is stored"])
def test_a_payload_digest_may_be_of_either(held, told):
    stored = answer(PACKED["gzip"], f"{PLAIN}\r\nContent-Encoding: gzip")
    (found,) = held(record(stored, fields=[f"WARC-Payload-Digest: {warcs.digest(told)}"]))
    assert found.content == HTML


SHA256 = hashlib.sha256(answer(HTML))


@pytest.mark.parametrize(
    ("told", "fits"),
    [
        (f"sha256:{SHA256.hexdigest()}", True), (f"SHA-256:{SHA256.hexdigest().upper()}", True),
        (f"md5:{hashlib.md5(answer(HTML)).hexdigest()}", True), ("blake9:00", True), ("nonsense", True),
        (warcs.digest(answer(HTML)).lower(), True), (warcs.digest(b""), False), ("sha256:00", False), ("sha1:", False),
    ],
)  # fmt: skip
def test_block_digests(held, told, fits):
    (found,) = held(record(answer(HTML), fields=[f"WARC-Block-Digest: {told}"]))
    assert isinstance(found, Page) is fits
    if not fits:
        assert "WARC-Block-Digest" in found.message
        assert found.where.endswith("x.warc, record at byte 0")


TOLD = ["WARC-Payload-Digest: sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"]


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        (record(answer(HTML), fields=TOLD), "WARC-Payload-Digest"),
        (record(HTML, "resource", fields=["Content-Type: text/html", *TOLD]), "WARC-Payload-Digest"),
        (record(answer(HTML), "respoose"), "'respoose'"), (record(answer(HTML), "continuation"), "part"),
        (record(answer(HTML), ""), "no WARC-Type"),
        (record(HTML, fields=["Content-Type: application/http"]), "status line"),
        (record(answer(HTML), fields=["Content-Length: 9"]), "Content-Length is wrong"),
        (record(answer(HTML), fields=["Content-Length: 99999"]), "ends early"),
        (record(answer(HTML), fields=["Content-Length: 999999999999"]), "another record begins"),
        (record(answer(HTML), fields=["Content-Length: -3"]), "Content-Length is '-3'"),
        (record(answer(HTML), fields=["Content-Length: "]), "no Content-Length"),
        (record(answer(HTML), fields=["X: \0"]), "header is damaged"),
        (b"\n\n\nnoise, noise\r\n\r\n", "no header"), (b"WARC/1.0\r\nWARC-Type: response\r\n", "header"),
        (record(answer(b"\x1f\x8b\x08 no gzip", f"{PLAIN}\r\nContent-Encoding: gzip")), "cannot be unpacked"),
        (record(answer(HTML, f"{PLAIN}\r\nContent-Encoding: {'gzip, ' * 9}br")), "10 times"),
        (record(answer(b"x" * 120_001)), "120,000 bytes"),
        (record(answer(b"x" * 120_001), fields=["WARC-Block-Digest: sha1:"]), "120,000 bytes"),
        *[(record(answer(bomb, f"{PLAIN}\r\nContent-Encoding: {name}")), "120,000 bytes") for name, bomb in (
            ("gzip", gzip.compress(bytes(9_000_000))), ("deflate", zlib.compress(bytes(9_000_000))),
            ("br", brotli.compress(bytes(9_000_000))), ("zstd", zstandard.compress(bytes(9_000_000))),
            ("gzip, gzip", gzip.compress(gzip.compress(bytes(9_000_000)))),
        )],
    ],
)  # fmt: skip
def test_a_broken_record_is_named_and_its_neighbours_are_read(held, broken, says):
    before, after = record(answer(page(2))), record(answer(page(3)))
    found = held(before, broken, after, settings=Settings(max_chars=10_000))
    assert [item.content for item in found if isinstance(item, Page)] == [page(2), page(3)]
    fault = found[1]
    assert type(fault) is SourceError
    assert says in fault.message
    assert len(found) == 3
    start = len(before) + (0 if broken.startswith(b"WARC") else broken.index(b"noise"))
    assert fault.where.endswith(f"x.warc, record at byte {start}")
    assert fault.remedy


@pytest.mark.parametrize(
    ("stored", "says", "begin"),
    [
        (record(answer(HTML[:300]), fields=["WARC-Truncated: length", *TOLD]), "only the beginning", HTML[:300]),
        (record(answer(PACKED["gzip"][:-40], f"{PLAIN}\r\nContent-Encoding: gzip")), "packed with gzip", HTML[:100]),
        (record(answer(PACKED["br"][:-40], f"{PLAIN}\r\nContent-Encoding: br")), "packed with br", HTML[:10]),
        (record(answer(CHUNKS[:-12], CHUNKED)), "in chunks", b"hello"),
    ],
)  # fmt: skip
def test_a_page_of_which_only_the_beginning_was_kept_is_read_with_a_note(held, stored, says, begin):
    found, note = held(stored)
    assert found.content.startswith(begin)
    assert type(note) is SourceNote
    assert says in note.message


@pytest.mark.parametrize(
    ("stored", "text"),
    [
        (record(b"Orvan shelled\nShells fell on Orvan.\n", "conversion",
                fields=["Content-Type: text/plain"]), "Orvan shelled\nShells fell on Orvan.\n"),
        (record(answer("Shells fell in Łódź.".encode("iso-8859-2"), "Content-Type: text/plain; charset=iso-8859-2")),
         "Shells fell in Łódź."),
        (record(answer(b"Shells fell on Orvan.", 'Content-Type: Text/Plain; charset="none such"')),
         "Shells fell on Orvan."),
    ],
)  # fmt: skip
def test_text(held, stored, text):
    (found,) = held(stored)
    assert report_of(found).text == text


def test_a_report_keeps_where_it_came_from(held):
    day = '<meta property="article:published_time" content="2021-06-02"><link rel="canonical" href="https://other.example/">'
    content = HTML.replace(b"<head>", b"<head>" + day.encode())
    (found,) = held(
        record(b"x", "warcinfo"), record(answer(content), number=7, fields=["WARC-Target-URI: <https://w.example/7>"])
    )
    report = report_of(found)
    assert (report.url, report.raw, report.raw_sha256) == (
        "https://w.example/7", content, hashlib.sha256(content).hexdigest()
    )  # fmt: skip
    assert report.fetched == datetime(2021, 6, 3, 4, 5, 6, tzinfo=UTC)
    assert (str(report.published), report.published_basis) == ("2021-06-02", "metadata")
    assert report.source == found.where
    assert report.title == "Sarn shelled, night 1"


@pytest.mark.parametrize(
    ("date", "moment"),
    [("2021-06-03T04:05:06.123456789Z", datetime(2021, 6, 3, 4, 5, 6, 123456, UTC)), ("2021-06", None), ("x", None),
     ("2021-06-03", datetime(2021, 6, 3, tzinfo=UTC)),
     ("2021-06-03T04:05:06+02:00", datetime(2021, 6, 3, 2, 5, 6, 0, UTC))],
)  # fmt: skip
def test_when_a_page_was_fetched(held, date, moment):
    stored = record(answer(HTML)).replace(b"2021-06-03T04:05:06Z", date.encode())
    assert held(stored)[0].fetched == moment


def test_reports_of_an_archive_come_with_its_faults_in_order(tmp_path):
    path = tmp_path / "x.warc.gz"
    index = b"<html><body><ul><li><a href=/1>One</a></ul></body></html>"
    stored = [record(answer(page(0))), record(answer(index)), record(answer(page(1)), "odd"), record(answer(page(2)))]
    path.write_bytes(b"".join(warcs.packed(stored, "gzip")))
    found = list(read(path))
    assert [type(item) for item in found] == [Report, SourceError, SourceError, Report]
    assert "no article" in found[1].message
    assert "record at byte" in found[1].where


@pytest.mark.parametrize("form", ["gzip", "plain", "zstd"])
def test_an_archive_from_a_pipe(form):
    raw = b"".join(warcs.packed(warcs.night(3), form))
    assert [item.url for item in read("-", stdin=io.BytesIO(raw))] == [
        f"https://wireline.example/{n}" for n in range(3)
    ]


@pytest.mark.parametrize(
    ("name", "raw", "says"),
    [
        ("x.warc.gz", b"", "empty"), ("x.warc", b"", "empty"), ("x.warc.gz", b"<html>not found", "no packed record"),
        ("x.warc", b"<html>not found", "no header"), ("x.gz", gzip.compress(b"some text"), "gzip archive"),
        ("x.warc.gz", gzip.compress(b"some text, no archive"), "no header"),
        ("x.warc.zst", b"\x5d\x2a\x4d\x18\xff\xff\xff\xff", "dictionary"),
        ("x.warc.zst", b"\x5d\x2a\x4d\x18\x08\0\0\0\x28\xb5\x2f\xfdabcd", "dictionary"),
    ],
)  # fmt: skip
def test_what_is_no_archive(tmp_path, name, raw, says):
    (tmp_path / name).write_bytes(raw)
    (fault,) = pages(tmp_path / name)
    assert type(fault) is SourceError
    assert says in str(fault)
    assert name in fault.where


def test_a_page_that_is_not_there_any_more(tmp_path):
    path = tmp_path / "x.warc.gz"
    pieces = warcs.packed(warcs.night(3), "gzip")
    path.write_bytes(b"".join(pieces))
    first = next(iter(pages(path)))
    for offset, digest in ((first.offset, "0" * 64), (first.offset + 1, None), (10**9, None), (0, None)):
        with pytest.raises(SourceError, match="not here any more") as caught:
            page_at(str(path), offset, digest)
        assert str(path) in caught.value.where
    with pytest.raises(SourceError, match="cannot be read"):
        page_at(str(tmp_path / "gone.warc"), 0)


class Endless(io.RawIOBase):
    """A WARC of so many records that is made while it is read."""

    def __init__(self, made: bytes, times: int) -> None:
        self.made, self.left, self.rest = made, times, b""

    def read(self, size: int = -1, /) -> bytes:
        while len(self.rest) < size and self.left:
            self.rest, self.left = self.rest + self.made, self.left - 1
        out, self.rest = self.rest[:size], self.rest[size:]
        return out

    def seekable(self) -> bool:
        return False


@pytest.mark.parametrize("form", ["plain", "gzip"])
def test_memory_stays_flat(form):
    noise = random.Random(1).randbytes(300_000)
    other = record(answer(noise, "Content-Type: video/mp4"))
    batch = b"".join(warcs.packed([*[other] * 9, *warcs.night(9)], form))
    tracemalloc.start()
    try:
        peaks = []
        for times in (10, 60):
            tracemalloc.reset_peak()
            assert sum(isinstance(item, Page) for item in pages("-", stdin=Endless(batch, times))) == 9 * times
            peaks.append(tracemalloc.get_traced_memory()[1])
    finally:
        tracemalloc.stop()
    assert peaks[1] < peaks[0] * 1.2


@pytest.mark.parametrize(
    ("package", "form", "block"),
    [
        ("zstandard", "zstd", answer(HTML)),
        ("zstandard", "gzip", answer(PACKED["zstd"], f"{PLAIN}\r\nContent-Encoding: zstd")),
        ("brotli", "gzip", answer(PACKED["br"], f"{PLAIN}\r\nContent-Encoding: br")),
    ],
)
def test_a_package_that_is_missing_is_named(tmp_path, monkeypatch, package, form, block):
    path = tmp_path / f"x{SUFFIX.get(form, '.warc.gz')}"
    path.write_bytes(b"".join(warcs.packed([record(block)], form)))
    monkeypatch.setitem(sys.modules, package, None)
    (fault,) = pages(path)
    assert fault.remedy == "pip install 'tadmor[archives]'"
    assert str(path) in fault.where
