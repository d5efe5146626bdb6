"""Tables in Parquet."""

import sys
from datetime import UTC, date, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tadmor.errors import SourceError
from tadmor.model import Report
from tadmor.sources import SourceNote, read

TEXTS = [f"{n} shells fell on the market of Orvan." for n in range(200)]


def written(path, columns, **options):
    pq.write_table(pa.table(columns), path, **options)
    return list(read(path))


def test_one_report_a_row_in_order(tmp_path):
    days = [date(2021, 6, 1 + n % 28) for n in range(200)]
    columns = {"Full Text": TEXTS, "uid": list(range(200)), "date": days, "outlet": ["Wireline"] * 200, "x": TEXTS}
    found = written(tmp_path / "x.parquet", columns, row_group_size=70)
    assert [item.text for item in found] == TEXTS
    assert (found[9].id, found[9].published, found[9].outlet) == ("9", date(2021, 6, 10), "Wireline")
    assert found[9].source == str(tmp_path / "x.parquet")
    assert b'"Full Text": "9 shells' in found[9].raw


@pytest.mark.parametrize(
    ("columns", "kinds", "says"),
    [
        ({"text": ["Shells fell.", None, ""]}, [Report, SourceError, SourceError], "row 2"),
        ({"text": [b"Shells fell.", b"\xff\xfe\xfa"]}, [Report, SourceError], "bytes"),
        ({"text": ["Shells fell."], "date": [datetime(2021, 6, 3, 23, tzinfo=UTC)]}, [Report], ""),
        ({"text": ["Shells fell."], "date": ["yesterday"]}, [Report, SourceNote], "no day"),
        ({"text": ["Shells fell."], "author": [["A", "B"]]}, [Report, SourceNote], "a list"),
        ({"words": ["Shells fell."]}, [SourceError], "no column of text among words"),
        ({"text": pa.array([], pa.string())}, [], ""),
    ],
)
def test_rows_that_are_odd(tmp_path, columns, kinds, says):
    found = written(tmp_path / "x.parquet", columns)
    assert [type(item) for item in found] == kinds
    assert says in "".join(str(item) for item in found if isinstance(item, SourceError))


@pytest.mark.parametrize("name", ["x.parquet", "x", "x.pq"])
def test_a_cut_file(tmp_path, name):
    path = tmp_path / name
    written(path, {"text": TEXTS})
    path.write_bytes(path.read_bytes()[:-100])
    (fault,) = read(path)
    assert "cannot be read" in fault.message
    assert fault.where == str(path)


def test_a_damaged_group_of_rows_costs_no_other(tmp_path):
    path = tmp_path / "x.parquet"
    written(path, {"text": TEXTS}, row_group_size=50, write_page_checksum=True, use_dictionary=False)
    start = pq.ParquetFile(path).metadata.row_group(1).column(0).data_page_offset
    raw = bytearray(path.read_bytes())
    raw[start + 300] ^= 1
    path.write_bytes(raw)
    found = list(read(path))
    assert [item.text for item in found if isinstance(item, Report)] == TEXTS[:50] + TEXTS[100:]
    assert [item.message[:15] for item in found if not isinstance(item, Report)] == ["rows 51 to 100 "]


def test_without_the_package(tmp_path, monkeypatch):
    written(tmp_path / "x.parquet", {"text": TEXTS})
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    (fault,) = read(tmp_path / "x.parquet")
    assert "tadmor[archives]" in fault.remedy


def test_text_that_is_no_table(tmp_path):
    (tmp_path / "x.parquet").write_bytes(b"<html>not found")
    (fault,) = read(tmp_path / "x.parquet")
    assert "cannot be read" in fault.message
