"""docs/exports.md has every format, column and rule; the dictionary has what is written."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from made import EVENT, EXPORT, TELLING

from tadmor.outlets.exports import FORMATS, write
from tadmor.outlets.exports.claim_row import claim_row
from tadmor.outlets.exports.dictionary import Column, columns, dictionary, names, rows_of
from tadmor.outlets.exports.event_row import event_row, tadmor_row
from tadmor.outlets.exports.lands import lands

PAGE = (Path(__file__).parents[3] / "docs" / "exports.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## (.*)\n((?:(?!## ).*\n)*)", PAGE, re.M))
HOMES = {
    "acled": "acled", "ged": "ged", "tadmor": "Columns of Tadmor in acled and ged", "claim": "csv",
    "event": "geojson, kml, xlsx", "geoparquet": "geoparquet", "hxl": "hxl", "rss": "rss", "jsonl": "jsonl",
}  # fmt: skip


@pytest.mark.parametrize("format", FORMATS)
def test_each_format_is_documented(format: str) -> None:
    assert f"| `{format}` | {FORMATS[format]} |" in PAGE


@pytest.mark.parametrize("column", [c for table in HOMES for c in columns(table)], ids=lambda c: f"{c.table}.{c.name}")
def test_each_column_is_documented_with_its_meaning(column: Column) -> None:
    tag = f" `{column.tag}` |" if column.table == "hxl" else ""
    assert f"| `{column.name}` | {column.type} |{tag} {column.meaning} |" in SECTIONS[HOMES[column.table]]


@pytest.mark.parametrize("format", ["acled", "ged", "csv", "hxl"])
def test_what_a_csv_file_has_is_what_the_dictionary_has(format: str) -> None:
    stream = io.BytesIO()
    write(stream, format, [EVENT], EXPORT)
    written = next(csv.reader(io.StringIO(stream.getvalue().decode(), newline="")))
    assert written == [column.name for column in dictionary(format)]


def test_rows_have_the_columns_of_their_tables() -> None:
    assert set(event_row(EVENT, EXPORT)) == set(names("event"))
    assert set(tadmor_row(EVENT, EXPORT)) == set(names("tadmor"))
    assert list(claim_row("e1", TELLING)) == names("claim")
    assert set(names("hxl")) <= set(names("event"))


def test_each_key_of_an_event_in_jsonl_is_in_the_dictionary() -> None:
    stream = io.BytesIO()
    write(stream, "jsonl", [EVENT], EXPORT)
    event = json.loads(stream.getvalue().splitlines()[1])
    assert set(event) == set(names("jsonl"))


def test_each_rule_of_acled_is_documented() -> None:
    for kind, *_, name, reason in rows_of("acled_rules.tsv"):
        told = f"left out: {reason}" if name == "-" else name
        assert re.search(rf"^\| `{kind}` \| .*\| {re.escape(told)} \|$", PAGE, re.M), kind


def test_countries_have_codes_of_the_right_shape() -> None:
    assert all(re.fullmatch("[A-Z]{2}", code) and re.fullmatch("[A-Z]{3}", land.iso3) for code, land in lands().items())
    numbers = [land.number for land in lands().values() if land.number]
    states = [land.gw for land in lands().values() if land.gw]
    assert (len(set(numbers)), len(set(states))) == (len(numbers), len(states))
    assert {land.ged_region for land in lands().values()} <= {"Africa", "Americas", "Asia", "Europe", "Middle East", ""}
    assert [(lands()[c].number, lands()[c].gw) for c in ("SY", "IQ", "UA", "CD")] == [
        (760, 652), (368, 645), (804, 369), (180, 490)
    ]  # fmt: skip
