"""WARCs in zip files."""

import hashlib
import io
import json
import random
import zipfile

import pytest

import warcs
from tadmor.errors import SourceError
from tadmor.model import Report
from tadmor.sources import Page, SourceNote, page_at, pages, read

PAGES = [warcs.page(number) for number in range(30)]
NIGHT = warcs.night()
ONE = b"".join(warcs.packed(NIGHT[:31], "gzip"))
TWO = b"".join(warcs.packed(NIGHT[31:], "gzip"))
INDEX = b'{"format": "json-pages-1.0"}\n{"url": "https://wireline.example/1"}\n'


def wacz(files: dict[str, bytes], how: int = zipfile.ZIP_STORED, described: dict[str, bytes] | None = None) -> bytes:
    """A zip file of these, and a datapackage.json that gives the digests of those described."""
    resources = [
        {"name": name, "path": name, "hash": f"sha256:{hashlib.sha256(content).hexdigest()}", "bytes": len(content)}
        for name, content in (files if described is None else described).items()
    ]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
        archive.writestr("datapackage.json", json.dumps({"profile": "data-package", "resources": resources}))
    return out.getvalue()


FILES = {"archive/one.warc.gz": ONE, "archive/two.warc.gz": TWO, "pages/pages.jsonl": INDEX}


def split(path) -> tuple[list[Page], list[SourceError]]:
    items = list(pages(path))
    return [i for i in items if isinstance(i, Page)], [i for i in items if not isinstance(i, Page)]


@pytest.mark.parametrize("name", ["x.wacz", "x.zip"])
@pytest.mark.parametrize("how", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_the_warcs_in_a_zip_file(tmp_path, name, how):
    path = tmp_path / name
    path.write_bytes(wacz(FILES, how))
    found, faults = split(path)
    assert faults == []
    assert [item.content for item in found] == PAGES
    assert found[0].file == f"{path}!/archive/one.warc.gz"
    assert found[-1].where == f"{path}!/archive/two.warc.gz, record at byte {found[-1].offset}"
    for item in (found[0], found[7], found[-1]):
        assert page_at(item.file, item.offset, hashlib.sha256(item.content).hexdigest()).content == item.content


@pytest.mark.parametrize("form", warcs.FORMS)
def test_each_form_in_a_zip_file(tmp_path, form):
    name = f"archive/x.warc{'' if form == 'plain' else '.zst' if 'zstd' in form else '.gz'}"
    path = tmp_path / "x.wacz"
    path.write_bytes(wacz({name: b"".join(warcs.packed(NIGHT, form))}))
    found, faults = split(path)
    assert ([item.content for item in found], faults) == (PAGES, [])
    assert page_at(found[9].file, found[9].offset).content == PAGES[9]


def test_reports_of_a_zip_file(tmp_path):
    (tmp_path / "x.wacz").write_bytes(wacz(FILES))
    assert all(isinstance(item, Report) for item in read(tmp_path / "x.wacz"))


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (wacz(FILES, described={"archive/one.warc.gz": TWO}), "another SHA-256"),
        (wacz(FILES, described={"archive/three.warc.gz": TWO}), "three.warc.gz, which its datapackage.json names"),
        (wacz(FILES | {"archive/none.warc.gz": b""}), "empty"),
        (wacz(FILES).replace(b'"resources"', b'"resourcez"'), "datapackage.json cannot be read"),
    ],
)
def test_what_is_wrong_with_a_zip_file_is_told_and_the_pages_are_read(tmp_path, raw, says):
    path = tmp_path / "x.wacz"
    path.write_bytes(raw)
    found, faults = split(path)
    assert [item.content for item in found] == PAGES
    assert [fault for fault in faults if says not in fault.message] == []
    assert len(faults) == 1
    assert str(path) in faults[0].where


@pytest.mark.parametrize(
    ("name", "raw", "says"),
    [
        ("x.wacz", b"<html>not found", "no zip file"), ("x.wacz", b"", "empty"), ("x.zip", wacz({}), "no WARC"),
        ("x.docx", wacz({}), "zip archive or an office document"), ("x", wacz({"a.txt": b"x"}), "no WARC"),
    ],
)  # fmt: skip
def test_what_is_no_archive(tmp_path, name, raw, says):
    (tmp_path / name).write_bytes(raw)
    faults = [item for item in pages(tmp_path / name) if type(item) is SourceError]
    assert says in faults[0].message
    assert not any(isinstance(item, Page) for item in pages(tmp_path / name))


def test_a_zip_file_from_a_pipe_is_refused():
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    (fault,) = pages("-", stdin=Pipe(wacz(FILES)))
    assert "pipe" in fault.message


def test_an_encrypted_file_in_a_zip_file(tmp_path):
    raw = bytearray(wacz(FILES))
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "x.wacz").write_bytes(raw)
    found, faults = split(tmp_path / "x.wacz")
    assert len(found) == 15
    assert "encrypted" in faults[0].message


def test_a_zip_file_cut_anywhere_gives_all_that_is_there(tmp_path):
    path, raw = tmp_path / "x.wacz", wacz(FILES)
    begins = [raw.index(piece) for piece in warcs.packed(NIGHT, "gzip")[2::2]]
    for cut in range(50, len(raw), 200):
        path.write_bytes(raw[:cut])
        found, faults = split(path)
        assert [item.content for item in found] == PAGES[: len(found)]
        assert len(found) >= sum(begin < cut for begin in begins) - 1
        assert "no zip file" in faults[0].message
        assert not any(type(fault) is SourceNote for fault in faults if found)
        if found:
            assert page_at(found[-1].file, found[-1].offset).content == found[-1].content


@pytest.mark.parametrize("how", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_bytes_flipped_anywhere(tmp_path, how):
    path, raw, dice = tmp_path / "x.wacz", wacz(FILES, how), random.Random(f"zip {how}")
    for _ in range(150):
        flipped = bytearray(raw)
        for _ in range(dice.choice((1, 1, 3))):
            flipped[dice.randrange(len(raw))] ^= 1 << dice.randrange(8)
        path.write_bytes(flipped)
        found, faults = split(path)
        contents = [item.content for item in found]
        assert len(set(contents)) == len(contents)
        assert set(contents) <= set(PAGES)
        assert faults or contents == PAGES
