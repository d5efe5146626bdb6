"""Copies within and across archives: a record has the same claims, whether it read the archives or was given shards."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import archived_sheets
import pytest
from test_merging import held
from test_run import at_once
from test_shard import rows as table_rows

from tadmor.errors import TadmorError
from tadmor.model import Report
from tadmor.outlets.archives import merged
from tadmor.pipeline import Monitor, Reader, report_of
from tadmor.scale.doubles import Before
from tadmor.scale.manifest import Entry, Folder
from tadmor.scale.run import Run

pytest.importorskip("pyarrow")
TEXT = "\n\n".join(archived_sheets.TAKEN.paragraphs)
UNDATED = TEXT.replace("DAMASCUS, March 27 (Example) - ", "")
FIRST = {"id": "a", "text": UNDATED, "published": "2016-03-28", "title": "Army retakes Palmyra", "outlet": "Example"}
Row = dict[str, str]


def both(tmp_path: Path, *archives: Sequence[Row]) -> tuple[list[Entry], list[object], list[object]]:
    """(entries, record that was given the shards, record that read the archives) of tables of these rows."""
    (tmp_path / "in").mkdir()
    for number, rows in enumerate(archives):
        (tmp_path / "in" / f"{number}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    outcomes = list(Run([str(tmp_path / "in")], str(tmp_path / "out"), gated=False).outcomes(at_once))
    entries = [outcome for outcome in outcomes if isinstance(outcome, Entry)]
    assert len(entries) == len(archives)
    with Monitor.open(tmp_path / "merged.db") as monitor:
        faults = [one for one in merged(monitor, [str(tmp_path / "out")], "test") if isinstance(one, TadmorError)]
        assert all("without raw bytes" in str(fault) for fault in faults)
    with Monitor.open(tmp_path / "read.db") as monitor:
        list(monitor.add([str(tmp_path / "in")]))
    return entries, held(tmp_path, "merged.db"), held(tmp_path, "read.db")


@pytest.mark.parametrize(
    ("change", "copied"),
    [
        ({"id": "b"}, 1),
        ({"id": "b", "outlet": "Another"}, 1),
        ({"id": "b", "url": "https://another.example/a", "byline": "By A. Writer"}, 1),
        ({}, 1),  # the same report once more
        ({"published": "2016-06-20"}, 1),  # which a record knows by id and text
        ({"id": "b", "published": "2016-06-20"}, 0),
        ({"id": "b", "published": ""}, 0),
        ({"id": "b", "title": "The war in Iraq, March 2003"}, 0),
        ({"id": "b", "text": TEXT}, 0),
        ({"id": "b", "text": UNDATED.replace("\n\n", "\n")}, 0),
        ({"text": TEXT}, 0),  # another text under the same id
    ],
)
def test_a_copy_is_read_again_only_where_that_may_give_other_claims(change: Row, copied: int, tmp_path: Path) -> None:
    (entry,), given, read = both(tmp_path, [FIRST, {**FIRST, **change}])
    assert (entry.counts["copied"], entry.counts["read"]) == (copied, 2 - copied)
    assert given == read
    told = table_rows(tmp_path / "out", "claims", entry.shard)
    assert entry.counts["claims"] == len(told) >= 3
    reports = table_rows(tmp_path / "out", "reports", entry.shard)
    assert {(claim["n"], claim["report"], claim["outlet"]) for claim in told} == {
        (report["n"], report["id"], report["outlet"]) for report in reports if report["claims"]
    }


def test_the_same_words_of_two_days_are_two_happenings(tmp_path: Path) -> None:
    text = "Rebels shelled a market in Aleppo on Sunday and killed five civilians, the provincial police said."
    row = {"id": "a", "text": text, "published": "2016-03-28"}
    (entry,), given, read = both(tmp_path, [row, {**row, "id": "b", "published": "2016-06-20"}])
    assert given == read
    days = {str(claim["start"]) for claim in table_rows(tmp_path / "out", "claims", entry.shard)}
    assert days == {"2016-03-27", "2016-06-19"}


SECOND = {**FIRST, "id": "b"}
OTHER = {**FIRST, "id": "c", "text": UNDATED.replace("12 soldiers", "14 soldiers")}


@pytest.mark.parametrize(
    "archives",
    [
        ([FIRST, SECOND], [SECOND]),  # a copy here stands alone there
        ([SECOND], [FIRST, SECOND]),
        ([FIRST], [{**FIRST, "text": TEXT}]),  # one id, two texts
        ([FIRST, OTHER, SECOND], [OTHER, {**OTHER, "text": TEXT}, FIRST]),
    ],
)
def test_copies_across_archives(archives: Sequence[Sequence[Row]], tmp_path: Path) -> None:
    _, given, read = both(tmp_path, *archives)
    assert given == read
    with Monitor.open(tmp_path / "merged.db") as monitor:
        claims = [telling.claim.id for telling in monitor.claims()]
    assert len(claims) == len(set(claims))


def test_a_copy_of_what_could_not_be_read_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reading = Reader.read

    def failing(reader: Reader, report: Report) -> Any:
        if report.id == "a":
            raise ValueError("odd")
        return reading(reader, report)

    monkeypatch.setattr(Reader, "read", failing)
    (entry,), given, read = both(tmp_path, [FIRST, SECOND])
    assert ([fault.stage for fault in entry.faults], entry.counts["read"]) == (["claims"], 1)
    assert given == read


def test_what_was_read_long_ago_is_read_again(tmp_path: Path) -> None:
    """And gives the same: only a shard's memory is bounded."""
    first, other = (report_of(text, published="2016-03-28") for text in (UNDATED, "Shells fell on Alba on Monday."))
    claims = Reader().read(first).claims
    roomy, narrow = Before(), Before(most=1000)
    for before in (roomy, narrow):
        before.keep(first, claims)
        for number in range(20):
            before.keep(Report(f"{other.id}-{number}", f"{other.text} {number}"), ())
    copy = Report("copy", first.text, published=first.published, dateline=first.dateline, blocks=first.blocks)
    assert [claim.sentence for claim in roomy.claims(copy) or ()] == [claim.sentence for claim in claims]
    assert (narrow.claims(copy), narrow.claims(first)) == (None, ())


def test_reading_takes_of_a_report_only_what_copies_are_compared_by() -> None:
    taken: set[str] = set()

    class Watched(Report):
        def __getattribute__(self, name: str) -> Any:
            taken.add(name)
            return super().__getattribute__(name)

    names = [field.name for field in fields(Report)]
    for text in (TEXT, " ".join(archived_sheets.SHELLED.paragraphs)):
        report = report_of(text, published="2016-04-05", title="A title of 2014", outlet="Example")
        Reader().read(Watched(**{name: getattr(report, name) for name in names}))
    compared = {"text", "title", "published", "dateline", "blocks"}
    assert taken & set(names) == compared | {"id", "outlet"}


def test_a_folder_of_copies_is_whole(tmp_path: Path) -> None:
    both(tmp_path, [FIRST, SECOND, FIRST])
    (entry,) = Folder(tmp_path / "out").entries()
    assert isinstance(entry, Entry)
    reports = table_rows(tmp_path / "out", "reports", entry.shard)
    assert [(row["id"], row["copied"], row["origin"]) for row in reports] == [
        ("a", False, "a"), ("b", True, "a"), ("a", True, "a"),
    ]  # fmt: skip
    assert [row["claims"] for row in reports] == [reports[0]["claims"], reports[0]["claims"], 0]
