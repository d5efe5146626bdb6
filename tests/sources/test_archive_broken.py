"""Archives that are cut or in which bytes are flipped: nothing raises, nothing comes twice, what is lost is named."""

import random
import re

import pytest

import warcs
from tadmor.errors import SourceError
from tadmor.sources import Page, pages

PAGES = [warcs.page(number) for number in range(30)]
APART = ("plain", "gzip", "zstd", "zstd with dictionary")  # each record has a place of its own in the file
SUFFIX = {"plain": ".warc", "gzip": ".warc.gz", "zstd": ".warc.zst", "zstd with dictionary": ".warc.zst"}


@pytest.fixture
def read(tmp_path):
    def found(raw: bytes, form: str) -> tuple[list[bytes], list[SourceError]]:
        path = tmp_path / f"x{SUFFIX.get(form, '.warc.gz')}"
        path.write_bytes(raw)
        items = list(pages(path))
        assert all(isinstance(item, Page | SourceError) for item in items)
        assert all(item.where for item in items)
        return [i.content for i in items if isinstance(i, Page)], [i for i in items if not isinstance(i, Page)]

    return found


def places(pieces: list[bytes]) -> list[tuple[int, int]]:
    """Where the records of the pages lie: one of two follows the warcinfo, and a dictionary may stand before it."""
    ends = [sum(map(len, pieces[: n + 1])) for n in range(len(pieces))]
    spans = list(zip([0, *ends], ends, strict=False))
    return spans[len(pieces) - 60 + 1 :: 2]


def named(faults: list[SourceError], span: tuple[int, int]) -> bool:
    """Whether a fault tells of a byte of the span, by its place, or as one of those that could not be read."""
    for fault in faults:
        at = re.search(r"byte (\d+)$", fault.where or "")
        stretch = re.search(r"bytes (\d+) to (\d+)", fault.message)
        if at is None and stretch is None:
            return True  # of the file as a whole
        if at and span[0] <= int(at[1]) < span[1]:
            return True
        if stretch and int(stretch[1]) < span[1] and span[0] < int(stretch[2]):
            return True
    return False


def check(pieces: list[bytes], found: list[bytes], faults: list[SourceError], form: str, *, before: int | None = None):
    """``before`` is where the file was cut: nothing is asked of what lies behind it."""
    assert len(set(found)) == len(found)
    if form in APART:
        assert set(found) <= set(PAGES)
        assert found == sorted(found, key=PAGES.index)
        kept = [n for n, span in enumerate(places(pieces)) if before is None or span[0] < before]
        spans = places(pieces)
        assert [n for n in kept if PAGES[n] not in found and not named(faults, spans[n])] == []
    elif before is None:  # a check sum at the end of all tells that something is wrong, though not where
        assert faults or found == PAGES


@pytest.mark.parametrize("form", warcs.FORMS)
def test_a_file_cut_anywhere(read, form):
    pieces = warcs.packed(warcs.night(), form)
    raw, seams = b"".join(pieces), {sum(map(len, pieces[:n])) for n in range(len(pieces) + 1)}
    for cut in range(50, len(raw), 50):
        found, faults = read(raw[:cut], form)
        check(pieces, found, faults, form, before=cut)
        assert found == PAGES[: len(found)]
        if form == "plain":
            assert len(found) >= sum(end - 4 <= cut for _, end in places(pieces))
        elif form in APART:
            assert len(found) == sum(end <= cut for _, end in places(pieces))
        assert faults or cut in seams or form == "plain"


@pytest.mark.parametrize("form", warcs.FORMS)
def test_bytes_flipped_anywhere(read, form):
    pieces = warcs.packed(warcs.night(), form)
    raw, dice = b"".join(pieces), random.Random(f"flip {form}")
    for _ in range(150):
        flipped = bytearray(raw)
        for _ in range(dice.choice((1, 1, 1, 3, 10))):
            flipped[dice.randrange(len(raw))] ^= 1 << dice.randrange(8)
        found, faults = read(bytes(flipped), form)
        check(pieces, found, faults, form)


@pytest.mark.parametrize("form", APART)
def test_one_flipped_byte_costs_its_own_record_only(read, form):
    pieces = warcs.packed(warcs.night(), form)
    raw, dice = b"".join(pieces), random.Random(f"one {form}")
    spans = places(pieces)
    for _ in range(60):
        number = dice.randrange(len(spans))
        flipped = bytearray(raw)
        flipped[dice.randrange(*spans[number])] ^= 1 << dice.randrange(8)
        found, _ = read(bytes(flipped), form)
        assert set(PAGES) - set(found) <= {PAGES[number]}


@pytest.mark.parametrize("form", APART)
def test_stretches_cut_out_put_in_and_said_twice(read, form):
    pieces = warcs.packed(warcs.night(), form)
    raw, dice = b"".join(pieces), random.Random(f"stretch {form}")
    for _ in range(60):
        a, size = dice.randrange(len(raw)), dice.randrange(1, 2000)
        noise = dice.randbytes(size)
        out, put = raw[:a] + raw[a + size :], raw[:a] + noise + raw[a:]
        for broken in (out, put, raw[:a] + bytes(size) + raw[a + size :], raw[: a + size] + raw[a:]):
            found, faults = read(broken, form)
            assert set(found) <= set(PAGES)
            # From a plain file a stretch may go that leaves no trace: from the middle of one header to that of another.
            assert len(set(found)) == len(PAGES) or faults or (form == "plain" and broken is out)
