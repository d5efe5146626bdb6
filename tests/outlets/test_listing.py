from __future__ import annotations

import csv
import io
import json
from datetime import date

import pytest

from tadmor.model import Event, Toll
from tadmor.outlets.columns import EVENTS, fields, in_order, row
from tadmor.outlets.listing import csv_lines, json_lines

COLUMNS = in_order(("words", ""), ("day", ""), ("held", "", bool))
CELLS = [
    ("Army", "Army"), ("=1+1", "'=1+1"), ("＝1+1", "'＝1+1"), ("\n=1", "'\n=1"), ("0123", "'0123"), ("12e34", "'12e34"),
    ("a\rb", "a\rb"), ("a\nb", "a\nb"), ('a"b,c;d', 'a"b,c;d'), ("", ""), (None, ""), (-12, "-12"), (0.5, "0.5"),
    ("half \ud800", "half \\ud800"), ("café", "café"),
]  # fmt: skip


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(("value", "cell"), CELLS)
def test_a_cell_is_read_back_as_text(value: object, cell: str, end: str) -> None:
    lines = list(csv_lines(COLUMNS, [(value, date(2016, 3, 27), 1)], end))
    assert lines[0] == f"words,day,held{end}".encode()
    assert all(line.endswith(end.encode()) for line in lines)
    table = b"".join(lines).decode()
    assert list(csv.reader(io.StringIO(table, newline=""), strict=True))[1:] == [[cell, "2016-03-27", "1"]]


@pytest.mark.parametrize("words", ["a\nb", "a\u2028b", "a\x85b", "half \ud800", "café"])
def test_an_answer_is_one_line_of_json(words: str) -> None:
    [line] = json_lines(COLUMNS, [(words, None, 0)])
    assert len(line.decode().splitlines()) == 1
    assert json.loads(line) == {"words": words, "day": None, "held": 0}


def test_a_column_is_a_field_or_what_a_path_leads_to() -> None:
    columns = fields(("year", "its year"), ("month", "", "month"), ("first", "its first day", "min.year"))
    assert row(columns, date(2016, 3, 27)) == {"year": 2016, "month": 3, "first": 1}


@pytest.mark.parametrize(
    ("low", "high", "told"),
    [(400, None, "400/400/"), (None, 450, "/400/450"), (400, 400, "400/400/400")],
)
def test_an_open_end_of_a_toll_is_empty(low: int | None, high: int | None, told: str) -> None:
    [tolls] = [column for column in EVENTS if column.name == "tolls"]
    event = Event("e1", "clash", (), tolls=(Toll("killed", None, low, 400, high, "ranked", None, ()),))
    assert row((tolls,), event) == {"tolls": f"killed unknown: {told} (ranked)"}
