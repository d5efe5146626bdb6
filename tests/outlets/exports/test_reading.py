"""Files of ACLED and UCDP GED, by whoever made them, and files that are wrong."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import pytest
from made import DAY, EVENT, EXPORT, event

from tadmor.errors import SourceError
from tadmor.model import Claim, Place, Span
from tadmor.outlets.exports import Imported, read, write
from tadmor.outlets.exports.excerpt import excerpt, spans, window

NOTES = (
    "On 5 April 2019, regime warplanes carried out airstrikes on Kafr Zita. Military Forces of Syria denied it. "
    "12 killed."
)
ACLED = {
    "event_id_cnty": "SYR1234", "event_date": "05 April 2019", "year": "2019", "time_precision": "1",
    "event_type": "Explosions/Remote violence", "sub_event_type": "Air/drone strike",
    "actor1": "Military Forces of Syria", "assoc_actor_1": "", "inter1": "1", "actor2": "Civilians (Syria)",
    "assoc_actor_2": "Farmers (Syria); Labor Group (Syria)", "inter2": "7", "interaction": "17", "iso": "760",
    "country": "Syria", "admin1": "Hama", "location": "Kafr Zita", "latitude": "35.3731", "longitude": "36.6017",
    "geo_precision": "1", "source": "SOHR; Coast Herald", "notes": NOTES, "fatalities": "12",
    "timestamp": "1554768000",
}  # fmt: skip
GED = {
    "id": "244657", "relid": "SYR-2016-1-420-1", "year": "2016", "type_of_violence": "1",
    "dyad_name": "Government of Syria - IS", "side_a": "Government of Syria", "side_b": "IS",
    "source_office": "Coast Herald", "source_date": "2016-03-29", "source_headline": "Clashes near Tadmur, 15 dead",
    "source_original": "SOHR", "where_prec": "2", "where_coordinates": "Tadmur town",
    "where_description": "outside Tadmur", "adm_1": "Homs governorate", "latitude": "34.55", "longitude": "38.28",
    "country": "Syria", "country_id": "652", "date_prec": "2", "date_start": "2016-03-25 00:00:00.000",
    "date_end": "2016-03-27 00:00:00.000", "deaths_a": "5", "deaths_b": "8", "deaths_civilians": "0",
    "deaths_unknown": "2", "best": "15", "high": "20", "low": "15",
}  # fmt: skip


def table(path: Path, *rows: dict[str, str], delimiter: str = ",", encoding: str = "utf-8") -> Path:
    stream = io.StringIO()
    writer = csv.DictWriter(stream, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(stream.getvalue().encode(encoding))
    return path


def one(path: Path) -> tuple[Imported, Claim]:
    (item,) = read(path)
    assert isinstance(item, Imported), str(item)
    (claim,) = item.claims
    for span in spans(claim):
        assert item.report.text[span.start : span.end] == span.text
    return item, claim


def words(spans_: object) -> list[str]:
    return [mention.span.text for mention in spans_]  # type: ignore[attr-defined]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_row_of_acled_is_a_report_with_a_claim(tmp_path: Path, delimiter: str) -> None:
    item, claim = one(table(tmp_path / "a.csv", ACLED, delimiter=delimiter))
    assert item.report.text.startswith(NOTES + "\n")
    assert (item.report.outlet, item.report.byline, item.report.published) == (
        "SOHR; Coast Herald", "ACLED", date(2019, 4, 9),
    )  # fmt: skip
    assert (claim.kind, claim.trigger.text, claim.sentence.text) == ("airstrike", "airstrikes", NOTES)
    assert words(claim.actors) == ["Military Forces of Syria"]
    assert claim.actors[0].span.end < len(NOTES)
    assert words(claim.targets) == ["Civilians (Syria)", "Farmers (Syria)", "Labor Group (Syria)"]
    assert [mention.kind for mention in (*claim.actors, *claim.targets)][:2] == ["force", "people"]
    assert claim.where is not None
    assert claim.where.place == Place("point:35.3731,36.6017", "Kafr Zita", "SY", 35.3731, 36.6017, "town", "Hama")
    assert claim.when is not None
    assert (claim.when.start, claim.when.grain) == (date(2019, 4, 5), "day")
    assert [(c.low, c.high, c.unit, c.span.text) for c in claim.counts] == [(12, 12, "killed", "12")]


def test_a_row_of_ged_is_a_report_with_a_claim(tmp_path: Path) -> None:
    item, claim = one(table(tmp_path / "g.csv", GED))
    assert (claim.kind, claim.trigger.text, claim.sentence.text) == ("clash", "Clashes", GED["source_headline"])
    assert (words(claim.actors), words(claim.targets)) == (["Government of Syria"], ["IS"])
    assert words(claim.attribution.speakers) == ["SOHR"]
    assert (item.report.published, item.report.outlet) == (date(2016, 3, 29), "Coast Herald")
    assert claim.when is not None
    assert (claim.when.start, claim.when.end) == (date(2016, 3, 25), date(2016, 3, 27))
    assert claim.where is not None
    assert (claim.where.precision, claim.where.relation) == ("near", "near")
    told = [(count.low, count.high, count.who.text if count.who else None) for count in claim.counts]
    assert told == [(5, 5, "Government of Syria"), (8, 8, "IS"), (2, 2, None)]


@pytest.mark.parametrize(
    ("precision", "start", "end", "grain"),
    [
        ("1", date(2019, 4, 5), date(2019, 4, 5), "day"),
        ("2", date(2019, 4, 5), date(2019, 4, 11), "week"),
        ("3", date(2019, 4, 1), date(2019, 4, 30), "month"),
    ],
)
def test_time_precision_of_acled(tmp_path: Path, precision: str, start: date, end: date, grain: str) -> None:
    _, claim = one(table(tmp_path / "a.csv", ACLED | {"time_precision": precision}))
    assert claim.when is not None
    assert (claim.when.start, claim.when.end, claim.when.grain) == (start, end, grain)


def test_0_fatalities_are_no_count(tmp_path: Path) -> None:
    assert one(table(tmp_path / "a.csv", ACLED | {"fatalities": "0"}))[1].counts == ()


def test_a_sub_event_that_no_kind_fits_is_a_report_without_claims(tmp_path: Path) -> None:
    (item,) = read(table(tmp_path / "a.csv", ACLED | {"sub_event_type": "Other"}))
    assert isinstance(item, Imported)
    assert item.claims == ()


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ({"event_date": "soon"}, "event_date"),
        ({"event_date": ""}, "event_date"),
        ({"latitude": "95"}, "latitude"),
        ({"longitude": "east"}, "longitude"),
        ({"fatalities": "some"}, "fatalities"),
        ({"sub_event_type": "Quarrel"}, "sub_event_type"),
        ({"time_precision": "7"}, "time_precision"),
        ({"geo_precision": "9"}, "geo_precision"),
        ({"timestamp": "9" * 30}, "timestamp"),
    ],
)
def test_a_wrong_row_is_named_by_file_line_and_column_and_the_rest_goes_on(
    tmp_path: Path, row: dict[str, str], column: str
) -> None:
    path = table(tmp_path / "a.csv", ACLED, ACLED | row, ACLED | {"event_id_cnty": "SYR2"})
    first, fault, last = read(path)
    assert isinstance(first, Imported)
    assert isinstance(last, Imported)
    assert isinstance(fault, SourceError)
    assert str(fault).startswith(f"{path}, line 3: column {column}: ")
    assert first.report.id != last.report.id


def test_bytes_that_are_no_utf_8_cost_their_row(tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", ACLED | {"notes": "café airstrikes"}, encoding="latin-1")
    (fault,) = read(path)
    assert "column notes: holds bytes that are no UTF-8" in str(fault)


@pytest.mark.parametrize(
    ("format", "column", "value"),
    [("csv", "sentence_start", "x"), ("csv", "kind", "quarrel"), ("csv", "known", "soon"), ("csv", "actors_json", "[{"),
     ("csv", "trigger_start", ""), ("csv", "latitude", "")],
)  # fmt: skip
def test_a_wrong_row_of_our_own_is_named(tmp_path: Path, format: str, column: str, value: str) -> None:
    write(tmp_path / "own.csv", format, [EVENT, event(id="e2")], EXPORT)
    with (tmp_path / "own.csv").open(newline="") as stream:
        good, bad = csv.DictReader(stream)
    path = table(tmp_path / "changed.csv", good, bad | {column: value})
    fault, item = read(path)
    assert str(fault).startswith(f"{path}, line 3: column {column}: "), str(fault)
    assert isinstance(item, Imported)


def test_a_line_that_is_broken_off_is_named(tmp_path: Path) -> None:
    write(tmp_path / "own", "jsonl", [EVENT], EXPORT)
    lines = (tmp_path / "own").read_text().splitlines()
    (tmp_path / "own").write_text("\n".join([*lines, lines[1][:50]]))
    fault, item = read(tmp_path / "own")
    assert "line 3: not JSON" in str(fault)
    assert isinstance(item, Imported)


@pytest.mark.parametrize("format", ["acled", "ged"])
def test_our_own_rows_of_others_columns_come_back_as_the_claim_quoted(tmp_path: Path, format: str) -> None:
    made = event("shelling")
    write(tmp_path / "file", format, [made], EXPORT)
    item, claim = one(tmp_path / "file")
    quoted = made.tellings[0]
    assert (claim.kind, claim.trigger.text, claim.sentence.text) == (
        "shelling", "recaptured", quoted.claim.sentence.text
    )  # fmt: skip
    assert (item.report.title, item.report.url, item.report.published) == (quoted.title, quoted.url, DAY)
    assert (item.report.outlet, words(claim.attribution.speakers)) == ("Coast Herald", ["state radio"])
    assert claim.when is not None
    assert (claim.when.start, claim.when.end) == (DAY, DAY)


@pytest.mark.parametrize("format", ["kml", "rss", "hxl"])
def test_what_is_not_read_back_says_so(tmp_path: Path, format: str) -> None:
    write(tmp_path / "file", format, [EVENT], EXPORT)
    with pytest.raises(SourceError, match=f"{format} is not read back"):
        read(tmp_path / "file")


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b'{"id": "r1"}\n', b"\x00\x01"])
def test_what_is_no_export_says_so(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "file").write_bytes(content)
    with pytest.raises(SourceError, match="is no export that can be read"):
        read(tmp_path / "file")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot be read"):
        read(tmp_path / "nothing")


@pytest.mark.parametrize("content", [b"PK\x03\x04 broken", b"PAR1 broken", b'{"type": "FeatureCollection", "x": [{'])
def test_a_damaged_file_is_a_fault_of_the_file(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "file").write_bytes(content)
    with pytest.raises(SourceError):
        list(read(tmp_path / "file"))


# --- excerpts ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("spans_", "text"),
    [
        ([Span(2, 4, "ab")], "\n\nab"),
        ([Span(3, 5, "cd"), Span(0, 2, "ab")], "ab\ncd"),
        ([Span(0, 3, "abc"), Span(1, 5, "bcde")], "abcde"),
        ([Span(0, 2, "ab"), Span(2, 4, "cd")], "abcd"),
        ([Span(0, 4, "abcd"), Span(1, 2, "b")], "abcd"),
    ],
)
def test_quotes_stand_where_they_stood(spans_: list[Span], text: str) -> None:
    assert excerpt(spans_)[0] == text


@pytest.mark.parametrize(
    "spans_",
    [[Span(0, 3, "abc"), Span(1, 2, "x")], [Span(0, 5, "ab")], [Span(-1, 1, "ab")], [Span(10**9, 10**9 + 1, "a")]],
)
def test_quotes_that_cannot_be_are_refused(spans_: list[Span]) -> None:
    with pytest.raises(ValueError, match="stand"):
        excerpt(spans_)


@pytest.mark.parametrize(
    ("sentence", "trigger", "quote"),
    [
        ("short enough", "short", "short enough"),
        ("one two three four five six", "three", "two three"),
        ("x" * 30, "x" * 30, "x" * 12),
        ("one two three four five six", "six", "five six"),
    ],
)
def test_a_quote_is_whole_words_around_the_trigger(sentence: str, trigger: str, quote: str) -> None:
    start = sentence.index(trigger)
    whole = Span(100, 100 + len(sentence), sentence)
    cut = window(whole, Span(100 + start, 100 + start + len(trigger), trigger), 12)
    assert cut.text == quote
    assert sentence[cut.start - 100 : cut.end - 100] == cut.text
