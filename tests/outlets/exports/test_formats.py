"""Each format is what it says it is."""

from __future__ import annotations

import io
import json
import struct
import sys
import tomllib
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest
from made import CLAIM, DAY, EVENT, EXPORT, REPORT, TADMUR, TELLING, event, told

from tadmor.errors import SettingError
from tadmor.model import Event, Span, When, Where
from tadmor.outlets.exports import FORMATS, write
from tadmor.outlets.exports.cells import safe, unsafe
from tadmor.outlets.exports.dictionary import names

HOSTILE = "<b>&\"\x00\x1b]]>\ud7ff\ufffe =cmd|'/C calc'!A0"
ODD = replace(
    EVENT, tellings=(replace(TELLING, title=HOSTILE, outlet="=1+1", claim=replace(CLAIM, trigger=Span(0, 4, "Army"))),)
)
NOWHERE = event(id="e2", where=None, when=None, tellings=(told("They fired.", "fired"),))


def text_of(format: str, *events: Event) -> str:
    stream = io.BytesIO()
    write(stream, format, events, EXPORT)
    return stream.getvalue().decode()


# --- cells ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+44", "'+44"),
        ("-12", "'-12"),
        ("@sum", "'@sum"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("＝1", "'＝1"),
        ("'=1", "''=1"),
        ("007", "'007"),
        ("12e34", "'12e34"),
        ("1234567890123456", "'1234567890123456"),
        ("'quoted'", "'quoted'"),
        ("Army", "Army"),
        ("12", "12"),
        ("a=b", "a=b"),
    ],
)
def test_a_cell_stays_text_and_comes_back(text: str, cell: str) -> None:
    assert safe(text) == cell
    assert unsafe(cell) == text


def test_negative_numbers_stay_numbers() -> None:
    south = replace(TADMUR, lat=-34.5, lon=-38.2)
    row = text_of("hxl", event(where=Where(Span(0, 4, "Army"), south, "in", "town"))).splitlines()[2]
    assert ",-34.5,-38.2," in row


def test_csv_is_as_rfc_4180_has_it() -> None:
    telling = replace(TELLING, title='He said "no",\nand left')
    text = text_of("csv", event(tellings=(telling,)))
    assert '"He said ""no"",\nand left"' in text
    assert text.endswith("\r\n")
    assert text.count("\r\n") == 2


@pytest.mark.parametrize("format", ["csv", "acled", "ged", "hxl"])
@pytest.mark.parametrize("bom", [True, False])
def test_a_byte_order_mark_where_asked(format: str, bom: bool) -> None:
    stream = io.BytesIO()
    write(stream, format, [EVENT], EXPORT, bom=bom)
    assert stream.getvalue().startswith(b"\xef\xbb\xbf") is bom


# --- files ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("format", FORMATS)
def test_every_export_says_what_it_is(format: str, tmp_path: Path) -> None:
    done = write(tmp_path / "file", format, [EVENT], EXPORT)
    text = done.about.read_text() if done.about else _inside(tmp_path / "file", format)
    for word in ("Palmyra", "2016-04-01", "tadmor 0.1.0", "homs"):
        assert word in text.replace("&quot;", '"'), word
    assert (done.rows, sorted(p.name for p in tmp_path.iterdir())) == (
        1,
        ["file", "file.about.json"] if format in ("csv", "acled", "ged", "hxl") else ["file"],
    )


def _inside(path: Path, format: str) -> str:
    if format == "xlsx":
        import openpyxl

        sheet = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))["query"]
        return str(list(sheet.iter_rows(values_only=True)))
    if format == "geoparquet":
        import pyarrow.parquet

        return str(pyarrow.parquet.read_schema(path).metadata[b"tadmor"])
    return path.read_text()


def test_the_file_beside_counts_what_was_left_out(tmp_path: Path) -> None:
    done = write(tmp_path / "file.csv", "acled", [EVENT, NOWHERE], EXPORT)
    assert done.about is not None
    about = json.loads(done.about.read_text())
    assert (about["rows"], about["left_out"]) == (1, {"no day is known": 1})
    assert about["columns"]["fatalities"].startswith("best figure for killed")


def test_a_file_appears_when_it_is_whole(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("old")

    def broken():  # type: ignore[no-untyped-def]
        yield EVENT
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write(tmp_path / "file", "jsonl", broken(), EXPORT)
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("file", "old")]


def test_an_unknown_format_is_named_with_the_one_meant() -> None:
    with pytest.raises(SettingError, match="did you mean geojson"):
        write(io.BytesIO(), "geojsn", [], EXPORT)


@pytest.mark.parametrize(("format", "module"), [("geoparquet", "pyarrow"), ("xlsx", "openpyxl")])
def test_a_package_that_is_missing_is_named_with_its_extra(
    format: str, module: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(SettingError, match=r"pip install tadmor\["):
        write(tmp_path / "file", format, [EVENT], EXPORT)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("format", FORMATS)
def test_an_empty_record_makes_an_empty_export(format: str, tmp_path: Path) -> None:
    assert write(tmp_path / "file", format, [], EXPORT).rows == 0


# --- geojson, geoparquet -------------------------------------------------------------------------------------------


def test_geojson_has_a_feature_an_event_longitude_first() -> None:
    data = json.loads(text_of("geojson", EVENT, NOWHERE))
    first, second = data["features"]
    assert (data["type"], first["type"], first["id"]) == ("FeatureCollection", "Feature", "e1")
    assert first["geometry"] == {"type": "Point", "coordinates": [38.284, 34.5624]}
    assert second["geometry"] is None
    assert set(first["properties"]) == set(names("event"))
    assert (first["properties"]["precision"], first["properties"]["uncertainty_km"]) == ("town", 5)
    assert all(not isinstance(value, dict | list) for value in first["properties"].values())


def test_a_country_gets_no_pin() -> None:
    where = Where(Span(0, 4, "Army"), TADMUR, "in", "country")
    (feature,) = json.loads(text_of("geojson", event(where=where)))["features"]
    assert (feature["geometry"], feature["properties"]["latitude"]) == (None, None)


def test_geoparquet_has_points_as_wkb_and_its_metadata(tmp_path: Path) -> None:
    import pyarrow.parquet

    write(tmp_path / "file", "geoparquet", [EVENT, NOWHERE], EXPORT)
    table = pyarrow.parquet.read_table(tmp_path / "file")
    geo = json.loads(table.schema.metadata[b"geo"])
    assert (geo["version"], geo["primary_column"]) == ("1.1.0", "geometry")
    assert geo["columns"]["geometry"] == {"encoding": "WKB", "geometry_types": ["Point"]}
    first, second = table["geometry"].to_pylist()
    assert (struct.unpack("<BIdd", first), second) == ((1, 1, 38.284, 34.5624), None)
    assert table["date_start"].to_pylist() == [DAY, None]


# --- kml, rss ------------------------------------------------------------------------------------------------------


def test_kml_has_a_placemark_an_event() -> None:
    space = "{http://www.opengis.net/kml/2.2}"
    root = ElementTree.fromstring(text_of("kml", ODD, NOWHERE))
    first, second = root.iter(f"{space}Placemark")
    assert first.findtext(f"{space}Point/{space}coordinates") == "38.284,34.5624"
    assert first.findtext(f"{space}TimeSpan/{space}begin") == "2016-03-27"
    data = {one.get("name"): one.findtext(f"{space}value") for one in first.iter(f"{space}Data")}
    assert data["kind"] == "capture"
    assert data["title"] is not None
    assert data["title"].startswith('<b>&"')
    assert second.find(f"{space}Point") is None


def test_rss_has_an_item_an_event() -> None:
    channel = ElementTree.fromstring(text_of("rss", ODD, NOWHERE)).find("channel")
    assert channel is not None
    assert all(channel.findtext(name) for name in ("title", "link", "description"))
    first = channel.findall("item")[0]
    assert {part.tag for part in first} == set(names("rss"))
    assert first.findtext("title") == "Capture: Tadmur, Syria, 27 March 2016"
    assert first.findtext("pubDate") == "Sun, 27 Mar 2016 00:00:00 +0000"
    guid = first.find("guid")
    assert guid is not None
    assert (guid.text, guid.get("isPermaLink")) == ("urn:tadmor:event:e1", "false")


def test_an_address_that_is_no_web_page_is_no_link() -> None:
    telling = replace(TELLING, url="javascript:alert(1)")
    channel = ElementTree.fromstring(text_of("rss", event(tellings=(telling,))))
    assert channel.find("channel/item/link") is None


# --- hxl, xlsx, jsonl ----------------------------------------------------------------------------------------------


def test_hxl_has_hashtags_under_the_head() -> None:
    head, tags, row = (line.split(",") for line in text_of("hxl", EVENT).splitlines()[:3])
    at = dict(zip(head, tags, strict=True))
    assert (at["latitude"], at["longitude"], at["date_start"]) == ("#geo+lat", "#geo+lon", "#date+start")
    assert len(set(tags)) == len(tags)
    assert row[0] == "e1"


def test_a_workbook_has_four_sheets_with_typed_cells(tmp_path: Path) -> None:
    import openpyxl

    write(tmp_path / "file.xlsx", "xlsx", [ODD], EXPORT)
    book = openpyxl.load_workbook(tmp_path / "file.xlsx")
    assert book.sheetnames == ["events", "claims", "dictionary", "query"]
    sheet = book["claims"]
    cells = dict(zip((c.value for c in sheet[1]), sheet[2], strict=True))
    assert (cells["outlet"].value, cells["outlet"].data_type) == ("=1+1", "s")
    assert cells["published"].value == datetime(2016, 3, 27)
    assert (cells["claim_id"].data_type, cells["latitude"].value) == ("s", 34.5624)
    assert sheet.freeze_panes == "A2"


def test_days_before_a_spreadsheet_can_count_are_text(tmp_path: Path) -> None:
    import openpyxl

    old = When(date(1899, 1, 2), date(1899, 1, 2), "day", "stated")
    write(tmp_path / "file.xlsx", "xlsx", [event(when=old)], EXPORT)
    sheet = openpyxl.load_workbook(tmp_path / "file.xlsx")["events"]
    cells = dict(zip((c.value for c in sheet[1]), (c.value for c in sheet[2]), strict=True))
    assert cells["date_start"] == "1899-01-02"


def test_a_sheet_that_is_full_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tadmor.outlets.exports.xlsx._MOST_ROWS", 3)
    with pytest.raises(SettingError, match="sheet events is full"):
        write(io.BytesIO(), "xlsx", [EVENT] * 3, EXPORT)


def test_lines_of_jsonl_are_whole_for_readers_that_split_at_other_line_ends() -> None:
    telling = replace(TELLING, title="one\u2028two\x85three")
    text = text_of("jsonl", event(tellings=(telling,)))
    assert len(text.splitlines()) == 2
    assert json.loads(text.splitlines()[1])["tellings"][0]["title"] == telling.title


def test_raw_bytes_stay_home(tmp_path: Path) -> None:
    report = replace(REPORT, raw=b"raw bytes")
    write(tmp_path / "file", "jsonl", [EVENT], EXPORT, full_text={"r1": report}.get)
    assert "raw bytes" not in (tmp_path / "file").read_text()


def test_the_words_for_sorts_of_actors_are_each_in_one_list() -> None:
    path = Path(write.__code__.co_filename).parents[2] / "data" / "exports" / "actors.toml"
    words = [word for sort in tomllib.loads(path.read_text())["sort"] for word in sort["words"].split()]
    assert sorted(words) == sorted(set(words))
