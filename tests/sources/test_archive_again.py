"""Many pages of one archive found again: it is opened once, and its bytes are read and unpacked once."""

import hashlib
import io
import zipfile

import pytest

import warcs
from tadmor.errors import SourceError
from tadmor.settings import Settings
from tadmor.sources import Page, files, pages
from tadmor.sources.stored import again

COUNT = 120
NIGHT = warcs.night(COUNT)
SUFFIX = {"plain": ".warc", "zstd": ".warc.zst", "zstd with dictionary": ".warc.zst"}
TWICE = ("whole gzip", "blocks of gzip")  # a handle for what is unpacked beside that for what stands at a byte


class Counted(io.BytesIO):
    """A file that counts what is read from it, and fails at the readings that are told."""

    def __init__(self, raw: bytes, failing: set[int]) -> None:
        super().__init__(raw)
        self.bytes, self.readings, self.failing = 0, 0, failing

    def read(self, size: int | None = -1, /) -> bytes:
        self.readings += 1
        if self.readings in self.failing:
            self.failing.clear()
            raise ConnectionResetError("the connection was reset")
        data = super().read(size)
        self.bytes += len(data)
        return data


@pytest.fixture
def storage(monkeypatch):
    """Each handle that was opened on the bytes that stand for all files."""

    class Storage(list[Counted]):
        raw = b""
        failing: set[int] = set()  # noqa: RUF012
        refused: Exception | None = None

        def opened(self, _: str) -> Counted:
            if self.refused:
                self.append(Counted(b"", set()))
                raise self.refused
            self.append(Counted(self.raw, self.failing))
            return self[-1]

    made = Storage()
    monkeypatch.setattr(files, "opened", made.opened)
    return made


def zipped(members: dict[str, bytes], how: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def read(tmp_path, name: str, raw: bytes) -> list[Page]:
    path = tmp_path / name
    path.write_bytes(raw)
    found = list(pages(path))
    assert all(isinstance(item, Page) for item in found)
    return found


def digest(page: Page) -> str:
    return hashlib.sha256(page.content).hexdigest()


def check(found: list[Page], storage, handles: int) -> None:
    with again(found[0].file, Settings()) as archive:
        for item in found:
            same = archive.page(item.file, item.offset, digest(item))
            assert (same.content, same.url, same.offset) == (item.content, item.url, item.offset)
    assert len(storage) == handles
    assert all(handle.closed for handle in storage)


@pytest.mark.parametrize("step", [1, 7])
@pytest.mark.parametrize("form", warcs.FORMS)
def test_a_warc(tmp_path, storage, form, step):
    storage.raw = b"".join(warcs.packed(NIGHT, form))
    found = read_of(tmp_path, storage, f"x{SUFFIX.get(form, '.warc.gz')}")
    check(found[::step], storage, 2 if form in TWICE else 1)
    assert max(handle.bytes for handle in storage) <= len(storage.raw)


@pytest.mark.parametrize("how", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("form", warcs.FORMS)
def test_warcs_in_a_zip_file(tmp_path, storage, form, how):
    suffix = SUFFIX.get(form, ".warc.gz")
    members = {f"archive/{n}{suffix}": b"".join(warcs.packed(NIGHT[n * 100 : n * 100 + 100], form)) for n in range(2)}
    storage.raw = zipped(members, how)
    found = read_of(tmp_path, storage, "x.wacz")
    assert len({item.file for item in found}) == 2
    check(found, storage, 2 if form in TWICE else 1)
    table = 70_000  # what is read of the table at the end, once an archive in it
    assert max(handle.bytes for handle in storage) <= len(storage.raw) + 2 * table


def read_of(tmp_path, storage, name: str) -> list[Page]:
    found = read(tmp_path, name, storage.raw)
    storage.clear()
    return found


@pytest.mark.parametrize("form", ["whole gzip", "blocks of gzip", "gzip", "plain"])
def test_one_that_is_not_there_costs_no_other(tmp_path, storage, form):
    storage.raw = b"".join(warcs.packed(NIGHT, form))
    found = read_of(tmp_path, storage, "x.warc.gz")
    with again("x.warc.gz", Settings()) as archive:
        for number, item in enumerate(found):
            if number % 3:
                assert archive.page(item.file, item.offset, digest(item)).content == item.content
            else:
                with pytest.raises(SourceError, match="not here any more"):
                    archive.page(item.file, item.offset, "0" * 64)


@pytest.mark.parametrize("form", ["whole gzip", "gzip", "plain"])
@pytest.mark.parametrize("reading", [1, 2, 3])
def test_a_connection_that_is_reset_costs_one_page(tmp_path, storage, form, reading):
    storage.raw = b"".join(warcs.packed(NIGHT, form))
    found = read_of(tmp_path, storage, "x.warc.gz")
    storage.failing = {reading}
    lost = []
    with again("x.warc.gz", Settings()) as archive:
        for item in found:
            try:
                assert archive.page(item.file, item.offset, digest(item)).content == item.content
            except SourceError as fault:
                lost.append(str(fault))
    assert len(lost) <= 1
    assert all("connection" in fault for fault in lost)
    assert bool(lost) is not bool(storage.failing)
    assert all(handle.closed for handle in storage)


@pytest.mark.parametrize(
    "refused", [FileNotFoundError(2, "No such file or directory"), SourceError("cannot be opened", where="x")]
)
def test_an_archive_that_cannot_be_opened_is_tried_once(storage, refused):
    storage.refused = refused
    with again("x.warc.gz!/archive/a.warc.gz", Settings()) as archive:
        for offset in (0, 7, 9_000):
            with pytest.raises(SourceError, match=r"cannot be (read|opened)") as caught:
                archive.page("x.warc.gz!/archive/a.warc.gz", offset)
            assert caught.value.where
    assert len(storage) == 1
