"""What is exported comes back as it was."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from made import EVENT, EXPORT, REPORT, TELLING, TEXT, records, told

from tadmor.errors import SourceError
from tadmor.model import Event, Report
from tadmor.outlets.exports import Imported, read, write
from tadmor.outlets.exports.excerpt import spans

WHOLE = ("jsonl", "csv", "geojson", "geoparquet", "xlsx")
QUICK = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def back(path: Path) -> list[Imported]:
    """What a file gives; nothing in it may be wrong."""
    items = list(read(path))
    assert [str(item) for item in items if isinstance(item, SourceError)] == []
    return [item for item in items if isinstance(item, Imported)]


@pytest.mark.parametrize("format", WHOLE)
@given(record=records())
@QUICK
def test_every_claim_comes_back_as_it_was(
    format: str, tmp_path: Path, record: tuple[list[Event], dict[str, Report]]
) -> None:
    events, reports = record
    path = tmp_path / "export"
    write(path, format, events, EXPORT)
    found = {item.report.id: item for item in back(path)}
    tellings = [(event.id, telling) for event in events for telling in event.tellings]
    assert found.keys() == {telling.claim.report for _, telling in tellings}
    for event, telling in tellings:
        item = found[telling.claim.report]
        assert telling.claim in item.claims
        assert item.events[telling.claim.id] == event
        assert item.standings.get(telling.claim.id, "proposed") == telling.standing
        assert (item.origin, item.known) == (telling.origin, telling.known)
        told, given_ = item.report, reports[telling.claim.report]
        for name in ("id", "title", "outlet", "agency", "url", "published"):
            assert getattr(told, name) == getattr(given_, name)


@given(record=records())
@QUICK
def test_the_text_of_an_excerpt_bears_out_every_quote(
    tmp_path: Path, record: tuple[list[Event], dict[str, Report]]
) -> None:
    write(tmp_path / "export", "csv", record[0], EXPORT)
    for item in back(tmp_path / "export"):
        assert item.excerpt
        for span in (span for claim in item.claims for span in spans(claim)):
            assert item.report.text[span.start : span.end] == span.text


@pytest.mark.parametrize("format", ["jsonl", "geojson"])
@given(record=records())
@QUICK
def test_with_full_texts_reports_come_back_whole(
    format: str, tmp_path: Path, record: tuple[list[Event], dict[str, Report]]
) -> None:
    events, reports = record
    write(tmp_path / "export", format, events, EXPORT, full_text=reports.get)
    items = back(tmp_path / "export")
    assert {item.report.id: item.report for item in items} == reports
    assert not any(item.excerpt for item in items)


@pytest.mark.parametrize("format", WHOLE)
def test_what_is_imported_is_exported_again_as_it_came(format: str, tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    long = told(f"{'Far away ' * 60}troops fired. {'And so on ' * 60}", "fired", report="r2", id="c2")
    write(first, format, [EVENT, Event("e2", "attack", (long,))], EXPORT)
    again = [
        Event(item.events[claim.id], claim.kind, (_telling(item, n),))
        for item in back(first)
        for n, claim in enumerate(item.claims)
    ]
    write(second, format, again, EXPORT)
    assert [item.claims for item in back(second)] == [item.claims for item in back(first)]
    assert [item.report.text for item in back(second)] == [item.report.text for item in back(first)]


@pytest.mark.parametrize("format", WHOLE)
def test_claims_come_back_in_the_order_of_their_record(format: str, tmp_path: Path) -> None:
    tellings = [
        replace(told("They fired again.", "fired", report=report, id=id), row=row)
        for report, id, row in (("r2", "c4", 40), ("r1", "c1", 10), ("r2", "c2", 20), ("r1", "c3", 30))
    ]
    events = [Event(f"e{n}", "attack", (telling,)) for n, telling in enumerate(tellings)]
    write(tmp_path / "export", format, events, EXPORT)
    assert [[claim.id for claim in item.claims] for item in back(tmp_path / "export")] == [["c1", "c3"], ["c2", "c4"]]


def _telling(item: Imported, n: int) -> object:
    report = item.report
    return replace(TELLING, claim=item.claims[n], title=report.title, outlet=report.outlet, url=report.url)


@pytest.mark.parametrize("format", WHOLE)
def test_a_sentence_is_cut_to_a_quote_where_full_texts_stay_home(format: str, tmp_path: Path) -> None:
    telling = told(f"{'Far away ' * 60}troops fired. {'And so on ' * 60}", "fired")
    write(tmp_path / "export", format, [Event("e1", "attack", (telling,))], EXPORT)
    (item,) = back(tmp_path / "export")
    quote = item.claims[0].sentence
    assert len(quote.text) <= 300
    assert "fired" in quote.text
    assert telling.claim.sentence.text[quote.start : quote.end] == quote.text
    assert b"Far away " * 60 not in (tmp_path / "export").read_bytes()


def test_full_texts_leave_only_when_asked(tmp_path: Path) -> None:
    report = replace(REPORT, text=f"{TEXT} A paragraph that nobody quotes.")
    for full_text, leaves in ((None, False), ({"r1": report}.get, True)):
        write(tmp_path / "export", "jsonl", [EVENT], EXPORT, full_text=full_text)
        assert ("nobody quotes" in (tmp_path / "export").read_text()) is leaves


def test_a_claim_that_its_report_does_not_bear_out_is_an_error(tmp_path: Path) -> None:
    write(tmp_path / "export", "jsonl", [EVENT], EXPORT, full_text={"r1": replace(REPORT, text="Another text.")}.get)
    fault, item = list(read(tmp_path / "export"))
    assert "claim c1" in str(fault)
    assert isinstance(item, Imported)
    assert item.claims == ()


def test_quotes_that_contradict_are_an_error(tmp_path: Path) -> None:
    other = told("Quite another sentence than that.", "sentence", id="c2")
    write(tmp_path / "export", "jsonl", [EVENT, Event("e2", "attack", (other,))], EXPORT)
    (fault,) = read(tmp_path / "export")
    assert "contradict" in str(fault)


def test_a_key_that_a_later_version_adds_is_passed_over(tmp_path: Path) -> None:
    write(tmp_path / "export", "jsonl", [EVENT], EXPORT)
    lines = (tmp_path / "export").read_text().splitlines()
    event = json.loads(lines[1]) | {"mood": "tense"}
    (tmp_path / "export").write_text("\n".join([lines[0], json.dumps(event)]))
    assert back(tmp_path / "export")[0].claims == (TELLING.claim,)


@pytest.mark.parametrize("indent", [None, 2])
def test_geojson_that_others_laid_out_anew_is_read(tmp_path: Path, indent: int | None) -> None:
    path = tmp_path / "export"
    write(path, "geojson", [EVENT], EXPORT, full_text={"r1": REPORT}.get)
    path.write_text(json.dumps(json.loads(path.read_text()), indent=indent))
    assert [(item.report, item.claims) for item in back(path)] == [(REPORT, (TELLING.claim,))]


@pytest.mark.parametrize("format", ["jsonl", "csv", "geojson"])
def test_a_later_layout_is_refused(format: str, tmp_path: Path) -> None:
    path = tmp_path / "export"
    write(path, format, [EVENT], EXPORT)
    holder = path if format != "csv" else tmp_path / "export.about.json"
    holder.write_text(holder.read_text().replace('"version": 1', '"version": 99'))
    with pytest.raises(SourceError, match="later"):
        back_or_raise(path)


def back_or_raise(path: Path) -> None:
    for item in read(path):
        if isinstance(item, SourceError):
            raise item
