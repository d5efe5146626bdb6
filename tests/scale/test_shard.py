"""What reading an archive leaves: rows, places in the archive, counts and faults."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import archived_sheets
import pytest

from tadmor.errors import SettingError, TadmorError
from tadmor.pipeline import Reader
from tadmor.pipeline.archived import claim_of, report_of_row
from tadmor.scale import tables
from tadmor.scale.columns import COLUMNS
from tadmor.scale.manifest import Entry, Folder, made_by
from tadmor.scale.plan import Task, shard_name
from tadmor.scale.shard import read_shard
from tadmor.settings import Settings
from tadmor.sources.stored import page_at, report_of

pq = pytest.importorskip("pyarrow.parquet")
Rows = list[dict[str, Any]]


def task(archive: Path, out: Path, gated: bool = True, **settings: Any) -> Task:
    by = Settings(**settings)
    folder = Folder(out)
    folder.open(made_by(by, gated))
    return Task(str(archive), shard_name(str(archive)), str(out), by, made_by(by, gated))


def read(archive: Path, out: Path, gated: bool = True, **settings: Any) -> Entry:
    entry = read_shard(task(archive, out, gated, **settings))
    assert isinstance(entry, Entry), entry
    return entry


def rows(out: Path, table: str, shard: str) -> Rows:
    found: Rows = pq.read_table(Folder(out).table(table, shard)).to_pylist()
    return found


@pytest.fixture(scope="module")
def shard(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, list[int], Entry]:
    """(archive, folder, bytes at which its records begin, entry) of one archive that was read."""
    at = tmp_path_factory.mktemp("shard")
    begins = archived_sheets.warc(at / "press.warc.gz")
    return at / "press.warc.gz", at / "out", begins, read(at / "press.warc.gz", at / "out")


def test_each_page_is_counted_once_for_what_became_of_it(shard: tuple[Path, Path, list[int], Entry]) -> None:
    entry = shard[3]
    assert {name: entry.counts[name] for name in entry.counts if name != "claims"} == {
        "records": 7, "pages": 7, "gated": 1, "no_article": 1, "foreign": 1, "copied": 1, "read": 3, "doubles": 0,
        "faults": 0,
    }  # fmt: skip
    assert entry.counts["claims"] == entry.tables["claims"]["rows"] > 5


def test_a_page_without_an_article_is_listed_with_its_place(shard: tuple[Path, Path, list[int], Entry]) -> None:
    (fault,) = shard[3].faults
    assert (fault.stage, fault.offset, fault.message) == ("no_article", shard[2][4], "the page holds no article")


def test_the_rows_stand_in_the_order_of_the_archive(shard: tuple[Path, Path, list[int], Entry]) -> None:
    _, out, begins, entry = shard
    reports = rows(out, "reports", entry.shard)
    sheets = [archived_sheets.TAKEN, archived_sheets.SHELLED, archived_sheets.STRUCK, archived_sheets.COPY]
    assert [(r["n"], r["url"], r["offset"]) for r in reports] == [
        (n, sheet.url, begins[archived_sheets.SHEETS.index(sheet)]) for n, sheet in enumerate(sheets, 1)
    ]
    assert [r["copied"] for r in reports] == [False, False, False, True]
    assert reports[3]["origin"] == reports[0]["id"]
    assert reports[3]["claims"] == reports[0]["claims"] > 0


def test_every_word_of_evidence_stands_in_its_report(shard: tuple[Path, Path, list[int], Entry]) -> None:
    _, out, _, entry = shard
    reports = {r["id"]: r for r in rows(out, "reports", entry.shard)}
    evidence = rows(out, "evidence", entry.shard)
    assert {"sentence", "trigger", "actor", "place", "count", "speaker"} <= {e["field"] for e in evidence}
    for e in evidence:
        report = reports[e["report"]]
        assert report["text"][e["start"] : e["end"]] == e["words"]
        assert (report["file"], report["offset"], report["length"]) == (e["file"], e["offset"], e["length"])


def test_the_record_of_a_report_is_found_by_its_offset(shard: tuple[Path, Path, list[int], Entry]) -> None:
    archive, out, _, entry = shard
    for row in rows(out, "reports", entry.shard):
        page = page_at(row["file"], row["offset"])
        assert page.url == row["url"]
        assert report_of(page).text == row["text"]
        assert archived_sheets.gzip.decompress(archive.read_bytes()[row["offset"] :][: row["length"]]).startswith(
            b"WARC/1.0"
        )


def test_reports_and_claims_come_back_as_they_were_read(shard: tuple[Path, Path, list[int], Entry]) -> None:
    _, out, _, entry = shard
    claims = rows(out, "claims", entry.shard)
    for row in rows(out, "reports", entry.shard):
        report = report_of_row(row)
        page = page_at(row["file"], row["offset"])
        assert report == report_of(page)
        told = tuple(claim_of(claim) for claim in claims if claim["n"] == row["n"])
        assert told == Reader().read(report).claims


def test_without_the_gate_every_article_is_read(tmp_path: Path) -> None:
    archived_sheets.warc(tmp_path / "a.warc.gz")
    counts = read(tmp_path / "a.warc.gz", tmp_path / "out", gated=False).counts
    assert (counts["gated"], counts["read"], counts["foreign"]) == (0, 4, 1)


def test_another_language_is_read_where_it_is_asked_for(tmp_path: Path) -> None:
    archived_sheets.warc(tmp_path / "a.warc.gz", [archived_sheets.FOREIGN])
    assert read(tmp_path / "a.warc.gz", tmp_path / "out", gated=False, languages=()).counts["read"] == 1


def test_rows_of_a_table_are_read_as_pages_are(tmp_path: Path) -> None:
    archived_sheets.json_lines(
        tmp_path / "a.jsonl", [sheet for sheet in archived_sheets.SHEETS if sheet is not archived_sheets.LIST]
    )
    entry = read(tmp_path / "a.jsonl", tmp_path / "out")
    assert (entry.counts["read"], entry.counts["copied"], entry.counts["foreign"]) == (3, 1, 1)
    first = rows(tmp_path / "out", "reports", entry.shard)[0]
    assert (first["id"], first["file"]) == ("taken", str(tmp_path / "a.jsonl"))


def test_a_copy_with_another_headline_is_read_and_named(tmp_path: Path) -> None:
    again = replace(archived_sheets.TAKEN, name="again", title="Palmyra is in the hands of the army")
    archived_sheets.warc(tmp_path / "a.warc.gz", [archived_sheets.TAKEN, again])
    entry = read(tmp_path / "a.warc.gz", tmp_path / "out")
    first, second = rows(tmp_path / "out", "reports", entry.shard)
    assert (entry.counts["read"], entry.counts["doubles"]) == (2, 1)
    assert (second["origin"], second["copied"]) == (first["id"], False)
    assert second["claims"] >= 1


def cut(whole: bytes, begins: list[int]) -> bytes:
    return whole[:-40]


def flipped(whole: bytes, begins: list[int]) -> bytes:
    at = begins[2] + 60
    return whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :]


@pytest.mark.parametrize(("harm", "lost"), [(cut, 6), (flipped, 2)])
def test_a_broken_record_is_listed_and_the_others_are_read(harm: Any, lost: int, tmp_path: Path) -> None:
    archive, sheets = tmp_path / "a.warc.gz", [archived_sheets.numbered(archived_sheets.SHELLED, n) for n in range(7)]
    begins = archived_sheets.warc(archive, sheets)
    archive.write_bytes(harm(archive.read_bytes(), begins))
    entry = read(archive, tmp_path / "out")
    broken = [fault for fault in entry.faults if fault.stage == "record"]
    assert [fault.offset for fault in broken] == [begins[lost]]
    assert all(str(archive) in str(fault.where) and fault.message and fault.remedy for fault in broken)
    found = [row["offset"] for row in rows(tmp_path / "out", "reports", entry.shard)]
    assert found == [begin for n, begin in enumerate(begins) if n != lost]


def test_a_report_that_cannot_be_stored_is_a_fault_of_its_own(tmp_path: Path) -> None:
    text = " ".join(archived_sheets.TAKEN.paragraphs)
    lines = [
        {"id": "a", "text": text, "title": "\ud800"},
        {"id": "b", "text": " ".join(archived_sheets.STRUCK.paragraphs)},
    ]
    (tmp_path / "a.jsonl").write_text("".join(archived_sheets.json.dumps(line) + "\n" for line in lines))
    entry = read(tmp_path / "a.jsonl", tmp_path / "out")
    assert [row["id"] for row in rows(tmp_path / "out", "reports", entry.shard)] == ["b"]
    assert [fault.stage for fault in entry.faults] == ["record"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("none.warc.gz", None, "no such file"),
        ("empty.warc.gz", b"", "empty"),
        ("text.warc.gz", b"no archive at all", ""),
        ("picture.parquet", b"\x89PNG\r\n", ""),
    ],
)
def test_what_is_no_archive_is_told(name: str, content: bytes | None, said: str, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    outcome = read_shard(task(tmp_path / name, tmp_path / "out"))
    faults: Iterable[object] = outcome.faults if isinstance(outcome, Entry) else [outcome]
    assert [fault for fault in faults if said in str(fault).lower() and name in str(fault)]


def test_a_full_disk_ends_the_run_and_names_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archived_sheets.warc(tmp_path / "a.warc.gz")
    job = task(tmp_path / "a.warc.gz", tmp_path / "out")

    def full(path: Path) -> Path:
        link = path.with_name(f".{path.name}.full.part")
        if not link.is_symlink():
            link.symlink_to("/dev/full")
        return link

    monkeypatch.setattr(tables, "part_of", full)
    with pytest.raises(TadmorError, match="no space left on device") as told:
        read_shard(job)
    assert told.value.where == str(tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").rglob("*") if path.is_file()] == ["manifest.json"]
    monkeypatch.undo()
    assert isinstance(read_shard(job), Entry)


def test_an_archive_that_changes_while_it_is_read_is_not_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = tmp_path / "a.warc.gz"
    archived_sheets.warc(archive)
    reading = Reader.outcome

    def appended(reader: Reader, item: Any) -> Any:
        with archive.open("ab") as end:
            end.write(archived_sheets.record(archived_sheets.STRUCK))
        return reading(reader, item)

    monkeypatch.setattr(Reader, "outcome", appended)
    assert "changed while it was read" in str(read_shard(task(archive, tmp_path / "out")))
    assert list((tmp_path / "out").rglob("*.parquet")) == []


def test_a_machine_with_other_rules_refuses_the_task(tmp_path: Path) -> None:
    archived_sheets.warc(tmp_path / "a.warc.gz")
    job = task(tmp_path / "a.warc.gz", tmp_path / "out")
    with pytest.raises(SettingError, match="another rules here"):
        read_shard(replace(job, made={**job.made, "rules": "0" * 16}))


DOCUMENT = (Path(__file__).parents[2] / "docs" / "archives.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("table", "column"), [(table, c) for table, found in COLUMNS.items() for c in found])
def test_each_column_is_documented(table: str, column: Any) -> None:
    section = DOCUMENT.partition(f"\n### `{table}/`")[2].partition("\n#")[0]
    assert f"| `{column.name}` | {column.help} |" in section
